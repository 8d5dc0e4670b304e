"""Which combinations of options are states, and what is refused as no conflict at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.analyses.conflict_graph import analyse_coalitions, analyse_stability, build_conflict_graph, find_paths
from detente.analyses.conflict_graph.simultaneous import MOST_STATES
from detente.analyses.conflict_graph.states import MOST_OPTIONS, enumerate_states
from detente.errors import AnalysisError
from detente.model.stability import Irreversible, StabilityConcept
from tests.analyses.conflict_graph.games import make_model, payoffs, rules
from tests.analyses.conflict_graph.test_published_models import ELMIRA, PRISONERS

FLAT = [payoffs("a", 0, 0, 0, 0), payoffs("b", 0, 0, 0, 0)]


def test_states_count_with_the_first_option_changing_fastest():
    assert enumerate_states(make_model("ab")).patterns() == ("NN", "YN", "NY", "YY")


@pytest.mark.parametrize(
    "gone", ["YY", " Y Y ", "o1 and o2", "not (o1 if not o2) or o2 and o1 and not (o1 iff not o2)"]
)
def test_what_is_infeasible_can_be_told_as_pattern_or_rule(gone):
    expected = ("NN", "YN", "NY") if "not" not in gone else ("YN", "NY")
    assert enumerate_states(make_model("ab", infeasible=(gone,))).patterns() == expected


def test_a_listed_pattern_with_dashes_is_one_state():
    states = enumerate_states(ELMIRA)
    assert states.patterns()[8] == "---Y-"
    assert [int(s) for s in states.find("NNNYY")] == [8]
    assert [int(s) for s in states.find("9")] == [8]


def test_what_is_taken_once_can_not_be_dropped_and_the_other_way_round():
    graph = build_conflict_graph(
        make_model("ab", FLAT, irreversible=[Irreversible.ONCE_TAKEN, Irreversible.ONCE_DROPPED])
    )
    assert [graph.moves[0].of(s).tolist() for s in range(4)] == [[1], [], [3], []]
    assert [graph.moves[1].of(s).tolist() for s in range(4)] == [[], [], [0], [1]]


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        (make_model(""), "takes two decision makers or more; there are none"),
        (make_model("a", [payoffs("a", 0, 1)]), "takes two decision makers or more; there is one"),
        (replace(make_model("ab", FLAT), options=()), "no decision maker has an option"),
        (make_model("ab", FLAT, infeasible=("Y-", "N-")), "no state is feasible"),
        (make_model("ab", FLAT, infeasible=("o1 or not o1",)), "no state is feasible"),
        (make_model("ab", FLAT, infeasible=("YYY",)), "3 letters for 2 options"),
        (make_model("ab", FLAT, infeasible=("o1 &",)), "cannot be read"),
        (make_model("ab", FLAT, infeasible=("o3",)), "names 'o3', which is no option"),
        (make_model("ab", FLAT, states=("Y-", "YN")), "states 1 and 2 overlap"),
        (make_model("ab", FLAT, states=("Y-", "o2")), "state 2, 'o2', is no pattern"),
        (make_model("ab", FLAT, states=("Y-",), infeasible=("NN",)), "either its states or what is infeasible"),
        (make_model("a" + "b" * MOST_OPTIONS), f"{MOST_OPTIONS + 1} options are too many; at most {MOST_OPTIONS}"),
        (make_model("ab", FLAT, status_quo="YYY"), "3 letters"),
    ],
)
def test_what_is_no_conflict_is_refused(model, complaint):
    for analyse in (analyse_stability, analyse_coalitions, lambda m: find_paths(m, start=1)):
        with pytest.raises(AnalysisError, match=complaint):
            analyse(model)


def test_ids_that_are_double_or_foreign_or_unreadable_are_refused():
    model = make_model("ab", FLAT)
    first, second = model.options
    for options, complaint in (
        ((first, replace(second, id=first.id)), "two options have the id 'o1'"),
        ((first, replace(second, decision_maker="c")), "'o2' belongs to 'c', who is no decision maker; there are a, b"),
        ((first, replace(second, id="if")), "'if' cannot be an option's id"),
        ((first, replace(second, id="Air strike")), "cannot be an option's id"),
    ):
        with pytest.raises(AnalysisError, match=complaint):
            analyse_stability(replace(model, options=options))
    with pytest.raises(AnalysisError, match="two decision makers have the id 'a'"):
        analyse_stability(replace(model, decision_makers=(model.decision_makers[0],) * 2))


def test_a_game_with_too_many_moves_is_refused_before_it_fills_the_memory():
    model = make_model("a" * 10 + "b" * 10, [rules("a", "o1"), rules("b", "o1")])
    with pytest.raises(AnalysisError, match="moves are too many"):
        build_conflict_graph(model)


def test_simultaneous_stability_is_refused_where_it_is_not_defined_or_too_much():
    with pytest.raises(AnalysisError, match="stand for one combination"):
        analyse_stability(ELMIRA, concepts=[StabilityConcept.SIM])
    wide = make_model("abcde" * 3, [rules(owner, "o1") for owner in "abcde"])
    with pytest.raises(AnalysisError, match=f"at most {MOST_STATES:,}"):
        analyse_stability(wide, concepts=[StabilityConcept.SIM])


def test_a_question_without_a_concept_a_start_or_a_member_is_refused():
    with pytest.raises(AnalysisError, match="no stability concept"):
        analyse_stability(PRISONERS, concepts=[])
    with pytest.raises(AnalysisError, match="no state to begin in"):
        find_paths(PRISONERS)
    with pytest.raises(AnalysisError, match="stands for 2 states; name one"):
        find_paths(PRISONERS, start="Y-")
    with pytest.raises(AnalysisError, match="at least one member"):
        analyse_coalitions(PRISONERS, largest=0)
    with pytest.raises(AnalysisError, match="no state 5"):
        analyse_coalitions(PRISONERS, states=[5])


def test_coalitions_of_a_large_game_need_states_named():
    model = make_model("abcd" * 3, [rules(owner, "o1") for owner in "abcd"])
    with pytest.raises(AnalysisError, match="name the states to examine"):
        analyse_coalitions(model)
    assert analyse_coalitions(model, states=[1]).examined == (1,)


def test_all_states_of_a_middling_game_can_be_examined_without_a_list_of_improvements():
    """Both want o1, which a can take: b can only wait for it."""
    model = make_model("ab" * 6, [rules(owner, "o1") for owner in "ab"])
    result = analyse_coalitions(model, list_improvements=False)
    assert result.equilibria == tuple(range(2, 4097, 2))
    assert [len(entry.states) for entry in result.stable] == [2048, 4096, 2048]
    assert (result.improvements, result.warnings) == ((), ("improvements of coalitions are not listed",))
    few = analyse_coalitions(model, states=[1, 2])
    assert {i.coalition for i in few.improvements} == {("a",), ("a", "b")}
    assert (few.equilibria, few.warnings) == ((2,), ())


def test_answers_to_coalitions_are_not_worked_out_for_a_large_game():
    model = make_model("abcd" * 4, [rules(owner, "o1") for owner in "abcd"])
    with pytest.raises(AnalysisError, match="name a smaller largest coalition, or ask for the improvements under nash"):
        analyse_coalitions(model, concept=StabilityConcept.SEQ, states=[1])


def test_simultaneous_stability_is_not_defined_for_coalitions():
    with pytest.raises(AnalysisError, match="not defined for coalitions"):
        analyse_coalitions(PRISONERS, concept=StabilityConcept.SIM)


def test_a_path_may_be_empty_and_an_end_out_of_reach():
    result = find_paths(PRISONERS, start=4, ends=["YY", 1])
    assert [(path.end, path.moves) for path in result.paths] == [(4, ())]
    assert result.unreached == (1,)
    (path,) = find_paths(PRISONERS, start=4, ends=[1], improving=False).paths
    assert [(m.decision_maker, m.start, m.end) for m in path.moves] == [("a", 4, 2), ("b", 2, 1)]
