"""Where each issue may settle, for people: a line an issue, a column a method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import Pen
from detente.brief.words import count_words, join_parties
from detente.model import IssueId, PartyId
from detente.model.forecast import ForecastMethod, ForecastResult, OutcomeDistribution, PointForecast, Stake

_HEADS = {
    ForecastMethod.COMPROMISE: "Mean",
    ForecastMethod.MEDIAN: "Median",
    ForecastMethod.WEIGHTED_MEDIAN: "Median*",
    ForecastMethod.NASH_BARGAINING: "Nash",
    ForecastMethod.CHALLENGE: "Challenge",
    ForecastMethod.EXCHANGE: "Exchange",
    ForecastMethod.DISTRIBUTION: "80 % between",
}
_WIDEST = 44
"""Columns that an issue's name may take."""
_FEW = "the model has learnt from issues with"
"""Words of a warning that is told once for all issues."""


def lay_out_forecasts(
    results: Sequence[ForecastResult],
    issues: Mapping[IssueId, str],
    parties: Mapping[PartyId, str],
    pen: Pen,
    width: int,
) -> Iterator[RenderableType]:
    """The forecasts, and what to know before believing them.

    Parameters
    ----------
    results : sequence of ForecastResult
        One a method, over the same issues; at least one.
    issues, parties : mapping
        What they are called.
    pen : Pen
        Writes what the terminal holds.
    width : int
        Columns.
    """
    contests = results[0].inputs
    heard = sorted({parties.get(s.party, s.party) for c in contests for s in c.stakes})
    yield pen(
        (f"{count_words(len(contests), 'issue')} on which two parties or more have a position", "bold"),
        f" ({join_parties(heard)}).",
    )
    yield pen(("0 opposed, 50 on conditions, 100 as the issue is named.", "dim"))
    heads = ["Stated", *(_HEADS[r.method] for r in results)]
    rows = [[_stated(c.stakes), *(_cell(r.forecasts[at]) for r in results)] for at, c in enumerate(contests)]
    taken = sum(max(cell_len(h), *(cell_len(row[at]) for row in rows)) + 2 for at, h in enumerate(heads))
    names = [issues.get(c.issue, c.issue) for c in contests]
    room = min(_WIDEST, max(map(cell_len, names)), max(12, width - taken - 1))
    table = Grid(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column(pen("Issue"), width=room, overflow="fold")
    for head in heads:
        table.add_column(pen(head), justify="right")
    for name, row in zip(names, rows, strict=True):
        table.add_row(pen(name), *map(pen, row))
    yield Text()
    yield table
    yield Text()
    yield pen(("Caveats", "bold"))
    for line in _caveats(results):
        yield pen(f"- {line}.")


def _stated(stakes: Sequence[Stake]) -> str:
    """The lowest and highest position."""
    points = sorted(s.point for s in stakes if s.point is not None)
    return f"{points[0]:.0f}" if points[0] == points[-1] else f"{points[0]:.0f} to {points[-1]:.0f}"


def _cell(forecast: PointForecast | OutcomeDistribution) -> str:
    """A point, or an interval with its median."""
    if isinstance(forecast, OutcomeDistribution):
        return f"{forecast.low:.0f} to {forecast.high:.0f} ({forecast.median:.0f})"
    return f"{forecast.point:.0f}"


def _caveats(results: Sequence[ForecastResult]) -> list[str]:
    """What to know before believing a number, each once."""
    methods = {r.method for r in results}
    lines = [
        "Saliences are how often a party is heard, and capabilities are taken as equal, unless an analyst gives them",
    ]
    if ForecastMethod.WEIGHTED_MEDIAN in methods:
        lines.append("Median*: parties weighted by capability times salience; Mean likewise")
    if ForecastMethod.DISTRIBUTION in methods:
        lines.append("In brackets the median of the distribution; no better point forecast than the mean is claimed")
    told = [w for r in results for w in r.warnings]
    if any(_FEW in w for w in told):
        lines.append(
            "Fewer parties than the distribution has learnt from on some issues: its probabilities are rough there"
        )
    lines += [w[:1].upper() + w[1:] for w in dict.fromkeys(told) if _FEW not in w]
    return lines
