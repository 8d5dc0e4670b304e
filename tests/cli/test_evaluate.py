import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from detente.model import Act, ConditionKind, Document, Stance
from detente.pipeline import Reports
from tests.cli.conftest import Program, Run
from tests.evaluation.samples import GOLD, TEXT, with_statement, write_gold
from tests.factories import make_reading, make_statement


def read_otherwise(document: Document, **_: Any) -> Reports:
    """A reading with one statement right, one with a wrong stance, and one of nobody annotated."""
    told = [
        make_statement(
            document, "demands lower tolls", "amber", "tolls", Act.DEMAND, Stance.SUPPORT,
            condition=(ConditionKind.IF, "if the strait stays open"),
        ),
        make_statement(document, "rejects lower tolls", "birch", "tolls", Act.REJECT, Stance.SUPPORT),
        make_statement(document, "agreed to meet in May", "dune", "meeting", Act.AGREE, Stance.SUPPORT),
    ]  # fmt: skip
    return Reports(readings=(make_reading(document, told),))


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that needs no model."""
    monkeypatch.setattr("detente.evaluation.evaluation.read_reports", read_otherwise)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two annotated texts."""
    write_gold(tmp_path, name="second", text=f"{TEXT}More.\n")
    return write_gold(tmp_path, name="first")


@pytest.mark.usefixtures("stub")
def test_figures_confusions_and_worst_sentences_are_shown_in_eighty_columns(gold: Path, run: Run) -> None:
    shown = run("evaluate", gold, "--worst", 1).stdout
    assert "2 texts: 10 statements annotated, 6 read, 4 of them the same" in shown
    assert "Statements" in shown
    assert "Acts: annotated down, read across" in shown
    assert "1.  first, sentence 4" in shown
    assert "credited to Dune instead" in " ".join(shown.split())
    assert "2.  " not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown


@pytest.mark.usefixtures("stub")
def test_each_text_has_its_line_where_asked(gold: Path, run: Run) -> None:
    assert "│ first " not in run("evaluate", gold, "--worst", 0).stdout
    shown = run("evaluate", gold, "--worst", 0, "--per-document").stdout
    assert "│ first " in shown
    assert "│ second" in shown
    assert "Sentences read worst" not in shown


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("columns", ["24", "48", "200"])
def test_no_line_runs_past_the_terminal_s_edge(columns: str, gold: Path, run: Run) -> None:
    shown = run("evaluate", gold, "--per-document", env={"COLUMNS": columns}).stdout
    assert max(map(len, shown.splitlines())) <= int(columns)


@pytest.mark.usefixtures("stub")
def test_a_terminal_too_narrow_for_columns_gets_lines(gold: Path, run: Run) -> None:
    shown = run("evaluate", gold, env={"COLUMNS": "23"}).stdout
    assert "Statements: F1 0.53, precision 0.67, recall 0.44," in " ".join(shown.split())
    assert "Stances taken for others" in " ".join(shown.split())
    assert "2 oppose, read as support" in " ".join(shown.split())


@pytest.mark.usefixtures("stub")
def test_json_holds_the_figures_and_what_they_are_counted_from(gold: Path, run: Run) -> None:
    record = json.loads(run("evaluate", gold, "--format", "json", "--worst", 2, "--per-document").stdout)
    assert record["texts"] == 2
    assert record["figures"]["statement"] == {
        "precision": 0.6667, "recall": 0.4444, "f1": 0.5333, "gold": 9.0, "found": 4.0, "read": 6.0, "right": 4.0,
    }  # fmt: skip
    assert record["figures"]["stance"] == {"share": 0.5, "right": 2, "asked": 4}
    assert record["figures"]["violations"]["f1"] is not None
    assert record["confusion"]["stance"] == {"labels": ["support", "oppose"], "rows": [[2, 0], [2, 0]]}
    assert [(worst["document"], worst["sentence"]) for worst in record["worst"]] == [("first", 4), ("second", 4)]
    assert [document["document"] for document in record["documents"]] == ["first", "second"]


@pytest.mark.usefixtures("stub")
def test_csv_has_one_head_and_a_row_a_figure(gold: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("evaluate", gold, "--format", "csv", "--per-document").stdout)))
    assert [row["document"] for row in rows] == [""] * 16 + ["first"] * 16 + ["second"] * 16
    assert rows[0]["figure"] == "statement"
    assert (rows[0]["value"], rows[0]["gold"], rows[0]["asked"]) == ("0.5333", "9", "")


@pytest.mark.usefixtures("stub")
def test_a_name_that_a_spreadsheet_would_run_is_guarded(tmp_path: Path, run: Run) -> None:
    gold = write_gold(tmp_path, name="=now")
    rows = list(csv.DictReader(io.StringIO(run("evaluate", gold, "--format", "csv", "--per-document").stdout)))
    assert rows[-1]["document"] == "'=now"


@pytest.mark.usefixtures("stub")
def test_texts_are_taken_from_the_folder_that_is_named(gold: Path, run: Run) -> None:
    (gold.parent / "texts").rename(gold.parent / "elsewhere")
    result = run("evaluate", gold)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "first.json has no text" in result.stderr
    assert run("evaluate", gold, "--texts", gold.parent / "elsewhere").exit_code == 0


@pytest.mark.usefixtures("stub")
def test_a_hostile_name_does_not_reach_the_terminal(tmp_path: Path, run: Run) -> None:
    record = json.loads(json.dumps(GOLD).replace("Cedar", "\\u001b[31mCedar"))
    shown = run("evaluate", write_gold(tmp_path, record), "--worst", 9).stdout
    assert "[31mCedar" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (with_statement(act="insist"), "'act' is 'insist'"),
        (with_statement(quote="demands no tolls"), "'demands no tolls'"),
        ({"parties": []}, "'statements' is missing"),
    ],
)
def test_a_bad_annotation_is_one_message_and_code_2(record: Any, message: str, tmp_path: Path, run: Run) -> None:
    result = run("evaluate", write_gold(tmp_path, record))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "report.json" in result.stderr
    assert message in result.stderr


def test_a_folder_without_annotations_is_code_2(tmp_path: Path, run: Run) -> None:
    result = run("evaluate", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no annotation" in result.stderr


def test_the_help_names_the_folder_and_gives_an_example(run: Run) -> None:
    shown = run("evaluate", "--help").stdout
    assert "GOLD_DIR" in shown
    assert "Example: detente evaluate " in shown


def test_a_reading_kept_as_an_annotation_is_right_in_everything(talks: Path, run: Run, program: Program) -> None:
    gold = talks.parent / "gold"
    gold.mkdir()
    (gold / "talks.json").write_text(run("read", talks, "--format", "jsonl").stdout, encoding="utf-8")
    result = program("evaluate", gold, "--texts", talks.parent, "--format", "json")
    assert (result.returncode, result.stderr) == (0, b"")
    record = json.loads(result.stdout)
    values = {name: figure.get("f1", figure.get("share")) for name, figure in record["figures"].items()}
    assert values["statement"] == values["cell"] == values["act"] == 1.0
    assert set(values.values()) <= {1.0, None}
    assert record["worst"] == []
