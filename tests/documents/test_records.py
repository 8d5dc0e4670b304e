import json
from datetime import date
from pathlib import Path

import pytest

from detente.documents import load_documents
from tests.documents.texts import REPORT, UKRAINIAN, load


def test_a_record_gives_its_text_and_what_it_says_of_it(tmp_path: Path) -> None:
    record = {
        "id": 17,
        "body": REPORT,
        "title": "Talks\n resume",
        "published": "2025-03-24T10:00:00Z",
        "source": "The Wire",
        "url": "https://wire.example/17",
        "license": "CC BY 4.0",
    }
    document = load(tmp_path, "a.json", json.dumps(record))
    assert (document.name, document.text, document.title) == ("17", REPORT, "Talks resume")
    assert (document.publisher, document.published) == ("The Wire", date(2025, 3, 24))
    assert (document.url, document.licence) == ("https://wire.example/17", "CC BY 4.0")


@pytest.mark.parametrize("key", ["text", "body", "content"])
def test_the_text_stands_under_any_of_three_keys(key: str, tmp_path: Path) -> None:
    assert load(tmp_path, "a.json", json.dumps({key: REPORT})).text == REPORT


def test_what_a_record_does_not_say_the_text_may(tmp_path: Path) -> None:
    text = "Talks resume\n24 March 2025\n\n" + REPORT
    document = load(tmp_path, "a.json", json.dumps({"text": text, "date": "no idea", "title": ""}))
    assert (document.name, document.title, document.published) == ("a", "Talks resume", date(2025, 3, 24))
    assert document.text[document.body.start :] == REPORT


def test_a_title_that_opens_the_text_is_left_out_of_the_body(tmp_path: Path) -> None:
    document = load(tmp_path, "a.json", json.dumps({"text": "Talks resume.\n" + REPORT, "title": "Talks resume."}))
    assert document.text[document.body.start :] == REPORT


def test_a_year_alone_dates_a_dateline(tmp_path: Path) -> None:
    record = {"text": "GENEVA, March 24 - " + REPORT, "date": 1987}
    assert load(tmp_path, "a.json", json.dumps(record)).published == date(1987, 3, 24)


def test_metadata_of_the_wrong_kind_are_left_out(tmp_path: Path) -> None:
    record = {
        "text": REPORT,
        "title": ["a"],
        "date": {"$date": 1},
        "source": None,
        "url": "javascript:alert(1)",
        "id": True,
    }
    document = load(tmp_path, "a.json", json.dumps(record))
    assert (document.title, document.published, document.publisher, document.url) == (None, None, None, None)
    assert document.name == "a"


def test_an_array_is_one_report_an_object(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text(json.dumps([{"text": REPORT}, "no record", {"text": REPORT + "More."}]))
    loaded = load_documents([str(path)])
    assert [document.name for document in loaded.documents] == ["day:1", "day:3"]
    assert [skip.document for skip in loaded.skipped] == ["day:2"]


def test_a_line_may_hold_separators_that_are_no_line_ends(tmp_path: Path) -> None:
    text = "One\u2028two\u2029three\x85 four."
    path = tmp_path / "wire.jsonl"
    path.write_bytes(json.dumps({"text": text}, ensure_ascii=False).encode() + b"\r\n")
    (document,) = load_documents([str(path)]).documents
    assert (document.name, document.text) == ("wire:1", text)


def test_a_record_in_another_language_is_skipped_and_the_rest_go_on(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": key, "text": text}) for key, text in (("uk", UKRAINIAN), ("en", REPORT)))
    )
    loaded = load_documents([str(path)])
    assert [document.name for document in loaded.documents] == ["en"]
    assert [(skip.document, skip.reason[:27]) for skip in loaded.skipped] == [("uk", "This report is in Ukrainian")]
