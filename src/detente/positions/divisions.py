"""When two statements of one party on one issue do not fit together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from detente.model import (
    Act,
    Contradiction,
    ContradictionKind,
    DocumentId,
    Evidence,
    Reading,
    Speaker,
    Stance,
    Statement,
    StatementId,
    Voice,
)
from detente.positions.framing import Framing, find_framing

_POINTS = {Stance.OPPOSE: 0, Stance.OPEN: 1, Stance.SUPPORT: 2}
_UNDERTAKINGS = frozenset({Act.AGREE, Act.ACCEPT, Act.COMMIT})
_OPENING = 8
"""Characters of a quote within which the name of whom it tells about begins."""
_SPOKESPERSON = re.compile(r"\bspokes(?:man|men|woman|women|person|people)\b", re.IGNORECASE)


def find_division(statements: Sequence[Statement], readings: Mapping[DocumentId, Reading]) -> Contradiction | None:
    """Whether a party stands on both sides of an issue at once.

    Parameters
    ----------
    statements : sequence of Statement
        One party's statements on one issue that hold side by side, in text order.
    readings : mapping of DocumentId to Reading
        The reports that they come from.

    Returns
    -------
    Contradiction or None
        The most telling pair: own voices first, then pairs that the text itself calls contradictory, then the
        furthest stances, then the closest in the text. ``None`` where no pair is one.

    Notes
    -----
    Support and oppose are opposite, and so are open and oppose; support and open are not. A pair counts where

    - the text frames it ("conflicting statements", "backtracked", "despite its pledge"); two acts that stand beside each
      other and that the text outright calls conflicting count even where both were read as one stance;
    - two people of the party take the two sides; or
    - the party gave its word and the report tells a later deed against it.

    Two sides of one voice without framing are left as they are: a report often tells two parts of one position. What a party
    tells of another is no stand of its own. A refusal and a readiness on a condition fit together, as do two stances that
    each hold on a condition of their own, a threat for a case that need not come, and a demand on somebody else beside a
    refusal of one's own. What another party says of this one, and what anybody expects of it, is not its own word.
    """
    if len(statements) < 2:
        return None
    framings: dict[StatementId, Framing | None] = {}

    def framing(statement: Statement) -> Framing | None:  # costly, and most pairs are ruled out without
        if statement.id not in framings:
            framings[statement.id] = find_framing(statement, readings[statement.evidence.document])
        return framings[statement.id]

    heard = [
        s
        for s in statements
        if _is_own_word_or_deed(s, called=framing) and not _is_about_another(s, readings[s.evidence.document])
    ]
    pairs = (
        (a, b)
        for a, b in combinations(heard, 2)
        if _are_opposite(a, b)
        or (_are_acts_side_by_side(a, b) and (called := framing(a) or framing(b)) and called.outright)
    )
    return _most_telling(
        _contradiction(a, b, kind, called)
        for a, b in pairs
        for called in [framing(a) or framing(b)]
        if (kind := _kind(a, b, called)) is not None
    )


def find_reversal(
    earlier: Sequence[Statement], later: Sequence[Statement], readings: Mapping[DocumentId, Reading]
) -> Contradiction | None:
    """Whether a party now stands where it stood against in an earlier report.

    Parameters
    ----------
    earlier, later : sequence of Statement
        One party's superseded and current statements on one issue, in order of time.
    readings : mapping of DocumentId to Reading
        The reports that they come from.

    Returns
    -------
    Contradiction or None
        The most telling pair of an earlier act and a current one on the other side; ``None`` where the earlier
        side is still held, where the two fit together, or where a report has no date.
    """
    kept = {s.stance for s in later}
    acts = [
        [s for s in group if _is_own_word_or_deed(s) and s.act.takes_position and _published(s, readings)]
        for group in (earlier, later)
    ]
    return _most_telling(
        _contradiction(a, b, ContradictionKind.REVERSAL, find_framing(b, readings[b.evidence.document]))
        for a, b in product(*acts)
        if _are_opposite(a, b) and not _fit_together(a, b) and a.stance not in kept
    )


def _kind(a: Statement, b: Statement, framing: Framing | None) -> ContradictionKind | None:
    """Why two opposite statements that hold at once contradict each other, if they do."""
    between = _differ(a.speaker, b.speaker) and a.voice is b.voice is Voice.OWN
    if framing:
        return ContradictionKind.BETWEEN_SPEAKERS if between else framing.kind
    if _fit_together(a, b):
        return None
    if between and a.act.takes_position and b.act.takes_position:
        return ContradictionKind.BETWEEN_SPEAKERS
    if a.voice is Voice.OWN and a.act in _UNDERTAKINGS and b.act is Act.REPORT and b.voice is not Voice.OWN:
        return ContradictionKind.WITHIN_SPEAKER
    return None


def _is_own_word_or_deed(
    statement: Statement, *, called: Callable[[Statement], Framing | None] = lambda statement: None
) -> bool:
    """Whether a statement binds its party: not from another party's mouth, and no forecast.

    A judgement of the party's own people binds it too, where it takes a side and the text outright calls what is said
    conflicting.
    """
    speaker = statement.speaker
    if statement.act is Act.ASSESS:
        sided = statement.voice is Voice.OWN and statement.stance is not Stance.NEUTRAL
        framing = called(statement) if sided else None
        return framing is not None and framing.outright
    return speaker is None or speaker.party in (None, statement.party)


def _is_about_another(statement: Statement, reading: Reading) -> bool:
    """Whether the quote begins with the name of somebody else, whose act it then tells: "Russia will not allow it", by Trump."""
    start = statement.evidence.span.start
    table = {party.id for party in reading.parties}
    named = {m.party for m in reading.mentions_from(start, start + _OPENING + 1)} & table
    return bool(named) and statement.party not in named


def _are_opposite(a: Statement, b: Statement) -> bool:
    """Whether one opposes what the other supports or is open to."""
    stances = {a.stance, b.stance}
    return len(stances) == 2 and Stance.OPPOSE in stances and Stance.NEUTRAL not in stances


def _are_acts_side_by_side(a: Statement, b: Statement) -> bool:
    """Whether a text that calls them contradictory would be believed, whatever stance each was read to take."""
    return (
        all(s.act.takes_position and s.stance is not Stance.NEUTRAL for s in (a, b))
        and abs(a.sentence - b.sentence) <= 1
        and a.evidence.document == b.evidence.document
        and not a.evidence.span.overlap(b.evidence.span)
    )


def _fit_together(a: Statement, b: Statement) -> bool:
    """Whether both can hold: "not during the war" and "after a peace agreement"; "you must" and "we will not"."""
    if a.condition and b.condition:
        return True
    if any(s.act is Act.DEMAND and s.target for s in (a, b)):
        return True
    conditional = a if a.condition else b
    return conditional.condition is not None and (
        conditional.act is Act.THREATEN or conditional.stance is not Stance.OPPOSE
    )


def _differ(a: Speaker | None, b: Speaker | None) -> bool:
    """Whether two names are surely two voices: at least one a named person or body, the other not its own mouth.

    "The president" may be either of two names, and a spokesperson speaks for the party as a whole.
    """
    if a is None or b is None or a.name in b.name or b.name in a.name:
        return False
    if not (_last_word(a)[:1].isupper() and _last_word(b)[:1].isupper()) or _last_word(a) == _last_word(b):
        return False
    named = [_is_named(a), _is_named(b)]
    return all(named) or (any(named) and not any(_SPOKESPERSON.search(f"{s.name} {s.office or ''}") for s in (a, b)))


def _is_named(speaker: Speaker) -> bool:
    """Whether a name tells one person or body from the party as a whole."""
    return speaker.office is not None or sum(word[:1].isupper() for word in re.findall(r"\w+", speaker.name)) > 1


def _last_word(speaker: Speaker) -> str:
    """The surname, as far as a name's last word is one."""
    return re.findall(r"\w+", speaker.name)[-1] if re.search(r"\w", speaker.name) else ""


def _published(statement: Statement, readings: Mapping[DocumentId, Reading]) -> bool:
    """Whether the day of the statement's report is known."""
    return readings[statement.evidence.document].document.published is not None


def _contradiction(a: Statement, b: Statement, kind: ContradictionKind, framing: Framing | None) -> Contradiction:
    """The pair as a finding."""
    words: Evidence | None = framing.evidence if framing else None
    return Contradiction(party=a.party, issue=a.issue, first=a, second=b, kind=kind, framing=words)


def _most_telling(contradictions: Iterable[Contradiction]) -> Contradiction | None:
    """Own voices, then the text's framing, then the furthest stances, then the closest in the text."""

    def rank(found: Contradiction) -> tuple[int, bool, int, bool, int]:
        a, b = found.first, found.second
        return (
            -sum(s.voice is Voice.OWN for s in (a, b)),
            found.framing is None,
            -abs(_POINTS[a.stance] - _POINTS[b.stance]),
            a.evidence.document != b.evidence.document,
            abs(b.evidence.span.start - a.evidence.span.start),
        )

    return min(contradictions, key=rank, default=None)
