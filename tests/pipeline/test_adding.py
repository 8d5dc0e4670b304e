"""Reports into a ledger: on any number of workers, by shards, and only those that concern an agenda."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from detente.codebook.agenda import parse_agenda
from detente.documents import load_documents
from detente.documents.dedupe import Printings, are_near_duplicates
from detente.errors import DocumentUnreadable
from detente.ledger import Ledger
from detente.model import Document, DocumentId, Span
from detente.pipeline.adding import SYNDICATED_DAYS, Added, add_reports
from detente.pipeline.scale.engine import Engine, Lost, Serial, Stage
from detente.pipeline.scale.processes import Processes
from detente.pipeline.scale.records import read_document, read_half, write_document, write_half
from detente.pipeline.scale.shard_file import ShardFile
from detente.pipeline.scale.sharding import Sharded, WriteShards, make_shards
from detente.pipeline.scale.shards import ENDING, Shards
from detente.pipeline.scale.stages import ReadHalves
from tests.pipeline.fakes import AGENDA, NOW, fake_reader, report

GUIDE = parse_agenda(AGENDA)


def add(
    folder: Path, *sources: object, engine: Engine | None = None, agenda: str | None = AGENDA, **more: object
) -> tuple[str, Added]:
    """The head of a new ledger to which reports were added."""
    path = folder / f"{random.random()}.db"
    with Ledger.create(path, agenda=agenda, now=NOW) as ledger:
        added = add_reports(ledger, *sources, engine=engine, open_reader=fake_reader, recorded=NOW, **more)  # type: ignore[arg-type]
        assert ledger.verify().faults == ()
        return ledger.head, added


def write(folder: Path, documents: Sequence[Document]) -> Path:
    """Reports as files of JSON lines."""
    folder.mkdir(exist_ok=True)
    for number, document in enumerate(documents):
        record = {
            "id": document.name,
            "text": document.text,
            "published": document.published and str(document.published),
        }
        with (folder / f"{number % 3}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    return folder


def shards(folder: Path, source: Path, **more: object) -> Sharded:
    """Shards of seven reports."""
    paths = [str(path) for path in sorted(source.glob("*.jsonl"))]
    chosen: dict[str, object] = {"engine": Serial(), "agenda": GUIDE, "per_shard": 7, "reader": fake_reader} | more
    return make_shards(folder, paths, **chosen)  # type: ignore[arg-type]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    documents = [report(n) for n in range(20)]
    twin = replace(report(4), text=report(4).text + " More follows.", name="twin", published=date(2031, 1, 7))
    return write(tmp_path / "reports", [*documents, twin])


def test_any_number_of_workers_that_are_killed_or_not_makes_the_same_ledger(tmp_path: Path) -> None:
    once = [f" DIE ONCE AT {tmp_path / str(n)}.mark" if n == 3 else "" for n in range(16)]
    documents = [report(n, more) for n, more in enumerate(once)]
    killed, added = add(tmp_path, *documents, report(50, " FAIL"), engine=Processes(2, few=0))
    assert [(s.document, s.reason[:20]) for s in added.skipped] == [("report-050", "it could not be read")]
    assert len(list(tmp_path.glob("*.mark"))) == 1
    alone, again = add(tmp_path, *reversed(documents), engine=Serial())
    assert killed == alone
    assert len(added.new) == len(again.new) == 16
    assert added.statements == again.statements > 16


def test_shards_make_the_ledger_that_their_reports_make(tmp_path: Path, reports: Path) -> None:
    head, added = add(tmp_path, reports)
    done = shards(tmp_path / "shards", reports)
    assert (done.made, done.there, done.reports, done.given) == (3, 0, 21, 21)
    assert add(tmp_path, tmp_path / "shards") == (head, replace(added, skipped=()))
    assert add(tmp_path, tmp_path / "shards", reports / "1.jsonl")[0] == head
    assert [original for _, original in added.copies] == ["report-004"]


def test_shards_are_made_once_alike_by_everybody_and_anew_where_damaged(tmp_path: Path, reports: Path) -> None:
    folder = tmp_path / "shards"
    shards(folder, reports)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = shards(folder, reports)
    assert (again.made, again.there) == (0, 3)
    shards(tmp_path / "others", reports, engine=Processes(1, few=0))
    assert {path.name: path.read_bytes() for path in (tmp_path / "others").iterdir()} == first
    whole, half, other = sorted(folder.glob(f"*{ENDING}"))
    half.write_bytes(half.read_bytes()[:-40])
    parquet.write_table(parquet.read_table(other).slice(1), other)
    for damaged in (half, other):
        with pytest.raises(DocumentUnreadable, match="make it again with detente shard"):
            ShardFile(damaged)
    mended = shards(folder, reports)
    assert (mended.made, mended.there) == (2, 1)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert json.loads((folder / "shards.manifest").read_text())["reports"] == 21
    assert whole.name in first


class Fragile:
    """Loses every shard that a worker is to write, as when one of its reports kills it."""

    def run(self, stage: Stage[Any, Any], pieces: Iterable[Any]) -> Generator[Any, None, None]:
        yield from (
            [Lost("2 workers ended") for _ in pieces] if isinstance(stage, WriteShards) else Serial().run(stage, pieces)
        )


def test_a_report_that_kills_is_left_out_of_its_shard_and_the_rest_stand(tmp_path: Path) -> None:
    source = write(tmp_path / "reports", [report(1), report(2, " FAIL"), report(3)])
    done = shards(tmp_path / "shards", source, engine=Fragile())
    assert (done.made, done.reports, [s.document for s in done.skipped]) == (1, 2, ["report-002"])
    head, added = add(tmp_path, tmp_path / "shards")
    assert head == add(tmp_path, report(1), report(3))[0]
    assert [s.document for s in added.skipped] == ["report-002"]


def test_a_damaged_shard_and_a_slipped_in_word_are_told_of(tmp_path: Path, reports: Path) -> None:
    folder = tmp_path / "shards"
    shards(folder, reports)
    first, second, _ = sorted(folder.glob(f"*{ENDING}"))
    first.write_bytes(b"no shard")
    table = parquet.read_table(second)
    column = table.column("half").to_pylist()
    held = json.loads(column[0])
    held["statements"][0][1][4] = [0, 10**6]  # its evidence
    column[0] = json.dumps(held)
    altered = table.set_column(table.schema.get_field_index("half"), table.schema.field("half"), [column])
    parquet.write_table(altered, second, row_group_size=64)
    _, added = add(tmp_path, folder)
    assert added.skipped[0].document == first.name
    assert f"its record in {second.name} is damaged" in added.skipped[1].reason
    assert len(added.new) + len(added.copies) == 13


def test_a_shard_of_other_parties_is_refused(tmp_path: Path, reports: Path) -> None:
    shards(tmp_path / "shards", reports)
    with pytest.raises(DocumentUnreadable, match="read by other parties than those of the ledger's agenda"):
        add(tmp_path, tmp_path / "shards", agenda=None)
    other_issues = AGENDA.replace("Sea access", "A corridor")
    assert len(add(tmp_path, tmp_path / "shards", agenda=other_issues)[1].new) == 20


def test_reports_that_do_not_concern_the_agenda_are_not_read(tmp_path: Path) -> None:
    weather = "Rain is expected on Monday. Brazil said that nobody will attend."
    rain = Document(text=weather, name="rain", body=Span(start=0, end=len(weather)))
    head, added = add(tmp_path, report(1), rain, prefilter=True)
    assert [d.name for d in added.unconcerned] == ["rain"]
    assert added.given == 2
    assert head == add(tmp_path, report(1))[0]
    assert add(tmp_path, report(1), rain)[1].unconcerned == ()
    assert len(add(tmp_path, report(1), rain, prefilter=True, agenda=None)[1].new) == 2


def test_a_report_given_twice_or_there_already_adds_nothing(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db", now=NOW) as ledger:
        add_reports(ledger, report(1), report(1), open_reader=fake_reader, recorded=NOW)
        head = ledger.head
        added = add_reports(ledger, report(1), open_reader=fake_reader, recorded=NOW)
        assert ([d.name for d in added.known], ledger.head) == (["report-001"], head)
        assert ledger.counts().documents == 1


def texts() -> st.SearchStrategy[list[tuple[list[int], int | None]]]:
    """Texts of a few words each, so that many share half of their runs, with days."""
    words = st.lists(st.integers(0, 9), min_size=1, max_size=14)
    return st.lists(st.tuples(words, st.none() | st.integers(0, 9)), max_size=12)


def documents_of(given: list[tuple[list[int], int | None]]) -> list[Document]:
    made = []
    for number, (words, day) in enumerate(given):
        text = " ".join(f"w{word}" for word in words)
        published = None if day is None else date(2031, 1, 1) + timedelta(days=day)
        made.append(Document(text=text, name=str(number), body=Span(start=0, end=len(text)), published=published))
    return made


@given(given=texts(), in_order=st.booleans())
@settings(max_examples=300)
def test_the_look_up_of_copies_finds_what_comparing_all_finds(
    given: list[tuple[list[int], int | None]], in_order: bool
) -> None:
    documents = documents_of(given)
    if in_order:
        documents.sort(key=lambda d: (d.published is not None, d.published or date.min))
    printings, held = Printings(days=SYNDICATED_DAYS), list[Document]()
    for document in documents:
        if in_order and document.published is not None:
            printings.forget(before=document.published)
        near = [
            other
            for other in held
            if document.published is None
            or other.published is None
            or abs(document.published - other.published) <= timedelta(days=SYNDICATED_DAYS)
        ]
        expected = next((other.name for other in near if are_near_duplicates(other, document)), None)
        found = printings.find(document)
        assert (found and found.name) == expected
        printings.add(document)
        held.append(document)


def test_old_reports_are_let_go() -> None:
    printings = Printings(days=3)
    for number in range(40):
        document = report(number)
        if document.published is not None:
            printings.forget(before=document.published)
        printings.add(document)
        assert len(printings) <= 4 + 5  # dated ones of four days, and those without a date
    assert printings.find(report(5)) is None
    assert printings.find(replace(report(38), published=date(2031, 2, 10))) is not None
    assert isinstance(printings.find(report(7)).id, str)  # type: ignore[union-attr]


def test_records_give_back_what_was_read(tmp_path: Path) -> None:
    article = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"
    (document,) = load_documents([str(article)]).documents
    half = ReadHalves().open(0)(document)
    assert len(half.statements) > 20
    read = read_document(json.loads(json.dumps(write_document(document))))
    assert (read, read.id) == (document, document.id)
    assert repr(read_half(json.loads(json.dumps(write_half(half))), read)) == repr(half)


def test_nothing_but_whole_shards_and_the_manifest_is_left_in_a_folder(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shards"
    folder.mkdir()

    def refuse(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="no space left"):
            shards(folder, reports, engine=Serial())
    assert list(folder.iterdir()) == []


def test_a_document_id_is_known_only_where_a_shard_holds_it(tmp_path: Path, reports: Path) -> None:
    shards(tmp_path / "shards", reports)
    held = Shards([str(path) for path in (tmp_path / "shards").glob(f"*{ENDING}")], agenda=GUIDE)
    assert report(3).id in held
    assert DocumentId("0" * 16) not in held
