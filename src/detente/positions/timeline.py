"""Reports in order of time, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.model import DocumentId, Reading


def order_readings(readings: Sequence[Reading], *, as_of: date | None = None) -> tuple[Reading, ...]:
    """Which reports count as of a date, and in what order.

    Parameters
    ----------
    readings : sequence of Reading
        In any order; the same document may come twice.
    as_of : date or None
        Reports published after this day are left out; ``None`` keeps all.

    Returns
    -------
    tuple of Reading
        Undated reports first, in the order given (nothing else is known of them), then dated ones by day
        and document id. A document that comes twice counts once, by its first reading.
    """
    once: dict[DocumentId, Reading] = {}
    for reading in readings:
        once.setdefault(reading.document.id, reading)
    undated = [r for r in once.values() if r.document.published is None]
    dated = [
        (r.document.published, r.document.id, r)
        for r in once.values()
        if r.document.published is not None and (as_of is None or r.document.published <= as_of)
    ]
    dated.sort(key=lambda entry: entry[:2])
    return (*undated, *(reading for _, _, reading in dated))
