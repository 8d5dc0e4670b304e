"""Where a deal could lie, for people: the packages that the rules pick, what they are worth, and on what it all rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import Pen
from detente.brief.words import count_words, join_words, quoted
from detente.model import IssueId, OptionId, PartyId
from detente.model.package import Outcomes, Package, RedLine, SolutionConcept
from detente.positions.arrays import YES

_RULES = {
    SolutionConcept.NASH: "Nash",
    SolutionConcept.KALAI_SMORODINSKY: "Kalai-Smorodinsky",
    SolutionConcept.EGALITARIAN: "egalitarian",
    SolutionConcept.UTILITARIAN: "largest sum",
}
_LEFT_OUT = {
    "fewer than two parties are heard on it": "fewer than two parties are heard on them",
    "an analyst gives utilities for other issues only, on a scale of their own": "the analyst values other issues only",
}
"""Why issues are left out, as warnings end and as they are told together."""
_LETTERS = "ABCDEFGH"
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
    packages: dict[Package, list[str]] = {}
    for s in result.solutions:
        packages.setdefault(s.package, []).append(_RULES[s.concept])
    unknown = [w for w in result.warnings if w.startswith("what ")]
    accepted = (
        "no party’s reservation value is known"
        if len(unknown) == len(parties)
        else f"{len(result.zone):,} of them worth every reservation value that is known"
    )
    yield pen(
        (f"{count_words(len(result.domain.issues), 'issue')}, {join_words(parties)}: ", "bold"),
        f"{count_words(result.domain.size, 'package')}, {result.efficient:,} efficient; {accepted}.",
    )
    judged = sum(e.author is not None for e in drafted.estimates)
    inferred = len(drafted.estimates) - judged
    yield pen(
        (
            f"{count_words(inferred, 'number')} inferred from stances, {judged:,} an analyst’s. Inferred worth is a"
            " reading of what was said, not of what a party would settle for.",
            "dim",
        )
    )
    if packages:
        yield Text()
        letters = dict(zip(packages, _LETTERS, strict=False))
        for package, rules in packages.items():
            yield pen((letters[package], "bold"), f"  {_sentence(rules)}{_held(outcomes, package)}")
        yield from _packages(outcomes, list(packages), [letters[p] for p in packages], pen, width)
        yield from _worth(outcomes, parties, list(packages), [letters[p] for p in packages], pen)
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
    yield from _listed("What is ruled out or waits", lines, pen)
    notes: list[str] = []
    for reason, words in _LEFT_OUT.items():
        left = [w.removesuffix(f" is left out: {reason}") for w in drafted.warnings if w.endswith(reason)]
        notes += [f"Left out, since {words}: {'; '.join(left)}"] if left else []
    notes += [w for w in drafted.warnings if not w.endswith(tuple(_LEFT_OUT))]
    notes += [w for w in result.warnings if w not in unknown]
    if unknown:
        notes.append(
            "What a party has without a deal is not known where no analyst says it; its worst package stands for it"
        )
    yield from _listed("Caveats", notes, pen)


def _sentence(rules: Sequence[str]) -> str:
    """The rules that pick a package."""
    joined = "all four rules" if len(rules) == len(_RULES) else join_words(list(rules))
    return joined[:1].upper() + joined[1:]


def _held(outcomes: Outcomes, package: Package) -> str:
    """How robust a package is, in words."""
    found = next((r for r in outcomes.robustness if r.package == package.options), None)
    if found is None or len(outcomes.robustness) == 1:
        return ""
    return f": unbeaten by the others in {found.efficient:.0%} of {found.draws:,} draws within the bands"


def _packages(
    outcomes: Outcomes, packages: Sequence[Package], letters: Sequence[str], pen: Pen, width: int
) -> Iterator[RenderableType]:
    """An issue a row, a package a column."""
    issues = outcomes.result.domain.issues
    columns = [[_option(outcomes, *pair) for pair in p.options] for p in packages]
    taken = sum(max(map(cell_len, column)) + 2 for column in columns)
    room = min(_WIDEST, max(cell_len(i.name) for i in issues), max(12, width - taken - 1))
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("Issue"), width=room, overflow="fold")
    for letter in letters:
        table.add_column(pen(letter), overflow="fold")
    for at, issue in enumerate(issues):
        same = len({column[at] for column in columns}) == 1
        table.add_row(pen(issue.name), *(pen((column[at], "" if same else "bold")) for column in columns))
    yield Text()
    yield table


def _worth(
    outcomes: Outcomes, parties: Sequence[str], packages: Sequence[Package], letters: Sequence[str], pen: Pen
) -> Iterator[RenderableType]:
    """A party a row: its worst and best package, what it has without a deal, and the packages picked."""
    domain = outcomes.result.domain
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("Worth to"))
    for head in ("worst", "best", "no deal", *letters):
        table.add_column(pen(head), justify="right")
    for at, (name, u) in enumerate(zip(parties, domain.utilities, strict=True)):
        known = not any(w.startswith(f"what {u.party} has") for w in outcomes.result.warnings)
        ends = (u.base + sum(map(min, u.values)), u.base + sum(map(max, u.values)))
        table.add_row(
            pen(name),
            *(pen(_number(w)) for w in ends),
            pen(_number(outcomes.result.disagreement[at]) if known else "?"),
            *(pen((_number(p.worth[at]), "bold")) for p in packages),
        )
    yield Text()
    yield table


def _against_deal(outcomes: Outcomes, parties: Sequence[str], pen: Pen) -> Iterator[RenderableType]:
    """The deal that was asked about, and what is better."""
    deal = outcomes.deal
    assert deal is not None
    worth = ", ".join(f"{name} {_number(w)}" for name, w in zip(parties, deal.worth, strict=True))
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
        changes = [f"{_issue(outcomes, i)}: {_option(outcomes, i, o)}" for i, o in package.options if held.get(i) != o]
        gains = ", ".join(
            f"{name} +{_number(w - d)}" for name, w, d in zip(parties, package.worth, deal.worth, strict=True) if w > d
        )
        yield pen(f"  {'; '.join(changes)} ({gains})")


def _listed(title: str, lines: Sequence[str], pen: Pen) -> Iterator[RenderableType]:
    """A heading with its lines, where there are any."""
    if not lines:
        return
    yield Text()
    yield pen((title, "bold"))
    for line in lines:
        yield pen(f"- {line[:1].upper()}{line[1:]}{'' if line[-1:] in '.”?!' else '.'}")


def _issue(outcomes: Outcomes, issue: IssueId) -> str:
    return next((i.name for i in outcomes.drafted.domain.issues if i.id == issue), issue)


def _ruled(outcomes: Outcomes, line: RedLine) -> str:
    """What is ruled out: the issue as it is named, or one of its options."""
    name = _issue(outcomes, line.issue)
    return name if line.option == YES else f"{_option(outcomes, line.issue, line.option)} ({name})"


def _option(outcomes: Outcomes, issue: IssueId, option: OptionId) -> str:
    """What an option is called, also one that a red line took out."""
    held = next((i.options for i in outcomes.drafted.domain.issues if i.id == issue), ())
    return next((o.name for o in held if o.id == option), option)


def _number(value: float) -> str:
    """A worth, to the whole number where it is large enough."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2g}"
