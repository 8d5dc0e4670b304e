"""The founding article: its statements read by hand, its findings computed."""

from __future__ import annotations

import pytest

from detente.analyses import (
    find_allegations,
    find_commitments,
    find_contradictions,
    find_linkages,
    find_outlook,
    measure_distances,
)
from detente.model import CommitmentStatus, ContradictionKind, Reading, Standing, Table
from detente.positions import fold_positions
from tests.brief.founding import founding_reading


@pytest.fixture(scope="module")
def reading() -> Reading:
    return founding_reading()


@pytest.fixture(scope="module")
def table(reading) -> Table:
    return fold_positions([reading])


def test_the_table_has_fifteen_issues_and_five_columns(table):
    assert len(table.issues) == 15
    assert [p.id for p in table.parties] == ["russia", "ukraine", "us", "europe", "world-bank"]


def test_divided_and_mixed_cells_are_told_apart(table):
    by_standing = {
        standing: {(p.party, p.issue) for p in table.positions if p.standing is standing} for standing in Standing
    }
    assert by_standing[Standing.DIVIDED] == {("us", "nato"), ("us", "sanctions-relief"), ("russia", "legitimacy")}
    assert by_standing[Standing.MIXED] == {("ukraine", "elections"), ("ukraine", "territory")}


def test_the_three_contradictions_are_found_with_the_articles_own_words(reading, table):
    found = {(c.party, c.issue): c for c in find_contradictions([reading], table)}
    assert set(found) == {("us", "nato"), ("us", "sanctions-relief"), ("russia", "legitimacy")}
    nato = found["us", "nato"]
    assert nato.kind is ContradictionKind.BETWEEN_SPEAKERS
    assert nato.framing.quote == "contradictory statements within the U.S. government"
    assert [s.speaker.name for s in (nato.first, nato.second)] == ["Defense Secretary Pete Hegseth", "John Coale"]
    assert found["us", "sanctions-relief"].framing.quote == "conflicting statements"
    assert found["russia", "legitimacy"].framing.quote == "regardless of strong statements"


def test_nearest_and_furthest(table):
    apart = {d.issue: d.apart for d in measure_distances(table)}
    assert [issue for issue, steps in apart.items() if steps == 0] == ["energy-moratorium", "black-sea", "prisoners"]
    assert {issue for issue, steps in apart.items() if steps == 2} == {"zaporizhia-plant", "nato"}
    assert apart["sanctions-relief"] == apart["territory"] == 1.5
    assert [issue for issue, steps in apart.items() if steps is None] == [
        "ceasefire", "protected-facilities", "security-guarantees", "legitimacy", "elections",
    ]  # fmt: skip


def test_the_four_agreements_and_what_became_of_each(reading):
    found = {c.issue: c for c in find_commitments([reading])}
    assert {issue: c.status for issue, c in found.items()} == {
        "energy-moratorium": CommitmentStatus.AGREED_IN_PRINCIPLE,
        "black-sea": CommitmentStatus.TERMINATED,
        "prisoners": CommitmentStatus.IN_FORCE,
        "resources": CommitmentStatus.PROPOSED,
    }
    energy, prisoners = found["energy-moratorium"], found["prisoners"]
    assert energy.what == "30-day suspension of attacks on energy facilities"
    assert (energy.term.high, energy.parties) == (30, ("russia", "ukraine"))
    assert [int(c.high) for c in prisoners.counts] == [175, 22]
    assert found["resources"].parties == ("ukraine", "us")


def test_each_side_alleges_that_the_other_broke_the_moratorium(reading):
    commitments = find_commitments([reading])
    found = find_allegations([reading], commitments)
    assert {(a.accuser, a.accused) for a in found} == {("russia", "ukraine"), ("ukraine", "russia")}
    assert {a.commitment for a in found} == {c.id for c in commitments if c.issue == "energy-moratorium"}
    assert all(not a.denied_by and a.evidence.quote.endswith("of violating the moratorium") for a in found)


def test_easing_sanctions_and_elections_wait_on_one_gate(reading):
    waiting = {(w.party, w.issue) for w in find_linkages([reading]) if w.stated and w.gate == "a peace agreement"}
    assert waiting == {("us", "sanctions-relief"), ("ukraine", "elections")}
    ties = {(w.issue, w.on_issue) for w in find_linkages([reading]) if not w.stated}
    assert ("security-guarantees", "nato") in ties


def test_the_outlook_is_what_the_article_calls_most_likely(reading):
    found = find_outlook([reading])
    assert found.evidence.quote.startswith("the most likely scenario is that the ceasefire")
    assert found.speaker is None
