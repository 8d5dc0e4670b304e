"""How fast a ledger grows, how large it gets, and how long it takes to answer.

python benchmarks/ledger.py            # 10,000 and 100,000 statements
python benchmarks/ledger.py --largest  # and 1,000,000

Reports are the founding article as annotated by hand (44 statements), each with words and issues of its own, so that parties
meet on some hundred issues. Every report is one transaction that is on the disk before the next begins.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.brief.founding import founding_reading

from detente.ledger import Ledger
from detente.model import Document, Evidence, IssueId, PartyId, Reading

BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
TOPICS = 8
"""How many sets of the article's fifteen issues there are."""


def vary(number: int, words: list[str]) -> Reading:
    """The article as another report: words swapped for others of the same length, other issues, another day."""
    reading = founding_reading()
    chance = random.Random(number)
    text = list(reading.document.text)
    for _ in range(40):
        word = chance.choice(words)
        places = [s.evidence.span for s in reading.statements if len(s.evidence.quote) > len(word) + 2]
        at = chance.choice(places).start + 1
        text[at : at + len(word)] = word
    document = Document(
        text="".join(text) + f"\n{number}",
        name=f"report-{number}",
        body=reading.document.body,
        published=date(2025, 1, 1) + timedelta(days=number % 400),
    )
    topic = f"-{number % TOPICS}"
    moved = _move(reading, document, topic)
    return replace(moved, document=document)


def _move(value: Any, document: Document, topic: str) -> Any:
    """The same value, quoting another document."""
    if isinstance(value, Evidence):
        return Evidence.cite(document, value.span)
    if isinstance(value, tuple):
        return tuple(_move(member, document, topic) for member in value)
    if is_dataclass(value) and not isinstance(value, (type, Document)):
        changes = {f.name: _move(getattr(value, f.name), document, topic) for f in fields(value) if f.init}
        if isinstance(changes.get("document"), str):
            changes["document"] = document.id
        if "issue" in changes:
            changes["issue"] = IssueId(changes["issue"] + topic)
        if type(value).__name__ == "Issue":
            changes["id"] = IssueId(changes["id"] + topic)
        return type(value)(**changes)
    return value


def timed(ask: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Median of a few runs, in seconds, and the answer."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        answer = ask()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[times // 2], answer


def measure(statements: int, folder: Path) -> Iterator[str]:
    words = sorted({word for word in founding_reading().document.text.split() if word.isalpha() and 4 < len(word) < 12})
    path = folder / f"{statements}.db"
    spent, size, number = 0.0, 0, 0
    with Ledger.create(path, now=BEGUN) as ledger:
        while size < statements:
            reading = vary(number, words)
            began = time.perf_counter()
            ledger.append(reading, recorded=BEGUN + timedelta(minutes=number))
            spent += time.perf_counter() - began
            size += len(reading.statements)
            number += 1
    yield f"{size:,} statements of {number:,} reports"
    yield f"  append                   {size / spent:,.0f} statements/s, {number / spent:,.0f} reports/s"
    file = path.stat().st_size
    with Ledger.open(path, read_only=True) as ledger:
        texts = sum(len(document.text.encode()) for document, *_ in ledger.documents())
        yield f"  size                     {file / size:,.0f} bytes a statement, {texts / size:,.0f} of them the reports' text"
        party, issue = PartyId("russia"), IssueId("energy-moratorium-0")
        taken, found = timed(lambda: list(ledger.statements(party=party, issue=issue)))
        yield f"  statements(party, issue) {taken * 1000:,.1f} ms for {len(found):,}"
        taken, found = timed(lambda: list(ledger.statements(party=party, issue=issue, since=date(2025, 7, 1))))
        yield f"  ... since a day          {taken * 1000:,.1f} ms for {len(found):,}"
        taken, found = timed(lambda: ledger.statement(reading.statements[0].id))
        yield f"  statement(id)            {taken * 1000:,.2f} ms"
        for asked in ("ceasefire", '"mutually transferred"', "banking tariffs"):
            taken, found = timed(lambda asked=asked: list(ledger.search(asked)))
            yield f"  search({asked + ')':<17} {taken * 1000:,.1f} ms for {len(found):,}"
        taken, found = timed(lambda: sum(len(reading.statements) for reading in ledger.readings()), 1)
        yield f"  readings()               {taken:,.1f} s, {found / taken:,.0f} statements/s"
        taken, found = timed(ledger.verify, 1)
        yield f"  verify()                 {taken:,.1f} s, {len(found.faults)} faults"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", action="store_true", help="go up to 1,000,000 statements")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for statements in (10_000, 100_000, *((1_000_000,) if asked.largest else ())):
            for line in measure(statements, Path(folder)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
