"""Which issue of an agenda a statement belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook import Agenda, AgendaIssue
from detente.codebook.themes import Theme, load_theme_index
from detente.model import Document, IssueId, Span
from detente.statements.declared import Declared

INDEX = load_theme_index()


def issue(key: str, name: str, *keywords: str) -> AgendaIssue:
    return AgendaIssue(id=IssueId(key), name=name, keywords=keywords)


AGENDA = Agenda(
    issues=(
        issue("hours", "A shorter working week for the smiths", "smiths", "Forge"),
        issue("cod", "Fishing quotas for cod", "cod", "haddock"),
        issue("gm", "The GM contract", "GM"),
        issue("coast", "Cod near the coast", "coastal haddock"),
    )
)
DECLARED = Declared(AGENDA, INDEX)
HEADLINE = "SMITHS AND FORGE OWNERS MEET"


def report(*paragraphs: str, title: str | None = HEADLINE) -> Document:
    body = "\n".join(paragraphs)
    text = f"{title}\n{body}" if title else body
    return Document(text=text, name="report", body=Span(start=len(text) - len(body), end=len(text)), title=title)


def themes(words: str) -> dict[Theme, float]:
    """What words speak of, as a statement of them would."""
    weights: dict[Theme, float] = {}
    for hit in INDEX.find(words):
        weights[hit.theme] = weights.get(hit.theme, 0.0) + hit.weight**2
    return dict(sorted(weights.items(), key=lambda w: (-w[1], w[0].id)))


SMITHS = report("The smiths met the owners.", "The smiths want more.", "They spoke of cod, too.")


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("The smiths refused", "The smiths refused it.", "hours"),
        ("It refused", "It refused what the smiths want.", "hours"),
        ("haddock and cod come first", "The smiths say haddock and cod come first.", "cod"),
        ("GM made an offer", "GM made an offer.", "gm"),
        ("they meet at 1000 GMT", "They meet at 1000 GMT.", None),
        ("the gm crop", "the gm crop", None),
        ("They refused", "They refused it.", None),
        ("coastal haddock", "They fish for coastal haddock.", "coast"),
        ("the smiths eat cod", "The smiths eat cod.", "hours"),
    ],
)
def test_keywords_count_in_a_statement_before_its_sentence_and_short_capitals_are_names(
    quote: str, sentence: str, expected: str | None
) -> None:
    assert DECLARED.by_keyword(SMITHS, quote, sentence) == expected


@pytest.mark.parametrize("words", ["We are close, nearer than ever", "An agreement is near", "The talks will go on"])
def test_a_report_on_one_issue_speaks_of_it_where_it_names_no_other_matter(words: str) -> None:
    assert DECLARED.by_report(SMITHS, themes(words)) == "hours"


def test_what_names_another_matter_is_not_of_the_report_s_subject() -> None:
    assert themes("all prisoners of war must be released")
    assert DECLARED.by_report(SMITHS, themes("all prisoners of war must be released")) is None


def test_what_speaks_of_an_issue_s_own_matter_belongs_to_it_only_in_a_report_that_raises_it() -> None:
    words = "to cut the working week by half an hour"
    aside = report("The fleet met.", "The smiths were there.", title="HARBOUR NEWS")
    assert DECLARED.by_report(aside, themes(words)) == "hours"
    assert DECLARED.by_report(aside, themes("We are close")) is None
    assert DECLARED.by_report(report("Nobody else was there.", title="NEWS"), themes(words)) is None


def test_a_report_whose_opening_raises_two_issues_alike_is_on_neither() -> None:
    both = report("The smiths met.", "Cod was spoken of.", title="SMITHS AND COD")
    assert DECLARED.by_report(both, themes("We are close")) is None


def test_without_an_agenda_nothing_is_declared() -> None:
    nothing = Declared(None, INDEX)
    assert nothing.by_keyword(SMITHS, "the smiths", "the smiths met") is None
    assert nothing.by_report(SMITHS, {}) is None


@given(st.text(max_size=80), st.text(min_size=1, max_size=80))
def test_whatever_the_words_the_answer_is_an_issue_of_the_agenda_or_none(quote: str, sentence: str) -> None:
    known = {None, *(i.id for i in AGENDA.issues)}
    assert DECLARED.by_keyword(SMITHS, quote, sentence) in known
    assert DECLARED.by_report(report(sentence), themes(quote)) in known
