"""Documents, statements and readings built from a literal text, and strategies that draw them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from detente.model import (
    Act,
    Condition,
    ConditionKind,
    Document,
    Evidence,
    Issue,
    IssueId,
    Mention,
    Origin,
    Party,
    PartyId,
    Quantity,
    Reading,
    Role,
    Sentence,
    Span,
    Speaker,
    Stance,
    Statement,
)

SENTENCE = re.compile(r"\S.*?(?:(?<!\b[A-Z])[.!?。؟]+[\"”’]*(?=\s|$)|$)", re.MULTILINE)


def make_document(
    text: str, *, name: str = "report", published: date | None = None, title: str | None = None
) -> Document:
    """A report whose body is the whole text."""
    return Document(text=text, name=name, body=Span(start=0, end=len(text)), published=published, title=title)


def make_party(key: str, *aliases: str, role: Role = Role.PARTY, name: str | None = None) -> Party:
    """A party that its aliases name; called after its key where no name is given."""
    return Party(id=PartyId(key), name=name or key.title(), role=role, aliases=aliases)


def make_issue(key: str, name: str | None = None) -> Issue:
    """An issue, called after its key where no name is given."""
    return Issue(id=IssueId(key), name=name or key.replace("-", " ").capitalize())


def cite(document: Document, quote: str) -> Evidence:
    """The first place where a document says these words."""
    start = document.text.index(quote)
    return Evidence.cite(document, Span(start=start, end=start + len(quote)))


@lru_cache(maxsize=256)
def split(text: str) -> tuple[Sentence, ...]:
    """Sentences by their full stops; a line is a paragraph."""
    return tuple(
        Sentence(span=Span(start=m.start(), end=m.end()), paragraph=text.count("\n", 0, m.start()))
        for m in SENTENCE.finditer(text)
    )


def make_statement(
    document: Document,
    quote: str,
    party: str,
    issue: str,
    act: Act,
    stance: Stance,
    *,
    speaker: str | Speaker | None = None,
    target: str | None = None,
    hedge: str | None = None,
    condition: tuple[ConditionKind, str] | None = None,
    quantities: Sequence[tuple[str, float, str | None]] = (),
    confidence: float = 0.9,
) -> Statement:
    """One statement; a speaker given by name speaks for the party, a condition may lie outside the quote.

    A condition is its kind and words; ``on`` drops a leading "only after", "until", "if" and the like.
    """
    evidence = cite(document, quote)
    number = next(n for n, s in enumerate(split(document.text)) if s.span.overlap(evidence.span))
    clause = cite(document, condition[1]) if condition else None
    return Statement(
        party=PartyId(party),
        issue=IssueId(issue),
        act=act,
        stance=stance,
        evidence=evidence,
        origin=Origin(method="by hand", version="1", confidence=confidence),
        sentence=number,
        speaker=Speaker(name=speaker, party=PartyId(party)) if isinstance(speaker, str) else speaker,
        target=PartyId(target) if target else None,
        hedged=hedge is not None,
        hedge=cite(document, hedge) if hedge else None,
        condition=Condition(kind=condition[0], on=re.sub(LEADING, "", clause.quote), evidence=clause)
        if condition and clause
        else None,
        quantities=tuple(
            Quantity(low=value, high=value, unit=unit, approximate=False, evidence=cite(document, words))
            for words, value, unit in quantities
        ),
    )


LEADING = re.compile(r"^(?:only after|after|until|unless|if|in exchange for|in)\s", re.IGNORECASE)


def make_reading(
    document: Document,
    statements: Iterable[Statement] = (),
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
) -> Reading:
    """A reading with its mentions found by name; parties and issues not given are made from the ids."""
    held = sorted(statements, key=lambda s: s.evidence.span)
    by_party = {p.id: p for p in (*(make_party(s.party) for s in held), *parties)}
    by_issue = {i.id: i for i in (*(make_issue(s.issue) for s in held), *issues)}
    ordered = tuple(by_party[key] for key in sorted(by_party))
    return Reading(
        document=document,
        sentences=split(document.text),
        parties=ordered,
        mentions=tuple(find_mentions(document, ordered)),
        issues=tuple(by_issue.values()),
        statements=tuple(held),
    )


def find_mentions(document: Document, parties: Sequence[Party]) -> list[Mention]:
    """Every place that names a party, the longest name first."""
    names = sorted({(n, p.id) for p in parties for n in (p.name, *p.aliases)}, key=lambda e: (-len(e[0]), e))
    found: list[Mention] = []
    for name, party in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", document.text):
            span = Span(start=match.start(), end=match.end())
            if not any(span.overlap(m.span) for m in found):
                found.append(Mention(party=party, document=document.id, span=span))
    return sorted(found, key=lambda m: m.span)


# ── strategies ──

PARTIES = (
    make_party("amber"),
    make_party("birch", role=Role.MEDIATOR),
    make_party("cedar"),
    make_party("dune", role=Role.THIRD_PARTY),
)
ISSUES = (make_issue("tolls"), make_issue("water-rights"), make_issue("border", "Open border"), make_issue("停火"))
TAILS = (
    "the offer on the table",
    "a ceasefire for 30 days",
    "of violating the truce",
    "despite its pledge",
    "that the truce collapsed",
    "that they struck a tentative deal with the guild",
    "that both sides swapped 40 prisoners",
    "a peace agreement that is likely",
    "接受停火协议",
    "المفاوضات مستمرة",
    "переговоры о перемирии",
)
SPEAKERS = ("Minister Ada Lark", "Deputy Minister Bo Quill", "Amber", "officials")
DAYS = (None, date(2031, 3, 1), date(2031, 3, 2), date(2031, 3, 9))


LAW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""How long a law is tried: the same examples in every run, however busy the machine."""

