"""The engine against the definitions, written out one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_coalitions, analyse_stability, build_conflict_graph, find_paths
from detente.analyses.conflict_graph.joint_moves import JointMoves
from detente.analyses.conflict_graph.sequences import shortest_sequences
from detente.model.stability import StabilityConcept
from tests.analyses.conflict_graph.definitions import Definitions
from tests.analyses.conflict_graph.games import LAW, conflicts, make_model, payoffs

NASH, GMR, SMR, SEQ, SIM = StabilityConcept


@LAW
@given(conflicts())
def test_moves_are_those_of_the_definition(model):
    graph, definitions = build_conflict_graph(model), Definitions(model)
    for place, moves in enumerate(graph.moves):
        for state in definitions.states:
            assert sorted(int(end) + 1 for end in moves.of(state - 1)) == definitions.moves[place][state]
            improved = [int(end) + 1 for end in graph.improvements[place].of(state - 1)]
            assert sorted(improved) == definitions.improvements(place, state)


@LAW
@given(conflicts())
def test_stable_states_are_those_of_the_definitions(model):
    result, definitions = analyse_stability(model), Definitions(model)
    for concept in (NASH, GMR, SMR, SEQ):
        for place, owner in enumerate(definitions.owners):
            assert result.stable_states(owner, concept) == definitions.stable_states(place, concept), concept


@LAW
@given(conflicts(merged=False, most=5))
def test_simultaneously_stable_states_are_those_of_the_definition(model):
    result, definitions = analyse_stability(model, concepts=[SIM]), Definitions(model)
    for place, owner in enumerate(definitions.owners):
        assert result.stable_states(owner, SIM) == definitions.stable_states(place, SIM)


@LAW
@given(conflicts(most=4))
def test_coalitions_improve_where_the_definition_says(model):
    result, definitions = analyse_coalitions(model), Definitions(model)
    ends = {(c, s): definitions.coalition_ends(c, s) for c in definitions.coalitions() for s in definitions.states}
    for entry, coalition in zip(result.stable, definitions.coalitions(), strict=True):
        assert entry.coalition == tuple(definitions.owners[member] for member in coalition)
        assert entry.states == tuple(s for s in definitions.states if not ends[coalition, s])
    assert result.equilibria == tuple(
        s for s in definitions.states if not any(ends[c, s] for c in definitions.coalitions())
    )
    smallest = {
        (c, s, end)
        for (c, s), reached in ends.items()
        for end in reached
        if not any(set(d) < set(c) and end in ends[d, s] for d in definitions.coalitions())
    }
    ids = {(tuple(definitions.owners[m] for m in c), s, end) for c, s, end in smallest}
    assert {(i.coalition, i.path.start, i.path.end) for i in result.improvements} == ids


@LAW
@given(conflicts(most=4), st.integers(1, 4))
def test_coalitions_leave_a_state_where_the_definition_says(model, largest):
    definitions = Definitions(model)
    everybody = [c for c in definitions.coalitions() if len(c) <= largest]
    for concept in (NASH, GMR, SMR, SEQ):
        result = analyse_coalitions(model, concept=concept, largest=largest)
        ends = {(c, s): definitions.unsanctioned(c, s, concept, largest) for c in everybody for s in definitions.states}
        for entry, coalition in zip(result.stable, everybody, strict=True):
            assert entry.states == tuple(s for s in definitions.states if not ends[coalition, s]), (concept, coalition)
        assert result.equilibria == tuple(s for s in definitions.states if not any(ends[c, s] for c in everybody))
        smallest = {
            (tuple(definitions.owners[m] for m in c), s, end)
            for (c, s), left in ends.items()
            for end in left
            if not any(set(d) < set(c) and end in ends[d, s] for d in everybody)
        }
        assert {(i.coalition, i.path.start, i.path.end) for i in result.improvements} == smallest, concept


@LAW
@given(conflicts(most=4), st.data())
def test_the_states_named_get_the_answers_that_they_have_among_all(model, data):
    everything = range(1, len(Definitions(model).states) + 1)
    named = data.draw(st.lists(st.sampled_from(everything), min_size=1, unique=True))
    for concept in (NASH, GMR, SMR, SEQ):
        some, all_ = (analyse_coalitions(model, concept=concept, states=s) for s in (named, None))
        assert some.examined == tuple(sorted(named))
        assert some.equilibria == tuple(s for s in all_.equilibria if s in named)
        assert some.improvements == tuple(i for i in all_.improvements if i.path.start in named)
        unlisted = analyse_coalitions(model, concept=concept, list_improvements=False)
        assert (unlisted.stable, unlisted.equilibria) == (all_.stable, all_.equilibria)


@LAW
@given(conflicts(most=4))
def test_nash_stable_states_of_coalitions_are_the_same_searched_for_and_all_at_once(model):
    graph = build_conflict_graph(model)
    joint = JointMoves(graph, largest=len(graph.moves))
    for coalition in Definitions(model).coalitions():
        free = joint.unsanctioned(coalition, NASH, range(len(graph.states)))
        for state in range(len(graph.states)):
            searched = shortest_sequences({member: graph.moves[member] for member in coalition}, state)
            preferred = [e for e in searched if (graph.ranks[coalition, e] > graph.ranks[coalition, state]).all()]
            assert sorted(free.of(state).tolist()) == sorted(preferred)


@LAW
@given(conflicts())
def test_paths_are_legal_and_none_is_shorter(model):
    definitions = Definitions(model)
    everything = range(1, len(definitions.states) + 1)
    for improving in (True, False):
        result = find_paths(model, start=1, ends=everything, improving=improving)
        lengths = {1: 0}
        level = {(-1, 1)}
        for length in range(1, len(definitions.states) * len(definitions.owners) + 1):
            level = {
                (mover, end)
                for last, state in level
                for mover in range(len(definitions.owners))
                if mover != last
                for end in (definitions.improvements(mover, state) if improving else definitions.moves[mover][state])
            }
            for _, end in level:
                lengths.setdefault(end, length)
            if not level or len(lengths) == len(definitions.states):
                break
        assert {path.end: len(path.moves) for path in result.paths} == lengths
        assert set(result.unreached) == set(everything) - set(lengths)
        for path in result.paths:
            at, last = path.start, None
            for move in path.moves:
                place = definitions.owners.index(move.decision_maker)
                allowed = definitions.improvements(place, at) if improving else definitions.moves[place][at]
                assert (move.start, move.decision_maker != last, move.end in allowed) == (at, True, True)
                at, last = move.end, move.decision_maker
            assert at == path.end


def test_an_answer_may_take_two_moves_by_the_same_decision_maker_with_another_between():
    """From 2, b must move, c, and b again before a is worse off than at 1: one move each would not do.

    Every improvement of b and c leads one state on, and no two states apart are one move of anybody.
    """
    model = make_model(
        "abcb",
        [
            payoffs("a", 1, 2, 2, 2, 0),
            payoffs("b", 0, 0, 1, 1, 2),
            payoffs("c", 0, 0, 0, 1, 1),
        ],
        states=("NNNN", "YNNN", "YYNN", "YYYN", "YNYY"),
    )
    result = analyse_stability(model)
    for concept in (GMR, SMR, SEQ):
        assert 1 in result.stable_states("a", concept)
    assert 1 not in result.stable_states("a", NASH)
    without = make_model(
        "abcb", (model.preferences[0], payoffs("b", 0, 0, 1, 0, 0), model.preferences[2]), states=model.states
    )
    assert 1 not in analyse_stability(without).stable_states("a", SEQ)


def test_nobody_moves_twice_running_even_where_a_merged_state_lies_between():
    """b reaches 3 from 2, and 4 from 3, but not 4 from 2: for an answer to 2 that is out of reach, c having no move.

    State 3 is one whatever o3, so that b enters it in one combination and would leave it from another.
    """
    model = make_model(
        "abcb",
        [payoffs("a", 1, 2, 2, 0), payoffs("b", 0, 0, 1, 2), payoffs("c", 0, 0, 0, 0)],
        states=("NNNN", "YNNN", "YY-N", "YNYY"),
    )
    definitions = Definitions(model)
    assert definitions.moves[1] == {1: [], 2: [3], 3: [2, 4], 4: [3]}
    assert 1 not in analyse_stability(model).stable_states("a", GMR)


def test_between_two_coalitions_the_same_decision_maker_may_move_twice_running():
    """With c, b goes on to 4 where alone it could not: {b} improves to 3, {b, c} from there, by a move of b.

    It takes a merged state for the difference to show; elsewhere two moves of b running are one.
    """
    model = make_model(
        "abcb",
        [payoffs("a", 1, 2, 2, 0), payoffs("b", 0, 0, 1, 2), payoffs("c", 0, 0, 0, 1)],
        states=("NNNN", "YNNN", "YY-N", "YNYY"),
    )
    for concept, largest, stable in ((SEQ, 1, False), (SEQ, 2, True), (GMR, 2, False)):
        alone = analyse_coalitions(model, concept=concept, largest=largest).stable[0]
        assert (alone.coalition, 1 in alone.states) == (("a",), stable)


def test_others_may_answer_together_where_none_of_them_would_alone():
    """a gains at 2; b and c together punish it at 4, through 3 which b likes less: neither would move alone."""
    model = make_model(
        "abc",
        [payoffs("a", 1, 2, 2, 0), payoffs("b", 0, 1, 0, 2), payoffs("c", 0, 1, 1, 2)],
        states=("NNN", "YNN", "YYN", "YYY"),
    )
    for largest, stable in ((1, False), (2, True)):
        alone = analyse_coalitions(model, concept=SEQ, largest=largest).stable[0]
        assert (alone.coalition, 1 in alone.states) == (("a",), stable)


@pytest.mark.parametrize("concept", [GMR, SMR, SEQ])
def test_where_nobody_else_can_move_only_nash_stable_states_are_stable(concept):
    model = make_model("aa", [payoffs("a", 0, 1, 2, 3), payoffs("b", 3, 2, 1, 0)])
    result = analyse_stability(model, concepts=[concept])
    assert result.stable_states("a", concept) == (4,)
    assert result.stable_states("b", concept) == (1, 2, 3, 4)
    assert result.warnings == ("b controls no option and never moves",)
