"""Small words that every rendering of a brief shares: one wording for one finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from detente.brief.brief import Brief, Passage
from detente.model import (
    UNSURE,
    Act,
    Allegation,
    CommitmentStatus,
    Contradiction,
    ContradictionKind,
    Distance,
    Evidence,
    Mark,
    Party,
    PartyId,
    Position,
    Quantity,
    Role,
    Span,
    Speaker,
    Stance,
    Standing,
    Statement,
    Voice,
)

ACT_WORDS = {
    Act.DEMAND: "demands",
    Act.PROPOSE: "proposes",
    Act.ACCEPT: "accepts",
    Act.AGREE: "agrees",
    Act.REJECT: "rejects",
    Act.CONCEDE: "concedes",
    Act.CONSIDER: "considers",
    Act.THREATEN: "threatens",
    Act.ACCUSE: "accuses",
    Act.DENY: "denies",
    Act.COMMIT: "commits",
    Act.CONDITION: "sets a condition",
    Act.REPORT: "reported",
    Act.ASSESS: "assessment",
}
"""What a party does, in the third person."""

STANCE_WORDS = {
    Stance.SUPPORT: "Supports",
    Stance.OPEN: "Open",
    Stance.OPPOSE: "Opposes",
    Stance.NEUTRAL: "No stance",
}

STANCE_SIGNS = {Stance.SUPPORT: "●", Stance.OPEN: "◐", Stance.OPPOSE: "■", Stance.NEUTRAL: "–"}

ROLE_WORDS = {Role.PARTY: "party", Role.MEDIATOR: "mediator", Role.THIRD_PARTY: "third party"}

STATUS_WORDS = {
    CommitmentStatus.PROPOSED: "Proposed",
    CommitmentStatus.AGREED_IN_PRINCIPLE: "Agreed in principle",
    CommitmentStatus.AGREED: "Agreed",
    CommitmentStatus.IN_FORCE: "In force",
    CommitmentStatus.SUSPENDED: "Suspended",
    CommitmentStatus.EXPIRED: "Expired",
    CommitmentStatus.TERMINATED: "Terminated",
    CommitmentStatus.REJECTED: "Rejected",
}

STANCE_ORDER = (Stance.OPPOSE, Stance.OPEN, Stance.SUPPORT)
"""Left to right, as distances are drawn."""

FEW_PARTIES = 12
"""Parties up to which a sentence names them all."""
LONG_QUOTE = 40
"""Words up to which a quote is shown whole."""
LONG_TEXT = 400
"""The same for writing that sets no spaces: code points."""

_FAMILY_NAME_FIRST = frozenset(
    re.findall(
        r"\w+",
        "Cai Cao Chen Cheng Cho Choi Dai Deng Ding Dong Du Fan Feng Fu Gao Geng Guo Han He Hu Hua Huang Jang Jia Jiang"
        " Jin Jung Kang Kim Le Lee Li Liang Liao Lim Lin Liu Lu Luo Ma Mao Moon Nguyen Pan Park Peng Pham Qian Qin Ren"
        " Shen Shi Song Su Sun Tan Tang Tian Tran Wang Wei Wu Xi Xia Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yoon Yu Yuan"
        " Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou",
    )
)
"""Common family names of languages that put them before the given name."""

_PARTICLES = frozenset(("al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "van", "von"))


def act_word(statement: Statement, allegations: Iterable[Allegation] = ()) -> str:
    """What the party does, in the third person; an accusation that is a recorded allegation is named as one."""
    if statement.act is Act.ACCUSE and any(a.statement == statement.id for a in allegations):
        return "alleges a violation"
    return ACT_WORDS[statement.act]


def position_word(position: Position) -> str:
    """The stance, or "Divided" or "Mixed" where there is more than one."""
    if position.standing is Standing.SINGLE:
        return STANCE_WORDS[position.stance]
    return position.standing.value.capitalize()


def position_signs(position: Position) -> str:
    """One sign a stance, in the order of first statement."""
    return "".join(STANCE_SIGNS[stance] for stance in position.stances)


def short_name(speaker: Speaker) -> str:
    """How a speaker is called in a cell: "Zelensky" for "Ukrainian President Volodymyr Zelensky".

    Only the holder of an office is cut to the family name; any other name could be a company's or a city's.
    """
    whole = re.sub(r"^the\s+", "", speaker.name, flags=re.IGNORECASE)
    if not speaker.office:
        return whole
    name = re.sub(rf"^.*\b{re.escape(speaker.office)}\b\W*", "", whole, flags=re.IGNORECASE)
    words = name.split()
    if not words or not all(word[0].isupper() or word in _PARTICLES for word in words):
        return whole
    if words[0] in _FAMILY_NAME_FIRST:
        return words[0]
    family = len(words) - 1
    while family > 1 and words[family - 1].casefold() in _PARTICLES:
        family -= 1
    return " ".join(words[family:])


def voice_words(statement: Statement) -> str:
    """Whose mouth it comes from: "Zelensky", "per Trump", or nothing for the report's own words."""
    if statement.speaker is None:
        return ""
    name = short_name(statement.speaker)
    return name if statement.voice is Voice.OWN else f"per {name}"


