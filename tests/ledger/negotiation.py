"""A small negotiation to record, ledgers made of it, and hands that change a ledger behind its back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from detente.ledger import Ledger
from detente.model import (
    Act,
    Attribution,
    ConditionKind,
    Issue,
    IssueId,
    Moment,
    Option,
    OptionId,
    PartyId,
    Precision,
    Reading,
    Skipped,
    Span,
    Speaker,
    Stance,
)
from detente.model.record import Anchor, Review, Verdict
from tests.factories import cite, make_document, make_issue, make_party, make_reading, make_statement

NOW = datetime(2031, 4, 1, 12, tzinfo=UTC)
TABLES = ("documents", "parties", "issues", "methods", "statements", "reviews", "anchors", "settings", "entries")
AMBER = make_party("amber", "Amber", "the Amber side")
TOLLS = Issue(
    id=IssueId("tolls"),
    name="Tolls on the bridge",
    codes=("PA-X:Eco", "X:tolls"),
    theme="trade",
    options=(Option(id=OptionId("none"), name="None", point=0.0), Option(id=OptionId("some"), name="Some")),
    status_quo=OptionId("some"),
)


def report(number: int) -> Reading:
    """One short report with two statements, and one of everything that a reading can hold."""
    line = f"On Monday, Minister Lark said that Amber would accept {number} tolls if the truce holds"
    other = "Birch is likely to reject them"
    document = make_document(f"{line}. {other}.", name=f"report-{number}", published=date(2031, 3, 1 + number % 28))
    if number % 5 == 4:
        document = replace(document, published=None)
    if number % 3 == 0:
        document = replace(
            document, title=f"Tolls, {number}", publisher="The Ferry", url="https://example.org/?a=1", licence="CC0"
        )
    first = make_statement(
        document,
        line,
        "amber",
        "tolls",
        Act.ACCEPT,
        Stance.SUPPORT,
        speaker=Speaker(name="Minister Lark", party=PartyId("amber"), office="Minister"),
        condition=(ConditionKind.IF, "if the truce holds"),
        quantities=((f"{number} tolls", float(number), "tolls"),),
    )
    source = Attribution(
        source=cite(document, "Minister Lark"), cue=cite(document, "said"), content=cite(document, "Amber would accept")
    )
    said = Moment(
        earliest=date(2031, 2, 24),
        latest=date(2031, 2, 24),
        precision=Precision.DAY,
        surface="On Monday",
        evidence=cite(document, "On Monday"),
    )
    first = replace(first, attribution=source, said=said, option=OptionId("some"))
    second = make_statement(
        document, other, "birch", "tolls", Act.REJECT, Stance.OPPOSE, target="amber", hedge="likely", confidence=0.5
    )
    made = make_reading(document, (first, second), parties=(AMBER,), issues=(TOLLS, make_issue("truce")))
    relayed = replace(source, source=None, cue=None, relayed_by=cite(document, "Birch"))
    skipped = (
        Skipped(document=document.name, span=Span(start=0, end=9), reason="too long"),
        Skipped(document="another", span=None, reason="in another language"),
    )
    return replace(made, attributions=(source, relayed), skipped=skipped)


def anchor(reading: Reading) -> Anchor:
    """What makes a reading's first issue known again."""
    quote = reading.statements[0].evidence.quote
    return Anchor(
        issue=TOLLS, quote=quote, sentence=quote + ".", act=Act.ACCEPT, vector=(0.5, -0.25), themes=(("trade", 0.7),)
    )


def fill(ledger: Ledger, start: int, stop: int) -> None:
    """Append some reports, each at its own minute."""
    for number in range(start, stop):
        reading = report(number)
        ledger.append(reading, anchors=(anchor(reading),), recorded=NOW + timedelta(minutes=number))


def review(reading: Reading, verdict: Verdict = Verdict.REJECTED, *, minute: int = 0, which: int = 0) -> Review:
    """A verdict on one of a reading's statements."""
    at = NOW + timedelta(minutes=minute)
    return Review(statement=reading.statements[which].id, verdict=verdict, reviewer="A. Reader", at=at, note="why")


def make_ledger(path: Path, reports: int = 3) -> Path:
    """A closed ledger with reports, a copy, reviews and settings."""
    with Ledger.create(path, title="Tolls", agenda="title = 'Tolls'\n", now=NOW) as ledger:
        fill(ledger, 0, reports)
        first = report(0)
        ledger.append(report(reports), copy_of=first.document.id, recorded=NOW)
        ledger.append_review(review(first))
        ledger.append_review(review(first, Verdict.ACCEPTED, which=1))
    return path


def faults(path: Path, *, head: str | None = None) -> tuple[str, ...]:
    """What a ledger finds wrong with itself."""
    with Ledger.open(path) as ledger:
        return ledger.verify(head=head).faults


@contextmanager
def behind_its_back(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that no trigger stops; afterwards all triggers stand as before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def dump(path: Path) -> Sequence[str]:
    """Every row of a ledger as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
