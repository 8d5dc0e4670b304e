"""The founding article, annotated by hand: one complete set of findings for the renderers to show.

Every quotation is located in the shipped text, so that none can drift from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.model import (
    Act,
    Allegation,
    Attribution,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Condition,
    ConditionKind,
    Contradiction,
    ContradictionKind,
    Distance,
    Document,
    Evidence,
    Issue,
    IssueId,
    Linkage,
    Mark,
    Mention,
    Moment,
    Origin,
    Outlook,
    Party,
    PartyId,
    Position,
    Precision,
    Quantity,
    Reading,
    Role,
    Sentence,
    Span,
    Speaker,
    Stance,
    Standing,
    Statement,
    Table,
)

ARTICLE = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"
BY_HAND = Origin(method="one person by hand", version="(no model)", confidence=1.0)

EUROPE, RUSSIA, UKRAINE, US, WORLD_BANK = map(PartyId, ("europe", "russia", "ukraine", "us", "world-bank"))

PARTIES = (
    Party(id=RUSSIA, name="Russia", aliases=("Russia", "the Russian side", "Moscow", "Putin")),
    Party(id=UKRAINE, name="Ukraine", aliases=("Ukraine", "Ukrainians", "Kyiv", "Volodymyr Zelensky", "Zelensky")),
    Party(
        id=US,
        name="United States",
        role=Role.MEDIATOR,
        aliases=(
            "United States",
            "American delegation",
            "Trump",
            "U.S.",
            "the U.S. government",
            "Pete Hegseth",
            "John Coale",
            "Washington",
            "The U.S. president",
        ),
    ),
    Party(
        id=EUROPE,
        name="European countries",
        role=Role.THIRD_PARTY,
        aliases=("several European countries", "France", "the United Kingdom"),
    ),
    Party(id=WORLD_BANK, name="World Bank", role=Role.THIRD_PARTY, aliases=("the World Bank",)),
)

ISSUES = tuple(
    Issue(id=IssueId(key), name=name)
    for key, name in (
        ("ceasefire", "Ceasefire in Ukraine"),
        ("energy-moratorium", "30-day suspension of attacks on energy facilities"),
        ("protected-facilities", "List of protected facilities extended to railways and ports"),
        ("nuclear-us-role", "U.S. help in operating Ukrainian nuclear plants"),
        ("zaporizhia-plant", "Return of the Zaporizhia plant to Ukrainian control"),
        ("black-sea", "Safe Black Sea shipping and grain exports"),
        ("prisoners", "Prisoner exchange"),
        ("nato", "NATO membership for Ukraine"),
        ("security-guarantees", "Other security guarantees for Ukraine"),
        ("peacekeepers", "Sending Western peacekeepers to Ukraine"),
        ("legitimacy", "Zelensky as a legitimate negotiating partner"),
        ("elections", "Holding elections in Ukraine"),
        ("sanctions-relief", "Easing sanctions on Russia"),
        ("territory", "Recognition of the occupied regions as Russian"),
        ("resources", "Joint exploitation of Ukrainian resources"),
    )
)

ENERGY = (
    "a key issue is the 30-day suspension of attacks on energy facilities,"
    " which the parties theoretically agreed on last week"
)
ACCUSE = "both Kyiv and Moscow accuse each other of violating the moratorium"
COMPROMISE = "both Kyiv and Moscow appear willing to compromise"
EXCHANGED = "Ukraine and Russia have mutually transferred 175 prisoners of war"
UNTIL = (
    "until the peace agreement is signed, it may impose new sanctions on the Russian banking sector"
    " and impose punitive tariffs on Moscow"
)
SCENARIO = (
    "the most likely scenario is that the ceasefire will take into account the areas currently under Russian control"
)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One annotated statement, before its words are located."""

    quote: str
    party: PartyId
    issue: str
    act: Act
    stance: Stance
    target: PartyId | None = None
    speaker: Speaker | None = None
    cue: str | None = None
    hedged: bool = False
    hedge: str | None = None
    condition: tuple[ConditionKind, str, str] | None = None
    quantity: tuple[str, float, str] | None = None
    said: tuple[str, Precision] | None = None


