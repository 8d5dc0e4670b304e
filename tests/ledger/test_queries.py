"""What a ledger is asked."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.model import Act, DocumentId, IssueId, PartyId, Reading, Stance, StatementId
from detente.model.record import Counts, Verdict
from tests.factories import LAW, make_document, make_reading, make_statement
from tests.ledger.negotiation import AMBER, NOW, TOLLS, faults, fill, make_ledger, report, review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "talks.db")


def quoting(*texts: str) -> list[Reading]:
    """Readings with one statement each, whose quote is the whole text."""
    return [
        make_reading(document, (make_statement(document, text, "amber", "tolls", Act.DEMAND, Stance.SUPPORT),))
        for text in texts
        for document in (make_document(text),)
    ]


def test_a_report_that_is_appended_twice_adds_nothing(path: Path) -> None:
    with Ledger.open(path) as ledger:
        head, counts = ledger.head, ledger.counts()
        assert not ledger.append(report(0), recorded=NOW + timedelta(days=1))
        assert not ledger.append(replace(report(1), statements=()), recorded=NOW)
        assert (ledger.head, ledger.counts()) == (head, counts)


def test_readings_come_in_order_of_recording_up_to_a_day_of_publication(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db") as ledger:
        for number in (7, 2, 4, 0):
            ledger.append(report(number), recorded=NOW)
        assert [r.document.name for r in ledger.readings()] == ["report-7", "report-2", "report-4", "report-0"]
        early = ledger.readings(as_of=date(2031, 3, 3))
        assert [r.document.name for r in early] == ["report-2", "report-4", "report-0"]  # 4 is undated
        assert [r.document.name for r in ledger.readings(as_of=date(1900, 1, 1))] == ["report-4"]


def test_the_review_added_last_counts(path: Path) -> None:
    first = report(0)
    with Ledger.open(path) as ledger:
        assert next(ledger.readings()) == replace(first, statements=first.statements[1:])
        assert next(ledger.readings(as_read=True)) == first
        again = review(first, Verdict.ACCEPTED, minute=-5)
        ledger.append_review(again)
        assert next(ledger.readings()) == first
        assert ledger.statement(first.statements[0].id).review == again


def test_a_review_of_nothing_known_is_refused(path: Path) -> None:
    unknown = report(9)
    with Ledger.open(path) as ledger:
        for statement in (unknown.statements[0].id, "", "no id", first_half(report(0).statements[0].id)):
            with pytest.raises(LedgerError, match="check the id"):
                ledger.append_review(replace(review(unknown), statement=StatementId(statement)))


def first_half(key: str) -> str:
    return key[:8]


def test_a_copy_names_its_original(path: Path) -> None:
    with Ledger.open(path) as ledger:
        copies = [(document.name, original) for document, _, original in ledger.documents() if original]
        assert copies == [("report-3", report(0).document.id)]
        with pytest.raises(LedgerError, match="cannot be a copy of beef"):
            ledger.append(report(9), copy_of=DocumentId("beef"), recorded=NOW)
        assert not ledger.has(report(9).document.id)


def test_settings_are_given_back_and_the_one_set_last_counts(path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert (ledger.setting("title"), ledger.setting("agenda")) == ("Tolls", "title = 'Tolls'\n")
        assert (ledger.setting("created"), ledger.setting("colour")) == (NOW.isoformat(), None)
        ledger.append_setting("title", "Tolls and ferries", recorded=NOW)
        assert ledger.setting("title") == "Tolls and ferries"
    assert faults(path) == ()


def test_it_counts_what_it_holds(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert ledger.counts() == Counts(
            documents=4,
            copies=1,
            statements=8,
            reviews=2,
            parties=2,
            issues=2,
            first=date(2031, 3, 1),
            last=date(2031, 3, 4),
            recorded=NOW,
        )
    with Ledger.create(tmp_path / "empty.db") as ledger:
        counts = ledger.counts()
        assert (counts.documents, counts.first, counts.last, counts.recorded) == (0, None, None, None)
        assert (list(ledger.readings()), list(ledger.statements()), ledger.parties()) == ([], [], ())


def test_it_knows_every_party_and_issue_by_its_first_name(path: Path) -> None:
    with Ledger.open(path) as ledger:
        assert [p.id for p in ledger.parties()] == ["amber", "birch"]
        assert ledger.parties()[0] == AMBER
        assert ledger.issues()[0] == TOLLS
        assert ledger.names() == {"amber": "Amber", "birch": "Birch", "tolls": TOLLS.name, "truce": "Truce"}


def test_statements_come_by_day_with_undated_ones_first(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db") as ledger:
        fill(ledger, 0, 8)
        order = ["report-4", *(f"report-{n}" for n in (0, 1, 2, 3, 5, 6, 7))]
        found = list(ledger.statements())
        assert [r.name for r in found] == [name for name in order for _ in range(2)]
        amber = [r.name for r in ledger.statements(party=PartyId("amber"), issue=IssueId("tolls"))]
        assert amber == order
        days = ledger.statements(party=PartyId("birch"), since=date(2031, 3, 3), as_of=date(2031, 3, 6))
        assert [r.name for r in days] == ["report-4", "report-2", "report-3", "report-5"]
        assert [r.name for r in ledger.statements(limit=3)] == ["report-4", "report-4", "report-0"]
        assert list(ledger.statements(limit=0)) == list(ledger.statements(party=PartyId("nobody"))) == []
        assert len(list(ledger.statements(issue=IssueId("tolls"), limit=10**30))) == 16


def test_a_statement_carries_its_three_clocks(path: Path) -> None:
    reading = report(1)
    with Ledger.open(path) as ledger:
        found = ledger.statement(reading.statements[0].id)
    assert found.statement == reading.statements[0]
    assert (found.document, found.name, found.published) == (reading.document.id, "report-1", date(2031, 3, 2))
    assert (found.recorded, found.review) == (NOW + timedelta(minutes=1), None)


def test_a_statement_is_found_by_any_beginning_of_its_id_that_is_its_own(path: Path) -> None:
    ids = sorted(s.id for number in range(4) for s in report(number).statements)
    with Ledger.open(path) as ledger:
        for key in ids:
            for length in range(1, 17):
                meant = [other for other in ids if other.startswith(key[:length])]
                if len(meant) == 1:
                    assert ledger.statement(key[:length].upper()).statement.id == key
                else:
                    with pytest.raises(LedgerError, match="more than one"):
                        ledger.statement(key[:length])


@pytest.mark.parametrize("prefix", ["", "xyz", "0" * 17, "%", "' OR 1=1 --", "١"])
def test_what_can_be_no_id_is_refused(path: Path, prefix: str) -> None:
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="no statement's id"):
        ledger.statement(prefix)


def test_an_id_that_is_not_there_is_an_error_that_says_so(path: Path) -> None:
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="no statement 0000000000000000 is in"):
        ledger.statement("0" * 16)


# ── search ──

TEXTS = (
    "The parties agreed to a truce",
    "a truce to which the parties agreed",
    "L'accord de cessez-le-feu à Genève",
    "停火谈判在日内瓦继续进行",
    "وقف إطلاق النار",
    "переговоры о перемирии",
    "Robert'); DROP TABLE statements; --",
    "NEAR NOT AND OR",
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("truce PARTIES", [0, 1]),
        ('"parties agreed"', [0, 1]),
        ('"agreed to a truce"', [0]),
        ("“agreed to a truce”", [0]),
        ('truce "to which', [1]),
        ("geneve", [2]),
        ("cessez-le-feu", [2]),
        ("日内瓦", [3]),
        ("停火", [3]),
        ("火停", []),
        ("النار", [4]),
        ("ПЕРЕМИРИИ", [5]),
        ("'); DROP TABLE statements; --", [6]),
        ("OR", [7]),
        ("NOT NEAR", [7]),
        ("truce OR accord", []),
        ("truc*", []),
        ("quote:truce", []),
        ("- truce ***", [0, 1]),
        ("", []),
        ('"', []),
        ('""', []),
        ("( ) ^ * : + { }", []),
        ("\0", []),
        ("truce\ud800", [0, 1]),
    ],
)
def test_search_takes_every_word_as_a_word(words: str, found: list[int], tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db") as ledger:
        for reading in quoting(*TEXTS):
            ledger.append(reading, recorded=NOW)
        assert sorted(TEXTS.index(r.statement.evidence.quote) for r in ledger.search(words)) == found
        assert ledger.verify().faults == ()


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "talks.db"
    with Ledger.create(path) as ledger:
        for reading in quoting(*TEXTS):
            ledger.append(reading, recorded=NOW)
    return path


@LAW
@given(
    st.text()
    | st.lists(st.sampled_from(['"', "“", "”", "*", "NEAR(", "AND", "(", ":", "^", "-", "+", "truce"])).map(" ".join)
)
@example("truce " * 5000)
@example(" ".join(f"w{number}" for number in range(5000)))
@example('"' * 4999)
def test_no_search_fails_whatever_is_typed(texts: Path, words: str) -> None:
    with Ledger.open(texts, read_only=True) as ledger:
        assert len(list(ledger.search(words))) <= len(TEXTS)


def test_search_gives_the_latest_first_and_no_more_than_asked(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "talks.db") as ledger:
        for reading in quoting("tolls and a great many other things of no account", "tolls tolls", "tolls, tolls"):
            ledger.append(reading, recorded=NOW)
        quotes = [r.statement.evidence.quote for r in ledger.search("tolls")]
        assert quotes == ["tolls, tolls", "tolls tolls", "tolls and a great many other things of no account"]
        assert len(list(ledger.search("tolls", limit=2))) == 2
        assert list(ledger.search("tolls", limit=-1)) == []


def test_the_file_can_be_read_in_plain_sql(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT id, party, issue, act, quote, verdict FROM statement_view ORDER BY seq LIMIT 1"
        statement = report(0).statements[0]
        assert connection.execute(query).fetchone() == (
            statement.id,
            "Amber",
            TOLLS.name,
            "accept",
            statement.evidence.quote,
            "rejected",
        )
        query = (
            "SELECT count(*) FROM statement_view JOIN statement_words w ON w.rowid = seq WHERE statement_words MATCH ?"
        )
        assert connection.execute(query, ("likely",)).fetchone() == (4,)


def test_what_is_appended_while_readings_are_listed_is_not_waited_for(path: Path) -> None:
    with Ledger.open(path) as ledger:
        names = []
        for number, reading in enumerate(ledger.readings(), 10):
            ledger.append(report(number), recorded=NOW)
            names.append(reading.document.name)
        assert names == ["report-0", "report-1", "report-2", "report-3"]
        assert ledger.counts().documents == 8


def test_a_list_goes_on_whether_an_append_meanwhile_succeeds_or_fails(path: Path) -> None:
    with Ledger.open(path) as ledger:
        statements = ledger.statements()
        found = [next(statements)]
        with pytest.raises(LedgerError):
            ledger.append(report(9), copy_of=DocumentId("beef"), recorded=NOW)
        found.append(next(statements))
        assert ledger.append(report(9), recorded=NOW)
        found += statements
        assert [r.name for r in found[:8]] == [f"report-{n}" for n in range(4) for _ in range(2)]


def test_whoever_was_only_mentioned_at_first_is_called_as_listed_later(tmp_path: Path) -> None:
    first, second = report(1), report(2)
    with Ledger.create(tmp_path / "talks.db", now=NOW) as ledger:
        ledger.append(replace(first, parties=(), statements=()), recorded=NOW)
        named = replace(second, parties=tuple(replace(p, name=f"The {p.name} side") for p in second.parties))
        ledger.append(named, recorded=NOW)
        assert ledger.names()["amber"] == "The Amber side"
        assert ledger.names()["amber"] == next(p.name for p in ledger.parties() if p.id == "amber")
