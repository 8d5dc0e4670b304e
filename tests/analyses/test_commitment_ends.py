"""An end that is told later is that of the undertaking told before, where only one can be meant."""

from __future__ import annotations

from datetime import date

import pytest

from detente.analyses import find_commitments
from detente.model import Act, CommitmentStatus, Stance
from tests.factories import make_document, make_party, make_reading, make_statement

PARTIES = [
    make_party("hall", "Hall"),
    make_party("mill", "Mill"),
    make_party("weir", "Weir"),
    make_party("ford", "Ford"),
]
FIRST, LATER = date(2031, 3, 3), date(2031, 3, 11)
AGREED = "Hall and Mill agreed on a 7-day ceasefire on Monday."


def report(text: str, day: date | None, *said: tuple[str, str, str, Act]):
    """A report with statements: quote, party, issue, act."""
    document = make_document(text, published=day)
    statements = [
        make_statement(document, quote, party, issue, act, Stance.SUPPORT) for quote, party, issue, act in said
    ]
    return make_reading(document, statements, parties=PARTIES)


def agreed(day: date | None = FIRST, text: str = AGREED):
    quote = AGREED.rstrip(".")
    return report(text, day, (quote, "hall", "truce", Act.AGREE), (quote, "mill", "truce", Act.AGREE))


def test_an_end_told_by_a_later_report_under_no_issue_ends_it():
    (found,) = find_commitments([agreed(), report("The ceasefire expired on Sunday.", LATER)])
    assert (found.status, found.ends.earliest) == (CommitmentStatus.EXPIRED, date(2031, 3, 9))
    assert [e.quote for e in found.evidence] == ["The ceasefire expired on Sunday.", AGREED.rstrip(".")]


def test_an_end_told_under_another_issue_ends_it_where_a_party_is_the_same():
    quote = "Mill said that the ceasefire expired"
    (found,) = find_commitments([agreed(), report(f"{quote}.", LATER, (quote, "mill", "attacks", Act.REPORT))])
    assert (found.status, found.issue) == (CommitmentStatus.EXPIRED, "truce")
    assert found.parties == ("hall", "mill")


def test_an_end_told_of_others_is_a_second():
    quote = "Ford said that the ceasefire expired"
    found = find_commitments([agreed(), report(f"{quote}.", LATER, (quote, "ford", "attacks", Act.REPORT))])
    assert [c.status for c in found] == [CommitmentStatus.AGREED, CommitmentStatus.EXPIRED]


def test_an_end_that_two_could_have_had_is_joined_to_neither():
    quote = "Weir and Ford agreed on a ceasefire"
    other = report(f"{quote}.", FIRST, (quote, "weir", "valley", Act.AGREE), (quote, "ford", "valley", Act.AGREE))
    found = find_commitments([agreed(), other, report("The ceasefire expired on Sunday.", LATER)])
    assert sorted(c.status for c in found if c.status is not CommitmentStatus.EXPIRED) == ["agreed", "agreed"]
    assert len(found) == 3


@pytest.mark.parametrize(
    "words", ["The previous ceasefire expired on Sunday.", "The moratorium on arrests expired on Sunday."]
)
def test_an_old_one_or_another_kind_is_a_second(words):
    assert [c.status for c in find_commitments([agreed(), report(words, LATER)])] == [
        CommitmentStatus.AGREED,
        CommitmentStatus.EXPIRED,
    ]


def test_what_was_only_proposed_under_another_issue_cannot_end():
    quote = "Hall proposed a ceasefire"
    offered = report(f"{quote}.", FIRST, (quote, "hall", "truce", Act.PROPOSE))
    end = "Mill said that the ceasefire expired"
    found = find_commitments([offered, report(f"{end}.", LATER, (end, "mill", "attacks", Act.REPORT))])
    assert [c.status for c in found] == [CommitmentStatus.PROPOSED, CommitmentStatus.EXPIRED]
