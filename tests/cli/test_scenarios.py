"""``detente scenarios``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Run

EXAMPLES = Path(__file__).parents[2] / "examples"
ARTICLE, AGENDA = EXAMPLES / "ukraine-talks-2025.txt", EXAMPLES / "ukraine-talks-2025.toml"


def test_scenarios_stand_side_by_side_with_what_each_asks_of_whom(run: Run) -> None:
    shown = run("scenarios", ARTICLE).stdout
    assert "Scenarios are told apart by" in " ".join(shown.split())
    assert "Probability" in shown
    assert "in 4 of 5 draws" in shown
    assert "Who would have to move" in shown
    assert "Caveats" in shown
    assert "unproven" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_json_keeps_every_number_with_the_sentences_it_rests_on(run: Run) -> None:
    record = json.loads(run("scenarios", ARTICLE, "--format", "json").stdout)
    text = ARTICLE.read_text(encoding="utf-8")
    assert sum(s["probability"] for s in record["scenarios"]) + record["others"] == pytest.approx(1)
    said = [c["statements"] for s in record["scenarios"] for c in s["concessions"]]
    assert said
    for statement in (s for statements in said for s in statements):
        assert text[statement["start"] : statement["end"]] == statement["quote"]
    assert {len(row["marks"]) for row in record["evidence"]} == {len(record["scenarios"])}
    assert [p["issue"] for p in record["prospects"]] == [i["id"] for i in record["issues"]]


def test_csv_has_a_row_a_scenario(run: Run) -> None:
    result = run("scenarios", "--agenda", AGENDA, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(result)))
    assert len(rows) == 6
    assert {"probability", "low", "high", "lasts", "nato", "territory"} <= set(rows[0])


def test_an_agenda_alone_says_that_no_position_is_known(run: Run) -> None:
    shown = " ".join(run("scenarios", "--agenda", AGENDA).stdout.split())
    assert "On 7 of 7 issues no two positions on a scale are known: all options start as equally likely." in shown
    assert "European Union" not in shown


def test_the_issues_that_tell_scenarios_apart_can_be_named(run: Run) -> None:
    shown = run("scenarios", "--agenda", AGENDA, "--issue", "minerals").stdout
    assert "Scenarios are told apart by Minerals agreement." in " ".join(shown.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a report, an agenda with --agenda, or both"),
        (("--agenda", AGENDA, "--issue", "ferry"), "there is no issue ferry to tell scenarios apart"),
        (("--agenda", AGENDA, "--draws", "1"), "Invalid value for '--draws'"),
    ],
)
def test_what_cannot_be_answered_is_refused(program: Program, arguments: tuple[object, ...], message: str) -> None:
    result = program("scenarios", *arguments)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.decode().split())


def test_nobody_s_consent_is_an_honest_empty_answer(tmp_path: Path, run: Run) -> None:
    raised = AGENDA.read_text(encoding="utf-8")
    for party, least in (("ru", 60), ("ua", 60)):
        block = f'party = "{party}"\nwhat = "reservation"\nvalue = {least}\nlow = 45\nhigh = 75'
        assert block in raised
        raised = raised.replace(block, f'party = "{party}"\nwhat = "reservation"\nvalue = 200\nlow = 200\nhigh = 200')
    path = tmp_path / "talks.toml"
    path.write_text(raised, encoding="utf-8")
    shown = " ".join(run("scenarios", "--agenda", path).stdout.split())
    assert "No scenario: in no draw is there a package that is worth every reservation value." in shown


def test_one_seed_gives_one_answer_under_any_hash_seed(program: Program) -> None:
    first, second = (
        program("scenarios", "--agenda", AGENDA, "--format", "json", env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert program("scenarios", "--agenda", AGENDA, "--format", "json", "--seed", "7").stdout != first


def test_a_domain_of_another_program_stands_alone(tmp_path: Path, run: Run, program: Program) -> None:
    folder = tmp_path / "domain"
    run("outcomes", "--agenda", AGENDA, "--export", folder)
    profiles = [a for p in sorted(folder.glob("*.xml")) if p.name != "domain.xml" for a in ("--profile", p)]
    shown = " ".join(
        run("scenarios", "--domain", folder / "domain.xml", *profiles, "--issue", "minerals").stdout.split()
    )
    assert "Scenarios are told apart by minerals" in shown
    assert "all options start as equally likely" in shown
    result = program("scenarios", ARTICLE, "--domain", folder / "domain.xml", *profiles)
    assert result.returncode == 2
    assert b"a domain stands alone" in result.stderr