ZELENSKY = Speaker(name="Ukrainian President Volodymyr Zelensky", party=UKRAINE, office="Ukrainian President")
PORTFOLIO = Speaker(name="Portfolio", party=None)
TRUMP = Speaker(name="Trump", party=US)
THE_PRESIDENT = Speaker(name="The U.S. president", party=US, office="president")
HEGSETH = Speaker(name="Defense Secretary Pete Hegseth", party=US, office="Defense Secretary")
COALE = Speaker(name="John Coale", party=US, office="deputy")
BANK = Speaker(name="the World Bank", party=WORLD_BANK)
MOSCOW = Speaker(name="Moscow", party=RUSSIA)
UKRAINIANS = Speaker(name="Ukrainians", party=UKRAINE)
STATEMENTS = Speaker(name="Ukrainian statements", party=UKRAINE)
UKRAINE_ITSELF = Speaker(name="Ukraine", party=UKRAINE)

FACTS = (
    Fact(
        quote="Representatives of the United States and Russia are holding talks in Saudi Arabia"
        " to broker a ceasefire in Ukraine",
        party=US,
        target=RUSSIA,
        issue="ceasefire",
        act=Act.REPORT,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="much uncertainty remains about whether Russian and Ukrainian demands will come much closer together",
        party=RUSSIA,
        target=UKRAINE,
        issue="ceasefire",
        act=Act.ASSESS,
        stance=Stance.NEUTRAL,
        hedged=True,
        hedge="uncertainty",
    ),
    Fact(
        quote="On Sunday, the American delegation met with the Ukrainians",
        party=US,
        target=UKRAINE,
        issue="ceasefire",
        act=Act.REPORT,
        stance=Stance.SUPPORT,
        said=("On Sunday", Precision.DAY),
    ),
    *(
        Fact(
            quote=ENERGY,
            party=party,
            target=target,
            issue="energy-moratorium",
            act=Act.AGREE,
            stance=Stance.SUPPORT,
            speaker=PORTFOLIO,
            cue="According to",
            hedged=True,
            hedge="theoretically",
            quantity=("30-day", 30, "day"),
            said=("last week", Precision.WEEK),
        )
        for party, target in ((UKRAINE, RUSSIA), (RUSSIA, UKRAINE))
    ),
    *(
        Fact(
            quote=ACCUSE,
            party=party,
            target=target,
            issue="energy-moratorium",
            act=Act.ACCUSE,
            stance=Stance.SUPPORT,
            speaker=PORTFOLIO,
            cue="According to",
        )
        for party, target in ((UKRAINE, RUSSIA), (RUSSIA, UKRAINE))
    ),
    Fact(
        quote="they would identify those facilities that could not be attacked under the agreement,"
        " including not only energy infrastructure but also the railway network and ports",
        party=UKRAINE,
        issue="protected-facilities",
        act=Act.COMMIT,
        stance=Stance.SUPPORT,
        speaker=ZELENSKY,
        cue="said",
        said=("On Sunday", Precision.DAY),
    ),
    Fact(
        quote="Trump has suggested that the U.S. could help operate Ukrainian nuclear facilities",
        party=US,
        target=UKRAINE,
        issue="nuclear-us-role",
        act=Act.PROPOSE,
        stance=Stance.SUPPORT,
        speaker=TRUMP,
        cue="has suggested",
        hedged=True,
        hedge="could",
    ),
    Fact(
        quote="Zelensky has been open to American involvement",
        party=UKRAINE,
        target=US,
        issue="nuclear-us-role",
        act=Act.CONSIDER,
        stance=Stance.OPEN,
    ),
    Fact(
        quote="Kyiv would like to see the Zaporizhia plant returned to Ukrainian control",
        party=UKRAINE,
        target=RUSSIA,
        issue="zaporizhia-plant",
        act=Act.DEMAND,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="Moscow is likely to reject this option",
        party=RUSSIA,
        target=UKRAINE,
        issue="zaporizhia-plant",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        hedged=True,
        hedge="likely",
    ),
    Fact(
        quote="Russia withdrew from the agreement regulating grain exports last year",
        party=RUSSIA,
        issue="black-sea",
        act=Act.REPORT,
        stance=Stance.OPPOSE,
        said=("last year", Precision.YEAR),
    ),
    Fact(
        quote="the parties are still able to ship grain to global markets",
        party=WORLD_BANK,
        issue="black-sea",
        act=Act.REPORT,
        stance=Stance.NEUTRAL,
        speaker=BANK,
        cue="reports",
    ),
    *(
        Fact(
            quote=COMPROMISE,
            party=party,
            target=target,
            issue="black-sea",
            act=Act.CONSIDER,
            stance=Stance.OPEN,
            hedged=True,
            hedge="appear",
        )
        for party, target in ((UKRAINE, RUSSIA), (RUSSIA, UKRAINE))
    ),
    *(
        Fact(
            quote=EXCHANGED,
            party=party,
            target=target,
            issue="prisoners",
            act=Act.REPORT,
            stance=Stance.SUPPORT,
            quantity=("175", 175, "prisoners of war"),
        )
        for party, target in ((UKRAINE, RUSSIA), (RUSSIA, UKRAINE))
    ),
    Fact(
        quote="Moscow has even returned 22 seriously wounded soldiers as a “sign of goodwill.”",
        party=RUSSIA,
        target=UKRAINE,
        issue="prisoners",
        act=Act.CONCEDE,
        stance=Stance.SUPPORT,
        quantity=("22", 22, "seriously wounded soldiers"),
    ),
    Fact(
        quote="Ukraine sees membership as a constitutional goal",
        party=UKRAINE,
        issue="nato",
        act=Act.DEMAND,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="Putin is strongly opposed to it",
        party=RUSSIA,
        target=UKRAINE,
        issue="nato",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
    ),
    Fact(
        quote="Russia will not “allow” Ukraine to join",
        party=RUSSIA,
        target=UKRAINE,
        issue="nato",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        speaker=TRUMP,
        cue="saying",
        hedged=True,
    ),
    Fact(
        quote="it seems unlikely that Kyiv will become a member of the Western military alliance"
        " in the foreseeable future",
        party=UKRAINE,
        issue="nato",
        act=Act.ASSESS,
        stance=Stance.NEUTRAL,
        hedged=True,
        hedge="seems unlikely",
    ),
    Fact(
        quote="“This will not be the solution to the conflict,”",
        party=US,
        target=UKRAINE,
        issue="nato",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        speaker=HEGSETH,
        cue="said",
        hedged=True,
    ),
    Fact(
        quote="NATO accession had not been ruled out",
        party=US,
        target=UKRAINE,
        issue="nato",
        act=Act.CONSIDER,
        stance=Stance.OPEN,
        speaker=COALE,
        cue="said",
        hedged=True,
        said=("a day later", Precision.DAY),
    ),
    Fact(
        quote="Kyiv wants other security guarantees",
        party=UKRAINE,
        issue="security-guarantees",
        act=Act.DEMAND,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="Washington has previously ruled out the possibility of sending peacekeepers to the country",
        party=US,
        target=UKRAINE,
        issue="peacekeepers",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        said=("previously", Precision.VAGUE),
    ),
    Fact(
        quote="several European countries, led by France and the United Kingdom, are considering this option",
        party=EUROPE,
        target=UKRAINE,
        issue="peacekeepers",
        act=Act.CONSIDER,
        stance=Stance.OPEN,
    ),
    Fact(
        quote="Moscow, however, categorically rejects this route, viewing NATO troops as a security threat",
        party=RUSSIA,
        target=EUROPE,
        issue="peacekeepers",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
    ),
    Fact(
        quote="it does not consider Zelensky to be a legitimate president, as his term expired last year",
        party=RUSSIA,
        target=UKRAINE,
        issue="legitimacy",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        speaker=MOSCOW,
        cue="said",
        hedged=True,
    ),
    Fact(
        quote="they will definitely not hold elections in a war situation",
        party=UKRAINE,
        issue="elections",
        act=Act.REJECT,
        stance=Stance.OPPOSE,
        speaker=UKRAINIANS,
        cue="have stressed",
        hedged=True,
        condition=(ConditionKind.IF, "a war situation", "in a war situation"),
    ),
    Fact(
        quote="there would be a realistic chance of holding new elections after a peace agreement",
        party=UKRAINE,
        issue="elections",
        act=Act.CONDITION,
        stance=Stance.OPEN,
        speaker=STATEMENTS,
        cue="According to",
        hedged=True,
        hedge="realistic chance",
        condition=(ConditionKind.ONLY_AFTER, "a peace agreement", "after a peace agreement"),
    ),
    Fact(
        quote="Moscow, regardless of strong statements, has shown itself willing to continue peace talks with Zelensky",
        party=RUSSIA,
        target=UKRAINE,
        issue="legitimacy",
        act=Act.CONSIDER,
        stance=Stance.OPEN,
    ),
    Fact(
        quote="Moscow naturally wants sanctions to be eased",
        party=RUSSIA,
        target=US,
        issue="sanctions-relief",
        act=Act.DEMAND,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="this is possible only after the peace agreement",
        party=US,
        target=RUSSIA,
        issue="sanctions-relief",
        act=Act.CONDITION,
        stance=Stance.OPEN,
        speaker=TRUMP,
        cue="has repeatedly said",
        condition=(ConditionKind.ONLY_AFTER, "the peace agreement", "only after the peace agreement"),
    ),
    Fact(
        quote=UNTIL,
        party=US,
        target=RUSSIA,
        issue="sanctions-relief",
        act=Act.THREATEN,
        stance=Stance.OPPOSE,
        speaker=THE_PRESIDENT,
        cue="has also hinted",
        hedged=True,
        hedge="may",
        condition=(ConditionKind.UNTIL, "the peace agreement", "until the peace agreement is signed"),
    ),
    Fact(
        quote="Moscow wants both Ukraine and the United States to recognize the five occupied Ukrainian regions"
        " of Zaporizhia, Kherson, Donetsk and Luhansk, as well as the Crimean peninsula, as Russian territory",
        party=RUSSIA,
        target=UKRAINE,
        issue="territory",
        act=Act.DEMAND,
        stance=Stance.SUPPORT,
        quantity=("five", 5, "occupied Ukrainian regions"),
    ),
    Fact(
        quote="significant areas of Zaporizhia, Kherson and Donetsk, as well as some villages in Luhansk,"
        " are not under Russian control",
        party=RUSSIA,
        target=UKRAINE,
        issue="territory",
        act=Act.REPORT,
        stance=Stance.NEUTRAL,
        hedged=True,
    ),
    Fact(
        quote="Ukraine set a goal of complete liberation",
        party=UKRAINE,
        target=RUSSIA,
        issue="territory",
        act=Act.DEMAND,
        stance=Stance.OPPOSE,
        said=("Last year", Precision.YEAR),
    ),
    Fact(
        quote="now they have admitted that they will not be able to regain all the territory by military means",
        party=UKRAINE,
        target=RUSSIA,
        issue="territory",
        act=Act.CONCEDE,
        stance=Stance.OPEN,
        speaker=UKRAINE_ITSELF,
        cue="have admitted",
        hedged=True,
        said=("now", Precision.VAGUE),
    ),
    Fact(
        quote=SCENARIO,
        party=RUSSIA,
        target=UKRAINE,
        issue="ceasefire",
        act=Act.ASSESS,
        stance=Stance.NEUTRAL,
        hedged=True,
        hedge="most likely",
    ),
    Fact(
        quote="An agreement is being prepared between the U.S. and Ukraine on the extraction of rare earth metals",
        party=US,
        target=UKRAINE,
        issue="resources",
        act=Act.PROPOSE,
        stance=Stance.SUPPORT,
    ),
    Fact(
        quote="there is also talk of developing Ukrainian gas infrastructure",
        party=UKRAINE,
        target=US,
        issue="resources",
        act=Act.CONSIDER,
        stance=Stance.OPEN,
    ),
    Fact(
        quote="a very significant percentage of Ukraine’s rare earth minerals are located in the Donbass,"
        " which is under Russian control",
        party=RUSSIA,
        target=UKRAINE,
        issue="resources",
        act=Act.REPORT,
        stance=Stance.NEUTRAL,
    ),
)


