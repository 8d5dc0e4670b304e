"""How fast a ledger grows, how large it gets, and how long it takes to answer; beside DuckDB on the same questions.

python benchmarks/ledger.py            # 10,000 and 100,000 statements
python benchmarks/ledger.py --largest  # and 1,000,000

Reports are the founding article as annotated by hand (44 statements), each with words of its own, issues of one of 24 sets and
a day of its own: a thousand statements a day. DuckDB (a column store without hashes, word index or a row a time; left out
where it is not installed) holds the same statements and is asked the same in SQL.
"""

from __future__ import annotations

import argparse
import math
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
from detente.pipeline.settling import settle, verify_ledger

BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
TOPICS = 24
"""How many sets of the article's fifteen issues there are."""
A_DAY = 23
"""Reports a day."""
BATCH = 500
"""Reports in one transaction, at most; on the disk before the next begins."""


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
        published=date(2025, 1, 1) + timedelta(days=number // A_DAY),
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


def measure(statements: int, folder: Path) -> Iterator[tuple[str, str, float | None, float | None]]:
    """What was measured, how it is to be shown, the ledger's figure and DuckDB's."""
    words = sorted({word for word in founding_reading().document.text.split() if word.isalpha() and 4 < len(word) < 12})
    path = folder / f"{statements}.db"
    spent, size, number, batch = 0.0, 0, 0, min(BATCH, statements // 200)
    with Ledger.create(path, now=BEGUN) as ledger:
        while size < statements:
            readings = [vary(n, words) for n in range(number, number + batch)]
            began = time.perf_counter()
            ledger.append_many(readings, recorded=BEGUN + timedelta(minutes=number))
            spent += time.perf_counter() - began
            size += sum(len(reading.statements) for reading in readings)
            number += batch
        peer = Peer(folder / f"{statements}.duckdb")
        for first in range(0, number, batch) if peer.connection else ():  # after us: it would share our time
            peer.append([vary(n, words) for n in range(first, first + batch)])
        yield "append", "statements/s", size / spent, peer.size / peer.spent if peer.spent else None
        began = time.perf_counter()
        settle(ledger)
        yield "settle, once for all", "s", time.perf_counter() - began, None
        news = [vary(n, words) for n in range(number, number + 5)]
        ledger.append_many(news, recorded=BEGUN)
        began = time.perf_counter()
        settle(ledger)
        yield "settle after 5 reports more", "s", time.perf_counter() - began, None
    peer.append(news)
    size += sum(len(reading.statements) for reading in news)
    yield "file", "bytes a statement", path.stat().st_size / size, peer.file_size() / size if peer.connection else None
    middle = date(2025, 1, 1) + timedelta(days=number // A_DAY // 2)
    cell = PartyId("russia"), IssueId("energy-moratorium-0")
    with Ledger.open(path, read_only=True) as ledger:
        for day in (middle, None):
            what = "table --as-of the middle" if day else "table"
            taken, cells = timed(lambda day=day: ledger.cells(as_of=day))
            theirs, rows = peer.ask(TABLE, [day or date.max])
            yield what, f"ms, {len(cells):,} cells", taken * 1000, theirs and theirs * 1000
            if rows is not None and {(c.party, c.issue) for c in cells} != {(p, i) for p, i, _ in rows}:
                raise SystemExit("the two tables differ")
        taken, found = timed(lambda: carriers(ledger, *cell))
        yield "blame: what carries a cell", f"ms, {len(found):,} statements", taken * 1000, None
        taken, found = timed(lambda: list(ledger.statements(party=cell[0], issue=cell[1], limit=40)))
        theirs, rows = peer.ask(f"{CELL} LIMIT 40", [*cell])
        yield "blame: the first 40", "ms", taken * 1000, theirs and theirs * 1000
        if rows is not None and [row[0] for row in rows] != [r.id for r in found]:
            raise SystemExit("the two lists differ")
        taken, found = timed(lambda: list(ledger.statements(party=cell[0], issue=cell[1])))
        theirs, _ = peer.ask(CELL, [*cell])
        yield "blame --all", f"ms, {len(found):,} statements", taken * 1000, theirs and theirs * 1000
        taken, found = timed(lambda: list(ledger.statements(limit=40, latest=True)))
        yield "log: the latest 40", "ms", taken * 1000, None
        for asked in ("ceasefire", "mutually transferred", "banking tariffs"):
            taken, found = timed(lambda asked=asked: list(ledger.search(asked)))
            theirs, _ = peer.ask(
                SEARCH.format(" AND ".join(["contains(lower(quote), ?)"] * len(asked.split()))), asked.split()
            )
            yield f"search {asked}", f"ms, {len(found):,} found", taken * 1000, theirs and theirs * 1000
        statement = news[0].statements[0].id
        taken, _ = timed(lambda: ledger.statement(statement))
        theirs, _ = peer.ask("SELECT * FROM statements WHERE id = ?", [statement])
        yield "one statement by id", "ms", taken * 1000, theirs and theirs * 1000
        taken, found = timed(lambda: verify_ledger(ledger), 1)
        if found.faults:
            raise SystemExit(f"the ledger is not sound: {found.faults[:3]}")
        yield "verify, table folded again", "s", taken, None


def carriers(ledger: Ledger, party: PartyId, issue: IssueId) -> Any:
    """The statements that carry a cell now."""
    cell = ledger.cell(party, issue)
    return ledger.numbered(cell.statements) if cell else ()


TABLE = """
SELECT party, issue, list(stance) FROM (
  SELECT *, rank() OVER (PARTITION BY party, issue ORDER BY day DESC) AS late FROM statements
  WHERE day <= ? QUALIFY late = 1
) GROUP BY party, issue ORDER BY party, issue
"""
CELL = "SELECT id, day, quote FROM statements WHERE party = ? AND issue = ? ORDER BY day, seq"
SEARCH = "SELECT id, day, quote FROM statements WHERE {} LIMIT 50"


class Peer:
    """DuckDB with the same statements, or nothing where it is not installed."""

    def __init__(self, path: Path) -> None:
        self.path, self.spent, self.size, self.connection = path, 0.0, 0, None
        try:
            import duckdb
            import pyarrow
        except ImportError:
            return
        self.arrow, self.connection = pyarrow, duckdb.connect(str(path))
        self.connection.execute(
            "CREATE TABLE statements (seq BIGINT, id VARCHAR, document VARCHAR, day DATE, party VARCHAR, issue VARCHAR,"
            " act VARCHAR, stance VARCHAR, confidence DOUBLE, quote VARCHAR)"
        )
        self.connection.execute("CREATE TABLE documents (id VARCHAR, day DATE, text VARCHAR)")

    def append(self, readings: list[Reading]) -> None:
        """Take in the same statements and texts."""
        if not self.connection:
            return
        rows = [
            (
                self.size + n,
                s.id,
                r.document.id,
                r.document.published,
                s.party,
                s.issue,
                s.act.value,
                s.stance.value,
                s.origin.confidence,
                s.evidence.quote,
            )
            for n, (r, s) in enumerate((r, s) for r in readings for s in r.statements)
        ]
        texts = [(r.document.id, r.document.published, r.document.text) for r in readings]
        began = time.perf_counter()
        for table, held in (("statements", rows), ("documents", texts)):
            names = [column[0] for column in self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description]
            batch = self.arrow.table(dict(zip(names, map(list, zip(*held, strict=True)), strict=True)))
            self.connection.register("batch", batch)
            self.connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
        self.spent += time.perf_counter() - began
        self.size += len(rows)

    def file_size(self) -> int:
        """Bytes on the disk."""
        self.connection.execute("CHECKPOINT")
        return self.path.stat().st_size

    def ask(self, query: str, values: list[Any]) -> tuple[float | None, list[Any] | None]:
        """Median time and answer."""
        if not self.connection:
            return None, None
        return timed(lambda: self.connection.execute(query, values).fetchall())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", action="store_true", help="go up to 1,000,000 statements")
    asked = parser.parse_args()
    grown: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for statements in (10_000, 100_000, *((1_000_000,) if asked.largest else ())):
            print(f"{statements:,} statements{'detente':>30}{'DuckDB':>12}{'DuckDB/detente':>17}", flush=True)
            for what, unit, ours, theirs in measure(statements, Path(folder)):
                ratio = f"{theirs / ours:>16,.2f}x" if theirs and ours else ""
                beside = f"{theirs:>12,.1f}" if theirs else ""
                print(f"  {what:<28}{ours:>12,.1f}{beside:>12}{ratio:>17}  {unit}", flush=True)
                grown.setdefault(what, []).append((statements, ours or 0.0))
    print("Growth, each step ten times as many statements; a bar is a power of two over the first")
    for what, points in grown.items():
        for statements, figure in points:
            times = figure / points[0][1] if points[0][1] else 1.0
            bar = "#" * max(0, round(math.log2(times)) + 1 if times > 0 else 0)
            print(
                f"  {what if statements == points[0][0] else '':<28}{statements:>10,} {figure:>12,.1f} {times:>8,.1f}x {bar}"
            )


if __name__ == "__main__":
    main()
