"""Where a conflict can come to rest, for people: the states that last, and the way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import Pen
from detente.brief.words import count_words, join_words
from detente.model.stability import (
    CoalitionResult,
    DecisionMakerId,
    Path,
    PathResult,
    StabilityConcept,
    StabilityResult,
)

_NAMES = {
    StabilityConcept.NASH: "Nash",
    StabilityConcept.GMR: "GMR",
    StabilityConcept.SMR: "SMR",
    StabilityConcept.SEQ: "SEQ",
    StabilityConcept.SIM: "SIM",
}
_MOST = 40
"""Equilibria that are listed."""


def lay_out_stability(
    found: StabilityResult,
    paths: PathResult | None,
    coalitions: CoalitionResult | None,
    pen: Pen,
    width: int,
) -> Iterator[RenderableType]:
    """The parts of the answer, one under the other.

    Parameters
    ----------
    found : StabilityResult
    paths : PathResult or None
        The ways from the status quo.
    coalitions : CoalitionResult or None
        Which equilibria a coalition would leave.
    pen : Pen
        Writes what the terminal holds.
    width : int
        Columns.
    """
    model = found.inputs
    names = {d.id: d.name for d in model.decision_makers}
    resting = {e.concept: set(e.states) for e in found.equilibria}
    states = sorted(set().union(*resting.values()))
    yield pen(
        (f"{model.title}: " if model.title else "", "bold"),
        f"{count_words(len(found.patterns), 'state')}; {len(states):,} that nobody would leave.",
    )
    yield Text()
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("State"), justify="right")
    for concept in resting:
        table.add_column(pen(_NAMES[concept]), justify="center")
    table.add_column(pen("What is done in it"), overflow="fold")
    for state in states[:_MOST]:
        marks = (pen("●" if state in held else "·") for held in resting.values())
        table.add_row(pen(str(state)), *marks, pen(_told(found, state)))
    yield table
    if len(states) > _MOST:
        yield pen((f"{len(states) - _MOST:,} more; --format json lists all.", "dim"))
    yield pen(
        (
            "Nash: no improvement at all. SEQ: every improvement is met by one of others. GMR, SMR: others could do harm, and"
            " so nearly every state is stable.",
            "dim",
        )
    )
    if paths:
        yield Text()
        yield pen(("From the status quo ", "bold"), f"({paths.start}: {_told(found, paths.start)})")
        for path in paths.paths:
            yield pen(f"- {_way(found, path, names)}")
        if not paths.paths:
            yield pen("- No chain of improvements leads to a state that nobody would leave.")
    if coalitions:
        yield Text()
        yield pen(("Together", "bold"))
        shared = [i for i in coalitions.improvements if len(i.coalition) > 1]
        for improvement in shared:
            members = join_words([names[m] for m in improvement.coalition])
            yield pen(
                f"- {members} would leave {improvement.path.start} for {improvement.path.end}:"
                f" {_told(found, improvement.path.end)}"
            )
        if not shared:
            yield pen("- No coalition would leave any of them.")
    for warning in found.warnings:
        yield pen((f"! {warning}", "yellow"))


def _told(found: StabilityResult, state: int) -> str:
    """What is done in a state, by the names of the options taken."""
    pattern = found.patterns[state - 1]
    taken = [o.name for o, letter in zip(found.inputs.options, pattern, strict=True) if letter == "Y"]
    return join_words(taken) if taken else "nothing is done"


def _way(found: StabilityResult, path: Path, names: Mapping[DecisionMakerId, str]) -> str:
    """The moves of a path, each with what it changes."""
    steps = []
    for move in path.moves:
        before, after = found.patterns[move.start - 1], found.patterns[move.end - 1]
        changes = [
            f"{'' if b == 'Y' else 'no longer '}{o.name[:1].lower()}{o.name[1:]}"
            for o, a, b in zip(found.inputs.options, before, after, strict=True)
            if a != b and b in "YN"
        ]
        steps.append(f"{names[move.decision_maker]}: {join_words(changes)} [{move.end}]")
    return "; ".join(steps) if steps else "it is one already"
