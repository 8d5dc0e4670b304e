import json
from pathlib import Path

import detente
from tests.cli.conftest import Run


def test_the_draft_is_an_agenda_that_reads_the_same_parties_and_issues(talks: Path, tmp_path: Path, run: Run) -> None:
    draft = tmp_path / "talks.toml"
    result = run("agenda", talks, "--output", draft)
    assert result.exit_code == 0
    assert str(draft) in result.stderr
    assert result.stdout == ""
    before = detente.make_brief(talks).table
    after = detente.make_brief(talks, agenda=detente.load_agenda(draft)).table
    assert {party.id for party in after.parties} == {party.id for party in before.parties}
    assert {issue.id for issue in after.issues} == {issue.id for issue in before.issues}


def test_the_draft_goes_to_standard_output_where_no_file_is_named(talks: Path, tmp_path: Path, run: Run) -> None:
    draft = tmp_path / "talks.toml"
    run("agenda", talks, "--output", draft)
    assert run("agenda", talks).stdout == draft.read_text(encoding="utf-8")


def test_an_edited_agenda_is_not_overwritten(talks: Path, tmp_path: Path, run: Run) -> None:
    mine = tmp_path / "talks.toml"
    mine.write_text("# mine\n")
    result = run("agenda", talks, "--output", mine)
    assert result.exit_code == 2
    assert mine.read_text() == "# mine\n"


def test_the_agenda_s_own_name_for_a_party_stands_in_the_brief(talks: Path, tmp_path: Path, run: Run) -> None:
    draft = run("agenda", talks).stdout
    mine = tmp_path / "mine.toml"
    mine.write_text(draft.replace('name = "Bolivia"', 'name = "Plurinational State of Bolivia"'), encoding="utf-8")
    brief = json.loads(run("brief", talks, "--agenda", mine, "--format", "json").stdout)
    assert "Plurinational State of Bolivia" in {party["name"] for party in brief["parties"]}


def test_an_agenda_that_is_no_toml_is_refused_with_its_line(talks: Path, tmp_path: Path, run: Run) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[[party]]\nid = "bolivia\n')
    result = run("brief", talks, "--agenda", broken)
    assert result.exit_code == 2
    assert "broken.toml:2" in result.stderr
