"""From documents to readings, with the reader that ships."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook import Agenda, AgendaIssue, AgendaParty
from detente.model import Document, IssueId, PartyId, Reading, Span
from detente.statements.extract import read_documents, trim
from detente.statements.halves import begin_whole

GRAIN = (
    "Ukraine and Poland resumed talks on grain on Monday. Ukraine wants the ban on its grain lifted at once. Poland "
    "rejected the demand.\n\n“We will not reopen the border unless our farmers are paid,” the Polish government said. "
    "Ukraine agreed to limit its exports to 200,000 tonnes, but the European Union opposed the limit.\n\nPoland is "
    "ready to lift the ban only after a new agreement is signed."
)
STRIKE = (
    "Verizon and the Communications Workers of America returned to the table on Tuesday.\n\nThe union wants a pay rise "
    "of 6 percent and refuses to give up pensions. The company offered 3 percent and said the pension freeze must "
    "stay. “We will not go back to work without a contract,” a union spokesman said."
)
TRUCE = (
    "Israel and Hamas traded blame on Friday. Israel demands that Hamas release the hostages. Hamas rejected the "
    "demand and called for a permanent ceasefire. Qatar, which mediates, proposed a 30-day pause, and Israel agreed to "
    "consider it. Hamas accused Israel of breaking the truce."
)
EXAMPLES = tuple(
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
)
TEXTS = (GRAIN, STRIKE, TRUCE, *EXAMPLES)
RECIPE = (
    "Melt the butter in a pan and stir in the flour. Add the milk slowly, then the cheese. Bake the dish for forty "
    "minutes and let it cool before you serve it with a green salad."
)


def document_of(text: str, name: str = "report") -> Document:
    return Document(text=text, name=name, body=Span(start=0, end=len(text)))


def read(text: str, agenda: Agenda | None = None) -> Reading:
    (reading,) = read_documents([document_of(text)], agenda=agenda)
    return reading


def assert_sound(reading: Reading) -> None:
    """What holds of every reading, whatever the text."""
    text = reading.document.text
    spans = [s.evidence.span for s in reading.statements]
    assert [s.start for s in spans] == sorted(s.start for s in spans)
    parties, issues = {p.id for p in reading.parties}, {i.id for i in reading.issues}
    for statement in reading.statements:
        cited = [statement.evidence]
        cited += [e for e in (statement.hedge, statement.condition and statement.condition.evidence) if e]
        cited += [q.evidence for q in statement.quantities if q.evidence]
        if statement.attribution:
            a = statement.attribution
            cited += [e for e in (a.source, a.cue, a.content, a.relayed_by) if e]
        for evidence in cited:
            assert evidence.document == reading.document.id
            assert evidence.quote == text[evidence.span.start : evidence.span.end]
        assert statement.evidence.quote == statement.evidence.quote.strip()
        assert reading.sentences[statement.sentence].span.contains(statement.evidence.span)
        assert statement.party in parties
        assert statement.issue in issues
        assert statement.target in parties | {None}
        assert statement.target != statement.party
    assert len({s.id for s in reading.statements}) == len(reading.statements)
    assert [p.id for p in reading.parties] == sorted(parties)
    assert issues == {s.issue for s in reading.statements}


@pytest.mark.parametrize("text", TEXTS)
def test_every_statement_quotes_its_text_in_order_under_an_id_of_its_own(text: str) -> None:
    reading = read(text)
    assert len(reading.statements) >= 3
    assert reading.skipped == ()
    assert_sound(reading)


@pytest.mark.parametrize("text", [GRAIN, EXAMPLES[-1]])
def test_reading_twice_gives_equal_readings(text: str) -> None:
    assert read(text) == read(text)


def test_each_side_of_a_dispute_is_heard() -> None:
    assert {"pl", "ua"} <= {s.party for s in read(GRAIN).statements}
    assert {"hamas", "il"} <= {s.party for s in read(TRUCE).statements}
    assert {"cwa", "verizon"} <= {s.party for s in read(STRIKE).statements}


def test_two_reports_read_together_share_their_parties_and_issues() -> None:
    later = (
        "Poland lifted part of the ban on Friday. Ukraine wants the whole ban on its grain lifted. Poland refuses to "
        "lift the ban on grain before an agreement is signed."
    )
    first, second = read_documents([document_of(GRAIN, "first"), document_of(later, "second")])
    assert {"pl", "ua"} <= {p.id for p in first.parties} & {p.id for p in second.parties}
    shared = {i.id for i in first.issues} & {i.id for i in second.issues}
    assert shared
    by_id = {i.id: i for i in first.issues}
    assert all(by_id[i.id] == i for i in second.issues if i.id in shared)
    assert_sound(first)
    assert_sound(second)


def test_a_report_given_twice_says_the_same_twice() -> None:
    first, second = read_documents([document_of(GRAIN), document_of(GRAIN)])
    assert first == second


def test_no_reports_give_no_readings() -> None:
    assert read_documents([]) == ()


def test_progress_is_told_of_each_document_in_order() -> None:
    seen: list[str] = []
    documents = [document_of(GRAIN, "grain"), document_of(RECIPE, "recipe"), document_of(TRUCE, "truce")]
    readings = read_documents(documents, progress=lambda document: seen.append(document.name))
    assert seen == ["grain", "recipe", "truce"] == [r.document.name for r in readings]


def test_a_text_without_a_negotiation_gives_hardly_a_statement() -> None:
    reading = read(RECIPE)
    assert len(reading.statements) <= 1
    assert_sound(reading)


def test_an_agenda_names_the_parties_and_issues() -> None:
    agenda = Agenda(
        parties=(AgendaParty(id=PartyId("warsaw"), name="Poland", aliases=("Warsaw",)),),
        issues=(AgendaIssue(id=IssueId("grain-ban"), name="Lifting the grain ban", keywords=("ban",)),),
    )
    reading = read(GRAIN, agenda)
    assert "warsaw" in {s.party for s in reading.statements}
    assert "pl" not in {s.party for s in reading.statements}
    for statement in reading.statements:
        if "ban on its grain" in statement.evidence.quote or "lift the ban" in statement.evidence.quote:
            assert statement.issue == "grain-ban"
    assert "Lifting the grain ban" in {i.name for i in reading.issues}
    assert_sound(reading)


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv",
        "?",
        "“”",
        '"' * 40,
        "“‘“‘",
        "Kyiv said “we will not sign until the troops leave. Moscow rejected it.",
        "Kyiv said we will not sign” until the troops leave. Moscow “rejected it.",
        '"Kyiv wants talks" "Moscow refuses" "',
        "😀😀 Kyiv 😀 rejected 北京 the plan 🕊️. 北京表示反对。 Moscow wants talks 👍.",
        "KYIV REJECTS PLAN\n\nMOSCOW WANTS TALKS",
        "Kyiv wants talks\tand\u00a0peace\u2028Moscow refuses.\r\nKyiv insists.",
        "Kyiv wants " + "very " * 400 + "long talks with Moscow.",
        "Moscow" * 300,
        "\u0301\u200d\u202e Kyiv rejected the plan.",
        "- Kyiv wants talks;\n- Moscow refuses;\n- Kyiv insists.",
    ],
)
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    assert_sound(read(text))


def test_signs_beyond_the_basic_plane_do_not_shift_a_quote() -> None:
    plain = [s.evidence.quote for s in read(TRUCE).statements]
    shifted = read("🕊️🕊️🕊️ 𝔓𝔞𝔵.\n\n" + TRUCE)
    assert_sound(shifted)
    assert {s.evidence.quote for s in shifted.statements} & set(plain)


def test_a_text_of_three_thousand_words_is_read() -> None:
    text = "\n\n".join([*EXAMPLES, GRAIN, STRIKE, TRUCE] * 3)[:20_000]
    assert len(text.split()) >= 3_000
    assert_sound(read(text))


@given(st.text(alphabet=" ab,;:.–—-(\n", min_size=1, max_size=20), st.data())
def test_trimming_leaves_a_stretch_of_the_one_given_without_loose_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
    trimmed = trim(text, span)
    assert span.contains(trimmed)
    words = text[trimmed.start : trimmed.end]
    assert trimmed == span or words == words.strip()
    assert [c for c in text[span.start : span.end] if c.isalpha()] == [c for c in words if c.isalpha()]
    assert trim(text, trimmed) == trimmed


@pytest.mark.parametrize("end", [", and", " but ", " while", ", and but", " –", ", whereas –"])
def test_trimming_takes_a_conjunction_that_leads_nowhere(end: str) -> None:
    text = "a vote after a peace agreement" + end
    assert trim(text, Span(start=0, end=len(text))) == Span(start=0, end=30)


@pytest.mark.parametrize("text", ["demand", "the Strand", "a brand", "everything but"])
def test_trimming_takes_no_part_of_a_word(text: str) -> None:
    kept = trim(text, Span(start=0, end=len(text)))
    assert text[: kept.end] == text.removesuffix(" but")


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        ("It said near-term demand was met.", "term demand was met", "near-term demand was met"),
        ("The U.S. has said so.", "S. has said so", "U.S. has said so"),
        ("He ended. S. Ravel went on.", "S. Ravel went on", "S. Ravel went on"),
        ("It was late - demand was met.", "demand was met", "demand was met"),
    ],
)
def test_a_quote_begins_with_a_whole_word(text: str, quote: str, whole: str) -> None:
    start = text.index(quote)
    span = begin_whole(text, Span(start=start, end=start + len(quote)))
    assert text[span.start : span.end] == whole
