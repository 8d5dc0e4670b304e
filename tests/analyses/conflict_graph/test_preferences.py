"""Rules, chains and numbers become an order of the states, or are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_stability
from detente.analyses.conflict_graph.preferences import rank_by_chains, rank_by_payoffs, rank_by_rules
from detente.analyses.conflict_graph.rules import DEEPEST, parse_rule
from detente.analyses.conflict_graph.states import enumerate_states
from detente.errors import AnalysisError
from detente.model.stability import Preference
from tests.analyses.conflict_graph.games import LAW, make_model, payoffs, ranking, rules

STATES = enumerate_states(make_model("abab"))
ALL = [{f"o{bit + 1}": bool(number >> bit & 1) for bit in range(4)} for number in range(16)]
FOUR = enumerate_states(make_model("ab"))

options = st.sampled_from(["o1", "o2", "o3", "o4"])
sentences = st.recursive(
    options.map(lambda o: (o, lambda state: state[o])),
    lambda inner: st.one_of(
        inner.map(lambda a: (f"not ({a[0]})", lambda state: not a[1](state))),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda s: p[0][1](s) and p[1][1](s))),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) or ({p[1][0]})", lambda s: p[0][1](s) or p[1][1](s))),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) if ({p[1][0]})", lambda s: p[0][1](s) or not p[1][1](s))),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) iff ({p[1][0]})", lambda s: p[0][1](s) == p[1][1](s))),
    ),
    max_leaves=6,
)


@LAW
@given(sentences)
def test_a_rule_holds_where_its_words_say(sentence):
    text, meaning = sentence
    assert STATES.evaluate(parse_rule(text)).tolist() == [meaning(state) for state in ALL]


@LAW
@given(st.lists(sentences, min_size=1, max_size=5))
def test_prioritised_rules_order_states_as_their_weighted_sum_does(told):
    scores = [sum(2 ** (len(told) - j) for j, (_, m) in enumerate(told, 1) if m(state)) for state in ALL]
    tables = [tuple(m(state) for state in ALL) for _, m in told]
    opposite = [tuple(not holds for holds in table) for table in tables]
    # Rules that say nothing, or the same again in other options, are refused or at least never make a difference.
    if len({*tables, *opposite, (True,) * 16, (False,) * 16}) == 2 * len(tables) + 2:
        ranks, warnings = rank_by_rules([text for text, _ in told], STATES)
        assert ranks.tolist() == [sorted(set(scores)).index(score) for score in scores]
        assert warnings == ()


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("not o1 and o2", "(not o1) and o2"),
        ("o1 or o2 and o3", "o1 or (o2 and o3)"),
        ("o1 or o2 if o3 and o4", "(o1 or o2) if (o3 and o4)"),
        ("not o1 iff o2 or o3", "(not o1) iff (o2 or o3)"),
        ("not not o1", "o1"),
        ("((o1))", "o1"),
    ],
)
def test_words_bind_in_their_order(short, long):
    assert STATES.evaluate(parse_rule(short)).tolist() == STATES.evaluate(parse_rule(long)).tolist()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "at its end: expected an option's id"),
        ("o1 and", "at its end: expected an option's id"),
        ("o1 o2", "at 'o2', character 4"),
        ("(o1 or o2", r"at its end: expected and, or, if, iff or \)"),
        ("o1)", r"at '\)', character 3"),
        ("o1 if o2 if o3", "need brackets"),
        ("O1", "lower-case"),
        ("and", "expected an option's id"),
        ("(" * (DEEPEST + 1) + "o1" + ")" * (DEEPEST + 1), "brackets within one another"),
    ],
)
def test_a_rule_that_breaks_the_grammar_is_refused_with_the_place(text, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        parse_rule(text)


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (["o1 and not o1"], "rule 1, 'o1 and not o1', contradicts itself: it can never hold"),
        (["o2", "o1 or not o1"], "rule 2, 'o1 or not o1', holds whatever is chosen"),
        (["o1", "o2", "not not o1"], "rule 3, 'not not o1', says the same as rule 1, 'o1'"),
        (["o1 and o2", "not o1 or not o2"], "rule 2, .* says the opposite of rule 1"),
        (["o9"], "names 'o9', which is no option; there are o1, o2, o3, o4"),
    ],
)
def test_rules_that_contradict_or_repeat_one_another_are_refused(told, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        rank_by_rules(told, STATES)


def test_a_rule_that_every_feasible_state_meets_is_a_warning_not_an_error():
    model = make_model("ab", [rules("a", "o1 or o2", "o1"), payoffs("b", 0, 0, 0)], infeasible=("NN",))
    assert analyse_stability(model).warnings == (
        "preferences of a: rule 1, 'o1 or o2', holds in every state and orders nothing",
    )


def test_many_rules_do_not_overflow():
    many = [f"(o1 iff o2) or (o3 and o4 and not o{n % 4 + 1})" for n in range(2)]
    wide = enumerate_states(make_model("ab" * 4))
    told = [f"o{a} and not o{b}" for a in range(1, 9) for b in range(1, 9) if a != b]
    ranks, _ = rank_by_rules(told + many[:1], wide)
    assert len(told) > 50
    assert ranks.min() == 0
    assert ranks[0b00000001] > ranks[0b00000010]


def test_a_chain_ranks_with_ties_and_patterns_stand_for_all_their_states():
    assert rank_by_chains(["4 > 1 ~ 2 > 3"], FOUR).tolist() == [1, 1, 0, 2]
    assert rank_by_chains(["-Y > NN", "NN > YN"], FOUR).tolist() == [1, 0, 2, 2]
    assert rank_by_chains([" N N>Y N ~ 3", "4 > 1"], FOUR).tolist() == [1, 0, 0, 2]


@pytest.mark.parametrize(
    ("chains", "complaint"),
    [
        (["1 > 2 > 3 > 4 > 1"], "goes round in a circle at or above states 1, 2, 3, 4"),
        (["1 > 2", "2 > 1 > 3 > 4"], "circle"),
        (["1 ~ 2 > 3 > 4", "2 > 1"], "circle"),
        (["1 > 1 > 2 > 3 > 4"], "circle"),
        (["1 > 2 > 3"], "leaves out state 4"),
        (["1 > 2", "3 > 4"], "does not say which is better, state 1 or state 3"),
        (["1 > 2 > 3 > 5"], "no state 5; they count from 1 to 4"),
        (["1 > 2 > 3 >"], "'' is no state"),
        (["1 > best"], "'best' is no state"),
        (["1 > YYY"], "3 letters for 2 options"),
        (["0 > 1"], "no state 0"),
    ],
)
def test_chains_that_are_no_complete_order_are_refused(chains, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        rank_by_chains(chains, FOUR)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ((1, 2, float("nan"), 0), "state 3 is nan; expected a finite number"),
        ((float("inf"), 2, 1, 0), "state 1 is inf"),
        ((1, 2, 3), "3 payoffs for 4 states"),
        ((0, 1, 2, 2**53 + 1), "state 4 is too large"),
        ((10**400, 1, 2, 3), "state 1 is too large"),
    ],
)
def test_payoffs_that_are_no_numbers_or_too_few_are_refused(values, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        rank_by_payoffs(values, FOUR)


@LAW
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
def test_payoffs_are_ranked_in_their_order(values):
    ranks = rank_by_payoffs(values, FOUR)
    for a in range(4):
        assert [bool(ranks[a] < ranks[b]) for b in range(4)] == [values[a] < values[b] for b in range(4)]
    assert np.array_equal(np.unique(ranks), np.arange(ranks.max() + 1))


A, B = payoffs("a", 0, 1, 2, 3), payoffs("b", 0, 1, 2, 3)


@pytest.mark.parametrize(
    ("preferences", "complaint"),
    [
        ([A], "preferences of 'b' are missing"),
        ([A, B, A], "preferences of 'a' are given twice"),
        ([A, B, payoffs("c", 1)], "preferences of 'c', who is no decision maker"),
        ([A, Preference(decision_maker="b")], "'b': none of rules, ranking and payoffs"),
        ([A, replace(ranking("b", "1 > 2 > 3 > 4"), rules=("o1",))], "'b': several of rules"),
        ([A, payoffs("b", 0, 1, float("nan"), 2)], "'b': the payoff of state 3 is nan"),
    ],
)
def test_preferences_that_are_missing_or_told_twice_are_refused(preferences, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        analyse_stability(replace(make_model("ab"), preferences=tuple(preferences)))
