"""Contradictions of the table; what counts as one is tested with the positions."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from detente.analyses import find_contradictions
from detente.model import Act, ContradictionKind, Speaker, Stance, Standing
from detente.positions import fold_positions
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations


def contradictions(reports):
    return find_contradictions(reports, fold_positions(reports))


@LAW
@given(negotiations())
def test_each_cell_has_at_most_one_and_each_divided_cell_has_one(reports):
    table = fold_positions(reports)
    found = find_contradictions(reports, table)
    cells = [(c.party, c.issue) for c in found]
    assert len(cells) == len(set(cells))
    divided = {(p.party, p.issue) for p in table.positions if p.standing is Standing.DIVIDED}
    assert divided <= set(cells)
    for contradiction in found:
        if (contradiction.party, contradiction.issue) not in divided:
            assert contradiction.kind is ContradictionKind.REVERSAL


def test_two_parties_that_disagree_are_no_contradiction():
    document = make_document("The union wants shorter shifts. The port rejects shorter shifts.")
    statements = [
        make_statement(document, "The union wants shorter shifts", "union", "shifts", Act.DEMAND, Stance.SUPPORT),
        make_statement(document, "The port rejects shorter shifts", "port", "shifts", Act.REJECT, Stance.OPPOSE),
    ]
    assert contradictions([make_reading(document, statements)]) == ()


def test_a_turn_between_two_reports_is_a_reversal_and_leaves_the_cell_single():
    def report(words: str, act: Act, stance: Stance, day: date):
        document = make_document(f"{words}.", published=day)
        statement = make_statement(document, words, "union", "shifts", act, stance, speaker="Union")
        return make_reading(document, [statement])

    reports = [
        report("We will never take shorter shifts", Act.REJECT, Stance.OPPOSE, date(2031, 3, 2)),
        report("We take shorter shifts", Act.ACCEPT, Stance.SUPPORT, date(2031, 3, 9)),
    ]
    (found,) = contradictions(reports)
    assert found.kind is ContradictionKind.REVERSAL
    assert (found.first.stance, found.second.stance) == (Stance.OPPOSE, Stance.SUPPORT)
    assert fold_positions(reports).positions[0].standing is Standing.SINGLE


def test_they_stand_in_the_order_of_the_table():
    document = make_document(
        "Ann Lee: no shifts. Bo Wu: shifts are fine. Ann Lee: no bonus. Bo Wu: a bonus is fine.",
    )
    ann, bo = (Speaker(name=name, party="port") for name in ("Ann Lee", "Bo Wu"))
    statements = [
        make_statement(document, "no shifts", "port", "shifts", Act.REJECT, Stance.OPPOSE, speaker=ann),
        make_statement(document, "shifts are fine", "port", "shifts", Act.ACCEPT, Stance.SUPPORT, speaker=bo),
        make_statement(document, "no bonus", "port", "bonus", Act.REJECT, Stance.OPPOSE, speaker=ann),
        make_statement(document, "a bonus is fine", "port", "bonus", Act.ACCEPT, Stance.SUPPORT, speaker=bo),
    ]
    assert [c.issue for c in contradictions([make_reading(document, statements)])] == ["shifts", "bonus"]
