"""Which allegations are one and the same, and how many reports and sources stand behind each; never a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from detente.codebook.day_cues import load_monitors
from detente.model import Allegation, Corroboration, DocumentId, IssueId, Reading, StatementId
from detente.model.commitment import Charge, Rung

_TOGETHER = timedelta(days=3)
"""Days within which reports of the same allegation are taken to tell of the same, where none tells when."""
_WHOSE = re.compile(r"(?!The\s)(?:[A-Z][\w.’'-]*\s){1,3}$")
"""Names before those who look into it: "OSCE monitors"."""


def join_allegations(allegations: Sequence[Allegation], readings: Sequence[Reading]) -> tuple[Charge, ...]:
    """Which allegations are one and the same, and how many reports and sources stand behind each.

    Parameters
    ----------
    allegations : sequence of Allegation
        As :func:`detente.analyses.find_allegations` gives them.
    readings : sequence of Reading
        The reports that they come from.

    Returns
    -------
    tuple of Charge
        In order of first allegation; every allegation is in exactly one.

    Notes
    -----
    Allegations are joined where accuser, accused and what is said to be broken are the same, and either the days on which it
    is said to have happened overlap or, where no day is told, the reports came out within three days. Reports
    and sources are counted apart on each rung: ten papers that print one side's word are ten reports and one source. On the
    rungs above "alleged" the source is whoever looked into it, by the words that name it. A count is no proof.
    """
    published = {r.document.id: r.document.published for r in readings}
    issues = {s.id: s.issue for r in readings for s in r.statements}
    groups: list[list[Allegation]] = []
    for allegation in allegations:
        group = next((g for g in groups if _is_same_charge(g, allegation, published, issues)), None)
        if group is None:
            groups.append([allegation])
        else:
            group.append(allegation)
    return tuple(
        Charge(
            accuser=group[0].accuser,
            accused=group[0].accused,
            commitment=group[0].commitment,
            allegations=tuple(group),
            rungs=_rungs(group),
            denied_by=tuple(sorted({party for a in group for party in a.denied_by})),
        )
        for group in groups
    )


def _is_same_charge(
    group: Sequence[Allegation],
    other: Allegation,
    published: Mapping[DocumentId, date | None],
    issues: Mapping[StatementId, IssueId],
) -> bool:
    """Whether an allegation is that of a group: sides, subject and days agree."""
    first = group[0]
    if (first.accuser, first.accused, first.commitment) != (other.accuser, other.accused, other.commitment):
        return False
    if first.accused is None or (first.commitment is None and _issue(first, issues) != _issue(other, issues)):
        return False
    return any(_are_of_the_same_days(one, other, published) for one in group)


def _issue(allegation: Allegation, issues: Mapping[StatementId, IssueId]) -> IssueId | None:
    return issues.get(allegation.statement) if allegation.statement else None


def _are_of_the_same_days(one: Allegation, other: Allegation, published: Mapping[DocumentId, date | None]) -> bool:
    """Whether two allegations may tell of the same days."""
    first, second = one.occurred, other.occurred
    if first and second and first.earliest and first.latest and second.earliest and second.latest:
        return first.earliest <= second.latest and second.earliest <= first.latest
    days = [published.get(a.evidence.document) for a in (one, other)]
    if days[0] is None or days[1] is None:
        return one.evidence.document == other.evidence.document
    return abs(days[0] - days[1]) <= _TOGETHER


def _rungs(group: Sequence[Allegation]) -> tuple[Rung, ...]:
    """Reports and sources of each rung that is reached."""
    rungs = []
    for corroboration in Corroboration:
        held = [a for a in group if a.corroboration is corroboration]
        if held:
            reports = {a.evidence.document for a in held}
            sources = {_monitor(a) or a.accuser or a.source for a in held}
            rungs.append(Rung(corroboration=corroboration, reports=len(reports), sources=len(sources)))
    return tuple(rungs)


def _monitor(allegation: Allegation) -> str:
    """Who looked into it, in the text's words, where anybody did."""
    if allegation.checked is None:
        return ""
    quote = allegation.checked.quote
    named = load_monitors().search(quote)
    if named is None:
        return ""
    whose = _WHOSE.search(quote, 0, named.start())
    return " ".join(quote[whose.start() if whose else named.start() : named.end()].casefold().split()).rstrip("s")
