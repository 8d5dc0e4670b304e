"""From a domain to a conflict over who accepts what: the states are ordered as the utilities order what comes of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_stability
from detente.errors import AnalysisError
from detente.model import Issue, IssueId, OptionId, PartyId
from detente.model.package import Domain, DraftedDomain
from detente.model.stability import StabilityConcept
from detente.positions.conflicts import DraftedConflict, draft_conflict
from tests.analyses.bargaining.domains import domain_of, domains, needs
from tests.factories import LAW

NAMES = {PartyId("alba"): "Alba", PartyId("brava"): "Brava"}
O0, O1, O2 = (OptionId(f"o{n}") for n in range(3))


def held(domain: Domain, *status_quo: OptionId | None) -> Domain:
    """The domain with what holds without agreement on each issue; the first option where nothing is said."""
    known = [*status_quo, *[O0] * (len(domain.issues) - len(status_quo))]
    issues = (replace(i, status_quo=option) for i, option in zip(domain.issues, known, strict=True))
    return replace(domain, issues=tuple(issues))


def draft(domain: Domain, **options: object) -> DraftedConflict:
    drafted = DraftedDomain(
        domain=domain, low=domain.utilities, high=domain.utilities, estimates=(), red_lines=(), warnings=()
    )
    return draft_conflict(drafted, **{"names": NAMES, **options})  # type: ignore[arg-type]


def payoffs(conflict: DraftedConflict, party: str) -> tuple[float, ...]:
    return next(p.payoffs for p in conflict.model.preferences if p.decision_maker == party)


def reasons(conflict: DraftedConflict) -> dict[str, str]:
    return {issue.id: reason for issue, reason in conflict.left_out}


TRADE = held(domain_of([[[0, 6], [4, 0]], [[2, 0], [0, 8]]]))
"""On each of two issues one gains and the other loses."""


def test_an_issue_is_settled_once_all_who_value_it_accept_and_payoffs_are_gains_in_hundredths_of_the_range() -> None:
    conflict = draft(TRADE)
    model = conflict.model
    assert [(d.id, d.name) for d in model.decision_makers] == [("alba", "Alba"), ("brava", "Brava")]
    assert [(o.id, o.decision_maker) for o in model.options] == [
        ("accept_i0_alba", "alba"),
        ("accept_i0_brava", "brava"),
        ("accept_i1_alba", "alba"),
        ("accept_i1_brava", "brava"),
    ]
    assert model.options[0].name == "Accept Issue 0: Option 1"
    assert model.status_quo == "NNNN"
    settled = [() if n % 4 < 3 else ("i0",) for n in range(12)] + [("i1",)] * 3 + [("i0", "i1")]
    assert conflict.settled == tuple(settled)
    assert payoffs(conflict, "alba") == (0, 0, 0, 60, 0, 0, 0, 60, 0, 0, 0, 60, -40, -40, -40, 20)
    assert payoffs(conflict, "brava") == (0, 0, 0, -20, 0, 0, 0, -20, 0, 0, 0, -20, 80, 80, 80, 60)


def test_what_each_gives_for_the_other_is_held_by_the_answer_alone() -> None:
    found = analyse_stability(draft(TRADE).model)
    assert 16 not in found.equilibrium_states(StabilityConcept.NASH)
    assert 16 in found.equilibrium_states(StabilityConcept.SEQ)


def test_who_takes_all_options_alike_need_not_accept() -> None:
    conflict = draft(held(domain_of([[[0, 1], [0, 1]], [[0, 0], [1, 0]]])))
    assert [o.id for o in conflict.model.options] == ["accept_i0_alba", "accept_i1_alba", "accept_i1_brava"]
    assert conflict.settlements[0].parties == ("alba",)
    assert conflict.settled[1] == ("i0",)


def test_an_issue_is_settled_by_what_is_worth_most_to_all_as_shares_other_than_what_holds() -> None:
    # Besides o0, which holds: in shares o1 is worth 2 / 4 + 0 / 400, and o2 0 / 4 + 60 / 400.
    domain = held(domain_of([[[3, 2, 0], [1, 0]], [[100, 0, 60], [300, 0]]]))
    (first, _) = draft(domain).settlements
    assert (first.option.id, first.status_quo.id, first.gains) == (O1, O0, (-1, -100))


def test_of_equally_good_options_the_first_is_taken() -> None:
    (settlement,) = draft(held(domain_of([[[0, 2, 2]], [[0, 2, 2]]]))).settlements
    assert settlement.option.id == O1


def test_an_issue_can_be_settled_as_asked_and_is_left_out_where_it_would_stay_as_it_is() -> None:
    conflict = draft(TRADE, at={IssueId("i0"): O0})
    assert [s.issue.id for s in conflict.settlements] == ["i1"]
    assert reasons(conflict) == {"i0": "what holds already is how it would be settled"}
    wide = held(domain_of([[[0, 5, 1]], [[0, 5, 1]]]))
    assert draft(wide, at={IssueId("i0"): O2}).settlements[0].option.id == O2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"at": {IssueId("i7"): O0}}, "the domain has no issue i7"),
        ({"at": {IssueId("i0"): O2}}, "o2 is no option of i0; it has o0, o1"),
        ({"most": 1}, "holds between 2 and 20 acceptances, not 1"),
        ({"most": 21}, "holds between 2 and 20 acceptances, not 21"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        draft(TRADE, **asked)


def test_an_issue_of_which_nothing_says_what_holds_is_left_out() -> None:
    conflict = draft(held(TRADE, None, O0))
    assert [s.issue.id for s in conflict.settlements] == ["i1"]
    assert reasons(conflict) == {"i0": "nothing says what holds without agreement; a status_quo in the agenda does"}
    with pytest.raises(AnalysisError, match="no issue is left that parties could accept or refuse: Issue 0: nothing"):
        draft(held(TRADE, None, None))


def test_a_status_quo_that_a_red_line_rules_out_leaves_nothing_to_fall_back_on() -> None:
    assert reasons(draft(held(TRADE, O2, O0))) == {"i0": "a red line rules out what holds without agreement"}


def test_an_issue_on_which_nothing_but_the_status_quo_or_no_difference_is_left_is_left_out() -> None:
    domain = held(domain_of([[[0, 1], [3], [2, 2]], [[1, 0], [3], [1, 1]]]))
    assert reasons(draft(domain)) == dict.fromkeys(("i1", "i2"), "no party tells its options apart")


def test_a_conflict_takes_two_parties_with_a_say() -> None:
    with pytest.raises(AnalysisError, match="takes two parties that tell the options of an issue apart; only alba"):
        draft(held(domain_of([[[0, 1]]])))
    with pytest.raises(AnalysisError, match="only brava does"):
        draft(held(domain_of([[[1, 1]], [[0, 1]]])))


def test_a_settled_issue_falls_back_until_what_it_needs_is_settled_too() -> None:
    domain = domain_of([[[0, 1]] * 3, [[0, 1]] * 3], requirements=(needs(0, {1}, 1, {1}), needs(1, {1}, 2, {1})))
    settled = draft(held(domain)).settled
    at = {accepted: settled[sum(3 << 2 * n for n in accepted)] for k in range(8) for accepted in [issues_of(k)]}
    assert at[0, 1, 2] == ("i0", "i1", "i2")
    assert at[0, 1] == ()
    assert at[0, 2] == ("i2",)
    assert at[1, 2] == ("i1", "i2")


def issues_of(code: int) -> tuple[int, ...]:
    return tuple(n for n in range(3) if code >> n & 1)


def test_what_waits_for_something_outside_the_model_is_settled_only_if_that_holds_already() -> None:
    domain = domain_of([[[0, 1], [0, 1]], [[0, 1], [0, 1]]], requirements=(needs(0, {1}, 1, {1}),))
    with pytest.raises(AnalysisError, match="Issue 0: it waits for something that the model leaves out"):
        draft(held(domain), at={IssueId("i1"): O0})
    met = draft(held(domain, O0, O1), at={IssueId("i1"): O1})
    assert met.settled[3] == ("i0",)


def test_the_issues_most_at_stake_are_kept_where_acceptances_are_too_many() -> None:
    domain = held(domain_of([[[0, 1], [0, 5], [0, 3]], [[0, 1], [0, 5], [0, 3]]]))
    conflict = draft(domain, most=4)
    assert [s.issue.id for s in conflict.settlements] == ["i1", "i2"]
    assert reasons(conflict) == {"i0": "others are more at stake; the model holds 4 acceptances at most"}
    assert [round(s.stake, 3) for s in conflict.settlements] == [0.556, 0.333]
    even = held(domain_of([[[0, 1]] * 3, [[0, 1]] * 3]))
    assert [s.issue.id for s in draft(even, most=4).settlements] == ["i0", "i1"]


def test_an_issue_that_more_parties_value_than_fit_makes_room_for_others() -> None:
    domain = held(domain_of([[[0, 9], [0, 1]], [[0, 9], [0, 1]], [[0, 9], [1, 1]]]))
    conflict = draft(domain, most=2)
    assert [s.issue.id for s in conflict.settlements] == ["i1"]
    assert reasons(conflict) == {"i0": "3 parties would have to accept; the model holds 2 acceptances at most"}


def test_ids_of_any_script_become_ids_that_rules_can_name_and_no_two_are_one() -> None:
    domain = held(domain_of([[[0, 1]] * 3, [[0, 1]] * 3], names=("Альба", "brava-2")))
    keys = ("停火", "Été & paix", "ete_paix")
    issues = tuple(replace(i, id=IssueId(key)) for i, key in zip(domain.issues, keys, strict=True))
    conflict = draft(replace(domain, issues=issues))
    assert [o.id for o in conflict.model.options] == [
        "accept_1_party",
        "accept_1_brava_2",
        "accept_ete_paix_party",
        "accept_ete_paix_brava_2",
        "accept_ete_paix_party_2",
        "accept_ete_paix_brava_2_2",
    ]
    assert [d.name for d in conflict.model.decision_makers] == ["Альба", "brava-2"]
    assert len(analyse_stability(conflict.model).patterns) == 64


@st.composite
def standing(draw: st.DrawFn) -> Domain:
    """A domain with a status quo on most issues."""
    domain = draw(domains())
    return held(domain, *(draw(st.sampled_from([None, *(o.id for o in i.options)])) for i in domain.issues))


def settle_by_hand(conflict: DraftedConflict, accepted: set[tuple[str, str]]) -> dict[IssueId, OptionId | None]:
    """What holds on each issue, given who accepts which, the slow way."""
    domain = conflict.drafted.domain
    chosen = {s.issue.id: s for s in conflict.settlements}
    taken = {i.id: i.status_quo for i in domain.issues}
    taken |= {k: s.option.id for k, s in chosen.items() if all((k, p) in accepted for p in s.parties)}
    while True:
        broken = [
            r.issue
            for r in domain.requirements
            if r.issue in chosen
            and taken[r.issue] == chosen[r.issue].option.id
            and taken[r.issue] in r.options
            and taken[r.needs_issue] not in r.needs_options
        ]
        if not broken:
            return taken
        taken |= {k: chosen[k].status_quo.id for k in broken}


@LAW
@given(standing())
def test_payoffs_order_the_states_as_the_utilities_order_what_comes_of_them(domain: Domain) -> None:
    try:
        conflict = draft(domain, most=8)
    except AnalysisError:
        return
    owners = [(s.issue.id, p) for s in conflict.settlements for p in s.parties]
    patterns = analyse_stability(conflict.model).patterns
    assert len(patterns) == len(conflict.settled) == 2 ** len(owners)
    ends = []
    for pattern, settled in zip(patterns, conflict.settled, strict=True):
        accepted = {pair for pair, letter in zip(owners, pattern, strict=True) if letter == "Y"}
        taken = settle_by_hand(conflict, accepted)
        assert settled == tuple(s.issue.id for s in conflict.settlements if taken[s.issue.id] == s.option.id)
        ends.append(taken)
    kept = {s.issue.id for s in conflict.settlements}
    for place, party in enumerate(domain.parties):
        if party not in {p for _, p in owners}:
            continue
        values = domain.utilities[place].values
        worth = [
            sum(worth_of(i, w, taken) for i, w in zip(domain.issues, values, strict=True) if i.id in kept)
            for taken in ends
        ]
        found = payoffs(conflict, party)
        assert [(a > b, a < b) for a, b in product(worth, repeat=2)] == [
            (a > b, a < b) for a, b in product(found, repeat=2)
        ]


def worth_of(issue: Issue, values: tuple[float, ...], taken: dict[IssueId, OptionId | None]) -> float:
    return next(w for o, w in zip(issue.options, values, strict=True) if o.id == taken[issue.id])


@LAW
@given(standing())
def test_nobody_stays_where_it_is_worse_off_than_without_agreement(domain: Domain) -> None:
    try:
        conflict = draft(domain, most=6)
    except AnalysisError:
        return
    for entry in analyse_stability(conflict.model, concepts=StabilityConcept).stable:
        gains = payoffs(conflict, entry.decision_maker)
        assert all(gains[state - 1] >= 0 for state in entry.states)


@LAW
@given(standing())
def test_full_agreement_lasts_exactly_where_nobody_loses_on_any_issue_that_it_could_refuse(domain: Domain) -> None:
    try:
        conflict = draft(replace(domain, requirements=()), most=8)
    except AnalysisError:
        return
    everything = len(conflict.settled)
    lasting = analyse_stability(conflict.model, concepts=[StabilityConcept.NASH]).equilibria[0].states
    gains = [
        gain
        for s in conflict.settlements
        for party, gain in zip(domain.parties, s.gains, strict=True)
        if party in s.parties
    ]
    assert (everything in lasting) == all(gain >= 0 for gain in gains)
