"""The table kept in a ledger is the one that folding its readings gives, whatever came in whatever order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.model import Act, IssueId, PartyId, Reading, Stance, StatementId, Table
from detente.model.record import Correction, Identity, IdentityKind, Naming, Review, Verdict
from detente.pipeline.settling import fold_day, is_settled, settle, verify_ledger
from detente.positions import fold_positions
from tests.factories import make_document, make_issue, make_party, make_reading, make_statement
from tests.ledger.negotiation import NOW, behind_its_back

PARTIES = ("amber", "birch", "cedar")
ISSUES = ("tolls", "ferries")
SAID = {
    Stance.SUPPORT: "backs it",
    Stance.OPPOSE: "rejects it",
    Stance.OPEN: "may accept it",
    Stance.NEUTRAL: "spoke of it",
}
DAYS = [None, *(date(2031, 3, day) for day in range(1, 5))]

one_statement = st.tuples(
    st.sampled_from(PARTIES),
    st.sampled_from(ISSUES),
    st.sampled_from([Act.DEMAND, Act.REJECT, Act.AGREE, Act.REPORT, Act.ASSESS]),
    st.sampled_from(list(Stance)),
)
one_report = st.tuples(st.sampled_from(DAYS), st.lists(one_statement, min_size=1, max_size=4))
kinds = st.sampled_from(list(IdentityKind))
actions = st.lists(
    st.one_of(
        st.tuples(st.just("report"), one_report, st.booleans()),
        st.tuples(st.just("reject"), st.integers(0, 20)),
        st.tuples(st.just("accept"), st.integers(0, 20)),
        st.tuples(
            st.just("correct"),
            st.integers(0, 20),
            st.sampled_from([None, *PARTIES]),
            st.sampled_from([None, *ISSUES]),
            st.sampled_from(list(Stance)),
        ),
        st.tuples(
            st.just("join"),
            st.sampled_from(
                [
                    (IdentityKind.ISSUE, *ISSUES),
                    (IdentityKind.PARTY, "birch", "amber"),
                    (IdentityKind.PARTY, "cedar", "birch"),
                    (IdentityKind.PARTY, "birch", "birch"),
                    (IdentityKind.ISSUE, "tolls", "tolls"),
                    (IdentityKind.PARTY, "amber", "cedar"),
                ]
            ),
        ),
        st.tuples(st.just("settle")),
    ),
    min_size=1,
    max_size=12,
)


def told(number: int, day: date | None, statements: list[tuple[str, str, Act, Stance]]) -> Reading:
    lines = [f"{party.title()} {SAID[stance]} ({n})" for n, (party, _, _, stance) in enumerate(statements)]
    document = make_document(". ".join(lines) + f". Report {number}.", name=f"report-{number}", published=day)
    made = [
        make_statement(document, line, party, issue, act, stance)
        for line, (party, issue, act, stance) in zip(lines, statements, strict=True)
    ]
    return make_reading(
        document,
        made,
        parties=[make_party(key, key.title()) for key in sorted({s.party for s in made})],
        issues=[make_issue(key, key.title()) for key in sorted({s.issue for s in made})],
    )


def act_out(ledger: Ledger, steps: list[tuple[object, ...]]) -> None:
    """Do what the steps say, as far as the ledger takes it."""
    for number, (what, *rest) in enumerate(steps):
        at = NOW + timedelta(minutes=number)
        if what == "report":
            (day, statements), copied = rest
            first = next(ledger.documents(), None) if copied else None
            ledger.append(told(number, day, statements), recorded=at, copy_of=first and first[0].id)
        elif what == "settle":
            settle(ledger)
        elif what == "join":
            kind, member, same_as = rest[0]
            try:
                ledger.append_identity(Identity(kind=kind, member=member, same_as=same_as, reviewer="R", at=at))
            except LedgerError:
                continue
        else:
            all_of_them = list(ledger.statements())
            if not all_of_them:
                continue
            chosen = all_of_them[rest[0] % len(all_of_them)].id
            review = Review(statement=chosen, verdict=Verdict.ACCEPTED, reviewer="R", at=at)
            if what == "reject":
                review = replace(review, verdict=Verdict.REJECTED)
            if what == "correct":
                _, party, issue, stance = rest
                known = {p.id for p in ledger.parties()}, {i.id for i in ledger.issues()}
                correction = Correction(
                    party=PartyId(party) if party in known[0] else None,
                    issue=IssueId(issue) if issue in known[1] else None,
                    stance=stance,
                )
                review = replace(review, verdict=Verdict.CORRECTED, correction=correction)
            ledger.append_review(review)


def cells_of(table: Table) -> list[tuple[object, ...]]:
    return sorted(
        (p.party, p.issue, p.stances, p.standing, p.since, tuple(s.id for s in p.statements)) for p in table.positions
    )


@given(actions)
@settings(max_examples=100, deadline=None)
def test_the_kept_table_is_the_folded_one_on_every_day(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "talks.db", now=NOW) as ledger:
        act_out(ledger, steps)
        settle(ledger)
        assert is_settled(ledger)
        copies = ledger.copies()
        readings = [r for r in ledger.readings() if r.document.id not in copies]
        for day in (date(2031, 2, 1), *DAYS):
            folded = fold_positions(readings, as_of=day)
            kept = ledger.cells(as_of=day)
            assert ledger.fold_cells(fold_day, as_of=day) == kept
            found = [
                (
                    c.party,
                    c.issue,
                    c.stances,
                    c.standing,
                    c.since,
                    tuple(r.statement.id for r in ledger.numbered(c.statements)),
                )
                for c in kept
            ]
            assert found == cells_of(folded)
        assert verify_ledger(ledger).faults == ()
        everybody = {party.id for party in ledger.parties()}
        assert {cell.party for cell in ledger.cells()} <= everybody
        assert {cell.issue for cell in ledger.cells()} <= {issue.id for issue in ledger.issues()}
        for cell in ledger.cells():
            listed = list(ledger.statements(party=cell.party, issue=cell.issue))
            assert {r.statement.id for r in ledger.numbered(cell.statements)} <= {r.statement.id for r in listed}
            assert all((r.statement.party, r.statement.issue) == (cell.party, cell.issue) for r in listed)


@pytest.fixture
def joined(tmp_path: Path) -> Ledger:
    ledger = Ledger.create(tmp_path / "talks.db", now=NOW)
    ledger.append(told(1, date(2031, 3, 1), [("amber", "tolls", Act.DEMAND, Stance.SUPPORT)]), recorded=NOW)
    ledger.append(told(2, date(2031, 3, 2), [("birch", "tolls", Act.REJECT, Stance.OPPOSE)]), recorded=NOW)
    return ledger


def join(member: str, same_as: str, kind: IdentityKind = IdentityKind.PARTY) -> Identity:
    return Identity(kind=kind, member=member, same_as=same_as, reviewer="R", at=NOW, note="the same delegation")


def test_two_parties_that_are_one_share_a_cell_and_can_be_taken_apart_again(joined: Ledger) -> None:
    joined.append_identity(join("birch", "amber"))
    settle(joined)
    (cell,) = joined.cells()
    assert (cell.party, cell.stances) == ("amber", (Stance.OPPOSE,))
    (party,) = joined.parties()
    assert party.id == "amber"
    assert [r.statement.party for r in joined.statements(party=PartyId("birch"))] == ["amber", "amber"]
    assert [r.id for r in joined.statements()] == [s.id for r in joined.readings(as_read=True) for s in r.statements]
    joined.append_identity(join("birch", "birch"))
    settle(joined)
    assert [cell.party for cell in joined.cells()] == ["amber", "birch"]


def test_two_parties_never_count_as_each_other(joined: Ledger) -> None:
    joined.append_identity(join("birch", "amber"))
    with pytest.raises(LedgerError, match="birch counts as amber already"):
        joined.append_identity(join("amber", "birch"))


def test_only_what_is_there_is_joined_or_corrected_to(joined: Ledger) -> None:
    statement = next(joined.statements()).id
    with pytest.raises(LedgerError, match="no party dogwood is in"):
        joined.append_identity(join("dogwood", "amber"))
    review = Review(
        statement=statement,
        verdict=Verdict.CORRECTED,
        reviewer="R",
        at=NOW,
        correction=Correction(issue=IssueId("bridges")),
    )
    with pytest.raises(LedgerError, match=r"no issue bridges is in .*name it first"):
        joined.append_review(review)
    joined.append_naming(Naming(kind=IdentityKind.ISSUE, id="bridges", name="Bridges", reviewer="R", at=NOW))
    joined.append_review(review)
    settle(joined)
    assert [(c.party, c.issue) for c in joined.cells()] == [("amber", "bridges"), ("birch", "tolls")]
    assert joined.names()["bridges"] == "Bridges"
    (moved,) = joined.statements(issue=IssueId("bridges"))
    assert moved.read is not None
    assert (moved.id, moved.read.issue, moved.statement.origin.method) == (statement, "tolls", "review")
    assert verify_ledger(joined).faults == ()


def test_a_name_given_by_a_person_counts_everywhere(joined: Ledger) -> None:
    joined.append_naming(Naming(kind=IdentityKind.PARTY, id="amber", name="The Amber League", reviewer="R", at=NOW))
    assert joined.names()["amber"] == "The Amber League"
    assert {p.name for p in joined.parties()} == {"The Amber League", "Birch"}
    assert {p.name for r in joined.readings() for p in r.parties} == {"The Amber League", "Birch"}
    assert {p.name for r in joined.readings(as_read=True) for p in r.parties} == {"Amber", "Birch"}


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        ("UPDATE cells SET stances = 'oppose' WHERE party = 'amber'", "cells, amber on tolls, 2031-03-01: not what"),
        ("UPDATE cells SET held = '[2]' WHERE party = 'amber'", "cells, amber on tolls"),
        ("UPDATE cells SET held = 'x' WHERE party = 'amber'", "cells, amber on tolls"),
        ("DELETE FROM cells WHERE party = 'amber'", "cells, amber on tolls"),
        (
            "INSERT INTO cells SELECT 'cedar', issue, day, stances, standing, since, held FROM cells LIMIT 1",
            "there are 3 where",
        ),
        ("UPDATE listed SET content = replace(content, 'Amber', 'Umber')", "listed: not what the readings list"),
        ("DELETE FROM listed WHERE id = 'amber'", "listed: not what the readings list"),
        ("DELETE FROM settled_ids WHERE seq = 1", "settled_ids: not the ids of the statements"),
        ("INSERT INTO settled_ids VALUES (x'0102030405060708', 1)", "settled_ids: not the ids of the statements"),
    ],
)
def test_a_changed_answer_is_found_and_made_anew(joined: Ledger, change: str, told_of: str) -> None:
    settle(joined)
    assert verify_ledger(joined).faults == ()
    with behind_its_back(joined.path) as connection:
        connection.execute(change)
    assert any(told_of in fault for fault in verify_ledger(joined).faults)
    settle(joined, anew=True)
    assert verify_ledger(joined).faults == ()


def test_a_statement_is_found_by_its_id_before_and_after_settling(joined: Ledger) -> None:
    def found() -> list[StatementId]:
        return [joined.statement(recorded.id).id for recorded in joined.statements()]

    before = found()
    assert len(before) >= 2
    settle(joined)
    assert found() == before
    joined.append(told(9, date(2031, 4, 1), [("amber", "tolls", Act.REJECT, Stance.OPPOSE)]), recorded=NOW)
    assert len(found()) == len(before) + 1
    last = found()[-1]
    joined.append_review(Review(statement=last, verdict=Verdict.REJECTED, reviewer="ed", at=NOW))
    assert joined.statement(last[:9]).review is not None
    with pytest.raises(LedgerError, match="no statement"):
        joined.statement("0" * 16)


def test_every_action_can_be_told_from_its_entry(joined: Ledger) -> None:
    """Corrections, identities and names are in the chain like everything else."""
    joined.append_identity(join("birch", "amber"))
    joined.append_naming(Naming(kind=IdentityKind.PARTY, id="amber", name="A", reviewer="R", at=NOW))
    statement = next(joined.statements()).id
    joined.append_review(
        Review(
            statement=statement, verdict=Verdict.CORRECTED, reviewer="R", at=NOW, correction=Correction(act=Act.REJECT)
        )
    )
    assert joined.verify().faults == ()
    changes: list[Callable[[], str]] = [
        lambda: "UPDATE identities SET same_as = 'birch'",
        lambda: "UPDATE names SET name = 'B'",
        lambda: "UPDATE corrections SET act = 'agree'",
        lambda: "DELETE FROM corrections",
        lambda: "DELETE FROM identities",
        lambda: "DELETE FROM names",
    ]
    head = joined.head
    for change in changes:
        copy = joined.path.with_name("copy.db")
        copy.unlink(missing_ok=True)
        with behind_its_back(joined.path) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with behind_its_back(copy) as connection:
            connection.execute(change())
        with Ledger.open(copy, read_only=True) as changed:
            assert changed.verify(head=head).faults
