"""From positions to numbers: what each way to settle an issue is worth to whom, with bands, each number's origin kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from detente.codebook.agenda import Agenda, AgendaIssue, Judgement
from detente.errors import AnalysisError
from detente.model import (
    UNSURE,
    Issue,
    IssueId,
    Linkage,
    Option,
    OptionId,
    PartyId,
    Position,
    Role,
    Stance,
    Statement,
    Table,
)
from detente.model.forecast import IssueContest, Stake
from detente.model.package import Domain, DraftedDomain, Estimate, Utility
from detente.positions.limits import apply_red_lines, find_options_below, find_red_lines, list_requirements

NO, CONDITIONAL, YES = OptionId("no"), OptionId("conditional"), OptionId("yes")
DRAFTED = (
    Option(id=NO, name="No", point=0.0),
    Option(id=CONDITIONAL, name="On conditions", point=50.0),
    Option(id=YES, name="Yes", point=100.0),
)
"""How an issue could be settled where no agenda says it: as named, on conditions, or not."""
POINTS = {Stance.OPPOSE: 0.0, Stance.OPEN: 50.0, Stance.SUPPORT: 100.0}
"""Where on an issue's scale, 0..100, a stance lies."""
PLAIN, VAGUE = 12.5, 25.0
"""Half the width of the band around an ideal point: a quarter of a step between stances; half of one where hedged or unsure."""
LEAST_SALIENCE = 0.1
"""Salience of an issue on which a party is hardly heard."""
SALIENCE_BAND = 0.5
"""Share by which an inferred salience may be off either way."""


@dataclass(slots=True)
class _Worth:
    """What one party's numbers come to, low, central and high, while they are gathered."""

    party: PartyId
    values: tuple[list[tuple[float, ...]], list[tuple[float, ...]], list[tuple[float, ...]]] = field(
        default_factory=lambda: ([], [], [])
    )
    reservation: tuple[float, float, float] | None = None

    def utility(self, end: int) -> Utility:
        """The low (0), central (1) or high (2) utility."""
        held = self.reservation[end] if self.reservation else None
        return Utility(party=self.party, values=tuple(self.values[end]), reservation=held)


def draft_domain(
    table: Table,
    *,
    linkages: Sequence[Linkage] = (),
    agenda: Agenda | None = None,
    keep: Collection[IssueId] = (),
) -> DraftedDomain:
    """What could be agreed and what it is worth to whom, as far as positions and an analyst tell.

    Parameters
    ----------
    table : Table
        Who wants what; those that mediate or only give evidence are left out.
    linkages : sequence of Linkage
        Stated conditions between issues of the table become requirements.
    agenda : Agenda or None
        Options with points on the issue's scale; saliences, utilities and reservation values as judgements.
    keep : collection of IssueId
        Issues of the table that are kept even where too few parties are heard.

    Returns
    -------
    DraftedDomain
        An issue on which fewer than two parties are heard, or whose options have no place on a scale and no stated
        utility, is left out and named in the warnings.

    Raises
    ------
    AnalysisError
        If no issue is left, or an analyst's utilities leave an option of their issue out.

    Notes
    -----
    Inferred, and marked so: an ideal point is the mean of a party's stances (oppose 0, open 50, support 100); salience grows with
    how often the party is heard on the issue beside the issue on which it is heard most; an option is worth the salience
    times how near it lies to the ideal point, 0 to 100. A party that is not heard on an issue values all its options
    alike, and so does one for which an analyst gives utilities on other issues only: the two scales do not add up.
    Never inferred: reservation values and capabilities. A categorical refusal rules out the option that it is
    against for any package; it says nothing about what else the party would accept.
    """
    judgements = agenda.judgements if agenda else ()
    parties = _bargaining(table, agenda)
    warnings: list[str] = []
    issues = [
        issue
        for issue in _with_options(table, agenda)
        if issue.id in keep or _can_be_valued(issue, table, parties, judgements, warnings)
    ]
    if not issues:
        raise AnalysisError(
            "no issue is left to bargain over: on each, fewer than two parties are heard; add judgements of utility to the agenda"
        )
    estimates: list[Estimate] = []
    red_lines = find_red_lines(issues, table, parties)
    worth = []
    for party in parties:
        numbers = _Worth(party)
        for issue in issues:
            told = _told_utility(party, issue, judgements) or _inferred_utility(party, issue, table, judgements)
            estimates += told[0]
            for end, values in zip(numbers.values, told[1], strict=True):
                end.append(values)
        for j in judgements:
            if (j.party, j.what) != (party, "reservation"):
                continue
            estimates.append(_judged(j))
            if j.issue is None:
                numbers.reservation = (j.low, j.value, j.high)
            else:
                red_lines += find_options_below(j, issues, numbers.values[1])
        worth.append(numbers)
    domain = Domain(
        issues=tuple(issues),
        utilities=tuple(w.utility(1) for w in worth),
        requirements=list_requirements(issues, linkages, warnings),
        name=(agenda.title if agenda and agenda.title else ""),
    )
    low, high = (tuple(w.utility(end) for w in worth) for end in (0, 2))
    return apply_red_lines(
        red_lines,
        DraftedDomain(
            domain=domain,
            low=low,
            high=high,
            estimates=tuple(estimates),
            red_lines=tuple(red_lines),
            warnings=tuple(warnings),
        ),
    )


