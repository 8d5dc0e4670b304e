"""The frontier holds every efficient outcome and no other."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.bargaining import elimination, find_frontier, lattice, solve_bargaining
from detente.errors import AnalysisError
from detente.model.package import Domain, Utility

from .domains import PARTIES, domain_of, domains, list_packages, needs


def efficient(domain: Domain) -> set[tuple[float, ...]]:
    worth = {w for _, w in list_packages(domain)}
    return {w for w in worth if not any(v != w and all(x >= y for x, y in zip(v, w, strict=True)) for v in worth)}


@given(domains())
def test_it_is_what_comparing_every_package_with_every_other_gives(domain: Domain) -> None:
    found = find_frontier(domain, step=1.0)
    assert [tuple(w) for w in found.worth.tolist()] == sorted(efficient(domain))
    assert found.error == 0.0


@given(domains())
def test_every_listed_package_is_allowed_and_worth_what_it_says(domain: Domain) -> None:
    worth = dict(list_packages(domain))
    frontier = find_frontier(domain, step=1.0)
    for number in range(len(frontier)):
        assert worth[tuple(frontier.options[number].tolist())] == tuple(frontier.worth[number].tolist())


@given(domains(), st.randoms(use_true_random=False))
def test_the_order_of_issues_and_of_parties_does_not_matter(domain: Domain, random: object) -> None:
    turned = replace(
        domain,
        issues=domain.issues[::-1],
        utilities=tuple(replace(u, values=u.values[::-1]) for u in domain.utilities[::-1]),
    )
    here, there = find_frontier(domain, step=1.0), find_frontier(turned, step=1.0)
    assert sorted(map(tuple, here.worth.tolist())) == sorted(tuple(w[::-1]) for w in there.worth.tolist())


@given(domains(), st.integers(1, 5))
def test_a_thinned_frontier_misses_no_outcome_by_more_than_it_says(domain: Domain, most: int) -> None:
    thin = find_frontier(domain, step=1.0, most=most)
    assert len(thin) <= most
    for outcome in efficient(domain):
        assert any(all(x >= y - thin.error for x, y in zip(w, outcome, strict=True)) for w in thin.worth.tolist()), (
            outcome,
            thin.worth,
        )


def test_noise_below_the_step_makes_no_outcome_of_its_own() -> None:
    noisy = domain_of([[[0.1 + 0.2, 0.3]], [[0.5, 0.5 + 1e-12]]])
    assert len(find_frontier(noisy)) == 1


def test_thirty_issues_of_five_options_are_searched_without_listing_them() -> None:
    values = [[[float((7 * i + 3 * o * (p + 2)) % 11) for o in range(5)] for i in range(30)] for p in range(2)]
    domain = domain_of(values)
    frontier = find_frontier(domain)
    assert domain.size == 5**30
    assert len(frontier) > 10
    first = frontier.worth[:, 0]
    assert (first[1:] > first[:-1]).all()


def test_requirements_that_rule_out_everything_leave_nothing() -> None:
    both = (needs(0, {0, 1}, 1, {0}), needs(1, {0}, 0, set()))
    domain = domain_of([[[1.0, 2.0], [1.0, 2.0]]], requirements=both)
    assert len(find_frontier(domain)) == 0


def test_circles_of_requirements_are_allowed() -> None:
    circle = (needs(0, {1}, 1, {1}), needs(1, {1}, 0, {1}))
    domain = domain_of([[[0.0, 3.0], [0.0, -1.0]], [[0.0, -1.0], [0.0, 3.0]]], requirements=circle)
    frontier = find_frontier(domain)
    assert [frontier.options[i].tolist() for i in range(len(frontier))] == [[1, 1]]


GOOD = domain_of([[[1.0, 2.0]], [[2.0, 1.0]]])


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        (Domain(issues=(), utilities=GOOD.utilities), "no issue"),
        (Domain(issues=GOOD.issues, utilities=()), "no party"),
        (Domain(issues=(replace(GOOD.issues[0], options=()),), utilities=GOOD.utilities), "no option"),
        (domain_of([[[math.nan, 1.0]]]), "no finite number"),
        (domain_of([[[math.inf, 1.0]]]), "no finite number"),
        (domain_of([[[1e300, 1.0]]]), "too large"),
        (domain_of([[[1.0]]], reservations=[math.nan]), "no finite number"),
        (Domain(issues=GOOD.issues, utilities=(Utility(party=PARTIES[0], values=()),)), "values 0 issues"),
        (Domain(issues=GOOD.issues, utilities=(Utility(party=PARTIES[0], values=((1.0,),)),)), "values 1 options"),
        (Domain(issues=GOOD.issues, utilities=GOOD.utilities * 2), "twice"),
        (replace(GOOD, requirements=(needs(0, {0}, 5, {0}),)), "does not have"),
        (replace(GOOD, requirements=(needs(0, {7}, 0, {0}),)), "is no option"),
        (replace(GOOD, requirements=(needs(0, {0}, 0, {1}),)), "to itself"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_the_reason(domain: Domain, words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        find_frontier(domain)


def test_more_efficient_outcomes_than_can_be_told_apart_are_refused_with_what_to_do() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 101, size=(6, 40, 10)).astype(float).tolist()
    many = domain_of(values, names=[f"p{k}" for k in range(6)])
    with pytest.raises(AnalysisError, match="6 parties have too many efficient outcomes over 40 issues"):
        find_frontier(many)


def test_negative_worth_is_as_good_as_any() -> None:
    assert find_frontier(domain_of([[[-5.0, -1.0]], [[-1.0, -5.0]]])).worth.tolist() == [[-5.0, -1.0], [-1.0, -5.0]]


def test_long_chains_of_requirements_are_taken_issue_by_issue() -> None:
    count = 40
    values = [[[float((5 * i + 3 * o * (p + 2)) % 13) for o in range(4)] for i in range(count)] for p in range(2)]
    chain = tuple(needs(i, {2, 3}, i + 1, {1, 2, 3}) for i in range(count - 1))
    frontier = find_frontier(domain_of(values, requirements=chain))
    assert len(frontier) > 10
    options = frontier.options
    assert not ((options[:, :-1] >= 2) & (options[:, 1:] == 0)).any()
    worth = np.array(values)[:, np.arange(count), options].sum(axis=2).T
    assert (worth == frontier.worth).all()


def test_issues_tied_too_closely_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    close = tuple(needs(i, {0}, k, {0, 1}) for i in range(7) for k in range(7) if i != k)
    many = domain_of([[[float(o) for o in range(10)] for _ in range(7)]], requirements=close)
    monkeypatch.setattr(elimination, "MOST_PARTIAL", 10_000)
    with pytest.raises(AnalysisError, match="too closely together"):
        find_frontier(many)


@given(domains())
def test_issue_by_issue_gives_what_listing_gives(domain: Domain) -> None:
    listed, least = find_frontier(domain), solve_bargaining(domain).disagreement
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lattice, "MOST_COMBINATIONS", 0)
        eliminated, same = find_frontier(domain), solve_bargaining(domain).disagreement
    assert eliminated.worth.tolist() == listed.worth.tolist()
    assert same == least
    allowed = {chosen for chosen, _ in list_packages(domain)}
    assert {tuple(row) for row in eliminated.options.tolist()} <= allowed


@given(domains(tied=False), st.sampled_from([3.0, 7.0, 0.3, 1e-3]))
def test_worth_that_is_no_whole_number_of_steps_makes_no_more_outcomes_and_no_fewer(domain: Domain, by: float) -> None:
    scaled = replace(
        domain,
        utilities=tuple(
            replace(u, values=tuple(tuple(w / by for w in worth) for worth in u.values)) for u in domain.utilities
        ),
    )
    assert len(find_frontier(scaled, step=1e-7)) == len(find_frontier(domain, step=1.0))
