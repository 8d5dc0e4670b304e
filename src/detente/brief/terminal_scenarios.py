"""How talks may end, for people: scenarios side by side, who would have to move, what speaks against each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.prospect_words import (
    FOOTHOLD_WORDS,
    LETTERS,
    differing_issues,
    list_withdrawals,
    option_in,
    scenario_caveats,
    shared_outcomes,
    strongest_evidence,
)
from detente.brief.terminal_outcomes import lay_out_list
from detente.brief.terminal_page import Pen
from detente.brief.words import clip_quote, count_words, join_parties, join_words, quoted, short_name
from detente.model import Act, IssueId, PartyId, Statement
from detente.model.package import name_of_option
from detente.model.scenario import Consistency, Foothold, ScenarioResult

_WIDEST = 40
"""Columns that an issue's name may take."""
_NARROWEST = 22
"""Columns that are kept for it; scenarios for which no room is left are not shown side by side."""
_COMFORTABLE = 14
"""Columns up to which a cell is not wrapped."""
_MOVES = 4
"""Moves of one scenario that are told."""
_EVIDENCE = 8
"""Statements that are shown against the scenarios."""
_LONGEST = 24
"""Words of a quote that are shown."""
_MARKS = {Consistency.CONSISTENT: "+", Consistency.NEUTRAL: "·", Consistency.INCONSISTENT: "x"}


def lay_out_scenarios(
    result: ScenarioResult, names: Mapping[PartyId, str], pen: Pen, width: int
) -> Iterator[RenderableType]:
    """The parts of the answer, one under the other.

    Parameters
    ----------
    result : ScenarioResult
        What to show.
    names : mapping
        What each party is called; one that is missing goes by its id.
    pen : Pen
        Writes what the terminal holds.
    width : int
        Columns.
    """
    parties = [names.get(p, p) for p in result.drafted.domain.parties]
    issues = {i.id: i.name for i in result.drafted.domain.issues}
    yield pen(
        (f"{count_words(len(issues), 'issue')}, {join_parties(parties)}. ", "bold"),
        f"Scenarios are told apart by {join_words([issues[i] for i in result.deciding])}.",
    )
    if not result.scenarios:
        yield Text()
        yield pen("No scenario: in no draw is there a package that is worth every reservation value.")
    else:
        whole, result = result, _fitting(result, issues, width)
        yield Text()
        yield _side_by_side(result, issues, pen, width)
        rest = len(whole.scenarios) - len(result.scenarios)
        if rest:
            chance = sum(s.probability for s in whole.scenarios[-rest:])
            yield pen((f"{rest} more, {chance:.0%} together: a wider terminal or --format json shows them.", "dim"))
        shared = (f"{issues[issue]}: {option} ({chance})" for issue, option, chance in shared_outcomes(result))
        leaving = (f"{names.get(p, p)} on {issues[issue]} (in {where})" for p, issue, where in list_withdrawals(result))
        yield from lay_out_list("In every scenario, most likely", shared, pen)
        yield from lay_out_list("Who would have to move", _moves(result, names, issues), pen)
        yield from lay_out_list("Who would gain by taking consent back", leaving, pen)
        yield from _against(result, names, pen, width)
        yield from lay_out_list("Conditions stated", _conditions(result, names, issues), pen)
    yield from lay_out_list("Caveats", scenario_caveats(result), pen)


def _rows(result: ScenarioResult, issues: Mapping[IssueId, str]) -> list[tuple[str, list[str], str]]:
    """Name, a cell a scenario, and style: probability, the deciding issues, others that differ, whether it lasts."""
    rows = [
        ("Probability", [f"{s.probability:.0%}" for s in result.scenarios], "bold"),
        ("in 4 of 5 draws", [f"{s.low:.0%}–{s.high:.0%}" for s in result.scenarios], "dim"),
    ]
    for kept, style in ((result.deciding, "bold"), (differing_issues(result), "")):
        rows += [(issues[issue], [option_in(result, issue, s) for s in result.scenarios], style) for issue in kept]
    if any(s.foothold is not Foothold.UNKNOWN for s in result.scenarios):
        rows.append(("Nobody gains by leaving it", [FOOTHOLD_WORDS[s.foothold] for s in result.scenarios], ""))
    if result.evidence:
        rows.append(("Weight of evidence against it", [f"{s.inconsistency:g}" for s in result.scenarios], ""))
    return rows


