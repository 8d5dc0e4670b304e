"""From what options are worth to a conflict in option form: who would accept how each issue could be settled."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.errors import AnalysisError
from detente.model import Issue, IssueId, Option, OptionId, PartyId
from detente.model.package import Domain, DraftedDomain
from detente.model.stability import (
    ConflictModel,
    ConflictOption,
    ConflictOptionId,
    DecisionMaker,
    DecisionMakerId,
    Preference,
)

MOST, LARGEST = 12, 20
"""Acceptances in a model, by default and at most: each doubles its states."""
SOURCE = (
    "drafted from positions: each party accepts or refuses how an issue would be settled; payoffs are gains over the"
    " status quo, in hundredths of what is at stake for the party"
)
_DIGITS = 6
"""Decimals of a payoff; differences below are rounding."""

_UNKNOWN = "nothing says what holds without agreement; a status_quo in the agenda does"
_RULED_OUT = "a red line rules out what holds without agreement"
_SAME = "what holds already is how it would be settled"
_ONLY = "no option is left but what holds already"
_ALIKE = "no party tells its options apart"
_WAITS = "it waits for something that the model leaves out or settles otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How one issue would be settled, and who has to accept it."""

    issue: Issue
    option: Option
    status_quo: Option
    """What holds unless all accept."""
    parties: tuple[PartyId, ...]
    """Those that value the issue's options differently, in the domain's order."""
    gains: tuple[float, ...]
    """What the settlement is worth more than the status quo, to each party of the domain."""
    stake: float
    """Mean over the domain's parties of the share, 0..1, of the issue in what is at stake for the party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedConflict:
    """A conflict over who accepts what, made from a domain."""

    model: ConflictModel
    """Its options are the acceptances, by issue, then by party."""
    settlements: tuple[Settlement, ...]
    """One for each issue of the model, in the domain's order."""
    settled: tuple[tuple[IssueId, ...], ...]
    """For each state, in the order of their numbers, the issues that are settled in it."""
    left_out: tuple[tuple[Issue, str], ...]
    """The issues of the domain that the model does without, each with the reason."""
    drafted: DraftedDomain
    """What the preferences rest on."""


_Gate = tuple[int, int, bool, bool]
"""What a requirement asks: of which settlement, of which other (one past the last where the model leaves that issue out),
and whether it is met where the other is settled, and where it is not."""


def draft_conflict(
    drafted: DraftedDomain,
    *,
    names: Mapping[PartyId, str],
    at: Mapping[IssueId, OptionId] | None = None,
    most: int = MOST,
) -> DraftedConflict:
    """A graph model in which each party accepts or refuses how each issue would be settled.

    Parameters
    ----------
    drafted : DraftedDomain
        What the options are worth to whom; issues with a status quo.
    names : mapping
        What each party is called; one that is missing goes by its id.
    at : mapping or None
        How issues would be settled. An issue that is missing is settled by the option, other than its status quo, with
        the largest sum of the parties' worth, each as a share of the range of its packages; of several, the first.
    most : int, 2..20
        Acceptances that the model may hold; the issues least at stake are left out where there are more.

    Returns
    -------
    DraftedConflict
        Its status quo is the state in which nobody accepts anything.

    Raises
    ------
    AnalysisError
        If an issue or option of ``at`` is not the domain's, ``most`` is out of its range, no issue is left, or fewer
        than two parties have a say.

    Notes
    -----
    An issue is settled once every party that values its options differently accepts, and as long as all requirements
    of the domain are met; else its status quo holds. Issues whose requirement is not met fall back at once, and
    again those that wait for them, until no more does. Of issues outside the model the status quo holds throughout.
    """
    domain = drafted.domain
    _check(domain, at or {}, most)
    ranges = [math.fsum(max(w) - min(w) for w in u.values) for u in domain.utilities]
    left_out: dict[IssueId, str] = {}
    found: list[Settlement] = []
    for place, issue in enumerate(domain.issues):
        settlement = _settle(domain, place, (at or {}).get(issue.id), ranges)
        if isinstance(settlement, Settlement):
            found.append(settlement)
        else:
            left_out[issue.id] = settlement
    kept = _choose(found, domain, most, left_out)
    if not kept:
        told = "; ".join(f"{i.name}: {left_out[i.id]}" for i in domain.issues)
        raise AnalysisError(f"no issue is left that parties could accept or refuse: {told or 'there is none'}")
    owners = [p for p in domain.parties if any(p in s.parties for s in kept)]
    if len(owners) < 2:
        raise AnalysisError(
            f"a conflict takes two parties that tell the options of an issue apart; only {owners[0]} does"
        )
    held = _held(kept, _gates(kept, domain))
    codes = [held[accepted] for accepted in _accepted(kept)]
    return DraftedConflict(
        model=ConflictModel(
            title=domain.name,
            decision_makers=tuple(DecisionMaker(id=DecisionMakerId(p), name=names.get(p, p)) for p in owners),
            options=tuple(_acceptances(kept)),
            preferences=tuple(
                Preference(decision_maker=DecisionMakerId(party), payoffs=_payoffs(kept, codes, place, ranges[place]))
                for place, party in enumerate(domain.parties)
                if party in owners
            ),
            status_quo="N" * sum(len(s.parties) for s in kept),
            source=SOURCE,
        ),
        settlements=tuple(kept),
        settled=_named(kept, codes),
        left_out=tuple((i, left_out[i.id]) for i in domain.issues if i.id in left_out),
        drafted=drafted,
    )


