"""A conflict in option form, and where it can come to rest: the words of the graph model for conflict resolution."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

DecisionMakerId = NewType("DecisionMakerId", str)
ConflictOptionId = NewType("ConflictOptionId", str)
StateNumber = int
"""States count from 1, as in the literature."""


class Irreversible(StrEnum):
    """What can no longer be undone about an option."""

    ONCE_TAKEN = "once-taken"
    """Taken, it cannot be dropped again: a plant that is shut stays shut."""
    ONCE_DROPPED = "once-dropped"
    """Dropped, it cannot be taken up again: an offer that is withdrawn stays withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMaker:
    """One who controls options and prefers some states to others."""

    id: DecisionMakerId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictOption:
    """Something that one decision maker can do or leave."""

    id: ConflictOptionId
    """Lower-case letters, digits and underscores, so that rules can name it."""
    decision_maker: DecisionMakerId
    name: str
    irreversible: Irreversible | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How one decision maker orders the states, said in exactly one of three ways."""

    decision_maker: DecisionMakerId
    rules: tuple[str, ...] = ()
    """Option prioritising: statements that it wants to be true, the most important first."""
    ranking: tuple[str, ...] = ()
    """Chains of states, the best first: ``3 > 1 ~ 4 > 2``; ``~`` is a tie, a pattern with ``-`` all of its states."""
    payoffs: tuple[float, ...] = ()
    """One number a state, higher is better; only their order counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictModel:
    """A conflict in option form.

    A pattern has one letter an option, in their order: ``Y`` taken, ``N`` not taken, ``-`` either; spaces do
    not count.
    """

    title: str
    decision_makers: tuple[DecisionMaker, ...]
    options: tuple[ConflictOption, ...]
    preferences: tuple[Preference, ...]
    infeasible: tuple[str, ...] = ()
    """Patterns, or rules like ``withdraw and escalate``, of states that cannot be."""
    states: tuple[str, ...] = ()
    """Patterns of all the states there are, in the order of their numbers; one with ``-`` is a single state, its
    differences of no account. Empty: every feasible combination, counted with the first option changing fastest."""
    status_quo: str | None = None
    """Number or pattern of the state in which things stand."""
    source: str = ""
    """Where the model comes from."""


class StabilityConcept(StrEnum):
    """How a decision maker foresees what follows on its own move."""

    NASH = "nash"
    """It cannot improve by a move of its own."""
    GMR = "gmr"
    """General metarationality: the others can answer every improvement so that nothing is gained."""
    SMR = "smr"
    """Symmetric metarationality: and it cannot escape from that answer."""
    SEQ = "seq"
    """Sequential stability: the others can do so by moves that improve their own lot."""
    SIM = "sim"
    """Simultaneous stability: nothing is gained where others improve at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StableStates:
    """The states that one decision maker will not leave, under one concept."""

    decision_maker: DecisionMakerId
    concept: StabilityConcept
    states: tuple[StateNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibria:
    """The states that nobody will leave, under one concept."""

    concept: StabilityConcept
    states: tuple[StateNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityResult:
    """Where a conflict can come to rest, and how that was found."""

    method: str
    parameters: tuple[tuple[str, str], ...]
    inputs: ConflictModel
    patterns: tuple[str, ...]
    """The pattern of every state, in the order of their numbers."""
    stable: tuple[StableStates, ...]
    """By concept, then by decision maker, both in their order."""
    equilibria: tuple[Equilibria, ...]
    warnings: tuple[str, ...] = ()

    def stable_states(self, decision_maker: str, concept: StabilityConcept) -> tuple[StateNumber, ...]:
        """The states that one decision maker will not leave.

        Parameters
        ----------
        decision_maker : str
            Its id.
        concept : StabilityConcept
            One of those asked for.

        Returns
        -------
        tuple of int
            Numbers of states, ascending.

        Raises
        ------
        KeyError
            If the result has no answer for the two.
        """
        for entry in self.stable:
            if (entry.decision_maker, entry.concept) == (decision_maker, concept):
                return entry.states
        raise KeyError((decision_maker, concept))

    def equilibrium_states(self, concept: StabilityConcept) -> tuple[StateNumber, ...]:
        """The states that nobody will leave.

        Parameters
        ----------
        concept : StabilityConcept
            One of those asked for.

        Returns
        -------
        tuple of int
            Numbers of states, ascending.

        Raises
        ------
        KeyError
            If the concept was not asked for.
        """
        for entry in self.equilibria:
            if entry.concept == concept:
                return entry.states
        raise KeyError(concept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step of one decision maker, by its own options alone."""

    decision_maker: DecisionMakerId
    start: StateNumber
    end: StateNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A legal sequence of moves: nobody moves twice running."""

    start: StateNumber
    end: StateNumber
    moves: tuple[Move, ...]
    """Empty where start and end are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathResult:
    """Shortest ways from one state to others."""

    method: str
    parameters: tuple[tuple[str, str], ...]
    inputs: ConflictModel
    start: StateNumber
    paths: tuple[Path, ...]
    """The shortest first, then by number of the end."""
    unreached: tuple[StateNumber, ...]
    """Ends to which no such sequence leads."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionImprovement:
    """A state that some decision makers can reach together, that each of them prefers, and that nothing sanctions."""

    coalition: tuple[DecisionMakerId, ...]
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionStability:
    """The states, of those examined, that a coalition will not leave."""

    coalition: tuple[DecisionMakerId, ...]
    states: tuple[StateNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionResult:
    """Which states withstand decision makers who move together."""

    concept: StabilityConcept
    """How coalitions foresee what follows; under Nash they do not."""
    method: str
    parameters: tuple[tuple[str, str], ...]
    inputs: ConflictModel
    examined: tuple[StateNumber, ...]
    stable: tuple[CoalitionStability, ...]
    """The smallest coalitions first."""
    improvements: tuple[CoalitionImprovement, ...]
    """Only for the smallest coalitions that can make them; none, with a warning, where a list was not asked for."""
    equilibria: tuple[StateNumber, ...]
    """Those, of the states examined, that no coalition of the sizes examined will leave."""
    warnings: tuple[str, ...] = ()
