"""How long commitments still run."""

from __future__ import annotations

from datetime import date

import pytest

from detente.analyses.clock import read_clocks
from detente.model import Commitment, CommitmentKind, CommitmentStatus, Evidence, Moment, Precision, Quantity, Span
from tests.factories import make_document

DOCUMENT = make_document("The truce is to last 30 days from 1 March.")
WORDS = Evidence.cite(DOCUMENT, Span(start=0, end=9))


def moment(day: date) -> Moment:
    return Moment(earliest=day, latest=day, precision=Precision.DAY, surface="1 March")


def commitment(
    *,
    starts: date | None = None,
    ends: date | None = None,
    term: tuple[float, str] | None = None,
    status: CommitmentStatus = CommitmentStatus.IN_FORCE,
) -> Commitment:
    return Commitment(
        id="truce",
        what="The truce",
        kind=CommitmentKind.CEASEFIRE,
        status=status,
        parties=(),
        evidence=(WORDS,),
        starts=moment(starts) if starts else None,
        ends=moment(ends) if ends else None,
        term=Quantity(low=term[0], high=term[0], unit=term[1], approximate=False, evidence=WORDS) if term else None,
    )


@pytest.mark.parametrize(
    ("term", "ends"),
    [
        ((30, "days"), date(2025, 3, 31)),
        ((2, "weeks"), date(2025, 3, 15)),
        ((1, "month"), date(2025, 4, 1)),
        ((4, "years"), date(2029, 3, 1)),
        ((36, "hours"), None),
        ((1.5, "months"), None),
        ((1e9, "years"), None),
    ],
)
def test_a_stated_start_and_a_term_give_the_end(term: tuple[float, str], ends: date | None) -> None:
    (clock,) = read_clocks([commitment(starts=date(2025, 3, 1), term=term)], as_of=date(2025, 3, 10))
    assert (clock.ends, clock.stated) == (ends, False)
    assert clock.left == ((ends - date(2025, 3, 10)).days if ends else None)


def test_a_month_that_begins_on_the_last_day_ends_on_the_last_day() -> None:
    (clock,) = read_clocks([commitment(starts=date(2025, 1, 31), term=(1, "month"))], as_of=None)
    assert (clock.ends, clock.left, clock.over) == (date(2025, 2, 28), None, False)


def test_an_end_that_is_stated_comes_first() -> None:
    (clock,) = read_clocks(
        [commitment(starts=date(2025, 3, 1), ends=date(2025, 3, 20), term=(30, "days"))], as_of=date(2025, 3, 19)
    )
    assert (clock.ends, clock.stated, clock.left, clock.over) == (date(2025, 3, 20), True, 1, False)


def test_a_term_without_a_start_has_no_end() -> None:
    (clock,) = read_clocks([commitment(term=(30, "days"))], as_of=date(2025, 3, 10))
    assert (clock.ends, clock.left, clock.over) == (None, None, False)


def test_what_is_past_or_ended_is_over() -> None:
    past, ended = read_clocks(
        [commitment(ends=date(2025, 3, 1)), commitment(ends=date(2025, 5, 1), status=CommitmentStatus.TERMINATED)],
        as_of=date(2025, 3, 2),
    )
    assert (past.over, past.left) == (True, None)
    assert (ended.over, ended.left) == (True, None)
