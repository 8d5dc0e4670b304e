from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.model import CommitmentStatus, Evidence, Skipped, Span, Statement
from tests.brief.founding import (
    founding_brief,
    founding_document,
    founding_linkages,
    founding_reading,
    founding_statements,
)
from tests.brief.strategies import findings

LAWS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def compose(**changed: Any) -> Brief:
    made = founding_brief()
    given_ = {
        "readings": (founding_reading(),),
        "table": made.table,
        "distances": made.distances,
        "contradictions": made.contradictions,
        "commitments": made.commitments,
        "allegations": made.allegations,
        "linkages": made.linkages,
        "outlook": made.outlook,
    }
    return compose_brief(**(given_ | changed))


def said(brief: Brief) -> dict[str, str]:
    """The lead as text, by label."""
    return {
        line.label: "".join(
            f"“{piece.text}”" if piece.quoted else piece.text + ",".join(str(p.number) for p in piece.passages)
            for piece in line.pieces
        )
        for line in brief.lead
    }


def test_the_founding_article_is_counted_as_its_annotation_is() -> None:
    counts = founding_brief().counts
    assert (counts.sentences, counts.statements, counts.passages, counts.sentences_without_statement) == (30, 44, 40, 5)
    assert (counts.own, counts.relayed, counts.unsourced, counts.unsure, counts.skipped) == (11, 5, 28, 0, 0)


def test_the_founding_head_says_what_is_known_and_what_is_not() -> None:
    brief = founding_brief()
    assert brief.title == "Ceasefire in Ukraine: state of the talks"
    assert brief.source == "One untitled news article. Publisher not given; it cites Portfolio. Date: not given."
    assert brief.as_of is None


def test_the_founding_lead_has_its_five_lines() -> None:
    assert said(founding_brief()) == {
        "Agreed in principle": "30-day suspension of attacks on energy facilities, “theoretically”, according to "
        "Portfolio 4. Russia and Ukraine each allege that the other violated it 5. In force: Exchange of 175 "
        "prisoners of war 14.",
        "Nearest": "Safe Black Sea shipping and grain exports: Russia is mixed; Ukraine is open on it (“appear”) "
        "11,13. U.S. help in operating Ukrainian nuclear plants: Ukraine is open on it; United States supports it "
        "(“could”) 7,8.",
        "Furthest apart": "Return of the Zaporizhia plant to Ukrainian control: Russia opposes it (“likely”); Ukraine "
        "supports it 9,10. NATO membership for Ukraine: Russia opposes it; Ukraine supports it 16,17,18.",
        "Divided": "United States on: NATO membership for Ukraine 21,22, Easing sanctions on Russia 33,34; Russia on: "
        "Zelensky as a legitimate negotiating partner 27,30.",
        "Waiting": "Tied to a peace agreement: Holding elections in Ukraine, “after a peace agreement” 29; Easing "
        "sanctions on Russia, “only after the peace agreement” 33.",
    }


def test_third_parties_that_only_report_are_evidence() -> None:
    assert [s.evidence.quote for s in founding_brief().third_party] == [
        "the parties are still able to ship grain to global markets"
    ]


def test_a_line_without_findings_is_left_out() -> None:
    brief = compose(distances=(), contradictions=(), commitments=(), linkages=())
    assert brief.lead == ()
    rejected = tuple(replace(c, status=CommitmentStatus.REJECTED) for c in founding_brief().commitments)
    assert "Agreed in principle" not in said(compose(commitments=rejected))


def test_unsure_statements_stay_out_of_the_lead() -> None:
    def doubt(statement: Statement) -> Statement:
        return replace(statement, origin=replace(statement.origin, confidence=0.39))

    doubted = tuple(map(doubt, founding_statements()))
    brief = founding_brief()
    lead = compose(
        readings=(replace(founding_reading(), statements=doubted),),
        distances=tuple(
            replace(d, marks=tuple(replace(m, statements=tuple(map(doubt, m.statements))) for m in d.marks))
            for d in brief.distances
        ),
        contradictions=tuple(replace(c, first=doubt(c.first)) for c in brief.contradictions),
        linkages=tuple(replace(k, statement=doubt(k.statement)) if k.statement else k for k in brief.linkages),
    )
    assert lead.counts.unsure == 44
    assert lead.lead == ()
    assert "Unsure" in dict(lead.method)


def test_a_condition_that_is_only_inferred_is_not_said_to_wait() -> None:
    inferred = tuple(replace(link, stated=False) for link in founding_linkages())
    assert "Waiting" not in said(compose(linkages=inferred))


def test_lone_conditions_are_quoted_without_a_common_name() -> None:
    lone = tuple(link for link in founding_linkages() if link.stated)[:1]
    assert said(compose(linkages=lone))["Waiting"] == "Holding elections in Ukraine, “after a peace agreement” 29."


