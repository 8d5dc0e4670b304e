"""Several processes at one ledger, and processes that are killed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger
from tests.ledger.negotiation import NOW, dump, faults, fill, make_ledger, report

ROOT = Path(__file__).parents[2]


def start(*arguments: str | int | Path, seed: int = 0) -> subprocess.Popen[str]:
    """A process of ``runs.py``."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.runs", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "TZ": "Asia/Tokyo" if seed else "UTC"},
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> object:
    """What a process printed, once it has ended well."""
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return json.loads(output)


def new_ledger(path: Path) -> Path:
    with Ledger.create(path, title="Tolls", now=NOW):
        return path


def undisturbed(path: Path, reports: int) -> str:
    with Ledger.create(path, title="Tolls", now=NOW) as ledger:
        fill(ledger, 0, reports)
        return ledger.head


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_is_killed_leaves_whole_readings_and_can_be_run_again(tmp_path: Path) -> None:
    told = finish(start("crash", tmp_path / "talks.db", 200, 30))
    assert isinstance(told, dict)
    assert told["faults"] == []
    assert told["killed"] >= 15
    assert told["grown"] == sorted(told["grown"])
    assert len(set(told["grown"])) > 5  # killed at different moments
    assert told["head"] == undisturbed(tmp_path / "undisturbed.db", 200)
    assert dump(tmp_path / "talks.db") == dump(tmp_path / "undisturbed.db")


@pytest.mark.parametrize("read_only", [True, False])
def test_what_a_killed_process_had_recorded_is_there_for_the_next(read_only: bool, tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "talks.db")
    start("abandon", path, 0, 10).communicate(timeout=60)
    assert (tmp_path / "talks.db-wal").stat().st_size > 0
    with Ledger.open(path, read_only=read_only) as ledger:
        assert ledger.head == undisturbed(tmp_path / "undisturbed.db", 10)
        assert ledger.verify().faults == ()


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "talks.db")
    both = [start("append", path, 0, 60), start("append", path, 40, 100)]
    for process in both:
        finish(process)
    with Ledger.open(path) as ledger:
        assert ledger.verify().faults == ()
        assert {reading.document.id for reading in ledger.readings()} == {report(n).document.id for n in range(100)}
        assert ledger.counts().statements == 200


def test_the_same_appends_give_the_same_rows_under_any_hash_seed_and_time_zone(tmp_path: Path) -> None:
    paths = [new_ledger(tmp_path / f"{seed}.db") for seed in (0, 1, 2)]
    heads = [finish(start("append", path, 0, 20, seed=seed)) for seed, path in enumerate(paths)]
    assert set(heads) == {undisturbed(tmp_path / "here.db", 20)}
    assert dump(paths[0]) == dump(paths[1]) == dump(paths[2])


def test_a_reader_goes_on_while_another_process_writes(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "talks.db", 20)
    with Ledger.open(path, read_only=True) as ledger:
        readings, statements = ledger.readings(as_read=True), ledger.statements()
        seen = [next(readings)]
        first = next(statements)
        finish(start("append", path, 30, 60))
        seen += readings
        assert [reading.document.name for reading in seen] == [f"report-{n}" for n in range(21)]
        assert len([first, *statements]) == 42  # as it was when the list was begun
        assert ledger.counts().documents == 51
        assert ledger.verify().faults == ()


def test_another_writer_is_waited_for_and_then_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_ledger(tmp_path / "talks.db")
    monkeypatch.setattr("detente.ledger.connection.PATIENCE_SECONDS", 0.05)
    with Ledger.open(path) as other, Ledger.open(path) as ledger:
        other._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match=r"another process is writing to .*talks\.db; wait, or try again"):
            ledger.append(report(9), recorded=NOW)
        assert len(list(ledger.readings())) == 4
        assert not ledger.append(report(0), recorded=NOW)  # nothing to write, nothing to wait for
        other._connection.execute("ROLLBACK")
        assert ledger.append(report(9), recorded=NOW)
    assert faults(path) == ()


@pytest.fixture
def readable() -> Iterator[Path]:
    """A ledger that everybody may read and only its owner write, in a folder of the same kind."""
    folder = Path(tempfile.mkdtemp())
    path = make_ledger(folder / "talks.db")
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs file modes")
def test_a_ledger_that_may_only_be_read_says_so_and_can_be_read(readable: Path) -> None:
    told = finish(start("denied", readable))
    assert isinstance(told, dict)
    assert "may not be written: change its mode or that of its folder, or open it to be read only" in told["told"]
    assert (told["faults"], told["documents"]) == ([], 4)
    assert [path.name for path in readable.parent.iterdir()] == ["talks.db"]
