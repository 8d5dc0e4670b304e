"""One negotiation, from its reports to its brief and its outcomes: the rooms in the order in which a report passes them."""

from detente.pipeline.agenda import draft_agenda
from detente.pipeline.outcomes import METHODS, forecast_issues, weigh_outcomes
from detente.pipeline.reports import Findings, Reports, Source, compose, find, make_brief, read_reports

__all__ = [
    "METHODS",
    "Findings",
    "Reports",
    "Source",
    "compose",
    "draft_agenda",
    "find",
    "forecast_issues",
    "make_brief",
    "read_reports",
    "weigh_outcomes",
]