def test_distances_come_nearest_first_and_unmeasured_last() -> None:
    apart = [d.apart for d in compose(distances=founding_brief().distances[::-1]).distances]
    assert apart == [0, 0, 0.5, 1, 1, 1, 1.5, 1.5, 2, 2, None, None, None, None, None]


@pytest.mark.parametrize(
    ("title", "own", "expected"),
    [
        ("Grain corridor", "A headline", "Grain corridor: state of the talks"),
        (None, "A  headline", "A headline: state of the talks"),
        (None, None, "Ceasefire in Ukraine: state of the talks"),
    ],
)
def test_the_title_is_the_agendas_else_the_reports_else_the_first_issue(
    title: str | None, own: str | None, expected: str
) -> None:
    reading = founding_reading()
    named = replace(reading, document=replace(reading.document, title=own))
    assert compose(readings=(named,), title=title).title == expected


def test_several_reports_give_their_period_and_the_issue_most_spoken_of() -> None:
    reading = founding_reading()
    dated = [
        replace(reading, document=replace(reading.document, published=date(2025, 3, day), text=f"{day} " * 9000))
        for day in (24, 10)
    ]
    both = compose(readings=(*dated, reading))
    assert both.title == "NATO membership for Ukraine: state of the talks"
    assert both.source == "3 reports, 10 March 2025 to 24 March 2025. 1 without a date."
    assert both.as_of == date(2025, 3, 24)
    assert [report.number for report in both.reports] == [1, 2, 3]
    assert compose(as_of=date(2026, 1, 1)).as_of == date(2026, 1, 1)


def test_a_known_publisher_and_date_are_given() -> None:
    reading = founding_reading()
    document = replace(reading.document, publisher="The Paper", published=date(2025, 3, 24), title="Talks go on")
    source = compose(readings=(replace(reading, document=document),)).source
    assert source == "One news article, “Talks go on”. Publisher: The Paper. Date: 24 March 2025."


def test_skipped_sentences_and_documents_are_counted_once_and_named() -> None:
    sentence = Skipped(document="ukraine-talks-2025", span=Span(start=0, end=5), reason="too long")
    document = Skipped(document="other", span=None, reason="empty")
    reading = replace(founding_reading(), skipped=(sentence,))
    brief = compose(readings=(reading,), skipped=(document, sentence))
    assert brief.skipped == (document, sentence)
    assert brief.counts.skipped == 2
    assert [words for term, words in brief.method if term == "Skipped"] == [
        "other: empty.",
        "ukraine-talks-2025, characters 0 to 5: too long.",
    ]


def test_a_framing_that_lies_in_no_statement_is_a_passage_of_its_own() -> None:
    brief = founding_brief()
    framing = brief.contradictions[0].framing
    assert framing is not None
    passage = brief.passage(framing)
    assert passage is not None
    assert (passage.span, passage.statements) == (framing.span, ())
    assert founding_document().text[passage.span.start : passage.span.end] == framing.quote


def cited(brief: Brief) -> list[Evidence]:
    found = [s.evidence for p in brief.table.positions for s in p.statements]
    found += [e for c in brief.commitments for e in c.evidence]
    found += [item.evidence for item in (*brief.allegations, *brief.linkages)]
    found += [c.framing for c in brief.contradictions if c.framing]
    return found + ([brief.outlook.evidence] if brief.outlook else [])


@LAWS
@given(findings())
def test_every_mark_opens_a_passage(made: dict[str, Any]) -> None:
    brief = compose_brief(**made)
    for evidence in cited(brief):
        passage = brief.passage(evidence)
        assert passage is not None
        assert passage.span.overlap(evidence.span)


@LAWS
@given(findings())
def test_passages_are_numbered_in_text_order_and_share_out_the_statements(made: dict[str, Any]) -> None:
    brief = compose_brief(**made)
    for report, reading in zip(brief.reports, made["readings"], strict=True):
        assert [p.number for p in report.passages] == list(range(1, len(report.passages) + 1))
        assert [p.span for p in report.passages] == sorted({p.span for p in report.passages})
        held = [s for p in report.passages for s in p.statements]
        assert sorted(map(repr, held)) == sorted(map(repr, reading.statements))
        assert all(s.evidence.span == p.span for p in report.passages for s in p.statements)
    counts = brief.counts
    assert counts.own + counts.relayed + counts.unsourced == counts.statements
    assert 0 <= counts.sentences_without_statement <= counts.sentences


@LAWS
@given(findings())
def test_the_lead_is_short_and_quotes_to_the_letter(made: dict[str, Any]) -> None:
    brief = compose_brief(**made)
    assert len(brief.lead) <= 5
    texts = [" ".join(report.document.text.split()) for report in brief.reports]
    for line in brief.lead:
        assert line.label
        assert "".join(piece.text for piece in line.pieces).strip()
        for piece in line.pieces:
            assert not piece.quoted or any(piece.text in text for text in texts)


@LAWS
@given(findings())
def test_composing_twice_gives_the_same_brief(made: dict[str, Any]) -> None:
    assert compose_brief(**made) == compose_brief(**made)
