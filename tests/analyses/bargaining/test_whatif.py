"""Better packages than a deal, issues settled beforehand, and worth that may be off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.bargaining import find_frontier, find_improvements, fix_options, measure_robustness, worth_of
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import Domain

from .domains import domain_of, domains, list_packages


def options_of(domain: Domain, chosen: tuple[int, ...]) -> dict[IssueId, OptionId]:
    return {i.id: i.options[o].id for i, o in zip(domain.issues, chosen, strict=True)}


@given(domains(), st.data())
def test_improvements_leave_nobody_worse_off_and_there_are_none_on_an_efficient_deal(
    domain: Domain, data: st.DataObject
) -> None:
    packages = list(list_packages(domain))
    if not packages:
        return
    chosen, worth = data.draw(st.sampled_from(packages))
    better = find_improvements(find_frontier(domain, step=0.01), options_of(domain, chosen))
    for package in better:
        assert all(x >= y for x, y in zip(package.worth, worth, strict=True))
        assert package.worth != worth
    beaten = any(w != worth and all(x >= y for x, y in zip(w, worth, strict=True)) for _, w in packages)
    assert bool(better) == beaten


@given(domains(), st.data())
def test_settling_issues_leaves_the_packages_that_keep_to_them(domain: Domain, data: st.DataObject) -> None:
    issue = data.draw(st.sampled_from(domain.issues))
    option = data.draw(st.sampled_from(issue.options))
    settled = fix_options(domain, {issue.id: option.id})
    at, number = domain.issues.index(issue), issue.options.index(option)
    assert sorted(w for _, w in list_packages(settled)) == sorted(
        w for c, w in list_packages(domain) if c[at] == number
    )


DOMAIN = domain_of([[[0.0, 10.0], [4.0, 0.0]], [[8.0, 0.0], [0.0, 6.0]]], reservations=[3.0, 3.0])
MIXED, FIRST = ({IssueId("i0"): OptionId(a), IssueId("i1"): OptionId(b)} for a, b in (("o1", "o1"), ("o1", "o0")))


def test_without_any_spread_a_package_holds_up_always_or_never() -> None:
    mixed, first = measure_robustness(DOMAIN, [MIXED, FIRST], spread=0.0, draws=10)
    assert (mixed.acceptable, mixed.efficient) == (1.0, 1.0)
    assert first.acceptable == 0.0


def test_more_spread_makes_it_less_sure_and_a_seed_makes_it_repeatable() -> None:
    runs = [measure_robustness(DOMAIN, [MIXED, FIRST], spread=s, draws=500, seed=3)[0] for s in (0.1, 0.6, 0.6)]
    assert runs[0].acceptable > runs[1].acceptable
    assert runs[1] == runs[2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({IssueId("i0"): OptionId("o0")}, "leaves i1 open"),
        ({IssueId("i0"): OptionId("o9"), IssueId("i1"): OptionId("o0")}, "o9 is no option of i0; it has o0, o1"),
        ({IssueId("tolls"): OptionId("o0")}, "no issue tolls"),
    ],
)
def test_a_package_that_is_none_is_refused(options: dict[IssueId, OptionId], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        worth_of(DOMAIN, options)


def test_robustness_without_packages_or_with_a_negative_spread_is_refused() -> None:
    with pytest.raises(AnalysisError, match="at least one package"):
        measure_robustness(DOMAIN, [])
    with pytest.raises(AnalysisError, match="cannot be -1"):
        measure_robustness(DOMAIN, [MIXED], spread=-1)