def draft_contests(
    table: Table, *, agenda: Agenda | None = None, reference: float | None = None
) -> tuple[IssueContest, ...]:
    """Who wants what on each issue, how much it cares and what it can bring to bear: what a forecast starts from.

    Parameters
    ----------
    table : Table
        Who wants what; those that mediate or only give evidence are left out.
    agenda : Agenda or None
        Saliences and capabilities as judgements; a capability without an issue holds for all.
    reference : float or None, 0..100
        What holds on every issue if nothing is agreed, on the scale of stances.

    Returns
    -------
    tuple of IssueContest
        One for each issue on which two parties or more have a position, in the table's order. Positions are ideal points on
        the scale of stances: 0 opposed, 50 on conditions, 100 as the issue is named. Where nobody gives a capability
        all have the same.

    Raises
    ------
    AnalysisError
        If no issue is left.
    """
    parties = _bargaining(table, agenda)
    judgements = agenda.judgements if agenda else ()
    contests = []
    for issue in table.issues:
        stakes = []
        for party in parties:
            estimates, _ = _inferred_utility(party, replace(issue, options=DRAFTED), table, judgements)
            if estimates:
                ideal, salience = estimates
                stakes.append(
                    Stake(
                        party=party,
                        point=ideal.value,
                        salience=salience.value,
                        capability=find_capability(party, issue.id, agenda),
                    )
                )
        if len(stakes) > 1:
            contests.append(IssueContest(issue=issue.id, stakes=tuple(stakes), reference=reference))
    if not contests:
        raise AnalysisError("no issue is left to forecast: on each, fewer than two parties have a position")
    return tuple(contests)


def find_capability(party: PartyId, issue: IssueId, agenda: Agenda | None) -> float:
    """An analyst's capability, 0..1, of the issue before one of all issues; 1 where there is none."""
    judgements = agenda.judgements if agenda else ()
    told = {j.issue: j.value for j in judgements if (j.party, j.what) == (party, "capability")}
    return told.get(issue, told.get(None, 1.0))


def _bargaining(table: Table, agenda: Agenda | None) -> tuple[PartyId, ...]:
    """Who has to agree, by id: the parties heard, and those for whom the analyst gives numbers."""
    roles = {p.id: p.role for p in table.parties}
    if agenda:
        judged = {j.party for j in agenda.judgements}
        roles |= {p.id: p.role for p in agenda.parties if p.id in judged or p.id in roles}
    return tuple(sorted(p for p, role in roles.items() if role is Role.PARTY))


def _with_options(table: Table, agenda: Agenda | None) -> list[Issue]:
    """The table's issues with the agenda's options or those drafted, and the agenda's issues of which nobody has spoken."""
    declared = {i.id: i for i in agenda.issues} if agenda else {}
    found = [_settled_by(declared.get(i.id), i) for i in table.issues]
    held = {i.id for i in found}
    silent = [i for i in agenda.issues if i.id not in held] if agenda else []
    return found + [_settled_by(i, Issue(id=i.id, name=i.name, codes=i.codes)) for i in silent]


def _settled_by(declared: AgendaIssue | None, issue: Issue) -> Issue:
    """An issue with the options that an agenda declares, else its own, else those drafted, which start from "no"."""
    if declared and declared.options:
        return replace(issue, options=declared.options, status_quo=declared.status_quo)
    return issue if issue.options else replace(issue, options=DRAFTED, status_quo=NO)


def _can_be_valued(
    issue: Issue, table: Table, parties: Sequence[PartyId], judgements: Sequence[Judgement], warnings: list[str]
) -> bool:
    """Whether two parties or more value an issue, and its options lie on a scale or are valued outright."""
    told = {j.party for j in judgements if j.issue == issue.id and j.what == "utility"}
    heard = {p.party for p in table.positions if p.issue == issue.id and p.party in parties and _stances(p)}
    inferred = heard - {j.party for j in judgements if j.what == "utility"}
    if len(told | heard) < 2:
        warnings.append(f"{issue.name} is left out: fewer than two parties are heard on it")
        return False
    if len(told | inferred) < 2:
        warnings.append(
            f"{issue.name} is left out: an analyst gives utilities for other issues only, on a scale of their own"
        )
        return False
    if any(o.point is None for o in issue.options) and inferred - told:
        warnings.append(f"{issue.name} is left out: its options have no points, and not every party's utility is given")
        return False
    return True


