import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ARTICLE = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"


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


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "name a report"),
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
