"""The page: text to the letter, every link lands, nothing from a report becomes markup."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief.compose import compose_brief
from detente.brief.gate import gate_lanes
from detente.brief.html import render_html
from detente.model import (
    Act,
    Allegation,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Document,
    Evidence,
    Issue,
    IssueId,
    Origin,
    Outlook,
    Party,
    PartyId,
    Position,
    Reading,
    Sentence,
    Skipped,
    Span,
    Speaker,
    Stance,
    Standing,
    Statement,
    Table,
)
from tests.brief.founding import founding_brief, founding_document, founding_statements
from tests.brief.pages import Node, check_links, check_policy, make_brief, marked_brief, one, parse, report_text

SECTIONS = ("talks", "outlook", "table", "apart", "contradictions", "commitments", "conditions", "evidence")


@pytest.fixture(scope="module")
def founding() -> Node:
    return parse(render_html(founding_brief()))


def test_the_article_stands_on_the_page_to_the_letter(founding: Node) -> None:
    assert report_text(founding) == founding_document().text


def test_every_link_lands_and_every_id_is_unique(founding: Node) -> None:
    check_links(founding)


def test_style_and_script_are_admitted_by_their_hashes_and_nothing_else_is(founding: Node) -> None:
    check_policy(founding)


def test_sections_stand_in_the_order_of_the_design(founding: Node) -> None:
    found = [node.attributes["id"] for node in founding.find("section")]
    assert found == [*SECTIONS, "article", "method"]


def test_every_statement_is_a_line_of_its_cell_that_opens_its_passage(founding: Node) -> None:
    brief = founding_brief()
    lines = founding.find("a", class_="l")
    outside = {statement.id for statement in brief.third_party}
    assert len(lines) == len([s for s in founding_statements() if s.id not in outside])
    for position in brief.table.positions:
        for statement in position.statements:
            if statement.id in outside:
                continue
            passage = brief.passage(statement.evidence)
            assert passage is not None
            cell = one(founding.find("td", id=f"c-{position.issue}.{position.party}"))
            assert cell.find("a", class_="l", href=f"#p{passage.number}")
            assert one(founding.find("mark", id=f"p{passage.number}")).text() == statement.evidence.quote


def test_every_passage_has_a_note_that_leads_back_to_its_cells(founding: Node) -> None:
    brief = founding_brief()
    notes = {
        one(li.find("b", class_="nn")).text(): li for ol in founding.find("ol", class_="notes") for li in ol.find("li")
    }
    assert len(notes) == sum(len(report.passages) for report in brief.reports)
    outside = {statement.id: place for place, statement in enumerate(brief.third_party, start=1)}
    for passage in brief.reports[0].passages:
        links = {a.attributes["href"] for a in notes[str(passage.number)].find("a")}
        assert links, f"passage {passage.number} leads nowhere"
        for statement in passage.statements:
            home = (
                f"#e{outside[statement.id]}" if statement.id in outside else f"#c-{statement.issue}.{statement.party}"
            )
            assert home in links


def test_a_cell_is_named_by_stance_in_words_and_never_by_colour_alone(founding: Node) -> None:
    words = {Stance.SUPPORT: "Supports", Stance.OPEN: "Open", Stance.OPPOSE: "Opposes", Stance.NEUTRAL: "No stance"}
    for position in founding_brief().table.positions:
        for cell in founding.find("td", id=f"c-{position.issue}.{position.party}"):
            told = one(cell.find("b", class_="h")).text()
            assert told == (
                words[position.stance] if position.standing is Standing.SINGLE else position.standing.title()
            )


def test_a_cell_with_two_stances_has_two_halves_and_a_stance_on_every_line(founding: Node) -> None:
    cell = one(founding.find("td", id="c-nato.us"))
    assert cell.has(class_="a-oppose")
    assert cell.has(class_="b-open")
    assert [line.find("b")[0].text() for line in cell.find("a", class_="l")] == ["Opposes", "Open"]


def test_a_hedge_a_condition_and_a_relayed_voice_stand_in_the_text_s_words(founding: Node) -> None:
    assert "agrees “theoretically”, per Portfolio" in one(founding.find("td", id="c-energy-moratorium.russia")).text()
    sanctions = one(founding.find("td", id="c-sanctions-relief.us")).text()
    assert "Condition: until the peace agreement is signed" in sanctions
    assert "threatens “may”, U.S. president" in sanctions


def test_both_sides_of_a_mutual_allegation_get_the_same_words(founding: Node) -> None:
    boxes = [box.text() for box in founding.find("div", class_="al")]
    assert boxes == ["Russia alleges a violation by Ukraine.", "Ukraine alleges a violation by Russia."]
    assert "This brief gives no verdict." in one(founding.find("section", id="commitments")).text()


def test_an_issue_on_which_one_party_was_heard_has_no_distance(founding: Node) -> None:
    told = {
        row.find("th")[0].text(): one(row.find("td", class_="gap")).text()
        for row in founding.find("table", class_="apart")[0].find("tr")
        if row.find("td", class_="gap")
    }
    for distance in founding_brief().distances:
        name = founding_brief().issue(distance.issue)
        assert name is not None
        assert (told[name.name] == "one party") == (distance.apart is None)


def test_the_gate_draws_a_stated_tie_solid_and_an_inferred_one_dashed(founding: Node) -> None:
    wide, narrow = founding.find("svg", class_="fig")
    stated = [linkage.stated for linkage in founding_brief().linkages if linkage.gate]
    dashed = wide.find("path", class_="da")
    assert len(dashed) == stated.count(False) == len(wide.find("text", class_="qm"))
    assert len(wide.find("path", class_="ed")) == len(stated)
    assert {a.attributes["href"] for a in wide.find("a")} == {a.attributes["href"] for a in narrow.find("a")}


def test_until_stands_before_the_gate_and_after_stands_after_it() -> None:
    lanes = gate_lanes([linkage for linkage in founding_brief().linkages if linkage.gate])
    us = one([lane for lane in lanes if lane.party == "us"])
    assert [link.evidence.quote for link in us.before] == ["until the peace agreement is signed"]
    assert [link.evidence.quote for link in us.after] == ["only after the peace agreement"]


def test_the_page_is_the_same_under_any_hash_seed_and_time_zone() -> None:
    script = (
        "import hashlib; from tests.brief.founding import founding_brief; from detente.brief.html import render_html;"
        "print(hashlib.sha256(render_html(founding_brief()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert digests == {hashlib.sha256(render_html(founding_brief()).encode()).hexdigest() + "\n"}


def test_without_statements_there_is_head_article_and_method_only() -> None:
    page = parse(render_html(make_brief([])))
    assert [node.attributes["id"] for node in page.find("section")] == ["article", "method"]
    check_links(page)
    assert "Rain fell on the harbour all day." in report_text(page)


def test_a_section_with_nothing_in_it_keeps_its_heading_and_says_so() -> None:
    page = parse(render_html(make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)])))
    assert [node.attributes["id"] for node in page.find("section")] == [*SECTIONS, "article", "method"]
    for empty in ("outlook", "apart", "contradictions", "commitments", "conditions", "evidence"):
        section = one(page.find("section", id=empty))
        assert len(section.find("h2")) == 1
        assert re.search(r"\b(No|no)\b.*1 sentence", one(section.find("p")).text())


def test_the_key_holds_only_signs_that_occur() -> None:
    page = parse(render_html(make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)])))
    told = one(page.find("ul", **{"aria-label": "Key"})).text()
    assert "Supports" in told
    assert not re.search("Opposes|Open|Divided|Mixed|Condition|hedge", told)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_marks_nest_and_the_text_stays_whole_however_passages_overlap(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), min_size=4, max_size=60))
    places = st.integers(0, len(text))
    pairs = st.tuples(places, places).filter(lambda pair: pair[0] != pair[1])
    spans = [Span(start=min(pair), end=max(pair)) for pair in data.draw(st.lists(pairs, max_size=8))]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=3)))
    paragraphs = [Span(start=a, end=b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    page = parse(render_html(marked_brief(text, spans, paragraphs=paragraphs)))
    check_links(page)
    assert report_text(page) == text
    shown = {node.attributes["id"]: node for node in page.find("mark") if "id" in node.attributes}
    numbers = [node.text() for node in page.find("sup")]
    ordered = sorted(set(spans))
    assert set(shown) == {f"p{place}" for place in range(1, len(ordered) + 1)}
    assert sorted(numbers) == sorted(f" [passage {place}]" for place in range(1, len(ordered) + 1))
    for place, span in enumerate(ordered, start=1):
        pieces = [shown[f"p{place}"], *page.find("mark", **{"data-p": f"p{place}"})]
        assert "".join(piece.text(lambda node: node.tag == "sup") for piece in pieces) == text[span.start : span.end]


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        (
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' onmouseover='alert(1)",
            "</title></style></script><script>alert(1)</script>",
            "<!-- --><![CDATA[",
            "&lt;b&gt; &amp; &#60;",
            "javascript:alert(1)",
            "\u202egnp.exe\u202c \u2067\u05d0",
            "\x00\x08\x1b[31m\ud800\ufffe\r\n",
            "]]> --> {} \\ %s",
        )
    ),
)


@given(words=st.lists(HOSTILE, min_size=12, max_size=12))
@settings(max_examples=40, deadline=None)
def test_nothing_that_a_report_says_becomes_markup(founding: Node, words: list[str]) -> None:
    a, b, c, d, e, f, g, h, i, j, k, m = (word or "-" for word in words)
    i, j = (key.encode("utf-8", "replace").decode() for key in (i, j))
    text = f"{a} says {b}"
    document = Document(
        text=text, name=c, title=d, publisher=e, url=f, language=g, body=Span(start=0, end=len(text)), licence=h
    )
    whole = Span(start=0, end=len(text))
    evidence = Evidence.cite(document, whole)
    statement = Statement(
        party=PartyId(i),
        issue=IssueId(j),
        act=Act.ACCUSE,
        stance=Stance.OPPOSE,
        evidence=evidence,
        origin=Origin(method=k, version=m, confidence=0.5),
        sentence=0,
        speaker=Speaker(name=m, party=None, office=a),
        hedged=True,
        hedge=evidence,
    )
    position = Position(
        party=PartyId(i), issue=IssueId(j), stances=(Stance.OPPOSE,), standing=Standing.SINGLE, statements=(statement,)
    )
    commitment = Commitment(
        id=b,
        what=c,
        kind=CommitmentKind.OTHER,
        status=CommitmentStatus.EXPIRED,
        parties=(PartyId(i),),
        evidence=(evidence,),
        sites=(evidence,),
    )
    allegation = Allegation(
        accuser=PartyId(i),
        accused=None,
        evidence=evidence,
        statement=statement.id,
        commitment=b,
        denied_by=(PartyId(j),),
    )
    reading = Reading(
        document=document,
        sentences=(Sentence(span=whole, paragraph=0),),
        parties=(),
        mentions=(),
        issues=(),
        statements=(statement,),
        skipped=(Skipped(document=c, span=whole, reason=e), Skipped(document=d, span=None, reason=f)),
    )
    brief = compose_brief(
        (reading,),
        table=Table(
            issues=(Issue(id=IssueId(j), name=k, theme=h),),
            parties=(Party(id=PartyId(i), name=m, aliases=(a,)),),
            positions=(position,),
        ),
        distances=(),
        contradictions=(),
        commitments=(commitment,),
        allegations=(allegation,),
        linkages=(),
        outlook=Outlook(evidence=evidence, speaker=Speaker(name=b, party=None)),
        title=h,
    )
    page = parse(render_html(brief))
    render_html(brief).encode("utf-8")
    check_links(page)
    check_policy(page)
    allowed = {node.tag for node in founding.all()} | {"bdi", "details", "summary"}
    assert {node.tag for node in page.all()} <= allowed
    carried = re.sub("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", text)
    assert report_text(page) == carried


def test_a_web_address_is_linked_and_any_other_is_not() -> None:
    brief = founding_brief()
    for address, linked in (
        ("https://example.org/a?b=1&c=“x”", "https://example.org/a?b=1&c=%E2%80%9Cx%E2%80%9D"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ):
        report = replace(brief.reports[0], document=replace(brief.reports[0].document, url=address))
        page = parse(render_html(replace(brief, reports=(report,))))
        check_links(page)
        outside = [
            a.attributes["href"] for a in page.find("a") if not (a.attributes.get("href") or "#").startswith("#")
        ]
        assert outside == ([linked] if linked else [])


def test_several_reports_count_passages_by_report_and_keep_what_stood_before() -> None:
    brief = make_brief(
        [
            (0, 0, 0, Stance.OPPOSE, Act.REJECT),
            (1, 0, 0, Stance.SUPPORT, Act.ACCEPT),
            (1, 1, 0, Stance.OPEN, Act.CONSIDER),
        ],
        dates=(date(2024, 3, 3), date(2024, 3, 9)),
    )
    page = parse(render_html(brief))
    check_links(page)
    assert {node.attributes.get("id") for node in page.find("mark")} == {"p1-1", "p2-1", "p2-2"}
    cell = one(page.find("td", id="c-issue-0.party-00"))
    assert one(cell.find("b", class_="h")).text() == "Supports"
    assert "since 9 March 2024, 1 statement" in cell.text()
    earlier = one(cell.find("details", class_="earlier"))
    assert one(earlier.find("a")).attributes["href"] == "#p1-1"
    assert "3 March 2024: Opposes" in earlier.text()
    assert [li.find("a")[0].attributes["href"] for li in one(page.find("ol", class_="reports")).find("li")] == [
        "#r1",
        "#r2",
    ]
    for number, report in enumerate(brief.reports, start=1):
        assert report_text(page, number) == report.document.text


@pytest.mark.parametrize(("parties", "columns", "folded"), [(5, 5, False), (6, 6, True), (8, 8, True), (12, 4, False)])
def test_columns_follow_the_number_of_parties(parties: int, columns: int, folded: bool) -> None:
    facts = [(0, 0, issue, Stance.SUPPORT, Act.DEMAND) for issue in range(11)]
    facts += [(0, party, issue, Stance.OPPOSE, Act.REJECT) for party in (1, 2) for issue in range(4)]
    facts += [(0, party, 0, Stance.OPEN, Act.CONSIDER) for party in range(3, parties)]
    brief = make_brief(facts)
    page = parse(render_html(brief))
    check_links(page)
    grid = one(page.find("table", class_="grid"))
    assert len(grid.find("th", scope="col")) == columns + 1
    cells = [node for node in grid.all() if (node.attributes.get("id") or "").startswith("c-")]
    assert len(cells) == len(brief.table.positions)
    assert len(grid.find("a", class_="l")) == brief.counts.statements
    assert bool(one([n for n in cells if n.has(id="c-issue-1.party-00")]).find("summary")) is folded
    if parties > 8:
        shared = one(page.find("div", id="c-issue-0.party-11"))
        assert shared.text().startswith("Larch Council")


def test_many_issues_are_grouped_by_theme_where_themes_are_known() -> None:
    facts = [(0, party, issue, Stance.SUPPORT, Act.DEMAND) for issue in range(21) for party in (0, 1)]
    themed = parse(render_html(make_brief(facts, themes=("human-rights", None))))
    plain = parse(render_html(make_brief(facts)))
    assert [th.text() for th in themed.find("th", scope="rowgroup")] == [
        "Human rights 11 issues",
        "Other issues 10 issues",
    ]
    assert not plain.find("th", scope="rowgroup")
    check_links(themed)


def test_above_thirty_issues_those_with_one_party_heard_are_folded_not_lost() -> None:
    facts = [(0, party, issue, Stance.SUPPORT, Act.DEMAND) for issue in range(31) for party in range(1 + (issue > 4))]
    page = parse(render_html(make_brief(facts)))
    check_links(page)
    folded = one(page.find("details", class_="raised"))
    assert folded.find("summary")[0].text() == "Also raised: 5 issues with one party heard"
    assert len(folded.find("th", scope="row")) == 5
    assert len(page.find("a", class_="l")) == len(facts)


def test_an_unsure_cell_is_outlined_says_so_and_gives_its_figure_in_the_note() -> None:
    page = parse(render_html(make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)], confidence=0.32)))
    cell = one(page.find("td", id="c-issue-0.party-00"))
    assert cell.has(class_="doubtful")
    assert one(cell.find("span", class_="unsure")).text() == "unsure"
    assert "confidence 32%" in one(page.find("ol", class_="notes")).text()
    sure = parse(render_html(make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)], confidence=0.4)))
    assert not sure.find("span", class_="unsure")


def test_one_unsure_line_in_a_sure_cell_is_marked_alone() -> None:
    brief = founding_brief()
    position = next(p for p in brief.table.positions if len(p.statements) > 1 and p.standing is Standing.SINGLE)
    first, *others = position.statements
    unsure = replace(first, origin=replace(first.origin, confidence=0.3))
    doubtful = replace(position, statements=(unsure, *others))
    positions = tuple(doubtful if p is position else p for p in brief.table.positions)
    page = parse(render_html(replace(brief, table=replace(brief.table, positions=positions))))
    cell = one(page.find("td", id=f"c-{position.issue}.{position.party}"))
    assert not cell.has(class_="doubtful")
    assert [bool(line.find("span", class_="unsure")) for line in cell.find("a", class_="l")][:2] == [True, False]


def test_a_skipped_sentence_is_shown_in_its_place_with_the_reason() -> None:
    text = "First came the talks. Then came @@@@."
    skipped = Skipped(document="report", span=Span(start=22, end=len(text)), reason="no words")
    page = parse(render_html(marked_brief(text, [Span(start=0, end=21)], skipped=(skipped,))))
    assert one(page.find("span", class_="skipped")).text() == "Then came @@@@."
    assert "Not read: no words" in one(page.find("ol", class_="notes")).text()
    assert report_text(page) == text


def test_right_to_left_text_keeps_its_direction_to_itself() -> None:
    page = parse(render_html(make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)], word=" שלום")))
    assert [p.attributes.get("dir") for p in page.find("p") if "שלום" in p.text()] == ["auto"]


def test_a_report_of_a_hundred_thousand_words_is_rendered_whole() -> None:
    facts = [(0, n % 4, n % 15, Stance.OPEN, Act.CONSIDER) for n in range(1000)]
    brief = make_brief(facts, word=" and on" * 50)
    assert len(brief.reports[0].document.text.split()) > 100_000
    page = render_html(brief)
    assert report_text(parse(page)) == brief.reports[0].document.text