def is_unsure(statement: Statement) -> bool:
    """Whether the reader's confidence is under what a brief asks for."""
    return statement.origin.confidence < UNSURE


def join_words(words: Sequence[str]) -> str:
    """A list in running text.

    Examples
    --------
    >>> join_words(["Iran", "Russia", "the United States"])
    'Iran, Russia and the United States'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def join_parties(names: Sequence[str]) -> str:
    """The parties in running text; of more than :data:`FEW_PARTIES` how many they are."""
    return join_words(names) if len(names) <= FEW_PARTIES else count_words(len(names), "party", "parties")


def is_plural(name: str) -> bool:
    """Whether a party's name takes a plural verb; by its form alone.

    Examples
    --------
    >>> [is_plural(name) for name in ("European countries", "Republicans", "United States", "Hamas")]
    [True, True, False, False]
    """
    last = name.split()[-1] if name.strip() else ""
    if last[:1].islower():
        return last.endswith("s") and not last.endswith("ss")
    return last == name and bool(re.search(r"(?:ans|ats|ists|ers|ites|[lqdht]is)$", last))


def quoted(words: str) -> str:
    """Words in quotation marks; those that bring their own keep them.

    Examples
    --------
    >>> quoted("not ruled out"), quoted("“No,”")
    ('“not ruled out”', '“No,”')
    """
    words = " ".join(words.split())
    return words if words[:1] in '“"«' and words[-1:] in '”"»' else f"“{words}”"


def count_words(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun.

    Examples
    --------
    >>> count_words(1, "sentence"), count_words(1200, "sentence"), count_words(2, "party", "parties")
    ('1 sentence', '1,200 sentences', '2 parties')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def date_words(day: date) -> str:
    """A day as it is written in running text.

    Examples
    --------
    >>> date_words(date(2025, 3, 5))
    '5 March 2025'
    """
    return f"{day.day} {day:%B} {day.year}"


def party_names(brief: Brief, parties: Iterable[PartyId | None]) -> list[str]:
    """Names in the table's order; an id that the table lacks stands for itself."""
    wanted = {party for party in parties if party is not None}
    known = [party.name for party in brief.table.parties if party.id in wanted]
    return known + sorted(str(party) for party in wanted - {party.id for party in brief.table.parties})


def party_name(brief: Brief, party: PartyId) -> str:
    """A party's name."""
    return party_names(brief, [party])[0]


def issue_name(brief: Brief, issue: str) -> str:
    """An issue's name; an id that the table lacks stands for itself."""
    return next((known.name for known in brief.table.issues if known.id == issue), issue)


