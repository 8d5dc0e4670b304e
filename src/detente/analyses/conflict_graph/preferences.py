"""Preferences as ordinal ranks: from prioritised statements, from chains of states, or from numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from detente.analyses.conflict_graph.rules import Flags, Rule, evaluate_rule
from detente.analyses.conflict_graph.states import Integers, States, parse_known_rule
from detente.errors import AnalysisError
from detente.model.stability import ConflictModel, Preference

LARGEST = 2**53
"""Whole numbers beyond this are no longer told apart as floats."""

_LINK = re.compile(r"\s*([>~])\s*")


def rank_states(model: ConflictModel, states: States) -> tuple[Integers, tuple[str, ...]]:
    """How every decision maker orders the states.

    Parameters
    ----------
    model : ConflictModel
        The conflict.
    states : States
        Its states.

    Returns
    -------
    ranks : array of int, shape (decision makers, states)
        From 0, the least preferred; states with one rank are tied.
    warnings : tuple of str
        Rules that order nothing.

    Raises
    ------
    AnalysisError
        If a decision maker has no preferences or has them twice, or if they contradict themselves.
    """
    owners = [decision_maker.id for decision_maker in model.decision_makers]
    given = [preference.decision_maker for preference in model.preferences]
    for owner in given:
        if owner not in owners:
            raise AnalysisError(f"there are preferences of {owner!r}, who is no decision maker")
        if given.count(owner) > 1:
            raise AnalysisError(f"the preferences of {owner!r} are given twice")
    for owner in owners:
        if owner not in given:
            raise AnalysisError(f"the preferences of {owner!r} are missing; give rules, a ranking or payoffs")
    ranked = [rank_by_preference(model.preferences[given.index(owner)], states) for owner in owners]
    return np.stack([ranks for ranks, _ in ranked]), tuple(w for _, warnings in ranked for w in warnings)


def rank_by_preference(preference: Preference, states: States) -> tuple[Integers, tuple[str, ...]]:
    """How one decision maker orders the states.

    Parameters
    ----------
    preference : Preference
        In exactly one of its three forms.
    states : States
        The states of the conflict.

    Returns
    -------
    ranks : array of int, shape (states,)
        From 0, the least preferred.
    warnings : tuple of str
        Rules that order nothing.

    Raises
    ------
    AnalysisError
        If it has no form or several, or contradicts itself, or leaves states out, or holds a number that is not
        finite.
    """
    forms = [bool(preference.rules), bool(preference.ranking), bool(preference.payoffs)]
    try:
        if sum(forms) != 1:
            raise AnalysisError(("none" if not any(forms) else "several") + " of rules, ranking and payoffs given")
        if preference.rules:
            ranks, idle = rank_by_rules(preference.rules, states)
            return ranks, tuple(f"preferences of {preference.decision_maker}: {warning}" for warning in idle)
        if preference.ranking:
            return rank_by_chains(preference.ranking, states), ()
        return rank_by_payoffs(preference.payoffs, states), ()
    except AnalysisError as error:
        raise AnalysisError(f"preferences of {preference.decision_maker!r}: {error}") from None


def rank_by_rules(rules: Sequence[str], states: States) -> tuple[Integers, tuple[str, ...]]:
    """Option prioritising: order states by the most important statement on which they differ.

    Parameters
    ----------
    rules : sequence of str
        What is wanted to be true, the most important first.
    states : States
        The states of the conflict.

    Returns
    -------
    ranks : array of int, shape (states,)
        From 0, the least preferred.
    warnings : tuple of str
        Rules that hold in every state, or in none.

    Raises
    ------
    AnalysisError
        If a rule cannot be read, holds whatever is chosen or never, or says again what an earlier one says, or
        its opposite.

    Notes
    -----
    Of ``k`` statements the ``j``-th scores ``2 ** (k - j)`` where it holds (Fang, Hipel, Kilgour & Peng 2003), so
    that it outweighs all after it together. The sum is never written out: ranks are halved statement by statement,
    and no number of statements overflows.
    """
    parsed = [parse_known_rule(text, states.options) for text in rules]
    _check_consistency(rules, parsed)
    ranks, warnings = np.zeros(len(states), dtype=np.int64), []
    for number, rule in enumerate(parsed):
        holds = states.evaluate(rule)
        if holds.all() or not holds.any():
            where = "every state" if holds.all() else "no state"
            warnings.append(f"rule {number + 1}, {rules[number]!r}, holds in {where} and orders nothing")
        ranks = np.unique(2 * ranks + holds, return_inverse=True)[1]
    return ranks.astype(np.int32), tuple(warnings)


def _check_consistency(rules: Sequence[str], parsed: Sequence[Rule]) -> None:
    """Refuse rules that are empty of sense or take one another back."""
    known: dict[tuple[tuple[str, ...], bytes], int] = {}
    for number, (text, rule) in enumerate(zip(rules, parsed, strict=True), 1):
        holds = _truth_table(rule)
        if holds.all() or not holds.any():
            verdict = "holds whatever is chosen" if holds.all() else "contradicts itself: it can never hold"
            raise AnalysisError(f"rule {number}, {text!r}, {verdict}")
        options = tuple(sorted(rule.options))
        for table, verdict in ((holds, "says the same as"), (~holds, "says the opposite of")):
            if earlier := known.get((options, table.tobytes())):
                raise AnalysisError(f"rule {number}, {text!r}, {verdict} rule {earlier}, {rules[earlier - 1]!r}")
        known[options, holds.tobytes()] = number


def _truth_table(rule: Rule) -> Flags:
    """Whether a statement holds, for every choice of the options that it names."""
    options = sorted(rule.options)
    choices = np.arange(1 << len(options), dtype=np.int32)

    def truth(option: str) -> Flags:
        taken: Flags = (choices >> options.index(option) & 1).astype(np.bool_)
        return taken

    return evaluate_rule(rule, truth)


def rank_by_payoffs(payoffs: Sequence[float], states: States) -> Integers:
    """Order states by numbers of which only the order counts.

    Parameters
    ----------
    payoffs : sequence of float
        One a state, higher is better.
    states : States
        The states of the conflict.

    Returns
    -------
    array of int, shape (states,)
        From 0, the least preferred.

    Raises
    ------
    AnalysisError
        If their number is not that of the states, or one is not finite.
    """
    if len(payoffs) != len(states):
        raise AnalysisError(f"{len(payoffs)} payoffs for {len(states)} states")
    for place, payoff in enumerate(payoffs, 1):
        if isinstance(payoff, int) and abs(payoff) > LARGEST:
            raise AnalysisError(f"the payoff of state {place} is too large a whole number; only the order counts")
    values = np.asarray(payoffs, dtype=np.float64)
    for state in np.flatnonzero(~np.isfinite(values))[:1]:
        raise AnalysisError(f"the payoff of state {int(state) + 1} is {values[state]}; expected a finite number")
    return np.unique(values, return_inverse=True)[1].astype(np.int32)


def rank_by_chains(chains: Sequence[str], states: States) -> Integers:
    """Order states by chains such as ``3 > 1 ~ 4 > 2``, which together leave no two of them open.

    Parameters
    ----------
    chains : sequence of str
        Numbers or patterns of states, the best first; ``~`` is a tie, and a pattern with ``-`` stands for all of
        its states, tied.
    states : States
        The states of the conflict.

    Returns
    -------
    array of int, shape (states,)
        From 0, the least preferred.

    Raises
    ------
    AnalysisError
        If the chains go round in a circle, leave a state out, or do not say which of two states is better.
    """
    parent = list(range(len(states)))

    def tied(state: int) -> int:
        """The state that stands for all tied with this one."""
        while parent[state] != state:
            parent[state] = state = parent[parent[state]]
        return state

    seen: set[int] = set()
    better: list[tuple[int, int]] = []
    for chain in chains:
        parts = _LINK.split(chain.strip())
        members = [states.find(text).tolist() for text in parts[::2]]
        seen.update(state for group in members for state in group)
        for group in members:
            for state in group[1:]:
                parent[tied(state)] = tied(group[0])
        for link, (left, right) in zip(parts[1::2], pairwise(members), strict=True):
            if link == ">":
                better.append((left[0], right[0]))
            else:
                parent[tied(right[0])] = tied(left[0])
    if missing := sorted(set(range(len(states))) - seen):
        raise AnalysisError("the ranking leaves out " + _names(missing))
    return _order(np.array([tied(state) for state in range(len(states))]), [(tied(a), tied(b)) for a, b in better])


def _order(classes: Integers, better: Sequence[tuple[int, int]]) -> Integers:
    """Ranks of tied classes, given which of two is better; refused where that is no complete order."""
    worse: dict[int, set[int]] = {int(c): set() for c in np.unique(classes)}
    for above, below in better:
        worse[above].add(below)
    above_count = dict.fromkeys(worse, 0)
    for below in (b for group in worse.values() for b in group):
        above_count[below] += 1
    top = [c for c, count in above_count.items() if count == 0]
    order: list[int] = []
    while top:
        if len(top) > 1:
            raise AnalysisError(f"the ranking does not say which is better, state {top[0] + 1} or state {top[1] + 1}")
        order.append(top.pop())
        for below in sorted(worse[order[-1]]):
            above_count[below] -= 1
            if above_count[below] == 0:
                top.append(below)
    if circle := sorted(set(worse) - set(order)):
        raise AnalysisError("the ranking contradicts itself: it goes round in a circle at or above " + _names(circle))
    rank = {c: len(order) - place for place, c in enumerate(order, 1)}
    return np.array([rank[int(c)] for c in classes], dtype=np.int32)


def _names(states: Sequence[int]) -> str:
    """The first few states of a list, by their numbers."""
    names = ", ".join(str(state + 1) for state in states[:5])
    return f"state{'s' * (len(states) > 1)} {names}" + (f" and {len(states) - 5} more" if len(states) > 5 else "")
