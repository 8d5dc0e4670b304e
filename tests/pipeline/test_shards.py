"""A shard is a Parquet file that other programs read too, and of which nothing damaged is taken over."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, DocumentUnreadable
from detente.exchange import arrow
from detente.model import Document, Statement
from detente.pipeline.scale import shard_file
from detente.pipeline.scale.shard_file import GROUP, ShardFile, half_of, shard_schema, write_shard
from detente.statements.halves import Half, read_half
from tests.pipeline.fakes import fake_reader, report

FEW = settings(max_examples=60, deadline=None)


def read(numbers: Sequence[int]) -> tuple[Half, ...]:
    reader = fake_reader(1)
    return tuple(read_half(report(number), reader) for number in numbers)


def write(folder: Path, halves: Sequence[Half]) -> Path:
    path = folder / "some.shard.parquet"
    write_shard(path, halves, reader="fake 1", agenda="")
    return path


def held(path: Path) -> tuple[list[Document], list[str]]:
    """All that a shard gives back."""
    file = ShardFile(path)
    documents = list(file.documents())
    rows = [row for group in range(-(-len(documents) // GROUP)) for row in file.halves(group)]
    return documents, [repr(half_of(row, document)) for row, document in zip(rows, documents, strict=True)]


def test_what_was_read_comes_back_over_many_row_groups(tmp_path: Path) -> None:
    halves = read(range(2 * GROUP + 5))
    path = write(tmp_path, halves)
    assert held(path) == ([half.document for half in halves], [repr(half) for half in halves])
    head = ShardFile(path).head
    assert head.documents == len(halves)
    assert head.statements == sum(isinstance(s, Statement) for half in halves for s in half.statements) > len(halves)


def test_an_empty_shard_is_one(tmp_path: Path) -> None:
    path = write(tmp_path, ())
    ShardFile(path).check()
    assert held(path) == ([], [])


def test_duckdb_and_polars_read_who_said_what_with_the_documented_columns(tmp_path: Path) -> None:
    halves = read(range(9))
    path = write(tmp_path, halves)
    stated = [(h.document, s) for h in halves for s in h.statements if isinstance(s, Statement)]
    told = duckdb.sql(
        "SELECT name, s.party, s.act, s.stance, text[s.start + 1 : s.end]"
        f" FROM (SELECT name, text, unnest(statements) AS s FROM '{path}')"
    ).fetchall()
    assert told == [(d.name, s.party, s.act.value, s.stance.value, s.evidence.quote) for d, s in stated]
    table = polars.read_parquet(path)
    assert table.columns == shard_schema().names
    assert table["published"].to_list() == [half.document.published for half in halves]
    assert table["statements"].list.len().sum() == len(stated)


@pytest.fixture(scope="module")
def whole() -> bytes:
    with TemporaryDirectory() as folder:
        return write(Path(folder), read(range(4))).read_bytes()


@FEW
@given(st.data())
def test_a_shard_with_any_byte_changed_gives_what_was_written_or_nothing(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    altered = bytearray(whole)
    altered[place] ^= 1 << data.draw(st.integers(0, 7))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.shard.parquet"
        path.write_bytes(whole)
        expected = held(path)
        path.write_bytes(altered)
        try:
            found = held(path)
        except DocumentUnreadable:
            return
        assert found == expected


@FEW
@given(st.data())
def test_a_shard_cut_short_is_refused(whole: bytes, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.shard.parquet"
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        with pytest.raises(DocumentUnreadable, match="make it again with detente shard"):
            ShardFile(path)


def test_a_shard_that_unfolds_beyond_measure_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, read(range(2)))
    monkeypatch.setattr(shard_file, "LARGEST", 1_000)
    with pytest.raises(DocumentUnreadable, match="not as it was written"):
        ShardFile(path)


def test_without_pyarrow_shards_tell_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrow.load_arrow.cache_clear()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DetenteError, match=r"pip install 'detente\[parquet\]'"):
        ShardFile(tmp_path / "some.shard.parquet")
    monkeypatch.undo()
    arrow.load_arrow.cache_clear()
