"""One negotiation, from its reports to its brief and its outcomes: the rooms in the order in which a report passes them."""

# Outcomes are fetched from their own file: a brief does without the engines behind them.
from detente.pipeline.agenda import draft_agenda
from detente.pipeline.reports import Findings, Reports, Source, compose, find, make_brief, read_reports

__all__ = [
    "Findings",
    "Reports",
    "Source",
    "compose",
    "draft_agenda",
    "find",
    "make_brief",
    "read_reports",
]
