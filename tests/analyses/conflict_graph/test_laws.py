"""What holds in every conflict."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_coalitions, analyse_stability, find_paths
from detente.model.stability import DecisionMakerId, StabilityConcept
from tests.analyses.conflict_graph.games import LAW, conflicts
from tests.analyses.conflict_graph.test_published_models import PRISONERS

NASH, GMR, SMR, SEQ, SIM = StabilityConcept


@LAW
@given(conflicts())
def test_nash_stable_states_are_stable_under_every_concept_and_smr_and_seq_imply_gmr(model):
    result = analyse_stability(model)
    for owner in (d.id for d in model.decision_makers):
        nash, gmr, smr, seq = (set(result.stable_states(owner, concept)) for concept in (NASH, GMR, SMR, SEQ))
        assert nash <= smr <= gmr
        assert nash <= seq <= gmr


@LAW
@given(conflicts())
def test_equilibria_are_the_states_that_are_stable_for_everybody(model):
    result = analyse_stability(model)
    for concept in (NASH, GMR, SMR, SEQ):
        everybody = [set(result.stable_states(d.id, concept)) for d in model.decision_makers]
        assert result.equilibrium_states(concept) == tuple(sorted(set.intersection(*everybody)))


@LAW
@given(conflicts(), st.randoms(use_true_random=False))
def test_renaming_decision_makers_renames_the_answer_and_their_order_does_not_count(model, random: Random):
    new = {d.id: DecisionMakerId(f"z{d.id}") for d in model.decision_makers}
    renamed = replace(
        model,
        decision_makers=tuple(
            random.sample([replace(d, id=new[d.id]) for d in model.decision_makers], len(model.decision_makers))
        ),
        options=tuple(replace(o, decision_maker=new[o.decision_maker]) for o in model.options),
        preferences=tuple(replace(p, decision_maker=new[p.decision_maker]) for p in model.preferences),
    )
    before, after = analyse_stability(model), analyse_stability(renamed)
    assert after.equilibria == before.equilibria
    for entry in before.stable:
        assert after.stable_states(new[entry.decision_maker], entry.concept) == entry.states


@LAW
@given(conflicts(), st.integers(1, 5), st.integers(-9, 9))
def test_only_the_order_of_payoffs_counts(model, factor, shift):
    stretched = tuple(
        replace(p, payoffs=tuple(factor * value**3 + shift for value in p.payoffs)) for p in model.preferences
    )
    assert analyse_stability(replace(model, preferences=stretched)).stable == analyse_stability(model).stable


@LAW
@given(conflicts())
def test_payoffs_written_as_a_chain_give_the_same_answer(model):
    def chained(values):
        tiers = [[str(s) for s, v in enumerate(values, 1) if v == tier] for tier in sorted(set(values), reverse=True)]
        return (" > ".join(" ~ ".join(tier) for tier in tiers),)

    told = tuple(replace(p, payoffs=(), ranking=chained(p.payoffs)) for p in model.preferences)
    assert analyse_stability(replace(model, preferences=told)).stable == analyse_stability(model).stable


@LAW
@given(conflicts())
def test_a_decision_maker_to_whom_all_is_one_stays_anywhere(model):
    flat = (replace(model.preferences[0], payoffs=(0,) * len(model.preferences[0].payoffs)), *model.preferences[1:])
    result = analyse_stability(replace(model, preferences=flat))
    everywhere = tuple(range(1, len(result.patterns) + 1))
    assert all(result.stable_states(flat[0].decision_maker, concept) == everywhere for concept in (NASH, GMR, SMR, SEQ))


@LAW
@given(conflicts(most=4))
def test_coalitions_of_one_are_the_decision_makers_themselves(model):
    alone = analyse_stability(model)
    for concept in (NASH, GMR, SMR, SEQ):
        result = analyse_coalitions(model, concept=concept, largest=1)
        assert result.equilibria == alone.equilibrium_states(concept)
        for entry in result.stable:
            assert entry.states == alone.stable_states(entry.coalition[0], concept)


@LAW
@given(conflicts(most=4))
def test_coalitions_that_do_not_foresee_leave_most_and_those_that_fear_any_answer_least(model):
    nash, gmr, smr, seq = (analyse_coalitions(model, concept=concept).stable for concept in (NASH, GMR, SMR, SEQ))
    merged = any("-" in pattern for pattern in model.states)
    for rows in zip(nash, gmr, smr, seq, strict=True):
        by_nash, by_gmr, by_smr, by_seq = (set(row.states) for row in rows)
        assert by_nash <= by_smr <= by_gmr
        assert by_nash <= by_seq
        assert merged or by_seq <= by_gmr


@LAW
@given(conflicts(most=4))
def test_the_grand_coalition_has_nobody_to_fear(model):
    assert len({analyse_coalitions(model, concept=concept).stable[-1] for concept in (NASH, GMR, SMR, SEQ)}) == 1


@LAW
@given(conflicts(most=4))
def test_larger_coalitions_leave_more_unless_they_also_answer(model):
    """Under SEQ the others too join in larger coalitions, so that each coalition leaves no more than before."""
    for concept in (NASH, GMR, SMR, SEQ):
        results = [analyse_coalitions(model, concept=concept, largest=n + 1) for n in range(len(model.decision_makers))]
        for fewer, more in pairwise(results):
            if concept is not SEQ:
                assert set(more.equilibria) <= set(fewer.equilibria)
            for before, after in zip(fewer.stable, more.stable, strict=False):
                assert set(before.states) <= set(after.states)
                assert concept is SEQ or before == after


@LAW
@given(conflicts(most=4), st.randoms(use_true_random=False))
def test_the_order_of_decision_makers_does_not_count_for_coalitions(model, random: Random):
    shuffled = replace(model, decision_makers=tuple(random.sample(model.decision_makers, len(model.decision_makers))))
    for concept in (NASH, GMR, SMR, SEQ):
        before, after = (analyse_coalitions(m, concept=concept) for m in (model, shuffled))
        assert before.equilibria == after.equilibria
        assert {frozenset(e.coalition): e.states for e in before.stable} == {
            frozenset(e.coalition): e.states for e in after.stable
        }


@pytest.mark.parametrize("analyse", [analyse_stability, analyse_coalitions, lambda m: find_paths(m, start=1)])
def test_the_same_conflict_gives_the_same_answer_that_can_be_hashed(analyse):
    @LAW
    @given(conflicts(most=3))
    def law(model):
        assert analyse(model) == analyse(model)
        assert isinstance(hash(analyse(model)), int)

    law()


def test_a_result_says_what_was_asked_and_has_no_answer_to_what_was_not():
    result = analyse_stability(PRISONERS, concepts=[SEQ, NASH])
    assert dict(result.parameters)["concepts"] == "nash, seq"
    assert [entry.concept for entry in result.equilibria] == [NASH, SEQ]
    assert (result.inputs, result.patterns, result.warnings) == (PRISONERS, ("NN", "NY", "YN", "YY"), ())
    with pytest.raises(KeyError):
        result.equilibrium_states(GMR)
    with pytest.raises(KeyError):
        result.stable_states("nobody", NASH)
