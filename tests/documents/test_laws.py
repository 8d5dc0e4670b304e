"""Laws that hold for any bytes."""

import io
import json

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from detente.documents import load_documents
from detente.documents.html import read_html
from detente.documents.language import detect_language
from detente.documents.load import Loaded
from detente.documents.records import read_json, read_json_lines
from detente.documents.text import make_document, parse_date, read_markdown
from detente.errors import DocumentError, DocumentUnreadable
from detente.model import Evidence

STARTS = [
    b"",
    b"{",
    b"[",
    b"---\n",
    b"<html>",
    b"<!doctype html>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b'{"text": "',
    b"# ",
    b"%PDF",
]
fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load_bytes(content: bytes) -> Loaded | None:
    try:
        return load_documents(["-"], stdin=io.BytesIO(content))
    except DocumentError:
        return None


@fuzz
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
@example(start=b"", rest=b"\xed\xa0\x80 talks")
@example(start=b"", rest=b"talks \x81\x8d\x8f\x90\x9d")
def test_any_bytes_give_documents_or_a_document_error(start: bytes, rest: bytes) -> None:
    loaded = load_bytes(start + rest)
    if loaded:
        assert loaded.documents
        for document in loaded.documents:
            assert 0 <= document.body.start < document.body.end <= len(document.text)
            assert Evidence.cite(document, document.body).quote in document.text
            document.text.encode("utf-8")
            document.name.encode("utf-8")


@fuzz
@given(text=st.text(max_size=300))
@example(text="Talks\r\n\r\n2025-03-24\r\rThe parties\x85met\u2028again.")
@example(text="GENEVA, March 32, 2025 - The parties met.")
def test_the_text_of_a_plain_file_is_exactly_the_decoded_text(text: str) -> None:
    assume(not text.lstrip().startswith(("<", "{", "[")))
    loaded = load_bytes(text.encode("utf-8"))
    if loaded:
        assert [document.text for document in loaded.documents] == [text.removeprefix("\ufeff")]


LINE = st.one_of(
    st.sampled_from(
        [
            "Talks resume",
            "2025-03-24",
            "24 March 2025",
            "",
            " ",
            "The parties met.",
            "GENEVA, March 3 - They met.",
            "# Talks",
        ]
    ),
    st.text(max_size=20),
)


@fuzz
@given(lines=st.lists(LINE, max_size=8), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_nothing_but_headline_and_date_lines_stands_before_the_body(lines: list[str], end: str) -> None:
    text = end.join(lines)
    for read in (make_document, read_markdown):
        try:
            document = read(text, name="a", where="a")
        except DocumentError:
            continue
        lines_before = text[: document.body.start].replace("\r", "\n").split("\n")
        before = [line for line in lines_before if any(c.isprintable() and not c.isspace() for c in line)]
        assert document.text == text
        assert text[document.body.start : document.body.end].strip()
        assert len(before) <= 2 or text.startswith("---")


MARKUP = ["<p>", "</p>", "<script>", "</script>", "<title>", "<div ", '"', ">", "<!--", "-->", "&amp;", "&#0;", "<td>"]


@fuzz
@given(page=st.lists(st.one_of(st.text(max_size=15), st.sampled_from(MARKUP)), max_size=40))
def test_any_markup_gives_a_document_or_a_document_error(page: list[str]) -> None:
    try:
        document = read_html("".join(page), name="a", where="a")
    except DocumentError:
        return
    assert document.text.strip()


KEYS = st.sampled_from(["text", "title", "date", "url", "id", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
)


@fuzz
@given(value=JSON)
def test_any_json_gives_documents_or_a_document_error(value: object) -> None:
    for read in (read_json, read_json_lines):
        try:
            documents, _ = read(json.dumps(value), name="a", where="a")
        except DocumentError:
            continue
        assert all(document.text.strip() for document in documents)


@given(text=st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert parse_date(text) is None or any(character.isdigit() for character in text)


@fuzz
@given(text=st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Zs"]), min_size=60, max_size=300))
def test_the_language_gate_answers_any_letters(text: str) -> None:
    try:
        language = detect_language(make_document(text, name="a", where="a"))
    except DocumentUnreadable:
        language = ""
    assert bool(language) == any(character.isalnum() for character in text)
    assert language.title().replace("Or", "or") == language
