"""A domain as whole numbers: issues that hang together as one block, worth in steps of a stated size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.analyses.bargaining.dominance import Integers
from detente.analyses.bargaining.elimination import eliminate, pairs_allowed
from detente.errors import AnalysisError
from detente.model.package import Domain, Package

STEP = 1e-6
"""Worth closer than this is taken as equal: differences below it come from rounding, not from what parties want."""
EXACT = 1e-4
"""Share of a step that a worth may be off a whole number of them and still be one."""
LARGEST = 2**53
"""Steps that the worth of a package may have, so that no sum overflows and every step is an exact float."""
MOST_COMBINATIONS = 1_000_000
"""Packages of issues that requirements tie together up to which they are looked at one by one; then issue by issue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Issues that must be settled together."""

    issues: tuple[int, ...]
    combinations: Integers
    """Shape (combinations, issues): option of each issue, first in their order."""
    worth: Integers
    """Shape (combinations, parties), in steps; of very many combinations only those that are efficient are kept."""
    least: Integers
    """Shape (parties,), in steps: the least that any allowed combination is worth to each; 0 where none is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """A domain ready to be searched."""

    domain: Domain
    blocks: tuple[Block, ...]
    base: Integers
    """Shape (parties,), in steps."""
    step: float
    noise: int
    """Steps by which rounding, half a step an issue, may set apart two packages of one worth; 0 where none was rounded."""

    @property
    def tolerance(self) -> float:
        """Worth within it of another is as good."""
        return self.step * (self.noise + 1) / 2

    def package(self, options: Sequence[int] | Integers, steps: Integers) -> Package:
        """The package of some options, by the number of each issue's option, worth some steps."""
        issues = self.domain.issues
        return Package(
            options=tuple((issue.id, issue.options[int(o)].id) for issue, o in zip(issues, options, strict=True)),
            worth=tuple(float(s) * self.step for s in steps),
        )


def make_lattice(domain: Domain, *, step: float = STEP) -> Lattice:
    """A domain in whole steps, its requirements worked into blocks.

    Parameters
    ----------
    domain : Domain
        At least one issue with options, and at least one party.
    step : float, larger than 0
        Worth is rounded to a multiple of it.

    Raises
    ------
    AnalysisError
        If the domain has no party or an issue no option, if a worth is not a finite number or is missing, if a
        requirement names what the domain does not have, or if requirements tie so many issues so closely together that
        they cannot be taken one after the other.
    """
    _check(domain, step)
    worth = [
        np.array(
            [[round(u.values[i][o] / step) for u in domain.utilities] for o in range(len(issue.options))], np.int64
        )
        for i, issue in enumerate(domain.issues)
    ]
    blocks = tuple(_block(domain, together, worth) for together in _tied(domain))
    base = np.array([round(u.base / step) for u in domain.utilities], np.int64)
    stated = (w for u in domain.utilities for worth in (*u.values, (u.base,)) for w in worth)
    rounded = any(abs(w / step - round(w / step)) > EXACT for w in stated)
    return Lattice(domain=domain, blocks=blocks, base=base, step=step, noise=len(domain.issues) if rounded else 0)


def _check(domain: Domain, step: float) -> None:
    """Refuse what has no answer, saying what is wrong where."""
    if not (math.isfinite(step) and step > 0):
        raise AnalysisError(f"the step must be a number above 0, and is {step}")
    if not domain.issues:
        raise AnalysisError("there is nothing to bargain about: the domain has no issue; add one with its options")
    if not domain.utilities:
        raise AnalysisError("nobody bargains: the domain has no party; say what the options are worth to each")
    for names, what in ((domain.parties, "party"), ([i.id for i in domain.issues], "issue")):
        twice = next((n for at, n in enumerate(names) if n in names[:at]), None)
        if twice is not None:
            raise AnalysisError(f"the domain names the {what} {twice} twice; give each an id of its own")
    for issue in domain.issues:
        if not issue.options:
            raise AnalysisError(f"the issue {issue.id} has no option; an issue needs at least one to be settled")
    for u in domain.utilities:
        _check_utility(domain, u.party, u.values, (u.base, 0.0 if u.reservation is None else u.reservation), step)
    for r in domain.requirements:
        for name, options in ((r.issue, r.options), (r.needs_issue, r.needs_options)):
            held = next(({o.id for o in i.options} for i in domain.issues if i.id == name), None)
            if held is None:
                raise AnalysisError(f"a requirement names the issue {name}, which the domain does not have")
            if options - held:
                raise AnalysisError(f"a requirement names {min(options - held)}, which is no option of {name}")
        if r.issue == r.needs_issue:
            raise AnalysisError(f"a requirement ties the issue {r.issue} to itself; drop the option instead")


def _check_utility(
    domain: Domain, party: str, values: tuple[tuple[float, ...], ...], others: tuple[float, float], step: float
) -> None:
    """Every option of every issue has a worth, and all of it is a number that can be added."""
    if len(values) != len(domain.issues):
        raise AnalysisError(f"{party} values {len(values)} issues, and the domain has {len(domain.issues)}")
    for issue, worth in zip(domain.issues, values, strict=True):
        if len(worth) != len(issue.options):
            raise AnalysisError(
                f"{party} values {len(worth)} options of {issue.id}, which has {len(issue.options)}; give one worth each"
            )
        wrong = next((o.id for o, w in zip(issue.options, worth, strict=True) if not math.isfinite(w)), None)
        if wrong is not None:
            raise AnalysisError(f"what {wrong} of {issue.id} is worth to {party} is no finite number")
    if not all(math.isfinite(w) for w in others):
        raise AnalysisError(f"the base or the reservation value of {party} is no finite number")
    if sum(max(abs(w) for w in worth) for worth in values) + sum(map(abs, others)) > LARGEST * step:
        raise AnalysisError(f"the worth of packages to {party} is too large for steps of {step:g}; scale it down")


def _tied(domain: Domain) -> list[tuple[int, ...]]:
    """The issues in groups that requirements tie together, in the order of their first."""
    number = {issue.id: i for i, issue in enumerate(domain.issues)}
    owner = list(range(len(domain.issues)))
    for r in domain.requirements:
        low, high = sorted((owner[number[r.issue]], owner[number[r.needs_issue]]))
        owner = [low if o == high else o for o in owner]
    return [tuple(i for i, o in enumerate(owner) if o == first) for first in sorted(set(owner))]


def _block(domain: Domain, together: tuple[int, ...], worth: Sequence[Integers]) -> Block:
    """All combinations of some issues' options that their requirements allow; of very many the efficient ones."""
    counts = [len(domain.issues[i].options) for i in together]
    allowed_together = pairs_allowed(domain, together)
    if math.prod(counts) > MOST_COMBINATIONS:
        return Block(issues=together, **eliminate(domain, together, [worth[i] for i in together], allowed_together))
    combinations = np.array(list(product(*map(range, counts))), np.int64)
    allowed = np.ones(len(combinations), np.bool_)
    for (here, there), pairs in allowed_together.items():
        allowed &= pairs[combinations[:, here], combinations[:, there]]
    combinations = combinations[allowed]
    total = np.zeros((len(combinations), len(domain.utilities)), np.int64)
    for column, i in enumerate(together):
        total += worth[i][combinations[:, column]]
    least = total.min(axis=0) if len(total) else np.zeros(len(domain.utilities), np.int64)
    return Block(issues=together, combinations=combinations, worth=total, least=least)
