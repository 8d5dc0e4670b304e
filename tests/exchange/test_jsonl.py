"""JSON Lines: everything comes back, and what was altered does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from detente.errors import DocumentUnreadable
from detente.exchange import Holdings, read_jsonl, write_jsonl
from detente.ledger import Ledger
from detente.model import Reading
from detente.model.record import Identity, IdentityKind, Naming, Verdict
from detente.statements.segment import split_sentences
from tests.brief.founding import founding_reading
from tests.exchange.samples import FEW, NOW, full, hold, odd_readings, reviews_in
from tests.factories import LAW, negotiations

SCHEMA = json.loads(files("detente.exchange").joinpath("statement.schema.json").read_text(encoding="utf-8"))
EVERY = (Verdict.ACCEPTED, None, Verdict.REJECTED, Verdict.CORRECTED)


def lines_of(holdings: Holdings) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write_jsonl(holdings)]


def altered(kind: str, change: Callable[[dict[str, Any]], None]) -> str:
    """The lines of a report with one record of a kind changed."""
    lines = lines_of(hold(full()))
    change(next(line for line in lines if line["kind"] == kind))
    return "\n".join(map(json.dumps, lines))


def test_everything_that_a_reading_can_hold_comes_back_as_it_was() -> None:
    readings = (full(0), full(4), founding_reading())
    held = hold(*readings, verdicts=EVERY)
    found = read_jsonl("".join(write_jsonl(held)))
    assert found.readings == readings
    assert found.reviews == reviews_in(held)
    assert found.skipped == ()
    assert found.times == held.times


@FEW
@given(odd_readings(), st.booleans())
def test_words_in_any_script_come_back_as_they_were(readings: tuple[Reading, ...], lines: bool) -> None:
    held = hold(*readings, verdicts=EVERY)
    written = "".join(write_jsonl(held))
    found = read_jsonl(written.splitlines(keepends=True) if lines and "\x85" not in written else written)
    assert sorted(found.readings, key=lambda r: r.document.id) == sorted(readings, key=lambda r: r.document.id)
    assert found.reviews == reviews_in(held)


words = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
signed = {"reviewer": words, "at": st.datetimes(timezones=st.just(UTC)), "note": st.text(max_size=20)}
identities = st.builds(Identity, kind=st.sampled_from(IdentityKind), member=words, same_as=words, **signed)
namings = st.builds(Naming, kind=st.sampled_from(IdentityKind), id=words, name=words, **signed)


@FEW
@given(st.lists(identities, max_size=4), st.lists(namings, max_size=4))
def test_what_people_said_of_names_comes_back_in_its_order(merged: list[Identity], named: list[Naming]) -> None:
    held = replace(hold(full()), identities=tuple(merged), namings=tuple(named))
    for line in lines_of(held):
        Draft202012Validator(SCHEMA).validate(line)
    found = read_jsonl("".join(write_jsonl(held)))
    assert (found.identities, found.namings, found.skipped) == (held.identities, held.namings, ())


@pytest.mark.parametrize("missing", ["of", "reviewer", "at", "member"])
def test_a_merge_that_nobody_signed_is_left_out(missing: str) -> None:
    merged = Identity(kind=IdentityKind.PARTY, member="a", same_as="b", reviewer="R", at=NOW)
    *others, last = lines_of(replace(hold(full()), identities=(merged,)))
    del last[missing]
    found = read_jsonl("\n".join(map(json.dumps, [*others, last])))
    assert found.identities == ()
    assert [skipped.document for skipped in found.skipped] == [f"line {len(others) + 1}"]


@LAW
@given(negotiations())
def test_without_readings_the_statements_come_back_in_sentences_made_anew(readings: list[Reading]) -> None:
    found = read_jsonl("".join(write_jsonl(hold(*readings, bare=True))))
    assert found.skipped == ()
    by_id = {r.document.id: r for r in found.readings}
    assert set(by_id) == {r.document.id for r in readings}
    for reading in readings:
        back = by_id[reading.document.id]
        assert back.document == reading.document
        assert back.sentences == split_sentences(reading.document)
        assert {replace(s, sentence=0) for s in back.statements} == {replace(s, sentence=0) for s in reading.statements}
        assert all(back.sentences[s.sentence].span.overlap(s.evidence.span) for s in back.statements)


@FEW
@given(odd_readings())
def test_every_line_is_of_the_schema(readings: tuple[Reading, ...]) -> None:
    validator = Draft202012Validator(SCHEMA)
    for line in lines_of(hold(*readings, verdicts=EVERY)):
        validator.validate(line)


def test_the_schema_names_every_field_and_refuses_others() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    for line in lines_of(hold(full(), verdicts=EVERY)):
        assert not validator.is_valid(line | {"further": 1})
        for key in line:
            assert not validator.is_valid({k: v for k, v in line.items() if k != key}), key


def test_a_ledger_takes_what_comes_back_and_gives_it_as_it_was(tmp_path: Path) -> None:
    held = hold(full(0), full(1), verdicts=(Verdict.REJECTED,))
    found = read_jsonl("".join(write_jsonl(held)))
    with Ledger.create(tmp_path / "talks.db", now=NOW) as ledger:
        for reading in found.readings:
            assert ledger.append(reading, recorded=dict(found.times)[reading.document.id])
        for review in found.reviews:
            ledger.append_review(review)
        assert sorted(ledger.statements(), key=lambda r: r.id) == sorted(held.recorded, key=lambda r: r.id)
        assert ledger.verify().faults == ()


def test_lines_are_the_same_whenever_they_are_written_and_end_alike() -> None:
    first, second = (list(write_jsonl(hold(full(0), full(1)))) for _ in range(2))
    assert first == second
    assert all(line.endswith("}\n") and "\n" not in line[:-1] for line in first)


def test_an_empty_ledger_gives_an_empty_file_and_comes_back() -> None:
    assert list(write_jsonl(hold())) == []
    assert read_jsonl("").readings == ()


@pytest.mark.parametrize(
    ("kind", "change", "reason"),
    [
        ("statement", lambda r: r.update(quote="Amber would never"), "does not stand at"),
        ("statement", lambda r: r.update(start=9_000, end=9_010), "does not stand at 9000..9010"),
        ("statement", lambda r: r.update(start=-4), "start is to be a whole number from 0, found -4"),
        ("statement", lambda r: r.update(act="shout"), "act is to be one of demand, "),
        ("statement", lambda r: r.pop("stance"), "stance is to be text, found nothing"),
        ("statement", lambda r: r.update(party=" "), "party is empty"),
        ("statement", lambda r: r.update(party="birch"), "it was altered: its id would be"),
        ("statement", lambda r: r.update(document="0" * 16), "the text of its report 0000000000000000 is not there"),
        ("statement", lambda r: r["origin"].update(confidence=2), "confidence lies in 0..1"),
        ("statement", lambda r: r["origin"].update(confidence=float("nan")), "origin.confidence is to be a number"),
        ("statement", lambda r: r.update(quantities=7), "quantities is to be a list, found 7"),
        ("statement", lambda r: r["quantities"][0].update(quote="8 tolls"), "'8 tolls' does not stand"),
        ("statement", lambda r: r["said"].update(earliest="Monday"), "said.earliest is to be a day"),
        ("statement", lambda r: r["condition"].update(kind="perhaps"), "condition.kind is to be one of"),
        ("statement", lambda r: r["attribution"].update(content=None), "attribution.content is to be an object"),
        ("statement", lambda r: r.update(format="other/1"), "its format is 'other/1'"),
        ("statement", lambda r: r.update(kind="remark"), "a line of kind 'remark' is not known"),
        ("statement", lambda r: r.update(review={"verdict": "accepted"}), "review.at is to be a time with a zone"),
        ("document", lambda r: r.update(text=r["text"] + " More."), "the text is not the one that was written"),
        ("document", lambda r: r["body"].update(end=10_000), "the body ends at 10000"),
        ("document", lambda r: r["sentences"][0].update(end=99_999), "lies beyond the text"),
        ("document", lambda r: r["sentences"].reverse(), "begins before the one above it ends"),
    ],
)
def test_what_does_not_hold_together_is_skipped_and_named(
    kind: str, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    found = read_jsonl(altered(kind, change) + "\n" + "".join(write_jsonl(hold(full(1)))))
    assert reason in found.skipped[0].reason
    assert found.skipped[0].document.startswith("line ")
    assert full(1) in found.readings
    quoted = [s.evidence for r in found.readings for s in r.statements]
    texts = {r.document.id: r.document.text for r in found.readings}
    assert all(texts[e.document][e.span.start : e.span.end] == e.quote for e in quoted)
    assert len(quoted) < 4


@pytest.mark.parametrize("line", ["{", "[]", "3", '"x"', "{}", "[" * 100_000, '{"format": 3}', "1" * 5_000])
def test_a_line_of_another_form_is_skipped(line: str) -> None:
    found = read_jsonl(f"{line}\n{''.join(write_jsonl(hold(full())))}")
    assert found.readings == (full(),)
    assert [s.document for s in found.skipped] == ["line 1"]


def test_a_file_of_another_form_is_refused_as_a_whole() -> None:
    with pytest.raises(DocumentUnreadable, match=r"nothing in it is a line of detente-statement/1: line 1: "):
        read_jsonl("name,act\nx,y\n")


def test_a_newer_version_is_refused_as_a_whole() -> None:
    text = "".join(write_jsonl(hold(full()))).replace("detente-statement/1", "detente-statement/2", 1)
    with pytest.raises(DocumentUnreadable, match=r"line 1 is of detente-statement/2; this detente reads .*update"):
        read_jsonl(text)


def test_two_files_one_after_the_other_give_each_statement_once() -> None:
    written = "".join(write_jsonl(hold(full())))
    found = read_jsonl(written + written)
    assert found.readings == (full(),)
    assert len(found.skipped) == written.count("\n")


def test_lines_of_statements_alone_need_their_reports_at_hand() -> None:
    lines = [line for line in write_jsonl(hold(full())) if '"kind": "statement"' in line]
    found = read_jsonl(lines, documents=[full().document, full(1).document])
    assert [r.document for r in found.readings] == [full().document]
    assert [s.id for s in found.readings[0].statements] == [s.id for s in full().statements]
    with pytest.raises(DocumentUnreadable, match="the text of its report"):
        read_jsonl(lines)


def test_holdings_whose_quotes_do_not_stand_in_their_reports_are_refused() -> None:
    held = hold(full())
    with pytest.raises(ValueError, match="not among the documents"):
        replace(held, documents=())
    moved = replace(held.recorded[0].statement.evidence, quote="something else")
    wrong = replace(held.recorded[0], statement=replace(held.recorded[0].statement, evidence=moved))
    with pytest.raises(ValueError, match="does not stand at"):
        replace(held, recorded=(wrong,))


def test_a_file_from_before_earlier_reviews_were_written_is_read() -> None:
    held = hold(full(), verdicts=EVERY)
    lines = [json.loads(line) for line in "".join(write_jsonl(held)).splitlines()]
    for line in lines:
        line.pop("earlier_reviews", None)
    found = read_jsonl("".join(f"{json.dumps(line)}\n" for line in lines))
    assert found.skipped == ()
    assert found.reviews == tuple(r.review for r in held.recorded if r.review)
