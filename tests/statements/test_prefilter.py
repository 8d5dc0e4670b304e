"""The cheap look at a report before it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook.agenda import Agenda, AgendaIssue, AgendaParty, parse_agenda
from detente.model import Document, IssueId, PartyId, Span
from detente.statements.prefilter import Prefilter, Rule

AGENDA = parse_agenda(
    """
[[party]]
id = "cl"
name = "Chile"
people = ["José Ñáñez"]
[[party]]
name = "Tarata Front"
aliases = ["TF", "the Front"]
[[issue]]
name = "Sea access"
keywords = ["port", "corridor to the coast"]
[[issue]]
name = "Gas"
"""
)


def document(text: str) -> Document:
    return Document(text=text, name="report", body=Span(start=0, end=len(text)))


@pytest.mark.parametrize(
    ("text", "parties", "issues"),
    [
        ("Chile's offer", {"cl"}, set()),
        ("CHILE OFFERS PORT", {"cl"}, {"sea-access"}),
        ("chileans and chilenos", {"cl"}, set()),  # the gazetteer knows Chileans
        ("Childe and Chileno", set(), set()),
        ("Santiago waits", {"cl"}, set()),  # as the gazetteer knows
        ("Jose Nanez spoke", {"cl"}, set()),
        ("The TF said", {"tarata-front"}, set()),
        ("a tf said", set(), set()),
        ("the front is cold", {"tarata-front"}, set()),
        ("“Tarata Front”, it said", {"tarata-front"}, set()),
        ("Tarata\nFront", {"tarata-front"}, set()),
        ("ports, and reports", set(), {"sea-access"}),
        ("reports and gas", set(), {"gas"}),
        ("a corridor\tto the coast", set(), {"sea-access"}),
        ("", set(), set()),
    ],
)
def test_parties_and_issues_are_found_as_whole_words_whatever_their_dress(
    text: str, parties: set[str], issues: set[str]
) -> None:
    named = Prefilter(AGENDA).look(document(text + "."))
    assert (set(named.parties), set(named.issues)) == (parties, issues)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Chile and the TF.", {Rule.PARTY, Rule.TWO_PARTIES, Rule.TWO_OR_ISSUE}),
        ("Chile and its port.", {Rule.PARTY, Rule.PARTY_AND_ISSUE, Rule.TWO_OR_ISSUE}),
        ("Chile.", {Rule.PARTY}),
        ("The port.", set()),
    ],
)
def test_each_rule_asks_for_what_it_says(text: str, rules: set[Rule]) -> None:
    assert {rule for rule in Rule if Prefilter(AGENDA, rule=rule).concerns(document(text))} == rules


def test_without_a_party_nothing_can_be_told() -> None:
    assert Prefilter.of(Agenda(issues=(AgendaIssue(id=IssueId("gas"), name="Gas"),))) is None
    alone = Prefilter.of(Agenda(parties=(AgendaParty(id=PartyId("a"), name="Amber"),)))
    assert alone is not None
    assert alone.concerns(document("Amber."))
    assert not alone.concerns(document("Embers."))


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60),
)
def test_a_name_is_found_in_any_text_around_it(before: str, after: str) -> None:
    named = Prefilter(AGENDA).look(document(f"{before} Tarata Front {after}."))
    assert PartyId("tarata-front") in named.parties