@cache
def founding_document() -> Document:
    """The article as the repository ships it: no title, publisher or date."""
    text = ARTICLE.read_text(encoding="utf-8")
    return Document(text=text, name=ARTICLE.stem, body=Span(start=0, end=len(text.rstrip())))


def cite(words: str, *, within: Span | None = None) -> Evidence:
    """Locate words in the article, inside a stretch of it where one is given."""
    document = founding_document()
    where = within or document.body
    start = document.text.index(words, where.start, where.end)
    return Evidence.cite(document, Span(start=start, end=start + len(words)))


@cache
def founding_sentences() -> tuple[Sentence, ...]:
    """The article's 30 sentences; "U.S." ends none."""
    text = founding_document().text
    sentences = []
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        for found in re.finditer(r"\S.*?(?:(?<!U\.S)\.”?(?=\s|$)|$)", line.group()):
            span = Span(start=line.start() + found.start(), end=line.start() + found.end())
            sentences.append(Sentence(span=span, paragraph=paragraph))
    return tuple(sentences)


def _quantity(words: str, amount: float, unit: str, *, within: Span) -> Quantity:
    return Quantity(low=amount, high=amount, unit=unit, approximate=False, evidence=cite(words, within=within))


def _statement(fact: Fact) -> Statement:
    evidence = cite(fact.quote)
    number, sentence = next((n, s.span) for n, s in enumerate(founding_sentences()) if s.span.contains(evidence.span))
    speaker = fact.speaker
    return Statement(
        party=fact.party,
        issue=IssueId(fact.issue),
        act=fact.act,
        stance=fact.stance,
        evidence=evidence,
        origin=BY_HAND,
        sentence=number,
        speaker=speaker,
        target=fact.target,
        hedged=fact.hedged,
        hedge=cite(fact.hedge, within=evidence.span) if fact.hedge else None,
        condition=Condition(
            kind=fact.condition[0], on=fact.condition[1], evidence=cite(fact.condition[2], within=evidence.span)
        )
        if fact.condition
        else None,
        quantities=(_quantity(*fact.quantity, within=evidence.span),) if fact.quantity else (),
        said=Moment(
            earliest=None,
            latest=None,
            precision=fact.said[1],
            surface=fact.said[0],
            evidence=cite(fact.said[0], within=sentence),
        )
        if fact.said
        else None,
        attribution=Attribution(
            source=cite(speaker.name) if speaker.name != "Ukraine" else None,
            cue=cite(fact.cue, within=sentence),
            content=evidence,
        )
        if speaker and fact.cue
        else None,
    )


