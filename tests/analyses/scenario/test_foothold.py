"""Who would take consent back: by hand, and against the graph model."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_stability
from detente.analyses.scenario import find_foothold
from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import Domain, Requirement
from detente.model.scenario import Foothold
from detente.model.stability import (
    ConflictModel,
    ConflictOption,
    ConflictOptionId,
    DecisionMaker,
    DecisionMakerId,
    Preference,
    StabilityConcept,
)
from tests.analyses.scenario.cases import drafted_domains, make_drafted, make_issue
from tests.factories import LAW

BRIDGE, TOLLS = make_issue("bridge", ["no", "yes"], "no"), make_issue("tolls", ["keep", "halve"], "keep")
BOTH = {IssueId("bridge"): OptionId("yes"), IssueId("tolls"): OptionId("halve")}


def test_a_settlement_that_everybody_prefers_lasts() -> None:
    domain = make_drafted([BRIDGE, TOLLS], {"amber": [[0, 9], [0, 0]], "birch": [[0, 4], [0, 3]]}).domain
    assert find_foothold(domain, BOTH) == (Foothold.LASTS, (), ())


def test_a_trade_is_held_by_the_others_answer() -> None:
    domain = make_drafted([BRIDGE, TOLLS], {"amber": [[0, 9], [4, 0]], "birch": [[3, 0], [0, 8]]}).domain
    foothold, withdrawals, _ = find_foothold(domain, BOTH)
    assert foothold is Foothold.HELD_BY_OTHERS
    assert [(w.party, w.issues) for w in withdrawals] == [("amber", ("tolls",)), ("birch", ("bridge",))]
    assert withdrawals[0].gain == pytest.approx(4 / 13)
    assert withdrawals[0].loss == pytest.approx(9 / 13)


def test_a_one_sided_settlement_falters() -> None:
    domain = make_drafted([BRIDGE, TOLLS], {"amber": [[0, 9], [0, 5]], "birch": [[3, 0], [0, 8]]}).domain
    foothold, withdrawals, _ = find_foothold(domain, BOTH)
    assert foothold is Foothold.FALTERS
    assert [(w.party, w.issues, w.loss) for w in withdrawals] == [("birch", ("bridge",), 0.0)]


def test_what_requires_a_withdrawn_issue_falls_with_it() -> None:
    needs = Requirement(
        issue=IssueId("tolls"),
        options=frozenset({OptionId("halve")}),
        needs_issue=IssueId("bridge"),
        needs_options=frozenset({OptionId("yes")}),
    )
    worth = {"amber": [[2, 0], [0, 9]], "birch": [[0, 5], [0, 0]]}
    free = find_foothold(make_drafted([BRIDGE, TOLLS], worth).domain, BOTH)
    tied = find_foothold(make_drafted([BRIDGE, TOLLS], worth, requirements=[needs]).domain, BOTH)
    assert (free[0], tied[0]) == (Foothold.FALTERS, Foothold.LASTS)


def test_an_unknown_status_quo_is_said() -> None:
    domain = make_drafted([make_issue("bridge", ["no", "yes"])], {"amber": [[0, 9]]}).domain
    found = find_foothold(domain, {IssueId("bridge"): OptionId("yes")})
    assert found == (Foothold.UNKNOWN, (), (IssueId("bridge"),))


@pytest.mark.parametrize(("issue", "option"), [("harbour", "yes"), ("bridge", "maybe")])
def test_what_the_domain_does_not_have_is_refused(issue: str, option: str) -> None:
    domain = make_drafted([BRIDGE], {"amber": [[0, 9]]}).domain
    with pytest.raises(AnalysisError, match=r"the domain has no issue|is no option of"):
        find_foothold(domain, {IssueId(issue): OptionId(option)})


@LAW
@given(st.data())
def test_lasting_is_nash_and_held_by_others_is_sequentially_stable_in_the_graph_model(data: st.DataObject) -> None:
    domain = data.draw(drafted_domains(most_issues=3)).domain
    settled = {i.id: data.draw(st.sampled_from(i.options)).id for i in domain.issues}
    model, state = as_conflict(domain, settled)
    if model is None:
        return
    found = analyse_stability(model, concepts=[StabilityConcept.NASH, StabilityConcept.SEQ])
    foothold, withdrawals, _ = find_foothold(domain, settled)
    assert (foothold is Foothold.LASTS) == (state in found.equilibrium_states(StabilityConcept.NASH))
    leavers = {w.party for w in withdrawals}
    for party in domain.parties:
        if any(d.id == party for d in model.decision_makers):
            stays = state in found.stable_states(party, StabilityConcept.NASH)
            assert stays == (party not in leavers)
    for w in withdrawals:
        if w.loss >= w.gain:
            assert state in found.stable_states(w.party, StabilityConcept.SEQ)


def as_conflict(domain: Domain, settled: dict[IssueId, OptionId]) -> tuple[ConflictModel | None, int]:
    """Everybody may consent to each issue that it values; the state in which all do."""
    consents = [
        (u, at)
        for u in domain.utilities
        for at, issue in enumerate(domain.issues)
        if len(set(u.values[at])) > 1 and settled[issue.id] != issue.status_quo
    ]
    makers = list(dict.fromkeys(u.party for u, _ in consents))
    if len(makers) < 2:
        return None, 0
    states = [tuple(reversed(bits)) for bits in product((False, True), repeat=len(consents))]

    def payoff(party: str, state: tuple[bool, ...]) -> float:
        u = next(u for u in domain.utilities if u.party == party)
        total = 0.0
        for at, issue in enumerate(domain.issues):
            agreed = all(given for given, (_, on) in zip(state, consents, strict=True) if on == at)
            held = settled[issue.id] if agreed else issue.status_quo
            total += u.values[at][next(n for n, o in enumerate(issue.options) if o.id == held)]
        return total

    model = ConflictModel(
        title="drawn",
        decision_makers=tuple(DecisionMaker(id=DecisionMakerId(m), name=m) for m in makers),
        options=tuple(
            ConflictOption(
                id=ConflictOptionId(f"c{n}"), decision_maker=DecisionMakerId(u.party), name=f"{u.party} on {at}"
            )
            for n, (u, at) in enumerate(consents)
        ),
        preferences=tuple(
            Preference(decision_maker=DecisionMakerId(m), payoffs=tuple(payoff(m, s) for s in states)) for m in makers
        ),
    )
    return model, len(states)
