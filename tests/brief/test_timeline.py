"""Time in the brief: only where reports span days, each change with its sentence, the same in page, terminal and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.brief.html import render_html
from detente.brief.record import brief_record
from detente.brief.terminal import render_terminal, render_timeline
from detente.brief.timeline import compose_timeline, course_rows
from detente.brief.timeline_figures import Scale, calendar_scale
from detente.model import Act, Stance
from detente.model.edtf import parse_edtf
from detente.pipeline import compose, find
from tests.brief.days import FIRST, crowded_days, day_report, days_brief, days_readings
from tests.brief.founding import founding_brief
from tests.brief.pages import Node, check_links, check_policy, one, parse
from tests.brief.strategies import findings
from tests.factories import make_document, make_party, make_reading, make_statement

SCHEMA = json.loads(files("detente.brief").joinpath("brief.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def brief() -> Brief:
    return days_brief()


@pytest.fixture(scope="module")
def page(brief: Brief) -> Node:
    return parse(render_html(brief))


def section(page: Node, name: str) -> Node:
    return one(page.find("section", id=name))


def rows(node: Node) -> list[list[str]]:
    """The words of every row, as a screen reader gets them: without what is hidden."""
    return [
        [
            " ".join(cell.text(lambda n: n.attributes.get("aria-hidden") == "true").split())
            for cell in row.find("th", "td")
        ]
        for body in node.find("tbody")
        for row in body.find("tr")
    ]


def test_reports_of_one_day_have_no_course() -> None:
    brief = founding_brief()
    assert brief.timeline is None
    page = render_html(brief)
    assert 'id="timeline"' not in page
    assert 'id="calendar"' not in page
    text = render_terminal(brief, width=80, colour=False)
    assert "Timeline" not in text
    assert "Calendar" not in text
    assert brief_record(brief)["timeline"] is None
    same_day = [day_report(FIRST, ("hall", "tolls", Stance.SUPPORT), name=name, tail=name) for name in ("a", "b")]
    assert compose_timeline(same_day, ()) is None
    undated = day_report(None, ("hall", "tolls", Stance.OPPOSE))
    assert compose_timeline([undated, same_day[0]], ()) is None


def test_the_text_beside_a_lane_tells_every_step_with_its_sentence(page: Node, brief: Brief) -> None:
    mill = next(row for row in section(page, "timeline").find("tr") if row.find("th")[0].text() == "Mill")
    assert [re.sub("passage ", " ", item.text()) for item in mill.find("li")] == [
        "3 Mar Opposes 1.2",
        "7 Mar Open 2.1",
        "10 Mar Supports 3.1",
    ]
    assert brief.timeline is not None
    steps = sum(len(course.steps) for course in brief.timeline.courses)
    assert len(section(page, "timeline").find("li")) == steps
    for item in section(page, "timeline").find("li"):
        (link, *_) = item.find("a", class_="r")
        passage = one(page.find("mark", id=(link.attributes["href"] or "")[1:]))
        assert passage.text()


def test_the_distance_is_told_in_words(page: Node) -> None:
    told = {cells[0]: cells[2] for cells in rows(section(page, "timeline"))}
    assert told["Tolls"] == "Nearer since 10 Mar: same stance, before 1 step apart."
    assert told["Border"] == "One party placed: no distance."
    words = section(page, "timeline").text()
    assert "On the 2 issues with the same parties placed on 3 March 2031 and on 10 March 2031" in words
    assert "stand 0.0 steps apart on average, before 1.0: nearer." in words


def test_the_calendar_has_commitment_talks_and_deadline_with_their_days(page: Node) -> None:
    when = [cells[2] for cells in rows(section(page, "calendar"))]
    assert when[0] == "Agreed. Start not given; first reported 3 March 2031. Ends 20 March 2031: 10 days left."
    assert when[1].startswith("30 March 2031 (“March 30”): in 20 days.")
    assert when[2] == "7 March 2031 (“on Friday”): past."


def test_a_commitment_without_an_end_fades_and_says_so() -> None:
    quote = "Hall and Mill signed a trade agreement"
    document = make_document(f"{quote}.", published=FIRST)
    signed = make_reading(
        document,
        [make_statement(document, quote, p, "trade", Act.AGREE, Stance.SUPPORT) for p in ("hall", "mill")],
        parties=[make_party("hall"), make_party("mill")],
    )
    later = day_report(FIRST + timedelta(days=1), ("hall", "tolls", Stance.OPEN))
    page = parse(render_html(compose(find([signed, later]))))
    (row,) = rows(section(page, "calendar"))
    assert row[2] == "Agreed. Start not given; first reported 3 March 2031. No end given."
    assert section(page, "calendar").find("rect", class_="open-end")
    assert one(page.find("linearGradient", "lineargradient", id="fade"))


def test_drawings_are_hidden_from_readers_and_from_the_keyboard(page: Node) -> None:
    for name in ("timeline", "calendar"):
        for drawing in section(page, name).find("svg", class_="lane"):
            assert drawing.attributes["aria-hidden"] == "true"
            assert all(link.attributes["tabindex"] == "-1" for link in drawing.find("a"))
        for table in section(page, name).find("table"):
            assert table.attributes["role"] == "table"
            assert len(table.find("caption")) == 1


def test_the_page_stays_one_file_whose_links_all_land(page: Node) -> None:
    check_links(page)
    check_policy(page)
    assert [a.text() for a in page.find("nav")[0].find("a")][3:5] == ["Timeline", "How far apart"]


def test_much_is_folded_and_nothing_is_lost() -> None:
    brief = crowded_days()
    assert brief.timeline is not None
    page = parse(render_html(brief))
    check_links(page)
    lanes = section(page, "timeline")
    folded = one(lanes.find("details", class_="raised"))
    assert one(folded.find("summary")).text().endswith("more lines")
    drawn = [row for row in rows(lanes) if row[1] == "" and "issue" not in row[0].lower()]
    assert len(drawn) == len(brief.timeline.courses) > 60
    shown = len(rows(lanes)) - len(rows(folded))
    assert shown < 30
    assert (
        len(one(section(page, "calendar").find("details")).find("tbody")[0].find("tr"))
        == len(brief.timeline.calendar) - 12
    )


def test_undated_reports_come_first_without_a_day() -> None:
    brief = days_brief(undated=True)
    page = parse(render_html(brief))
    assert any(cells[2].startswith("date not given Opposes") for cells in rows(section(page, "timeline")))
    assert "undated" in [node.text() for node in page.find("text")]
    assert "date not given ■ Opposes" in render_terminal(brief, width=80, colour=False)


def test_the_terminal_shows_the_moves_within_its_width(brief: Brief) -> None:
    for width in (80, 60, 32, 120):
        text = render_terminal(brief, width=width, colour=False)
        assert all(len(line) <= width for line in text.splitlines())
    text = render_terminal(brief, width=80, colour=False)
    assert "Timeline of positions ─" in text
    assert " Mill             ■──◐──● " in re.sub("(?<=[■◐●])─+", "──", text)
    assert "2 other parties did not move." not in text
    assert "Calendar of commitments ─" in text
    assert "10 days left." in text


def test_the_terminal_can_do_without_signs(brief: Brief) -> None:
    text = render_terminal(brief, width=80, colour=False, encoding="ascii")
    assert text.isascii()
    assert re.search(r"Mill +x-+~-+\+", text)


def test_the_whole_timeline_quotes_the_words_of_every_step(brief: Brief) -> None:
    assert brief.timeline is not None
    courses = [course for course in brief.timeline.courses if course.party == "mill"]
    text = render_timeline(brief, courses, width=100, colour=False)
    assert text.count("“Mill spoke of tolls as") == 3
    assert "monday" in text
    assert "Weir" not in text
    assert "No position found" in render_timeline(brief, [], width=80, colour=False)


def test_the_record_fits_the_schema_and_its_dates_are_edtf(brief: Brief) -> None:
    record = json.loads(json.dumps(brief_record(brief)))
    Draft202012Validator(SCHEMA).validate(record)
    timeline = record["timeline"]
    known = {statement["id"] for statement in record["statements"]}
    for course in timeline["courses"]:
        assert course["moves"] == len(course["steps"]) - 1
        for step in course["steps"]:
            assert set(step["statements"]) <= known
            moment = parse_edtf(step["edtf"])
            assert moment.earliest == date.fromisoformat(step["since"])
            assert (moment.latest is None) == (step["until"] is None)
    assert [line["edtf"] for line in timeline["calendar"]] == ["/2031-03-20", "2031-03-30", "2031-03-07"]
    (truce,) = record["commitments"]
    assert truce["ends"]["edtf"] == "2031-03-20"


def test_rows_are_safe_for_spreadsheets(brief: Brief) -> None:
    assert brief.timeline is not None
    made = course_rows(brief.timeline.courses, {"mill": "=Mill", "tolls": "+Tolls"})
    assert {row["party"] for row in made if "Mill" in row["party"]} == {"'=Mill"}
    assert made[0].keys() == made[-1].keys()


@settings(max_examples=15, deadline=None)
@given(findings())
def test_any_reports_can_be_drawn(made: dict[str, Any]) -> None:
    brief = compose_brief(**made)
    page = parse(render_html(brief))
    check_links(page)
    assert bool(page.find("section", id="timeline")) == bool(brief.timeline and brief.counts.statements)
    assert render_terminal(brief, width=80, colour=False)


def test_days_are_places_within_the_lane() -> None:
    scale = Scale(first=date(2031, 3, 1), last=date(2031, 3, 11))
    places = [
        scale.at(date(2031, 2, 1)),
        scale.at(date(2031, 3, 1)),
        scale.at(date(2031, 3, 6)),
        scale.at(date(2032, 1, 1)),
    ]
    assert places == [3.0, 3.0, 50.0, 97.0]
    one_day = Scale(first=FIRST, last=FIRST)
    assert one_day.at(FIRST) == 3.0


def test_a_far_end_does_not_press_the_others_together() -> None:
    brief = days_brief()
    assert brief.timeline is not None
    line = brief.timeline.calendar[0]
    far = replace(brief.timeline, calendar=(replace(line, ends=date(9999, 12, 31), starts=date(1, 1, 1)),))
    scale = calendar_scale(far)
    assert (scale.last - scale.first).days < 200
    page = parse(render_html(replace(brief, timeline=far)))
    assert len(section(page, "calendar").find("path", class_="beyond")) == 2


def test_the_same_readings_in_another_order_give_the_same_timeline() -> None:
    readings = days_readings()
    assert compose_timeline(readings, ()) == compose_timeline(readings[::-1], ())
