"""What came in from a file of another program, into a ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from detente.errors import LedgerError
from detente.exchange.imported import Imported
from detente.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """How much of a file was new to a ledger."""

    documents: int
    statements: int
    names: int
    reviews: int
    merges: int
    refused: tuple[str, ...]
    """What a person had said that the ledger could not take, each with the reason."""


def add_imported(ledger: Ledger, imported: Imported, *, recorded: datetime | None = None) -> TakenOver:
    """Add readings whose documents are not there, the reviews of their statements, and what people said of names.

    Parameters
    ----------
    ledger : Ledger
        Open for writing; :func:`~detente.pipeline.settling.settle` is left to the caller.
    imported : Imported
    recorded : datetime or None
        With a time zone; the clock's where ``None``.

    Returns
    -------
    TakenOver
        What was there already is not counted.

    Raises
    ------
    LedgerError
        If the readings cannot be written.
    """
    now = recorded or datetime.now(UTC)
    fresh = [reading for reading in imported.readings if not ledger.has(reading.document.id)]
    originals = dict(imported.copies)
    ledger.append_many([r for r in fresh if r.document.id not in originals], recorded=now)
    for copy in (r for r in fresh if r.document.id in originals):
        original = originals[copy.document.id]
        ledger.append(copy, copy_of=original if ledger.has(original) else None, recorded=now)
    statements = {statement.id for reading in fresh for statement in reading.statements}
    there = {*ledger.namings(), *ledger.identities()}
    refused: list[str] = []

    def take(append: Callable[[], None], what: str) -> bool:
        try:
            append()
        except LedgerError as error:
            refused.append(f"{what}: {error}")
            return False
        return True

    # Names first: a correction may be to one of them.
    names = [
        take(partial(ledger.append_naming, n), f"the name {n.name!r} by {n.reviewer}")
        for n in imported.namings
        if n not in there
    ]
    reviews = [
        take(partial(ledger.append_review, r), f"the review of {r.statement} by {r.reviewer}")
        for r in imported.reviews
        if r.statement in statements
    ]
    merges = [
        take(partial(ledger.append_identity, i), f"that {i.member} is {i.same_as}, by {i.reviewer}")
        for i in imported.identities
        if i not in there
    ]
    return TakenOver(
        documents=len(fresh),
        statements=sum(len(reading.statements) for reading in fresh),
        names=sum(names),
        reviews=sum(reviews),
        merges=sum(merges),
        refused=tuple(refused),
    )
