"""What waits on what."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.analyses import find_linkages
from detente.analyses.linkages import INFERRED_AT_MOST
from detente.model import Act, ConditionKind, Stance
from tests.factories import LAW, make_document, make_issue, make_party, make_reading, make_statement, negotiations


def waiting(*clauses: str, issues=("tolls",), names=()):
    """A report with one statement for each conditional clause, on the issues in turn."""
    document = make_document("\n".join(f"Item {n} opens {clause}." for n, clause in enumerate(clauses)))
    statements = [
        make_statement(
            document,
            f"Item {n} opens {clause}",
            "hall",
            issues[n % len(issues)],
            Act.CONDITION,
            Stance.OPEN,
            condition=(ConditionKind.ONLY_AFTER, clause),
        )
        for n, clause in enumerate(clauses)
    ]
    return make_reading(document, statements, issues=[make_issue(key, name) for key, name in names])


def gates(*clauses: str) -> list[str]:
    return [linkage.gate for linkage in find_linkages([waiting(*clauses)])]


@LAW
@given(negotiations())
def test_every_condition_is_stated_once_and_nothing_else_is(reports):
    conditional = [s.id for r in reports for s in r.statements if s.condition]
    stated = [linkage for linkage in find_linkages(reports) if linkage.stated]
    assert sorted(linkage.statement.id for linkage in stated) == sorted(conditional)
    for linkage in stated:
        assert linkage.evidence == linkage.statement.condition.evidence
        assert linkage.kind is linkage.statement.condition.kind
        assert linkage.gate


@LAW
@given(negotiations())
def test_inferred_ties_are_few_between_two_issues_and_stated_nowhere(reports):
    linkages = find_linkages(reports)
    inferred = [linkage for linkage in linkages if not linkage.stated]
    assert len(inferred) <= INFERRED_AT_MOST
    assert linkages[len(linkages) - len(inferred) :] == tuple(inferred)
    stated = {frozenset((linkage.issue, linkage.on_issue)) for linkage in linkages if linkage.stated}
    pairs = [frozenset((linkage.issue, linkage.on_issue)) for linkage in inferred]
    assert len(pairs) == len(set(pairs))
    for linkage, pair in zip(inferred, pairs, strict=True):
        assert len(pair) == 2
        assert pair not in stated
        assert linkage.kind is None
        assert linkage.gate == ""


@pytest.mark.parametrize(
    "clauses",
    [
        ("only after the peace agreement", "after a peace agreement", "until the peace agreement is signed"),
        ("once a peace accord has been reached", "after a peace agreement", "if they sign the peace deal"),
        ("after the signing of the peace treaty", "after a peace agreement", "when the peace pact takes effect"),
        ("after a peace agreement", "until the peace agreement is formally signed by both sides"),
    ],
)
def test_many_phrases_for_one_thing_are_one_gate(clauses):
    assert set(gates(*clauses)) == {"a peace agreement"} or set(gates(*clauses)) == {"a peace accord"}


def test_a_gate_without_an_indefinite_phrase_keeps_its_first_words():
    assert gates("after the truce", "until the ceasefire takes effect") == ["the truce", "the truce"]


def test_different_things_are_different_gates():
    assert len(set(gates("after a peace agreement", "after a trade agreement", "if talks progress"))) == 3


@pytest.mark.parametrize("clause", ["must be approved by the members", "若停火", "إذا توقفت"])
def test_a_gate_is_never_empty(clause):
    assert gates(clause) == [clause]


def test_a_gate_that_is_on_the_table_is_that_issue():
    reading = waiting(
        "once the rebuilding of the levee is done",
        "after the ceasefire",
        "once the rebels stop firing rockets",
        "after a peace agreement",
        names=[
            ("levee", "Rebuilding of the levee"),
            ("truce", "Ceasefire in the delta"),
            ("monitors", "Ceasefire monitoring mission"),
            ("rockets", "End of rocket fire"),
            ("tolls", "Lower tolls"),
        ],
    )
    assert [linkage.on_issue for linkage in find_linkages([reading])] == ["levee", "truce", "rockets", None]


def test_an_issue_does_not_wait_on_itself_and_party_names_tie_nothing():
    reading = waiting("if the tolls are lowered", names=[("tolls", "Lower tolls")])
    assert [linkage.on_issue for linkage in find_linkages([reading])] == [None]
    named = waiting("if Delta Province agrees", names=[("border", "Border of Delta Province")])
    parties = [*named.parties, make_party("delta", name="Delta Province")]
    again = make_reading(named.document, named.statements, parties=parties, issues=named.issues)
    assert [linkage.on_issue for linkage in find_linkages([again])] == [None]


def test_issues_that_wait_on_each_other_stay_a_circle():
    reading = waiting(
        "after the dam is opened",
        "after the road is paved",
        issues=("road", "dam"),
        names=[("road", "Paving of the road"), ("dam", "Opening of the dam")],
    )
    assert [(linkage.issue, linkage.on_issue) for linkage in find_linkages([reading])] == [
        ("road", "dam"),
        ("dam", "road"),
    ]


def test_one_sentence_on_two_issues_ties_them():
    document = make_document("Hall wants the road and the dam. Mill wants the mill.")
    statements = [
        make_statement(document, "Hall wants the road", "hall", "road", Act.DEMAND, Stance.SUPPORT),
        make_statement(document, "the dam", "hall", "dam", Act.DEMAND, Stance.SUPPORT),
        make_statement(document, "Mill wants the mill", "mill", "mill", Act.DEMAND, Stance.SUPPORT),
    ]
    (tie,) = find_linkages([make_reading(document, statements)])
    assert (tie.issue, tie.on_issue, tie.party, tie.stated) == ("road", "dam", "hall", False)
    assert tie.evidence.quote == "Hall wants the road and the dam."


def test_a_sentence_that_names_another_issue_ties_it():
    document = make_document("With fishing rights fading, Hall wants other guarantees.")
    quote = "Hall wants other guarantees"
    statement = make_statement(document, quote, "hall", "guarantees", Act.DEMAND, Stance.SUPPORT)
    reading = make_reading(document, [statement], issues=[make_issue("fishing", "Fishing rights for Hall")])
    (tie,) = find_linkages([reading])
    assert (tie.issue, tie.on_issue) == ("guarantees", "fishing")


def test_ties_that_recur_come_first():
    lines = ["Hall wants A1 and B1", "Hall wants C1 and D1", "Hall needs C1 and D1"]
    document = make_document("\n".join(f"{line}." for line in lines))
    statements = [
        make_statement(document, line, "hall", issue, Act.DEMAND, Stance.SUPPORT)
        for line in lines
        for issue in (line[-9:].split(" and ")[0].strip().lower(), line[-2:].lower())
    ]
    ties = [(t.issue, t.on_issue) for t in find_linkages([make_reading(document, statements)])]
    assert ties == [("c1", "d1"), ("a1", "b1")]


def test_a_list_of_many_issues_ties_them_less_than_a_sentence_on_two():
    document = make_document("Hall lists A1 and B1 and C1 and D1. Hall wants X1 and Y1.")
    statements = [
        make_statement(document, words, "hall", words.lower(), Act.DEMAND, Stance.SUPPORT)
        for words in ("A1", "B1", "C1", "D1", "X1", "Y1")
    ]
    ties = [(t.issue, t.on_issue) for t in find_linkages([make_reading(document, statements)])]
    assert ties[0] == ("x1", "y1")
    assert len(ties) == INFERRED_AT_MOST
