"""Event records in the fields of PLOVER: what fits is coded, what does not is left empty."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook.plover import code_statement, country_code, load_crosswalk
from detente.codebook.schemes import load_acts, load_codes, read_data
from detente.errors import DocumentUnreadable
from detente.exchange import read_plover, write_plover
from detente.model import Act, Issue, IssueId, Moment, Party, PartyId, Precision, Reading, Stance
from detente.model.record import Verdict
from tests.exchange.samples import FEW, full, hold, odd_readings, reviews_in
from tests.factories import make_party

WITHOUT = (Act.DENY, Act.CONDITION, Act.REPORT, Act.ASSESS)

MATTERS = {"assist", "change", "yield", "meet"}
MODES = {"REQUEST": MATTERS, "REJECT": MATTERS, "ACCUSE": {"disapprove", "investigate", "allege"}}


def events_of(*readings: Reading) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write_plover(hold(*readings))]


# The crosswalk


def test_every_act_has_an_event_type_or_is_named_as_having_none() -> None:
    assert [a for a in Act if code_statement(a, Stance.SUPPORT).event is None] == list(WITHOUT)
    used = {scheme.plover for scheme in load_acts().values()} - {None}
    assert used == set(load_crosswalk().events)


def test_verbal_acts_lie_in_the_verbal_quadrants() -> None:
    assert {e.quad for e in load_crosswalk().events.values()} == {1, 3}
    assert all((e.score > 0) == (e.quad == 1) for e in load_crosswalk().events.values())


def test_every_code_of_the_crosswalk_is_one_of_the_codebook() -> None:
    walk = load_crosswalk()
    assert {*walk.matters, *walk.contexts} <= set(load_codes())


def test_the_modes_that_are_given_are_those_of_the_event_type_in_the_manual() -> None:
    for act in Act:
        for stance in Stance:
            coding = code_statement(act, stance, load_codes())
            assert set(coding.modes) <= MODES.get(coding.event.name if coding.event else "", set()), act


@pytest.mark.parametrize(
    ("act", "stance", "codes", "modes", "contexts"),
    [
        (Act.DEMAND, Stance.SUPPORT, ("PA-X:CeProv",), ("yield",), ("military",)),
        (Act.DEMAND, Stance.OPPOSE, ("PA-X:CeProv",), (), ("military",)),
        (Act.REJECT, Stance.OPPOSE, ("X:talks",), ("meet",), ("diplomatic",)),
        (Act.REJECT, Stance.SUPPORT, ("X:talks",), (), ("diplomatic",)),
        (Act.DEMAND, Stance.SUPPORT, ("X:wages", "no such code"), (), ("economic",)),
        (Act.ACCUSE, Stance.OPPOSE, (), ("allege",), ()),
        (Act.THREATEN, Stance.OPPOSE, ("PA-X:CeProv",), (), ("military",)),
    ],
)
def test_modes_and_contexts_only_where_there_is_no_choice(
    act: Act, stance: Stance, codes: tuple[str, ...], modes: tuple[str, ...], contexts: tuple[str, ...]
) -> None:
    coding = code_statement(act, stance, codes)
    assert (coding.modes, coding.contexts) == (modes, contexts)
    assert code_statement(act, stance, codes, conditional=True).modes == (*modes, "hypothetical")


def test_only_a_state_has_a_country_code() -> None:
    assert country_code(make_party("ru", name="Russia")) == "RUS"
    assert country_code(make_party("us", name="U.S.")) == "USA"
    assert country_code(make_party("us", name="United Steel")) is None
    assert country_code(make_party("hamas", name="Hamas")) is None
    assert country_code(make_party("su", name="Soviet Union")) is None


def test_country_codes_are_of_states_that_the_codebook_knows_each_with_its_own() -> None:
    codes = load_crosswalk().countries
    assert set(codes) <= {row["id"] for row in read_data("countries")["country"]}
    assert len(set(codes.values())) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes.values())


# Records


def test_a_record_has_the_fields_of_the_manual() -> None:
    first, statement, document = events_of(full())[0], full().statements[0], full().document
    assert first["id"] == f"detente-{statement.id}"
    assert first["date"] == "2031-02-24"
    assert first["actor"][0]["identifier_text"] == "Amber"
    assert first["actor"][0]["office"] == "Minister"
    assert first["recipient"] == []
    assert (first["event"], first["quad_code"], first["event_scale"]) == (["AGREE"], 1, 2.5)
    assert first["mode"] == ["hypothetical"]
    assert first["event_text"] == [statement.evidence.quote]
    span = statement.evidence.span
    assert first["text_info"] == {"sequence": statement.sentence, "start": span.start, "end": span.end}
    assert document.text[span.start : span.end] == first["event_text"][0]
    cited = first["cite_info"]
    assert (cited["url"], cited["title"], cited["publication"], cited["license"]) == (
        document.url,
        document.title,
        document.publisher,
        document.licence,
    )
    assert cited["coder"] == "by hand 1"
    assert first["detente"]["condition"]["quote"] == "if the truce holds"


def test_the_day_is_the_one_on_which_it_was_said_only_where_that_is_known_to_the_day() -> None:
    reading = full()
    week = Moment(earliest=date(2031, 2, 17), latest=date(2031, 2, 23), precision=Precision.WEEK, surface="last week")
    vague = replace(reading, statements=(replace(reading.statements[0], said=week), *reading.statements[1:]))
    assert [e["detente"]["date_basis"] for e in events_of(reading)] == ["said", "published"]
    assert {e["date"] for e in events_of(vague)} == {str(reading.document.published)}
    undated = replace(full(), statements=full().statements[1:])
    held = hold(undated)
    without = replace(held, recorded=tuple(replace(r, published=None) for r in held.recorded))
    (event,) = map(json.loads, write_plover(without))
    assert (event["date"], event["detente"]["date_basis"]) == (None, None)


@pytest.mark.parametrize("act", WITHOUT)
def test_what_has_no_counterpart_is_left_empty(act: Act) -> None:
    reading = full()
    (event, *_) = events_of(replace(reading, statements=(replace(reading.statements[1], act=act),)))
    assert (event["event"], event["has_event"], event["quad_code"], event["event_scale"]) == ([], False, None, None)


def test_the_codes_of_the_issue_give_the_context() -> None:
    reading = full()
    issue = Issue(id=IssueId("tolls"), name="Truce", codes=("PA-X:CeProv",))
    assert {tuple(e["context"]) for e in events_of(replace(reading, issues=(issue,)))} == {("military",)}


def test_a_state_is_coded_as_one() -> None:
    party = Party(id=PartyId("ru"), name="Russia")
    statement = replace(full().statements[1], party=party.id, target=PartyId("ua"))
    held = hold(replace(full(), statements=(statement,), parties=(party,)))
    (event,) = map(json.loads, write_plover(held))
    assert event["actor"][0]["code"] == "RUS"
    assert event["recipient"][0]["code"] is None  # it is called nothing that a state is called


def test_everything_comes_back_where_the_reports_are_at_hand() -> None:
    held = hold(full(0), full(4), verdicts=(Verdict.ACCEPTED, Verdict.CORRECTED))
    found = read_plover("".join(write_plover(held)), held.documents)
    assert [r.statements for r in found.readings] == [full(0).statements, full(4).statements]
    assert found.reviews == reviews_in(held)
    assert found.readings[0].issues == full().issues[:1]


@FEW
@given(odd_readings(), st.booleans())
def test_words_in_any_script_come_back_as_they_were(readings: tuple[Reading, ...], lines: bool) -> None:
    held = hold(*readings, bare=True)
    if held.recorded:
        written = list(write_plover(held))
        found = read_plover(written if lines else "".join(written), held.documents)
        back = {replace(s, sentence=0) for r in found.readings for s in r.statements}
        assert back == {replace(s, sentence=0) for r in readings for s in r.statements}


def test_records_of_other_coders_are_skipped_since_they_have_neither_issue_nor_stance() -> None:
    other = '{"id": "X-1", "date": "2031-02-24", "actor": [{"code": "USA"}], "event": ["CONSULT"]}'
    found = read_plover(f"{other}\n{''.join(write_plover(hold(full())))}", [full().document])
    assert [(s.document, s.reason) for s in found.skipped] == [("line 1", "detente is to be an object, found nothing")]
    assert found.readings[0].statements == full().statements
    with pytest.raises(DocumentUnreadable, match="nothing in it is an event record that carries a statement"):
        read_plover(other, [full().document])
