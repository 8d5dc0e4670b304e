"""Folding statements into the table."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Act, Reading, Role, Stance, Standing
from detente.positions import carriers, find_division, fold_positions, order_readings
from tests.factories import LAW, make_document, make_issue, make_party, make_reading, make_statement, negotiations

MARCH_1, MARCH_2, MARCH_9 = date(2031, 3, 1), date(2031, 3, 2), date(2031, 3, 9)


def tell(
    words: str, act: Act, stance: Stance, *, day: date | None = None, party: str = "guild", issue: str = "pay"
) -> Reading:
    """A report of one sentence with one statement."""
    document = make_document(f"{words}.", published=day)
    return make_reading(document, [make_statement(document, words, party, issue, act, stance)])


@LAW
@given(negotiations(dated=True), st.randoms(use_true_random=False))
def test_the_order_in_which_dated_reports_are_given_does_not_matter(reports, random):
    shuffled = random.sample(reports, len(reports))
    assert fold_positions(shuffled) == fold_positions(reports)


@LAW
@given(negotiations())
def test_giving_every_report_twice_changes_nothing(reports):
    assert fold_positions([*reports, *reports]) == fold_positions(reports)


@LAW
@given(negotiations())
def test_every_statement_is_in_exactly_one_cell_held_or_superseded(reports):
    table = fold_positions(reports)
    placed = [s.id for p in table.positions for s in (*p.statements, *p.superseded)]
    assert sorted(placed) == sorted(s.id for r in reports for s in r.statements)
    for position in table.positions:
        assert {(s.party, s.issue) for s in (*position.statements, *position.superseded)} == {
            (position.party, position.issue)
        }


@LAW
@given(negotiations())
def test_rows_and_columns_are_those_with_a_statement_in_their_order(reports):
    table = fold_positions(reports)
    said = [s for r in order_readings(reports) for s in r.statements]
    assert [i.id for i in table.issues] == list(dict.fromkeys(s.issue for s in said))
    roles = list(Role)
    assert [p.id for p in table.parties] == sorted({s.party for s in said}, key=lambda key: _role_and_id(key, reports))
    assert [roles.index(p.role) for p in table.parties] == sorted(roles.index(p.role) for p in table.parties)


def _role_and_id(key, reports):
    party = next(p for r in reports for p in r.parties if p.id == key)
    return list(Role).index(party.role), key


@LAW
@given(negotiations())
def test_a_single_stance_is_never_divided_and_several_are_never_single(reports):
    for position in fold_positions(reports).positions:
        assert (position.standing is Standing.SINGLE) == (len(position.stances) == 1)


@LAW
@given(negotiations())
def test_a_cell_is_divided_exactly_where_its_statements_contradict_each_other(reports):
    by_document = {r.document.id: r for r in reports}
    for position in fold_positions(reports).positions:
        division = find_division(position.statements, by_document)
        assert (position.standing is Standing.DIVIDED) == (division is not None)


@LAW
@given(negotiations())
def test_stances_are_those_of_the_last_day_that_placed_the_party(reports):
    """Found again by looking back from the last day instead of folding forward from the first."""
    for position in fold_positions(reports).positions:
        if position.standing is Standing.DIVIDED:
            continue
        mine = [
            (r.document.published or date.min, s)
            for r in reports
            for s in r.statements
            if (s.party, s.issue) == (position.party, position.issue) and s.stance is not Stance.NEUTRAL
        ]
        placing = [(day, s) for day, s in mine if s.act.takes_position] or mine
        last = max((day for day, _ in placing), default=None)
        expected = {s.stance for day, s in placing if day == last} or {Stance.NEUTRAL}
        assert set(position.stances) == expected


@LAW
@given(negotiations(), st.sampled_from([MARCH_1, MARCH_2, MARCH_9]))
def test_as_of_a_day_the_table_is_that_of_the_reports_up_to_it(reports, day):
    known = [r for r in reports if r.document.published is None or r.document.published <= day]
    as_of = fold_positions(reports, as_of=day)
    assert as_of.as_of == day
    assert as_of.positions == fold_positions(known).positions


@LAW
@given(negotiations())
def test_what_replaces_a_statement_never_weighs_less(reports):
    for position in fold_positions(reports).positions:
        if any(s.act.takes_position and s.stance is not Stance.NEUTRAL for s in position.superseded):
            assert all(s.act.takes_position for s in carriers(position.statements))


def test_nothing_read_gives_an_empty_table():
    table = fold_positions([])
    assert (table.issues, table.parties, table.positions) == ((), (), ())


def test_issues_and_parties_without_a_statement_are_dropped():
    document = make_document("The guild wants more.")
    statement = make_statement(document, "The guild wants more", "guild", "pay", Act.DEMAND, Stance.SUPPORT)
    reading = make_reading(document, [statement], parties=[make_party("owners")], issues=[make_issue("hours")])
    table = fold_positions([reading])
    assert [p.id for p in table.parties] == ["guild"]
    assert [i.id for i in table.issues] == ["pay"]
    assert table.at("owners", "pay") is None


def test_mediators_and_third_parties_stand_after_the_parties():
    document = make_document("Alba asks. Corran asks. Mora asks. Zeta asks.")
    said = {"alba": "Alba asks", "corran": "Corran asks", "mora": "Mora asks", "zeta": "Zeta asks"}
    statements = [make_statement(document, q, p, "pay", Act.DEMAND, Stance.SUPPORT) for p, q in said.items()]
    roles = [make_party("alba", role=Role.THIRD_PARTY), make_party("corran", role=Role.MEDIATOR)]
    table = fold_positions([make_reading(document, statements, parties=roles)])
    assert [p.id for p in table.parties] == ["mora", "zeta", "corran", "alba"]


def test_stances_of_one_report_stand_side_by_side():
    document = make_document("The guild rejected the rota. The guild may discuss the rota.")
    statements = [
        make_statement(document, "The guild rejected the rota", "guild", "rota", Act.REJECT, Stance.OPPOSE),
        make_statement(document, "The guild may discuss the rota", "guild", "rota", Act.CONSIDER, Stance.OPEN),
    ]
    (position,) = fold_positions([make_reading(document, statements)]).positions
    assert position.stances == (Stance.OPPOSE, Stance.OPEN)
    assert position.standing is Standing.MIXED
    assert position.superseded == ()


def test_a_later_report_supersedes_and_the_stance_dates_from_it():
    reports = [
        tell("The guild refuses the cut", Act.REJECT, Stance.OPPOSE, day=MARCH_1),
        tell("The guild weighs the cut", Act.CONSIDER, Stance.OPEN, day=MARCH_2),
        tell("The guild still weighs the cut", Act.CONSIDER, Stance.OPEN, day=MARCH_9),
    ]
    for order in permutations(reports):
        (position,) = fold_positions(order).positions
        assert position.stances == (Stance.OPEN,)
        assert [s.evidence.quote for s in position.statements] == ["The guild still weighs the cut"]
        assert len(position.superseded) == 2
        assert position.since == MARCH_2


def test_a_report_of_a_fact_joins_what_an_act_holds():
    (position,) = fold_positions(
        [
            tell("The guild refuses the cut", Act.REJECT, Stance.OPPOSE, day=MARCH_1),
            tell("The guild went to work", Act.REPORT, Stance.SUPPORT, day=MARCH_2),
        ]
    ).positions
    assert position.stances == (Stance.OPPOSE,)
    assert len(position.statements) == 2
    assert position.since == MARCH_1


def test_of_what_joins_an_act_the_latest_of_each_weight_is_held():
    act = tell("The guild rejects the offer", Act.REJECT, Stance.OPPOSE, day=MARCH_1)
    facts = [
        tell(f"The guild met on day {day}", Act.REPORT, Stance.NEUTRAL, day=date(2031, 3, day)) for day in range(2, 6)
    ]
    told = [
        tell(f"The guild came nearer on day {day}", Act.REPORT, Stance.SUPPORT, day=date(2031, 3, day))
        for day in (3, 4)
    ]
    (position,) = fold_positions([act, *facts, *told]).positions
    assert [s.evidence.quote for s in position.statements] == [
        "The guild rejects the offer",
        "The guild came nearer on day 4",
        "The guild met on day 5",
    ]
    assert (position.stances, position.since) == ((Stance.OPPOSE,), MARCH_1)
    assert len(position.superseded) == 4


def test_reports_place_a_party_only_where_no_act_does():
    (position,) = fold_positions([tell("The guild left the pact", Act.REPORT, Stance.OPPOSE)]).positions
    assert position.stances == (Stance.OPPOSE,)
    (position,) = fold_positions([tell("The guild has members", Act.REPORT, Stance.NEUTRAL)]).positions
    assert position.stances == (Stance.NEUTRAL,)


def test_undated_reports_stand_side_by_side_before_all_dated_ones():
    undated = [
        tell("The guild refuses the cut", Act.REJECT, Stance.OPPOSE),
        tell("The guild wants the cut", Act.DEMAND, Stance.SUPPORT),
    ]
    (position,) = fold_positions(undated).positions
    assert position.stances == (Stance.OPPOSE, Stance.SUPPORT)
    assert position.since is None
    (position,) = fold_positions(
        [tell("The guild weighs the cut", Act.CONSIDER, Stance.OPEN, day=MARCH_1), *undated]
    ).positions
    assert position.stances == (Stance.OPEN,)
    assert len(position.superseded) == 2
    assert position.since == MARCH_1


def test_reports_of_one_day_stand_side_by_side():
    (position,) = fold_positions(
        [
            tell("The guild refuses the cut", Act.REJECT, Stance.OPPOSE, day=MARCH_1),
            tell("The guild wants the cut", Act.DEMAND, Stance.SUPPORT, day=MARCH_1),
        ]
    ).positions
    assert set(position.stances) == {Stance.OPPOSE, Stance.SUPPORT}
    assert position.superseded == ()


def test_undated_reports_keep_the_order_given_and_dated_ones_follow_by_day():
    reports = [
        tell("Late", Act.DEMAND, Stance.OPEN, day=MARCH_9),
        tell("Second", Act.DEMAND, Stance.OPEN),
        tell("Early", Act.DEMAND, Stance.OPEN, day=MARCH_1),
        tell("First", Act.DEMAND, Stance.OPEN),
    ]
    assert [r.document.text for r in order_readings(reports)] == ["Second.", "First.", "Early.", "Late."]


@pytest.mark.parametrize("act", [a for a in Act if a.takes_position])
def test_every_act_that_takes_a_position_outweighs_reports(act):
    document = make_document("The guild did it. The guild says so.")
    statements = [
        make_statement(document, "The guild did it", "guild", "pay", Act.REPORT, Stance.SUPPORT),
        make_statement(document, "The guild says so", "guild", "pay", act, Stance.OPEN),
    ]
    (position,) = fold_positions([make_reading(document, statements)]).positions
    assert position.stances == (Stance.OPEN,)
