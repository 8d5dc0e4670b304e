"""Who alleges what of whom; never a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given

from detente.analyses import find_allegations, find_commitments
from detente.model import Act, Corroboration, Speaker, Stance
from tests.factories import LAW, make_document, make_party, make_reading, make_statement, negotiations

ENVOY = Speaker(name="Envoy Lys", party="mill")


def report(text: str, *said: tuple):
    """A report with statements on the truce: quote, party, act and options."""
    document = make_document(text)
    statements = [
        make_statement(
            document, quote, party, (rest[0] if rest else {}).get("issue", "truce"), act, Stance.SUPPORT,
            **{k: v for k, v in (rest[0] if rest else {}).items() if k != "issue"},
        )
        for quote, party, act, *rest in said
    ]  # fmt: skip
    return make_reading(document, statements, parties=[make_party("hall", "Hall"), make_party("mill", "Mill")])


def sides(text: str, *said: tuple) -> list[tuple[str | None, str | None]]:
    reading = report(text, *said)
    return [(a.accuser, a.accused) for a in find_allegations([reading], find_commitments([reading]))]


def one(text: str, *said: tuple):
    reading = report(text, *said)
    (found,) = find_allegations([reading], find_commitments([reading]))
    return found


@LAW
@given(negotiations())
def test_an_allegation_rests_on_a_statement_and_never_turns_on_its_accuser(reports):
    statements = {s.id: s for r in reports for s in r.statements}
    for allegation in find_allegations(reports, find_commitments(reports)):
        assert allegation.statement in statements
        assert allegation.evidence == statements[allegation.statement].evidence
        assert allegation.accuser is None or allegation.accuser != allegation.accused
        assert (allegation.denial is None) == (not allegation.denied_by)
        assert set(allegation.denied_by) <= {allegation.accused}


@pytest.mark.parametrize(
    "words",
    [
        "violating the truce",
        "breaking its promise",
        "failing to honour the accord",
        "reneging on its word",
        "having not complied with the terms",
        "firing on boats despite the ceasefire",
    ],
)
def test_an_accusation_of_a_breach_is_an_allegation(words):
    quote = f"Hall accused Mill of {words}"
    assert sides(f"{quote}.", (quote, "hall", Act.ACCUSE, {"target": "mill"})) == [("hall", "mill")]


@pytest.mark.parametrize(
    "words",
    ["being greedy", "taking the economy hostage", "delay despite the good weather", "talking despite the ceasefire"],
)
def test_other_blame_is_not(words):
    quote = f"Hall accused Mill of {words}"
    assert sides(f"{quote}.", (quote, "hall", Act.ACCUSE, {"target": "mill"})) == []


def test_each_other_gives_one_each_way_from_two_statements_or_one():
    quote = "Hall and Mill accuse each other of violating the truce"
    both = [("hall", "mill"), ("mill", "hall")]
    assert sides(f"{quote}.", (quote, "hall", Act.ACCUSE), (quote, "mill", Act.ACCUSE)) == both
    assert sides(f"{quote}.", (quote, "hall", Act.ACCUSE)) == both


def test_each_way_of_each_other_rests_on_its_accusers_own_statement():
    words = "Hall and Mill accuse each other of violating the truce"
    reading = report(f"{words}.", (words, "hall", Act.ACCUSE), (words, "mill", Act.ACCUSE))
    by_id = {s.id: s for s in reading.statements}
    found = find_allegations([reading], find_commitments([reading]))
    assert [(a.accuser, by_id[a.statement].party) for a in found] == [("hall", "hall"), ("mill", "mill")]


def test_an_accusation_without_a_target_leaves_the_accused_open():
    quote = "Hall complained of violations of the truce"
    assert sides(f"{quote}.", (quote, "hall", Act.ACCUSE)) == [("hall", None)]


def test_what_the_report_states_has_no_accuser():
    quote = "Despite the ceasefire, Mill continues to fire rockets"
    assert sides(f"{quote}.", (quote, "mill", Act.REPORT)) == [(None, "mill")]
    nominal = "There were violations of the truce"
    assert sides(f"{nominal}.", (nominal, "mill", Act.REPORT)) == [(None, None)]


def test_what_one_party_tells_of_another_has_it_as_accuser():
    quote = "Hall broke the truce"
    assert sides(f"{quote}.", (quote, "hall", Act.REPORT, {"speaker": ENVOY})) == [("mill", "hall")]
    paper = Speaker(name="The Herald", party=None)
    assert sides(f"{quote}.", (quote, "hall", Act.REPORT, {"speaker": paper})) == [(None, "hall")]
    own = Speaker(name="Hall", party="hall")
    assert sides(f"{quote}.", (quote, "hall", Act.REPORT, {"speaker": own})) == []


@pytest.mark.parametrize(
    ("quote", "act"),
    [
        ("Mill has not violated the truce", Act.REPORT),
        ("Mill would violate the truce", Act.REPORT),
        ("Mill denies breaking the truce", Act.DENY),
        ("Hall never said that Mill broke the truce", Act.ACCUSE),
        ("Mill must not breach the truce", Act.DEMAND),
    ],
)
def test_what_is_denied_or_only_possible_is_no_allegation(quote, act):
    assert sides(f"{quote}.", (quote, "mill", act)) == []


def test_a_denial_on_the_issue_or_close_by_is_named():
    accusation, denial = "Hall accused Mill of violating the truce", "Mill denied the charge"
    text = f"{accusation}. {denial}."
    accused = (accusation, "hall", Act.ACCUSE, {"target": "mill"})
    near = one(text, accused, (denial, "mill", Act.DENY, {"issue": "honour"}))
    assert near.denied_by == ("mill",)
    assert near.denial.quote == denial
    far = f"{accusation}. One. Two. Three. Four. {denial}."
    assert one(far, accused, (denial, "mill", Act.DENY)).denied_by == ("mill",)
    assert one(far, accused, (denial, "mill", Act.DENY, {"issue": "honour"})).denied_by == ()
    assert one(text, accused, (denial, "hall", Act.DENY)).denied_by == ()


@pytest.mark.parametrize(
    ("following", "corroboration"),
    [
        ("The talks went on.", Corroboration.ALLEGED),
        ("Monitors recorded eleven explosions.", Corroboration.MONITORED),
        ("The incident was verified by observers.", Corroboration.VERIFIED),
        ("Observers found no sign of it.", Corroboration.DISPUTED),
        ("Investigators blamed a faction.", Corroboration.ATTRIBUTED),
        ("Observers could not have verified the claim.", Corroboration.ALLEGED),
        ("They met. Monitors recorded it.", Corroboration.ALLEGED),
    ],
)
def test_it_stays_alleged_unless_monitors_speak_close_by(following, corroboration):
    quote = "Hall accused Mill of violating the truce"
    found = one(f"{quote}. {following}", (quote, "hall", Act.ACCUSE, {"target": "mill"}))
    assert found.corroboration is corroboration


def test_it_points_at_the_commitment_and_the_day():
    text = "Hall and Mill signed a ceasefire. Hall accused Mill of violating the ceasefire on 2031-03-04."
    quote = "Hall accused Mill of violating the ceasefire on 2031-03-04"
    reading = report(text, (quote, "hall", Act.ACCUSE, {"target": "mill"}))
    (commitment,) = find_commitments([reading])
    (found,) = find_allegations([reading], [commitment])
    assert found.commitment == commitment.id
    assert found.occurred.surface == "on 2031-03-04"
    assert find_allegations([reading], [])[0].commitment is None
