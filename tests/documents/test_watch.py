"""Looking again: what is new is given once, and nothing is lost."""

import os
from pathlib import Path

import pytest

from detente.documents.folders import holds_prose, list_reports
from detente.documents.memory import Memory
from detente.documents.text import make_document
from detente.documents.watch import Look, look_at
from tests.documents.texts import REPORT, UKRAINIAN
from tests.documents.web import Web, answer


class Watcher:
    """Someone who looks at a folder, and at the internet."""

    def __init__(self, folder: Path, web: Web) -> None:
        self.folder, self.web, self.memory = folder, web, Memory()
        self.meanwhile: list[Path] = []
        self.pauses = 0

    def look(self, *sources: str) -> Look:
        return look_at(sources or [str(self.folder)], memory=self.memory, fetcher=self.web.fetcher(), sleep=self.pause)

    def names(self, *sources: str) -> list[str]:
        return [document.name for document in self.look(*sources).documents]

    def pause(self, seconds: float) -> None:
        self.pauses += 1
        for path in self.meanwhile:
            with path.open("a") as file:
                file.write("And on. ")


def write(path: Path, text: str, age: float = 100.0) -> Path:
    """A file that was changed so many seconds ago."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


@pytest.fixture
def watcher(tmp_path: Path, web: Web) -> Watcher:
    return Watcher(tmp_path, web)


pytestmark = pytest.mark.enable_socket


def test_a_new_file_is_read_once_and_again_when_it_changes(watcher: Watcher) -> None:
    write(watcher.folder / "a.txt", REPORT)
    assert watcher.names() == ["a"]
    assert watcher.names() == []
    write(watcher.folder / "b.txt", f"{REPORT} And b.", age=50)
    assert watcher.names() == ["b"]
    write(watcher.folder / "a.txt", f"{REPORT} And more.", age=40)
    assert watcher.names() == ["a"]
    (watcher.folder / "a.txt").unlink()
    assert watcher.names() == []
    assert list(watcher.memory.files) == [str(watcher.folder / "b.txt")]
    assert watcher.pauses == 0


def test_a_file_that_is_still_being_written_waits_for_the_next_look(watcher: Watcher) -> None:
    growing = write(watcher.folder / "growing.txt", REPORT, age=0)
    write(watcher.folder / "still.txt", f"{REPORT} Still.", age=0)
    watcher.meanwhile = [growing]
    look = watcher.look()
    assert [document.name for document in look.documents] == ["still"]
    assert look.waiting == (str(growing),)
    assert watcher.pauses == 1
    watcher.meanwhile = []
    assert watcher.names() == ["growing"]
    assert watcher.look().waiting == ()


def test_a_file_that_cannot_be_read_is_told_once_and_the_rest_go_on(watcher: Watcher) -> None:
    write(watcher.folder / "a.txt", REPORT)
    write(watcher.folder / "kyiv.txt", UKRAINIAN)
    write(watcher.folder / "empty.txt", "")
    look = watcher.look()
    assert [document.name for document in look.documents] == ["a"]
    assert len(look.skipped) == 2
    assert look.reached
    assert watcher.look().skipped == ()


def test_sources_that_are_not_there_are_told_and_looked_for_again(watcher: Watcher) -> None:
    later = watcher.folder / "later"
    look = watcher.look(str(later), "http://down.example/", "a\0b")
    assert [skip.document for skip in look.skipped] == [str(later), "http://down.example/", "a\0b"]
    assert not look.reached
    write(later / "a.txt", REPORT)
    assert watcher.names(str(later)) == ["a"]


def test_pages_and_feeds_are_looked_at_beside_folders(watcher: Watcher) -> None:
    write(watcher.folder / "a.txt", REPORT)
    feed = "<rss><item><link>/b</link></item></rss>"
    watcher.web.answers["wire.example/all.rss"] = answer(feed)
    watcher.web.answers["wire.example/b"] = answer(f"{REPORT} And b.")
    sources = [str(watcher.folder), "http://wire.example/all.rss"]
    assert watcher.names(*sources) == ["a", "wire.example/b"]
    assert watcher.names(*sources) == []
    assert watcher.look(*sources).reached


def test_a_feed_on_disk_is_looked_at_again_until_all_its_pages_were_had(watcher: Watcher) -> None:
    path = write(watcher.folder / "all.rss", "<rss><item><link>http://wire.example/b</link></item></rss>")
    watcher.web.answers["wire.example/b"] = answer("", status="502 Bad Gateway")
    assert watcher.names(str(path)) == []
    watcher.web.answers["wire.example/b"] = answer(REPORT)
    assert watcher.names(str(path)) == ["wire.example/b"]
    asked = len(watcher.web.asked)
    assert watcher.names(str(path)) == []
    assert len(watcher.web.asked) == asked


def test_files_that_tell_of_the_others_and_hidden_ones_are_no_reports(watcher: Watcher) -> None:
    for name in (
        "README.md",
        "readme.txt",
        "Read me first.txt",
        "LICENSE.txt",
        "sources.json",
        "package.json",
        ".a.txt",
    ):
        write(watcher.folder / name, f"{REPORT} {name}")
    write(watcher.folder / ".git" / "a.txt", REPORT)
    write(watcher.folder / "licensing-talks.txt", REPORT)
    write(watcher.folder / "inner" / "b.MD", f"{REPORT} And b.")
    write(watcher.folder / "notes.pdf", REPORT)
    assert [path.name for path in list_reports(watcher.folder)] == ["b.MD", "licensing-talks.txt"]
    assert watcher.names(str(watcher.folder / "README.md")) == ["README"]


def test_a_file_without_a_sentence_is_left_out_with_its_reason(watcher: Watcher) -> None:
    table = write(watcher.folder / "table.txt", "party position date\nChile reject 2025\nBolivia demand 2025\n")
    look = watcher.look()
    assert look.documents == ()
    assert [skip.document for skip in look.skipped] == ["table"]
    assert "no sentence" in look.skipped[0].reason
    watcher.memory = Memory()
    assert watcher.names(str(table)) == ["table"]


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (REPORT, True),
        ("“We will not sign it,” he said.", True),
        ("Headline of the day\n\nThe parties met in Geneva today.", True),
        ("https://wire.example/a\nhttps://wire.example/b", False),
        ("1.0 2.0 3.0\n4.0 5.0 6.0", False),
        ("Chile. Bolivia. Peru.", False),
        ("a list of words without an end", False),
    ],
)
def test_prose_is_a_line_with_five_words_and_an_end(text: str, prose: bool) -> None:
    assert holds_prose(make_document(text, name="a", where="a")) is prose
