"""Conflicts of the literature, entered by hand from their definitions, with the answers that are published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.analyses.conflict_graph import analyse_coalitions, analyse_stability, find_paths
from detente.model.stability import Irreversible, StabilityConcept
from tests.analyses.conflict_graph.games import make_model, ranking, rules

NASH, GMR, SMR, SEQ, SIM = StabilityConcept

PRISONERS = make_model(
    "ab", [ranking("a", "3 > 1 > 4 > 2"), ranking("b", "2 > 1 > 4 > 3")], states=("NN", "NY", "YN", "YY")
)
"""Option: confess. 1 neither, 2 b alone, 3 a alone, 4 both."""

CHICKEN = make_model(
    "ab", [ranking("a", "3 > 1 > 2 > 4"), ranking("b", "2 > 1 > 3 > 4")], states=("NN", "NY", "YN", "YY")
)
"""Option: drive straight on. 1 neither, 2 b alone, 3 a alone, 4 both."""

ELMIRA = make_model(
    ["ministry", "uniroyal", "uniroyal", "uniroyal", "government"],
    [
        ranking("ministry", "7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 > 9"),
        ranking("uniroyal", "1 > 4 > 8 > 5 > 9 > 3 > 7 > 2 > 6"),
        ranking("government", "7 > 3 > 5 > 1 > 8 > 6 > 4 > 2 > 9"),
    ],
    irreversible=[
        Irreversible.ONCE_TAKEN,
        Irreversible.ONCE_DROPPED,
        Irreversible.ONCE_TAKEN,
        Irreversible.ONCE_TAKEN,
        None,
    ],
    states=("NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "---Y-"),
    status_quo="1",
)
"""Hipel, Fang, Kilgour & Haight 1993. Options: modify the control order; delay, accept, abandon; insist on the order.

The rankings are as they are commonly reprinted, from memory; that the answers come out state for state, under all
four concepts, and with the jump of the ministry and Uniroyal, is what vouches for them.
"""

CUBA = make_model(
    ["us", "us", "ussr", "ussr"],
    [
        ranking("us", "5 > 7 > 6 > 8 > 3 > 2 > 4 > 12 > 10 > 11 > 9 > 1"),
        ranking("ussr", "1 > 5 > 7 > 3 > 6 > 2 > 8 > 4 > 12 > 10 > 11 > 9"),
    ],
    infeasible=("o3 and o4",),
    status_quo="NNNN",
)
"""Fraser & Hipel 1984. Options: air strike, blockade; withdraw, escalate. A state is one more than its decimal number.

The preference vectors are from memory and not certain. They give the two equilibria of the book, 4 and 6 by decimal
numbers: missiles withdrawn, without and with the blockade.
"""


def stable(model, concept):
    result = analyse_stability(model, concepts=[concept])
    return [result.stable_states(d.id, concept) for d in model.decision_makers]


def equilibria(model, *concepts):
    result = analyse_stability(model, concepts=concepts)
    return [result.equilibrium_states(concept) for concept in concepts]


def test_prisoners_who_look_one_move_ahead_confess_and_farther_ones_need_not():
    assert equilibria(PRISONERS, NASH, GMR, SMR, SEQ) == [(4,), (1, 4), (1, 4), (1, 4)]


def test_in_chicken_one_gives_way_and_both_may():
    """Swerving together is a metarational answer: who drives on alone can be met with the crash.

    It is not sequentially stable, since nobody would crash to punish.
    """
    assert equilibria(CHICKEN, NASH, GMR, SMR, SEQ) == [(2, 3), (1, 2, 3), (1, 2, 3), (2, 3)]


def test_in_chicken_two_improvements_at_once_are_the_crash():
    """From neither straight on, both would drive on: the crash. From the crash both swerve, and are better off."""
    assert stable(CHICKEN, SIM) == [(1, 2, 3), (1, 2, 3)]


@pytest.mark.parametrize(
    ("concept", "states"), [(NASH, (5, 8, 9)), (SEQ, (5, 8, 9)), (GMR, (1, 4, 5, 8, 9)), (SMR, (1, 4, 5, 8, 9))]
)
def test_elmira_rests_where_it_was_published_to_rest(concept, states):
    assert equilibria(ELMIRA, concept) == [states]


def test_in_elmira_the_ministry_and_uniroyal_jump_together_from_one_equilibrium_to_another():
    """From 5 to 8, through 6 which Uniroyal likes least of all: how the conflict did end."""
    result = analyse_coalitions(ELMIRA, states=(5, 8, 9))
    (jump,) = result.improvements
    assert jump.coalition == ("ministry", "uniroyal")
    assert [(move.decision_maker, move.start, move.end) for move in jump.path.moves] == [
        ("ministry", 5, 6),
        ("uniroyal", 6, 8),
    ]
    assert result.equilibria == (8, 9)


@pytest.mark.parametrize("concept", [NASH, GMR, SMR, SEQ])
def test_in_elmira_nothing_sanctions_that_jump(concept):
    """The local government alone could answer at 8, by no longer insisting: to 4, which both like better than 5.

    Worked out here from the definitions; the paper on coalitions gives the jump itself.
    """
    result = analyse_coalitions(ELMIRA, concept=concept, states=(5, 8, 9))
    assert [(i.coalition, i.path.start, i.path.end) for i in result.improvements] == [(("ministry", "uniroyal"), 5, 8)]
    assert result.equilibria == (8, 9)


def test_prisoners_who_can_talk_leave_the_confession_and_stay_silent_only_if_they_fear_the_answer():
    """Together they leave 4 for 1, with nobody left to sanction that; alone each would leave 1, and be answered."""
    found = {concept: analyse_coalitions(PRISONERS, concept=concept).equilibria for concept in (NASH, GMR, SMR, SEQ)}
    assert found == {NASH: (), GMR: (1,), SMR: (1,), SEQ: (1,)}


def test_from_the_status_quo_of_elmira_the_local_government_alone_leads_to_an_equilibrium():
    result = find_paths(ELMIRA)
    (path,) = result.paths
    assert [(move.decision_maker, move.end) for move in path.moves] == [("government", 5)]
    assert result.unreached == (8, 9)


def test_over_cuba_the_missiles_are_withdrawn():
    assert equilibria(CUBA, SEQ) == [(5, 7)]


def test_over_cuba_everything_that_is_sequentially_stable_is_metarational_too():
    assert equilibria(CUBA, NASH, GMR, SMR) == [(), (2, 3, 5, 6, 7, 8), (2, 3, 5, 6, 7, 8)]


def test_preferences_of_the_prisoners_as_rules_give_the_same():
    told = replace(PRISONERS, preferences=(rules("a", "not o2", "o1"), rules("b", "not o1", "o2")))
    assert equilibria(told, NASH, SEQ) == equilibria(PRISONERS, NASH, SEQ)
