"""Ledgers whose writers are killed at random moments, crowded or out of room: what is left, and whether all can be gone on with.

    python tests/ledger/kills.py --what append|add|review|migrate --times 200
    python tests/ledger/kills.py --what writers --times 1000
    python tests/ledger/kills.py --what full --times 200

``append``, ``add`` (real reports by the real reader), ``review`` and ``migrate`` kill -9 a writer at ``--times`` random
moments of its work, verify what is left and start it again; in the end the ledger must be the one of an undisturbed run,
to the last cell. ``writers`` lets two processes append at once, ``full`` lets the disk run full. Moments come from
``--seed``; prints JSON, exit code 1 where anything is amiss.
"""
# ruff: noqa: E402  # run as a script it must find this package first

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.model.record import Verdict
from tests.ledger.negotiation import NOW, dump, fill, report, review

FORMAT_1 = Path(__file__).with_name("format1.db.gz")
SHORT = ("wh-ford-uaw", "wh-gaza-pause", "wh-drc-ceasefire", "wh-lebanon-maritime", "wh-qatar-call", "wh-dockworkers")
"""Real reports of the training corpus for ``add``, by the beginnings of their names."""
ROUNDS = 40
"""Reports or reviews of one run of ``append`` and ``review``."""


@dataclass(slots=True)
class Outcome:
    """What was found."""

    what: str
    rounds: int = 0
    killed: int = 0
    """Writers that died before their end; of ``full`` those that found no room."""
    stages: list[int] = field(default_factory=list)
    """How much was in the ledger after each kill; of ``migrate`` the format."""
    runs: int = 0
    """Ledgers that were finished and compared with the undisturbed one."""
    amiss: list[str] = field(default_factory=list)
    seconds: float = 0.0


def append(path: Path) -> None:
    """Reports that are not there yet."""
    with Ledger.open(path) as ledger:
        fill(ledger, 0, ROUNDS)


def add(path: Path) -> None:
    """Real reports, read."""
    from detente import add_reports

    folder = ROOT / "training/corpus/texts"
    files = sorted(file for file in folder.glob("*.txt") if file.name.startswith(SHORT))
    with Ledger.open(path) as ledger:
        add_reports(ledger, *files, recorded=NOW)


def judge(path: Path) -> None:
    """Reviews that are not there yet."""
    with Ledger.open(path) as ledger:
        for number in range(ledger.counts().reviews, ROUNDS):
            verdict = Verdict.REJECTED if number % 3 else Verdict.ACCEPTED
            ledger.append_review(review(report(number % 8), verdict, minute=number, which=number % 2))


def one_by_one(path: Path, first: int, last: int) -> None:
    """Reports, for each of which the ledger is opened anew, as by hand."""
    for number in range(first, last):
        with Ledger.open(path) as ledger:
            ledger.append(report(number), recorded=NOW + timedelta(minutes=number))


def migrate(path: Path) -> None:
    """Into the format of today, by opening it to be written."""
    Ledger.open(path).close()


def new(path: Path, reports: int = 0) -> None:
    """A ledger with some reports."""
    with Ledger.create(path, title="Tolls", now=NOW) as ledger:
        fill(ledger, 0, reports)


def old(path: Path) -> None:
    """A ledger of format 1."""
    path.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))


WORK: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "append": (new, append),
    "add": (new, add),
    "review": (partial(new, reports=8), judge),
    "migrate": (old, migrate),
}
"""What is begun with, and what is done to it."""
PART = {"append": (0.0, 0.4), "add": (0.4, 1.1), "review": (0.0, 0.4), "migrate": (0.0, 1.1)}
"""When to kill, as shares of the undisturbed work: long work early, so that one ledger is killed at several of its stages;
``add`` loads the reader first."""


def begin(task: Callable[[], object]) -> int:
    """A process at work; its number."""
    child = os.fork()
    if not child:
        try:
            task()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def ended_well(child: int) -> bool:
    """Wait for its end."""
    return os.waitpid(child, 0)[1] == 0


def do(task: Callable[[], object]) -> float:
    """The whole work, undisturbed; how long it took, in seconds."""
    begun = time.perf_counter()
    if not ended_well(begin(task)):
        raise RuntimeError("it failed without being killed")
    return time.perf_counter() - begun


