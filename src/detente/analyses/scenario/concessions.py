"""Who would have to move, and how far, for a settlement to come about."""

from __future__ import annotations

from collections.abc import Mapping

from detente.model import IssueId, OptionId, PartyId, Statement
from detente.model.package import DraftedDomain
from detente.model.scenario import Concession

_NEAR = 1e-9


def list_concessions(drafted: DraftedDomain, options: Mapping[IssueId, OptionId]) -> tuple[Concession, ...]:
    """What each party would give up under a settlement.

    Parameters
    ----------
    drafted : DraftedDomain
    options : mapping
        One option of some or all issues.

    Returns
    -------
    tuple of Concession
        The costliest first, as a share of all that is at stake for the party that moves; then by party and issue. Who gets
        what it values most gives nothing up, and nor does one that is not heard on an issue.
    """
    said = _statements(drafted)
    found = []
    for u in drafted.domain.utilities:
        stake = sum(max(w) - min(w) for w in u.values)
        for issue, worth in zip(drafted.domain.issues, u.values, strict=True):
            if issue.id not in options:
                continue
            taken = next(n for n, o in enumerate(issue.options) if o.id == options[issue.id])
            lost = max(worth) - worth[taken]
            if lost <= _NEAR:
                continue
            wanted = min((n for n, w in enumerate(worth) if w >= max(worth) - _NEAR), key=lambda n: abs(n - taken))
            found.append(
                Concession(
                    party=u.party,
                    issue=issue.id,
                    wanted=issue.options[wanted].id,
                    takes=issue.options[taken].id,
                    cost=lost / stake,
                    statements=said.get((u.party, issue.id), ()),
                )
            )
    return tuple(sorted(found, key=lambda c: (-c.cost, c.party, c.issue)))


def _statements(drafted: DraftedDomain) -> dict[tuple[PartyId, IssueId], tuple[Statement, ...]]:
    """What each inferred position rests on."""
    return {(e.party, e.issue): e.statements for e in drafted.estimates if e.what == "ideal" and e.issue is not None}
