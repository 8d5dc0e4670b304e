"""Feeds: what they list, however they are written."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents.feeds import Feed, is_feed, read_feed
from detente.errors import DocumentUnreadable

URL = "https://wire.example/feeds/all.xml"
ITEM = "<item><title>Talks</title><link>/talks</link></item>"


def read(text: str, url: str | None = URL) -> Feed:
    return read_feed(text, name="all", where="all.xml", url=url)


KINDS = {
    "RSS 0.91": """<?xml version="1.0"?>
        <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
        <rss version="0.91"><channel><title>The Wire</title><link>https://wire.example/</link>
        <item><title>Talks resume</title><link>https://wire.example/talks</link>
        <description>They met.</description></item></channel></rss>""",
    "RSS 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>The Wire</title></channel>
        <item rdf:about="a"><title>Talks resume</title><link>https://wire.example/talks</link>
        <dc:date>2025-03-24T23:30:00-05:00</dc:date><description>They met.</description></item></rdf:RDF>""",
    "RSS 2.0": """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <title>The Wire</title><atom:link rel="self" href="https://wire.example/self"/>
        <item><media:title>A picture</media:title><title>Talks resume</title><atom:link rel="self" href="/self"/>
        <guid isPermaLink="false">1</guid><link>/talks</link><pubDate>Mon, 24 Mar 2025 23:30:00 -0500</pubDate>
        <media:content url="a.png">a picture with a long description</media:content>
        <description>They</description><content:encoded><![CDATA[They met.]]></content:encoded></item></channel></rss>""",
    "RSS without links but with a permanent id": """<rss><channel><title>The Wire</title><item>
        <title>Talks resume</title><guid>https://wire.example/talks</guid><pubDate>24 March 2025</pubDate>
        <description>They met.</description></item></channel></rss>""",
    "Atom 1.0": """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/x/"><title>The Wire</title>
        <entry><title type="html">Talks &lt;i&gt;resume&lt;/i&gt;</title><link rel="self" href="self"/>
        <link rel="enclosure" href="a.mp3"/><link type="application/json" href="a.json"/><link href="../talks#top"/>
        <id>tag:wire.example,2025:1</id><updated>2025-03-29T00:00:00Z</updated><published>2025-03-24T10:00:00Z</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">They met.</div></content></entry></feed>""",
    "Atom 0.3 with a prefix": """<a:feed xmlns:a="http://purl.org/atom/ns#"><a:title>The Wire</a:title><a:entry>
        <a:title>Talks resume</a:title><a:link rel="alternate" type="text/html" href="/talks"/>
        <a:issued>2025-03-24</a:issued><a:summary>They met.</a:summary></a:entry></a:feed>""",
    "one with lone ampersands, signs of HTML and no end": """<rss><channel><title>The&nbsp;Wire</title><item>
        <title>Talks <![CDATA[resume]]></title><link>/talks</link><description>They met.</description>""",
    "one with a title that swallows its entry": """<rss><channel><title>The Wire</title><item>
        <title>Talks <i>resume</title><link>/talks</link><description>They met.</description></item></channel></rss>""",
    "one with rubbish before it": """<br />Warning: mysql_connect()\n<?xml version="1.0"?>
        <rss><channel><title>The Wire</title><item><title>Talks resume</title>
        <link>/talks</link><description>They met.</description></item></channel></rss>""",
    "one with undeclared prefixes and control codes": """<rss><channel><title>The\x0b Wire\x00</title><item>
        <title>Talks \x1bresume</title><link>/talks</link><dc:date>2025-03-24</dc:date>
        <content:encoded>They met.</content:encoded></item></channel></rss>""",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_gives_the_same_entry(kind: str) -> None:
    feed = read(KINDS[kind])
    (entry,) = feed.entries
    assert feed.title == "The Wire"
    assert entry.title is not None
    assert entry.title.startswith("Talks resume")
    assert entry.link == "https://wire.example/talks"
    assert "They met." in entry.content
    dated = any(word in KINDS[kind].lower() for word in ("date>", "issued>", "published>"))
    assert entry.published == (date(2025, 3, 24) if dated else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon, 24 Mar 2025 00:30:00 +0300", date(2025, 3, 24)),
        ("24 Mar 25 10:00 EST", date(2025, 3, 24)),
        ("2025-03-24", date(2025, 3, 24)),
        ("2025-03-24T10:00:00.000Z", date(2025, 3, 24)),
        ("March 24, 2025", date(2025, 3, 24)),
        ("Mon, 31 Feb 2025 10:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31", None),
        ("yesterday", None),
        ("1" * 5_000, None),
    ],
)
def test_days_are_taken_as_the_feed_states_them(text: str, day: date | None) -> None:
    (entry,) = read(f"<rss><item><link>/a</link><pubDate>{text}</pubDate></item></rss>").entries
    assert entry.published == day


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://user:secret@wire.example/", "//"]
)
def test_a_link_off_the_web_is_not_followed_and_the_entry_is_counted(link: str) -> None:
    feed = read(f"<rss><item><title>x</title><link>{link}</link></item>{ITEM}</rss>")
    assert [entry.link for entry in feed.entries] == ["https://wire.example/talks"]
    assert feed.skipped[0].reason.endswith("words of their own: 1")


def test_a_feed_that_breaks_off_gives_what_stands_before_and_says_so() -> None:
    feed = read(f"<rss><channel>{ITEM}<item><title>x</title><link>/b</link></item")
    assert [entry.link for entry in feed.entries] == ["https://wire.example/talks", "https://wire.example/b"]
    assert "the feed is broken, entries may be missing: line 1" in feed.skipped[0].reason


