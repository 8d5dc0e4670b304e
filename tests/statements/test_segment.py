"""Sentences and paragraphs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_document

from detente.model import Document, Span
from detente.statements.segment import LONGEST_SENTENCE, split_sentences

PIECES = st.sampled_from(
    (
        *(
            "Mr. ",
            "U.S. ",
            "No. 5 ",
            '"',
            "'",
            "“",
            "”",
            ")",
            "(",
            ". ",
            "... ",
            "?! ",
            "!",
            "\n",
            "\r\n",
            "  ",
            "\u2028",
        ),
        *(
            "The talks ended",
            "it rose 1.5 pct",
            "a.m. ",
            "停火。",
            "هدنة؟ ",
            "- ",
            "• ",
            "; ",
            "word " * 300,
            "x" * 900,
        ),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join) | st.text(min_size=1, max_size=200)


def sentences_of(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split_sentences(make_document(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. J. D. Smith of the U.S. Senate met Gen. A. B. Li at 5 p.m. Friday.", "He left at 6 p.m.", "Talks ended."],
        ["The bank cut its rate to 7.5 pct.", "Shares of Acme Corp. rose."],
        ["It was sold by Acme Inc.", "The buyer is unknown."],
        ["The accord was signed on Jan. 5, 1987.", "It lapsed in Sept. 1988."],
        ["Resolution No. 5 passed, e.g. with St. Louis in favour.", "The answer was no.", "Others agreed."],
        ["“We will not leave.”", "They left."],
        ['He asked: "Will it hold?" and went.', '"Really?!"', "Nobody knew (or said so.)", "Then it rained..."],
        ["He hesitated... then signed.", "The end."],
        ["The plan has two parts; the first is a truce: the second is an exchange.", "Both wait."],
        ["1. The ceasefire holds.", "It is monitored."],
        ["- Prisoners go home; wounded first.", "Then the rest."],
        ["The ministry said so.", "5,000 troops left."],
        ["Climate talks stalled in the U.S.", "The chair blamed nobody."],
    ],
)
def test_a_line_is_cut_at_its_sentence_ends(expected: list[str]) -> None:
    assert sentences_of(" ".join(expected)) == expected


def test_an_unbalanced_quotation_mark_swallows_nothing() -> None:
    assert sentences_of('"The cut came. Brazil"s output fell. Prices rose.') == [
        '"The cut came.',
        'Brazil"s output fell.',
        "Prices rose.",
    ]


def test_stops_of_other_scripts_end_sentences() -> None:
    assert sentences_of("双方停火。谈判继续！") == ["双方停火。", "谈判继续！"]
    assert sentences_of("هل توقفت الحرب؟ نعم. انتهت") == ["هل توقفت الحرب؟", "نعم.", "انتهت"]


def test_headings_and_lines_are_paragraphs_of_their_own() -> None:
    document = make_document("Outlook\n\nTalks go on. Both wait.\r\nNext steps")
    assert [s.paragraph for s in split_sentences(document)] == [0, 1, 1, 2]


def test_the_headline_is_read_and_the_date_line_and_front_matter_are_not() -> None:
    text = "title: x\n# Miners end strike \n2021-05-04\n\nThe mine reopens."
    document = Document(
        text=text, name="mine", title="Miners end strike", body=Span(start=text.index("The"), end=len(text))
    )
    found = split_sentences(document)
    assert [text[s.span.start : s.span.end] for s in found] == ["# Miners end strike", "The mine reopens."]
    assert [s.paragraph for s in found] == [0, 1]


def test_text_without_stops_is_cut_at_white_space() -> None:
    pieces = sentences_of("word " * 1000)
    assert len(pieces) == 3
    assert all(piece.endswith("word") for piece in pieces)


@given(TEXTS)
def test_sentences_are_trimmed_ordered_apart_short_and_leave_nothing_out(text: str) -> None:
    document = make_document(text)
    found = split_sentences(document)
    end = 0
    for sentence in found:
        quote = text[sentence.span.start : sentence.span.end]
        assert quote == quote.strip()
        assert quote.splitlines() == [quote]
        assert len(quote) <= LONGEST_SENTENCE
        assert not text[end : sentence.span.start].strip()
        end = sentence.span.end
    assert not text[end:].strip()


@given(TEXTS)
def test_paragraphs_count_up_one_by_one_with_the_lines(text: str) -> None:
    found = split_sentences(make_document(text))
    paragraphs = [s.paragraph for s in found]
    assert sorted(set(paragraphs)) == list(range(len(set(paragraphs))))
    for before, after in pairwise(found):
        broken = len(text[before.span.start : after.span.end].splitlines()) > 1
        assert after.paragraph - before.paragraph == broken


@given(TEXTS, st.integers(0, 100))
def test_a_sentence_never_reaches_over_the_start_of_the_body(text: str, at: int) -> None:
    start = min(at, len(text) - 1)
    document = Document(text=text, name="cut", title=text[:start], body=Span(start=start, end=len(text)))
    for sentence in split_sentences(document):
        assert sentence.span.end <= start or sentence.span.start >= start


@pytest.mark.parametrize("unit", [".", ". ", "a. ", "Mr. ", "\"'. ", '." - ', "\n", "a ", "a", " ", "U.S. Navy ", "( "])
def test_a_third_of_a_million_characters_is_no_trouble(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "x"
    assert split_sentences(make_document(text))[-1].span.end == len(text)