@cache
def founding_statements() -> tuple[Statement, ...]:
    """All 44, in text order."""
    return tuple(sorted(map(_statement, FACTS), key=lambda statement: statement.evidence.span))


def _stated(words: str, party: PartyId) -> Statement:
    return next(s for s in founding_statements() if s.evidence.quote.startswith(words) and s.party == party)


@cache
def founding_reading() -> Reading:
    """What the article says, by hand."""
    document = founding_document()
    mentions = sorted(
        (
            Mention(party=party.id, document=document.id, span=Span(start=found.start(), end=found.end()))
            for party in PARTIES
            for alias in party.aliases
            for found in re.finditer(rf"\b{re.escape(alias)}(?!\w)", document.text)
        ),
        key=lambda mention: (mention.span, mention.party),
    )
    statements = founding_statements()
    return Reading(
        document=document,
        sentences=founding_sentences(),
        parties=tuple(sorted(PARTIES, key=lambda party: party.id)),
        mentions=tuple(mentions),
        issues=ISSUES,
        statements=statements,
        attributions=tuple(s.attribution for s in statements if s.attribution),
    )


@cache
def founding_contradictions() -> tuple[Contradiction, ...]:
    """The three that the article holds; two are named as such in its own words."""
    return (
        Contradiction(
            party=US,
            issue=IssueId("nato"),
            first=_stated("“This will not", US),
            second=_stated("NATO accession", US),
            kind=ContradictionKind.BETWEEN_SPEAKERS,
            framing=cite("contradictory statements within the U.S. government"),
        ),
        Contradiction(
            party=US,
            issue=IssueId("sanctions-relief"),
            first=_stated("this is possible", US),
            second=_stated("until the peace", US),
            kind=ContradictionKind.WITHIN_SPEAKER,
            framing=cite("Washington is also making conflicting statements"),
        ),
        Contradiction(
            party=RUSSIA,
            issue=IssueId("legitimacy"),
            first=_stated("it does not consider", RUSSIA),
            second=_stated("Moscow, regardless", RUSSIA),
            kind=ContradictionKind.BETWEEN_SPEAKERS,
            framing=cite("regardless of strong statements"),
        ),
    )


