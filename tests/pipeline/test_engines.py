"""The same work in this process, in several and on a cluster."""

from __future__ import annotations

import ast
import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from detente.errors import DetenteError, ReaderError
from detente.pipeline.scale.engine import Lost, Serial
from detente.pipeline.scale.processes import Processes
from detente.pipeline.scale.stages import ReadHalves
from tests.pipeline.fakes import broken_reader, dying_reader, obey

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Doing:
    """Does what a text asks for and tells which process did it."""

    def open(self, cores: int) -> Callable[[str], tuple[str, int]]:
        def work(text: str) -> tuple[str, int]:
            obey(text)
            return text.upper(), os.getpid()

        return work


def test_answers_come_in_order_and_what_kills_or_fails_is_named(tmp_path: Path) -> None:
    asked = [f"piece {n}" for n in range(20)]
    asked[3] = f"DIE ONCE AT {tmp_path / 'a.mark'}"
    asked[7] = "DIE ALWAYS"
    asked[11] = "FAIL"
    answers = list(Processes(2, few=0).run(Doing(), asked))
    lost = {n: answer.reason for n, answer in enumerate(answers) if isinstance(answer, Lost)}
    assert lost.keys() == {7, 11}
    assert lost[7].startswith("2 workers ended while they were reading it")
    assert lost[11] == "it could not be read (RuntimeError: the text asked for it); please report this"
    given = [answer for answer in answers if not isinstance(answer, Lost)]
    assert [text for text, _ in given] == [text.upper() for n, text in enumerate(asked) if n not in lost]
    assert os.getpid() not in {process for _, process in given}
    assert len({process for _, process in given}) >= 3  # two, and those that took the places of the killed


def test_pieces_are_asked_for_only_a_little_ahead() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[str]:
        for number in range(1000):
            asked.append(number)
            yield str(number)

    with closing(Processes(1, few=0).run(Doing(), pieces())) as answers:
        for taken in range(6):
            next(answers)
            assert len(asked) <= taken + 1 + 4
    assert len(asked) <= 10


def test_a_run_that_is_given_up_ends_its_workers_at_once() -> None:
    began = time.monotonic()
    with closing(Processes(1, few=0).run(Doing(), ["quick", "SLOW", "SLOW"])) as answers:
        answer = next(answers)
        assert not isinstance(answer, Lost)
    with pytest.raises(ProcessLookupError):
        os.kill(answer[1], 0)
    assert time.monotonic() - began < 30
    assert not _askers()


def test_no_pipe_is_closed_while_its_thread_may_still_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    by_others: list[list[str]] = []
    close = Connection.close

    def watched(pipe: Connection) -> None:
        if threading.current_thread() is threading.main_thread():
            by_others.append([thread.name for thread in _askers()])
        close(pipe)

    monkeypatch.setattr(Connection, "close", watched)
    with closing(Processes(2, few=0).run(Doing(), ["quick", "SLOW", "SLOW"])) as answers:
        next(answers)
        assert _askers()
    assert not any(by_others)


def _askers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("detente-worker")]


def test_a_few_pieces_are_done_here() -> None:
    assert list(Processes(2, few=3).run(Doing(), ["a", "b"])) == [("A", os.getpid()), ("B", os.getpid())]


@pytest.mark.parametrize("engine", [Serial(), Processes(1, few=0)])
def test_what_would_fail_on_every_piece_is_raised(engine: Serial | Processes) -> None:
    with pytest.raises(ReaderError, match="the reader's model is missing"):
        list(engine.run(ReadHalves(reader=broken_reader), [None]))


def test_workers_that_cannot_start_are_told_of_and_not_begun_for_ever() -> None:
    with pytest.raises(ReaderError, match="no worker process could be started"):
        list(Processes(1, few=0).run(ReadHalves(reader=dying_reader), [None] * 9))


def test_no_worker_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one worker is needed, got 0"):
        Processes(0)


def test_what_fails_on_one_piece_only_is_lost_in_this_process_too() -> None:
    first, second = Serial().run(Doing(), ["FAIL", "well"])
    assert isinstance(first, Lost)
    assert second == ("WELL", os.getpid())


@pytest.mark.skipif(importlib.util.find_spec("ray") is not None, reason="Ray is installed")
def test_without_ray_its_absence_is_told() -> None:
    from detente.pipeline.scale.cluster import Cluster

    with pytest.raises(DetenteError, match=r"install detente\[ray\]"):
        Cluster(1)


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
def test_on_ray_too_nothing_is_lost_or_there_twice_when_workers_are_killed(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.fakes", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    cluster, here = ast.literal_eval(run.stdout.splitlines()[-1])
    assert cluster[:2] == here[:2]
    assert cluster[1] == 20
    assert cluster[2] == [("report-090", "2 workers were lost while they were reading it")]
    assert len(list(tmp_path.glob("*.mark"))) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs signals")
def test_the_keyboard_stops_a_run_with_what_is_recorded_kept(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        "import signal\n"
        "from detente.ledger import Ledger\n"
        "from detente.pipeline.adding import add_reports\n"
        "from detente.pipeline.scale.processes import Processes\n"
        "from tests.pipeline.fakes import NOW, fake_reader, report\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs begin deaf to it
        f"    with Ledger.create({str(tmp_path / 'talks.db')!r}, now=NOW) as ledger:\n"
        "        told = lambda document, total: print(document.name, flush=True)\n"
        "        reports = [report(0), report(1), report(2, ' SLOW'), report(3)]\n"
        "        add_reports(ledger, *reports, engine=Processes(2, few=0), open_reader=fake_reader,"
        " progress=told, recorded=NOW)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert [process.stdout.readline().strip() for _ in range(2)] == ["report-000", "report-001"]
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode != 0
    assert told.rstrip().endswith("KeyboardInterrupt")
    from detente.ledger import Ledger

    with Ledger.open(tmp_path / "talks.db") as ledger:
        assert [reading.document.name for reading in ledger.readings()] == ["report-000", "report-001"]
        assert ledger.verify().faults == ()
