"""Who stands outside the talks and only tells of them."""

from __future__ import annotations

from tests.factories import make_document, make_party, make_statement

from detente.codebook import Agenda, AgendaParty
from detente.model import Act, Role, Speaker, Stance, Statement
from detente.statements.roles import mark_third_parties

TEXT = "The World Bank reports that grain still moves. Miners want more pay."
DOCUMENT = make_document(TEXT)
BANK = make_party("world-bank", name="World Bank")


def of_bank(act: Act = Act.REPORT, speaker: bool = True) -> Statement:
    said = Speaker(name="The World Bank", party=BANK.id) if speaker else None
    return make_statement(DOCUMENT, "grain still moves", BANK.id, "grain", act, Stance.NEUTRAL, speaker=said)


def role_of_bank(*statements: Statement, agenda: Agenda | None = None) -> Role:
    (bank,) = mark_third_parties((BANK,), statements, agenda)
    return bank.role


def test_a_body_that_only_reports_in_its_own_name_is_a_third_party() -> None:
    assert role_of_bank(of_bank()) is Role.THIRD_PARTY


def test_who_takes_a_side_is_a_party() -> None:
    assert role_of_bank(of_bank(), of_bank(Act.DEMAND)) is Role.PARTY


def test_who_is_only_told_of_is_a_party() -> None:
    assert role_of_bank(of_bank(speaker=False)) is Role.PARTY


def test_who_is_addressed_is_a_party() -> None:
    demand = make_statement(DOCUMENT, "more pay", "miners", "pay", Act.DEMAND, Stance.SUPPORT, target=BANK.id)
    assert role_of_bank(of_bank(), demand) is Role.PARTY


def test_a_state_is_never_outside() -> None:
    france = make_party("fr", name="France")
    said = Speaker(name="France", party=france.id)
    report = make_statement(DOCUMENT, "grain still moves", "fr", "grain", Act.REPORT, Stance.NEUTRAL, speaker=said)
    assert mark_third_parties((france,), (report,), None)[0].role is Role.PARTY


def test_the_analyst_s_role_stands() -> None:
    agenda = Agenda(parties=(AgendaParty(id=BANK.id, name="World Bank"),))
    assert role_of_bank(of_bank(), agenda=agenda) is Role.PARTY
