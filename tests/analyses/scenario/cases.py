"""Domains with priors: by hand, and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from detente.analyses.scenario import Prior
from detente.model import Issue, IssueId, Option, OptionId, PartyId
from detente.model.package import Domain, DraftedDomain, Requirement, Utility
from detente.model.scenario import Basis


def make_issue(name: str, options: Sequence[str], status_quo: str | None = None) -> Issue:
    """An issue whose options lie evenly on its scale."""
    step = 100 / max(1, len(options) - 1)
    return Issue(
        id=IssueId(name),
        name=name.title(),
        options=tuple(Option(id=OptionId(o), name=o.title(), point=n * step) for n, o in enumerate(options)),
        status_quo=OptionId(status_quo) if status_quo else None,
    )


def make_drafted(
    issues: Sequence[Issue],
    worth: Mapping[str, Sequence[Sequence[float]]],
    *,
    band: float = 0.0,
    reservations: Mapping[str, float] | None = None,
    requirements: Sequence[Requirement] = (),
) -> DraftedDomain:
    """A domain in which every worth may be off by ``band`` either way."""
    held = tuple(
        Utility(
            party=PartyId(party),
            values=tuple(tuple(float(w) for w in row) for row in rows),
            reservation=(reservations or {}).get(party),
        )
        for party, rows in worth.items()
    )

    def moved(u: Utility, by: float) -> Utility:
        # Who is not heard on an issue has no band there.
        return replace(u, values=tuple(tuple(w + by for w in row) if any(row) else row for row in u.values))

    return DraftedDomain(
        domain=Domain(issues=tuple(issues), utilities=held, requirements=tuple(requirements)),
        low=tuple(moved(u, -band) for u in held),
        high=tuple(moved(u, band) for u in held),
        estimates=(),
        red_lines=(),
    )


def make_priors(drafted: DraftedDomain, *rows: Sequence[float], draws: int = 4) -> list[Prior]:
    """The same prior under every draw; even where none is given."""
    out = []
    for at, issue in enumerate(drafted.domain.issues):
        row = rows[at] if rows else [1 / len(issue.options)] * len(issue.options)
        out.append(
            Prior(issue=issue.id, probabilities=np.tile(np.array(row, np.float64), (draws, 1)), basis=Basis.EVEN)
        )
    return out


@st.composite
def drafted_domains(draw: st.DrawFn, *, most_issues: int = 4, parties: int = 3) -> DraftedDomain:
    """Small domains in whole numbers, the first option of each issue its status quo."""
    issues = [
        make_issue(f"issue{n}", [f"o{k}" for k in range(draw(st.integers(2, 3)))], "o0")
        for n in range(draw(st.integers(1, most_issues)))
    ]
    worth = {
        f"party{p}": [
            [0.0] * len(i.options) if draw(st.booleans()) else [float(draw(st.integers(0, 9))) for _ in i.options]
            for i in issues
        ]
        for p in range(draw(st.integers(1, parties)))
    }
    return make_drafted(issues, worth)


@st.composite
def priors_for(draw: st.DrawFn, drafted: DraftedDomain, draws: int = 3) -> list[Prior]:
    """Probabilities that differ between draws."""
    out = []
    for issue in drafted.domain.issues:
        counts = np.array([[draw(st.integers(1, 9)) for _ in issue.options] for _ in range(draws)], np.float64)
        out.append(Prior(issue=issue.id, probabilities=counts / counts.sum(axis=1, keepdims=True), basis=Basis.EVEN))
    return out
