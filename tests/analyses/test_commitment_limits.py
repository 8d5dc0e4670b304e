"""The last day of an undertaking: its own, not that of another, not one that was put off."""

from __future__ import annotations

from datetime import date

import pytest

from detente.analyses import find_commitments
from tests.factories import make_document, make_reading

DAY = date(2031, 3, 10)


def found_in(*texts: str):
    return find_commitments([make_reading(make_document(text, published=DAY)) for text in texts])


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("The debt is covered by an existing agreement that expires June 30.", date(2031, 6, 30)),
        ("The current contract expires in October.", date(2031, 10, 31)),
        ("The truce is holding and was extended to June 30, 2032.", date(2032, 6, 30)),
        ("The truce took effect and was prolonged from December 31, 2030 to June 30, 2031.", date(2031, 6, 30)),
        ("The sides signed a truce that was initially set to expire on July 9, and will expire on August 1.", date(2031, 8, 1)),
        ("The sides signed a truce, which was due to end on April 9 but will now expire on May 1.", date(2031, 5, 1)),
        ("The truce is holding and was due to end on April 9.", date(2031, 4, 9)),
        ("The truce is holding; it had originally been agreed.", None),
        ("The truce is holding and was initially set to expire on April 9.", None),
        ("The sides signed a pact on debts due between May and end 2031.", None),
        ("The sides signed a new pact, replacing one that expires in October.", None),
    ],
)  # fmt: skip
def test_the_last_day_is_the_one_that_holds(text: str, ends: date | None):
    told = [c.ends.latest for c in found_in(text) if c.ends]
    assert told == ([ends] if ends else [])


def test_the_current_one_that_expires_is_not_the_new_one_that_is_to_replace_it():
    for text in (
        "A new accord on tin was signed. The new accord is due to replace the current one, which expires in October.",
        "A new accord on tin was signed to replace the current one, which expires in October.",
    ):
        new, current = sorted(found_in(text), key=lambda c: c.status, reverse=False)
        assert (new.status, new.ends) == ("agreed", None)
        assert (current.status, current.ends.latest) == ("in force", date(2031, 10, 31))
        assert current.what == "current one"


def test_what_replaces_a_named_one_takes_none_of_its_end():
    deal, pact = sorted(
        found_in("The sides reached a deal that will replace the old pact, which expires in October."),
        key=lambda c: c.status,
    )
    assert (deal.status, deal.what, deal.ends) == ("agreed", "deal", None)
    assert (pact.status, pact.what, pact.ends.latest) == ("in force", "old pact", date(2031, 10, 31))


def test_an_end_after_the_name_and_its_details_is_its_own():
    (found,) = found_in("The truce with the hill towns, which lapses on April 2, is holding.")
    assert found.ends.latest == date(2031, 4, 2)


def test_an_extension_told_later_has_the_last_word():
    first = make_reading(make_document("The truce is holding until March 20.", published=DAY))
    second = make_reading(make_document("The truce is holding until March 30.", published=date(2031, 3, 15)))
    third = make_reading(make_document("The truce is holding.", published=date(2031, 3, 18)))
    for reports in ([first, second, third], [third, second, first]):
        (found,) = find_commitments(reports)
        assert found.ends.latest == date(2031, 3, 30)


def test_how_long_a_strike_went_on_is_no_term():
    (found,) = found_in("The sides signed a pact after a strike that brought trade to a standstill for seven weeks.")
    assert found.term is None
