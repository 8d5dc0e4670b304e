"""Reads news about a negotiation and keeps its table: who wants what, each cell opening its sentence.

Three steps, each a call: :func:`read_reports` turns reports into readings, :func:`find` turns readings into findings,
:func:`make_brief` does both and composes a brief. Everything returned is frozen; :mod:`detente.model` has the types.

Names are fetched from their rooms on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.brief.brief import Brief
    from detente.brief.forecasts import forecasts_record
    from detente.brief.html import render_html
    from detente.brief.outcomes import outcomes_record
    from detente.brief.readings import reading_record
    from detente.brief.record import brief_record
    from detente.brief.scenarios import scenarios_record
    from detente.brief.terminal import render_terminal
    from detente.codebook.agenda import Agenda, dump_agenda, load_agenda
    from detente.documents.load import load_documents
    from detente.errors import DetenteError
    from detente.evaluation.evaluation import Evaluation, evaluate
    from detente.evaluation.record import evaluation_record
    from detente.ledger import Ledger
    from detente.model import Document, Reading, Statement, Table
    from detente.pipeline import (
        Findings,
        Reports,
        draft_agenda,
        find,
        make_brief,
        read_reports,
    )
    from detente.pipeline.adding import add_reports
    from detente.pipeline.ledger import changes_since, find_in_ledger
    from detente.pipeline.outcomes import forecast_contests, forecast_issues, weigh_domain, weigh_outcomes
    from detente.pipeline.scenarios import find_scenarios
    from detente.pipeline.settling import ledger_cells, settle, verify_ledger
    from detente.pipeline.stability import draft_stability

__version__ = version("detente")

_ROOMS = {
    "detente.brief.brief": ("Brief",),
    "detente.brief.forecasts": ("forecasts_record",),
    "detente.brief.html": ("render_html",),
    "detente.brief.outcomes": ("outcomes_record",),
    "detente.brief.readings": ("reading_record",),
    "detente.brief.record": ("brief_record",),
    "detente.brief.scenarios": ("scenarios_record",),
    "detente.brief.terminal": ("render_terminal",),
    "detente.codebook.agenda": ("Agenda", "dump_agenda", "load_agenda"),
    "detente.documents.load": ("load_documents",),
    "detente.errors": ("DetenteError",),
    "detente.evaluation.evaluation": ("Evaluation", "evaluate"),
    "detente.evaluation.record": ("evaluation_record",),
    "detente.model": ("Document", "Reading", "Statement", "Table"),
    "detente.pipeline": (
        "Findings",
        "Reports",
        "draft_agenda",
        "find",
        "make_brief",
        "read_reports",
    ),
    "detente.pipeline.outcomes": ("forecast_contests", "forecast_issues", "weigh_domain", "weigh_outcomes"),
    "detente.ledger": ("Ledger",),
    "detente.pipeline.adding": ("add_reports",),
    "detente.pipeline.ledger": ("changes_since", "find_in_ledger"),
    "detente.pipeline.scenarios": ("find_scenarios",),
    "detente.pipeline.settling": ("ledger_cells", "settle", "verify_ledger"),
    "detente.pipeline.stability": ("draft_stability",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Agenda",
    "Brief",
    "DetenteError",
    "Document",
    "Evaluation",
    "Findings",
    "Ledger",
    "Reading",
    "Reports",
    "Statement",
    "Table",
    "add_reports",
    "brief_record",
    "changes_since",
    "draft_agenda",
    "draft_stability",
    "dump_agenda",
    "evaluate",
    "evaluation_record",
    "find",
    "find_in_ledger",
    "find_scenarios",
    "forecast_contests",
    "forecast_issues",
    "forecasts_record",
    "ledger_cells",
    "load_agenda",
    "load_documents",
    "make_brief",
    "outcomes_record",
    "read_reports",
    "reading_record",
    "render_html",
    "render_terminal",
    "scenarios_record",
    "settle",
    "verify_ledger",
    "weigh_domain",
    "weigh_outcomes",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from its room."""
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, fetched or not."""
    return [*__all__, "__version__"]
