import json
import os
from contextlib import suppress
from pathlib import Path

import pytest

from detente.documents import load_documents
from detente.documents.load import LIMIT_BYTES
from detente.errors import DocumentMissing, DocumentUnreadable, LanguageUnsupported
from tests.documents.texts import REPORT, UKRAINIAN, load

REFUSED = {
    "an empty file": ("a.txt", b"", "a.txt is empty"),
    "white space only": ("a.txt", b" \n\t\r\n  ", "holds no words"),
    "a byte-order mark only": ("a.txt", b"\xef\xbb\xbf", "holds no words"),
    "invisible marks only": ("a.txt", "\u200b\u200f\u202e\n".encode(), "holds no words"),
    "punctuation only": ("a.txt", b"--- *** ...\n", "holds no words"),
    "a PDF": ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF, not text: save it as text or HTML"),
    "a Word file": ("a.docx", b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "is a Word file (DOCX)"),
    "a PDF that is called a text": ("a.txt", b"%PDF-1.4\n", "is a PDF"),
    "a picture": ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a PNG image"),
    "a photograph": ("a", b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a JPEG image"),
    "rich text": ("a.rtf", b"{\\rtf1\\ansi The parties met.}", "is a rich-text file (RTF)"),
    "NUL bytes": ("a.txt", b"The parties met\x00 on Monday.", "NUL bytes"),
    "control characters": ("a.txt", b"\x01\x02\x03\x04 talks \x05\x06\x0e\x0f\x10\x11", "control characters"),
    "a broken UTF-16": ("a.txt", b"\xff\xfeT\x00h\x00e", "marked as UTF-16-LE but breaks at byte 4"),
    "an empty feed": (
        "a.xml",
        b'<?xml version="1.0"?><rss><channel></channel></rss>',
        "a news feed that lists nothing",
    ),
    "a feed that is named a page": ("a.html", b"<rss><channel></channel></rss>", "a news feed that lists nothing"),
    "other XML": (
        "a.xml",
        b'<?xml version="1.0"?><svg><text>x</text></svg>',
        "is XML, but neither a page nor a news feed",
    ),
    "JSON that breaks off": ("a.json", b'{"text": "The parties', "not valid JSON: Unterminated string"),
    "JSON with an unbalanced quote": ("a.json", b'{"text": "He said "no""}', "not valid JSON"),
    "JSON that is a string": ("a.json", b'"The parties met."', "is no object"),
    "JSON that is a number": ("a.json", b"42", "is no object"),
    "JSON without a text": ("a.json", b'{"title": "Talks"}', "holds no text"),
    "JSON with a text that is a list": ("a.json", b'{"text": ["a", "b"]}', "holds no text"),
    "JSON with an empty array": ("a.json", b"[]", "no record"),
    "JSON nested without end": ("a.json", b"[" * 100_000, "not usable JSON"),
    "JSON with a number without end": ("a.json", b'{"text": ' + b"9" * 5_000 + b"}", "not usable JSON"),
    "JSON with NUL characters": ("a.json", b'{"text": "The \\u0000 parties"}', "control characters"),
    "JSON Lines in a JSON file": ("a.json", b'{"text": "a"}\n{"text": "b"}\n', "name it .jsonl"),
    "JSON Lines of no object": ("a.jsonl", b"1\n2\n", "line 1 is no object"),
    "an empty JSON Lines file": ("a.jsonl", b"\n\n", "no record"),
    "a page that is all script": ("a.html", b"<html><body><script>var talks = 1;</script></body></html>", "no text"),
    "a page without anything": ("a.html", b"<html></html>", "no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_report_is_refused_with_what_it_is(case: str, tmp_path: Path) -> None:
    name, content, message = REFUSED[case]
    with pytest.raises(DocumentUnreadable) as refused:
        load(tmp_path, name, content)
    assert message in str(refused.value)
    assert str(tmp_path / name) in str(refused.value)


def test_a_file_over_the_limit_is_refused_before_it_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "archive.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    with pytest.raises(DocumentUnreadable, match="over 50 MB: split it"):
        load_documents([str(path)])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match=r"no such file: .*tue\.txt"):
        load_documents([str(tmp_path / "tue.txt")])


def test_a_directory_is_answered_with_how_to_name_its_files(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match=r"is a directory: name its files, for instance .*/\*\.txt"):
        load_documents([str(tmp_path)])


@pytest.mark.parametrize("source", ["", "a\0b", "x" * 5_000, "\udcff.txt"])
def test_a_name_that_no_file_can_have_is_missing(source: str) -> None:
    with pytest.raises(DocumentMissing) as missing:
        load_documents([source])
    str(missing.value).encode("utf-8")


def test_no_source_at_all_is_answered_with_what_to_give() -> None:
    with pytest.raises(DocumentMissing, match="give a file, an address, or - for standard input"):
        load_documents([])


def test_a_file_without_permission_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(REPORT)
    path.chmod(0)
    user = os.geteuid()
    try:
        if user == 0:
            try:
                os.seteuid(65534)
            except PermissionError:
                pytest.skip("root may read everything here and cannot become someone else")
        with pytest.raises(DocumentMissing, match=r"no permission to read .*closed\.txt"):
            load_documents([str(path)])
    finally:
        os.seteuid(user)


def test_a_report_in_another_language_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnsupported, match="This report is in Ukrainian; detente reads English"):
        load(tmp_path, "kyiv.txt", UKRAINIAN)


def test_one_bad_line_is_skipped_by_its_number_and_the_rest_go_on(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    lines = [json.dumps({"text": REPORT + str(number)}) for number in range(3)]
    path.write_text("\n".join([lines[0], '{"text": "broken', "", lines[1], "[]", lines[2], ""]))
    loaded = load_documents([str(path)])
    assert [document.name for document in loaded.documents] == ["wire:1", "wire:4", "wire:6"]
    assert [skip.document for skip in loaded.skipped] == ["wire:2", "wire:5"]
    assert "line 2 is not valid JSON" in loaded.skipped[0].reason
    assert "line 5 is no object" in loaded.skipped[1].reason


def test_lone_surrogates_become_replacement_characters_of_the_same_length(tmp_path: Path) -> None:
    document = load(
        tmp_path, "a.json", b'{"text": "Talks \\ud83d broke \\udc00 off \\ud83d\\ude00.", "title": "\\ud800"}'
    )
    assert document.text == "Talks \ufffd broke \ufffd off \U0001f600."
    assert document.title == "\ufffd"


def test_unbalanced_quotes_are_text(tmp_path: Path) -> None:
    text = "He said “we will sign and she said \"no' and left. " + REPORT
    assert load(tmp_path, "a.txt", text).text == text


def test_zero_width_and_direction_marks_stay_where_they_are(tmp_path: Path) -> None:
    text = "\u200eTalks\u200b resume\u202e\n\u200f2025-03-24\n\n\ufeff" + REPORT
    document = load(tmp_path, "a.txt", text)
    assert document.text == text
    assert document.title == "Talks\u200b resume"
    assert document.published is not None
    assert document.text[document.body.start :] == "\ufeff" + REPORT


def test_wrong_bytes_in_utf8_are_shown_and_the_rest_is_kept(tmp_path: Path) -> None:
    content = ("“We will not sign,” she said – not today, not “ever”. " + REPORT).encode()
    document = load(tmp_path, "a.txt", content[:10] + b"\xff" + content[10:])
    assert document.text.count("\ufffd") == 1
    assert document.text.replace("\ufffd", "").encode() == content


def test_a_hundred_thousand_words_load_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(REPORT * (100_000 // len(REPORT.split()) + 1))
    (document,) = load_documents([str(path)]).documents
    assert len(document.text.split()) >= 100_000


@pytest.mark.parametrize(
    "unit", [b" ", b"\n", b"\r", b"# ", b". ", b"<!---->", b"{", b"---\na: b\n", b"data:", b"a\x1b", b"\xe0 "]
)
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_repetition_without_end_is_read_or_refused(unit: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(unit * (1_000_000 // len(unit)))  # hours where anything grows with the square of its length
    with suppress(DocumentUnreadable):
        (document,) = load_documents([str(path)]).documents
        assert len(document.text) <= 1_000_000
