import io
import subprocess
import sys
from pathlib import Path

import pytest

from detente.documents import load_documents
from detente.errors import DocumentError, DocumentMissing, DocumentUnreadable, LanguageUnsupported
from tests.documents.texts import REPORT, UKRAINIAN, load


def test_documents_stand_in_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Report {name}. {REPORT}")
    loaded = load_documents([str(tmp_path / f"{name}.txt") for name in ("c", "a", "b")])
    assert [document.name for document in loaded.documents] == ["c", "a", "b"]
    assert loaded.skipped == ()


def test_one_refused_report_is_skipped_and_the_rest_go_on(tmp_path: Path) -> None:
    (tmp_path / "mon.txt").write_text(REPORT)
    (tmp_path / "kyiv.txt").write_text(UKRAINIAN, encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.5")
    missing = str(tmp_path / "tue.txt")
    loaded = load_documents(
        [str(tmp_path / "kyiv.txt"), str(tmp_path / "scan.pdf"), missing, str(tmp_path / "mon.txt")]
    )
    assert [document.name for document in loaded.documents] == ["mon"]
    assert [skip.reason.split(":")[0].split(" /")[0] for skip in loaded.skipped] == [
        "This report is in Ukrainian; detente reads English",
        str(tmp_path / "scan.pdf") + " is a PDF, not text",
        "no such file",
    ]
    assert all(skip.span is None for skip in loaded.skipped)


def test_where_no_document_is_left_the_first_failure_decides_the_kind_and_all_are_told(tmp_path: Path) -> None:
    (tmp_path / "kyiv.txt").write_text(UKRAINIAN, encoding="utf-8")
    with pytest.raises(LanguageUnsupported) as refused:
        load_documents([str(tmp_path / "kyiv.txt"), str(tmp_path / "missing.txt")])
    assert "Ukrainian" in str(refused.value)
    assert "no such file" in str(refused.value)


def test_many_failures_are_counted_after_the_first_few(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match="and 15 more"):
        load_documents([str(tmp_path / f"{number}.txt") for number in range(20)])


def test_the_same_text_is_read_once_and_its_copy_is_named(tmp_path: Path) -> None:
    for name in ("first", "copy"):
        (tmp_path / f"{name}.txt").write_text(REPORT)
    loaded = load_documents([str(tmp_path / "first.txt"), str(tmp_path / "copy.txt")])
    assert [document.name for document in loaded.documents] == ["first"]
    assert [(skip.document, skip.reason) for skip in loaded.skipped] == [("copy", "same text as first, read once")]


def test_a_dash_reads_standard_input() -> None:
    (document,) = load_documents(["-"], stdin=io.BytesIO(REPORT.encode())).documents
    assert (document.name, document.text) == ("stdin", REPORT)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (f"<!doctype html><html><body><p>{REPORT}</p></body></html>", ["stdin"]),
        (f"\ufeff<!-- saved -->\n<html><body><p>{REPORT}</p></body></html>", ["stdin"]),
        ('{"id": "x1", "text": "The parties met and said that they would talk."}', ["x1"]),
        ('{"text": "The parties met."}\n{"text": "They parted."}\n', ["stdin:1", "stdin:2"]),
        ('[{"text": "The parties met."}, {"text": "They parted."}]', ["stdin:1", "stdin:2"]),
        ("[Update] The parties met. {They parted.}", ["stdin"]),
        ("{The parties met.}", ["stdin"]),
    ],
)
def test_the_format_is_told_from_the_text_where_no_name_tells_it(content: str, names: list[str]) -> None:
    documents = load_documents(["-"], stdin=io.BytesIO(content.encode())).documents
    assert [document.name for document in documents] == names
    assert not any("<" in document.text or '"' in document.text for document in documents)


def test_standard_input_that_is_empty_is_unreadable() -> None:
    with pytest.raises(DocumentUnreadable, match="standard input is empty"):
        load_documents(["-"], stdin=io.BytesIO(b""))


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("bom.txt", b"\xef\xbb\xbfThe parties \xe2\x80\x9cmet\xe2\x80\x9d.", "The parties “met”."),
        ("utf16.txt", "The parties “met”.".encode("utf-16"), "The parties “met”."),
        ("utf32.txt", "The parties “met”.".encode("utf-32"), "The parties “met”."),
        ("utf8.txt", "The parties “met” – at last.".encode(), "The parties “met” – at last."),
        ("windows.txt", b"\x93We will talk,\x94 he said \x96 it\x92s late.", "“We will talk,” he said – it’s late."),
        (
            "latin.txt",
            "The café in Genève, and the parties met.".encode("latin-1"),
            "The café in Genève, and the parties met.",
        ),
        ("crlf.txt", b"The parties met.\r\nThey parted.\r\n", "The parties met.\r\nThey parted.\r\n"),
        ("mac.txt", b"The parties met.\rThey parted.\r", "The parties met.\rThey parted.\r"),
    ],
)
def test_text_is_what_was_decoded_and_nothing_else(name: str, content: bytes, text: str, tmp_path: Path) -> None:
    assert load(tmp_path, name, content).text == text


def test_an_old_cyrillic_encoding_is_told_well_enough_to_name_the_language(tmp_path: Path) -> None:
    with pytest.raises(LanguageUnsupported, match="Ukrainian"):
        load(tmp_path, "kyiv.txt", (UKRAINIAN * 3).encode("cp1251"))


def test_a_page_in_the_character_set_that_it_declares_keeps_its_quotes(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>“Talks go on,” they said. {REPORT}</p></body></html>'
    assert "“Talks go on,”" in load(tmp_path, "a.html", page.encode("gb2312")).text


def test_a_codec_that_is_no_character_set_is_never_taken_from_a_page(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="unicode_escape"></head><body><p>\\u0041 caf\xe9 {REPORT}</p></body></html>'
    assert "\\u0041 café" in load(tmp_path, "a.html", page.encode("latin-1")).text


def test_a_plain_english_file_loads_without_the_heavy_libraries(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    program = (
        "import sys\nfrom detente.documents import load_documents\n"
        f"load_documents([{str(path)!r}])\n"
        "heavy = ('trafilatura', 'py3langid', 'charset_normalizer', 'lxml', 'urllib.request')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "[]"


def test_every_refusal_is_a_document_error_with_exit_code_two(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        load_documents([str(tmp_path)])
    assert refused.value.exit_code == 2
