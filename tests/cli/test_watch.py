"""Looking again and again, from the command line."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from detente.cli.failures import Commands
from detente.cli.watch import watch
from detente.documents import fetch
from detente.ledger import Ledger
from tests.cli.texts import LATER, TALKS
from tests.documents.web import Web, answer, run_web

PROGRAM = (
    "import typer; from detente.cli.failures import Commands; from detente.cli.watch import watch\n"
    "app = typer.Typer(cls=Commands); app.command()(watch); app.callback()(lambda: None); app()"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "talks.db"
    Ledger.create(path, title="Copper talks").close()
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "april.txt"
    path.write_text(f"Talks on copper\n2024-04-01\n\n{TALKS}", encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """An internet that the program is in."""
    with run_web() as running:
        options = {"pace": 0.0, "proxies": {}, "resolve": running.resolve, "connect": running.connect}
        monkeypatch.setattr(fetch, "Fetcher", functools.partial(fetch.Fetcher, **options))
        yield running


def run(*arguments: object) -> Result:
    app = typer.Typer(cls=Commands)
    app.command()(watch)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["watch", *map(str, arguments)], catch_exceptions=False)


def held(ledger: Path) -> list[str]:
    with Ledger.open(ledger, read_only=True) as opened:
        return [document.name for document, *_ in opened.documents()]


def test_one_look_adds_what_is_new_and_a_second_nothing(ledger: Path, reports: Path) -> None:
    first = run(ledger, reports, "--once")
    assert first.exit_code == 0
    assert first.stdout.startswith("1 report added, ")
    assert run(ledger, reports, "--once").stdout == "Nothing new.\n"
    assert held(ledger) == ["april"]
    memory = json.loads((ledger.parent / "talks.db.feeds.json").read_text(encoding="utf-8"))
    assert list(memory["files"]) == [str(reports / "april.txt")]


@pytest.mark.enable_socket
def test_feeds_are_read_and_one_that_is_down_does_not_stop_them(ledger: Path, reports: Path, web: Web) -> None:
    web.answers["wire.example/all.rss"] = answer("<rss><item><link>/may</link></item></rss>")
    web.answers["wire.example/may"] = answer(LATER)
    web.answers["down.example/"] = answer("busy", "Retry-After: 600", status="503 Busy")
    sources = ("http://wire.example/all.rss", "http://down.example/", reports)
    first = run(ledger, *sources, "--once")
    assert first.exit_code == 0
    assert "left out http://down.example/" in first.stderr
    assert held(ledger) == ["april", "wire.example/may"]
    web.asked.clear()
    second = run(ledger, *sources, "--once")
    assert "left alone" in second.stderr
    assert web.asked == ["wire.example/all.rss"]


@pytest.mark.enable_socket
def test_what_the_ledger_holds_is_not_fetched_again(ledger: Path, web: Web) -> None:
    web.answers["wire.example/all.rss"] = answer("<rss><item><link>/may</link></item></rss>")
    web.answers["wire.example/may"] = answer(LATER)
    run(ledger, "http://wire.example/all.rss", "--once")
    (ledger.parent / "talks.db.feeds.json").write_text("{", encoding="utf-8")
    web.asked.clear()
    again = run(ledger, "http://wire.example/all.rss", "--once")
    assert "is damaged and begun anew" in again.stderr
    assert again.stdout == "Nothing new.\n"
    assert web.asked == ["wire.example/all.rss"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{ledger}", "-"), "standard input cannot be watched"),
        (("{folder}/none.db", "{folder}"), "none.db"),
        (("{ledger}", "{folder}/none"), "no such file"),
        (("{ledger}", "http://127.0.0.1/"), "private network"),
        (("{ledger}", "http://user:secret@wire.example/"), "carries a user or password"),
        (("{ledger}", "{folder}", "--every", "0"), "--every"),
    ],
)
def test_what_cannot_be_done_is_refused(ledger: Path, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    asked = [argument.format(ledger=ledger, folder=tmp_path) for argument in arguments]
    result = run(*asked, "--once")
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "secret" not in result.stderr
    assert result.stdout == ""


def test_nothing_is_remembered_of_what_could_not_be_recorded(
    ledger: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.errors import LedgerError
    from detente.pipeline import adding

    def refuse(*_: object, **__: object) -> None:
        raise LedgerError("the ledger is in use")

    with monkeypatch.context() as broken:
        broken.setattr(adding, "add_reports", refuse)
        result = run(ledger, reports, "--once")
    assert (result.exit_code, result.stderr) == (2, "detente: the ledger is in use\n")
    assert run(ledger, reports, "--once").stdout.startswith("1 report added")


def test_the_same_complaint_is_made_once(ledger: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.cli import watch as module

    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            (reports / "may.txt").write_text(LATER, encoding="utf-8")
            os.utime(reports / "may.txt", (1_700_000_000, 1_700_000_000))
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "_wait", wait)
    result = run(ledger, reports, reports.parent / "none", "--every", 5)
    assert result.exit_code == 0
    assert looks == [300, 300, 300]
    assert result.stderr.count("no such file") == 1
    assert result.stderr.endswith("detente: ended\n")
    assert len(result.stdout.splitlines()) == 2
    assert held(ledger) == ["april", "may"]


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_the_keyboard_ends_it_cleanly(ledger: Path, reports: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "watch", str(ledger), str(reports)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdout
        assert b"1 report added" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert told.endswith(b"ended\n")
    assert b"Traceback" not in told