def _stances(position: Position) -> tuple[Stance, ...]:
    """The stances that lie on the scale."""
    return tuple(s for s in position.stances if s in POINTS)


def _judged(judgement: Judgement) -> Estimate:
    return Estimate(
        party=judgement.party,
        issue=judgement.issue,
        what=judgement.what,
        value=judgement.value,
        low=judgement.low,
        high=judgement.high,
        basis=judgement.basis,
        author=judgement.author,
    )


_Told = tuple[list[Estimate], tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]]


def _told_utility(party: PartyId, issue: Issue, judgements: Sequence[Judgement]) -> _Told | None:
    """An analyst's utilities of an issue's options, if any are given.

    Who has utilities for other issues only takes all options of this one alike: what is inferred has another scale.
    """
    own = [j for j in judgements if (j.party, j.what) == (party, "utility")]
    told = {j.option: j for j in own if j.issue == issue.id and j.option is not None}
    if not told:
        nothing = tuple(0.0 for _ in issue.options)
        return ([], (nothing, nothing, nothing)) if own else None
    missing = next((o.id for o in issue.options if o.id not in told), None)
    if missing is not None:
        raise AnalysisError(
            f"the utility of {party} is given for {len(told)} of the {len(issue.options)} options of {issue.id}, "
            f"not for {missing}; give all"
        )
    held = [told[o.id] for o in issue.options]
    return [_judged(j) for j in held], (
        tuple(j.low for j in held),
        tuple(j.value for j in held),
        tuple(j.high for j in held),
    )


def _inferred_utility(party: PartyId, issue: Issue, table: Table, judgements: Sequence[Judgement]) -> _Told:
    """Salience times nearness to the ideal point, both from the table unless an analyst gives the salience."""
    position = table.at(party, issue.id)
    stances = _stances(position) if position else ()
    if position is None or not stances:
        nothing = tuple(0.0 for _ in issue.options)
        return [], (nothing, nothing, nothing)
    points = [POINTS[s] for s in stances]
    carrying = tuple(s for s in position.statements if s.stance in POINTS)
    vague = all(s.hedged or s.origin.confidence < UNSURE for s in carrying)
    half = VAGUE if vague else PLAIN
    ideal = sum(points) / len(points)
    low, high = max(0.0, min(points) - half), min(100.0, max(points) + half)
    ideal_estimate = Estimate(
        party=party,
        issue=issue.id,
        what="ideal",
        value=ideal,
        low=low,
        high=high,
        basis="mean of the stances stated: oppose 0, open 50, support 100",
        author=None,
        statements=carrying,
    )
    salience = next(
        (_judged(j) for j in judgements if (j.party, j.issue, j.what) == (party, issue.id, "salience")),
        None,
    ) or _inferred_salience(party, issue, table, carrying)
    values = [salience.value * (100 - abs(ideal - float(o.point or 0.0))) for o in issue.options]
    least = [salience.low * (100 - max(abs(low - p), abs(high - p))) for p in _points(issue)]
    most = [salience.high * (100 - _apart(p, low, high)) for p in _points(issue)]
    return [ideal_estimate, salience], (tuple(least), tuple(values), tuple(most))


def _points(issue: Issue) -> list[float]:
    return [float(o.point or 0.0) for o in issue.options]


def _apart(point: float, low: float, high: float) -> float:
    """How far a point lies outside a band."""
    return max(low - point, point - high, 0.0)


def _inferred_salience(party: PartyId, issue: Issue, table: Table, carrying: tuple[Statement, ...]) -> Estimate:
    """How often a party is heard on an issue, beside the one on which it is heard most."""
    most = max(len(p.statements) for p in table.positions if p.party == party)
    here = next(len(p.statements) for p in table.positions if (p.party, p.issue) == (party, issue.id))
    value = max(LEAST_SALIENCE, here / most)
    return Estimate(
        party=party,
        issue=issue.id,
        what="salience",
        value=value,
        low=value * (1 - SALIENCE_BAND),
        high=min(1.0, value * (1 + SALIENCE_BAND)),
        basis=f"{here} statements on it, and {most} on the issue on which it is heard most",
        author=None,
        statements=carrying,
    )
