"""``detente add`` and ``detente shard``: many reports, on any number of workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from detente.cli.add import add
from detente.cli.failures import Commands
from detente.cli.keep import init
from detente.cli.shard import shard
from tests.cli.texts import LATER, TALKS

app = typer.Typer(cls=Commands)
for command in (init, add, shard):
    app.command()(command)

WEATHER = "Rain is expected\n2024-04-03\n\nThe rain will reach the valley on Monday. Nobody could say when it ends.\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "april.txt").write_text(f"Talks on copper\n2024-04-01\n\n{TALKS}", encoding="utf-8")
    (folder / "may.txt").write_text(f"Talks on copper\n2024-05-06\n\n{LATER}", encoding="utf-8")
    (folder / "weather.txt").write_text(WEATHER, encoding="utf-8")
    return folder


@pytest.fixture
def agenda(tmp_path: Path) -> Path:
    path = tmp_path / "talks.toml"
    path.write_text('[[party]]\nname = "Chile"\n[[party]]\nname = "Bolivia"\n', encoding="utf-8")
    return path


def test_what_does_not_concern_the_agenda_is_counted_and_named_where_asked(
    tmp_path: Path, reports: Path, agenda: Path
) -> None:
    for more, named in (((), False), (("--verbose",), True)):
        ledger = tmp_path / f"{named}.db"
        assert run("init", ledger, "--agenda", agenda).exit_code == 0
        result = run("add", ledger, reports, "--prefilter", "--workers", 1, *more)
        assert result.exit_code == 0
        assert "2 reports added" in result.stdout
        told = "1 of 3 reports names too little of the agenda (two parties, or one and an issue): not read."
        assert told in result.stdout
        assert ("not read: weather" in result.stderr) == named


def test_all_reports_are_read_by_default(tmp_path: Path, reports: Path, agenda: Path) -> None:
    run("init", tmp_path / "talks.db", "--agenda", agenda)
    result = run("add", tmp_path / "talks.db", reports)
    assert "3 reports added" in result.stdout
    assert "not read" not in result.stdout


@pytest.mark.parametrize("command", ["add", "shard"])
def test_a_prefilter_needs_parties(tmp_path: Path, reports: Path, command: str) -> None:
    run("init", tmp_path / "talks.db")
    result = run(command, tmp_path / ("talks.db" if command == "add" else "out"), reports, "--prefilter")
    assert result.exit_code == 2
    assert "an agenda that names parties" in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("workers", [0, -1, "many"])
def test_a_number_of_workers_that_is_none_is_refused(tmp_path: Path, reports: Path, workers: object) -> None:
    run("init", tmp_path / "talks.db")
    assert run("add", tmp_path / "talks.db", reports, "--workers", workers).exit_code == 2


def test_shards_are_made_once_and_added(tmp_path: Path, reports: Path, agenda: Path) -> None:
    out = tmp_path / "shards"
    asked = ("shard", out, reports, "--agenda", agenda, "--per-shard", 2, "--workers", 1)
    first = run(*asked)
    assert first.exit_code == 0
    assert f"2 shards made, 0 there already; {out} holds 3 reports" in first.stdout
    assert "0 shards made, 2 there already" in run(*asked).stdout
    filtered = run("shard", tmp_path / "few", reports, "--agenda", agenda, "--prefilter", "--workers", 1, "--verbose")
    assert "1 shard made, 0 there already" in filtered.stdout
    assert "1 of 3 reports names too little" in filtered.stdout
    assert "not read: weather" in filtered.stderr
    ledgers = [tmp_path / "a.db", tmp_path / "b.db"]
    said = []
    for ledger, source in zip(ledgers, (out, reports), strict=True):
        run("init", ledger, "--agenda", agenda)
        said.append(run("add", ledger, source).stdout)
    assert said[0] == said[1]
    assert "3 reports added" in said[0]
    assert json.loads((out / "shards.manifest").read_text())["reports"] == 3
    assert run("add", ledgers[0], reports).stdout.endswith("3 reports were there already.\n")


def test_shards_of_other_parties_are_refused(tmp_path: Path, reports: Path, agenda: Path) -> None:
    run("shard", tmp_path / "shards", reports, "--workers", 1)
    run("init", tmp_path / "talks.db", "--agenda", agenda)
    result = run("add", tmp_path / "talks.db", tmp_path / "shards")
    assert result.exit_code == 2
    assert "make it again with that agenda" in result.stderr
