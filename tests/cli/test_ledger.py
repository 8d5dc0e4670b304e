"""A negotiation followed over time, from the command line."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Run
from tests.cli.texts import LATER, TALKS


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports a month apart and something that is no report."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "april.txt").write_text(f"Talks on copper\n2024-04-01\n\n{TALKS}", encoding="utf-8")
    (folder / "may.txt").write_text(f"Talks on copper\n2024-05-06\n\n{LATER}", encoding="utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    return folder


@pytest.fixture
def ledger(tmp_path: Path, reports: Path, run: Run) -> Path:
    """A ledger with both reports."""
    path = tmp_path / "talks.db"
    assert run("init", path, "--title", "Copper talks").exit_code == 0
    assert run("add", path, reports).exit_code == 0
    return path


def test_reports_are_added_once_whatever_is_given_twice(ledger: Path, reports: Path, run: Run) -> None:
    assert "0 reports added, 0 statements." in run("add", ledger, reports).stdout
    assert "2 reports were there already." in run("add", ledger, reports).stdout
    status = json.loads(run("status", ledger, "--format", "json").stdout)
    assert (status["documents"], status["copies"], status["title"]) == (2, 0, "Copper talks")
    assert (status["first"], status["last"]) == ("2024-04-01", "2024-05-06")
    shown = run("status", ledger).stdout
    assert "Copper talks" in shown
    assert status["head"] in shown


def test_the_table_can_be_seen_as_of_any_day(ledger: Path, run: Run) -> None:
    early = json.loads(run("table", ledger, "--as-of", "2024-04-02", "--format", "json").stdout)
    late = json.loads(run("table", ledger, "--format", "json").stdout)
    assert 0 < len(early["positions"]) <= len(late["positions"])
    rows = list(csv.DictReader(io.StringIO(run("table", ledger, "--csv").stdout)))
    assert [r["issue"] for r in rows] == [i["name"] for i in late["issues"]]
    shown = run("table", ledger).stdout
    assert all(i["name"].split()[0] in shown for i in late["issues"])
    assert "Contradictions" not in shown


def test_a_ledger_gives_the_brief_that_its_reports_give(ledger: Path, reports: Path, run: Run) -> None:
    kept = json.loads(run("brief", ledger, "--format", "json").stdout)
    read = json.loads(run("brief", reports / "april.txt", reports / "may.txt", "--format", "json").stdout)
    quotes = [[s["evidence"]["quote"] for s in brief["statements"]] for brief in (kept, read)]
    assert quotes[0] == quotes[1]
    assert kept["title"] == "Copper talks: state of the talks"


def test_what_changed_since_a_day_is_told(ledger: Path, run: Run) -> None:
    record = json.loads(run("diff", ledger, "--since", "2024-04-02", "--format", "json").stdout)
    assert record["reports"] == 1
    assert record["moves"] or record["heard"] or record["commitments"]
    assert "1 report came in." in run("diff", ledger, "--since", "2024-04-02").stdout
    assert "Nothing changed" in run("diff", ledger, "--since", "2024-06-01").stdout


def test_blame_log_and_search_open_the_words(ledger: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("log", ledger, "--csv").stdout)))
    assert [r["published"] for r in rows] == sorted(r["published"] for r in rows)
    first = rows[0]
    behind = list(csv.DictReader(io.StringIO(run("blame", ledger, first["party"], first["issue"], "--csv").stdout)))
    assert first in behind
    word = max(first["quote"].split(), key=len).strip(".,”“")
    assert first["quote"] in [
        r["quote"] for r in csv.DictReader(io.StringIO(run("search", ledger, word, "--csv").stdout))
    ]
    shown = " ".join(run("blame", ledger, first["party"], first["issue"]).stdout.split())
    assert first["id"][:8] in shown
    assert "Nothing found" in run("search", ledger, '"; DROP TABLE statements; --').stdout


def test_a_rejected_statement_stays_and_counts_no_more(ledger: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("log", ledger, "--csv").stdout)))
    taken = rows[0]
    result = run("review", ledger, taken["id"][:10], "reject", "--by", "A. Reader", "--note", "misread")
    assert "rejected" in result.stdout
    kept = json.loads(run("brief", ledger, "--format", "json").stdout)
    assert taken["id"] not in {s["id"] for s in kept["statements"]}
    again = list(csv.DictReader(io.StringIO(run("log", ledger, "--csv").stdout)))
    assert [r["review"] for r in again if r["id"] == taken["id"]] == ["rejected"]
    run("review", ledger, taken["id"], "accept", "--by", "B. Reader")
    kept = json.loads(run("brief", ledger, "--format", "json").stdout)
    assert taken["id"] in {s["id"] for s in kept["statements"]}


def test_commitments_are_listed_with_their_clock(ledger: Path, tmp_path: Path, run: Run) -> None:
    truce = tmp_path / "truce.txt"
    truce.write_text(
        "Truce on the border\n2024-05-07\n\nChile and Bolivia agreed on a 30-day ceasefire starting May 7, 2024.\n",
        encoding="utf-8",
    )
    run("add", ledger, truce)
    record = json.loads(run("commitments", ledger, "--format", "json").stdout)
    assert record["as_of"] == "2024-05-07"
    (found,) = [c for c in record["commitments"] if "ceasefire" in c["what"]]
    assert (found["ends"], found["stated"], found["left"], found["over"]) == ("2024-06-06", False, 30, False)
    later = json.loads(run("commitments", ledger, "--as-of", "2024-06-10", "--format", "json").stdout)
    assert [c["over"] for c in later["commitments"] if c["id"] == found["id"]] == [True]
    shown = " ".join(run("commitments", ledger).stdout.split())
    assert "As of 7 May 2024" in shown
    assert "Ends 6 June 2024, counted from the stated start and the term: 30 days left." in shown


def test_a_term_that_is_past_is_called_over_and_nothing_is_told_before_its_day(
    ledger: Path, tmp_path: Path, run: Run
) -> None:
    truce = tmp_path / "truce.txt"
    truce.write_text(
        "Truce on the border\n2024-05-07\n\nChile and Bolivia agreed on a 30-day ceasefire starting May 7, 2024.\n",
        encoding="utf-8",
    )
    run("add", ledger, truce)
    shown = " ".join(run("commitments", ledger, "--as-of", "2024-06-10").stdout.split())
    assert "Term over" in shown
    assert "Over 6 June 2024" in shown
    assert "Term over" not in run("commitments", ledger).stdout
    assert "ceasefire" not in run("commitments", ledger, "--as-of", "2024-05-06").stdout


def test_what_changed_is_told_with_the_surest_words_and_in_measure(ledger: Path, run: Run) -> None:
    shown = run("diff", ledger, "--since", "2024-03-01")
    assert "2 reports came in." in shown.stdout
    heard = json.loads(run("diff", ledger, "--since", "2024-03-01", "--format", "json").stdout)["heard"]
    listed = shown.stdout.partition("First heard")[2]
    assert listed.count("\n- ") <= 16
    assert run("diff", ledger, "--since", "2024-03-01", "--all").stdout.partition("First heard")[2].count(
        "\n- "
    ) == len(heard)
    refused = run("diff", ledger, "--since", "2024-05-01", "--until", "2024-04-01")
    assert refused.exit_code == 2
    assert "2024-04-01 is before 2024-05-01" in refused.stderr


def test_tampering_is_found(ledger: Path, program: Program, run: Run) -> None:
    good = run("verify", ledger)
    assert good.exit_code == 0
    assert "Nothing is missing, changed or added." in good.stdout
    with sqlite3.connect(ledger) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE statements SET stance = 'support' WHERE stance <> 'support'")
    result = program("verify", ledger)
    assert result.returncode == 2
    assert b"detente: " in result.stderr


def test_a_copy_of_a_report_is_kept_and_not_counted(ledger: Path, tmp_path: Path, run: Run) -> None:
    before = json.loads(run("table", ledger, "--format", "json").stdout)
    copy = tmp_path / "wire.txt"
    copy.write_text(f"Copper talks, by wire\n2024-04-02\n\n{TALKS} More follows.", encoding="utf-8")
    assert "wire repeats april: kept, not counted." in run("add", ledger, copy).stdout
    assert json.loads(run("table", ledger, "--format", "json").stdout)["positions"] == before["positions"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("status", "{folder}/none.db"), "none.db"),
        (("status", "{folder}/reports/april.txt"), "april.txt"),
        (("init", "{ledger}"), "talks.db"),
        (("brief", "{ledger}", "{folder}/reports/april.txt"), "stands alone"),
        (("outcomes", "{ledger}", "--agenda", "{folder}/none.toml"), "none.toml"),
        (("blame", "{ledger}", "atlantis", "copper"), "nothing is called"),
        (("review", "{ledger}", "zzzz", "reject", "--by", "A"), "zzzz"),
        (("add", "{ledger}", "{folder}/empty"), "holds no report"),
    ],
)
def test_what_cannot_be_done_is_refused(
    ledger: Path, tmp_path: Path, program: Program, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "empty").mkdir()
    asked = [a.format(folder=tmp_path, ledger=ledger) for a in arguments]
    result = program(*asked)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.decode().split())
    assert b"Traceback" not in result.stderr


def test_a_ledger_is_exported_as_readings_rows_and_a_calendar(ledger: Path, run: Run) -> None:
    readings = [json.loads(line) for line in run("export", ledger).stdout.splitlines()]
    assert [r["document"] for r in readings] == ["april", "may"]
    rows = list(csv.DictReader(io.StringIO(run("export", ledger, "--format", "csv").stdout)))
    assert sorted(r["quote"] for r in rows) == sorted(s["quote"] for r in readings for s in r["statements"])
    early = run("export", ledger, "--as-of", "2024-04-02").stdout.splitlines()
    assert [json.loads(line)["document"] for line in early] == ["april"]
    calendar = run("export", ledger, "--format", "ics").stdout
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "X-WR-CALNAME:Copper talks" in calendar


def test_a_ledger_is_asked_with_the_agenda_that_it_was_begun_with(tmp_path: Path, run: Run) -> None:
    examples = Path(__file__).parents[2] / "examples"
    article, agenda = examples / "ukraine-talks-2025.txt", examples / "ukraine-talks-2025.toml"
    path = tmp_path / "talks.db"
    run("init", path, "--agenda", agenda)
    run("add", path, article)
    for command in ("outcomes", "scenarios", "stability"):
        kept = run(command, path, "--format", "json").stdout
        assert json.loads(kept) == json.loads(run(command, article, "--agenda", agenda, "--format", "json").stdout)
