"""Processes that write to a ledger, for the tests of what happens when several do, or one is killed.

``python -m tests.ledger.runs append PATH START STOP`` appends reports and prints the head; ``crash PATH REPORTS KILLS``
does so in children that are killed, verifies after each, and prints what it found; ``abandon PATH START STOP`` kills
itself in the end; ``denied PATH`` tries to open a ledger without the rights to write it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.ledger.connection import read_schema
from tests.ledger.negotiation import NOW, fill


def append(path: Path, start: int, stop: int) -> str:
    """Append reports; the head afterwards."""
    with Ledger.open(path) as ledger:
        fill(ledger, start, stop)
        return ledger.head


def crash(path: Path, reports: int, kills: int) -> dict[str, object]:
    """Append reports in children that are killed at random moments, and look after each."""
    chance = random.Random(20310401)
    grown: list[int] = []
    found: list[str] = []
    killed = 0
    with Ledger.create(path, title="Tolls", now=NOW):
        pass
    trial = path.with_name("trial.db")
    with Ledger.create(trial, title="Tolls", now=NOW):
        began = time.perf_counter()
    append(trial, 0, reports)
    longest = (time.perf_counter() - began) * 4 / kills  # so that the kills are spread over the whole on any machine
    for _ in range(kills):
        child = os.fork()
        if not child:
            append(path, 0, reports)
            os._exit(0)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        with Ledger.open(path) as ledger:
            verification = ledger.verify()
            grown.append(verification.documents)
            found.extend(verification.faults)
    return {"killed": killed, "grown": grown, "faults": found, "head": append(path, 0, reports)}


def abandon(path: Path, start: int, stop: int) -> None:
    """Append reports and die with the ledger open."""
    ledger = Ledger.open(path)
    fill(ledger, start, stop)
    os.kill(os.getpid(), signal.SIGKILL)


def denied(path: Path) -> dict[str, object]:
    """Open a ledger for writing and for reading, as somebody who may only read it."""
    read_schema()  # imports what nobody else may
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        Ledger.open(path).close()
        told = ""
    except LedgerError as error:
        told = str(error)
    with Ledger.open(path, read_only=True) as ledger:
        return {"told": told, "faults": ledger.verify().faults, "documents": ledger.counts().documents}


if __name__ == "__main__":
    task, where, *numbers = sys.argv[1:]
    tasks: dict[str, Callable[..., object]] = {"append": append, "crash": crash, "abandon": abandon, "denied": denied}
    print(json.dumps(tasks[task](Path(where), *map(int, numbers))))
