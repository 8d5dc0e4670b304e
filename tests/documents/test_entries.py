"""From feeds to reports."""

import io
from datetime import date
from pathlib import Path

import pytest

from detente.documents import load_documents
from detente.documents.entries import ENTRIES_AT_ONCE
from detente.documents.load import gather_documents
from detente.documents.memory import Memory
from detente.errors import DocumentError, DocumentMissing, LanguageUnsupported
from tests.documents.texts import REPORT, UKRAINIAN
from tests.documents.web import Answer, Web, answer

pytestmark = pytest.mark.enable_socket

FEED = "http://wire.example/all.rss"
OWN = "".join(f"<p>{REPORT.strip()} That was round {number}.</p>" for number in range(3))


def page(words: str = REPORT, head: str = "") -> bytes:
    body = f"<html><head>{head}</head><body><article><p>{words}</p></article></body></html>"
    return answer(body, media="text/html")


def item(path: str, content: str = "", day: str = "24 Mar 2025 10:00:00 GMT") -> str:
    return (
        f"<item><title>About {path}</title><link>/{path}</link><pubDate>{day}</pubDate>"
        f"<description><![CDATA[{content}]]></description></item>"
    )


def feed(*items: str) -> bytes:
    return answer(f"<rss><channel><title>The Wire</title>{''.join(items)}</channel></rss>", media="text/xml")


@pytest.fixture
def wire(web: Web) -> Web:
    web.answers["wire.example/all.rss"] = feed(item("a"), item("b"))
    web.answers["wire.example/a"] = page(REPORT)
    web.answers["wire.example/b"] = page(
        f"{REPORT} And b.", '<title>Talks</title><meta property="article:published_time" content="2025-03-20">'
    )
    return web


def test_a_feed_stands_for_the_pages_that_it_lists(wire: Web) -> None:
    first, second = load_documents([FEED], fetcher=wire.fetcher()).documents
    assert (first.name, first.url) == ("wire.example/a", "http://wire.example/a")
    assert (first.title, first.published) == ("About a", date(2025, 3, 24))
    assert (second.title, second.published) == ("Talks", date(2025, 3, 20))
    assert wire.asked == [f"wire.example/{path}" for path in ("all.rss", "robots.txt", "a", "b")]


def test_a_feed_as_a_file_and_from_standard_input_is_read_like_one_from_an_address(wire: Web, tmp_path: Path) -> None:
    text = "<rss><item><link>http://wire.example/a</link></item></rss>"
    for name in ("all.rss", "all.xml", "all"):
        (tmp_path / name).write_text(text)
        (document,) = load_documents([str(tmp_path / name)], fetcher=wire.fetcher()).documents
        assert document.url == "http://wire.example/a"
    assert load_documents(["-"], stdin=io.BytesIO(text.encode()), fetcher=wire.fetcher()).documents == (document,)


def test_a_feed_that_its_server_calls_one_is_read_behind_rubbish(wire: Web) -> None:
    text = "<br />Warning: no database\n<rss><item><link>/a</link></item></rss>"
    wire.answers["wire.example/all.rss"] = answer(text, media="application/rss+xml")
    assert load_documents([FEED], fetcher=wire.fetcher()).documents


@pytest.mark.parametrize(
    "gone",
    [
        answer("", status="404 Not Found"),
        answer("", status="500 Broken"),
        answer(b"\x89PNG\r\n", media="image/png"),
        page("Subscribe to read on."),
        b"",
    ],
)
def test_where_the_page_is_not_to_be_had_the_feed_s_own_words_are_read(wire: Web, gone: Answer) -> None:
    wire.answers["wire.example/all.rss"] = feed(item("a", OWN + "<script>alert(1)</script>"))
    wire.answers["wire.example/a"] = gone
    (document,) = load_documents([FEED], fetcher=wire.fetcher()).documents
    assert document.text.count("That was round") == 3
    assert "alert" not in document.text
    assert (document.title, document.publisher, document.published) == ("About a", "The Wire", date(2025, 3, 24))
    assert document.url == "http://wire.example/a"


def test_too_few_words_of_its_own_are_no_report(wire: Web) -> None:
    wire.answers["wire.example/all.rss"] = feed(item("gone", REPORT), item("a"))
    loaded = load_documents([FEED], fetcher=wire.fetcher())
    assert [document.name for document in loaded.documents] == ["wire.example/a"]
    assert [skip.document for skip in loaded.skipped] == ["wire.example/gone"]
    assert "HTTP Error 404" in loaded.skipped[0].reason


def test_without_the_network_a_feed_on_disk_gives_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "all.rss"
    path.write_text(
        f"<rss>{item('a')}{item('b', OWN)}<item><title>c</title><description>few</description></item></rss>"
    )
    loaded = load_documents([str(path)], allow_network=False)
    assert [document.title for document in loaded.documents] == ["About b"]
    assert [skip.reason.split(": ")[-1] for skip in loaded.skipped] == [
        "1",
        f"{path}, c has no address, and fewer than 80 words of its own",
    ]
    path.write_text("<rss><item><link>http://wire.example/a</link></item></rss>")
    with pytest.raises(DocumentMissing, match="switched off"):
        load_documents([str(path)], allow_network=False)


def test_one_source_that_is_down_never_stops_the_rest(wire: Web) -> None:
    down = ["http://down.example/all.rss", "http://10.0.0.1/all.rss", "http://wire.example/none"]
    wire.answers["down.example/all.rss"] = b""
    loaded = load_documents([*down, FEED], fetcher=wire.fetcher())
    assert len(loaded.documents) == 2
    assert [skip.document for skip in loaded.skipped] == down


