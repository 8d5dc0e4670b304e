"""Each kind of bad input with its stated outcome: a clear message and 2, or an honest brief; never a traceback."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Program, Run
from tests.cli.texts import HOSTILE_PAGE, MIXED_SCRIPTS, NO_TALKS, NON_LATIN, ONLY_QUOTES, TALKS, UNBALANCED

REFUSED = {
    "an empty file": ("a.txt", b"", "is empty"),
    "white space": ("a.txt", b" \n\t\n", "holds no words"),
    "a picture": ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    "a PDF": ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "a broken UTF-16": ("a.txt", b"\xff\xfeT\x00h\x00e", "UTF-16"),
    "broken JSON": ("a.json", b'{"text": "The talks', "not valid JSON"),
    "a page without text": ("a.html", b"<html><body><script>1</script></body></html>", "no text"),
    "a report in Russian": ("a.txt", NON_LATIN.encode(), "Russian"),
}
READ = {
    "a report without a negotiation": NO_TALKS.encode(),
    "a report of nothing but quotes": ONLY_QUOTES.encode(),
    "unbalanced quotation marks": UNBALANCED.encode(),
    "several scripts": MIXED_SCRIPTS.encode(),
    "an encoding of Western Europe": ("Chile’s envoy Núñez said no. " + TALKS).encode("cp1252"),
    "one word": b"Talks",
    "one endless line": b"Chile rejects the demand and " * 400,
    "line ends of three kinds": TALKS.replace("\n", "\r\n").encode() + b"Chile agreed.\rBolivia agreed.\n",
}
COMMANDS = (("brief",), ("read",), ("read", "--format", "jsonl"), ("agenda",))


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("command", [*COMMANDS, ("explain", "chile", "port")], ids=" ".join)
def test_what_is_no_report_ends_with_2_and_one_message(
    case: str, command: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    name, content, message = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(content)
    result = run(*command, path)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize("case", READ)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_whatever_is_a_text_is_read(case: str, command: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(READ[case])
    result = run(*command, path)
    assert result.exit_code == 0
    assert result.stdout
    assert result.stderr == ""


def test_a_report_without_a_negotiation_gives_a_brief_that_says_so(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "rain.txt"
    path.write_text(NO_TALKS, encoding="utf-8")
    assert "no statement found" in run("brief", path).stdout
    assert json.loads(run("brief", path, "--format", "json").stdout)["statements"] == []


def test_nothing_of_a_hostile_page_runs_in_the_brief(tmp_path: Path, run: Run) -> None:
    report, page = tmp_path / "talks.html", tmp_path / "brief.html"
    report.write_text(HOSTILE_PAGE, encoding="utf-8")
    assert run("brief", report, "--html", page).exit_code == 0
    made = page.read_text(encoding="utf-8")
    assert made.count("<script") == 1
    for forbidden in ("<script>alert", "onerror=", "onload=", "<iframe", "example.invalid", "javascript:"):
        assert forbidden not in made


def test_a_missing_file_is_named(tmp_path: Path, run: Run) -> None:
    result = run("brief", tmp_path / "none.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.txt" in result.stderr


def test_a_directory_is_answered_with_how_to_name_its_files(tmp_path: Path, run: Run) -> None:
    result = run("brief", tmp_path)
    assert result.exit_code == 2
    assert "is a directory" in result.stderr


def test_a_file_without_permission_is_named(talks: Path, run: Run) -> None:
    talks.chmod(0)
    user = os.geteuid()
    try:
        if user == 0:
            try:
                os.seteuid(65534)
            except PermissionError:
                pytest.skip("root may read everything here and cannot become someone else")
        result = run("brief", talks)
    finally:
        os.seteuid(user)
    assert result.exit_code == 2
    assert "permission" in result.stderr


def test_one_bad_report_among_many_is_named_and_the_rest_go_on(talks: Path, tmp_path: Path, run: Run) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = run("brief", empty, talks, tmp_path / "none.txt", "--format", "json")
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["detente", "detente"]
    brief = json.loads(result.stdout)
    assert brief["counts"]["documents"] == 1
    assert len(brief["skipped"]) == 2


def test_many_bad_reports_are_counted(talks: Path, tmp_path: Path, run: Run) -> None:
    gone = [tmp_path / f"{number}.txt" for number in range(20)]
    result = run("read", talks, *gone, "--format", "jsonl")
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 6
    assert "15 more" in result.stderr


CONTRADICTORY = {
    "two parties of one id": '[[party]]\nid = "chile"\nname = "Chile"\n\n[[party]]\nid = "chile"\nname = "Peru"\n',
    "an alias of two parties": (
        '[[party]]\nid = "chile"\nname = "Chile"\naliases = ["the hosts"]\n\n'
        '[[party]]\nid = "peru"\nname = "Peru"\naliases = ["the hosts"]\n'
    ),
    "a key that none has": '[[party]]\nid = "chile"\nname = "Chile"\ncolour = "red"\n',
    "no table at all": "[[party]\n",
    "a picture": "\x00\x01\x02",
}


@pytest.mark.parametrize("case", CONTRADICTORY)
def test_an_agenda_that_contradicts_itself_is_refused_by_file(case: str, talks: Path, tmp_path: Path, run: Run) -> None:
    agenda = tmp_path / "mine.toml"
    agenda.write_text(CONTRADICTORY[case], encoding="utf-8")
    result = run("brief", talks, "--agenda", agenda)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mine.toml" in result.stderr


def test_an_agenda_that_is_missing_is_named(talks: Path, tmp_path: Path, run: Run) -> None:
    result = run("brief", talks, "--agenda", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "none.toml" in result.stderr


def test_a_process_of_its_own_gives_the_same_message_and_code(tmp_path: Path, program: Program) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = program("brief", empty)
    assert result.returncode == 2
    assert b"is empty" in result.stderr
    assert b"Traceback" not in result.stderr