def lay_table(
    parties: Sequence[Party],
    issues: Sequence[Issue],
    statements: Sequence[Statement],
    contradictions: Sequence[Contradiction] = (),
) -> Table:
    """A table of every statement, with the stances in text order."""
    recorded = {(c.party, c.issue) for c in contradictions}
    positions = []
    for party in parties:
        for issue in issues:
            held = tuple(s for s in statements if (s.party, s.issue) == (party.id, issue.id))
            stances = tuple(dict.fromkeys(s.stance for s in held if s.stance is not Stance.NEUTRAL))
            standing = Standing.SINGLE
            if len(stances) > 1:
                standing = Standing.DIVIDED if (party.id, issue.id) in recorded else Standing.MIXED
            if held:
                positions.append(
                    Position(
                        party=party.id,
                        issue=issue.id,
                        stances=stances or (Stance.NEUTRAL,),
                        standing=standing,
                        statements=held,
                    )
                )
    return Table(issues=tuple(issues), parties=tuple(parties), positions=tuple(positions))


POINTS = {Stance.OPPOSE: 0.0, Stance.OPEN: 1.0, Stance.SUPPORT: 2.0}


def lay_distances(table: Table) -> tuple[Distance, ...]:
    """Steps between the furthest two parties; oppose 0, open 1, support 2."""
    distances = []
    for issue in table.issues:
        marks = []
        for position in table.positions:
            points = [POINTS[stance] for stance in position.stances if stance in POINTS]
            if position.issue == issue.id and points:
                behind = tuple(s for s in position.statements if s.stance in POINTS)
                marks.append(
                    Mark(
                        party=position.party,
                        point=(min(points) + max(points)) / 2,
                        low=min(points),
                        high=max(points),
                        several=len(points) > 1,
                        hedged=all(s.hedged for s in behind),
                        statements=behind,
                    )
                )
        if marks:
            places = [mark.point for mark in marks]
            apart = max(places) - min(places) if len(marks) > 1 else None
            distances.append(Distance(issue=issue.id, marks=tuple(marks), apart=apart))
    return tuple(distances)


