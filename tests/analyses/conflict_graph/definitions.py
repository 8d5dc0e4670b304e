"""The definitions of the graph model written out one by one: slow, and sharing nothing with the engine but the model.

States count from 1. Payoffs are taken from the model as they are; every preference here is given by payoffs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from detente.model.stability import ConflictModel, Irreversible, StabilityConcept


class Definitions:
    """One conflict, its moves and its stability, each by its definition."""

    def __init__(self, model: ConflictModel) -> None:
        self.model = model
        self.owners = [d.id for d in model.decision_makers]
        payoffs = {p.decision_maker: p.payoffs for p in model.preferences}
        self.payoffs = [payoffs[owner] for owner in self.owners]
        self.members: list[list[str]] = []
        combinations_ = ["".join(reversed(letters)) for letters in product("NY", repeat=len(model.options))]
        if model.states:
            self.members = [[c for c in combinations_ if matches(c, pattern)] for pattern in model.states]
        else:
            self.members = [[c] for c in combinations_ if not any(matches(c, p) for p in model.infeasible)]
        self.state_of = {c: number for number, group in enumerate(self.members, 1) for c in group}
        self.states = range(1, len(self.members) + 1)
        self.moves = [{s: sorted(set(self._moves(place, s))) for s in self.states} for place in range(len(self.owners))]

    def _moves(self, place: int, state: int) -> Iterator[int]:
        own = [bit for bit, option in enumerate(self.model.options) if option.decision_maker == self.owners[place]]
        for combination in self.members[state - 1]:
            for letters in product("NY", repeat=len(own)):
                changed = list(combination)
                for bit, letter in zip(own, letters, strict=True):
                    changed[bit] = letter
                allowed = all(
                    not (old == "Y" and new == "N" and option.irreversible is Irreversible.ONCE_TAKEN)
                    and not (old == "N" and new == "Y" and option.irreversible is Irreversible.ONCE_DROPPED)
                    for old, new, option in zip(combination, changed, self.model.options, strict=True)
                )
                end = self.state_of.get("".join(changed))
                if allowed and end is not None and end != state:
                    yield end

    def improvements(self, place: int, state: int) -> list[int]:
        mine = self.payoffs[place]
        return [t for t in self.moves[place][state] if mine[t - 1] > mine[state - 1]]

    def reach(self, group: list[int], start: int, *, improving: bool) -> set[int]:
        """Where a group gets by legal sequences: nobody moves twice running."""
        reached: set[tuple[int, int]] = set()
        waiting = [(-1, start)]
        while waiting:
            last, state = waiting.pop()
            for mover in group:
                if mover != last:
                    for end in self.improvements(mover, state) if improving else self.moves[mover][state]:
                        if (mover, end) not in reached:
                            reached.add((mover, end))
                            waiting.append((mover, end))
        return {state for _, state in reached}

    def is_stable(self, place: int, state: int, concept: StabilityConcept) -> bool:
        """Every improvement meets a sanction."""
        mine = self.payoffs[place]
        others = [other for other in range(len(self.owners)) if other != place]

        def gains_nothing(end: int) -> bool:
            return mine[end - 1] <= mine[state - 1]

        def sanctioned(improvement: int) -> bool:
            match concept:
                case StabilityConcept.NASH:
                    return False
                case StabilityConcept.GMR:
                    return any(map(gains_nothing, self.reach(others, improvement, improving=False)))
                case StabilityConcept.SEQ:
                    return any(map(gains_nothing, self.reach(others, improvement, improving=True)))
                case StabilityConcept.SMR:
                    return any(
                        gains_nothing(end) and all(map(gains_nothing, self.moves[place][end]))
                        for end in self.reach(others, improvement, improving=False)
                    )
                case StabilityConcept.SIM:
                    return any(map(gains_nothing, self.joint_ends(place, state, improvement)))

        return all(sanctioned(improvement) for improvement in self.improvements(place, state))

    def joint_ends(self, place: int, state: int, improvement: int) -> Iterator[int]:
        """Where it ends if others, at least one, improve at the same moment."""
        (before,) = self.members[state - 1]
        choices = [
            [state, *self.improvements(other, state)] if other != place else [improvement]
            for other in range(len(self.owners))
        ]
        for choice in product(*choices):
            if any(end != state for other, end in enumerate(choice) if other != place):
                after = list(before)
                for end in choice:
                    (changed,) = self.members[end - 1]
                    for bit, letter in enumerate(changed):
                        if letter != before[bit]:
                            after[bit] = letter
                if "".join(after) in self.state_of:
                    yield self.state_of["".join(after)]

    def stable_states(self, place: int, concept: StabilityConcept) -> tuple[int, ...]:
        return tuple(state for state in self.states if self.is_stable(place, state, concept))

    def coalitions(self) -> list[tuple[int, ...]]:
        everybody = range(len(self.owners))
        return [c for size in range(1, len(self.owners) + 1) for c in combinations(everybody, size)]

    def coalition_ends(self, coalition: tuple[int, ...], state: int) -> set[int]:
        """What a coalition reaches and each of its members prefers."""
        return {
            end
            for end in self.reach(list(coalition), state, improving=False)
            if all(self.payoffs[member][end - 1] > self.payoffs[member][state - 1] for member in coalition)
        }

    def improving_together(self, group: list[int], start: int, largest: int) -> set[int]:
        """Where coalitions within a group improve to, one after another: none of them twice running."""
        allied = [c for size in range(1, largest + 1) for c in combinations(group, size)]
        reached: set[tuple[tuple[int, ...], int]] = set()
        waiting: list[tuple[tuple[int, ...], int]] = [((), start)]
        while waiting:
            last, state = waiting.pop()
            for coalition in allied:
                if coalition != last:
                    for end in self.coalition_ends(coalition, state):
                        if (coalition, end) not in reached:
                            reached.add((coalition, end))
                            waiting.append((coalition, end))
        return {state for _, state in reached}

    def unsanctioned(self, coalition: tuple[int, ...], state: int, concept: StabilityConcept, largest: int) -> set[int]:
        """The improvements that the others cannot answer so that a member gains nothing."""
        others = [other for other in range(len(self.owners)) if other not in coalition]

        def somebody_gains_nothing(end: int) -> bool:
            return any(self.payoffs[member][end - 1] <= self.payoffs[member][state - 1] for member in coalition)

        def sanctioned(improvement: int) -> bool:
            match concept:
                case StabilityConcept.GMR:
                    return any(map(somebody_gains_nothing, self.reach(others, improvement, improving=False)))
                case StabilityConcept.SMR:
                    return any(
                        somebody_gains_nothing(end)
                        and all(map(somebody_gains_nothing, self.reach(list(coalition), end, improving=False)))
                        for end in self.reach(others, improvement, improving=False)
                    )
                case StabilityConcept.SEQ:
                    return any(map(somebody_gains_nothing, self.improving_together(others, improvement, largest)))
                case _:
                    return False

        return {end for end in self.coalition_ends(coalition, state) if not sanctioned(end)}


def matches(combination: str, pattern: str) -> bool:
    return all(wanted in ("-", letter) for letter, wanted in zip(combination, pattern, strict=True))
