from datetime import date
from pathlib import Path

import pytest

from tests.documents.texts import REPORT, load

PARAGRAPHS = [f"{REPORT.strip()} That was round {number}." for number in range(4)]
ARTICLE = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
PAGE = f"""<!doctype html><html lang="en"><head>
<title>Talks resume | The Wire</title><meta property="og:title" content="Talks resume">
<meta property="og:site_name" content="The Wire"><meta property="article:published_time" content="2025-03-24T10:00:00Z">
<link rel="canonical" href="https://wire.example/talks"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Talks resume</h1>{ARTICLE}<script>var secret = "alert(1)";</script></article>
<footer>All rights reserved 2031</footer></body></html>"""


def test_a_page_gives_its_article_with_title_publisher_and_date(tmp_path: Path) -> None:
    document = load(tmp_path, "a.html", PAGE)
    assert document.text[document.body.start :] == "\n".join(PARAGRAPHS)
    assert (document.title, document.publisher) == ("Talks resume", "The Wire")
    assert document.published == date(2025, 3, 24)
    assert document.url == "https://wire.example/talks"


def test_a_day_that_the_article_mentions_is_not_its_date(tmp_path: Path) -> None:
    page = f"<html><body><article>{ARTICLE}<p>They met on 3 May 2019 and on 4 June 2020.</p></article></body></html>"
    assert load(tmp_path, "a.html", page).published is None


def test_an_old_page_keeps_its_date(tmp_path: Path) -> None:
    page = f'<html><head><meta name="date" content="1987-03-01"></head><body><article>{ARTICLE}</article></body></html>'
    assert load(tmp_path, "a.html", page).published == date(1987, 3, 1)


HOSTILE = {
    "script in the title": f"<html><head><title>Talks <script>alert(1)</script>resume</title></head>"
    f"<body>{ARTICLE}</body></html>",
    "script in attributes": f'<html><body onload="alert(1)"><p onclick="alert(2)" title="<script>alert(3)</script>">'
    f'{ARTICLE}<img src=x onerror="alert(4)"></body></html>',
    "unclosed tags": f"<html><body><div><b><p>{PARAGRAPHS[0]}<i><p>{PARAGRAPHS[1]}<div>{PARAGRAPHS[2]}<a href='x>",
    "an unclosed script": f"<html><body>{ARTICLE}<script>alert(1); var x = '",
    "scripts in one another": f"<html><body>{ARTICLE}<scr<script>alert(1)</script>ipt>alert(2)</script></body></html>",
    "styles, frames and pictures": f"<html><head><style>p {{ alert: 1 }}</style></head><body>{ARTICLE}"
    "<iframe>alert(1)</iframe>"
    "<svg><text>alert(2)</text></svg><noscript>alert(3)</noscript></body></html>",
    "five thousand nested divisions": f"<html><body>{'<div>' * 5_000}{ARTICLE}{'</div>' * 5_000}</body></html>",
    "five thousand unclosed divisions": f"<html><body>{'<div>' * 5_000}{ARTICLE}",
    "comments and instructions": "<html><!-- alert(1) --><?php alert(2) ?><![CDATA[alert(3)]]>"
    f"<body>{ARTICLE}</body></html>",
    "a fragment": ARTICLE,
    "a file that declares XML": '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    f"<html><body>{ARTICLE}</body></html>",
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_page_gives_its_words_and_no_script(case: str, tmp_path: Path) -> None:
    document = load(tmp_path, "a.html", HOSTILE[case])
    assert PARAGRAPHS[0] in document.text
    for word in ("alert", "<script", "<div", "onerror"):
        assert word not in document.text + (document.title or "")


@pytest.mark.parametrize("case", [
    "<p>a" * 5_000, "<a " * 20_000, '<a "' * 20_000, "<!--" * 20_000, "<![" * 20_000, "&#" * 20_000, "<" * 20_000,
])  # fmt: skip
def test_broken_markup_without_end_is_no_reason_to_break(case: str, tmp_path: Path) -> None:
    assert "Talks resumed" in load(tmp_path, "a.html", f"<html><body><p>Talks resumed.</p>{case}").text


def test_a_page_saved_with_its_pictures_in_it_keeps_its_article(tmp_path: Path) -> None:
    picture = '<img src="data:image/png;base64,' + "A" * 12_000_000 + '">'
    document = load(tmp_path, "a.html", f"<html><body><article>{picture}{picture}{ARTICLE}</article></body></html>")
    assert document.text == "\n".join(PARAGRAPHS)


def test_a_page_too_long_for_the_article_finder_is_stripped_plainly(tmp_path: Path) -> None:
    page = f"<html><head><title>Log</title></head><body>{ARTICLE * 8_000}</body></html>"
    document = load(tmp_path, "a.html", page)
    assert document.text.count(PARAGRAPHS[0]) == 8_000
    assert document.title == "Log"


def test_page_trouble_is_not_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load(tmp_path, "a.html", HOSTILE["five thousand nested divisions"])
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
