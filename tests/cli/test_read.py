import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Run
from tests.cli.texts import LATER, NO_TALKS, TALKS


@pytest.fixture
def three(talks: Path, tmp_path: Path) -> list[Path]:
    """Two reports on a negotiation and one on something else."""
    paths = [talks, tmp_path / "rain.txt", tmp_path / "later.txt"]
    paths[1].write_text(NO_TALKS, encoding="utf-8")
    paths[2].write_text(LATER, encoding="utf-8")
    return paths


def test_a_line_of_json_stands_for_each_report_in_the_order_given(three: list[Path], run: Run) -> None:
    result = run("read", *three, "--format", "jsonl")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["document"] for record in records] == ["talks", "rain", "later"]
    assert records[0]["statements"]
    assert records[1]["statements"] == []


def test_every_line_fits_the_schema(three: list[Path], run: Run) -> None:
    schema = Draft202012Validator(json.loads(run("schema", "readings").stdout))
    for line in run("read", *three, "--format", "jsonl").stdout.splitlines():
        schema.validate(json.loads(line))


def test_every_quote_stands_in_its_report_at_its_place(three: list[Path], run: Run) -> None:
    for path, line in zip(three, run("read", *three, "--format", "jsonl").stdout.splitlines(), strict=True):
        text = path.read_text(encoding="utf-8")
        for statement in json.loads(line)["statements"]:
            assert text[statement["start"] : statement["end"]] == statement["quote"]


def test_json_is_the_array_of_the_lines(three: list[Path], run: Run) -> None:
    lines = run("read", *three, "--format", "jsonl").stdout.splitlines()
    assert json.loads(run("read", *three, "--format", "json").stdout) == [json.loads(line) for line in lines]


def test_a_report_is_read_alike_alone_and_among_others(three: list[Path], run: Run) -> None:
    together = run("read", *three, "--format", "jsonl").stdout
    assert together == "".join(run("read", path, "--format", "jsonl").stdout for path in three)


def test_csv_has_one_head_and_a_row_a_statement(three: list[Path], run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", *three, "--format", "csv").stdout)))
    lines = [json.loads(line) for line in run("read", *three, "--format", "jsonl").stdout.splitlines()]
    assert len(rows) == sum(len(line["statements"]) for line in lines)
    assert {row["document"] for row in rows} == {"talks", "later"}
    assert all(TALKS[int(r["start"]) : int(r["end"])] == r["quote"] for r in rows if r["document"] == "talks")


def test_the_table_names_each_report_and_fits_eighty_columns(three: list[Path], run: Run) -> None:
    shown = run("read", *three).stdout
    assert "rain: 0 statements" in shown
    assert "Bolivia" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_an_unknown_format_is_wrong_use(talks: Path, run: Run) -> None:
    result = run("read", talks, "--format", "xml")
    assert result.exit_code == 2
    assert "jsonl" in result.stderr