def _check(domain: Domain, at: Mapping[IssueId, OptionId], most: int) -> None:
    """Refuse a settlement of what the domain does not have, and a model without bounds."""
    if not 2 <= most <= LARGEST:
        raise AnalysisError(f"a drafted model holds between 2 and {LARGEST} acceptances, not {most}")
    options = {issue.id: [o.id for o in issue.options] for issue in domain.issues}
    for issue, option in at.items():
        if issue not in options:
            raise AnalysisError(f"the domain has no issue {issue}")
        if option not in options[issue]:
            raise AnalysisError(f"{option} is no option of {issue}; it has {', '.join(options[issue])}")


def _settle(domain: Domain, place: int, asked: OptionId | None, ranges: Sequence[float]) -> Settlement | str:
    """How an issue would be settled, or why it cannot be in the model."""
    issue = domain.issues[place]
    values = [u.values[place] for u in domain.utilities]
    parties = tuple(u.party for u, w in zip(domain.utilities, values, strict=True) if max(w) > min(w))
    if not parties:
        return _ALIKE
    if issue.status_quo is None:
        return _UNKNOWN
    before = next((n for n, o in enumerate(issue.options) if o.id == issue.status_quo), None)
    if before is None:
        return _RULED_OUT
    wanted = [n for n, o in enumerate(issue.options) if n != before and asked in (None, o.id)]
    if not wanted:
        return _SAME if asked else _ONLY
    shares = [[w / (r or 1.0) for w in worth] for worth, r in zip(values, ranges, strict=True)]
    taken = max(wanted, key=lambda n: (round(math.fsum(s[n] for s in shares), 9), -n))
    return Settlement(
        issue=issue,
        option=issue.options[taken],
        status_quo=issue.options[before],
        parties=parties,
        gains=tuple(w[taken] - w[before] for w in values),
        stake=math.fsum(max(s) - min(s) for s in shares) / len(shares),
    )


