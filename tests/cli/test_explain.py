import re
from pathlib import Path

import pytest
import typer

import detente
from detente.cli.matching import match_issue, match_party
from detente.model import Issue, IssueId, Party, PartyId
from tests.cli.conftest import Run
from tests.cli.texts import TALKS

ARTICLE = Path(__file__).parents[2] / "examples" / "ukraine-talks-2025.txt"
PARTIES = (
    Party(id=PartyId("eu"), name="European Union", aliases=("Brussels", "the E.U.")),
    Party(id=PartyId("uk"), name="United Kingdom", aliases=("London",)),
    Party(id=PartyId("us"), name="United States", aliases=("Washington", "the U.S. president")),
)
ISSUES = (
    Issue(id=IssueId("sanctions-relief"), name="Easing sanctions on Russia"),
    Issue(id=IssueId("new-sanctions"), name="New sanctions on Russia"),
    Issue(id=IssueId("black-sea"), name="Safe Black Sea shipping"),
)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("us", "us"),
        ("US", "us"),
        ("u.s.", "us"),
        ("the United States", "us"),
        ("united k", "uk"),
        ("washington", "us"),
        ("The U.S. President", "us"),
        ("brus", "eu"),
        ("union", "eu"),
    ],
)
def test_a_party_is_known_by_id_name_alias_or_the_beginning_of_a_word(asked: str, meant: str) -> None:
    assert match_party(PARTIES, asked).id == meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("easing", "sanctions-relief"),
        ("relief", "sanctions-relief"),
        ("sea black", "black-sea"),
        ("NEW", "new-sanctions"),
    ],
)
def test_an_issue_is_known_by_words_in_any_order(asked: str, meant: str) -> None:
    assert match_issue(ISSUES, asked).id == meant


def test_a_word_that_fits_several_is_refused_with_those() -> None:
    with pytest.raises(
        typer.BadParameter, match=r"'sanctions' may be any of:\n  sanctions-relief .*\n  new-sanctions"
    ) as refused:
        match_issue(ISSUES, "sanctions")
    assert "black-sea" not in str(refused.value)


@pytest.mark.parametrize("asked", ["", "?", "the", "france", "unitedstates"])
def test_what_nothing_is_called_is_refused_with_all_there_is(asked: str) -> None:
    with pytest.raises(
        typer.BadParameter, match=r"eu \(European Union\)\n  uk \(United Kingdom\)\n  us \(United States\)"
    ):
        match_party(PARTIES, asked)


def test_the_sentence_behind_a_cell_is_shown_with_its_quote_marked(talks: Path, run: Run) -> None:
    table = detente.find(detente.read_reports(talks).readings).table
    for position in table.positions:
        shown = run("explain", position.party, position.issue, talks)
        assert shown.exit_code == 0
        flat = " ".join(shown.stdout.split())
        for statement in position.statements:
            assert f">>{' '.join(statement.evidence.quote.split())}<<" in flat
            assert f"sentence {statement.sentence + 1}" in flat
            assert "Said by" in flat


def test_a_cell_without_statements_is_no_error(run: Run) -> None:
    table = detente.find(detente.read_reports(ARTICLE).readings).table
    party, issue = next((p, i) for p in table.parties for i in table.issues if table.at(p.id, i.id) is None)
    result = run("explain", party.id, issue.id, ARTICLE)
    assert result.exit_code == 0
    assert "nothing found in" in result.stdout


def test_an_unknown_party_is_answered_with_the_parties_there_are(talks: Path, run: Run) -> None:
    result = run("explain", "atlantis", "corridor", talks)
    assert result.exit_code == 2
    assert re.search(r"^  \w+ \(Bolivia\)$", result.stderr, re.MULTILINE)


def test_the_sentence_reads_as_in_the_report(talks: Path, run: Run) -> None:
    table = detente.find(detente.read_reports(talks).readings).table
    position = table.positions[0]
    shown = " ".join(run("explain", position.party, position.issue, talks).stdout.split())
    plain = shown.replace(">>", "").replace("<<", "")
    assert any(sentence.strip() in plain for sentence in TALKS.replace("\n", " ").split(". "))