def party_codes(parties: Sequence[Party]) -> dict[PartyId, str]:
    """Short codes for charts, each its own party's alone: "US", "Ukr", "Eur"."""
    chosen = {party.id: _code(party.name, 0) for party in parties}
    for step in range(1, 12):
        codes = list(chosen.values())
        again = [party for party in parties if codes.count(chosen[party.id]) > 1]
        if not again:
            return chosen
        chosen |= {party.id: _code(party.name, step) for party in again}
    return {party.id: f"{chosen[party.id]}-{number}" for number, party in enumerate(parties, 1)}


def _code(name: str, longer: int) -> str:
    words: list[str] = re.findall(r"\w+", name) or [name]
    initials = "".join(word[:1] for word in words if word[:1].isupper())
    if longer == 0 and 1 < len(initials) == len(words):
        return initials
    return words[0][: 3 + longer] if longer < 5 or len(words) == 1 else words[0] + words[1][: longer - 4]


class References:
    """The passages of one brief, by the words that they hold."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._several = len(brief.reports) > 1
        self._exact: dict[tuple[str, Span], Passage] = {}
        for report in brief.reports:
            for passage in report.passages:
                self._exact.setdefault((passage.document, passage.span), passage)

    def passage(self, evidence: Evidence) -> Passage | None:
        """The passage that holds a quotation, as :meth:`Brief.passage` finds it."""
        return self._exact.get((evidence.document, evidence.span)) or self._brief.passage(evidence)

    def passages(self, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
        """The passages that hold some quotations, each once, in report and text order."""
        found = {(p.report, p.number): p for p in map(self.passage, evidence) if p is not None}
        return tuple(found[key] for key in sorted(found))

    def number(self, passage: Passage) -> str:
        """A passage's number, with its report's where the brief shows several: "14", "3.14"."""
        return f"{passage.report}.{passage.number}" if self._several else str(passage.number)


def steps_words(distance: Distance) -> str:
    """How far apart the furthest two stand: "none", "½ step", "1½ steps", or "one party"."""
    if distance.apart is None:
        return "one party"
    halves = round(distance.apart * 2)
    whole, half = divmod(halves, 2)
    if halves == 0:
        return "none"
    return f"{whole or ''}{'½' if half else ''} {'step' if halves <= 2 else 'steps'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPart:
    """A party's name at one of the stances that it holds on an issue."""

    party: PartyId
    stance: Stance
    several: bool
    hedged: bool
    """Every statement behind this stance carries a hedging word; a negation is none."""