@cache
def founding_table() -> Table:
    """Every cell of the annotation."""
    return lay_table(PARTIES, ISSUES, founding_statements(), founding_contradictions())


@cache
def founding_distances() -> tuple[Distance, ...]:
    """One for each issue on which a party takes a stance."""
    return lay_distances(founding_table())


@cache
def founding_commitments() -> tuple[Commitment, ...]:
    """The four agreements that the article names."""
    energy, exchanged = cite(ENERGY).span, cite(EXCHANGED).span
    wounded = "Moscow has even returned 22 seriously wounded soldiers"
    return (
        Commitment(
            id="energy-moratorium",
            what="30-day suspension of attacks on energy facilities",
            kind=CommitmentKind.MORATORIUM,
            status=CommitmentStatus.AGREED_IN_PRINCIPLE,
            parties=(RUSSIA, UKRAINE),
            evidence=(cite(ENERGY.removeprefix("a key issue is ")),),
            issue=IssueId("energy-moratorium"),
            term=_quantity("30-day", 30, "day", within=energy),
        ),
        Commitment(
            id="prisoners",
            what="Exchange of 175 prisoners of war",
            kind=CommitmentKind.EXCHANGE,
            status=CommitmentStatus.IN_FORCE,
            parties=(RUSSIA, UKRAINE),
            evidence=(cite(EXCHANGED), cite(wounded)),
            issue=IssueId("prisoners"),
            counts=(
                _quantity("175", 175, "prisoners of war", within=exchanged),
                _quantity("22", 22, "seriously wounded soldiers", within=cite(wounded).span),
            ),
        ),
        Commitment(
            id="grain",
            what="Black Sea grain export agreement",
            kind=CommitmentKind.OTHER,
            status=CommitmentStatus.EXPIRED,
            parties=(RUSSIA, UKRAINE),
            evidence=(cite("Russia withdrew from the agreement regulating grain exports last year"),),
            issue=IssueId("black-sea"),
        ),
        Commitment(
            id="rare-earths",
            what="U.S.-Ukraine rare earth extraction agreement",
            kind=CommitmentKind.OTHER,
            status=CommitmentStatus.PROPOSED,
            parties=(UKRAINE, US),
            evidence=(cite("An agreement is being prepared between the U.S. and Ukraine"),),
            issue=IssueId("resources"),
        ),
    )


