import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import detente
from tests.cli.conftest import Program, Run
from tests.cli.texts import CONTROL_CODES, LATER, TALKS

SIGNS = "●◐■╭│"


def test_the_brief_goes_to_standard_output_and_nothing_to_standard_error(talks: Path, run: Run) -> None:
    result = run("brief", talks)
    assert result.exit_code == 0
    assert "state of the talks" in result.stdout
    assert "Bolivia" in result.stdout
    assert result.stderr == ""


def test_piped_output_is_eighty_columns_wide_without_colour(talks: Path, run: Run) -> None:
    shown = run("brief", talks).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown


@pytest.mark.parametrize("width", [24, 60, 80, 100, 132])
def test_no_line_is_wider_than_was_asked_for(width: int, talks: Path, run: Run) -> None:
    assert max(map(len, run("brief", talks, "--width", width).stdout.splitlines())) <= width


def test_the_columns_variable_sets_the_width(talks: Path, run: Run) -> None:
    narrow = run("brief", talks, env={"COLUMNS": "50"}).stdout
    assert narrow == run("brief", talks, "--width", 50).stdout
    assert narrow != run("brief", talks).stdout


def test_the_page_is_written_and_its_place_told_in_one_line(talks: Path, tmp_path: Path, run: Run) -> None:
    page = tmp_path / "brief.html"
    result = run("brief", talks, "--html", page)
    assert result.stderr == f"The HTML brief is in {page}\n"
    assert page.read_text(encoding="utf-8") == detente.render_html(detente.make_brief(talks))
    hint = "\nFull brief with the article: add --html brief.html\n"
    assert result.stdout + hint == run("brief", talks).stdout


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_read(
    talks: Path, tmp_path: Path, run: Run
) -> None:
    result = run("brief", talks, "--html", tmp_path / "no" / "such" / "brief.html")
    assert result.exit_code == 2
    assert "there is no directory" in result.stderr
    assert result.stdout == ""


def test_the_browser_is_given_the_page(talks: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, browser = tmp_path / "seen", tmp_path / "browser.py"
    browser.write_text(f"import sys, pathlib\npathlib.Path({str(seen)!r}).write_text(sys.argv[1])\n")
    monkeypatch.setenv("BROWSER", f"{sys.executable} {browser} %s")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    result = run("brief", talks, "--open")
    page = Path(result.stderr.removeprefix("The HTML brief is in ").strip())
    assert seen.read_text() == page.as_uri()
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_fits_its_schema(talks: Path, run: Run) -> None:
    brief = json.loads(run("brief", talks, "--format", "json").stdout)
    Draft202012Validator(json.loads(run("schema", "brief").stdout)).validate(brief)
    assert brief["counts"]["documents"] == 1
    for statement in brief["statements"]:
        evidence = statement["evidence"]
        assert TALKS[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_title_heads_the_brief(talks: Path, run: Run) -> None:
    assert "A way to the sea: state of the talks" in run("brief", talks, "--title", "A way to the sea").stdout


def test_reports_after_the_day_asked_for_are_left_out_and_said_to_be(talks: Path, tmp_path: Path, run: Run) -> None:
    later = tmp_path / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    both = json.loads(run("brief", talks, later, "--format", "json").stdout)
    result = run("brief", talks, later, "--as-of", "2024-05-05", "--format", "json")
    before = json.loads(result.stdout)
    assert (both["counts"]["documents"], before["counts"]["documents"]) == (2, 1)
    assert before["as_of"] == "2024-05-05"
    assert result.stderr == "detente: left out later: published on 2024-05-06, after 2024-05-05\n"


def test_a_day_before_every_report_leaves_nothing_to_read(tmp_path: Path, run: Run) -> None:
    later = tmp_path / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    result = run("brief", later, "--as-of", "2001-01-01")
    assert result.exit_code == 2
    assert "all were published after 2001-01-01" in result.stderr


def test_a_day_is_written_year_month_day(talks: Path, run: Run) -> None:
    assert run("brief", talks, "--as-of", "24.3.2025").exit_code == 2


def test_standard_input_is_a_report(talks: Path, run: Run) -> None:
    piped = run("brief", "-", input=TALKS.encode()).stdout
    assert piped == run("brief", talks).stdout


def test_an_encoding_without_the_signs_gets_others(talks: Path, program: Program) -> None:
    plain = program("brief", talks, env={"PYTHONIOENCODING": "ascii"})
    assert plain.returncode == 0
    shown = plain.stdout.decode("ascii")
    assert not set(SIGNS) & set(shown)
    assert "Supports" in shown


def test_no_control_character_of_a_report_reaches_the_terminal(tmp_path: Path, run: Run) -> None:
    report = tmp_path / "talks.txt"
    report.write_text(CONTROL_CODES, encoding="utf-8")
    for command in (("brief",), ("read",), ("explain", "bolivia", "corridor")):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", run(*command, report).output)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_reports_give_the_same_bytes_everywhere(
    form: str, talks: Path, tmp_path: Path, program: Program
) -> None:
    later = tmp_path / "later.txt"
    later.write_text(LATER, encoding="utf-8")
    made = set()
    for number, (seed, zone) in enumerate((("0", "UTC"), ("1", "Asia/Tokyo"), ("2", "America/La_Paz"))):
        page = tmp_path / f"{number}.html"
        env = {"PYTHONHASHSEED": seed, "TZ": zone}
        result = program("brief", talks, later, "--format", form, "--html", page, env=env)
        assert result.returncode == 0, result.stderr
        made.add((result.stdout, page.read_bytes()))
    assert len(made) == 1


def test_the_command_line_shows_what_the_library_makes(talks: Path, run: Run) -> None:
    brief = detente.make_brief(talks, as_of=date(2030, 1, 1))
    assert run("brief", talks, "--as-of", "2030-01-01").stdout == detente.render_terminal(
        brief, width=80, colour=False, encoding="utf-8"
    )