def _choose(found: Sequence[Settlement], domain: Domain, most: int, left_out: dict[IssueId, str]) -> list[Settlement]:
    """The settlements most at stake that fit, less those that could never come about; the others with the reason."""
    left_out |= {
        s.issue.id: f"{len(s.parties)} parties would have to accept; the model holds {most} acceptances at most"
        for s in found
        if len(s.parties) > most
    }
    ordered = sorted(enumerate(found), key=lambda pair: (-round(pair[1].stake, 9), pair[0]))
    while True:
        fitting: list[tuple[int, Settlement]] = []
        for place, s in ordered:
            if s.issue.id not in left_out:
                if sum(len(k.parties) for _, k in fitting) + len(s.parties) > most:
                    break
                fitting.append((place, s))
        kept = [s for _, s in sorted(fitting, key=lambda pair: pair[0])]
        possible = set().union(*_named(kept, _held(kept, _gates(kept, domain))))
        vain = [s.issue.id for s in kept if s.issue.id not in possible]
        if not vain:
            break
        left_out |= dict.fromkeys(vain, _WAITS)
    chosen = {s.issue.id for s in kept}
    for s in found:
        if s.issue.id not in chosen:
            left_out.setdefault(s.issue.id, f"others are more at stake; the model holds {most} acceptances at most")
    return kept


def _gates(settlements: Sequence[Settlement], domain: Domain) -> list[_Gate]:
    """What the requirements ask of the settlements."""
    places = {s.issue.id: n for n, s in enumerate(settlements)}
    before = {i.id: i.status_quo for i in domain.issues}
    gates = []
    for r in domain.requirements:
        here, there = places.get(r.issue), places.get(r.needs_issue, len(settlements))
        if here is not None and settlements[here].option.id in r.options:
            met = there < len(settlements) and settlements[there].option.id in r.needs_options
            gates.append((here, there, met, before.get(r.needs_issue) in r.needs_options))
    return gates


def _held(settlements: Sequence[Settlement], gates: Sequence[_Gate]) -> list[int]:
    """The issues that are settled, as bits, for all combinations of issues that all accept."""
    out = []
    for settled in range(1 << len(settlements)):
        fallen = settled
        while fallen:
            fallen = 0
            for here, there, met, met_if_not in gates:
                if settled >> here & 1 and not (met if settled >> there & 1 else met_if_not):
                    fallen |= 1 << here
            settled &= ~fallen
        out.append(settled)
    return out


def _accepted(settlements: Sequence[Settlement]) -> list[int]:
    """The issues that all accept, as bits, in every state; the first acceptance changes fastest."""
    masks, bit = [], 0
    for s in settlements:
        masks.append(((1 << len(s.parties)) - 1) << bit)
        bit += len(s.parties)
    return [sum(1 << place for place, mask in enumerate(masks) if state & mask == mask) for state in range(1 << bit)]


def _named(settlements: Sequence[Settlement], codes: Sequence[int]) -> tuple[tuple[IssueId, ...], ...]:
    """The issues that bits stand for."""
    known = {code: tuple(s.issue.id for place, s in enumerate(settlements) if code >> place & 1) for code in set(codes)}
    return tuple(known[code] for code in codes)


def _payoffs(settlements: Sequence[Settlement], codes: Sequence[int], party: int, extent: float) -> tuple[float, ...]:
    """What each state is worth more to a party than the status quo, in hundredths of its range."""
    gains = [100 * s.gains[party] / extent for s in settlements]
    # Adding zero turns a negative zero into zero.
    worth = {
        code: round(math.fsum(g for place, g in enumerate(gains) if code >> place & 1), _DIGITS) + 0.0
        for code in set(codes)
    }
    return tuple(worth[code] for code in codes)


def _acceptances(settlements: Sequence[Settlement]) -> list[ConflictOption]:
    """One option for each party that has to accept a settlement."""
    out: dict[str, ConflictOption] = {}
    for number, s in enumerate(settlements, 1):
        for party in s.parties:
            stem = name = f"accept_{_slug(s.issue.id) or number}_{_slug(party) or 'party'}"
            again = 2
            while name in out:
                name, again = f"{stem}_{again}", again + 1
            out[name] = ConflictOption(
                id=ConflictOptionId(name),
                decision_maker=DecisionMakerId(party),
                name=f"Accept {s.issue.name}: {s.option.name}",
            )
    return list(out.values())


def _slug(text: str) -> str:
    """An id in the letters that rules know; empty where it has none of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
