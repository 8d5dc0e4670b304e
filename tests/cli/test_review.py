"""People have the last word on what was read, and the ledger keeps both."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from detente.ledger import Ledger
from detente.model.record import Verdict
from detente.pipeline.settling import is_settled, verify_ledger
from tests.cli.conftest import Run
from tests.cli.texts import LATER, TALKS


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from typer.testing import CliRunner

    from detente.cli.main import app

    folder = tmp_path_factory.mktemp("talks")
    (folder / "april.txt").write_text(f"Talks on copper\n2024-04-01\n\n{TALKS}", encoding="utf-8")
    (folder / "may.txt").write_text(f"Talks on copper\n2024-05-06\n\n{LATER}", encoding="utf-8")
    for arguments in (["init", "talks.db"], ["add", "talks.db", "april.txt", "may.txt"]):
        named = [str(folder / a) if "." in a else a for a in arguments]
        assert CliRunner().invoke(app, named, catch_exceptions=False).exit_code == 0
    return folder / "talks.db"


@pytest.fixture
def ledger(read_once: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "talks.db"
    copy.write_bytes(read_once.read_bytes())
    return copy


def rows(run: Run, ledger: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("log", ledger, "--csv", "--limit", "999").stdout)))


def table(run: Run, ledger: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("table", ledger, "--format", "json").stdout)
    return told


def test_a_corrected_statement_counts_as_the_reviewer_says(ledger: Path, run: Run) -> None:
    taken = next(row for row in rows(run, ledger) if row["stance"] == "support")
    shown = run("review", ledger, taken["id"], "correct", "--stance", "oppose", "--act", "reject", "--by", "A. Reader")
    assert shown.exit_code == 0
    assert "corrected" in shown.stdout
    (again,) = [row for row in rows(run, ledger) if row["id"] == taken["id"]]
    assert (again["stance"], again["act"], again["review"]) == ("oppose", "reject", "corrected")
    read = json.loads(run("export", ledger).stdout.splitlines()[0])
    assert {s["stance"] for s in read["statements"] if s["quote"] == taken["quote"]} >= {"oppose"}
    with Ledger.open(ledger) as opened:
        found = opened.statement(taken["id"])
        assert found.read is not None
        assert found.read.stance == "support"
        assert is_settled(opened)
        assert verify_ledger(opened).faults == ()


def test_two_rows_become_one_and_two_again(ledger: Path, run: Run) -> None:
    before = table(run, ledger)
    first, second = (issue["name"] for issue in before["issues"][:2])
    shown = run("merge", ledger, "issue", second, first, "--by", "A. Reader", "--note", "one matter")
    assert shown.stdout == f"{second} counts as {first}.\n"
    joined = table(run, ledger)
    assert [i["name"] for i in joined["issues"]] == [i["name"] for i in before["issues"] if i["name"] != second]
    brief = json.loads(run("brief", ledger, "--format", "json").stdout)
    assert second not in {issue["name"] for issue in brief["issues"]}
    assert "stands alone" in run("merge", ledger, "issue", second, "--apart", "--by", "A. Reader").stdout
    assert table(run, ledger) == before


def test_a_new_issue_takes_what_was_put_elsewhere(ledger: Path, run: Run) -> None:
    taken = rows(run, ledger)[0]
    run("rename", ledger, "issue", "tolls", "Tolls at the port", "--new", "--by", "A. Reader")
    run("review", ledger, taken["id"], "correct", "--issue", "tolls at", "--by", "A. Reader")
    assert "Tolls at the port" in {issue["name"] for issue in table(run, ledger)["issues"]}
    behind = run("blame", ledger, taken["party"], "tolls", "--csv").stdout
    assert [row["id"] for row in csv.DictReader(io.StringIO(behind))] == [taken["id"]]
    run("rename", ledger, "issue", "tolls", "Harbour tolls", "--by", "A. Reader")
    assert "Harbour tolls" in run("table", ledger, "--all").stdout


def test_decisions_come_from_a_table_all_or_none(ledger: Path, tmp_path: Path, run: Run) -> None:
    first, second, third = rows(run, ledger)[:3]
    decisions = tmp_path / "decisions.csv"
    good = [
        ["statement", "decision", "stance", "note", "by"],
        [first["id"], "accept", "", "", ""],
        [second["id"], "reject", "", "ironic", "B. Reader"],
        [third["id"], "correct", "open", "", ""],
    ]
    with decisions.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([*good, ["zz", "accept", "", "", ""]])
    failed = run("review", ledger, "--decisions", decisions, "--by", "A. Reader")
    assert failed.exit_code == 2
    assert "row 5" in failed.stderr
    assert not any(row["review"] for row in rows(run, ledger))
    with decisions.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(good)
    assert run("review", ledger, "--decisions", decisions, "--by", "A. Reader").stdout == "3 recorded.\n"
    with Ledger.open(ledger) as opened:
        told = [opened.statement(row["id"]).review for row in (first, second, third)]
    assert [(r.verdict, r.reviewer) for r in told if r] == [
        (Verdict.ACCEPTED, "A. Reader"),
        (Verdict.REJECTED, "B. Reader"),
        (Verdict.CORRECTED, "A. Reader"),
    ]


def test_the_least_sure_are_shown_first_and_asked_about(ledger: Path, run: Run) -> None:
    with Ledger.open(ledger) as opened:
        waiting = opened.unreviewed()
    typed = "a\nr\nnot theirs\nc\n\n\n\nneutral\nheard wrongly\ns\nq\n"
    shown = run("review", ledger, "--by", "A. Reader", input=typed)
    assert shown.exit_code == 0
    places = [shown.stdout.index(r.id[:8]) for r in waiting[:5]]
    assert places == sorted(places)
    assert waiting[0].statement.evidence.quote[:20] in " ".join(shown.stdout.split())
    assert f"4 looked at, {len(waiting) - 4} left." in shown.stdout
    with Ledger.open(ledger) as opened:
        told = [opened.statement(r.id).review for r in waiting[:4]]
        assert [r and (r.verdict, r.note) for r in told] == [
            (Verdict.ACCEPTED, ""),
            (Verdict.REJECTED, "not theirs"),
            (Verdict.CORRECTED, "heard wrongly"),
            None,
        ]
        assert len(opened.unreviewed()) == len(waiting) - 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("review", "{id}", "--by", "A"), "a decision on it"),
        (("review", "{id}", "correct", "--by", "A"), "say what counts instead"),
        (("review", "{id}", "reject", "--stance", "open", "--by", "A"), "goes with the decision correct"),
        (("review", "{id}", "correct", "--issue", "atlantis", "--by", "A"), "nothing is called 'atlantis'"),
        (("review", "{id}", "accept", "--by", " "), "a review is signed"),
        (("review", "--decisions", "none.csv", "--by", "A"), "cannot be read"),
        (("merge", "issue", "{issue}", "--by", "A"), "stands for both"),
        (("merge", "issue", "{issue}", "{issue}", "--by", "A"), "one with itself"),
        (("merge", "party", "atlantis", "lemuria", "--by", "A"), "nothing is called 'atlantis'"),
        (("rename", "issue", "{issue}", " ", "--by", "A"), "not to be empty"),
    ],
)
def test_what_makes_no_sense_is_refused(ledger: Path, run: Run, arguments: tuple[str, ...], message: str) -> None:
    taken = rows(run, ledger)[0]
    command, *rest = (a.format(id=taken["id"], issue=taken["issue"]) for a in arguments)
    failed = run(command, ledger, *rest)
    assert failed.exit_code == 2
    assert message in " ".join(failed.stderr.replace("│", " ").split())
    assert not any(row["review"] for row in rows(run, ledger))
