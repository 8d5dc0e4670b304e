"""Where a deal could lie, for people: the packages that the rules pick, what they are worth, and on what it all rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.prospect_words import (
    NUMERALS,
    as_sentence,
    number_words,
    outcome_caveats,
    picked_packages,
    rule_words,
    tell_origin,
    unknown_reservations,
)
from detente.brief.terminal_page import Pen
from detente.brief.words import count_words, join_parties, quoted
from detente.model import IssueId, PartyId
from detente.model.package import Outcomes, Package, RedLine, name_of_option
from detente.positions.arrays import YES

_BETTER = 3
"""Improvements on a deal that are shown."""
_WIDEST = 44
"""Columns that an issue's name may take."""


def lay_out_outcomes(
    outcomes: Outcomes, names: Mapping[PartyId, str], pen: Pen, width: int
) -> Iterator[RenderableType]:
    """The parts of the answer, one under the other.

    Parameters
    ----------
    outcomes : Outcomes
        What to show.
    names : mapping
        What each party is called; one that is missing goes by its id.
    pen : Pen
        Writes what the terminal holds.
    width : int
        Columns.
    """
    result, drafted = outcomes.result, outcomes.drafted
    parties = [names.get(p, p) for p in result.domain.parties]
    packages = picked_packages(outcomes)
    unknown = unknown_reservations(outcomes)
    accepted = (
        "no party’s reservation value is known"
        if len(unknown) == len(parties)
        else f"{len(result.zone):,} of them worth every reservation value that is known"
    )
    yield pen(
        (f"{count_words(len(result.domain.issues), 'issue')}, {join_parties(parties)}: ", "bold"),
        f"{count_words(result.domain.size, 'package')}, {result.efficient:,} efficient; {accepted}.",
    )
    yield pen((tell_origin(drafted), "dim"))
    if packages:
        yield Text()
        for numeral, (package, rules) in zip(NUMERALS, packages.items(), strict=False):
            yield pen((f"{numeral:3}", "bold"), f" {rule_words(rules)}{_held(outcomes, package)}")
        yield from _packages(outcomes, list(packages), pen, width)
        yield from _worth(outcomes, parties, list(packages), pen)
    if outcomes.deal:
        yield from _against_deal(outcomes, parties, pen)
    lines = [
        f"{names.get(r.party, r.party)} rules out {_ruled(outcomes, r)}:"
        f" {quoted(r.statement.evidence.quote) if r.statement else 'an analyst’s judgement'}"
        for r in drafted.red_lines
    ]
    lines += [
        f"{_issue(outcomes, r.issue)} waits for {_issue(outcomes, r.needs_issue)}" for r in drafted.domain.requirements
    ]
    yield from lay_out_list("What is ruled out or waits", lines, pen)
    yield from lay_out_list("Caveats", outcome_caveats(outcomes), pen)


def _held(outcomes: Outcomes, package: Package) -> str:
    """How robust a package is, in words."""
    found = next((r for r in outcomes.robustness if r.package == package.options), None)
    if found is None or len(outcomes.robustness) == 1:
        return ""
    return f": unbeaten by the others in {found.efficient:.0%} of {found.draws:,} draws within the bands"


def _packages(outcomes: Outcomes, packages: Sequence[Package], pen: Pen, width: int) -> Iterator[RenderableType]:
    """An issue a row, a package a column."""
    issues = outcomes.result.domain.issues
    columns = [[name_of_option(outcomes.drafted.domain, *pair) for pair in p.options] for p in packages]
    taken = sum(max(map(cell_len, column)) + 2 for column in columns)
    room = min(_WIDEST, max(cell_len(i.name) for i in issues), max(12, width - taken - 1))
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("Issue"), width=room, overflow="fold")
    for numeral in NUMERALS[: len(packages)]:
        table.add_column(pen(numeral), overflow="fold")
    for at, issue in enumerate(issues):
        same = len({column[at] for column in columns}) == 1
        table.add_row(pen(issue.name), *(pen((column[at], "" if same else "bold")) for column in columns))
    yield Text()
    yield table


def _worth(
    outcomes: Outcomes, parties: Sequence[str], packages: Sequence[Package], pen: Pen
) -> Iterator[RenderableType]:
    """A party a row: its worst and best package, what it has without a deal, and the packages picked."""
    domain = outcomes.result.domain
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("Worth to"))
    for head in ("worst", "best", "no deal", *NUMERALS[: len(packages)]):
        table.add_column(pen(head), justify="right")
    for at, (name, u) in enumerate(zip(parties, domain.utilities, strict=True)):
        known = not any(w.startswith(f"what {u.party} has") for w in outcomes.result.warnings)
        ends = (u.base + sum(map(min, u.values)), u.base + sum(map(max, u.values)))
        table.add_row(
            pen(name),
            *(pen(number_words(w)) for w in ends),
            pen(number_words(outcomes.result.disagreement[at]) if known else "?"),
            *(pen((number_words(p.worth[at]), "bold")) for p in packages),
        )
    yield Text()
    yield table


def _against_deal(outcomes: Outcomes, parties: Sequence[str], pen: Pen) -> Iterator[RenderableType]:
    """The deal that was asked about, and what is better."""
    deal = outcomes.deal
    assert deal is not None
    worth = ", ".join(f"{name} {number_words(w)}" for name, w in zip(parties, deal.worth, strict=True))
    yield Text()
    if not outcomes.improvements:
        yield pen(("The deal", "bold"), f" is efficient ({worth}): every other package is worse for somebody.")
        return
    found = len(outcomes.improvements)
    yield pen(
        ("The deal", "bold"),
        f" ({worth}) can be improved on by {count_words(found, 'efficient package')}"
        f" that leave{'s' * (found == 1)} nobody worse off:",
    )
    held = dict(deal.options)
    for package in outcomes.improvements[:_BETTER]:
        changes = [
            f"{_issue(outcomes, i)}: {name_of_option(outcomes.drafted.domain, i, o)}"
            for i, o in package.options
            if held.get(i) != o
        ]
        gains = ", ".join(
            f"{name} +{number_words(w - d)}"
            for name, w, d in zip(parties, package.worth, deal.worth, strict=True)
            if w > d
        )
        yield pen(f"  {'; '.join(changes)} ({gains})")


def lay_out_list(title: str, lines: Iterable[str], pen: Pen) -> Iterator[RenderableType]:
    """A heading with its lines, where there are any."""
    told = list(lines)
    if not told:
        return
    yield Text()
    yield pen((title, "bold"))
    for line in told:
        yield pen(f"- {as_sentence(line)}")


def _issue(outcomes: Outcomes, issue: IssueId) -> str:
    return next((i.name for i in outcomes.drafted.domain.issues if i.id == issue), issue)


def _ruled(outcomes: Outcomes, line: RedLine) -> str:
    """What is ruled out: the issue as it is named, or one of its options."""
    name = _issue(outcomes, line.issue)
    return (
        name if line.option == YES else f"{name_of_option(outcomes.drafted.domain, line.issue, line.option)} ({name})"
    )
