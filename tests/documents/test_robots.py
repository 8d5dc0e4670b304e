import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents.fetch import NotReached
from detente.documents.robots import parse_robots
from detente.errors import DocumentMissing
from tests.documents.texts import REPORT
from tests.documents.web import Time, Web, answer, moved


def allows(rules: str, path: str) -> bool:
    return parse_robots(rules, agent="detente").allow(path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /private # no\n", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/privately", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
        ("User-agent: *\nAllow: /news\nDisallow: /", "/other", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Detente\nAllow: /", "/a", True),
        ("User-agent: detente/1.0\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: other\nUser-agent: detente\nDisallow: /a", "/a", False),
        ("User-agent: other\nDisallow: /a", "/a", True),
        ("User-agent: detente\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: detente\nDisallow: /b", "/b", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?x=1&print=1", True),
        ("User-agent: *\nDisallow: /*?*print=", "/a?x=1&print=1", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*b$", "/ab", False),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("\ufeffUSER-AGENT: *\r\nDISALLOW: /a\r\n", "/a", False),
        ("<html><body>User-agent: *</body></html>", "/a", True),
        ("Disallow: /a", "/a", True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_the_program_s_own_group_decides(rules: str, path: str, allowed: bool) -> None:
    assert allows(rules, path) is allowed


@pytest.mark.parametrize(
    ("value", "delay"), [("2", 2.0), ("0.5", 0.5), ("-1", None), ("nan", None), ("inf", None), ("soon", None)]
)
def test_the_delay_between_pages_is_a_number_of_seconds(value: str, delay: float | None) -> None:
    assert parse_robots(f"User-agent: *\nCrawl-delay: {value}", agent="detente").delay == delay


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80), st.text(max_size=20))
def test_any_file_gives_rules(text: str, path: str) -> None:
    assert allows(f"User-agent: *\nDisallow: {text}\n{text}", f"/{path}") in (True, False)


@pytest.mark.parametrize("rules", [
    "User-agent: *\nDisallow: /" + "*a" * 50_000 + "b$",
    "User-agent: a\n" * 50_000 + "Disallow: /\n" * 50_000,
    "User-agent: *\n" + "Disallow: /*a*a*a*a*b\n" * 20_000,
])  # fmt: skip
def test_rules_that_are_meant_to_take_for_ever_do_not(rules: str) -> None:
    begun = time.monotonic()
    assert allows(rules, "/" + "a" * 2_000)
    assert time.monotonic() - begun < 5


@pytest.mark.enable_socket
def test_what_a_feed_links_to_is_asked_for_as_the_site_allows(web: Web) -> None:
    web.answers["wire.example/robots.txt"] = answer("User-agent: detente\nDisallow: /private")
    web.answers["wire.example/private"] = web.answers["wire.example/open"] = answer(REPORT)
    web.answers["wire.example/moved"] = moved("/private")
    fetcher = web.fetcher()
    assert fetcher.fetch("http://wire.example/open", linked=True).content
    for path in ("private", "moved"):
        with pytest.raises(DocumentMissing, match=r"robots\.txt forbids it"):
            fetcher.fetch(f"http://wire.example/{path}", linked=True)
    assert fetcher.fetch("http://wire.example/private").content  # a person named it
    assert web.asked == [f"wire.example/{path}" for path in ("robots.txt", "open", "moved", "private")]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("given_", "allowed"),
    [
        (answer("no", status="404 Not Found"), True),
        (answer("no", status="401 Unauthorized"), True),
        (moved("http://10.0.0.1/robots.txt"), True),
        (answer("no", status="500 Broken"), False),
        (answer("no", status="503 Busy"), False),
        (answer("User-agent: *\nAllow: /\n" + "#" * 600_000), False),
        (b"", False),
    ],
)
def test_a_site_without_the_file_allows_all_and_one_that_cannot_tell_allows_nothing_yet(
    web: Web, given_: bytes, allowed: bool
) -> None:
    web.answers["wire.example/robots.txt"] = given_
    web.answers["wire.example/a"] = answer(REPORT)
    if allowed:
        assert web.fetcher().fetch("http://wire.example/a", linked=True).content
    else:
        with pytest.raises(DocumentMissing, match=r"robots\.txt"):
            web.fetcher().fetch("http://wire.example/a", linked=True)


@pytest.mark.enable_socket
def test_the_delay_that_a_site_asks_for_is_kept_between_pages(web: Web) -> None:
    time_ = Time()
    fetcher = web.fetcher(pace=1.0, clock=time_.clock, sleep=time_.sleep)
    for host, delay in (("slow", 20), ("slowest", 3_600)):
        web.answers[f"{host}.example/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {delay}")
        web.answers[f"{host}.example/a"] = answer(REPORT)
        fetcher.fetch(f"http://{host}.example/a", linked=True)
    fetcher.fetch("http://slow.example/a", linked=True)
    assert time_.paused == [1.0, 1.0, 19.0]
    with pytest.raises(NotReached, match="wants 3581 s more"):
        fetcher.fetch("http://slowest.example/a", linked=True)