@pytest.mark.parametrize("link", ["http://127.0.0.1/admin", "http://inside.example/", "http://2130706433/"])
def test_what_a_feed_links_to_on_private_machines_is_not_asked_for(wire: Web, link: str) -> None:
    wire.machines["inside.example"] = ["10.0.0.1"]
    wire.answers["wire.example/all.rss"] = feed(f"<item><title>x</title><link>{link}</link></item>")
    with pytest.raises(DocumentError, match="private network"):
        load_documents([FEED], fetcher=wire.fetcher())
    assert wire.asked == ["wire.example/all.rss"]


@pytest.mark.parametrize("body", ["<rss><item><link>/b</link></item></rss>", '{"text": "The parties met."}'])
def test_a_feed_within_a_feed_and_records_are_not_read(wire: Web, body: str) -> None:
    wire.answers["wire.example/a"] = answer(body, media="application/json" if "{" in body else "text/xml")
    loaded = load_documents([FEED], fetcher=wire.fetcher())
    assert [document.name for document in loaded.documents] == ["wire.example/b"]
    assert "name it as a source of its own" in loaded.skipped[0].reason


def test_reports_in_other_languages_are_refused_one_by_one(wire: Web) -> None:
    wire.answers["wire.example/a"] = page(UKRAINIAN)
    loaded = load_documents([FEED], fetcher=wire.fetcher())
    assert len(loaded.documents) == 1
    wire.answers["wire.example/b"] = page(UKRAINIAN * 2)
    with pytest.raises(LanguageUnsupported):
        load_documents([FEED], fetcher=wire.fetcher())


def test_a_host_that_is_down_is_not_asked_for_every_entry(wire: Web) -> None:
    wire.answers["wire.example/all.rss"] = feed(*(item(f"x{number}") for number in range(20)), item("a"))
    wire.answers["wire.example/robots.txt"] = answer("")
    for number in range(20):
        wire.answers[f"wire.example/x{number}"] = b""
    with pytest.raises(DocumentMissing):
        load_documents([FEED], fetcher=wire.fetcher())
    assert len(wire.asked) == 5


def test_known_addresses_are_not_fetched_again(wire: Web) -> None:
    known = {"http://wire.example/a", "http://wire.example/b"}
    (document,) = load_documents([FEED], fetcher=wire.fetcher(), known=known - {"http://wire.example/b"}).documents
    assert document.name == "wire.example/b"
    assert load_documents([FEED], fetcher=wire.fetcher(), known=known).documents == ()


def test_a_second_look_asks_for_nothing_but_the_feed_and_only_if_it_changed(wire: Web) -> None:
    memory, fetcher = Memory(), wire.fetcher()
    listed = feed(item("a"), item("b"), item("gone"))
    wire.answers["wire.example/all.rss"] = listed.replace(b"\r\n", b'\r\nETag: "1"\r\n', 1)
    assert len(gather_documents([FEED], door=lambda: fetcher, memory=memory).documents) == 2
    wire.asked.clear()
    wire.answers["wire.example/all.rss"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert gather_documents([FEED], door=lambda: fetcher, memory=memory).known == 1
    assert wire.heads[-1]["If-None-Match"] == '"1"'
    wire.answers["wire.example/all.rss"] = feed(item("b"), item("c"))
    wire.answers["wire.example/c"] = page(f"{REPORT} And c.")
    third = gather_documents([FEED], door=lambda: fetcher, memory=memory)
    assert [document.name for document in third.documents] == ["wire.example/c"]
    assert wire.asked == ["wire.example/all.rss", "wire.example/all.rss", "wire.example/c"]
    assert memory.entries == {FEED: {"http://wire.example/b", "http://wire.example/c"}}
    assert memory.validators == {}


def test_an_entry_that_was_not_reached_is_asked_for_at_the_next_look(wire: Web) -> None:
    memory, fetcher = Memory(), wire.fetcher()
    wire.answers["wire.example/all.rss"] = feed(item("a"), item("b")).replace(b"\r\n", b'\r\nETag: "1"\r\n', 1)
    working = wire.answers["wire.example/b"]
    wire.answers["wire.example/b"] = answer("", status="502 Bad Gateway")
    assert len(gather_documents([FEED], door=lambda: fetcher, memory=memory).documents) == 1
    assert memory.validators == {}  # else the server would say that nothing has changed
    wire.answers["wire.example/b"] = working
    (document,) = gather_documents([FEED], door=lambda: fetcher, memory=memory).documents
    assert document.name == "wire.example/b"


def test_a_long_feed_is_read_in_parts(wire: Web) -> None:
    memory, fetcher = Memory(), wire.fetcher()
    total = ENTRIES_AT_ONCE + 5
    wire.answers["wire.example/all.rss"] = feed(*(item(f"n{number}") for number in range(total)))
    for number in range(total):
        wire.answers[f"wire.example/n{number}"] = answer(f"{REPORT} This is number {number}.")
    first = gather_documents([FEED], door=lambda: fetcher, memory=memory)
    assert len(first.documents) == ENTRIES_AT_ONCE
    assert "5 of its entries wait" in first.skipped[-1].reason
    assert len(gather_documents([FEED], door=lambda: fetcher, memory=memory).documents) == 5


def test_a_script_on_a_page_is_never_in_its_report(wire: Web) -> None:
    wire.answers["wire.example/a"] = page(f"{REPORT}<script>alert(1)</script><img src=x onerror=alert(2)>")
    (document,) = load_documents(["http://wire.example/a"], fetcher=wire.fetcher()).documents
    assert "alert" not in document.text
