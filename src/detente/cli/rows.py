"""Statements of one report after another: as a table for people, as JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.readings import reading_record, statement_rows
from detente.brief.terminal_page import STYLES, Pen
from detente.brief.words import STANCE_SIGNS, STANCE_WORDS, act_word, count_words, is_unsure, quoted, voice_words
from detente.cli.output import encoding, write_exactly, write_laid_out
from detente.model import Reading, Statement, Voice
from detente.pipeline import Findings

Write = Callable[[Reading, Findings], None]
"""Writes one report, with what was found in it."""


@contextmanager
def write_tables() -> Iterator[Write]:
    """A table a report: who, on what, does what, in which words."""
    pen = Pen(encoding())
    yield lambda reading, findings: write_laid_out(_table(reading, pen))


def _table(reading: Reading, pen: Pen) -> Iterator[RenderableType]:
    """One report's statements under its name."""
    yield pen((reading.document.name, "bold"), f": {count_words(len(reading.statements), 'statement')}")
    if reading.statements:
        parties = {party.id: party.name for party in reading.parties}
        issues = {issue.id: issue.name for issue in reading.issues}
        grid = Grid(box=pen.box, show_lines=True, border_style="dim", header_style="bold", expand=True)
        for title, share in (("Who, on what", 3), ("Does", 2), ("In the report’s words", 5)):
            grid.add_column(pen(title), ratio=share, overflow="fold")
        for statement in reading.statements:
            who = pen((parties[statement.party], "bold"), f" on {issues[statement.issue]}")
            grid.add_row(who, _done(statement, pen), pen(quoted(statement.evidence.quote)))
        yield grid


def _done(statement: Statement, pen: Pen) -> Text:
    """Stance, act and voice, each on its line."""
    stance = f"{STANCE_SIGNS[statement.stance]} {STANCE_WORDS[statement.stance]}"
    lines = [pen((stance, STYLES[statement.stance])), pen(act_word(statement))]
    voice = f"said by {voice_words(statement)}" if statement.voice is Voice.OWN else voice_words(statement)
    lines += [pen((words, "dim")) for words in (voice, "unsure" * is_unsure(statement)) if words]
    return Text("\n").join(lines)


@contextmanager
def write_json_lines() -> Iterator[Write]:
    """One object a line, a line a report."""
    yield lambda reading, findings: write_exactly(f"{_dump(reading, findings)}\n")


@contextmanager
def write_json() -> Iterator[Write]:
    """The same objects as one array."""
    before = "[\n"

    def write(reading: Reading, findings: Findings) -> None:
        nonlocal before
        write_exactly(before + _dump(reading, findings))
        before = ",\n"

    yield write
    write_exactly("\n]\n")


@contextmanager
def write_csv() -> Iterator[Write]:
    """One row a statement, under one head."""
    heads_due = True

    def write(reading: Reading, findings: Findings) -> None:
        nonlocal heads_due
        rows = statement_rows(reading)
        lines = io.StringIO()
        if rows:
            table = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
            if heads_due:
                table.writeheader()
            heads_due = False
            table.writerows(rows)
        write_exactly(lines.getvalue())

    yield write


WRITERS = {"table": write_tables, "json": write_json, "jsonl": write_json_lines, "csv": write_csv}
"""By the format's name."""


def _dump(reading: Reading, findings: Findings) -> str:
    """One report as JSON in one line; in ASCII, since some programs break lines at U+2028 too."""
    record = reading_record(
        reading,
        commitments=findings.commitments,
        allegations=findings.allegations,
        contradictions=findings.contradictions,
        outlook=findings.outlook,
    )
    return json.dumps(record)
