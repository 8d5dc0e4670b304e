"""HTML by construction: what escapes, what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.markup import Markup, el, group, letters, style_string, verbatim, web_address


def test_markup_refuses_what_does_not_belong_in_a_brief() -> None:
    for attributes in (
        {"onclick": "x()"},
        {"style": "color:red"},
        {"href": "javascript:x()"},
        {"src": "//example.org/x"},
    ):
        with pytest.raises(ValueError, match=r"belong|leads"):
            el("a", "x", **attributes)
    for content in ("a</script>", "<!--"):
        with pytest.raises(ValueError, match="verbatim"):
            verbatim("script", content)
    with pytest.raises(ValueError, match="verbatim"):
        verbatim("div", "x")


def test_markup_escapes_text_and_keeps_markup() -> None:
    inner = el("b", "<&>", title='"x"')
    assert inner == Markup('<b title="&quot;x&quot;">&lt;&amp;&gt;</b>')
    assert group("<", inner, None).html == f"&lt;{inner.html}"
    assert letters("a\rb\x00").html == "a&#13;b\ufffd"


@given(st.text(max_size=30))
def test_a_style_string_cannot_end_before_its_quotation_mark(text: str) -> None:
    assert re.fullmatch(r'"([A-Za-z0-9]|\\[0-9a-f]{6})*"', style_string(text))


def test_only_http_addresses_count_as_web_addresses() -> None:
    assert web_address("https://example.org/a b") == "https://example.org/a%20b"
    assert web_address("HTTPS://example.org") == "HTTPS://example.org"
    for address in (None, "", "ftp://example.org", "//example.org", "https:", "data:text/html,x", "http://[bad"):
        assert web_address(address) is None


def test_right_to_left_text_is_isolated_wherever_markup_can() -> None:
    assert el("b", "שלום").html == "<b><bdi>שלום</bdi></b>"
    assert el("p", "שלום", dir="auto").html == '<p dir="auto">שלום</p>'
    assert el("title", "a\u202eb").html == "<title>ab</title>"
