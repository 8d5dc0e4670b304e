"""Where one party does not fit together with itself."""

from __future__ import annotations

from collections.abc import Sequence

from detente.model import Contradiction, Reading, Table
from detente.positions.divisions import find_division, find_reversal


def find_contradictions(readings: Sequence[Reading], table: Table) -> tuple[Contradiction, ...]:
    """Which parties contradict themselves, on which issue, in which words.

    Parameters
    ----------
    readings : sequence of Reading
        The reports that the table was folded from.
    table : Table
        Who wants what.

    Returns
    -------
    tuple of Contradiction
        At most one for each cell, in the table's order: a division among the statements that hold now, else a
        reversal of what an earlier report said. Every divided cell has one.

    Notes
    -----
    What counts is said by :func:`detente.positions.divisions.find_division`. Two parties that disagree are no
    contradiction, and none says which of its two statements holds.
    """
    by_document = {reading.document.id: reading for reading in readings}
    found = (
        find_division(position.statements, by_document)
        or find_reversal(position.superseded, position.statements, by_document)
        for position in table.positions
    )
    return tuple(contradiction for contradiction in found if contradiction)
