"""The table of every day, kept ready in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from detente.ledger import Ledger
from detente.ledger.chain import Verification
from detente.model import DocumentId, Position, Reading, Statement
from detente.model.record import Cell
from detente.positions.fold import CellFold

RULES = 1
"""Version of how statements are folded into positions: to be raised with every change that gives other positions, so that ledgers
fold theirs again."""


def settle(ledger: Ledger, *, anew: bool = False) -> None:
    """Fold what was recorded since the last time; every command that writes to a ledger ends with it.

    Parameters
    ----------
    ledger : Ledger
        Open for writing.
    anew : bool
        Whether to fold everything again.

    Raises
    ------
    LedgerError
        If the ledger cannot be written.
    """
    ledger.settle(fold_day, rules=RULES, anew=anew)


def ledger_cells(ledger: Ledger, *, as_of: date | None = None) -> tuple[Cell, ...]:
    """Where every party stands on every issue on a day, without its statements.

    Parameters
    ----------
    ledger : Ledger
    as_of : date or None
        Reports published after this day are left out; undated ones always count.

    Returns
    -------
    tuple of Cell
        By party and issue; at once where the ledger is settled, else folded anew.
    """
    return ledger.cells(as_of=as_of) if is_settled(ledger) else ledger.fold_cells(fold_day, as_of=as_of)


def is_settled(ledger: Ledger) -> bool:
    """Whether the kept table follows from all that was recorded."""
    return ledger.is_settled(rules=RULES)


def verify_ledger(ledger: Ledger, *, head: str | None = None) -> Verification:
    """What :meth:`~detente.ledger.Ledger.verify` finds, and whether the kept table is what its statements give."""
    return ledger.verify(head=head, fold=fold_day, rules=RULES)


def fold_day(
    before: Position | None, news: Sequence[Statement], day: date | None, readings: Mapping[DocumentId, Reading]
) -> Position:
    """Where a party stands on an issue after another day.

    Parameters
    ----------
    before : Position or None
        Where it stood before.
    news : sequence of Statement
        All of the day's, by document and place.
    day : date or None
        ``None`` for undated reports, which come first.
    readings : mapping of DocumentId to Reading
        At least those of the statements that may carry the position.
    """
    fold = CellFold(before)
    fold.take(news, day)
    return fold.position(readings)