_STATEMENTS = st.tuples(
    st.sampled_from([p.id for p in PARTIES]),
    st.sampled_from([i.id for i in ISSUES]),
    st.sampled_from(Act),
    st.sampled_from(Stance),
    st.sampled_from((None, *SPEAKERS)),
    st.sampled_from((None, *(p.id for p in PARTIES))),
    # Hedge, condition and confidence in one draw; each report would else need hundreds.
    st.sampled_from([(h, c, x) for h in (False, True) for c in (False, True) for x in (0.9, 0.6, 0.3)]),
)


@st.composite
def readings(draw: st.DrawFn, *, dated: bool = False, at_most: int = 4) -> Reading:
    """One report of up to ``at_most`` sentences, each with up to two statements on the shared issues."""
    number = draw(st.integers(0, 999))
    told = draw(
        st.lists(st.tuples(st.sampled_from(TAILS), st.lists(_STATEMENTS, max_size=2)), min_size=1, max_size=at_most)
    )
    lines = [f"Line {number}-{n} tells {tail}." for n, (tail, _) in enumerate(told)]
    published = draw(st.sampled_from(DAYS[1:] if dated else DAYS))
    document = make_document("\n".join(lines), name=f"report-{number}", published=published)
    made = [
        make_statement(
            document,
            line.removesuffix("."),
            party,
            issue,
            act,
            stance,
            speaker=speaker,
            target=target,
            hedge=line.removesuffix(".") if hedged else None,
            condition=(ConditionKind.IF, line.removeprefix("Line ")) if conditional else None,
            confidence=confidence,
        )
        for line, (_, statements) in zip(lines, told, strict=True)
        for party, issue, act, stance, speaker, target, (hedged, conditional, confidence) in statements
    ]
    once = {statement.id: statement for statement in made}
    return make_reading(document, once.values(), parties=PARTIES, issues=ISSUES)


def negotiations(*, dated: bool = False, at_most: int = 4) -> st.SearchStrategy[list[Reading]]:
    """Some reports of one negotiation, no two with the same text."""
    return st.lists(readings(dated=dated), max_size=at_most, unique_by=lambda r: r.document.text)
