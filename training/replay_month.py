"""A month of reports, day after day into a ledger, against what stands in them.

python training/replay_month.py CORPUS [replay_month | replay_later]

CORPUS is a folder with ``texts/*.txt`` that holds the reports of ``replay_month.toml`` beside this file (Reuters, March 1987, on
some twenty negotiations) or of ``replay_later.toml`` (April to October 1987, which no rule was made by); they may not be shipped, so the file says what stands in them by place. It was written by reading, before
any program was asked. Every cell is looked for in ``table --as-of``, in ``diff --since`` and in ``blame``.
"""

from __future__ import annotations

import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from detente import add_reports, changes_since, find_in_ledger
from detente.documents import load_documents
from detente.ledger import Ledger
from detente.model import Document, Evidence, Position, Span, Statement, Table

HERE = Path(__file__).parent
SHARED = 12
"""Code points that a quote shares at least with the passage that the file gives."""


def main() -> None:
    """Print how many cells of each date are right, and what is wrong with the others."""
    corpus, month = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "replay_month"
    expected = tomllib.loads((HERE / f"{month}.toml").read_text(encoding="utf-8"))
    paths = [str(corpus / "texts" / f"{name}.txt") for name in expected["reports"]]
    documents = sorted(load_documents(paths).documents, key=lambda d: (d.published or date.min, d.name))
    now = datetime(2031, 4, 1, tzinfo=UTC)
    seen: dict[date, Table] = {}
    waiting = sorted(day["until"] for day in expected["date"])
    with tempfile.TemporaryDirectory() as folder:
        agenda = (HERE / f"{month}_agenda.toml").read_text(encoding="utf-8")
        with Ledger.create(Path(folder) / "month.db", agenda=agenda, now=now) as ledger:
            for document in documents:
                while waiting and document.published and waiting[0] < document.published:
                    seen[waiting.pop(0)] = find_in_ledger(ledger).table
                add_reports(ledger, document, recorded=now)
            seen |= dict.fromkeys(waiting, find_in_ledger(ledger).table)
            print(f"{len(documents)} reports, {sum(1 for _ in ledger.statements())} statements")
            for day in expected["date"]:
                check(ledger, {d.name: d for d in documents}, day, seen[day["until"]])


def check(ledger: Ledger, documents: dict[str, Document], day: dict[str, Any], evening: Table) -> None:
    """One date."""
    table = find_in_ledger(ledger, as_of=day["until"]).table
    same = "as seen that evening" if table.positions == evening.positions else "NOT AS SEEN THAT EVENING"
    changes, *_ = changes_since(ledger, day["since"], until=day["until"])
    heard = {(move.party, move.issue) for move in changes.heard}
    told: Counter[str] = Counter()
    wrong = []
    for cell in day["cell"]:
        how, position = place(table, documents[cell["report"]], cell)
        told[how.partition(" (")[0]] += 1
        if how != "right":
            wrong.append(f"    {how}: {cell['party'][0]} on {cell['issue']} in {cell['report']} at {cell['start']}")
        if position and how == "right":
            told["right, and the cell shows nothing else"] += {*position.stances} - {"neutral"} <= {*cell["stances"]}
            told["told as new, or not, rightly"] += ((position.party, position.issue) in heard) == cell.get(
                "new", False
            )
            behind = {r.statement.id for r in ledger.statements(party=position.party, issue=position.issue)}
            told["every sentence opened by blame"] += behind >= {s.id for s in position.statements}
    found = [passage for progress in changes.commitments for passage in progress.commitment.evidence]
    agreed = sum(any(holds(p, documents[one["report"]], one) for p in found) for one in day["commitment"])
    print(f"until {day['until']}: {len(table.positions)} cells, {same}; {len(day['cell'])} checked by hand")
    print("\n".join(f"  {number:>3} {what}" for what, number in told.items()))
    print(f"  commitments told {len(changes.commitments)}; of {len(day['commitment'])} by hand {agreed} are among them")
    print("\n".join(wrong))


def place(table: Table, document: Document, cell: dict[str, Any]) -> tuple[str, Position | None]:
    """What the table makes of a cell that was read by hand."""
    names = {party.id: party.name for party in table.parties}
    behind = [
        (position, statement)
        for position in table.positions
        for statement in (*position.statements, *position.superseded)
        if holds(statement.evidence, document, cell)
    ]
    if not behind:
        return "not read", None
    mine = [(p, s) for p, s in behind if is_named(names.get(p.party, p.party), cell["party"])]
    if not mine:
        return f"of another party ({names.get(behind[0][0].party)})", None
    on_issue = [(p, s) for p, s in mine if p.issue == cell["issue"]]
    if not on_issue:
        return f"on another issue ({mine[0][0].issue})", None
    position = on_issue[0][0]
    said = [statement for held, statement in on_issue if held is position and statement in position.statements]
    return (
        ("right", position)
        if is_right(position, said, cell["stances"])
        else (
            f"another stance ({', '.join(sorted({s.stance for _, s in on_issue}))})",
            position,
        )
    )


def is_right(position: Position, said: Sequence[Statement], stances: Sequence[str]) -> bool:
    """Whether a cell shows what a passage says: it, or what took its place, has the stance, both where it is for and against."""
    shown = {str(stance) for stance in position.stances}
    if {"support", "oppose"} <= set(stances):
        return {"support", "oppose"} <= shown
    return bool(shown & set(stances)) and (not said or any(s.stance in stances for s in said))


def is_named(name: str, right: list[str]) -> bool:
    """Whether a party goes by one of the names that are right for it, in any case, or by one with an office before or behind it."""
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", name, re.I) for one in right)


def holds(quote: Evidence, document: Document, passage: dict[str, Any]) -> bool:
    """Whether a quote is of the passage; it may begin behind the words that say whose it is."""
    written = Span(start=passage["start"], end=passage["end"])
    return quote.document == document.id and quote.span.overlap(written) >= min(SHARED, len(quote.span))


if __name__ == "__main__":
    main()