def _fitting(result: ScenarioResult, issues: Mapping[IssueId, str], width: int) -> ScenarioResult:
    """As many of the scenarios as stand side by side, at least one."""
    rows = _rows(result, issues)
    columns = [_column([cells[n] for _, cells, _ in rows]) for n in range(len(result.scenarios))]
    shown = len(columns)
    while shown > 1 and sum(columns[:shown]) + 2 * shown + _NARROWEST > width:
        shown -= 1
    evidence = tuple(replace(row, marks=row.marks[:shown]) for row in result.evidence)
    return replace(result, scenarios=result.scenarios[:shown], evidence=evidence)


def _side_by_side(result: ScenarioResult, issues: Mapping[IssueId, str], pen: Pen, width: int) -> Grid:
    """A scenario a column."""
    rows = _rows(result, issues)
    columns = [_column([cells[n] for _, cells, _ in rows]) for n in range(len(result.scenarios))]
    room = max(_NARROWEST, width - sum(columns) - 2 * len(columns) - 2)
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(
        pen("Scenario"), width=min(_WIDEST, room, max(cell_len(name) for name, *_ in rows)), overflow="fold"
    )
    for letter, column in zip(LETTERS, columns, strict=False):
        table.add_column(pen(letter), width=column, overflow="fold")
    for name, cells, style in rows:
        table.add_row(pen((name, style)), *(pen((cell, style)) for cell in cells))
    return table


def _column(cells: Sequence[str]) -> int:
    """Width of a column: that of its cells, wrapped between words where they are long."""
    longest = max(cell_len(word) for cell in cells for word in cell.split())
    return max(longest, min(_COMFORTABLE, max(map(cell_len, cells))))


def _moves(result: ScenarioResult, names: Mapping[PartyId, str], issues: Mapping[IssueId, str]) -> Iterator[str]:
    """The costliest moves of the most probable scenario, then what is other in the second."""
    domain = result.drafted.domain
    told: set[tuple[PartyId, IssueId, str]] = set()
    for letter, scenario in zip(LETTERS, result.scenarios[:2], strict=False):
        fresh = [c for c in scenario.concessions if (c.party, c.issue, c.takes) not in told]
        told |= {(c.party, c.issue, c.takes) for c in scenario.concessions}
        for c in fresh[:_MOVES]:
            words = f". {_quote(c.statements[0])}" if c.statements else ""
            yield (
                f"{letter}: {names.get(c.party, c.party)} on {issues[c.issue]}: {name_of_option(domain, c.issue, c.wanted)} →"
                f" {name_of_option(domain, c.issue, c.takes)}, {c.cost:.0%} of all it has at stake{words}"
            )


def _against(result: ScenarioResult, names: Mapping[PartyId, str], pen: Pen, width: int) -> Iterator[RenderableType]:
    """The statements that tell scenarios apart, a scenario a column."""
    rows = strongest_evidence(result)
    if not rows:
        return
    yield Text()
    alike = sum(not row.tells_apart for row in result.evidence)
    more = f"; {count_words(alike, 'other statement')} bear{'s' * (alike == 1)} on all alike" if alike else ""
    yield pen(("Evidence that tells them apart ", "bold"), (f"+ fits, x speaks against, · neither{more}", "dim"))
    table = Grid(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for letter in LETTERS[: len(result.scenarios)]:
        table.add_column(pen(letter), justify="center")
    table.add_column(pen("Weight"), justify="right")
    table.add_column(pen("Statement"), overflow="fold")
    for row in rows[:_EVIDENCE]:
        table.add_row(
            *(pen(_MARKS[m]) for m in row.marks),
            pen(f"{row.weight:g}"),
            pen(f"{_who(row.statement, names)}: {_quote(row.statement)}"),
        )
    yield table
    if len(rows) > _EVIDENCE:
        yield pen((f"{len(rows) - _EVIDENCE} more; --format json lists all.", "dim"))


def _quote(statement: Statement) -> str:
    """What was said, cut at a clause's end where it is long."""
    return quoted(clip_quote(statement.evidence, longest=_LONGEST))


def _who(statement: Statement, names: Mapping[PartyId, str]) -> str:
    """The party that a statement places; for an assessment who makes it."""
    if statement.act is not Act.ASSESS:
        return names.get(statement.party, statement.party)
    return short_name(statement.speaker) if statement.speaker else "The report"


def _conditions(result: ScenarioResult, names: Mapping[PartyId, str], issues: Mapping[IssueId, str]) -> Iterator[str]:
    """What parties say an issue waits for."""
    told: set[tuple[PartyId, str]] = set()
    for estimate in result.drafted.estimates:
        for statement in estimate.statements:
            if statement.condition and (statement.party, statement.condition.evidence.quote) not in told:
                told.add((statement.party, statement.condition.evidence.quote))
                words = quoted(statement.condition.evidence.quote)
                yield f"{issues[statement.issue]}: {words} ({_who(statement, names)})"