def test_an_entry_that_stands_twice_is_read_once() -> None:
    assert len(read(f"<rss>{ITEM * 3}</rss>").entries) == 1


def test_what_is_shown_of_a_script_is_nothing() -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;Talks &lt;b onclick='alert(2)'&gt;resume"
    (entry,) = read(f"<rss><item><title>{title}</title><link>/a</link></item></rss>").entries
    assert entry.title == "Talks resume"
    (atom,) = read(f"<feed><entry><title type='text'>{title}</title><link href='/a'/></entry></feed>").entries
    assert atom.title is not None
    assert atom.title.startswith("<script>")  # Atom says that this is what the title is


BOMBS = {
    "entities in one another": "<!DOCTYPE rss [<!ENTITY a 'secret'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><rss><item><title>&i;</title><link>/talks</link></item></rss>",
    "one long entity many times": "<!DOCTYPE rss [<!ENTITY a '" + "secret" * 20_000 + "'>]><rss><item><title>"
    + "&a;" * 20_000 + "</title><link>/talks</link></item></rss>",
    "a file of this computer": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title>'
    "<link>/talks</link></item></rss>",
    "a page of a private machine": '<!DOCTYPE rss SYSTEM "http://127.0.0.1/a.dtd" [<!ENTITY % a SYSTEM '
    '"http://127.0.0.1/b.dtd">%a;]><rss><item><title>&b;</title><link>/talks</link></item></rss>',
    "a declaration that hides its end": "<!DOCTYPE rss [<!ENTITY x ']><rss>'><!ENTITY a 'secret'>]><rss><item>"
    "<title>&a;</title><link>/talks</link></item></rss>",
    "entities in attributes": "<!DOCTYPE feed [<!ENTITY a 'secret'>]><feed><entry><title>&a;</title>"
    "<link href='/talks' title='&a;'/></entry></feed>",
    "a declaration within": "<rss><!DOCTYPE rss [<!ENTITY a 'secret'>]><item><title>&a;</title><link>/talks</link></item>",
    "an inclusion": '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><item><title>'
    '<xi:include href="file:///etc/passwd" parse="text"/></title><link>/talks</link></item></rss>',
    "a style sheet": '<?xml-stylesheet href="file:///etc/passwd"?><rss><item><title>x</title><link>/talks</link></item></rss>',
}  # fmt: skip


@pytest.mark.parametrize("case", BOMBS)
def test_no_entity_is_ever_declared(case: str) -> None:
    begun = time.monotonic()
    feed = read(BOMBS[case])
    assert time.monotonic() - begun < 5
    assert [entry.link for entry in feed.entries] == ["https://wire.example/talks"]
    assert "secret" not in str(feed)
    assert "root:" not in str(feed)
    assert len(feed.entries[0].title or "") <= 500


WITHOUT_END = {
    "a line of ten million signs": "<rss><item><title>" + "x" * 9_900_000,
    "tags in one another": "<rss>" + "<a>" * 300_000,
    "entries in one another": "<rss>" + "<item><title>x" * 100_000,
    "ampersands": "<rss>" + "&" * 300_000,
    "openings of comments": "<rss>" + "<!--" * 500_000,
    "openings of sections": "<rss>" + "<![CDATA[" * 200_000,
    "attributes": "<rss " + " a='b'" * 200_000,
    "brackets before it": "<!DOCTYPE rss [" + "] " * 500_000,
    "declarations before it": "<?a?>" * 100_000 + "<!--" * 100_000,
    "many links": "<rss><item>" + "<link>javascript:x</link>" * 50_000,
    "a title of tags": "<rss><item><link>/a</link><title>" + "&lt;b&gt;" * 100_000,
}


@pytest.mark.parametrize("case", WITHOUT_END)
def test_repetition_without_end_is_read_or_refused_in_time(case: str) -> None:
    begun = time.monotonic()
    text = WITHOUT_END[case]
    is_feed(text)
    try:
        feed = read(text)
    except DocumentUnreadable:
        feed = None
    assert time.monotonic() - begun < 10
    assert feed is None or len(feed.entries) <= 100_000


def test_a_feed_over_the_limit_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="over 10 MB"):
        read("<rss>" + " " * 10_000_000)


@pytest.mark.parametrize("text", ["<rss></rss>", "<feed>", "<rss><channel><title>x</title></channel></rss>"])
def test_a_feed_that_lists_nothing_says_so(text: str) -> None:
    with pytest.raises(DocumentUnreadable, match="news feed that lists nothing"):
        read(text)


@pytest.mark.parametrize(
    "text", ["", "text", "<p>rss</p>", "<!doctype html><html>", "<rssx>", "<opml><rss></opml>", "<!-- <rss> -->x"]
)
def test_other_texts_are_no_feeds(text: str) -> None:
    assert not is_feed(text)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "rubbish" not in kind])
def test_feeds_are_told_by_how_they_begin(kind: str) -> None:
    assert is_feed(KINDS[kind])


PARTS = [
    "<rss>",
    "<item>",
    "</item>",
    "<title>",
    "<link>/a</link>",
    "<link href='b'",
    "<![CDATA[",
    "]]>",
    "&",
    "&a;",
    "&#0;",
]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(st.text(max_size=10), st.sampled_from(PARTS)), max_size=30))
def test_any_text_is_a_feed_or_a_document_error(parts: list[str]) -> None:
    try:
        feed = read("<rss>" + "".join(parts))
    except DocumentUnreadable:
        return
    assert feed.entries
    for entry in feed.entries:
        assert entry.link is None or entry.link.startswith("https://wire.example/")
        entry.content.encode("utf-8")
