"""Which statement of a reading is which annotated one, and which of its issues is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.evaluation.annotation import AnnotatedStatement
from detente.evaluation.names import PartyNames
from detente.model import Act, Span, Stance

ENOUGH = 0.5
"""Share of the shorter quote that two quotes have in common where they can be the same."""
_ACT_BONUS = 0.3
_STANCE_BONUS = 0.2
_NEIGHBOURING_ACTS = frozenset(
    frozenset(pair)
    for pair in (
        (Act.ACCEPT, Act.AGREE),
        (Act.DEMAND, Act.PROPOSE),
        (Act.CONSIDER, Act.CONDITION),
        (Act.ASSESS, Act.REPORT),
        (Act.COMMIT, Act.AGREE),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An annotated statement and the one of the reading that stands for it."""

    gold: AnnotatedStatement
    read: AnnotatedStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The statements of one text, each annotated one beside the reader's."""

    pairs: tuple[Pair, ...]
    """Best first."""
    missed: tuple[AnnotatedStatement, ...]
    """Annotated, with none in the reading that stands for it."""
    invented: tuple[AnnotatedStatement, ...]
    """Read, standing for none that is annotated."""
    issues: Mapping[str, str]
    """The annotated issue of each of the reader's, one to one; those of the reader that stand for none are left out."""


def overlap(one: Span | None, other: Span | None) -> float:
    """Share of the shorter span that both have in common.

    Returns
    -------
    float, 0..1
        0 where one is missing.
    """
    if one is None or other is None:
        return 0.0
    return one.overlap(other) / min(len(one), len(other))


def is_same_place(one: Span | None, other: Span | None) -> bool:
    """Whether two quotes are near enough to carry the same statement or finding."""
    return overlap(one, other) >= ENOUGH


def is_near_act(one: Act, other: Act) -> bool:
    """Whether two acts are the same, or neighbours that a careful person may confuse."""
    return one is other or frozenset((one, other)) in _NEIGHBOURING_ACTS


def is_near_stance(one: Stance, other: Stance) -> bool:
    """Whether two stances are the same, or support and open."""
    return one is other or {one, other} == {Stance.SUPPORT, Stance.OPEN}


def match_statements(
    gold: Sequence[AnnotatedStatement], read: Sequence[AnnotatedStatement], names: PartyNames
) -> Matching:
    """Set each annotated statement beside the one of the reading that stands for it.

    Two can stand for one another where their party is the same and their quotes share at least half of the shorter
    one. They are joined one to one, the likest first: by the characters that the quotes share, by act and by stance.
    Among pairs that are equally like, text and content decide, so that the order of the statements does not matter.

    Parameters
    ----------
    gold, read : sequence of AnnotatedStatement
        Of one text.
    names : PartyNames
        Of that text.
    """
    meant = [names.party(statement.party) for statement in read]
    candidates = [
        (-_likeness(annotated, statement), _order(annotated), _order(statement), place, other)
        for place, annotated in enumerate(gold)
        for other, statement in enumerate(read)
        if meant[other] == annotated.party and is_same_place(annotated.span, statement.span)
    ]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for *_, place, other in sorted(candidates):
        if place not in matched and other not in taken:
            matched[place] = other
            taken.add(other)
    pairs = tuple(Pair(gold=gold[place], read=read[other]) for place, other in matched.items())
    return Matching(
        pairs=pairs,
        missed=tuple(statement for place, statement in enumerate(gold) if place not in matched),
        invented=tuple(statement for place, statement in enumerate(read) if place not in taken),
        issues=_lay_issues(pairs),
    )


def _likeness(gold: AnnotatedStatement, read: AnnotatedStatement) -> float:
    """How near two statements are: 0..1 for their quotes, and up to ½ for act and stance."""
    assert gold.span is not None
    assert read.span is not None
    shared = 2 * gold.span.overlap(read.span) / (len(gold.span) + len(read.span))
    return (
        shared + _ACT_BONUS * is_near_act(read.act, gold.act) + _STANCE_BONUS * is_near_stance(read.stance, gold.stance)
    )


def _order(statement: AnnotatedStatement) -> tuple[Span | None, str, str, str]:
    """Where a statement comes among others that are equally like."""
    return statement.span, statement.issue, statement.act, statement.stance


def _lay_issues(pairs: Sequence[Pair]) -> dict[str, str]:
    """The annotated issue of each of the reader's, one to one, those that share most statements first."""
    shared = Counter((pair.read.issue, pair.gold.issue) for pair in pairs)
    laid: dict[str, str] = {}
    for (read, gold), _ in sorted(shared.items(), key=lambda entry: (-entry[1], entry[0])):
        if read not in laid and gold not in laid.values():
            laid[read] = gold
    return laid
