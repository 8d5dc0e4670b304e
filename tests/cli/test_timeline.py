"""``detente timeline``: where each party stood when."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from detente.cli.failures import Commands
from detente.cli.timeline import timeline
from detente.model.edtf import parse_edtf
from tests.cli.texts import LATER, TALKS

program = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
program.command()(timeline)
program.command(name="other")(lambda: None)


def show(*arguments: object, **env: str) -> Result:
    named = ["timeline", *map(str, arguments)]
    return CliRunner().invoke(program, named, env={"COLUMNS": "80", "NO_COLOR": "1"} | env)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two reports a month apart."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "april.txt").write_text(f"Talks on copper\n2024-04-01\n\n{TALKS}", encoding="utf-8")
    (folder / "may.txt").write_text(f"Talks on copper\n2024-05-06\n\n{LATER}", encoding="utf-8")
    return [folder / "april.txt", folder / "may.txt"]


def test_it_shows_each_party_on_each_issue_with_the_words(reports: list[Path]) -> None:
    shown = show(*reports)
    assert shown.exit_code == 0
    assert "1 Apr" in shown.stdout
    assert "6 May" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    assert "no report placed it elsewhere" in shown.stdout
    assert "“" in shown.stdout


def test_one_party_and_one_issue_can_be_asked_for(reports: list[Path]) -> None:
    whole = json.loads(show(*reports, "--format", "json").stdout)["timeline"]
    parties = {course["party"] for course in whole["courses"]}
    assert len(parties) > 1
    (bolivia,) = {party for party in parties if party.startswith("bo")}
    one = json.loads(show(*reports, "--party", "bolivia", "--format", "json").stdout)["timeline"]
    assert {course["party"] for course in one["courses"]} == {bolivia}
    assert one["courses"] == [course for course in whole["courses"] if course["party"] == bolivia]
    issue = whole["courses"][0]["issue"]
    asked = json.loads(show(*reports, "--issue", issue, "--format", "json").stdout)["timeline"]
    assert {course["issue"] for course in asked["courses"] + asked["gaps"]} == {issue}


def test_rows_are_steps(reports: list[Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(show(*reports, "--format", "csv").stdout)))
    whole = json.loads(show(*reports, "--format", "json").stdout)["timeline"]
    assert len(rows) == sum(len(course["steps"]) for course in whole["courses"])
    assert all(parse_edtf(row["edtf"]) for row in rows)
    assert all(row["quote"] and row["statements"] for row in rows)


def test_as_of_a_day_later_reports_are_left_out_and_one_day_is_no_course(reports: list[Path]) -> None:
    shown = show(*reports, "--as-of", "2024-04-30")
    assert shown.exit_code == 0
    assert "do not span more than one day" in shown.stdout
    assert json.loads(show(reports[0], "--format", "json").stdout) == {"timeline": None}
    assert show(reports[0], "--format", "csv").stdout == ""


def test_a_party_that_is_not_there_is_answered_with_those_that_are(reports: list[Path]) -> None:
    shown = show(*reports, "--party", "atlantis")
    assert shown.exit_code == 2
    assert "Bolivia" in shown.stderr
