"""The states of a conflict: combinations of options that can be, as bit patterns, and their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analyses.conflict_graph.rules import Flags, Rule, evaluate_rule, is_option_id, parse_rule
from detente.errors import AnalysisError
from detente.model.stability import ConflictModel

Integers = NDArray[np.int32]

MOST_OPTIONS = 24
"""A table of all combinations, 64 MB at this number, says which of them are states."""

_PATTERN = re.compile(r"[YN\-\s]+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class States:
    """The states of a conflict; within this room they count from 0."""

    options: tuple[str, ...]
    """Ids; the first is bit 0."""
    bits: Integers
    """Shape (states,): options taken; of a state that stands for several combinations, the first of them."""
    free: Integers
    """Shape (states,): options whose choice makes no difference to a state."""
    lookup: Integers
    """Shape (2 ** options,): the state of each combination, -1 where it cannot be."""

    def __len__(self) -> int:
        return len(self.bits)

    @property
    def merged(self) -> bool:
        """Whether some state stands for several combinations."""
        return bool(self.free.any())

    def truth(self, option: str) -> Flags:
        """The states in which an option is taken."""
        flags: Flags = (self.bits >> self.options.index(option) & 1).astype(np.bool_)
        return flags

    def evaluate(self, rule: Rule) -> Flags:
        """The states in which a statement holds."""
        return evaluate_rule(rule, self.truth)

    def patterns(self) -> tuple[str, ...]:
        """The pattern of every state, in order."""
        letters = np.empty((len(self), len(self.options)), dtype=np.uint8)
        for bit in range(len(self.options)):
            letters[:, bit] = np.where(self.bits >> bit & 1, ord("Y"), ord("N"))
            letters[self.free >> bit & 1 == 1, bit] = ord("-")
        text, width = letters.tobytes().decode("ascii"), len(self.options)
        return tuple(text[start : start + width] for start in range(0, len(text), width))

    def find(self, text: str) -> Integers:
        """The states, from 0, that a number (from 1) or a pattern stands for.

        Parameters
        ----------
        text : str
            Such as ``3``, ``YNN`` or ``Y--``.

        Returns
        -------
        array of int
            At least one, ascending.

        Raises
        ------
        AnalysisError
            If there is no such state.
        """
        text = "".join(text.split())
        if re.fullmatch("[0-9]{1,9}", text):
            if not 1 <= int(text) <= len(self):
                raise AnalysisError(f"there is no state {text}; they count from 1 to {len(self)}")
            return np.array([int(text) - 1], dtype=np.int32)
        if not is_pattern(text):
            raise AnalysisError(f"{text!r} is no state; expected a number or a pattern of Y, N and -")
        care, value = parse_pattern(text, len(self.options))
        # A combination within a merged state finds that state.
        found = np.flatnonzero((self.bits ^ value) & care & ~self.free == 0).astype(np.int32)
        if not found.size:
            raise AnalysisError(f"no feasible state has the pattern {text}")
        return found


def is_pattern(text: str) -> bool:
    """Whether a text is meant as a pattern, not as a rule."""
    return _PATTERN.fullmatch(text) is not None


def parse_pattern(text: str, options: int) -> tuple[int, int]:
    """What a pattern demands.

    Parameters
    ----------
    text : str
        ``Y``, ``N`` or ``-`` for each option; spaces do not count.
    options : int
        How many there are.

    Returns
    -------
    pair of int
        Bits of the options that it speaks of, and those of them that it wants taken.

    Raises
    ------
    AnalysisError
        If its length is wrong.
    """
    letters = "".join(text.split())
    if len(letters) != options:
        raise AnalysisError(f"the pattern {letters!r} has {len(letters)} letters for {options} options")
    care = sum(1 << bit for bit, letter in enumerate(letters) if letter != "-")
    return care, sum(1 << bit for bit, letter in enumerate(letters) if letter == "Y")


def check_options(model: ConflictModel) -> None:
    """Refuse a model whose decision makers and options do not fit together.

    Parameters
    ----------
    model : ConflictModel
        The conflict.

    Raises
    ------
    AnalysisError
        If there are fewer than two decision makers, no option or too many, an id twice, or an option of nobody.
    """
    owners: list[str] = [decision_maker.id for decision_maker in model.decision_makers]
    options: list[str] = [option.id for option in model.options]
    if len(owners) < 2:
        raise AnalysisError(f"a conflict takes two decision makers or more; there {_are(len(owners))} in the model")
    if not options:
        raise AnalysisError("no decision maker has an option; with nothing to choose there is one state and no move")
    if len(options) > MOST_OPTIONS:
        raise AnalysisError(f"{len(options)} options are too many; at most {MOST_OPTIONS} can be analysed")
    for kind, ids in (("decision makers", owners), ("options", options)):
        for repeated in sorted({i for i in ids if ids.count(i) > 1}):
            raise AnalysisError(f"two {kind} have the id {repeated!r}; give each its own")
    for option in model.options:
        if not is_option_id(option.id):
            raise AnalysisError(
                f"{option.id!r} cannot be an option's id; write lower-case letters, digits and underscores, a letter "
                "first, and none of the words not, and, or, if, iff"
            )
        if option.decision_maker not in owners:
            raise AnalysisError(
                f"the option {option.id!r} belongs to {option.decision_maker!r}, who is no decision maker; there are "
                + ", ".join(owners)
            )


def parse_known_rule(text: str, options: tuple[str, ...]) -> Rule:
    """A statement about options that the model has.

    Parameters
    ----------
    text : str
        The statement.
    options : tuple of str
        Ids.

    Returns
    -------
    Rule

    Raises
    ------
    AnalysisError
        If it cannot be read, or names an option that is not there.
    """
    rule = parse_rule(text)
    for option in sorted(rule.options.difference(options)):
        raise AnalysisError(f"the rule {text!r} names {option!r}, which is no option; there are {', '.join(options)}")
    return rule


def enumerate_states(model: ConflictModel) -> States:
    """The states that can be.

    Parameters
    ----------
    model : ConflictModel
        The conflict.

    Returns
    -------
    States
        In the order of the model's list, or else with the first option changing fastest.

    Raises
    ------
    AnalysisError
        If the model's options do not fit together, a pattern or rule is wrong, two listed states overlap, or no
        state is feasible.
    """
    check_options(model)
    options = tuple(option.id for option in model.options)
    if model.states:
        if model.infeasible:
            raise AnalysisError("a model lists either its states or what is infeasible, not both")
        return _listed_states(options, model.states)
    combinations = np.arange(1 << len(options), dtype=np.int32)
    everything = States(options=options, bits=combinations, free=np.zeros_like(combinations), lookup=combinations)
    feasible = np.ones(len(combinations), dtype=np.bool_)
    for text in model.infeasible:
        if is_pattern(text):
            care, value = parse_pattern(text, len(options))
            feasible &= (combinations ^ value) & care != 0
        else:
            feasible &= ~everything.evaluate(parse_known_rule(text, options))
    if not feasible.any():
        raise AnalysisError("no state is feasible: what is declared infeasible leaves no combination of options")
    bits = combinations[feasible]
    lookup = np.full(len(combinations), -1, dtype=np.int32)
    lookup[bits] = np.arange(len(bits), dtype=np.int32)
    return States(options=options, bits=bits, free=np.zeros_like(bits), lookup=lookup)


def choices_of(options: int) -> Integers:
    """Every choice among some options, given as bits; the first is to take none of them."""
    choices = np.zeros(1, dtype=np.int32)
    for bit in range(options.bit_length()):
        if options >> bit & 1:
            choices = np.concatenate((choices, choices | np.int32(1 << bit)))
    return choices


def _listed_states(options: tuple[str, ...], patterns: tuple[str, ...]) -> States:
    """The states that a model lists."""
    everything = (1 << len(options)) - 1
    lookup = np.full(everything + 1, -1, dtype=np.int32)
    bits, free = [], []
    for number, text in enumerate(patterns):
        if not is_pattern(text):
            raise AnalysisError(f"state {number + 1}, {text!r}, is no pattern of Y, N and -")
        care, value = parse_pattern(text, len(options))
        members = value | choices_of(everything & ~care)
        taken = lookup[members]
        if (taken >= 0).any():
            raise AnalysisError(f"states {int(taken.max()) + 1} and {number + 1} overlap; each is to be told apart")
        lookup[members] = number
        bits.append(value)
        free.append(everything & ~care)
    return States(
        options=options,
        bits=np.array(bits, dtype=np.int32),
        free=np.array(free, dtype=np.int32),
        lookup=lookup,
    )


def _are(count: int) -> str:
    """``is one`` or ``are none``."""
    return "is one" if count else "are none"
