"""Drawings of what is computed: probabilities of scenarios, the efficient packages, what they are worth to whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from detente.brief.markup import Markup, el
from detente.brief.prospect_words import NUMERALS
from detente.model.package import BargainingResult, Package
from detente.model.scenario import Scenario

_GRID = 120
"""Places along each side of the drawing; packages that share one are drawn once."""
_TOUCHING = 22
"""Distance under which two names would be written over each other."""
_SIDE, _PAD = 300, 34
"""Size of the square that is drawn on, and the room around it."""


def probability_bar(scenario: Scenario) -> Markup:
    """A bar from 0 to 100 % with a line over the interval; its figures stand beside it as text."""
    bar = el("rect", x=0, y=3, width=_n(200 * scenario.probability), height=10, class_="pb")
    frame = el("path", d="M0 16h200M0 13v3M50 14v2M100 13v3M150 14v2M200 13v3", class_="ln", fill="none")
    low, high = _n(200 * scenario.low), _n(200 * scenario.high)
    whisker = el("path", d=f"M{low} 8H{high}M{low} 5v6M{high} 5v6", class_="wk", fill="none")
    return el("svg", bar, frame, whisker, viewBox="-1 0 202 18", class_="bar", aria_hidden="true")


def worth_ladder(result: BargainingResult, party: int, packages: Sequence[Package]) -> Markup:
    """One party's scale from its worst to its best package: what it has without a deal, the zone, the packages picked."""
    u = result.domain.utilities[party]
    worst, best = u.base + sum(map(min, u.values)), u.base + sum(map(max, u.values))

    def at(worth: float) -> str:
        return _n(8 + 284 * (worth - worst) / ((best - worst) or 1.0))

    zone = [p.worth[party] for p in result.zone]
    drawn = [el("path", d="M8 18h284M8 14v8M292 14v8", class_="ln", fill="none")]
    if zone:
        left, right = at(min(zone)), at(max(zone))
        drawn.append(el("path", d=f"M{left} 18H{right}", class_="zn", fill="none"))
    if u.reservation is not None:
        drawn.append(el("path", d=f"M{at(u.reservation)} 8v20", class_="nd", fill="none"))
    spots = [(float(at(package.worth[party])), 18.0) for package in packages]
    drawn += [el("circle", cx=_n(x), cy=18, r=4, class_="pk") for x, _ in sorted(set(spots))]
    for (x, _), numerals in _named(spots):
        anchor = "end" if x > 270 else "start" if x < 30 else "middle"
        drawn.append(el("text", ", ".join(numerals), x=_n(x), y=10, text_anchor=anchor))
    return el("svg", *drawn, viewBox="0 0 300 30", class_="ladder", aria_hidden="true")


def most_opposed(result: BargainingResult) -> tuple[int, int] | None:
    """The two parties whose worth runs most against each other over the zone; ``None`` where fewer than two bargain.

    Parameters
    ----------
    result : BargainingResult

    Returns
    -------
    tuple of two int, or None
        Places of the parties in the domain.
    """
    if len(result.domain.utilities) < 2 or len(result.zone) < 2:
        return None
    columns = [[p.worth[n] for p in result.zone] for n in range(len(result.domain.utilities))]
    pairs = list(combinations(range(len(columns)), 2))
    return min(pairs, key=lambda pair: (_correlation(columns[pair[0]], columns[pair[1]]), pair))


def frontier_figure(
    result: BargainingResult, pair: tuple[int, int], names: tuple[str, str], packages: Sequence[Package]
) -> Markup:
    """The zone's packages by their worth to two parties, those that the rules pick named.

    Parameters
    ----------
    result : BargainingResult
    pair : tuple of two int
        Places of the parties, across and upwards.
    names : tuple of two str
    packages : sequence of Package
        Those that are named, in the order of ``NUMERALS``.

    Returns
    -------
    Markup
        A drawing with a text form; both scales go from a party's worst to its best package.
    """
    across, up = pair
    spans = []
    for party in pair:
        u = result.domain.utilities[party]
        spans.append((u.base + sum(map(min, u.values)), u.base + sum(map(max, u.values))))

    def share(package_worth: float, span: tuple[float, float]) -> float:
        return (package_worth - span[0]) / ((span[1] - span[0]) or 1.0)

    def point(worth: Sequence[float]) -> tuple[float, float]:
        x, y = share(worth[across], spans[0]), share(worth[up], spans[1])
        return round(x * _GRID) / _GRID * _SIDE + _PAD, _PAD + _SIDE - round(y * _GRID) / _GRID * _SIDE

    dots = sorted({point(p.worth) for p in result.zone})
    edge = _PAD + _SIDE
    drawn = [el("path", d=f"M{_PAD} {_PAD}V{edge}H{edge}", class_="ln", fill="none")]
    for place, party in enumerate(pair):
        held = result.domain.utilities[party].reservation
        if held is not None:
            offset = share(held, spans[place]) * _SIDE
            path = f"M{_n(_PAD + offset)} {_PAD}V{edge}" if place == 0 else f"M{_PAD} {_n(edge - offset)}H{edge}"
            drawn.append(el("path", d=path, class_="nd", fill="none"))
    drawn += [el("circle", cx=_n(x), cy=_n(y), r="2.2", class_="dt") for x, y in dots]
    spots = [point(package.worth) for package in packages]
    drawn += [el("circle", cx=_n(x), cy=_n(y), r=5, class_="pk") for x, y in sorted(set(spots))]
    for (x, y), numerals in _named(spots):
        drawn.append(el("text", ", ".join(numerals), x=_n(x + 8), y=_n(y - 6), class_="gw"))
    drawn.append(el("text", f"Worth to {names[0]}", x=edge, y=edge + 20, text_anchor="end", class_="cap"))
    drawn.append(el("text", f"Worth to {names[1]}", x=_PAD, y=_PAD - 12, class_="cap"))
    words = (
        f"Efficient packages by their worth to {names[0]}, across, and to {names[1]}, upwards, each from its worst package "
        "to its best; the table and the scales give the same in words and numbers"
    )
    size = _SIDE + 2 * _PAD
    return el("svg", *drawn, viewBox=f"0 0 {size} {size}", class_="fig front", role="img", aria_label=words)


def _named(spots: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], list[str]]]:
    """Where the names of packages are written: one place for those that would touch."""
    groups: list[list[int]] = []
    for at, (x, y) in sorted(enumerate(spots), key=lambda entry: entry[1]):
        last = spots[groups[-1][-1]] if groups else None
        if last and abs(last[0] - x) < _TOUCHING and abs(last[1] - y) < _TOUCHING:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [
        (
            (sum(spots[n][0] for n in group) / len(group), min(spots[n][1] for n in group)),
            [NUMERALS[n] for n in sorted(group)],
        )
        for group in groups
    ]


def _correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Pearson's correlation; 0 where one of them does not vary."""
    mean_first, mean_second = sum(first) / len(first), sum(second) / len(second)
    off_first, off_second = [x - mean_first for x in first], [y - mean_second for y in second]
    spread = (sum(x * x for x in off_first) * sum(y * y for y in off_second)) ** 0.5
    return sum(x * y for x, y in zip(off_first, off_second, strict=True)) / spread if spread else 0.0


def _n(value: float) -> str:
    """A length in a drawing, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
