"""``detente export``: everything that a ledger holds goes out, and comes back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from detente.exchange import (
    BOM,
    Imported,
    read_annotations,
    read_csv,
    read_jsonl,
    read_plover,
    read_statements,
)
from detente.ledger import Ledger
from detente.model import Document, Reading
from detente.model.record import Correction, Recorded, Verdict
from tests.cli.conftest import Program, Run
from tests.ledger.negotiation import NOW, make_ledger, report, review


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Three reports and a copy, with an accepted, a rejected and a corrected statement."""
    path = make_ledger(tmp_path / "talks.db")
    with Ledger.open(path) as opened:
        other = Correction(party=report(1).statements[1].party)
        opened.append_review(replace(review(report(1), minute=5), verdict=Verdict.CORRECTED, correction=other))
    return path


def held_in(ledger: Path) -> tuple[list[Reading], list[Recorded], list[Document]]:
    with Ledger.open(ledger, read_only=True) as opened:
        return list(opened.readings(as_read=True)), list(opened.statements()), [d for d, *_ in opened.documents()]


def counting(ledger: Path) -> set[str]:
    """Ids of the statements that count."""
    with Ledger.open(ledger, read_only=True) as opened:
        copies = opened.copies()
        return {
            r.id
            for r in opened.statements()
            if r.document not in copies and not (r.review and r.review.verdict is Verdict.REJECTED)
        }


def ids_of(found: Imported) -> set[str]:
    return {s.id for r in found.readings for s in r.statements}


def test_statements_as_lines_make_the_same_ledger_again(ledger: Path, tmp_path: Path, run: Run) -> None:
    readings, statements, documents = held_in(ledger)
    told = run("export", ledger, "--format", "statements")
    assert told.exit_code == 0
    found = read_jsonl(told.stdout)
    assert found.skipped == ()
    key = {r.document.id: r for r in found.readings}
    assert [key[r.document.id] for r in readings] == readings
    (copy,) = found.copies
    copies = dict(found.copies)
    again = tmp_path / "again.db"
    with Ledger.create(again, now=NOW) as opened:
        for document in documents:
            opened.append(key[document.id], recorded=dict(found.times)[document.id], copy_of=copies.get(document.id))
        for one in found.reviews:
            opened.append_review(one)
        assert list(opened.statements()) == statements
        assert opened.copies() == {copy[0]}


def test_parquet_holds_the_same_and_needs_a_file(ledger: Path, tmp_path: Path, run: Run, program: Program) -> None:
    path = tmp_path / "talks.parquet"
    told = run("export", ledger, "--format", "parquet", "--output", path)
    assert told.exit_code == 0
    assert "documents-talks.parquet" in told.stderr
    lines = read_jsonl(run("export", ledger, "--format", "statements").stdout)
    tables = read_statements(path)
    assert sorted(tables.readings, key=lambda r: r.document.id) == sorted(lines.readings, key=lambda r: r.document.id)
    assert (tables.reviews, set(tables.copies)) == (lines.reviews, set(lines.copies))
    refused = program("export", ledger, "--format", "parquet")
    assert refused.returncode == 2
    assert b"--output" in refused.stderr


