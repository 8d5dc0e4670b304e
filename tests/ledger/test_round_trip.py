"""What is appended comes back to the letter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.model import Document, Evidence, Mention, PartyId, Reading, Span, Stance
from detente.model.record import Anchor
from tests.brief import strategies
from tests.brief.founding import founding_reading
from tests.factories import LAW, make_document, make_issue, make_party, make_reading, negotiations
from tests.ledger.negotiation import NOW, anchor, faults, report


def pass_through(*readings: Reading) -> list[Reading]:
    """Readings as a ledger that was closed and opened gives them back; it must find no fault with itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "talks.db"
        with Ledger.create(path, now=NOW) as ledger:
            added = [ledger.append(reading, recorded=NOW) for reading in readings]
            assert all(added)
        with Ledger.open(path, read_only=True) as ledger:
            assert ledger.verify().faults == ()
            said = [(s.evidence, s.id) for reading in readings for s in reading.statements]
            found = [(r.statement.evidence, r.statement.id) for r in ledger.statements()]
            assert sorted(found, key=repr) == sorted(said, key=repr)
            return list(ledger.readings())


def test_the_founding_reading_comes_back_as_it_was() -> None:
    assert pass_through(founding_reading()) == [founding_reading()]


def test_everything_that_a_reading_can_hold_comes_back_as_it_was() -> None:
    assert pass_through(report(0), report(4)) == [report(0), report(4)]


@LAW
@given(negotiations())
def test_any_negotiation_comes_back_as_it_was(readings: list[Reading]) -> None:
    assert pass_through(*readings) == readings


@LAW
@given(st.data())
def test_readings_in_any_words_and_scripts_come_back_as_they_were(data: st.DataObject) -> None:
    parties = (make_party("p0", name="停火"), make_party("p1", name="'; DROP TABLE statements; --"))
    issues = (make_issue("i0", "a\0b"), make_issue("i1", "\x1b[31m"))
    drawn = [data.draw(strategies.readings(number, parties, issues)) for number in range(2)]
    assert pass_through(*drawn) == drawn


def test_each_reading_keeps_its_own_names_and_roles_of_parties_and_issues() -> None:
    first = make_reading(make_document("Amber came."), parties=(make_party("amber"),), issues=(make_issue("tolls"),))
    second = replace(
        make_reading(make_document("Ambre vint."), parties=(make_party("amber", "Ambre", name="Ambre"),)),
        issues=(make_issue("tolls", "Péages"),),
    )
    assert pass_through(first, second) == [first, second]


def test_parties_and_issues_that_only_statements_name_are_kept_too() -> None:
    reading = report(0)
    assert pass_through(replace(reading, parties=(), issues=()))[0].statements == reading.statements


def test_one_statement_read_twice_in_a_report_is_kept_twice() -> None:
    reading = report(0)
    twice = replace(reading, statements=(*reading.statements, replace(reading.statements[-1], stance=Stance.OPEN)))
    assert pass_through(twice) == [twice]


def test_anchors_come_back_as_they_were(tmp_path: Path) -> None:
    reading = report(0)
    held = (anchor(reading), replace(anchor(reading), issue=make_issue("ferries", "Fähren"), themes=()))
    with Ledger.create(tmp_path / "talks.db") as ledger:
        ledger.append(reading, anchors=held, recorded=NOW)
        assert ledger.anchors() == held
        assert ledger.issues()[-1] == make_issue("ferries", "Fähren")


def test_the_vector_of_an_anchor_is_kept_as_32_bit_floats(tmp_path: Path) -> None:
    reading = report(0)
    with Ledger.create(tmp_path / "talks.db") as ledger:
        ledger.append(reading, anchors=(replace(anchor(reading), vector=(0.1,)),), recorded=NOW)
        assert ledger.anchors()[0].vector == pytest.approx((0.1,), abs=1e-8)


def test_a_time_in_any_zone_comes_back_as_the_same_moment(tmp_path: Path) -> None:
    time = datetime(2031, 4, 1, 3, 0, 0, 5, tzinfo=timezone(timedelta(hours=14)))
    with Ledger.create(tmp_path / "talks.db") as ledger:
        ledger.append(report(0), recorded=time)
        ((document, recorded, original),) = ledger.documents()
    assert (document, recorded, recorded.tzinfo, original) == (report(0).document, time, UTC, None)


def broken(reading: Reading) -> dict[str, tuple[Reading, tuple[Anchor, ...], str]]:
    """Readings that cannot be kept, and what is said of them."""
    document, statement = reading.document, reading.statements[0]
    surrogate = make_document("Half \ud83e of a pair.")
    wrong = replace(statement.evidence, quote="never said")
    elsewhere = replace(statement.evidence, document=make_document("x").id)
    beyond = Evidence(document=document.id, span=Span(start=0, end=9999), quote=document.text)
    blank = Evidence(document=document.id, span=Span(start=2, end=3), quote=" ")
    endless = replace(statement.quantities[0], high=float("inf"))
    mention = Mention(party=PartyId("amber"), document=surrogate.id, span=Span(start=0, end=1))
    return {
        "surrogate": (make_reading(surrogate), (), r"cannot keep the character '\\ud83e', half of a pair"),
        "wrong": (replace(reading, statements=(replace(statement, evidence=wrong),)), (), "does not stand at 0"),
        "elsewhere": (replace(reading, statements=(replace(statement, hedge=elsewhere),)), (), "another document"),
        "beyond": (replace(reading, statements=(replace(statement, evidence=beyond),)), (), "does not stand at"),
        "blank": (replace(reading, statements=(replace(statement, evidence=blank),)), (), "nothing is quoted at 2..3"),
        "endless": (replace(reading, statements=(replace(statement, quantities=(endless,)),)), (), "infinite"),
        "mention": (replace(reading, mentions=(mention,)), (), "a mention is of another document"),
        "vector": (reading, (replace(anchor(reading), vector=(1e300,)),), "32-bit floats"),
    }


@pytest.mark.parametrize("case", broken(report(0)))
def test_what_cannot_be_kept_to_the_letter_is_refused_and_leaves_nothing(case: str, tmp_path: Path) -> None:
    reading, anchors, message = broken(report(0))[case]
    path = tmp_path / "talks.db"
    with Ledger.create(path) as ledger:
        head = ledger.head
        with pytest.raises(LedgerError, match=message):
            ledger.append(reading, anchors=anchors, recorded=NOW)
        assert (ledger.head, ledger.counts().parties) == (head, 0)
        assert ledger.append(report(1), recorded=NOW)
    assert faults(path) == ()


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db") as ledger, pytest.raises(LedgerError, match="no time zone"):
        ledger.append(report(0), recorded=datetime(2031, 4, 1))
    with pytest.raises(LedgerError, match="no time zone"):
        Ledger.create(tmp_path / "other.db", now=datetime(2031, 4, 1))
    assert not (tmp_path / "other.db").exists()


def test_a_document_of_one_character_without_anything_is_kept() -> None:
    nothing = make_reading(Document(text="x", name="", body=Span(start=0, end=1)))
    assert pass_through(nothing) == [nothing]
