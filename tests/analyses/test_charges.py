"""Several reports of one allegation: reports and sources counted apart, each with its sentence; never a verdict."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given

from detente.analyses import find_allegations, find_commitments
from detente.analyses.charges import join_allegations
from detente.codebook.day_cues import load_corroboration
from detente.model import Act, Corroboration, Document, Span, Speaker, Stance
from tests.factories import LAW, make_document, make_party, make_reading, make_statement, negotiations

MARCH_1, MARCH_2, MARCH_9 = date(2031, 3, 1), date(2031, 3, 2), date(2031, 3, 9)
PARTIES = [make_party("hall", "Hall"), make_party("mill", "Mill"), make_party("weir", "Weir")]
TRUCE = "Hall and Mill agreed on a truce. "


def accuse(
    text: str,
    quote: str,
    day: date | None,
    *,
    accuser: str = "hall",
    target: str = "mill",
    publisher: str | None = None,
):
    """A report in which one accuses another of breaking the truce."""
    made = make_document(text, published=day)
    document = Document(text=text, name=made.name, body=made.body, published=day, publisher=publisher)
    statements = [make_statement(document, quote, accuser, "truce", Act.ACCUSE, Stance.SUPPORT, target=target)]
    if text.startswith(TRUCE):
        agreed = TRUCE.strip().rstrip(".")
        statements += [
            make_statement(document, agreed, party, "truce", Act.AGREE, Stance.SUPPORT) for party in ("hall", "mill")
        ]
    return make_reading(document, statements, parties=PARTIES)


def report_fact(text: str, quote: str, day: date, *, publisher: str | None = None, speaker: str | None = None):
    """A report that itself, or by somebody outside, says that Mill broke the truce."""
    document = Document(text=text, name="r", body=Span(start=0, end=len(text)), published=day, publisher=publisher)
    voice = Speaker(name=speaker, party=None) if speaker else None
    said = make_statement(document, quote, "mill", "truce", Act.REPORT, Stance.OPPOSE, speaker=voice)
    return make_reading(document, [said], parties=PARTIES)


def charges(*readings):
    return join_allegations(find_allegations(readings, find_commitments(readings)), readings)


@LAW
@given(negotiations())
def test_every_allegation_is_in_one_charge_and_every_count_adds_up(reports):
    allegations = find_allegations(reports, find_commitments(reports))
    joined = join_allegations(allegations, reports)
    assert sorted(a.evidence.span for c in joined for a in c.allegations) == sorted(
        a.evidence.span for a in allegations
    )
    assert sum(len(c.allegations) for c in joined) == len(allegations)
    for charge in joined:
        assert {(a.accuser, a.accused, a.commitment) for a in charge.allegations} == {
            (charge.accuser, charge.accused, charge.commitment)
        }
        for rung in charge.rungs:
            held = [a for a in charge.allegations if a.corroboration is rung.corroboration]
            assert 1 <= rung.sources <= len(held)
            assert rung.reports == len({a.evidence.document for a in held})
        order = list(Corroboration)
        assert all(order.index(a.corroboration) < order.index(b.corroboration) for a, b in pairwise(charge.rungs))


def test_two_papers_that_print_one_sides_word_are_two_reports_and_one_source():
    first = accuse(
        f"{TRUCE}Hall accused Mill of violating the truce.", "Hall accused Mill of violating the truce", MARCH_1
    )
    second = accuse("Mill broke the truce, Hall charged.", "Mill broke the truce, Hall charged", MARCH_2)
    (charge,) = charges(first, second)
    (rung,) = charge.rungs
    assert (rung.corroboration, rung.reports, rung.sources) == (Corroboration.ALLEGED, 2, 1)
    assert len({a.evidence.quote for a in charge.allegations}) == 2


def test_outlets_that_state_it_themselves_are_a_source_each():
    one = report_fact(
        "Mill violated the truce at noon.", "Mill violated the truce at noon", MARCH_1, publisher="The Post"
    )
    two = report_fact("Mill breached the truce.", "Mill breached the truce", MARCH_2, publisher="The Herald")
    again = report_fact(
        "Mill violated the truce again.", "Mill violated the truce again", MARCH_2, publisher="the  post"
    )
    (charge,) = charges(one, two, again)
    assert (charge.accuser, [(r.reports, r.sources) for r in charge.rungs]) == (None, [(3, 2)])


def test_an_allegation_a_week_later_is_another():
    first = accuse("Hall accused Mill of violating the truce.", "Hall accused Mill of violating the truce", MARCH_1)
    later = accuse(
        "Again Hall accused Mill of violating the truce.", "Hall accused Mill of violating the truce", MARCH_9
    )
    assert [len(c.allegations) for c in charges(first, later)] == [1, 1]


def test_two_nights_are_two_even_in_one_report():
    text = (
        "Hall accused Mill of violating the truce on March 1, 2031. "
        "Hall accused Mill of breaking the truce on March 4, 2031."
    )
    document = make_document(text, published=MARCH_9)
    quotes = text.split(". ")
    said = [
        make_statement(document, q.rstrip("."), "hall", "truce", Act.ACCUSE, Stance.SUPPORT, target="mill")
        for q in quotes
    ]
    assert [len(c.allegations) for c in charges(make_reading(document, said, parties=PARTIES))] == [1, 1]


def test_each_way_of_an_exchange_stays_its_own():
    there = accuse("Hall accused Mill of violating the truce.", "Hall accused Mill of violating the truce", MARCH_1)
    back = accuse(
        "Mill accused Hall of violating the truce.", "Mill accused Hall of violating the truce", MARCH_2,
        accuser="mill", target="hall",
    )  # fmt: skip
    assert [(c.accuser, c.accused) for c in charges(there, back)] == [("hall", "mill"), ("mill", "hall")]


def test_rungs_stand_side_by_side_with_whoever_looked_into_it():
    plain = accuse("Hall accused Mill of violating the truce.", "Hall accused Mill of violating the truce", MARCH_1)
    osce = accuse(
        "Hall accused Mill of violating the truce. OSCE monitors recorded ten blasts.",
        "Hall accused Mill of violating the truce", MARCH_1,
    )  # fmt: skip
    un = accuse(
        "Hall again accused Mill of violating the truce. UN observers documented the blasts.",
        "Hall again accused Mill of violating the truce", MARCH_2,
    )  # fmt: skip
    (charge,) = charges(plain, osce, un)
    assert [(r.corroboration, r.reports, r.sources) for r in charge.rungs] == [
        (Corroboration.ALLEGED, 1, 1),
        (Corroboration.MONITORED, 2, 2),
    ]
    checked = [a.checked.quote for a in charge.allegations if a.checked]
    assert checked == ["OSCE monitors recorded", "UN observers documented"]


@pytest.mark.parametrize(
    ("words", "rung"),
    [
        ("The mission recorded ten blasts.", Corroboration.MONITORED),
        ("The blasts were verified by UN observers.", Corroboration.VERIFIED),
        ("Inspectors held Mill responsible.", Corroboration.ATTRIBUTED),
        ("Monitors found no trace of it.", Corroboration.DISPUTED),
        ("Monitors had not verified it.", Corroboration.ALLEGED),
        ("Hall confirmed it.", Corroboration.ALLEGED),
    ],
)
def test_only_what_is_said_of_monitors_lifts_a_rung(words, rung):
    text = f"Hall accused Mill of violating the truce. {words}"
    (charge,) = charges(accuse(text, "Hall accused Mill of violating the truce", MARCH_1))
    assert [r.corroboration for r in charge.rungs] == [rung]
    assert all((a.checked is None) == (rung is Corroboration.ALLEGED) for a in charge.allegations)


def test_every_rung_above_alleged_has_its_words():
    assert {rung for rung, _ in load_corroboration()} == set(Corroboration) - {Corroboration.ALLEGED}
