"""The founding article from end to end with the reader that ships: what its brief must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import pipeline
from detente.documents import load_documents
from detente.model import Act, CommitmentStatus, ContradictionKind, IssueId, PartyId, Role, Stance
from detente.pipeline import Findings, read_reports
from detente.pipeline.scenarios import find_scenarios

ARTICLE = Path(__file__).parents[1] / "examples" / "ukraine-talks-2025.txt"
RUSSIA, UKRAINE, AMERICA, EUROPE = (PartyId(p) for p in ("ru", "ua", "us", "european-countries"))
ROWS = {
    "Ceasefire",
    "Suspension of attacks on energy facilities",
    "Operation of nuclear power plants",
    "Return of the plant to Ukrainian control",
    "Grain exports",
    "Prisoner exchange",
    "NATO membership for Ukraine",
    "Security guarantees",
    "Sending peacekeepers",
    "Legitimacy as a negotiating partner",
    "Holding elections",
    "Easing sanctions",
    "Recognition of territory",
    "Freezing the current front line",
    "Joint exploitation of natural resources",
}


@pytest.fixture(scope="module")
def found() -> Findings:
    (document,) = load_documents([str(ARTICLE)]).documents
    return pipeline.find(read_reports(document).readings)


def issue_named(found: Findings, name: str) -> IssueId:
    (issue,) = [i.id for i in found.table.issues if i.name == name]
    return issue


def stances_on(found: Findings, name: str) -> dict[PartyId, Stance]:
    issue = issue_named(found, name)
    return {s.party: s.stance for r in found.readings for s in r.statements if s.issue == issue}


def test_each_of_its_fifteen_issues_is_a_row_under_a_name_of_its_own(found: Findings) -> None:
    assert {issue.name for issue in found.table.issues} >= ROWS


def test_all_four_sides_are_columns_and_the_world_bank_is_a_third_party(found: Findings) -> None:
    roles = {p.id: p.role for p in found.table.parties}
    assert {RUSSIA, UKRAINE, AMERICA, EUROPE} <= set(roles)
    assert [p.role for p in found.table.parties if p.name == "World Bank"] == [Role.THIRD_PARTY]


def test_both_contradictions_are_told_with_the_articles_words(found: Findings) -> None:
    by_words = {c.framing.quote: c for c in found.contradictions if c.framing}
    nato = by_words["contradictory statements within the U.S. government"]
    assert nato.kind is ContradictionKind.BETWEEN_SPEAKERS
    speakers = [s.speaker.name for s in (nato.first, nato.second) if s.speaker]
    assert ["Hegseth" in speakers[0], "Coale" in speakers[1]] == [True, True]
    sanctions = by_words["conflicting statements"]
    assert (sanctions.party, sanctions.first.condition is not None) == (AMERICA, True)


def test_the_words_of_one_sides_official_are_not_the_other_sides_too(found: Findings) -> None:
    said = {s.party for r in found.readings for s in r.statements if "will not be the solution" in s.evidence.quote}
    assert said == {AMERICA}
    told = {
        s.party for r in found.readings for s in r.statements if s.evidence.quote.startswith("Russia will not “allow”")
    }
    assert RUSSIA in told
    assert UKRAINE not in told


def test_the_moratorium_is_agreed_in_principle_and_both_accuse(found: Findings) -> None:
    (moratorium,) = [c for c in found.commitments if c.status is CommitmentStatus.AGREED_IN_PRINCIPLE]
    assert moratorium.what == "30-day suspension of attacks on energy facilities"
    assert set(moratorium.parties) == {RUSSIA, UKRAINE}
    assert {(a.accuser, a.accused) for a in found.allegations} == {(RUSSIA, UKRAINE), (UKRAINE, RUSSIA)}


def test_the_exchange_carries_its_counts(found: Findings) -> None:
    (exchange,) = [c for c in found.commitments if c.counts]
    assert [(c.high, c.unit) for c in exchange.counts] == [
        (175, "prisoners of war"),
        (22, "seriously wounded soldiers"),
    ]


def test_two_conditions_wait_for_a_peace_agreement(found: Findings) -> None:
    tied = {(s.party, s.condition.evidence.quote) for r in found.readings for s in r.statements if s.condition}
    assert {(AMERICA, "only after the peace agreement"), (UKRAINE, "after a peace agreement")} <= tied


def test_elections_wait_for_a_peace_agreement_on_a_row_of_their_own(found: Findings) -> None:
    elections = issue_named(found, "Holding elections")
    tied = [(k.party, k.gate, k.evidence.quote) for k in found.linkages if k.issue == elections and k.stated]
    assert tied == [(UKRAINE, "a peace agreement", "after a peace agreement")]
    said = {s.evidence.quote: (s.act, s.stance) for r in found.readings for s in r.statements if s.issue == elections}
    assert said["they will definitely not hold elections in a war situation"] == (Act.REJECT, Stance.OPPOSE)


def test_what_one_side_claims_and_what_the_other_wants_back_are_two_rows(found: Findings) -> None:
    assert stances_on(found, "Recognition of territory") == {RUSSIA: Stance.SUPPORT}
    assert stances_on(found, "Return of occupied territory").get(RUSSIA) is not Stance.SUPPORT


def test_peacekeepers_are_ruled_out_considered_and_rejected(found: Findings) -> None:
    stances = stances_on(found, "Sending peacekeepers")
    assert stances == {AMERICA: Stance.OPPOSE, EUROPE: Stance.OPEN, RUSSIA: Stance.OPPOSE}


def test_the_outlook_is_the_articles_own_sentence(found: Findings) -> None:
    assert found.outlook is not None
    assert found.outlook.evidence.quote.startswith("the most likely scenario is that the ceasefire")


def test_a_ceasefire_along_the_line_of_control_without_membership_and_with_sanctions_eased_later_ranks_high(
    found: Findings,
) -> None:
    result = find_scenarios(found)
    line, nato, sanctions, ceasefire = (
        issue_named(found, name)
        for name in (
            "Freezing the current front line",
            "NATO membership for Ukraine",
            "Easing sanctions",
            "Ceasefire",
        )
    )
    wanted = {line: "yes", nato: "no", sanctions: "conditional", ceasefire: "yes"}
    assert next(n for n, s in enumerate(result.scenarios) if wanted.items() <= s.settled.items()) < 2
    (expected,) = [e for e in result.expectations if e.issue == line]
    assert "most likely scenario" in expected.statement.evidence.quote
    waits = {s.condition.evidence.quote for e in result.estimates_of(sanctions) for s in e.statements if s.condition}
    assert "only after the peace agreement" in waits
