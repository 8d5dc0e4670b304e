"""Scenarios ranked: by hand, and by their laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.scenario import rank_scenarios
from detente.analyses.scenario.concessions import list_concessions
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.scenario import Foothold
from tests.analyses.scenario.cases import drafted_domains, make_drafted, make_issue, make_priors, priors_for
from tests.factories import LAW

TOLLS = make_issue("tolls", ["keep", "halve", "abolish"], "keep")
BRIDGE = make_issue("bridge", ["no", "yes"], "no")
HARBOUR = make_issue("harbour", ["no", "yes"], "no")
THREE = make_drafted(
    [TOLLS, BRIDGE, HARBOUR],
    {"amber": [[0, 30, 50], [0, 20], [0, 0]], "birch": [[40, 25, 0], [0, 30], [1, 0]]},
    band=5,
)


@LAW
@given(st.data())
def test_probabilities_rank_fill_up_to_one_and_lie_in_their_intervals(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains())
    result = rank_scenarios(drafted, data.draw(priors_for(drafted)), seed=data.draw(st.integers(0, 5)))
    chances = [s.probability for s in result.scenarios]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) + result.others == pytest.approx(1.0)
    assert len({s.options for s in result.scenarios}) == len(result.scenarios)
    for scenario in result.scenarios:
        assert 0 <= scenario.low <= scenario.high <= 1
        assert tuple(issue for issue, _ in scenario.options) == result.deciding
        settled = {issue for issue, _ in scenario.options} | {b.issue for b in scenario.besides}
        assert settled == {i.id for i in drafted.domain.issues}
        assert all(0 < b.probability <= 1 for b in scenario.besides)
        assert len(scenario.accepted) == len(drafted.domain.utilities)
        assert (scenario.foothold is Foothold.LASTS) == (not scenario.withdrawals)


@LAW
@given(st.data())
def test_one_seed_gives_one_answer(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains())
    priors = data.draw(priors_for(drafted))
    assert rank_scenarios(drafted, priors, seed=3) == rank_scenarios(drafted, priors, seed=3)


def test_what_is_certain_and_what_is_not_at_stake_do_not_tell_scenarios_apart() -> None:
    priors = make_priors(THREE, [0.3, 0.4, 0.3], [0.01, 0.99], [0.5, 0.5])
    result = rank_scenarios(THREE, priors)
    assert result.deciding[0] == "tolls"
    assert result.deciding[-1] == "bridge"


def test_issues_that_are_named_tell_scenarios_apart() -> None:
    result = rank_scenarios(THREE, make_priors(THREE), deciding=[IssueId("bridge"), IssueId("bridge")])
    assert result.deciding == ("bridge",)
    assert [dict(s.options) for s in result.scenarios] == [{"bridge": "yes"}, {"bridge": "no"}]
    with pytest.raises(AnalysisError, match="there is no issue ferry to tell scenarios apart; there are tolls"):
        rank_scenarios(THREE, make_priors(THREE), deciding=[IssueId("ferry")])


def test_nobody_s_consent_gives_no_scenario_and_says_so() -> None:
    drafted = make_drafted([BRIDGE], {"amber": [[0, 9]], "birch": [[9, 0]]}, reservations={"amber": 5, "birch": 5})
    result = rank_scenarios(drafted, make_priors(drafted))
    assert (result.scenarios, result.evidence, result.others) == ((), (), 0.0)
    assert "in 4 of 4 draws no package is worth every reservation value" in result.warnings


def test_an_interval_is_a_point_where_nothing_is_uncertain() -> None:
    exact = make_drafted([BRIDGE], {"amber": [[0, 9]]})
    (first, second) = rank_scenarios(exact, make_priors(exact, [0.5, 0.5])).scenarios
    # yes is at least as good as three quarters of what could be, no as one quarter.
    assert (first.probability, first.low, first.high) == pytest.approx((0.75, 0.75, 0.75))
    assert second.probability == pytest.approx(0.25)


def test_scenarios_that_hardly_ever_come_are_not_listed() -> None:
    exact = make_drafted([BRIDGE], {"amber": [[0, 0]]})
    result = rank_scenarios(exact, make_priors(exact, [0.005, 0.995]))
    assert [dict(s.options) for s in result.scenarios] == [{"bridge": "yes"}]
    assert result.others == pytest.approx(0.005)


def test_an_unknown_status_quo_is_a_warning() -> None:
    drafted = make_drafted([make_issue("bridge", ["no", "yes"])], {"amber": [[0, 9]]})
    result = rank_scenarios(drafted, make_priors(drafted))
    assert result.scenarios[0].foothold is Foothold.UNKNOWN
    assert any("what holds without agreement is not known" in w and "Bridge" in w for w in result.warnings)


def test_who_moves_gives_up_a_share_of_all_it_has_at_stake() -> None:
    moves = list_concessions(THREE, {IssueId("tolls"): OptionId("halve"), IssueId("bridge"): OptionId("yes")})
    assert [(c.party, c.issue, c.wanted, c.takes) for c in moves] == [
        ("amber", "tolls", "abolish", "halve"),
        ("birch", "tolls", "keep", "halve"),
    ]
    assert [c.cost for c in moves] == pytest.approx([20 / 70, 15 / 71])


@LAW
@given(st.data())
def test_nobody_moves_exactly_where_all_get_what_they_value_most(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains())
    options = {i.id: data.draw(st.sampled_from(i.options)).id for i in drafted.domain.issues}
    moves = list_concessions(drafted, options)
    for u in drafted.domain.utilities:
        held = [next(n for n, o in enumerate(i.options) if o.id == options[i.id]) for i in drafted.domain.issues]
        content = all(w[n] == max(w) for w, n in zip(u.values, held, strict=True))
        assert content == (not [c for c in moves if c.party == u.party])
    assert all(0 < c.cost <= 1 for c in moves)
