"""``detente timeline``: where each party stood when."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, Files
from detente.cli.output import columns, encoding, has_colour, write_record, write_rows
from detente.cli.talks import AsOf, find_talks


class TimelineFormat(StrEnum):
    """How the timeline is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def timeline(
    files: Files,
    party: Annotated[
        str | None,
        typer.Option(
            metavar="PARTY", help="This one alone: id, name or alias, or the beginning of one.", show_default=False
        ),
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option(metavar="ISSUE", help="On this alone: id or name, or the beginning of one.", show_default=False),
    ] = None,
    agenda: AgendaFile = None,
    as_of: AsOf = None,
    shape: Annotated[TimelineFormat, typer.Option("--format", help="How to write it.")] = TimelineFormat.TEXT,
) -> None:
    """Show where each party stood when, and whether the parties came nearer.

    From reports of several days, or from a ledger. Each step has the sentence by which it began; that it lasts until the next
    one says only that no report placed the party elsewhere.

    Example: detente timeline talks.db --party russia
    """
    from dataclasses import replace

    from detente.brief.terminal import render_timeline
    from detente.brief.timeline import compose_timeline, course_rows, timeline_record
    from detente.cli.matching import match_issue, match_party
    from detente.pipeline import compose

    findings, _ = find_talks(files, agenda, as_of)
    assert findings is not None  # a report was named
    only_party = match_party(findings.table.parties, party).id if party else None
    only_issue = match_issue(findings.table.issues, issue).id if issue else None
    found = compose_timeline(findings.readings, findings.commitments, as_of=as_of.date() if as_of else None)
    courses = tuple(
        course
        for course in (found.courses if found else ())
        if only_party in (None, course.party) and only_issue in (None, course.issue)
    )
    if shape is TimelineFormat.CSV:
        names: dict[str, str] = {p.id: p.name for p in findings.table.parties}
        write_rows(course_rows(courses, names | {i.id: i.name for i in findings.table.issues}))
    elif shape is TimelineFormat.JSON:
        if found:
            gaps = tuple(course for course in found.gaps if only_issue in (None, course.issue))
            found = replace(found, courses=courses, gaps=gaps)
        write_record({"timeline": timeline_record(found) if found else None})
    elif found is None:
        typer.echo(
            "The reports do not span more than one day, so there is no course to show: add reports of other days."
        )
    else:
        made = compose(findings)
        sys.stdout.write(render_timeline(made, courses, width=columns(), colour=has_colour(), encoding=encoding()))
