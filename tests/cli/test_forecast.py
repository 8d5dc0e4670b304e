import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ARTICLE = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"
STAKES = """\
issue,party,point,salience,capability,reference
quota,hall,20,0.9,1,0
quota,mill,50,0.6,0.4,
quota,yard,90,0.3,0.8,
season,hall,100,0.2,1,
season,mill,0,0.7,0.4,
"""


def test_a_line_an_issue_and_what_to_know_before_believing_it(run: Run) -> None:
    shown = run("forecast", ARTICLE).stdout
    words = " ".join(shown.split())
    assert "issues on which two parties or more have a position" in words
    assert "NATO membership for Ukraine" in shown
    assert "no better point forecast than the mean is claimed" in words
    assert "that they hold for other negotiations is unproven" in words
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_json_keeps_what_each_forecast_starts_from(run: Run) -> None:
    record = json.loads(run("forecast", ARTICLE, "--format", "json").stdout)
    nato = next(i for i in record["inputs"] if i["issue"] == "nato-membership")
    assert {s["party"]: s["point"] for s in nato["stakes"]}["ru"] == 0.0
    assert [m["method"] for m in record["methods"]] == ["compromise", "weighted-median", "distribution"]
    for method in record["methods"]:
        assert [f["issue"] for f in method["forecasts"]] == [i["issue"] for i in record["inputs"]]
    assert all(abs(sum(f["probabilities"]) - 1) < 1e-9 for f in record["methods"][2]["forecasts"])


def test_every_method_can_be_asked_for_and_is_the_same_under_one_seed(run: Run) -> None:
    methods = ["compromise", "median", "weighted-median", "nash-bargaining", "challenge", "exchange", "distribution"]
    asked = [word for method in methods for word in ("--method", method)]
    first, second = (
        run("forecast", ARTICLE, *asked, "--reference", 0, "--seed", 3, "--format", "csv").stdout for _ in range(2)
    )
    assert first == second
    rows = list(csv.DictReader(io.StringIO(first)))
    assert {row["method"] for row in rows} == set(methods)
    assert all(0 <= float(row["point"]) <= 100 for row in rows)


def test_a_log_grows_is_resolved_and_scored(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "talks.jsonl"
    asked = ("forecast", ARTICLE, "--log", log, "--on", "2025-03-24", "--method", "compromise")
    assert run(*asked).exit_code == 0
    once = log.read_text(encoding="utf-8")
    run(*asked)
    assert log.read_text(encoding="utf-8") == once
    entry = json.loads(once.splitlines()[0])
    resolved = run("forecast", "--log", log, "--resolve", f"{entry['id']}=50", "--on", "2025-06-01", "--score")
    assert f"1 forecast resolved, {len(once.splitlines()) - 1} open" in resolved.stdout
    assert "mean absolute error" in resolved.stdout
    assert log.read_text(encoding="utf-8").startswith(once)
    again = run("forecast", "--log", log, "--resolve", f"{entry['id']}=90", "--on", "2025-06-01")
    assert again.exit_code == 2
    assert "a log is never rewritten" in " ".join(again.stderr.replace("│", " ").split())


@pytest.fixture
def stakes(tmp_path: Path) -> Path:
    path = tmp_path / "stakes.csv"
    path.write_text(STAKES, encoding="utf-8")
    return path


def test_stakes_stand_in_for_reports(run: Run, stakes: Path) -> None:
    shown = run("forecast", "--stakes", stakes, "--method", "compromise").stdout
    lines = shown.splitlines()
    assert lines[0].startswith("2 issues on which two parties or more have a position (hall, mill and yard).")
    assert [line.split() for line in lines if line.startswith(("quota", "season"))] == [
        ["quota", "20", "to", "90", "37"],
        ["season", "0", "to", "100", "42"],
    ]
    assert "as the issue is named" not in shown
    record = json.loads(run("forecast", "--stakes", stakes, "--format", "json").stdout)
    assert [(i["issue"], i["reference"], len(i["stakes"])) for i in record["inputs"]] == [
        ("quota", 0.0, 3),
        ("season", None, 2),
    ]


def test_a_reference_holds_where_the_stakes_give_none(run: Run, stakes: Path) -> None:
    asked = ("forecast", "--stakes", stakes, "--method", "nash-bargaining", "--reference", 10, "--format", "json")
    assert [i["reference"] for i in json.loads(run(*asked).stdout)["inputs"]] == [0.0, 10.0]


def test_forecasts_from_stakes_can_be_logged_and_scored(run: Run, stakes: Path, tmp_path: Path) -> None:
    log = tmp_path / "talks.jsonl"
    assert run("forecast", "--stakes", stakes, "--log", log, "--on", "2031-03-01").exit_code == 0
    first = json.loads(log.read_text(encoding="utf-8").splitlines()[0])
    scored = run("forecast", "--log", log, "--resolve", f"{first['id']}=40", "--on", "2031-06-01", "--score")
    assert "1 forecast resolved" in scored.stdout


def test_stakes_that_break_a_rule_are_refused_by_line(run: Run, stakes: Path) -> None:
    stakes.write_text(STAKES.replace("0.6,0.4", "0.6,4"), encoding="utf-8")
    done = run("forecast", "--stakes", stakes)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "stakes.csv:3: capability is 4; expected a number from 0 to 1" in done.stderr


@pytest.mark.parametrize("beside", [(ARTICLE,), ("--agenda", "a.toml"), ("--as-of", "2025-03-24")], ids=str)
def test_stakes_and_what_belongs_to_reports_are_not_mixed(beside: tuple[object, ...], run: Run, stakes: Path) -> None:
    done = run("forecast", "--stakes", stakes, *beside)
    assert done.exit_code == 2
    assert "name either stakes, or reports" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "name a report, or --stakes"),
        (("--score",), "name a log that exists"),
        ((ARTICLE, "--method", "nash-bargaining"), "needs a reference point"),
        ((ARTICLE, "--method", "astrology"), "'astrology' is not one of"),
        ((ARTICLE, "--reference", 120), "--reference"),
    ],
)
def test_what_cannot_be_asked_ends_with_code_two_and_the_reason(
    options: tuple[object, ...], words: str, run: Run
) -> None:
    done = run("forecast", *options)
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())
