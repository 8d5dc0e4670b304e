"""Rows of a spreadsheet: nothing runs, everything comes back, and a row that somebody wrote is taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DocumentUnreadable
from detente.exchange import Holdings, read_csv, write_csv
from detente.exchange.statement_rows import BOM, COLUMNS
from detente.model import Moment, Precision, Reading
from detente.model.record import Verdict
from tests.exchange.samples import FEW, full, hold, odd_readings, put_before, reviews_in
from tests.factories import LAW, make_document, make_party

EVERY = (Verdict.ACCEPTED, None, Verdict.REJECTED, Verdict.CORRECTED)
RUN = "=+-@\t\r\n＝＋－＠"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rewritten(text: str, change: Callable[[dict[str, str]], None], separator: str = ",") -> str:
    """The table with its first row changed, as another program saves it."""
    rows = rows_of(text)
    change(rows[0])
    lines = io.StringIO()
    table = csv.DictWriter(lines, list(rows[0]), delimiter=separator, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return lines.getvalue()


@pytest.mark.parametrize("mark", ["", BOM])
def test_everything_that_a_statement_can_hold_comes_back_as_it_was(mark: str) -> None:
    held = hold(full(0), full(4), verdicts=EVERY)
    found = read_csv(mark + write_csv(held), held.documents)
    assert [r.statements for r in found.readings] == [full(0).statements, full(4).statements]
    assert [r.document for r in found.readings] == [full(0).document, full(4).document]
    assert found.reviews == reviews_in(held)
    assert found.skipped == ()
    (party,) = (p for p in found.readings[0].parties if p.id == "amber")
    assert (party.name, found.readings[0].issues[0].codes) == ("Amber", full().issues[0].codes)


@FEW
@given(odd_readings())
def test_words_in_any_script_come_back_as_they_were(readings: tuple[Reading, ...]) -> None:
    held = hold(*readings, verdicts=EVERY, bare=True)
    if held.recorded:
        found = read_csv(write_csv(held), held.documents)
        assert found.skipped == ()
        assert found.reviews == reviews_in(held)
        back = {replace(s, sentence=0) for r in found.readings for s in r.statements}
        assert back == {replace(s, sentence=0) for r in readings for s in r.statements}


@LAW
@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", *RUN, "'", "''="]))
def test_no_cell_runs_as_a_formula_and_each_comes_back(words: str, head: str) -> None:
    name = f"{head}{words}x"
    held = hold(full())
    named = tuple(make_party(p.id, name=name) for p in held.parties)
    text = write_csv(Holdings(recorded=held.recorded, documents=held.documents, parties=named))
    rows = rows_of(text)
    assert all(not cell.startswith(tuple(RUN)) for row in rows for cell in row.values())
    assert {p.name for p in read_csv(text, held.documents).readings[0].parties} >= {name}


def test_the_columns_are_the_ones_that_are_documented_and_old_ones_come_first() -> None:
    assert tuple(rows_of(write_csv(hold(full())))[0]) == tuple(COLUMNS)
    assert list(COLUMNS[:15]) == (
        "id published recorded said report party issue act stance speaker quote start end confidence review".split()
    )


def test_other_programs_read_it_with_and_without_the_mark(tmp_path: Path) -> None:
    held = hold(full(0), full(4), verdicts=EVERY)
    for name, mark in (("a.csv", ""), ("b.csv", BOM)):
        (tmp_path / name).write_text(mark + write_csv(held), encoding="utf-8", newline="")
        with duckdb.connect() as database:
            found = database.execute(f"SELECT id, quote, confidence FROM read_csv('{tmp_path}/{name}')").fetchall()
        assert found == [(r.id, r.statement.evidence.quote, r.statement.origin.confidence) for r in held.recorded]
        assert polars.read_csv(tmp_path / name)["quote"].to_list() == [quote for _, quote, _ in found]


def test_an_empty_ledger_gives_a_head_and_comes_back_empty() -> None:
    assert write_csv(hold()).count("\r\n") == 1
    assert read_csv(write_csv(hold()), []).readings == ()


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_that_a_spreadsheet_saved_again_is_read(separator: str) -> None:
    held = hold(full())

    def save(row: dict[str, str]) -> None:
        row["document"] = "1.23457E+15"
        row["confidence"] = row["confidence"].replace(".", ",")
        row["hedged"] = row["hedged"].upper()
        row["start"] = ""

    found = read_csv(rewritten(write_csv(held), save, separator), held.documents)
    assert found.skipped == ()
    assert found.readings[0].statements == full().statements


def test_a_row_that_somebody_wrote_needs_a_report_and_a_quote_only() -> None:
    document = make_document("Amber would accept tolls. Birch would not.", name="march")
    table = (
        "report,quote,party_id,issue_id,act,stance,said_edtf,said\n"
        "march,Birch would not,birch,tolls,Reject,OPPOSE,2031-03,in March\n"
    )
    (reading,) = read_csv(table, [document]).readings
    (statement,) = reading.statements
    assert (statement.evidence.quote, statement.sentence, statement.origin.method) == ("Birch would not", 1, "by hand")
    assert statement.said == Moment(
        earliest=date(2031, 3, 1), latest=date(2031, 3, 31), precision=Precision.MONTH, surface="in March"
    )


def test_a_quote_is_found_again_in_a_text_that_was_shifted_with_all_that_hangs_on_it() -> None:
    held = hold(full())
    moved = put_before(full().document, "Corrected on Friday.\n\n")
    found = read_csv(write_csv(held), [moved])
    assert found.skipped == ()
    assert [s.evidence.quote for s in found.readings[0].statements] == [s.evidence.quote for s in full().statements]
    assert [q.evidence.quote for q in found.readings[0].statements[0].quantities] == ["0 tolls"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("quote", "Amber never said so", "its quote does not stand in"),
        ("quote", "", "its quote does not stand in"),
        ("act", "shout", "act is to be one of demand"),
        ("stance", "", "stance is to be one of support"),
        ("party_id", "", "party is empty"),
        ("sentence", "one", "sentence is to be a whole number, found 'one'"),
        ("confidence", "high", "confidence is to be a number from 0 to 1"),
        ("confidence", "7", "confidence lies in 0..1"),
        ("detail", "{", "detail is no JSON"),
        ("detail", "[1]", "detail is to be a JSON object"),
        ("review", "accepted", "review.at is to be a time with a zone"),
    ],
)
def test_what_does_not_hold_together_is_skipped_by_row(column: str, cell: str, reason: str) -> None:
    held = hold(full())
    found = read_csv(rewritten(write_csv(held), lambda row: row.update({column: cell})), held.documents)
    assert [s.document for s in found.skipped] == ["row 2"]
    assert reason in found.skipped[0].reason
    assert found.readings[0].statements == full().statements[1:]


def test_reports_of_one_name_are_not_taken_for_one_another() -> None:
    held = hold(full())
    twins = [put_before(full().document, "One. "), put_before(full().document, "Two. ")]
    bare = Holdings(recorded=held.recorded, documents=held.documents)
    with pytest.raises(DocumentUnreadable, match="is not at hand, or there are several"):
        read_csv(write_csv(bare).replace("https://example.org/?a=1", ""), twins)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("name,colour\nx,red\n", "has no column quote, act, stance, party_id, issue_id"),
        ('quote,act,stance,party_id,issue_id\n"open', "its report '' is not at hand"),
    ],
)
def test_a_table_of_another_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        read_csv(text, [])
