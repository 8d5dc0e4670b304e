"""Loading a folder of annotations, and every way in which it can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable
from detente.evaluation.gold import load_gold
from detente.evaluation.gold_format import parse_gold
from detente.model import Act, Stance
from tests.evaluation.samples import GOLD, TEXT, annotation, changed, statement, with_statement, write_gold


def test_an_annotation_is_loaded_with_its_text(tmp_path: Path) -> None:
    (gold,) = load_gold(write_gold(tmp_path))
    assert gold.document.name == "report"
    assert gold.document.text == TEXT
    first, second, *_ = gold.annotation.statements
    assert (first.act, first.stance, first.condition) == (Act.DEMAND, Stance.SUPPORT, "if the strait stays open")
    assert (second.speaker, second.target, second.hedged) == ("Envoy Bo Quill", "Amber", True)
    for told in gold.annotation.statements:
        assert told.span
        assert TEXT[told.span.start : told.span.end] == told.quote


def test_texts_are_found_beside_the_folder_beside_the_annotation_or_where_one_says(tmp_path: Path) -> None:
    folder = write_gold(tmp_path)
    texts, elsewhere = tmp_path / "texts", tmp_path / "elsewhere"
    texts.rename(elsewhere)
    assert load_gold(folder, texts=elsewhere)[0].document.text == TEXT
    (elsewhere / "report.txt").rename(folder / "report.txt")
    assert load_gold(str(folder))[0].document.text == TEXT


def test_annotations_come_by_name_and_other_files_are_passed_over(tmp_path: Path) -> None:
    write_gold(tmp_path, name="second")
    folder = write_gold(tmp_path, name="first", text=f"{TEXT}More.\n")
    (folder / "notes.md").write_text("remarks", encoding="utf-8")
    (folder / ".second.json").write_text("{", encoding="utf-8")
    assert [gold.document.name for gold in load_gold(folder)] == ["first", "second"]


def test_a_repeated_quote_stands_where_start_says_or_at_the_first_place() -> None:
    at = TEXT.index("lower tolls", TEXT.index("lower tolls") + 1)
    told = statement("Amber", "lower tolls", "tolls", "demand", "support")
    first, second = annotation(changed(statements=[told, told | {"start": at}])).statements
    assert first.span
    assert second.span
    assert (first.span.start, second.span.start) == (TEXT.index("lower tolls"), at)


def test_what_may_be_left_out_may_be_left_out() -> None:
    bare = annotation({"statements": []})
    assert (bare.parties, bare.statements, bare.agreements) == ((), (), ())


def test_remarks_of_ones_own_are_allowed_everywhere() -> None:
    record = with_statement(note="unsure") | {"note": "second round"}
    assert annotation(record) == annotation(GOLD)


STATUSES = [{"status": "done", "quote": "agreed to meet"}]
BAD: dict[str, tuple[Any, str]] = {
    "a list": ([], "one JSON object"),
    "no statements": ({"parties": []}, "'statements' is missing"),
    "statements no list": ({"statements": {}}, "'statements' is an object; it is to be a list"),
    "a statement no object": ({"statements": ["x"]}, "statement 1: it is a text; it is to be an object"),
    "a field mistyped": (with_statement(hegded=True), "statement 1: there is no field 'hegded'"),
    "a top field mistyped": (changed(aggreements=[]), "there is no field 'aggreements'"),
    "no quote": (with_statement(quote=...), "statement 1: the field 'quote' is missing"),
    "no party": (with_statement(party=...), "statement 1: the field 'party' is missing"),
    "no act": (with_statement(act=...), "statement 1: the field 'act' is missing"),
    "an unknown act": (with_statement(act="insist"), "'act' is 'insist'; it can be demand, propose,"),
    "an unknown stance": (with_statement(stance="for"), "'stance' is 'for'; it can be support, oppose, open, neutral"),
    "a number for a text": (with_statement(speaker=3), "'speaker' is a number; it is to be a text"),
    "an empty text": (with_statement(condition=" "), "'condition' is empty"),
    "a text for a flag": (with_statement(negated_or_hedged="no"), "'negated_or_hedged' is a text; it is to be true or"),
    "a party not listed": (with_statement(party="Dune"), "'party' is 'Dune', which 'parties' does not list"),
    "a target not listed": (with_statement(target="Dune"), "'target' is 'Dune', which 'parties' does not list"),
    "an issue not listed": (with_statement(issue="x"), "'issue' is 'x', which 'issues' does not list"),
    "a quote not in the text": (with_statement(quote="demands no tolls"), "not stand in the text: 'demands no tolls'"),
    "a long quote not in the text": (with_statement(quote="x" * 99), f"'{'x' * 60}…'; copy the words"),
    "a condition not in the text": (with_statement(condition="if so"), "'condition' does not stand in the text"),
    "a start elsewhere": (with_statement(start=3), "'quote' does not stand at character 3 of the text"),
    "a start before the text": (with_statement(start=-1), "'start' is -1; it is to be a whole number from 0"),
    "a start that is no number": (with_statement(start="3"), "'start' is '3'; it is to be a whole number"),
    "quantities no list": (with_statement(quantities="40"), "'quantities' is a text; it is to be a list"),
    "quantities of numbers": (with_statement(quantities=[40]), "'quantities' is to be a list of texts"),
    "a party twice": (changed(parties=[*GOLD["parties"], {"name": "Amber"}]), "the party 'Amber' is listed twice"),
    "an issue twice": (changed(issues=[*GOLD["issues"], {"id": "tolls"}]), "the issue 'tolls' is listed twice"),
    "an unknown role": (changed(parties=[{"name": "Amber", "role": "host"}]), "party 1: 'role' is 'host'; it can be"),
    "an unknown status": (changed(agreements=STATUSES), "agreement 1: 'status' is 'done'; it can be proposed"),
    "an accuser not listed": (
        changed(violations=[{"by": None, "alleged_by": "Dune", "quote": "accused"}]),
        "violation 1: 'alleged_by' is 'Dune'",
    ),
    "one passage for two": (
        changed(contradictions=[{"party": "Amber", "quotes": ["called it alive"]}]),
        "contradiction 1: 'quotes' holds 1",
    ),
    "null for a list entry": (changed(issues=[None]), "issue 1: it is null"),
}


@pytest.mark.parametrize("case", BAD)
def test_an_annotation_that_breaks_a_rule_is_refused_by_file_and_place(case: str, tmp_path: Path) -> None:
    record, message = BAD[case]
    with pytest.raises(DocumentUnreadable) as refused:
        load_gold(write_gold(tmp_path, record))
    assert "report.json: " in str(refused.value)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"statements": [}\n', "report.json:1: not valid JSON at column 17"),
        ("[" * 100_000, "nested too deeply"),
        (f'{{"statements": {"9" * 10_000}}}', "too long a number"),
    ],
)
def test_what_is_no_json_is_told_by_line(content: str, message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        parse_gold(content, TEXT, where="report.json")


def test_a_name_that_no_file_can_hold_is_mended_as_texts_are() -> None:
    (party,) = annotation({"statements": [], "parties": [{"name": "A\ud800"}]}).parties
    assert party.name == "A\N{REPLACEMENT CHARACTER}"


def test_an_empty_annotation_and_a_binary_one_are_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path)
    for content, message in ((b"", "is empty"), (b"\x00\x01", "binary")):
        (folder / "report.json").write_bytes(content)
        with pytest.raises(DocumentUnreadable, match=message):
            load_gold(folder)


def test_a_folder_that_is_missing_a_file_or_without_annotations_is_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path)
    for given, message in (
        (tmp_path / "none", "there is no folder"),
        (folder / "report.json", "is a file; name the folder"),
        (tmp_path / "texts", "there is no annotation in"),
    ):
        with pytest.raises(DocumentMissing, match=message):
            load_gold(given)
    with pytest.raises(DocumentMissing, match="there is no folder"):
        load_gold(folder, texts=tmp_path / "none")


def test_a_missing_text_is_named_with_where_it_was_looked_for(tmp_path: Path) -> None:
    folder = write_gold(tmp_path)
    (tmp_path / "texts" / "report.txt").unlink()
    with pytest.raises(DocumentMissing, match=r"report\.json has no text: report\.txt is not in .*texts nor in .*gold"):
        load_gold(folder)


def test_all_bad_files_are_looked_at_and_five_are_told(tmp_path: Path) -> None:
    for number in range(7):
        folder = write_gold(tmp_path, {"parties": []}, name=f"report-{number}")
    with pytest.raises(DocumentError) as refused:
        load_gold(folder)
    told = str(refused.value).splitlines()
    assert len(told) == 6
    assert told[-1] == "and 2 more"


def test_the_annotation_that_the_guide_shows_is_one() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "how-to" / "evaluate.md").read_text(encoding="utf-8")
    text, shown = (guide.split(f"```{kind}\n")[1].split("```")[0] for kind in ("text", "json"))
    read = parse_gold(shown, text, where="evaluate.md")
    assert read.statements
    assert set(json.loads(shown)) <= set(guide.split("`"))
    for word in (*Act, *Stance):
        assert f"`{word}`" in guide
