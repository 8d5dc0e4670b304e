"""Reports of different agreements are not one: parties, time, titles, and what is no agreement at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses import find_commitments
from detente.model import Act, CommitmentStatus, Issue, Stance
from tests.factories import LAW, make_document, make_party, make_reading, make_statement

NAMES = {"hall": "Hall", "mill": "Mill", "weir": "Weir", "ford": "Ford"}
PARTIES = [make_party(key, name) for key, name in NAMES.items()]
DAY = date(2031, 3, 3)
HALF_YEAR = 183
ISSUES = [Issue(id="grain", name="Grain"), Issue(id="talks", name="Agreement between the parties", codes=("X:talks",))]


def report(text: str, day: date | None, issue: str = "grain", *parties: str, act: Act = Act.AGREE):
    """A report whose first sentence is a statement of each party."""
    document = make_document(text, published=day)
    quote = text.split(". ")[0].rstrip(".")
    said = [make_statement(document, quote, party, issue, act, Stance.SUPPORT) for party in parties]
    return make_reading(document, said, parties=PARTIES, issues=ISSUES)


def deal(day: date | None, *parties: str, issue: str = "grain", name: str = "a deal"):
    words = " and ".join(NAMES[party] for party in parties) or "They"
    return report(f"{words} signed {name} on grain. It was the day {day}.", day, issue, *parties)


def test_the_same_parties_on_the_same_matter_within_months_are_one():
    (found,) = find_commitments([deal(DAY, "hall", "mill"), deal(DAY + timedelta(60), "hall", "mill")])
    assert found.parties == ("hall", "mill")


@LAW
@given(
    st.sets(st.sampled_from(sorted(NAMES)), min_size=1, max_size=4),
    st.sets(st.sampled_from(sorted(NAMES)), min_size=1, max_size=4),
    st.integers(0, 2000),
    st.sampled_from(["grain", "talks"]),
)
def test_reports_are_of_one_deal_only_if_parties_and_time_allow(first, second, days, issue):
    reports = [deal(DAY, *sorted(first), issue=issue), deal(DAY + timedelta(days), *sorted(second), issue=issue)]
    found = find_commitments(reports)
    shared = first & second
    alike = len(shared) > 1 or (
        bool(shared) and (first == second or (issue == "grain" and (first <= second or second <= first)))
    )
    assert len(found) == (1 if alike and days <= HALF_YEAR else 2)
    assert {e.document for c in found for e in c.evidence} == {reading.document.id for reading in reports}


def test_an_unnamed_party_does_not_tell_two_apart_except_on_the_talks_at_large():
    assert (
        len(find_commitments([deal(DAY, "hall", "mill"), report("The deal on grain was approved.", DAY, "grain")])) == 1
    )
    unnamed = make_document("A deal was signed.", published=DAY + timedelta(3))
    named = make_statement(unnamed, "A deal was signed", "ford", "talks", Act.AGREE, Stance.SUPPORT)
    later = make_reading(unnamed, [named], parties=PARTIES, issues=ISSUES)
    assert len(find_commitments([deal(DAY, "hall", "mill", issue="talks"), later])) == 2


def test_what_is_said_to_run_on_is_still_the_same_years_later():
    first = report("Hall and Mill signed a four-year deal on grain.", DAY, "grain", "hall", "mill")
    within, beyond = deal(DAY + timedelta(3 * 365), "hall", "mill"), deal(DAY + timedelta(6 * 365), "hall", "mill")
    assert len(find_commitments([first, within])) == 1
    assert len(find_commitments([first, beyond])) == 2


def test_a_title_names_one_and_the_same_whenever_it_is_told():
    first = deal(DAY, "hall", "mill", name="the Long Valley Treaty")
    again = deal(DAY + timedelta(4000), "hall", "mill", name="the Long Valley Treaty")
    other = deal(DAY + timedelta(5), "hall", "mill", name="the Salt Marsh Treaty")
    assert len(find_commitments([first, again])) == 1
    assert len(find_commitments([first, other])) == 2


def test_a_new_one_and_the_existing_one_are_two():
    found = find_commitments([report("Hall signed a new pact. Mill said the existing pact is still in force.", DAY)])
    assert sorted(c.status for c in found) == [CommitmentStatus.AGREED, CommitmentStatus.IN_FORCE]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hall signed an executive order on grain tariffs", Act.AGREE),
        ("Hall signed a proclamation suspending a plan for grain", Act.AGREE),
        ("Hall also supports a suspension of grain sales", Act.ACCEPT),
        ("Breaking the treaty on grain is not wise, would be unacceptable", Act.REJECT),
        ("Whispers of a deal on grain began to leave the room", Act.REPORT),
    ],
)
def test_what_one_side_does_alone_or_would_do_is_no_commitment(text, act):
    assert find_commitments([report(f"{text}.", DAY, "grain", "hall", act=act)]) == ()


def test_a_settlement_with_somebody_is_an_agreement():
    (found,) = find_commitments([report("Hall secured a historic settlement with Mill on Monday.", DAY)])
    assert (found.status, found.what) == ("agreed", "historic settlement with Mill on Monday")


def test_a_clause_that_no_statement_carries_is_of_the_issue_that_its_report_is_on():
    fish = Issue(id="fish", name="Fish")
    first = report("Hall and Mill signed the pact on grain.", DAY, "grain", "hall", "mill")
    document = make_document("Weir wants fish. Weir needs fish. The current pact expired.", published=DAY)
    said = [
        make_statement(document, quote, "weir", "fish", Act.DEMAND, Stance.SUPPORT)
        for quote in ("Weir wants fish", "Weir needs fish")
    ]
    second = make_reading(document, said, parties=PARTIES, issues=[fish])
    assert [c.issue for c in find_commitments([first, second])] == ["grain", "fish"]


def test_talks_on_a_pact_that_ended_end_no_pact():
    talks = report(
        "Rounds of talks between Hall and the old Mill for a new pact ended without agreement.", DAY, "grain", "hall"
    )
    assert [c.status for c in find_commitments([talks])] == []
