"""A brief as one HTML file: complete, offline, without any request; for screen, paper and screen reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from detente.brief.brief import Brief
from detente.brief.markup import Markup, content_hash, el, style_string, verbatim
from detente.brief.page_article import article_section
from detente.brief.page_commitments import commitments_section
from detente.brief.page_conditions import conditions_section
from detente.brief.page_findings import apart_section, contradictions_section, evidence_section, method_section
from detente.brief.page_prospects import prospects_section
from detente.brief.page_summary import lead_section, outlook_section, page_head
from detente.brief.page_table import table_section
from detente.brief.page_timeline import calendar_section, timeline_section
from detente.brief.places import Places
from detente.brief.signs import sign_definitions

_Section = tuple[str, str, Callable[[Brief, Places], Markup]]

_SECTIONS: tuple[_Section, ...] = (
    ("talks", "State", lead_section),
    ("outlook", "Outlook", outlook_section),
    ("table", "Who wants what", table_section),
    ("timeline", "Timeline", timeline_section),
    ("apart", "How far apart", apart_section),
    ("contradictions", "Contradictions", contradictions_section),
    ("commitments", "Commitments", commitments_section),
    ("calendar", "Calendar", calendar_section),
    ("conditions", "Conditions", conditions_section),
    ("evidence", "Evidence", evidence_section),
)


def render_html(brief: Brief) -> str:
    """The brief as a page.

    Parameters
    ----------
    brief : Brief
        Any findings; without statements the page holds head, article and method only.

    Returns
    -------
    str
        One HTML document, the same for the same brief. It makes no request: style sheet and script stand in
        it and are admitted by their hashes. Links, passages and folded parts work without the script.

    Notes
    -----
    All text passes through :func:`detente.brief.markup.el`, which escapes it; characters that HTML cannot
    carry show as U+FFFD. The order of sections is fixed; a section with nothing in it says so.
    """
    places = Places.of(brief)
    shown = _SECTIONS if brief.counts.statements else ()
    if brief.timeline is None:
        shown = tuple(entry for entry in shown if entry[0] not in ("timeline", "calendar"))
    if shown and brief.prospects:
        shown = (*shown, ("prospects", "Where it could lead", prospects_section))
    sections = [section(brief, places) for _, _, section in shown]
    article = "Reports" if places.several else "Article"
    contents = [*((place, words) for place, words, _ in shown), ("article", article), ("method", "Method")]
    skips = [el("a", "Skip to the table", class_="skip", href="#table")] if shown else []
    skips.append(el("a", f"Skip to the {article.lower()}", class_="skip", href="#article"))
    script = _packaged("brief.js")
    main = (
        el("div", *sections, class_="findings") if sections else None,
        article_section(brief, places),
        method_section(brief),
    )
    told = (el("p", "Made by ", el("b", "detente brief"), ". This page makes no request to any other place."),)
    body = el(
        "body",
        *skips,
        sign_definitions(),
        page_head(brief, contents),
        el("main", *main),
        el("footer", *told),
        verbatim("script", script),
    )
    page = el("html", _head(brief, script), body, lang="en")
    return f"<!doctype html>\n{page.html}\n"


def _head(brief: Brief, script: str) -> Markup:
    """The document's head with a policy that admits this style sheet and this script, and no request."""
    style = _packaged("brief.css") + _running_foot(brief)
    policy = (
        f"default-src 'none'; style-src {content_hash(style)}; script-src {content_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width,initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("title", brief.title),
        verbatim("style", style),
    )


def _running_foot(brief: Brief) -> str:
    """The title at the foot of every sheet of paper."""
    foot = style_string(f"{brief.title}, made by detente brief")
    return f"@page{{@bottom-left{{content:{foot};font:8pt sans-serif;color:#565a60}}}}"


@cache
def _packaged(name: str) -> str:
    """A file that ships with the package."""
    return files("detente.brief").joinpath(name).read_text(encoding="utf-8").strip()
