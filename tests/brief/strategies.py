"""Made-up briefs for property tests: any words, any script, any number of parties, reports and findings."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from detente.model import (
    Act,
    Allegation,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Condition,
    ConditionKind,
    Contradiction,
    ContradictionKind,
    Corroboration,
    Document,
    Evidence,
    Issue,
    IssueId,
    Linkage,
    Moment,
    Origin,
    Outlook,
    Party,
    PartyId,
    Precision,
    Quantity,
    Reading,
    Role,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Stance,
    Statement,
)
from tests.brief.founding import lay_distances, lay_table

SCRIPTS = (
    "talks",
    "“allow”",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "停火谈判在日内瓦继续进行",
    "وقف إطلاق النار",
    "הפסקת אש",
    "युद्धविराम",
    "휴전 협상",
    "e\u0301ta\u0302t",
    "🤝",
    "\x1b[31mred\x1b[0m",
    "\x07\x08",
    "\u202eevil\u2066",
    "a,",
    "b.",
    "½",
    "…",
    "=1+1",
)
words = st.one_of(st.sampled_from(SCRIPTS), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
phrases = st.lists(words, min_size=1, max_size=12).map(" ".join).filter(lambda text: bool(text.strip()))
long_phrases = st.lists(words, min_size=1, max_size=70).map(" ".join).filter(lambda text: bool(text.strip()))
names = st.lists(words, min_size=1, max_size=4).map(" ".join).filter(lambda text: bool(text.strip()))
days = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@st.composite
def evidences(draw: st.DrawFn, document: Document, within: Span) -> Evidence:
    """Some words of a stretch of a document."""
    visible = [at for at in range(within.start, within.end) if document.text[at].strip()]
    first, last = sorted((draw(st.sampled_from(visible)), draw(st.sampled_from(visible))))
    return Evidence.cite(document, Span(start=first, end=last + 1))


@st.composite
def statements(
    draw: st.DrawFn,
    document: Document,
    sentence: int,
    span: Span,
    parties: tuple[Party, ...],
    issues: tuple[Issue, ...],
) -> Statement:
    """One statement, whose quote is a whole sentence or a part of it."""
    quote = draw(st.one_of(st.just(Evidence.cite(document, span)), evidences(document, span)))
    keys = st.sampled_from([party.id for party in parties])
    inside = evidences(document, quote.span)
    offices = st.one_of(st.none(), names)
    speaker = st.builds(Speaker, name=names, party=st.one_of(st.none(), keys), office=offices)
    moment = st.builds(
        Moment, earliest=st.none(), latest=st.none(), precision=st.sampled_from(Precision), surface=names
    )
    quantity = st.builds(
        Quantity,
        low=st.just(1.0),
        high=st.none(),
        unit=st.one_of(st.none(), names),
        approximate=st.booleans(),
        evidence=inside,
    )
    return Statement(
        party=draw(keys),
        issue=draw(st.sampled_from([issue.id for issue in issues])),
        act=draw(st.sampled_from(Act)),
        stance=draw(st.sampled_from(Stance)),
        evidence=quote,
        origin=Origin(method="made", version="1", confidence=draw(st.sampled_from((0.2, 0.6, 0.9)))),
        sentence=sentence,
        speaker=draw(st.one_of(st.none(), speaker)),
        target=draw(st.one_of(st.none(), keys)),
        hedged=draw(st.booleans()),
        hedge=draw(st.one_of(st.none(), inside)),
        condition=draw(
            st.one_of(
                st.none(),
                st.builds(Condition, kind=st.sampled_from(ConditionKind), on=names, evidence=inside),
            )
        ),
        quantities=tuple(draw(st.lists(quantity, max_size=2))),
        said=draw(st.one_of(st.none(), moment)),
    )


@st.composite
def readings(draw: st.DrawFn, number: int, parties: tuple[Party, ...], issues: tuple[Issue, ...]) -> Reading:
    """One report: a sentence a line, each with up to two statements."""
    lines = draw(st.lists(long_phrases.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=5))
    text, spans = f"{number}", []
    for line in lines:
        text += "\n"
        spans.append(Span(start=len(text), end=len(text) + len(line)))
        text += line
    document = Document(
        text=text,
        name=draw(names),
        body=Span(start=0, end=len(text)),
        title=draw(st.one_of(st.none(), long_phrases)),
        publisher=draw(st.one_of(st.none(), names)),
        published=draw(st.one_of(st.none(), days)),
    )
    said = [
        draw(statements(document, place, span, parties, issues))
        for place, span in enumerate(spans)
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Reading(
        document=document,
        sentences=tuple(Sentence(span=span, paragraph=place // 2) for place, span in enumerate(spans)),
        parties=tuple(sorted(parties, key=lambda party: party.id)),
        mentions=(),
        issues=issues,
        statements=tuple(sorted(said, key=lambda s: s.evidence.span)),
        skipped=draw(
            st.just(()) | st.builds(lambda why: (Skipped(document=document.name, span=spans[0], reason=why),), phrases)
        ),
    )


@st.composite
def findings(draw: st.DrawFn, *, reports: int = 3) -> dict[str, Any]:
    """Everything that ``compose_brief`` takes, by its parameters' names."""
    parties = tuple(
        Party(id=PartyId(f"p{number}"), name=draw(names), role=role)
        for number, role in enumerate(
            sorted(draw(st.lists(st.sampled_from(Role), min_size=1, max_size=10)), key=list(Role).index)
        )
    )
    issues = tuple(
        Issue(id=IssueId(f"i{number}"), name=name)
        for number, name in enumerate(draw(st.lists(phrases, min_size=1, max_size=4)))
    )
    made = tuple(draw(readings(number, parties, issues)) for number in range(draw(st.integers(1, reports))))
    said = [statement for reading in made for statement in reading.statements]
    contradictions = tuple(
        Contradiction(
            party=first.party,
            issue=first.issue,
            first=first,
            second=second,
            kind=draw(st.sampled_from(ContradictionKind)),
            framing=draw(st.one_of(st.none(), st.just(first.evidence))),
        )
        for first, second in pairwise(said)
        if (first.party, first.issue) == (second.party, second.issue) and first.stance is not second.stance
    )
    table = lay_table(parties, issues, said, contradictions)
    keys = [party.id for party in parties]
    commitments = tuple(
        Commitment(
            id=f"c{number}",
            what=draw(phrases),
            kind=CommitmentKind.OTHER,
            status=draw(st.sampled_from(CommitmentStatus)),
            parties=tuple(sorted(draw(st.sets(st.sampled_from(keys), max_size=3)))),
            evidence=(statement.evidence,),
            issue=statement.issue,
            term=next(iter(statement.quantities), None),
            counts=statement.quantities,
            ends=statement.said,
        )
        for number, statement in enumerate(said[:3])
    )
    allegations = tuple(
        Allegation(
            accuser=draw(st.one_of(st.none(), st.sampled_from(keys))),
            accused=draw(st.one_of(st.none(), st.sampled_from(keys))),
            evidence=statement.evidence,
            statement=statement.id,
            commitment=draw(st.sampled_from((None, "c0", "c1"))),
            corroboration=draw(st.sampled_from(Corroboration)),
            denied_by=tuple(sorted(draw(st.sets(st.sampled_from(keys), max_size=2)))),
        )
        for statement in said
        if statement.act is Act.ACCUSE
    )
    linkages = tuple(
        Linkage(
            issue=statement.issue,
            party=statement.party,
            kind=statement.condition.kind,
            gate=draw(st.sampled_from(("a peace agreement", statement.condition.on))),
            on_issue=None,
            stated=draw(st.booleans()),
            evidence=statement.condition.evidence,
            statement=statement,
        )
        for statement in said
        if statement.condition
    ) + tuple(
        Linkage(
            issue=issues[0].id,
            party=None,
            kind=None,
            gate="",
            on_issue=issues[-1].id,
            stated=False,
            evidence=Evidence.cite(reading.document, reading.sentences[0].span),
        )
        for reading in made
        if draw(st.booleans())
    )
    forecast = Evidence.cite(made[0].document, made[0].sentences[-1].span)
    return {
        "readings": made,
        "table": table,
        "distances": lay_distances(table),
        "contradictions": contradictions,
        "commitments": commitments,
        "allegations": allegations,
        "linkages": linkages,
        "outlook": draw(st.one_of(st.none(), st.just(Outlook(evidence=forecast, speaker=None)))),
        "skipped": tuple(
            draw(st.lists(st.builds(Skipped, document=names, span=st.none(), reason=phrases), max_size=2))
        ),
        "title": draw(st.one_of(st.none(), long_phrases)),
    }
