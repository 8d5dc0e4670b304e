"""From the table to a conflict: a graph model of who would accept how each issue could be settled."""

from __future__ import annotations

from collections.abc import Mapping

from detente.codebook.agenda import Agenda
from detente.model import IssueId, OptionId
from detente.pipeline.reports import Findings
from detente.positions import fold_positions
from detente.positions.arrays import draft_domain
from detente.positions.conflicts import MOST, DraftedConflict, draft_conflict


def draft_stability(
    findings: Findings | None,
    *,
    agenda: Agenda | None = None,
    at: Mapping[IssueId, OptionId] | None = None,
    most: int = MOST,
) -> DraftedConflict:
    """A conflict in option form, from what the reports tell, an analyst's numbers, or both.

    Parameters
    ----------
    findings : Findings or None
        What :func:`find` gives; with ``None`` the agenda's judgements stand alone.
    agenda : Agenda or None
        Options, what holds without agreement, saliences, utilities.
    at : mapping or None
        How issues would be settled; the others as :func:`~detente.positions.conflicts.draft_conflict` has it.
    most : int, 2..20
        Acceptances that the model may hold.

    Returns
    -------
    DraftedConflict
        Its ``model`` is what :func:`~detente.analyses.conflict_graph.analyse_stability` takes.

    Raises
    ------
    AnalysisError
        If no issue is left to accept or refuse, or an issue or option is named that is not there.
    """
    table = findings.table if findings else fold_positions([])
    drafted = draft_domain(table, linkages=findings.linkages if findings else (), agenda=agenda)
    names = {p.id: p.name for p in table.parties}
    names |= {p.id: p.name for p in agenda.parties} if agenda else {}
    return draft_conflict(drafted, names=names, at=at, most=most)
