"""What positions rule out: red lines stated in so many words, and issues that wait for others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.codebook.agenda import Judgement
from detente.model import (
    UNSURE,
    Act,
    ConditionKind,
    Issue,
    IssueId,
    Linkage,
    OptionId,
    PartyId,
    Stance,
    Statement,
    Table,
)
from detente.model.package import DraftedDomain, RedLine, Requirement, Utility

_CATEGORICAL = re.compile(
    r"\b(?:never|categorical\w*|under no circumstances?|in no way|non-?negotiable|red lines?|out of the question|ruled out"
    r"|flatly|outright|absolutely not|unacceptable|will not|won[’']t)\b",
    re.IGNORECASE,
)
_GATES = frozenset({ConditionKind.ONLY_AFTER, ConditionKind.IF, ConditionKind.IN_EXCHANGE_FOR})
"""Conditions that say what must come about too."""


def find_red_lines(issues: Sequence[Issue], table: Table, parties: Sequence[PartyId]) -> list[RedLine]:
    """What a party's own words rule out: a plain and categorical refusal, against settling the issue as it is named."""
    out = []
    for issue in issues:
        fullest = max(issue.options, key=lambda o: o.point if o.point is not None else -1.0)
        if fullest.point is None:
            continue
        for party in parties:
            position = table.at(party, issue.id)
            told = position.statements if position else ()
            refusal = next((s for s in told if _is_categorical(s) and not _is_of_another(s, table)), None)
            if refusal is not None:
                out.append(RedLine(party=party, issue=issue.id, option=fullest.id, statement=refusal))
    return out


def _is_of_another(statement: Statement, table: Table) -> bool:
    """Whether another party says it, or it begins with another party's name: "Russia will not allow it", by Trump."""
    if statement.speaker is not None and statement.speaker.party not in (None, statement.party):
        return True
    others = [name for p in table.parties if p.id != statement.party for name in (p.name, *p.aliases)]
    return statement.evidence.quote.startswith(tuple(others))


def _is_categorical(statement: Statement) -> bool:
    """Whether a statement refuses outright, surely read, unhedged, and not for a time or a case only."""
    return (
        statement.act is Act.REJECT
        and statement.stance is Stance.OPPOSE
        and not statement.hedged
        and statement.condition is None
        and statement.origin.confidence >= UNSURE
        and _CATEGORICAL.search(statement.evidence.quote) is not None
    )


def find_options_below(
    judgement: Judgement, issues: Sequence[Issue], worth: Sequence[Sequence[float]]
) -> list[RedLine]:
    """The options of an issue that are worth less to a party than an analyst says it would settle for."""
    return [
        RedLine(party=judgement.party, issue=issue.id, option=option.id, statement=None)
        for at, issue in enumerate(issues)
        if issue.id == judgement.issue
        for option, value in zip(issue.options, worth[at], strict=True)
        if value < judgement.value
    ]


def list_requirements(
    issues: Sequence[Issue], linkages: Sequence[Linkage], warnings: list[str]
) -> tuple[Requirement, ...]:
    """Stated conditions between two issues: the fullest option of one needs the fullest of the other."""
    by_id: Mapping[IssueId, Issue] = {i.id: i for i in issues}
    out: list[Requirement] = []
    for linkage in linkages:
        if not linkage.stated or linkage.kind not in _GATES or linkage.issue not in by_id:
            continue
        here = by_id[linkage.issue]
        there = by_id.get(linkage.on_issue) if linkage.on_issue else None
        if there is None:
            warning = (
                f"{here.name} waits for {linkage.gate}, which is no issue of the domain: not kept as a requirement"
            )
            if warning not in warnings:
                warnings.append(warning)
            continue
        if any(o.point is None for o in (*here.options, *there.options)):
            continue
        requirement = Requirement(
            issue=here.id,
            options=frozenset({_fullest(here)}),
            needs_issue=there.id,
            needs_options=frozenset({_fullest(there)}),
        )
        if requirement not in out and here.id != there.id:
            out.append(requirement)
    return tuple(out)


def _fullest(issue: Issue) -> OptionId:
    """The option that settles an issue most as it is named."""
    return max(issue.options, key=lambda o: o.point if o.point is not None else -1.0).id


def apply_red_lines(red_lines: Sequence[RedLine], drafted: DraftedDomain) -> DraftedDomain:
    """The domain less the options that red lines rule out; an issue keeps its options where nothing would be left."""
    ruled = {(r.issue, r.option) for r in red_lines}
    kept: list[list[int]] = []
    warnings = list(drafted.warnings)
    for issue in drafted.domain.issues:
        left = [n for n, o in enumerate(issue.options) if (issue.id, o.id) not in ruled]
        if not left:
            warnings.append(f"{issue.name}: every option crosses somebody's red line; none was taken out")
        kept.append(left or list(range(len(issue.options))))

    def less(u: Utility) -> Utility:
        return replace(u, values=tuple(tuple(w[n] for n in left) for w, left in zip(u.values, kept, strict=True)))

    issues = tuple(
        replace(issue, options=tuple(issue.options[n] for n in left))
        for issue, left in zip(drafted.domain.issues, kept, strict=True)
    )
    remaining = {i.id: {o.id for o in i.options} for i in issues}
    requirements = tuple(
        replace(r, options=r.options & remaining[r.issue], needs_options=r.needs_options & remaining[r.needs_issue])
        for r in drafted.domain.requirements
    )
    domain = replace(
        drafted.domain, issues=issues, utilities=tuple(map(less, drafted.domain.utilities)), requirements=requirements
    )
    return replace(
        drafted,
        domain=domain,
        low=tuple(map(less, drafted.low)),
        high=tuple(map(less, drafted.high)),
        warnings=tuple(warnings),
    )
