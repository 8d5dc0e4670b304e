"""Parquet: real types, read by DuckDB and polars, and back to the letter."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars
import pyarrow
import pytest
from hypothesis import given
from pyarrow import parquet

from detente.errors import DetenteError, DocumentMissing, DocumentUnreadable
from detente.exchange import Holdings, Imported, arrow, read_statements, write_statements
from detente.exchange import parquet as door
from detente.exchange.parquet import documents_beside
from detente.model import Reading
from detente.model.record import Verdict
from tests.brief.founding import founding_reading
from tests.exchange.samples import FEW, NOW, full, hold, odd_readings, reviews_in

EVERY = (Verdict.ACCEPTED, None, Verdict.REJECTED, Verdict.CORRECTED)


def write(path: Path, held: Holdings) -> Path:
    return write_statements(
        path,
        held.recorded,
        held.documents,
        parties=held.parties,
        issues=held.issues,
        readings=held.readings,
        times=held.times,
        copies=held.copies,
    )


def pass_through(held: Holdings) -> Imported:
    with TemporaryDirectory() as folder:
        write(Path(folder) / "statements.parquet", held)
        return read_statements(Path(folder) / "statements.parquet")


def test_everything_that_a_reading_can_hold_comes_back_as_it_was() -> None:
    readings = (full(0), full(4), founding_reading())
    held = hold(*readings, verdicts=EVERY)
    found = pass_through(held)
    assert found.readings == readings
    assert found.reviews == reviews_in(held)
    assert found.times == held.times
    assert found.skipped == ()


@FEW
@given(odd_readings())
def test_words_in_any_script_come_back_as_they_were(readings: tuple[Reading, ...]) -> None:
    held = hold(*readings, verdicts=EVERY)
    found = pass_through(held)
    assert found.readings == readings
    assert found.reviews == reviews_in(held)


def test_an_empty_ledger_comes_back_empty() -> None:
    assert pass_through(hold()).readings == ()


def test_duckdb_reads_both_files_and_joins_them(tmp_path: Path) -> None:
    held = hold(full(0), full(1))
    beside = write(tmp_path / "statements-00001.parquet", held)
    assert beside.name == "documents-00001.parquet"
    with duckdb.connect() as database:
        found = database.execute(
            f"""
            SELECT s.party_name, s.said.earliest, s.quantities[1].high, epoch(s.recorded),
                substr(d.text, s.start + 1, s."end" - s.start) = s.quote
            FROM '{tmp_path}/statements-*.parquet' s JOIN '{beside}' d ON d.id = s.document
            WHERE s.act = 'accept' ORDER BY s.recorded
            """
        ).fetchall()
    statements = [r.statement for r in held.recorded if r.statement.act == "accept"]
    assert [row[1] for row in found] == [s.said.earliest for s in statements if s.said]
    assert [row[2] for row in found] == [s.quantities[0].high for s in statements]
    assert [row[3] for row in found] == [r.recorded.timestamp() for r in held.recorded if r.statement in statements]
    assert all(row[4] for row in found)
    assert [row[0] for row in found] == ["Amber", "Amber"]


def test_polars_reads_it_with_its_types(tmp_path: Path) -> None:
    write(tmp_path / "statements.parquet", hold(full(0), full(1)))
    frame = polars.read_parquet(tmp_path / "statements.parquet")
    assert frame.schema["published"] == polars.Date
    assert frame.schema["recorded"] == polars.Datetime("us", "UTC")
    assert frame["quantities"].explode().struct.field("unit").drop_nulls().to_list() == ["tolls", "tolls"]
    assert frame["recorded"].min() == NOW


def test_the_types_are_the_ones_that_are_documented(tmp_path: Path) -> None:
    write(tmp_path / "statements.parquet", hold(full()))
    schema = parquet.read_schema(tmp_path / "statements.parquet")
    assert schema.field("published").type == pyarrow.date32()
    assert schema.field("recorded").type == pyarrow.timestamp("us", tz="UTC")
    assert pyarrow.types.is_list(schema.field("quantities").type)
    assert schema.metadata[b"detente"] == b"detente-statement/1"
    told = parquet.ParquetFile(tmp_path / "statements.parquet").metadata.row_group(0).column(0)
    assert told.compression == "ZSTD"


def test_the_same_statements_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        write(tmp_path / name, hold(full(0), full(1), verdicts=EVERY))
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert documents_beside(tmp_path / "a.parquet").read_bytes() == (tmp_path / "documents-b.parquet").read_bytes()


def test_rows_are_read_group_by_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "ROW_GROUP", 2)
    held = hold(*(full(number) for number in range(3)))
    write(tmp_path / "statements.parquet", held)
    assert parquet.ParquetFile(tmp_path / "statements.parquet").num_row_groups == len(held.recorded) // 2
    assert read_statements(tmp_path / "statements.parquet").readings == held.readings


def test_statements_alone_need_their_reports_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "statements.parquet"
    write(path, hold(full())).unlink()
    with pytest.raises(DocumentUnreadable, match=r"the text of its report .* is not there"):
        read_statements(path)
    found = read_statements(path, [full().document])
    assert found.readings[0].statements == full().statements


def test_a_row_that_was_altered_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "statements.parquet"
    write(path, hold(full()))
    table = parquet.read_table(path)
    quotes = ["Amber would refuse", *table["quote"].to_pylist()[1:]]
    altered = table.set_column(table.schema.get_field_index("quote"), table.schema.field("quote"), [quotes])
    parquet.write_table(altered, path)
    found = read_statements(path)
    assert [s.document for s in found.skipped] == ["statements.parquet row 1"]
    assert found.readings[0].statements == full().statements[1:]


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match="there is no file"):
        read_statements(tmp_path / "none.parquet")
    (tmp_path / "text.parquet").write_text("PAR1 not")
    with pytest.raises(DocumentUnreadable, match="cannot be read as Parquet"):
        read_statements(tmp_path / "text.parquet")
    parquet.write_table(pyarrow.table({"x": [1]}), tmp_path / "other.parquet")
    with pytest.raises(
        DocumentUnreadable, match="holds no form of detente; detente-statement/1 statement was expected"
    ):
        read_statements(tmp_path / "other.parquet")
    beside = write(tmp_path / "statements.parquet", hold(full()))
    with pytest.raises(DocumentUnreadable, match="holds detente-statement/1 document"):
        read_statements(beside)


def test_without_pyarrow_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    arrow.load_arrow.cache_clear()
    door._schemas.cache_clear()
    try:
        with pytest.raises(DetenteError, match=r"pip install 'detente\[parquet\]'"):
            write(tmp_path / "statements.parquet", hold(full()))
    finally:
        arrow.load_arrow.cache_clear()
