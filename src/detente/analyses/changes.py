"""What changed between two days: who moved, what is agreed now, what is newly said to be broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.model import Allegation, Commitment, Contradiction, Stance, Statement, Table
from detente.model.change import Changes, Move, Progress


def find_changes(
    before: tuple[Table, Sequence[Contradiction], Sequence[Commitment], Sequence[Allegation]],
    after: tuple[Table, Sequence[Contradiction], Sequence[Commitment], Sequence[Allegation]],
    *,
    reports: int,
) -> Changes:
    """Compare the findings of two days.

    Parameters
    ----------
    before, after : tuple
        Table, contradictions, commitments and allegations as of the earlier and the later day; issues and parties carry
        the same ids in both.
    reports : int
        Reports that came in between.

    Returns
    -------
    Changes
        A move is a different set of stances; the same stance said again is none.
    """
    moves = list(_moves(before[0], after[0]))
    known = {(c.party, c.issue, frozenset((c.first.id, c.second.id))) for c in before[1]}
    status = {c.id: c.status for c in before[2]}
    alleged = {(a.accuser, a.accused, a.evidence) for a in before[3]}
    return Changes(
        moves=tuple(m for m in moves if m.before),
        heard=tuple(m for m in moves if not m.before),
        contradictions=tuple(
            c for c in after[1] if (c.party, c.issue, frozenset((c.first.id, c.second.id))) not in known
        ),
        commitments=tuple(
            Progress(commitment=c, before=status.get(c.id)) for c in after[2] if status.get(c.id) != c.status
        ),
        allegations=tuple(a for a in after[3] if (a.accuser, a.accused, a.evidence) not in alleged),
        reports=reports,
    )


def _moves(before: Table, after: Table) -> Iterator[Move]:
    """Every cell whose stances differ, in the later table's order."""
    held = {(p.party, p.issue): p for p in before.positions}
    for position in after.positions:
        earlier = held.get((position.party, position.issue))
        stances = _placed(position.stances)
        old = _placed(earlier.stances) if earlier else ()
        if not stances or set(stances) == set(old):
            continue
        there: set[Statement] = {*earlier.statements, *earlier.superseded} if earlier else set()
        carrying = tuple(s for s in position.statements if s not in there and s.stance in stances)
        yield Move(party=position.party, issue=position.issue, before=old, after=stances, statements=carrying)


def _placed(stances: Sequence[Stance]) -> tuple[Stance, ...]:
    """The stances that place a party."""
    return tuple(s for s in stances if s is not Stance.NEUTRAL)
