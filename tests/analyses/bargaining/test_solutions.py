"""The rules pick what their definitions say, within the zone of possible agreement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from detente.analyses.bargaining import find_frontier, measure_opposition, solve_bargaining
from detente.errors import AnalysisError
from detente.model import PartyId
from detente.model.package import Domain, SolutionConcept

from .domains import PARTIES, domain_of, domains, list_packages


def picked(domain: Domain) -> dict[SolutionConcept, tuple[float, ...]]:
    return {s.concept: s.package.worth for s in solve_bargaining(domain, step=0.01).solutions}


@given(domains())
def test_no_package_at_all_does_better_by_a_rule_than_the_one_that_it_picks(domain: Domain) -> None:
    result = solve_bargaining(domain, step=0.01)
    gains = [
        tuple(w - d for w, d in zip(worth, result.disagreement, strict=True))
        for _, worth in list_packages(domain)
        if all(w >= d for w, d in zip(worth, result.disagreement, strict=True))
    ]
    assert bool(gains) == bool(result.solutions) == bool(result.zone)
    if not gains:
        return
    most = [max(g[k] for g in gains) for k in range(len(gains[0]))]
    able = [k for k, m in enumerate(most) if m > 0]

    def product(g: tuple[float, ...]) -> float:
        out = 1.0
        for k in able:
            out *= g[k]
        return out

    score = {
        SolutionConcept.NASH: product,
        SolutionConcept.EGALITARIAN: min,
        SolutionConcept.KALAI_SMORODINSKY: lambda g: min((g[k] / most[k] for k in able), default=0.0),
        SolutionConcept.UTILITARIAN: sum,
    }
    for solution in result.solutions:
        own = tuple(w - d for w, d in zip(solution.package.worth, result.disagreement, strict=True))
        rule = score[solution.concept]
        assert rule(own) == pytest.approx(max(rule(g) for g in gains))


@given(domains())
def test_scaling_what_one_party_counts_in_changes_neither_nash_nor_kalai_smorodinsky(domain: Domain) -> None:
    first = domain.utilities[0]
    doubled = replace(
        first,
        values=tuple(tuple(2 * w for w in worth) for worth in first.values),
        reservation=None if first.reservation is None else 2 * first.reservation,
    )
    before, after = picked(domain), picked(replace(domain, utilities=(doubled, *domain.utilities[1:])))
    for concept in (SolutionConcept.NASH, SolutionConcept.KALAI_SMORODINSKY):
        if concept in before:
            worth = after[concept]
            assert (worth[0] / 2, *worth[1:]) == pytest.approx(before[concept])


def test_dividing_a_hundred_evenly_valued_gives_each_half_whatever_the_rule() -> None:
    share = [float(x) for x in range(101)]
    split = picked(domain_of([[share], [share[::-1]]], reservations=[0.0, 0.0]))
    assert set(split.values()) == {(50.0, 50.0)}


def test_a_known_alternative_moves_the_deal_towards_who_has_it() -> None:
    share = [float(x) for x in range(101)]
    split = picked(domain_of([[share], [share[::-1]]], reservations=[40.0, 0.0]))
    assert split[SolutionConcept.NASH] == (70.0, 30.0)


def test_an_empty_zone_is_an_answer() -> None:
    result = solve_bargaining(domain_of([[[1.0, 2.0]], [[2.0, 1.0]]], reservations=[2.0, 2.0]))
    assert (result.zone, result.solutions) == ((), ())
    assert "no package is worth every party's reservation value" in result.warnings


def test_an_unknown_reservation_rules_nothing_out_and_is_said() -> None:
    result = solve_bargaining(domain_of([[[1.0, 2.0]], [[2.0, 1.0]]]))
    assert len(result.zone) == 2
    assert [w for w in result.warnings if "not known" in w] == [
        "what alba has without a deal is not known: its worst package stands for it",
        "what brava has without a deal is not known: its worst package stands for it",
    ]


def test_a_reservation_value_can_be_moved_for_a_what_if() -> None:
    domain = domain_of([[[1.0, 2.0, 3.0]], [[3.0, 2.0, 1.0]]], reservations=[0.0, 0.0])
    assert len(solve_bargaining(domain, reservations={PARTIES[0]: 3.0}).zone) == 1
    with pytest.raises(AnalysisError, match="no party of the domain"):
        solve_bargaining(domain, reservations={PartyId("nobody"): 1.0})


def test_opposition_is_nothing_where_one_package_gives_all_everything() -> None:
    assert measure_opposition(find_frontier(domain_of([[[1.0, 5.0]], [[2.0, 9.0]]]))) == 0.0
    assert measure_opposition(find_frontier(domain_of([[[0.0, 1.0]], [[1.0, 0.0]]]))) == pytest.approx(1.0)


def test_one_party_takes_its_best() -> None:
    assert set(picked(domain_of([[[1.0, 4.0], [2.0, 0.0]]])).values()) == {(6.0,)}