def test_rows_keep_their_old_columns_and_come_back(ledger: Path, tmp_path: Path, run: Run) -> None:
    readings, statements, documents = held_in(ledger)
    text = run("export", ledger, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [r["id"] for r in rows] == [r.id for r in statements]
    assert [r["review"] for r in rows] == [r.review.verdict.value if r.review else "" for r in statements]
    path = tmp_path / "talks.csv"
    assert run("export", ledger, "--format", "csv", "--output", path).stdout == ""
    saved = path.read_bytes().decode("utf-8")
    assert saved.startswith(BOM)
    assert saved.count("\r\n") == len(statements) + 1
    found = read_csv(saved, documents)
    assert {r.document.id: r.statements for r in found.readings} == {r.document.id: r.statements for r in readings}
    assert [one.verdict for one in found.reviews] == [r.review.verdict for r in statements if r.review]


def test_annotations_and_events_are_of_what_counts_only(ledger: Path, run: Run) -> None:
    _, _, documents = held_in(ledger)
    annotations = read_annotations(run("export", ledger, "--format", "webannotation").stdout, documents)
    events = read_plover(run("export", ledger, "--format", "plover").stdout, documents)
    assert ids_of(annotations) == ids_of(events) == counting(ledger)
    assert len(counting(ledger)) < len(held_in(ledger)[1])


def test_provenance_names_every_statement_and_its_review(ledger: Path, run: Run) -> None:
    graph = json.loads(run("export", ledger, "--format", "prov").stdout)["@graph"]
    ids = {node["@id"] for node in graph}
    assert {f"urn:detente:statement:{r.id}" for r in held_in(ledger)[1]} <= ids
    assert sum("detente:Review" in node.get("@type", ()) for node in graph) == 3


def test_a_feed_tells_each_day_and_the_same_entries_however_far_it_goes_back(ledger: Path, run: Run) -> None:
    whole = feedparser.parse(run("export", ledger, "--format", "atom").stdout)
    assert not whole.bozo
    assert whole.entries
    published = [d.published for d in held_in(ledger)[2] if d.published]
    later = feedparser.parse(run("export", ledger, "--format", "atom", "--since", min(published)).stdout)
    assert {e.id for e in later.entries} < {e.id for e in whole.entries}
    assert later.feed.id == whole.feed.id
    none = feedparser.parse(run("export", ledger, "--format", "atom", "--since", max(published)).stdout)
    assert none.entries == []


def test_a_feed_of_reports_without_a_date_says_why_it_is_empty(tmp_path: Path, run: Run) -> None:
    reading = replace(report(0), document=replace(report(0).document, published=None))
    with Ledger.create(tmp_path / "talks.db", now=NOW) as opened:
        opened.append(reading, recorded=NOW)
    told = run("export", tmp_path / "talks.db", "--format", "atom")
    assert feedparser.parse(told.stdout).entries == []
    assert "no report has a date" in told.stderr


def test_what_was_published_later_is_left_out(ledger: Path, run: Run) -> None:
    _, _, documents = held_in(ledger)
    first = min(d.published for d in documents if d.published)
    expected = {d.id for d in documents if d.published is None or d.published <= first}
    found = read_jsonl(run("export", ledger, "--format", "statements", "--as-of", first).stdout)
    assert {r.document.id for r in found.readings} == expected
    assert len(expected) < len(documents)


@pytest.mark.parametrize("shape", ["jsonl", "csv", "statements", "webannotation", "plover", "prov", "atom", "ics"])
def test_a_file_holds_what_the_screen_shows(ledger: Path, tmp_path: Path, run: Run, shape: str) -> None:
    shown = run("export", ledger, "--format", shape).stdout_bytes
    path = tmp_path / "out"
    assert run("export", ledger, "--format", shape, "--output", path).exit_code == 0
    assert path.read_bytes().decode("utf-8").removeprefix(BOM).encode() == shown
    assert shown


@pytest.mark.parametrize("shape", ["csv", "statements", "webannotation", "plover", "prov", "atom"])
def test_an_empty_ledger_is_exported(tmp_path: Path, run: Run, shape: str) -> None:
    with Ledger.create(tmp_path / "empty.db", now=NOW):
        pass
    assert run("export", tmp_path / "empty.db", "--format", shape).exit_code == 0


@pytest.mark.parametrize("shape", ["statements", "atom"])
def test_the_same_is_written_under_any_hash_seed_and_in_any_time_zone(
    ledger: Path, program: Program, shape: str
) -> None:
    one, other = (
        program("export", ledger, "--format", shape, env={"PYTHONHASHSEED": seed, "TZ": zone}).stdout
        for seed, zone in (("0", "UTC"), ("7", "Asia/Kathmandu"))
    )
    assert one
    assert one == other


def test_since_goes_with_a_feed_only(ledger: Path, program: Program) -> None:
    refused = program("export", ledger, "--since", "2031-03-01")
    assert refused.returncode == 2
    assert b"goes with --format atom only" in refused.stderr


def test_a_file_that_cannot_be_written_is_told(ledger: Path, tmp_path: Path, program: Program) -> None:
    refused = program("export", ledger, "--output", tmp_path / "none" / "out.jsonl")
    assert refused.returncode == 2
    assert b"cannot write" in refused.stderr
    assert b"Traceback" not in refused.stderr