def kill(what: str, folder: Path, *, times: int, seed: int) -> Outcome:
    """Kill writers, look after each, and compare each ledger that got finished with an undisturbed one."""
    prepare, work = WORK[what]
    outcome = Outcome(what)
    chance = random.Random(seed)
    whole, path = folder / "undisturbed.db", folder / "talks.db"
    prepare(whole)
    prepare(path)
    length = do(partial(work, whole))
    undisturbed = dump(whole)
    while outcome.rounds < times:
        outcome.rounds += 1
        child = begin(partial(work, path))
        time.sleep(length * chance.uniform(*PART[what]))
        if os.waitpid(child, os.WNOHANG) == (0, 0):
            os.kill(child, signal.SIGKILL)
            outcome.killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        else:
            length *= 0.9  # the machine is quicker now than when it was measured
        outcome.stages.append(_stage(what, path))
        outcome.amiss += [f"round {outcome.rounds}: {fault}" for fault in _faults(path)]
        if dump(path) == undisturbed or outcome.rounds == times:
            do(partial(work, path))  # goes on, or adds nothing
            if dump(path) != undisturbed:
                outcome.amiss.append(f"round {outcome.rounds}: not what an undisturbed run gives")
            outcome.amiss += [f"in the end: {fault}" for fault in _faults(path)]
            outcome.runs += 1
            for file in folder.glob(f"{path.name}*"):
                file.unlink()
            prepare(path)
    return outcome


def crowd(folder: Path, *, times: int) -> Outcome:
    """Two processes that append at once, half of it the same reports."""
    outcome = Outcome("writers", rounds=times)
    path = folder / "talks.db"
    new(path)
    both = [begin(partial(one_by_one, path, first, last)) for first, last in ((0, times * 2 // 3), (times // 3, times))]
    outcome.amiss += [f"writer {number} failed" for number, child in enumerate(both) if not ended_well(child)]
    outcome.amiss += _faults(path)
    with Ledger.open(path) as ledger:
        found = [reading.document.id for reading in ledger.readings()]
        outcome.stages = [len(found)]
        if sorted(found) != sorted(report(number).document.id for number in range(times)):
            outcome.amiss.append("reports are lost, or there twice")
    outcome.runs = 1
    return outcome


def fill_up(folder: Path, *, times: int, seed: int) -> Outcome:
    """A disk that is full again and again, each time with a little more room."""
    outcome = Outcome("full")
    chance = random.Random(seed)
    path = folder / "talks.db"
    new(path)
    while outcome.rounds < times:
        outcome.rounds += 1
        with Ledger.open(path) as ledger:
            connection = ledger._connection
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + chance.randint(0, 12)}")
            held = ledger.counts().documents
            try:
                fill(ledger, held, held + 400)
                outcome.amiss.append(f"round {outcome.rounds}: it took all")
            except LedgerError as error:
                outcome.killed += 1
                outcome.amiss += [] if "no room is left" in str(error) else [f"round {outcome.rounds}: {error}"]
            outcome.stages.append(ledger.counts().documents)
            outcome.amiss += [f"round {outcome.rounds}: {fault}" for fault in ledger.verify().faults]
    whole = folder / "undisturbed.db"
    new(whole)
    with Ledger.open(whole) as ledger:
        fill(ledger, 0, outcome.stages[-1])
        head = ledger.head
    with Ledger.open(path) as ledger:
        if ledger.head != head:
            outcome.amiss.append("not what an undisturbed run gives")
    outcome.runs = 1
    return outcome


def _faults(path: Path) -> list[str]:
    """What a ledger finds wrong with itself; a copy is looked at, as to open a ledger may go on with the work."""
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, folder)
        try:
            with Ledger.open(Path(folder) / path.name) as ledger:
                return list(ledger.verify().faults)
        except LedgerError as error:
            return [str(error)]


def _stage(what: str, path: Path) -> int:
    """How far a ledger has come."""
    queries = {"migrate": "PRAGMA user_version", "review": "SELECT count(*) FROM reviews"}
    with closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute(queries.get(what, "SELECT count(*) FROM documents")).fetchone()
        return int(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--what", required=True, choices=[*WORK, "writers", "full"])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20310401)
    asked = parser.parse_args(arguments)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        if asked.what == "writers":
            outcome = crowd(Path(folder), times=asked.times)
        elif asked.what == "full":
            outcome = fill_up(Path(folder), times=asked.times, seed=asked.seed)
        else:
            outcome = kill(asked.what, Path(folder), times=asked.times, seed=asked.seed)
    outcome.seconds = round(time.perf_counter() - begun, 1)
    print(json.dumps(asdict(outcome)))
    return 1 if outcome.amiss else 0


if __name__ == "__main__":
    sys.exit(main())
