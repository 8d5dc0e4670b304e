"""From positions to numbers: inferred by a stated rule, or an analyst's; never a private limit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from detente.codebook.agenda import Agenda, parse_agenda
from detente.errors import AnalysisError
from detente.model import Act, ConditionKind, IssueId, Linkage, PartyId, Reading, Speaker, Stance, Table
from detente.positions import fold_positions
from detente.positions.arrays import draft_contests, draft_domain
from tests.factories import LAW, make_document, make_reading, make_statement, negotiations

AMBER, BIRCH = PartyId("amber"), PartyId("birch")


def say(*told: tuple[str, str, str, Act, Stance], **more: object) -> tuple[Reading, Table]:
    """One report, a sentence for each (words, party, issue, act, stance)."""
    document = make_document(" ".join(f"{words}." for words, *_ in told))
    reading = make_reading(document, [make_statement(document, *t, **more) for t in told])  # type: ignore[arg-type]
    return reading, fold_positions([reading])


TOLLS = (
    ("Amber wants lower tolls", "amber", "tolls", Act.DEMAND, Stance.SUPPORT),
    ("Amber repeated its wish for lower tolls", "amber", "tolls", Act.DEMAND, Stance.SUPPORT),
    ("Birch rejected lower tolls", "birch", "tolls", Act.REJECT, Stance.OPPOSE),
    ("Amber asked for a bridge", "amber", "bridge", Act.DEMAND, Stance.SUPPORT),
    ("Birch may build a bridge", "birch", "bridge", Act.CONSIDER, Stance.OPEN),
)


def test_an_option_is_worth_salience_times_how_near_it_lies_to_the_ideal_point() -> None:
    drafted = draft_domain(say(*TOLLS)[1])
    amber, birch = drafted.domain.utilities
    assert (amber.party, amber.values) == (AMBER, ((0.0, 50.0, 100.0), (0.0, 25.0, 50.0)))
    assert (birch.party, birch.values) == (BIRCH, ((100.0, 50.0, 0.0), (50.0, 100.0, 50.0)))


def test_every_inferred_number_says_by_what_rule_and_from_which_statements() -> None:
    drafted = draft_domain(say(*TOLLS)[1])
    salience = next(e for e in drafted.estimates if (e.party, e.issue, e.what) == (AMBER, "bridge", "salience"))
    assert (salience.value, salience.low, salience.high) == (0.5, 0.25, 0.75)
    assert salience.basis == "1 statements on it, and 2 on the issue on which it is heard most"
    assert all(e.author is None and e.statements for e in drafted.estimates)


def test_no_reservation_value_is_ever_inferred() -> None:
    drafted = draft_domain(say(*TOLLS)[1])
    assert {u.reservation for u in (*drafted.domain.utilities, *drafted.low, *drafted.high)} == {None}
    assert "reservation" not in {e.what for e in drafted.estimates}


@LAW
@given(negotiations())
def test_bands_hold_their_estimates_and_all_numbers_are_finite(reports: list[Reading]) -> None:
    table = fold_positions(reports)
    try:
        drafted = draft_domain(table)
    except AnalysisError as error:
        assert "no issue is left" in str(error)  # noqa: PT017
        return
    for low, middle, high in zip(drafted.low, drafted.domain.utilities, drafted.high, strict=True):
        for lows, values, highs in zip(low.values, middle.values, high.values, strict=True):
            assert all(a <= v <= b for a, v, b in zip(lows, values, highs, strict=True))
            assert all(0 <= v <= 100 for v in values)
    assert all(e.low <= e.value <= e.high for e in drafted.estimates)


def test_a_categorical_refusal_takes_the_option_off_and_names_its_words() -> None:
    told = (*TOLLS, ("Birch will never accept a bridge", "birch", "bridge", Act.REJECT, Stance.OPPOSE))
    drafted = draft_domain(say(*told)[1])
    (line,) = drafted.red_lines
    assert (line.party, line.issue, line.option) == (BIRCH, "bridge", "yes")
    assert line.statement is not None
    assert line.statement.evidence.quote == "Birch will never accept a bridge"
    bridge = next(i for i in drafted.domain.issues if i.id == "bridge")
    assert [o.id for o in bridge.options] == ["no", "conditional"]
    assert all(len(u.values[drafted.domain.issues.index(bridge)]) == 2 for u in drafted.domain.utilities)


@pytest.mark.parametrize("more", [{"hedge": "build"}, {"confidence": 0.3}, {"condition": (ConditionKind.IF, "x")}])
def test_a_hedged_unsure_or_conditional_refusal_is_no_red_line(more: dict[str, object]) -> None:
    told = [(f"{words} to build x", *rest) for words, *rest in TOLLS[3:]]
    told.append(("Birch will never accept to build x", "birch", "bridge", Act.REJECT, Stance.OPPOSE))
    assert draft_domain(say(*told, **more)[1]).red_lines == ()  # type: ignore[arg-type]
    assert len(draft_domain(say(*told)[1]).red_lines) == 1  # type: ignore[arg-type]


def test_what_another_says_or_is_told_of_is_no_red_line() -> None:
    amber = Speaker(name="Ada Lark", party=AMBER, office=None)
    told = (*TOLLS[3:], ("Birch will never accept a bridge", "birch", "bridge", Act.REJECT, Stance.OPPOSE))
    assert draft_domain(say(*told, speaker=amber)[1]).red_lines == ()
    of_another = (*TOLLS[3:], ("Birch will never accept a bridge", "amber", "bridge", Act.REJECT, Stance.OPPOSE))
    assert draft_domain(say(*of_another)[1]).red_lines == ()


AGENDA = """
[[party]]
id = "amber"
name = "Amber"
[[party]]
id = "birch"
name = "Birch"
[[issue]]
id = "tolls"
name = "Lower tolls"
[[issue.option]]
id = "keep"
name = "Keep"
point = 0
[[issue.option]]
id = "abolish"
name = "Abolish"
point = 100
"""


def judged(party: str, what: str, value: float, **more: str) -> str:
    lines = [f'party = "{party}"', f'what = "{what}"', f"value = {value}", 'author = "A. Lark"', 'basis = "notes"']
    return "\n".join(["[[judgement]]", *lines, *(f'{k} = "{v}"' for k, v in more.items())]) + "\n"


def agenda(*judgements: str) -> Agenda:
    return parse_agenda(AGENDA + "".join(judgements))


def test_an_analysts_salience_and_options_replace_what_is_inferred_and_keep_their_author() -> None:
    drafted = draft_domain(say(*TOLLS)[1], agenda=agenda(judged("amber", "salience", 0.2, issue="tolls")))
    assert drafted.domain.utilities[0].values[0] == (0.0, 20.0)
    told = next(e for e in drafted.estimates if e.author)
    assert (told.author, told.basis, told.value) == ("A. Lark", "notes", 0.2)


def test_utilities_alone_make_a_domain_without_any_report() -> None:
    worth = [("amber", "keep", 0), ("amber", "abolish", 9), ("birch", "keep", 4), ("birch", "abolish", 1)]
    told = [judged(p, "utility", v, issue="tolls", option=o) for p, o, v in worth]
    drafted = draft_domain(fold_positions([]), agenda=agenda(*told, judged("amber", "reservation", 3)))
    assert [u.values for u in drafted.domain.utilities] == [((0.0, 9.0),), ((4.0, 1.0),)]
    assert drafted.domain.utilities[0].reservation == 3


def test_a_reservation_on_one_issue_rules_out_the_options_below_it() -> None:
    drafted = draft_domain(say(*TOLLS)[1], agenda=agenda(judged("birch", "reservation", 50, issue="tolls")))
    assert [o.id for o in drafted.domain.issues[0].options] == ["keep"]
    assert [(r.party, r.option, r.statement) for r in drafted.red_lines] == [(BIRCH, "abolish", None)]


def test_half_a_set_of_utilities_is_refused() -> None:
    with pytest.raises(AnalysisError, match="given for 1 of the 2 options of tolls, not for abolish"):
        draft_domain(say(*TOLLS)[1], agenda=agenda(judged("amber", "utility", 1, issue="tolls", option="keep")))


def test_nothing_that_two_parties_are_heard_on_is_said_to_be_so() -> None:
    with pytest.raises(AnalysisError, match="no issue is left to bargain over"):
        draft_domain(say(TOLLS[0])[1])


def test_a_stated_condition_between_two_issues_becomes_a_requirement_and_one_on_anything_else_is_named() -> None:
    reading, table = say(*TOLLS)
    linkage = Linkage(
        issue=IssueId("bridge"),
        party=BIRCH,
        kind=ConditionKind.ONLY_AFTER,
        gate="lower tolls",
        on_issue=IssueId("tolls"),
        stated=True,
        evidence=reading.statements[0].evidence,
    )
    elsewhere = replace(linkage, on_issue=None, gate="a treaty")
    drafted = draft_domain(table, linkages=[linkage, elsewhere, replace(linkage, stated=False)])
    (requirement,) = drafted.domain.requirements
    assert (requirement.issue, requirement.options) == ("bridge", {"yes"})
    assert (requirement.needs_issue, requirement.needs_options) == ("tolls", {"yes"})
    assert [w for w in drafted.warnings if "treaty" in w] == [
        "Bridge waits for a treaty, which is no issue of the domain: not kept as a requirement"
    ]


def test_a_forecast_starts_from_stances_how_often_a_party_is_heard_and_an_analysts_capability() -> None:
    table = say(*TOLLS)[1]
    bridge = draft_contests(table)[1]
    assert [(s.party, s.point, s.salience, s.capability) for s in bridge.stakes] == [
        (AMBER, 100.0, 0.5, 1.0),
        (BIRCH, 50.0, 1.0, 1.0),
    ]
    told = agenda(judged("birch", "capability", 0.4), judged("birch", "capability", 0.2, issue="tolls"))
    capabilities = [c.stakes[1].capability for c in draft_contests(table, agenda=told)]
    assert capabilities == [0.2, 0.4]


def test_nothing_to_forecast_is_said_to_be_so() -> None:
    with pytest.raises(AnalysisError, match="no issue is left to forecast"):
        draft_contests(say(TOLLS[0])[1])


def test_inferred_worth_is_never_added_to_an_analysts() -> None:
    told = [
        judged(p, "utility", v, issue="tolls", option=o)
        for p, o, v in (("amber", "keep", 0), ("amber", "abolish", 9), ("birch", "keep", 4), ("birch", "abolish", 1))
    ]
    drafted = draft_domain(say(*TOLLS)[1], agenda=agenda(*told))
    assert [i.id for i in drafted.domain.issues] == ["tolls"]
    assert any(w.startswith("Bridge is left out: an analyst gives utilities") for w in drafted.warnings)