@cache
def founding_allegations() -> tuple[Allegation, ...]:
    """Each side alleges that the other violated the moratorium."""
    return tuple(
        Allegation(
            accuser=accuser,
            accused=accused,
            evidence=cite(ACCUSE),
            statement=_stated(ACCUSE, accuser).id,
            commitment="energy-moratorium",
        )
        for accuser, accused in ((RUSSIA, UKRAINE), (UKRAINE, RUSSIA))
    )


def _condition_link(words: str, party: PartyId, *, stated: bool = True) -> Linkage:
    statement = _stated(words, party)
    condition = statement.condition
    assert condition is not None
    return Linkage(
        issue=statement.issue,
        party=party,
        kind=condition.kind if stated else ConditionKind.UNTIL,
        gate="a peace agreement",
        on_issue=None,
        stated=stated,
        evidence=condition.evidence,
        statement=statement,
    )


@cache
def founding_linkages() -> tuple[Linkage, ...]:
    """Four conditions, one of them not said to end with the agreement, and four ties by a shared sentence."""
    pairs = (
        ("energy-moratorium", "protected-facilities", "they would identify those facilities"),
        ("nato", "security-guarantees", "With NATO membership moving further away, Kyiv wants other security"),
        ("ceasefire", "territory", SCENARIO),
        ("resources", "territory", "a very significant percentage of Ukraine’s rare earth minerals"),
    )
    return (
        _condition_link("they will definitely", UKRAINE, stated=False),
        _condition_link("there would be", UKRAINE),
        _condition_link("this is possible", US),
        _condition_link("until the peace", US),
        *(
            Linkage(
                issue=IssueId(issue),
                party=None,
                kind=None,
                gate="",
                on_issue=IssueId(other),
                stated=False,
                evidence=cite(words),
            )
            for issue, other, words in pairs
        ),
    )


@cache
def founding_outlook() -> Outlook:
    """What the article calls most likely."""
    return Outlook(evidence=cite(SCENARIO), speaker=None)


@cache
def founding_brief() -> Brief:
    """The brief of the article: every renderer's first example."""
    return compose_brief(
        (founding_reading(),),
        table=founding_table(),
        distances=founding_distances(),
        contradictions=founding_contradictions(),
        commitments=founding_commitments(),
        allegations=founding_allegations(),
        linkages=founding_linkages(),
        outlook=founding_outlook(),
    )