def mark_parts(mark: Mark) -> tuple[MarkPart, ...]:
    """Where a party's name stands on the line from oppose to support: once for each stance."""
    return tuple(
        MarkPart(
            party=mark.party,
            stance=stance,
            several=mark.several,
            hedged=all(s.hedge for s in mark.statements if s.stance is stance),
        )
        for stance in STANCE_ORDER
        if any(s.stance is stance for s in mark.statements)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """A statement as one line of a cell."""

    statement: Statement
    act: str
    hedge: str | None
    """The hedging words alone, verbatim."""
    voice: str
    """Empty for the report's own words."""
    condition: str | None
    """The condition's clause, verbatim."""
    unsure: bool


def cell_lines(
    position: Position, allegations: Iterable[Allegation] = ()
) -> tuple[tuple[Stance | None, tuple[CellLine, ...]], ...]:
    """The lines of a cell, under one heading a stance.

    Returns
    -------
    tuple of (stance, lines)
        A position with one stance has one group, whose stance is ``None``: the cell's own heading says it. One with
        several has a group for each, in the order of first statement, and last the statements that take none.
    """
    lines = [_cell_line(statement, tuple(allegations)) for statement in position.statements]
    if position.standing is Standing.SINGLE:
        return ((None, tuple(lines)),)
    order = [*position.stances, *(stance for stance in Stance if stance not in position.stances)]
    lines.sort(key=lambda line: order.index(line.statement.stance))
    return tuple((stance, tuple(group)) for stance, group in groupby(lines, key=lambda line: line.statement.stance))


def _cell_line(statement: Statement, allegations: tuple[Allegation, ...]) -> CellLine:
    return CellLine(
        statement=statement,
        act=act_word(statement, allegations),
        hedge=statement.hedge.quote if statement.hedge else None,
        voice=voice_words(statement),
        condition=statement.condition.evidence.quote if statement.condition else None,
        unsure=is_unsure(statement),
    )


def contradiction_words(contradiction: Contradiction) -> str:
    """What sort of contradiction it is; never which side of it holds."""
    voices = {contradiction.first.voice, contradiction.second.voice}
    if contradiction.kind is ContradictionKind.REVERSAL:
        return "An earlier position and a later one."
    if len(voices) > 1 and Voice.REPORTER in voices:
        return "A statement against what is reported."
    if contradiction.kind is ContradictionKind.BETWEEN_SPEAKERS:
        return "Two speakers, one party."
    return "One speaker, two statements." if Voice.REPORTER not in voices else "One report, two accounts."


def quantity_words(quantity: Quantity) -> str:
    """An amount in the text's words, with the thing counted."""
    quote = " ".join(quantity.evidence.quote.split())
    return quote if not quantity.unit or quantity.unit.casefold() in quote.casefold() else f"{quote} {quantity.unit}"


def allegation_words(brief: Brief, allegation: Allegation, breached: str = "") -> str:
    """Who alleges what of whom, as a clause without a full stop; never a verdict.

    Parameters
    ----------
    breached : str
        What is said to have been broken, e.g. ``"it"``; a bare "violation" where empty.
    """
    accuser, accused = (
        party_name(brief, party) if party is not None else None for party in (allegation.accuser, allegation.accused)
    )
    what = f"a violation of {breached}" if breached else "a violation"
    if accuser is None:
        return f"{what.capitalize()} by {accused} is reported" if accused else f"{what.capitalize()} is reported"
    claim = f"{accuser} {'allege' if is_plural(accuser) else 'alleges'}"
    if accused is None:
        return f"{claim} {what}"
    return f"{claim} that {accused} violated {breached}" if breached else f"{claim} {what} by {accused}"


def clip_quote(evidence: Evidence, condition: Evidence | None = None, *, longest: int = LONG_QUOTE) -> str:
    """A quote as it is shown: whole to 40 words, above that cut at a clause's end with "…".

    The words of a condition are never cut and never lost: where they stand after the cut, they follow it.

    Parameters
    ----------
    condition : Evidence, optional
        The condition's clause; used where it lies inside the quote.
    longest : int
        Words shown whole.

    Returns
    -------
    str
        The quote's own words, with single spaces; each gap is an "…".
    """
    quote = evidence.quote
    if len(quote.split()) <= longest and len(quote) <= LONG_TEXT:
        return " ".join(quote.split())
    words = [found.end() for found in re.finditer(r"\S+", quote)]
    limit = min(words[min(longest, len(words)) - 1], LONG_TEXT)
    clauses = [found.end() for found in re.finditer(r"[,;:.!?—–](?=\s)|[、，。；：！？]", quote)]
    cut = max((end for end in clauses if limit // 3 <= end <= limit), default=None)
    if cut is None:
        cut = max((end for end in words if end <= limit), default=limit)
    start, end = 0, 0
    if condition and evidence.document == condition.document and evidence.span.contains(condition.span):
        start, end = (at - evidence.span.start for at in (condition.span.start, condition.span.end))
    parts = [quote[: end if start < cut < end else cut]]
    if start >= cut:
        parts.append(quote[start:end])
    shown_to = max(cut, end)
    if quote[shown_to:].strip():
        parts.append("")
    return " … ".join(" ".join(part.split()).rstrip(",;:") for part in parts).rstrip()
