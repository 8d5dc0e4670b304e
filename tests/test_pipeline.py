import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

import detente
from detente.errors import DocumentMissing, DocumentUnreadable
from detente.model import Document, Evidence, Mention, Sentence, Span
from detente.pipeline import compose, draft_agenda, find, make_brief, read_reports
from detente.statements.readers.protocol import Draft, Look
from tests.brief.founding import founding_contradictions, founding_outlook, founding_reading
from tests.cli.texts import LATER, NO_TALKS, TALKS


def make_document(text: str, name: str = "report", published: date | None = None) -> Document:
    return Document(text=text, name=name, body=Span(start=0, end=len(text)), published=published)


FIRST = make_document(TALKS, "first", date(2024, 4, 1))
SECOND = make_document(LATER, "second", date(2024, 5, 6))
UNDATED = make_document(TALKS.replace("Lima", "La Paz"), "undated")


class Silent:
    """A reader that hears nothing."""

    name = "silent"
    version = "1"

    def look(self, document: Document, sentences: Sequence[Sentence]) -> Look:
        return Look(named=(), quoted=(), memory=None)

    def read(self, look: Look, document: Document, mentions: Sequence[Mention]) -> tuple[Draft, ...]:
        return ()


def evidence_in(value: object) -> Iterator[Evidence]:
    """Every quotation anywhere within a value."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from evidence_in(member)
    elif is_dataclass(value):
        for field in fields(value):
            yield from evidence_in(getattr(value, field.name))


def test_a_reading_by_hand_gives_the_findings_that_were_annotated_by_hand() -> None:
    findings = find([founding_reading()])
    assert {(c.party, c.issue) for c in findings.contradictions} == {
        (c.party, c.issue) for c in founding_contradictions()
    }
    assert findings.outlook == founding_outlook()
    assert findings.table.issues == founding_reading().issues


def test_whatever_is_found_quotes_its_report_to_the_letter() -> None:
    findings = find(read_reports(FIRST, SECOND, UNDATED).readings)
    texts = {reading.document.id: reading.document.text for reading in findings.readings}
    quoted = list(evidence_in(findings))
    assert quoted
    assert all(texts[e.document][e.span.start : e.span.end] == e.quote for e in quoted)


def test_every_position_is_found_again_in_the_brief() -> None:
    brief = make_brief(FIRST, SECOND)
    assert brief.table.positions
    for position in brief.table.positions:
        assert brief.party(position.party)
        assert brief.issue(position.issue)
        for statement in position.statements:
            passage = brief.passage(statement.evidence)
            assert passage
            assert statement in passage.statements


def test_the_order_of_dated_readings_does_not_matter() -> None:
    readings = read_reports(FIRST, SECOND).readings
    assert len({repr(find(order)) for order in permutations(readings)}) == 1


def test_a_report_given_twice_counts_once() -> None:
    readings = read_reports(FIRST, SECOND).readings
    assert find([*readings, *readings]) == find(readings)


def test_reports_after_the_day_asked_for_change_nothing() -> None:
    day = date(2024, 5, 5)
    with_later = make_brief(FIRST, SECOND, as_of=day)
    without = make_brief(FIRST, as_of=day)
    assert with_later.table == without.table
    assert [skip.document for skip in with_later.skipped] == ["second"]
    assert with_later.as_of == without.as_of == day


def test_undated_reports_always_count() -> None:
    assert [r.document for r in read_reports(UNDATED, as_of=date(1900, 1, 1)).readings] == [UNDATED]


def test_no_report_left_is_an_error_that_says_why() -> None:
    with pytest.raises(DocumentMissing, match="all were published after 2001-01-01"):
        read_reports(FIRST, SECOND, as_of=date(2001, 1, 1))


def test_no_report_at_all_is_an_error_that_says_what_to_give() -> None:
    with pytest.raises(DocumentMissing, match="no report was named"):
        make_brief()


def test_paths_strings_and_documents_may_be_mixed(tmp_path: Path) -> None:
    path = tmp_path / "later.txt"
    path.write_text(LATER, encoding="utf-8")
    other = tmp_path / "rain.txt"
    other.write_text(NO_TALKS, encoding="utf-8")
    names = [reading.document.name for reading in read_reports(FIRST, path, str(other)).readings]
    assert names == ["first", "later", "rain"]


def test_an_address_is_not_fetched_where_the_network_is_forbidden() -> None:
    with pytest.raises(DocumentMissing):
        read_reports("https://example.org/talks.html", allow_network=False)


def test_a_bad_report_among_others_is_skipped_and_alone_it_is_an_error(tmp_path: Path) -> None:
    empty, full = tmp_path / "empty.txt", tmp_path / "full.txt"
    empty.touch()
    full.write_text(TALKS, encoding="utf-8")
    assert len(read_reports(empty, full).skipped) == 1
    with pytest.raises(DocumentUnreadable):
        read_reports(empty)


def test_progress_is_told_of_each_report_and_how_many_there_are() -> None:
    told: list[tuple[str, int]] = []
    read_reports(FIRST, SECOND, progress=lambda document, total: told.append((document.name, total)))
    assert told == [("first", 2), ("second", 2)]


def test_the_reader_given_is_the_one_that_reads() -> None:
    brief = make_brief(FIRST, reader=Silent())
    assert brief.counts.statements == 0
    assert make_brief(FIRST).counts.statements > 0


def test_nothing_said_gives_a_brief_that_says_so() -> None:
    brief = make_brief(make_document(NO_TALKS))
    assert brief.table.positions == ()
    assert "no statement found" in detente.render_terminal(brief, width=80, colour=False)
    assert detente.render_html(brief)
    assert json.dumps(detente.brief_record(brief))


def test_the_title_asked_for_heads_the_brief() -> None:
    assert make_brief(FIRST, title="A way to the sea").title.startswith("A way to the sea")


def test_a_draft_agenda_names_every_party_and_issue_of_its_readings() -> None:
    readings = read_reports(FIRST, SECOND).readings
    agenda = draft_agenda(readings)
    table = find(readings).table
    assert {party.id for party in agenda.parties} >= {party.id for party in table.parties}
    assert {issue.id for issue in agenda.issues} == {issue.id for issue in table.issues}


def test_a_draft_agenda_survives_its_file(tmp_path: Path) -> None:
    agenda = draft_agenda(read_reports(FIRST, SECOND).readings)
    path = tmp_path / "agenda.toml"
    path.write_text(detente.dump_agenda(agenda), encoding="utf-8")
    assert detente.load_agenda(path) == agenda


@pytest.mark.parametrize("other", ["the council", "The  Council", " THE COUNCIL "])
def test_a_name_of_two_parties_is_drafted_for_neither_whatever_its_case_and_spaces(other: str, tmp_path: Path) -> None:
    (reading,) = read_reports(FIRST).readings
    aliases = ("The Council", other)
    named = [replace(party, aliases=(alias,)) for party, alias in zip(reading.parties[:2], aliases, strict=True)]
    agenda = draft_agenda([replace(reading, parties=(*named, *reading.parties[2:]))])
    assert not {alias for party in agenda.parties for alias in party.aliases} & set(aliases)
    path = tmp_path / "agenda.toml"
    path.write_text(detente.dump_agenda(agenda), encoding="utf-8")
    assert detente.load_agenda(path) == agenda


def test_findings_of_no_readings_are_empty() -> None:
    findings = find([])
    assert findings.table.positions == ()
    assert list(evidence_in(findings)) == []


def test_a_brief_is_the_same_composed_in_steps() -> None:
    reports = read_reports(FIRST, SECOND)
    assert make_brief(FIRST, SECOND) == compose(find(reports.readings), skipped=reports.skipped)


def test_renaming_the_reports_renames_nothing_else() -> None:
    renamed = [replace(document, name=f"x-{document.name}") for document in (FIRST, SECOND)]
    assert make_brief(*renamed).table == make_brief(FIRST, SECOND).table
