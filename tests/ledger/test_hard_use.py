"""Hard use: writers killed at random, crowded, out of room, and a file of the first format.

``format1.db.gz`` was written by the code of commit 9e42663, the last of format 1, as ``PYTHONPATH=. python make.py talks.db``::

    agenda = 'title = "Treaties"\\n\\n[[issue]]\\nid = "forces"\\nname = "Conventional forces"\\nkeywords = ["CFE Treaty"]\\n'
    with Ledger.create(path, title="Treaties", agenda=agenda, now=NOW) as ledger:
        for minute, text in enumerate(("wh-cfe-suspension-2023-w", "wh-drc-ceasefire-2023-w"), 1):
            add_reports(ledger, f"training/corpus/texts/{text}.txt", recorded=NOW + timedelta(minutes=minute))
        for number in (0, 4):
            ledger.append(report(number), recorded=NOW + timedelta(minutes=10 + number))
        ledger.append(report(5), copy_of=report(0).document.id, recorded=NOW + timedelta(minutes=20))
        ledger.append_review(review(report(0), minute=30))
        ledger.append_review(review(report(0), Verdict.ACCEPTED, which=1, minute=31))
    Path("tests/ledger/format1.db.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))

``python tests/ledger/kills.py`` does all that is done here many times over.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.ledger.connection import FORMAT
from detente.model.record import Review, Verdict
from tests.ledger import kills
from tests.ledger.kills import _stage, old
from tests.ledger.negotiation import NOW, faults, fill, make_ledger, report, review

OLD_HEAD = "476e10c49a8fd792a87274c013034b6c"
OLD_STATEMENTS = "17b19104b164092e"
"""Of the ids of all statements of ``format1.db.gz``, in their order, as that code read them."""


@pytest.fixture
def format_1(tmp_path: Path) -> Path:
    path = tmp_path / "talks.db"
    old(path)
    return path


def test_a_ledger_of_the_first_format_is_brought_up_to_date_and_keeps_all(format_1: Path) -> None:
    assert _stage("migrate", format_1) == 1
    with Ledger.open(format_1) as ledger:
        assert ledger.head == OLD_HEAD
        assert ledger.verify(head=OLD_HEAD).faults == ()
        kept = list(ledger.readings(as_read=True))
        assert kept[2:] == [report(0), report(4), report(5)]
        assert [r.document.name for r in kept[:2]] == ["wh-cfe-suspension-2023-w", "wh-drc-ceasefire-2023-w"]
        ids = [statement.id for reading in kept for statement in reading.statements]
        assert hashlib.sha256(" ".join(ids).encode()).hexdigest().startswith(OLD_STATEMENTS)
        assert [r.review.verdict for r in ledger.statements() if r.review] == [Verdict.REJECTED, Verdict.ACCEPTED]
        assert ledger.copies() == {report(5).document.id}
        assert (ledger.setting("title"), "CFE Treaty" in (ledger.setting("agenda") or "")) == ("Treaties", True)
        assert len(list(ledger.anchors())) > 5
        assert [r.document for r in ledger.search("withdrew", limit=9)] == [kept[0].document.id]
    assert _stage("migrate", format_1) == FORMAT


def test_a_ledger_brought_up_to_date_can_be_gone_on_with(format_1: Path) -> None:
    with Ledger.open(format_1) as ledger:
        assert not ledger.append(report(0), recorded=NOW)
        assert ledger.append(report(7), recorded=NOW)
        ledger.append_review(review(report(7)))
        assert ledger.verify(head=OLD_HEAD).faults == ()
        assert ledger.counts().documents == 6
    with Ledger.open(format_1, read_only=True) as ledger:
        assert ledger.verify().faults == ()


def test_a_ledger_of_the_first_format_that_is_only_read_stays_as_it_is(format_1: Path) -> None:
    before = format_1.read_bytes()
    with pytest.raises(LedgerError, match=r"older format .*: run detente \w+ "):
        Ledger.open(format_1, read_only=True)
    assert format_1.read_bytes() == before


def test_a_ledger_that_cannot_be_brought_up_to_date_for_want_of_room_stays_whole(format_1: Path) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, 4096, 20_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000 + room, hard))
        try:
            with pytest.raises(LedgerError, match=r"check the disk|no room is left"):
                Ledger.open(format_1)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert _stage("migrate", format_1) == 1
    with Ledger.open(format_1) as ledger:
        assert ledger.verify(head=OLD_HEAD).faults == ()


def hard(what: str, times: int) -> dict[str, Any]:
    """What ``kills.py`` finds; in a process of its own, since it forks."""
    command = [sys.executable, kills.__file__, "--what", what, "--times", str(times), "--seed", "7"]
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=120).stdout)
    assert isinstance(found, dict)
    assert found["amiss"] == []
    assert found["runs"]
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("what", "times"), [("append", 20), ("review", 20), ("migrate", 20)])
def test_work_that_is_killed_is_gone_on_with_as_if_nothing_had_been(what: str, times: int) -> None:
    found = hard(what, times)
    assert found["killed"] > times // 2
    assert len(set(found["stages"])) > 1  # killed at different moments


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_writers_that_open_and_append_in_turn_lose_nothing() -> None:
    assert hard("writers", 100)["stages"] == [100]


def test_a_disk_that_is_full_again_and_again_loses_nothing() -> None:
    found = hard("full", 12)
    assert found["killed"] == found["rounds"]
    assert found["stages"] == sorted(found["stages"])
    assert found["stages"][-1] > found["stages"][0] > 0


def many(ledger: Ledger, verdict: Review) -> None:
    """More reviews than there is room for."""
    for _ in range(500):
        ledger.append_review(verdict)


def test_a_review_for_which_there_is_no_room_is_told_and_the_next_is_kept(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "talks.db")
    wordy = review(report(0))
    with Ledger.open(path) as ledger:
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        before = ledger.head
        with pytest.raises(LedgerError, match="no room is left"):
            many(ledger, wordy)
        kept = ledger.counts().reviews
        assert (ledger.head != before) == (kept > 2)
        ledger._connection.execute("PRAGMA max_page_count = 100000")
        ledger.append_review(wordy)
        fill(ledger, 5, 8)
        assert ledger.counts().reviews == kept + 1
    assert faults(path) == ()
