"""One cell of the table with the sentences behind it, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid

from detente.brief.terminal_page import Pen
from detente.brief.words import (
    STANCE_WORDS,
    act_word,
    contradiction_words,
    count_words,
    date_words,
    position_signs,
    position_word,
    quantity_words,
    quoted,
)
from detente.model import Issue, Party, PartyId, Reading, Statement
from detente.pipeline import Findings

_INDENT = (0, 0, 0, 3)


def lay_out_cell(findings: Findings, party: Party, issue: Issue, pen: Pen) -> Iterator[RenderableType]:
    """The position in a line, each statement with its sentence, then what contradicts what."""
    position = findings.table.at(party.id, issue.id)
    head = f"{party.name} on {issue.name}: "
    if position is None:
        sentences = count_words(sum(len(reading.sentences) for reading in findings.readings), "sentence")
        yield pen((head, "bold"), f"nothing found in {sentences}. That is not the same as having no position.")
        return
    since = f", unchanged since {date_words(position.since)}" if position.since else ""
    yield pen((f"{head}{position_signs(position)} {position_word(position)}", "bold"), since)
    readings = {reading.document.id: reading for reading in findings.readings}
    names = {known.id: known.name for reading in findings.readings for known in reading.parties}
    statements = (*position.statements, *position.superseded)
    for number, statement in enumerate(statements, 1):
        earlier = " (earlier)" if statement in position.superseded else ""
        yield ""
        yield from _statement(f"{number}. ", statement, readings[statement.evidence.document], names, pen, earlier)
    numbers = {statement.id: number for number, statement in enumerate(statements, 1)}
    for contradiction in findings.contradictions:
        first, second = numbers.get(contradiction.first.id), numbers.get(contradiction.second.id)
        if (contradiction.party, contradiction.issue) == (party.id, issue.id) and first and second:
            framing = f" {quoted(contradiction.framing.quote)}" if contradiction.framing else ""
            yield ""
            yield pen(f"{first} and {second}  {contradiction_words(contradiction)}{framing}")


def _statement(
    number: str, statement: Statement, reading: Reading, names: dict[PartyId, str], pen: Pen, earlier: str
) -> Iterator[RenderableType]:
    """What it does, its sentence with the quote marked, and what is known of it."""
    done = f"{act_word(statement)}, {STANCE_WORDS[statement.stance].lower()}"
    yield pen(
        number, (done, "bold"), earlier, (f"   {reading.document.name}, sentence {statement.sentence + 1}", "dim")
    )
    text, quote = reading.document.text, statement.evidence.span
    around = [sentence.span for sentence in reading.sentences if sentence.span.overlap(quote)]
    start, end = min(span.start for span in around), max(span.end for span in around)
    marked = (f">>{statement.evidence.quote}<<", "bold")
    yield Padding(pen(text[start : quote.start], marked, text[quote.end : end]), _INDENT)
    facts = Grid.grid(padding=(0, 2, 0, 0))
    for label, value in _facts(statement, names):
        facts.add_row(pen((label, "dim")), pen(value))
    yield Padding(facts, _INDENT)


def _facts(statement: Statement, names: dict[PartyId, str]) -> Iterator[tuple[str, str]]:
    """What is known of a statement, by label."""
    yield "Said by", statement.speaker.name if statement.speaker else "the report itself; no source named"
    if statement.attribution and statement.attribution.relayed_by:
        yield "Relayed by", statement.attribution.relayed_by.quote
    if statement.target:
        yield "Towards", names.get(statement.target, statement.target)
    if statement.hedged:
        yield "Hedge", quoted(statement.hedge.quote) if statement.hedge else "hedged or negated, as the reader judges"
    if statement.condition:
        yield "Condition", quoted(statement.condition.evidence.quote)
    if statement.quantities:
        yield "Amounts", "; ".join(map(quantity_words, statement.quantities))
    if statement.said:
        yield "When", quoted(statement.said.surface)
    yield "Read by", f"{statement.origin.method} {statement.origin.version}, {statement.origin.confidence:.0%} sure"
