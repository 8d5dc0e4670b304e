"""Packages weighed by chance and acceptability: by hand, against a plain second opinion, and by their laws."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.scenario import Prior, draws
from detente.analyses.scenario.draws import weigh_packages
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import DraftedDomain, Requirement
from tests.analyses.scenario.cases import drafted_domains, make_drafted, make_issue, make_priors, priors_for
from tests.factories import LAW

TOLLS = make_issue("tolls", ["keep", "halve", "abolish"], "keep")
BRIDGE = make_issue("bridge", ["no", "yes"], "no")
TWO = make_drafted([TOLLS, BRIDGE], {"amber": [[0, 30, 50], [0, 20]], "birch": [[40, 25, 0], [30, 20]]})


def by_hand(drafted: DraftedDomain, priors: list[Prior], draw: int) -> dict[tuple[int, ...], float]:
    """The weight of every package under one draw without bands, in plain sums."""
    domain = drafted.domain
    packages = list(product(*[range(len(i.options)) for i in domain.issues]))
    chance = {p: float(np.prod([priors[i].probabilities[draw][o] for i, o in enumerate(p)])) for p in packages}
    weight = dict(chance)
    for u in domain.utilities:
        worth = {p: sum(u.values[i][o] for i, o in enumerate(p)) for p in packages}
        for p in packages:
            below = sum(chance[q] for q in packages if worth[q] < worth[p])
            equal = sum(chance[q] for q in packages if worth[q] == worth[p])
            weight[p] *= below + equal / 2
    total = sum(weight.values())
    return {p: w / total for p, w in weight.items()}


@LAW
@given(st.data())
def test_weights_are_those_of_plain_sums(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains())
    priors = data.draw(priors_for(drafted))
    weighed = weigh_packages(drafted, priors, packages=10, seed=0)
    assert weighed.whole
    assert weighed.refused == 0
    for draw, row in enumerate(weighed.weights):
        expected = by_hand(drafted, priors, draw)
        found = {tuple(map(int, p)): float(w) for p, w in zip(weighed.options, row, strict=True)}
        assert found == pytest.approx(expected)


@LAW
@given(st.data())
def test_weights_and_marginals_are_probabilities(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains())
    weighed = weigh_packages(drafted, data.draw(priors_for(drafted)), packages=10, seed=data.draw(st.integers(0, 9)))
    assert weighed.weights.sum(axis=1) == pytest.approx(np.ones(3))
    assert ((weighed.accepted >= 0) & (weighed.accepted <= 1)).all()
    for at, issue in enumerate(drafted.domain.issues):
        assert weighed.marginal(at, len(issue.options)).sum() == pytest.approx(1.0)


def test_who_is_heard_on_nothing_changes_nothing() -> None:
    silent = make_drafted([TOLLS, BRIDGE], {"amber": [[0, 0, 0], [0, 0]]})
    weighed = weigh_packages(silent, make_priors(silent, [0.2, 0.3, 0.5], [0.1, 0.9]), packages=10, seed=0)
    assert weighed.marginal(0, 3) == pytest.approx([0.2, 0.3, 0.5])
    assert weighed.marginal(1, 2) == pytest.approx([0.1, 0.9])
    assert weighed.accepted == pytest.approx(0.5)


def test_a_sample_comes_near_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    priors = make_priors(TWO, [0.6, 0.3, 0.1], [0.3, 0.7])
    whole = weigh_packages(TWO, priors, packages=10, seed=0)
    monkeypatch.setattr(draws, "MOST_LISTED", 1)
    sample = weigh_packages(TWO, priors, packages=20_000, seed=0)
    assert not sample.whole
    for at, count in ((0, 3), (1, 2)):
        assert sample.marginal(at, count) == pytest.approx(whole.marginal(at, count), abs=0.02)


def test_a_package_below_a_reservation_value_has_no_weight() -> None:
    drafted = make_drafted([TOLLS, BRIDGE], {"amber": [[0, 30, 50], [0, 20]]}, reservations={"amber": 45})
    weighed = weigh_packages(drafted, make_priors(drafted), packages=10, seed=0)
    kept = {tuple(map(int, p)) for p, w in zip(weighed.options, weighed.weights[0], strict=True) if w}
    assert kept == {(1, 1), (2, 0), (2, 1)}


def test_draws_in_which_nobody_can_be_pleased_are_counted_and_left_out() -> None:
    drafted = make_drafted([BRIDGE], {"amber": [[0, 20]], "birch": [[20, 0]]}, reservations={"amber": 15, "birch": 15})
    weighed = weigh_packages(drafted, make_priors(drafted, draws=7), packages=10, seed=0)
    assert (weighed.refused, weighed.weights.shape) == (7, (0, 2))


def test_a_requirement_rules_packages_out() -> None:
    after = Requirement(
        issue=IssueId("tolls"),
        options=frozenset({OptionId("abolish")}),
        needs_issue=IssueId("bridge"),
        needs_options=frozenset({OptionId("yes")}),
    )
    drafted = make_drafted([TOLLS, BRIDGE], {"amber": [[0, 30, 50], [0, 20]]}, requirements=[after])
    weighed = weigh_packages(drafted, make_priors(drafted), packages=10, seed=0)
    assert (2, 0) not in {tuple(map(int, p)) for p in weighed.options}
    assert len(weighed.options) == 5


def test_requirements_that_leave_nothing_are_refused() -> None:
    def needs(option: str, other: str) -> Requirement:
        return Requirement(
            issue=IssueId("bridge"),
            options=frozenset({OptionId(option)}),
            needs_issue=IssueId("tolls"),
            needs_options=frozenset({OptionId(other)}) if other else frozenset(),
        )

    drafted = make_drafted([TOLLS, BRIDGE], {}, requirements=[needs("no", ""), needs("yes", "")])
    with pytest.raises(AnalysisError, match="no package meets all requirements"):
        weigh_packages(drafted, make_priors(drafted), packages=10, seed=0)


@pytest.mark.parametrize(
    ("row", "message"),
    [([0.5, 0.6], "no probabilities"), ([float("nan"), 1.0], "no probabilities"), ([1.5, -0.5], "no probabilities")],
)
def test_priors_that_are_none_are_refused(row: list[float], message: str) -> None:
    drafted = make_drafted([BRIDGE], {"amber": [[0, 20]]})
    with pytest.raises(AnalysisError, match=message):
        weigh_packages(drafted, make_priors(drafted, row), packages=10, seed=0)


def test_priors_that_do_not_fit_the_domain_are_refused() -> None:
    with pytest.raises(AnalysisError, match="one prior for each issue"):
        weigh_packages(TWO, make_priors(TWO)[:1], packages=10, seed=0)
    with pytest.raises(AnalysisError, match="the prior of bridge has the shape"):
        weigh_packages(TWO, make_priors(TWO, [0.2, 0.3, 0.5], [0.2, 0.3, 0.5]), packages=10, seed=0)
    with pytest.raises(AnalysisError, match="at least one issue and one draw"):
        weigh_packages(TWO, make_priors(TWO, draws=0), packages=10, seed=0)
