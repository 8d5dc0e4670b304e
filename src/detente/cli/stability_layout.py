"""Where a conflict can come to rest, for people: the states that last, and the way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.prospect_words import domain_caveats, tell_origin
from detente.brief.stability import list_resting
from detente.brief.terminal_outcomes import lay_out_list
from detente.brief.terminal_page import Pen
from detente.brief.words import count_words, join_words
from detente.model import IssueId
from detente.model.stability import (
    CoalitionResult,
    DecisionMakerId,
    Path,
    PathResult,
    StabilityConcept,
    StabilityResult,
)
from detente.positions.arrays import DRAFTED
from detente.positions.conflicts import DraftedConflict

_NAMES = {
    StabilityConcept.NASH: "Nash",
    StabilityConcept.GMR: "GMR",
    StabilityConcept.SMR: "SMR",
    StabilityConcept.SEQ: "SEQ",
    StabilityConcept.SIM: "SIM",
}
_MOST = 40
"""Equilibria that are listed."""
_TOGETHER = 8
"""Moves of coalitions that are listed of a drafted model."""
_MEANING = {
    StabilityConcept.NASH: "Nash: nobody gains by changing what it accepts",
    StabilityConcept.SEQ: "SEQ: who does so loses again, since others then gain by changing what they accept",
}
"""What stability means where options are acceptances; the other concepts say little there."""


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
    if len(states) > _MOST:
        states.sort(key=lambda state: [state not in held for held in resting.values()])
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


def lay_out_drafted(
    drafted: DraftedConflict,
    found: StabilityResult,
    paths: PathResult | None,
    coalitions: CoalitionResult | None,
    pen: Pen,
) -> Iterator[RenderableType]:
    """The parts of the answer on a drafted conflict, one under the other: outcomes instead of states.

    Parameters
    ----------
    drafted : DraftedConflict
        A conflict over who accepts what.
    found : StabilityResult
        The analysis of its model.
    paths : PathResult or None
        The ways from the status quo.
    coalitions : CoalitionResult or None
        Which states, of those that are shown, a coalition would leave.
    pen : Pen
        Writes what the terminal holds.
    """
    names = {d.id: d.name for d in drafted.model.decision_makers}
    issues = {s.issue.id: s.issue.name for s in drafted.settlements}
    yield pen(
        (f"{drafted.model.title}: " if drafted.model.title else "", "bold"),
        f"{count_words(len(issues), 'issue')}, {len(drafted.model.options)} acceptances,"
        f" {count_words(len(drafted.settled), 'state')}.",
    )
    yield pen(
        (
            "The model is drafted: an issue is settled as below once every party that tells its options apart accepts;"
            " until then what holds now stays. It is settled by the option worth most to all together, unless --deal"
            f" says otherwise. {tell_origin(drafted.drafted)}",
            "dim",
        )
    )
    yield Text()
    yield _settlements(drafted, names, pen)
    outcomes, others = list_resting(drafted, found)
    yield Text()
    yield pen(("What would hold", "bold"))
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("State"), justify="right")
    for equilibria in found.equilibria:
        table.add_column(pen(_NAMES[equilibria.concept]), justify="center")
    table.add_column(pen("Agreed"), overflow="fold")
    for outcome in outcomes[:_MOST]:
        marks = (pen("●" if e.concept in outcome.concepts else "·") for e in found.equilibria)
        table.add_row(pen(str(outcome.state)), *marks, pen(_agreed(outcome.agreed, issues)))
    yield table
    if len(outcomes) > _MOST:
        yield pen((f"{len(outcomes) - _MOST:,} more; --format json lists all.", "dim"))
    if not any(outcome.agreed for outcome in outcomes):
        yield pen("No agreement on these terms would hold; try others with --deal, or more issues with --acceptances.")
    told = [_MEANING[e.concept] for e in found.equilibria if e.concept in _MEANING]
    if others:
        told.append(
            f"{count_words(others, 'outcome')} would hold too, but another is better for somebody and worse for nobody"
        )
    yield from (pen((f"{words}.", "dim")) for words in told)
    if paths and all(path.moves for path in paths.paths):
        ways = [_way(found, path, names) for path in paths.paths[:3]]
        yield from lay_out_list("From the status quo, in which nobody accepts anything", ways or ["No way on"], pen)
    if coalitions:
        yield from lay_out_list("Together", list(_together(drafted, coalitions, issues)), pen)
    yield from lay_out_list("Caveats", [*_caveats(drafted), *found.warnings], pen)


def _settlements(drafted: DraftedConflict, names: Mapping[DecisionMakerId, str], pen: Pen) -> Grid:
    """An issue a row: how it would be settled, what holds now, and who of those who can refuse gains or loses."""
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for head in ("Issue", "Settled as", "Now", "Better for", "Worse for"):
        table.add_column(pen(head), overflow="fold")
    for s in drafted.settlements:
        gains = {
            names[DecisionMakerId(p)]: gain
            for p, gain in zip(drafted.drafted.domain.parties, s.gains, strict=True)
            if p in s.parties
        }
        sides = [[n for n, g in gains.items() if g > 0], [n for n, g in gains.items() if g < 0]]
        told = ("all" if len(side) == len(gains) > 2 else ", ".join(side) or "–" for side in sides)
        table.add_row(*map(pen, (s.issue.name, s.option.name, s.status_quo.name, *told)))
    return table


def _agreed(agreed: Sequence[IssueId], issues: Mapping[IssueId, str]) -> str:
    """The issues on which all agree, in words."""
    if len(agreed) == len(issues) > 2:
        return f"all {len(issues)} issues"
    return join_words([issues[i] for i in agreed]) if agreed else "nothing"


def _together(drafted: DraftedConflict, coalitions: CoalitionResult, issues: Mapping[IssueId, str]) -> Iterator[str]:
    """What coalitions would leave for what, each pair of outcomes once."""
    names = {d.id: d.name for d in drafted.model.decision_makers}
    told: dict[str, None] = {}
    for i in coalitions.improvements:
        before, after = (drafted.settled[state - 1] for state in (i.path.start, i.path.end))
        if len(i.coalition) > 1 and before != after:
            members = join_words([names[m] for m in i.coalition])
            told[f"{members} would leave {i.path.start} for agreement on {_agreed(after, issues)}"] = None
    yield from list(told)[:_TOGETHER]
    if len(told) > _TOGETHER:
        yield f"{len(told) - _TOGETHER:,} more such moves; --format json lists all"
    if not told:
        yield "No coalition would leave any of them"


def _caveats(drafted: DraftedConflict) -> Iterator[str]:
    """What the model takes for granted, and what it leaves out."""
    if any(all(o in DRAFTED for o in s.issue.options) for s in drafted.settlements):
        yield "Where no agenda says what holds without agreement, “No” is taken to hold"
    reasons: dict[str, list[str]] = {}
    for issue, reason in drafted.left_out:
        reasons.setdefault(reason, []).append(issue.name)
    for reason, left in reasons.items():
        yield f"Left out ({reason}): {'; '.join(left)}"
    yield from domain_caveats(drafted.drafted)


def _told(found: StabilityResult, state: int) -> str:
    """What is done in a state: the names of the options taken; of several with one name, by whom."""
    by_name: dict[str, list[tuple[str, bool]]] = {}
    owners = {d.id: d.name for d in found.inputs.decision_makers}
    for option, letter in zip(found.inputs.options, found.patterns[state - 1], strict=True):
        by_name.setdefault(option.name, []).append((owners[option.decision_maker], letter == "Y"))
    taken = []
    for name, choices in by_name.items():
        doing = [owner for owner, does in choices if does]
        if doing:
            who = "" if len(choices) == 1 else f" ({'all' if len(doing) == len(choices) else ', '.join(doing)})"
            taken.append(name + who)
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
