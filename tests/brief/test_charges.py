"""One allegation in several reports: one box, its reports and sources counted, each sentence beneath; no verdict."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from detente.brief.brief import Brief
from detente.brief.html import render_html
from detente.brief.record import brief_record
from detente.brief.terminal import render_terminal
from detente.pipeline import compose, find
from tests.analyses.test_charges import MARCH_1, MARCH_2, TRUCE, accuse
from tests.brief.pages import check_links, one, parse

SCHEMA = json.loads(files("detente.brief").joinpath("brief.schema.json").read_text(encoding="utf-8"))
FIRST = "Hall accused Mill of violating the truce"
SECOND = "Hall charged that Mill was violating the truce"
CHECK = "OSCE monitors recorded ten blasts."


@pytest.fixture(scope="module")
def brief() -> Brief:
    """Two reports of one accusation, one of them with monitors."""
    reports = [
        accuse(f"{TRUCE}{FIRST}.", FIRST, MARCH_1, publisher="The Post"),
        accuse(f"{SECOND}. {CHECK}", SECOND, MARCH_2, publisher="The Herald"),
    ]
    return compose(find(reports))


def test_the_page_has_one_box_with_both_sentences(brief: Brief) -> None:
    page = parse(render_html(brief))
    check_links(page)
    box = one(page.find("div", class_="al"))
    assert "Hall alleges a violation by Mill." in box.text()
    assert (
        one(box.find("p", class_="sub")).text() == "Alleged in 1 report (1 source); monitored in 1 report (1 source)."
    )
    words = [p.text() for p in one(page.find("div", class_="alleg")).find("p", class_="src")]
    assert len(words) == 2
    assert FIRST in words[0]
    assert SECOND in words[1]
    assert "“OSCE monitors recorded”" in words[1]
    assert all("This brief gives no verdict." in told for told in words)
    assert "violated" not in box.text()


def test_the_terminal_counts_reports_and_sources(brief: Brief) -> None:
    text = " ".join(render_terminal(brief, width=80, colour=False).split())
    assert "Hall alleges that Mill violated it [1.2,2.1]. Alleged in 1 report (1 source); monitored in 1 report" in text
    assert "This brief gives no verdict." in text


def test_the_record_joins_allegations_by_their_place(brief: Brief) -> None:
    record = json.loads(json.dumps(brief_record(brief)))
    Draft202012Validator(SCHEMA).validate(record)
    (charge,) = record["charges"]
    assert charge["allegations"] == [0, 1]
    assert [record["allegations"][n]["corroboration"] for n in charge["allegations"]] == ["alleged", "monitored"]
    assert record["allegations"][1]["checked"]["quote"] == "OSCE monitors recorded"
    assert [(r["corroboration"], r["reports"], r["sources"]) for r in charge["rungs"]] == [
        ("alleged", 1, 1),
        ("monitored", 1, 1),
    ]
