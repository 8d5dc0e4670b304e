"""Whether a settlement would last if each party may take back its consent to single issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.errors import AnalysisError
from detente.model import IssueId, OptionId
from detente.model.package import Domain
from detente.model.scenario import Foothold, Withdrawal

Floats = NDArray[np.float64]

_NEAR = 1e-9


def find_foothold(
    domain: Domain, options: Mapping[IssueId, OptionId]
) -> tuple[Foothold, tuple[Withdrawal, ...], tuple[IssueId, ...]]:
    """Who would gain by taking its consent back, and whether others' answers would undo that.

    Parameters
    ----------
    domain : Domain
        What the options are worth; issues with a status quo.
    options : mapping
        The settlement: an option of some or all issues.

    Returns
    -------
    foothold : Foothold
        ``UNKNOWN`` where no settled issue has a status quo.
    withdrawals : tuple of Withdrawal
        One for each party that would gain, the largest gain first.
    unknown : tuple of IssueId
        Settled issues whose status quo is not known; they are left out.

    Raises
    ------
    AnalysisError
        If an issue or option is not the domain's.

    Notes
    -----
    A settlement of an issue needs the consent of every party that values its options differently; without it the status quo
    of that issue holds, and of every issue that requires it. ``LASTS`` is a Nash equilibrium of the graph model in
    which each party may withhold consent issue by issue. ``HELD_BY_OTHERS`` is sequential stability where others
    answer by taking back consent to issues on which each of them gains by that alone; they might do more.
    """
    places = {issue.id: at for at, issue in enumerate(domain.issues)}
    chosen: dict[int, tuple[int, int]] = {}
    unknown = []
    for name, option in options.items():
        if name not in places:
            raise AnalysisError(f"the domain has no issue {name}")
        issue = domain.issues[places[name]]
        numbers = {o.id: n for n, o in enumerate(issue.options)}
        if option not in numbers:
            raise AnalysisError(f"{option} is no option of {name}; it has {', '.join(numbers)}")
        if issue.status_quo is None or issue.status_quo not in numbers:
            unknown.append(name)
        else:
            chosen[places[name]] = (numbers[option], numbers[issue.status_quo])
    if not chosen:
        return Foothold.UNKNOWN, (), tuple(unknown)
    falls = {at: _falls_with(domain, at, chosen) for at in chosen}
    differs = np.array(
        [
            [_swing(u.values[at], *chosen[at]) if at in chosen else 0.0 for at in places.values()]
            for u in domain.utilities
        ]
    )
    # What each party gains if consent to one issue is taken back, with all that falls with it.
    gains = np.array(
        [
            [sum(differs[p, f] for f in falls[at]) if at in falls else 0.0 for at in places.values()]
            for p in range(len(differs))
        ]
    )
    ranges = [sum(max(w) - min(w) for w in u.values) or 1.0 for u in domain.utilities]
    found = []
    for party, u in enumerate(domain.utilities):
        own = [at for at in chosen if _values(u.values[at]) and gains[party, at] > _NEAR]
        if not own:
            continue
        gone = set().union(*(falls[at] for at in own))
        gain = sum(differs[party, at] for at in gone)
        answered: set[int] = set()
        for at in chosen:
            if at not in gone and gains[party, at] < -_NEAR and _another_gains(domain, gains, party, at):
                answered |= falls[at] - gone
        found.append(
            Withdrawal(
                party=u.party,
                issues=tuple(domain.issues[at].id for at in own),
                gain=float(gain) / ranges[party],
                loss=float(-sum(differs[party, at] for at in answered)) / ranges[party],
            )
        )
    found.sort(key=lambda w: (-w.gain, w.party))
    if not found:
        return Foothold.LASTS, (), tuple(unknown)
    held = all(w.loss >= w.gain - _NEAR for w in found)
    return (Foothold.HELD_BY_OTHERS if held else Foothold.FALTERS), tuple(found), tuple(unknown)


def _swing(worth: Sequence[float], taken: int, before: int) -> float:
    """What the status quo is worth more than the settlement."""
    return worth[before] - worth[taken]


def _values(worth: Sequence[float]) -> bool:
    """Whether a party tells the options of an issue apart, and so has to consent."""
    return max(worth) - min(worth) > _NEAR


def _falls_with(domain: Domain, at: int, chosen: Mapping[int, tuple[int, int]]) -> frozenset[int]:
    """The settled issues that fall back to their status quo where one does."""
    places = {issue.id: n for n, issue in enumerate(domain.issues)}
    fallen = {at}
    changed = True
    while changed:
        changed = False
        for r in domain.requirements:
            here, there = places[r.issue], places[r.needs_issue]
            if here in fallen or here not in chosen or there not in fallen:
                continue
            issue, needed = domain.issues[here], domain.issues[there]
            taken = issue.options[chosen[here][0]].id in r.options
            if taken and needed.status_quo not in r.needs_options:
                fallen.add(here)
                changed = True
    return frozenset(fallen)


def _another_gains(domain: Domain, gains: Floats, party: int, at: int) -> bool:
    """Whether somebody else has to consent to an issue and gains by taking that back."""
    return any(
        gains[other, at] > _NEAR and _values(u.values[at]) for other, u in enumerate(domain.utilities) if other != party
    )
