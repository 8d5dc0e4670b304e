"""The ways to find how low the others can go agree, however long the sequences are."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.conflict_graph import analyse_stability, build_conflict_graph, labelling
from detente.analyses.conflict_graph.labelling import UNREACHED, least_reach, reach_in_order, reach_in_rounds
from detente.analyses.conflict_graph.stability import stable_flags
from detente.model.stability import StabilityConcept
from tests.analyses.conflict_graph.definitions import Definitions
from tests.analyses.conflict_graph.games import LAW, conflicts, make_model, payoffs

SEQ = StabilityConcept.SEQ


@LAW
@given(conflicts(), st.booleans(), st.data())
def test_sweeps_and_the_search_in_order_give_the_least_value_of_the_definition(model, improving, data):
    graph, definitions = build_conflict_graph(model), Definitions(model)
    focal = data.draw(st.integers(0, len(model.decision_makers) - 1))
    values = graph.ranks[focal]
    others = [place for place in range(len(model.decision_makers)) if place != focal]
    expected = [
        min((int(values[end - 1]) for end in definitions.reach(others, s, improving=improving)), default=UNREACHED)
        for s in definitions.states
    ]
    assert reach_in_order(graph, focal, values, improving=improving).tolist() == expected
    swept = reach_in_rounds(graph, focal, values, improving=improving, rounds=10_000)
    assert swept is not None
    assert swept.tolist() == expected


def winding(turns: int):
    """A conflict in which b and c must improve in turn, one step each, before a is worse off.

    Both count up, b first, and a state is there only where c stands as high as b or one lower.
    """
    width = turns.bit_length()
    counted = [format(n, f"0{width}b").translate({48: "N", 49: "Y"}) for n in range(turns + 1)]
    steps = [counted[n + ahead] + counted[n] for n in range(turns) for ahead in (0, 1)]
    model = make_model(
        "a" + "b" * width + "c" * width,
        [
            payoffs("a", 1, *[2] * (len(steps) - 1), 0),
            payoffs("b", 0, *range(len(steps))),
            payoffs("c", 0, *range(len(steps))),
        ],
        states=("N" * (2 * width + 1), *("Y" + step for step in steps)),
    )
    return build_conflict_graph(model)


def test_sequences_too_long_for_sweeps_are_followed_in_order():
    graph = winding(500)
    values = graph.ranks[0]
    assert reach_in_rounds(graph, 0, values, improving=True, rounds=8) is None
    swept = reach_in_rounds(graph, 0, values, improving=True, rounds=10_000)
    assert swept is not None
    assert np.array_equal(reach_in_order(graph, 0, values, improving=True), swept)
    assert np.array_equal(least_reach(graph, 0, values, improving=True), swept)
    assert stable_flags(graph, 0, SEQ).tolist() == [True] * len(values)


def test_numba_gives_the_same_answers():
    @LAW
    @given(conflicts())
    def law(model):
        assert analyse_stability(model, compiled=True).stable == analyse_stability(model, compiled=False).stable

    law()


def test_who_insists_on_numba_without_having_it_is_told(monkeypatch):
    labelling._compiled_label.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    graph = winding(2)
    with pytest.raises(ModuleNotFoundError, match="numba"):
        least_reach(graph, 0, graph.ranks[0], improving=True, compiled=True)
