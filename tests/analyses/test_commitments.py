"""Agreements, and how far each has come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from detente.analyses import find_commitments
from detente.model import Act, Commitment, CommitmentKind, CommitmentStatus, ConditionKind, Reading, Speaker, Stance
from tests.factories import LAW, make_document, make_issue, make_party, make_reading, make_statement, negotiations

PROPOSED, PRINCIPLE, AGREED, IN_FORCE, SUSPENDED, EXPIRED, TERMINATED, REJECTED = CommitmentStatus
PARTIES = (make_party("guild", "Guild"), make_party("owners", "Owners"))


def plain(text: str, *, day: date | None = None) -> Reading:
    """A report of which no statement was read."""
    return make_reading(make_document(text, published=day), parties=PARTIES)


def commitments(*texts: str) -> tuple[Commitment, ...]:
    return find_commitments([plain(text) for text in texts])


def stated(text: str, *said: tuple) -> tuple[Commitment, ...]:
    """Commitments of a report with statements: quote, party, issue, act and options."""
    document = make_document(text)
    statements = [
        make_statement(document, quote, party, issue, act, Stance.SUPPORT, **(rest[0] if rest else {}))
        for quote, party, issue, act, *rest in said
    ]
    issues = [make_issue("tariffs", "Lower tariffs on salt")]
    return find_commitments([make_reading(document, statements, parties=PARTIES, issues=issues)])


@pytest.mark.parametrize(
    ("sentence", "status", "kind"),
    [
        ("Guild and Owners struck a provisional agreement on wages", PRINCIPLE, "other"),
        ("The two sides have theoretically agreed on a truce", PRINCIPLE, "ceasefire"),
        ("Their preliminary accord on fishing runs to ten pages", PRINCIPLE, "other"),
        ("The tentative contract must be approved by members", PRINCIPLE, "other"),
        ("Owners and Guild signed a pact on safety", AGREED, "other"),
        ("A ceasefire was reached on Monday", AGREED, "ceasefire"),
        ("The council approved the peace settlement", AGREED, "other"),
        ("The truce took effect at dawn", IN_FORCE, "ceasefire"),
        ("The moratorium on drilling is still in force", IN_FORCE, "moratorium"),
        ("The ceasefire is largely holding in the valley", IN_FORCE, "ceasefire"),
        ("Both sides exchanged 40 prisoners at the bridge", IN_FORCE, "exchange"),
        ("The labour contract expired in June", EXPIRED, "other"),
        ("The truce lapsed overnight", EXPIRED, "ceasefire"),
        ("Owners withdrew from the treaty", TERMINATED, "other"),
        ("The cease-fire collapsed within hours", TERMINATED, "ceasefire"),
        ("Guild called off the pull-out", TERMINATED, "withdrawal"),
        ("The grain deal was suspended in spring", SUSPENDED, "other"),
        ("Guild members voted down the contract", REJECTED, "other"),
        ("Owners rejected the latest peace proposal", REJECTED, "other"),
        ("Guild will not accept the plan", REJECTED, "other"),
        ("The current labour contract expires in June", IN_FORCE, "other"),
        ("A cease-fire went into effect at dawn", IN_FORCE, "ceasefire"),
        ("Guild Reaches Deal With Owners", AGREED, "other"),
        ("Owners and Guild negotiated a new pact on hours", AGREED, "other"),
        ("The rubber agreement was formally adopted on Friday", AGREED, "other"),
        ("Owners handed over a draft treaty", PROPOSED, "other"),
        ("A settlement framework is being sought by the mediators", PROPOSED, "other"),
        ("Owners have tabled a plan for night shifts", PROPOSED, "other"),
        ("A prisoner swap is being negotiated", PROPOSED, "exchange"),
        ("An agreement is being prepared", PROPOSED, "other"),
        ("The mediators proposed a freeze on new fees", PROPOSED, "moratorium"),
    ],
)
def test_the_words_around_the_noun_tell_the_status(sentence, status, kind):
    (found,) = commitments(f"{sentence}.")
    assert (found.status, found.kind) == (status, kind)
    assert found.evidence[0].quote.rstrip(".") == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "No agreement was reached.",
        "The sides have not signed a treaty.",
        "They failed to clinch a deal.",
        "A truce could be signed next week.",
        "Sanctions stay until the peace agreement is signed.",
        "If the contract is approved, work resumes.",
        "Talks on a new deal began on Monday.",
        "The minister announced talks on a ceasefire.",
        "Guild wants the treaty signed.",
        "At the end of the day they back a plan.",
        "All agreed that deals are hard.",
        "He refuses to divulge his plans.",
        "The accords come into play once agreed.",
        "Fog will offer cover.",
        "She has to deal with the flood.",
        "Owners plan to hire.",
        "Guild freed three captives.",
        "A peace agreement matters to all.",
    ],
)
def test_what_has_not_happened_is_no_commitment(sentence):
    assert commitments(sentence) == ()


def test_an_act_of_agreeing_needs_no_noun():
    quote = "Guild and Owners agreed to lower the salt duty"
    (found,) = stated(f"{quote}.", (quote, "guild", "tariffs", Act.AGREE, {"target": "owners"}))
    assert (found.status, found.parties, found.issue) == (AGREED, ("guild", "owners"), "tariffs")
    assert found.what == "Lower tariffs on salt"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Guild agreed to lower the duty if talks progress", {"condition": (ConditionKind.IF, "if talks progress")}),
        ("Guild apparently agreed to lower the duty", {"hedge": "apparently"}),
        ("Guild agreed to keep talking about the duty", {}),
        ("Guild agreed to lower the duty", {"speaker": Speaker(name="Owner Lee", party="owners")}),
    ],
    ids=["conditional", "hedged", "to go on", "only the other side says so"],
)
def test_an_agreement_with_a_proviso_is_one_in_principle(text, options):
    (found,) = stated(f"{text}.", (text, "guild", "tariffs", Act.AGREE, options))
    assert found.status is PRINCIPLE


def test_an_expected_refusal_and_a_refusal_of_any_proposal_are_none():
    text = "Guild is likely to turn the offer down. Owners were unwilling to take any proposal."
    assert (
        stated(
            text,
            ("Guild is likely to turn the offer down", "guild", "tariffs", Act.REJECT, {"hedge": "likely"}),
            ("Owners were unwilling to take any proposal", "owners", "tariffs", Act.REJECT),
        )
        == ()
    )


@pytest.mark.parametrize(
    ("quote", "act"),
    [
        ("Guild is neither for nor against the deal", Act.REJECT),
        ("Guild questions whether the deal prevents anything", Act.REJECT),
        ("Guild called the provisions in the contract a burden", Act.AGREE),
        ("If Guild were to agree to a short extension, work resumes", Act.AGREE),
        ("Guild is trying to agree on a lower duty", Act.AGREE),
        ("Guild will respect the deal", Act.COMMIT),
    ],
)
def test_being_against_a_deal_or_near_one_is_no_state_of_it(quote, act):
    assert stated(f"{quote}.", (quote, "guild", "tariffs", act)) == ()


def test_what_stands_in_a_condition_has_not_happened():
    text = "With the treaty signed by Owners, Guild lowers the duty"
    said = (text, "guild", "tariffs", Act.CONDITION)
    assert len(stated(f"{text}.", said)) == 1
    supposed = {"condition": (ConditionKind.IF, "With the treaty signed by Owners")}
    assert stated(f"{text}.", (*said, supposed)) == ()


def test_a_demand_for_an_agreement_is_no_agreement():
    quote = "Guild wants the signed agreement published"
    assert stated(f"{quote}.", (quote, "guild", "tariffs", Act.DEMAND)) == ()


def test_many_mentions_in_one_report_are_one_commitment_led_by_its_status():
    (found,) = commitments("Guild and Owners reached a truce. The truce took effect at noon. The truce is holding.")
    assert found.status is IN_FORCE
    assert found.evidence[0].quote == "The truce took effect at noon."
    assert len(found.evidence) == 3
    assert found.parties == ("guild", "owners")


def test_a_qualification_prevails_over_what_it_qualifies():
    (found,) = commitments("The sides reached a deal on pay. The tentative deal was hailed.")
    assert found.status is PRINCIPLE


def test_an_old_contract_and_a_new_deal_are_two():
    found = commitments("The old contract expired in May. Guild and Owners reached a tentative contract.")
    assert [c.status for c in found] == [EXPIRED, PRINCIPLE]


def test_rival_proposals_are_two_and_ones_own_is_one():
    hall, mill, again = "Guild proposed a plan", "Owners tabled a plan of their own", "Guild has submitted its plan"
    text = f"{hall}. {mill}. {again}."
    found = stated(
        text,
        (hall, "guild", "tariffs", Act.PROPOSE),
        (mill, "owners", "tariffs", Act.PROPOSE),
        (again, "guild", "tariffs", Act.PROPOSE),
    )
    assert [(c.parties, len(c.evidence)) for c in found] == [(("guild",), 2), (("owners",), 1)]


def test_a_truce_and_an_exchange_are_two():
    found = commitments("The sides signed a ceasefire. A prisoner swap was agreed.")
    assert [c.kind for c in found] == [CommitmentKind.CEASEFIRE, CommitmentKind.EXCHANGE]


def test_a_later_report_prevails_unless_it_tells_an_earlier_step():
    first = plain("A truce took effect in the hills.", day=date(2031, 3, 1))
    history = plain("The truce was agreed last month.", day=date(2031, 3, 9))
    end = plain("The truce collapsed.", day=date(2031, 3, 12))
    renewed = plain("A truce was signed again.", day=date(2031, 3, 20))
    assert [c.status for c in find_commitments([first, history])] == [IN_FORCE]
    assert [c.status for c in find_commitments([end, first, history])] == [TERMINATED]
    assert [c.status for c in find_commitments([first, end, renewed])] == [AGREED]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("The sides agreed on a 30-day suspension of attacks on bridges.", "30-day"),
        ("The tentative deal would last four years.", "four years"),
        ("A truce of ten days was signed.", None),
        ("The truce was signed after 13 days of talks.", None),
        ("The contract expired two years ago.", None),
    ],
)
def test_the_term_is_the_agreements_own_duration(sentence, term):
    (found,) = commitments(sentence)
    assert (found.term.evidence.quote if found.term else None) == term


def test_counts_are_of_what_is_given_and_not_of_who_is_covered():
    (swap,) = commitments("Both sides exchanged 175 prisoners of war, and Guild returned 22 wounded soldiers.")
    assert [(c.high, c.unit) for c in swap.counts] == [(175, "prisoners of war"), (22, "wounded soldiers")]
    (deal,) = commitments("Owners struck a deal with unions of 40,000 workers.")
    assert deal.counts == ()


def test_start_and_end_are_read_where_said():
    document = make_document(
        "The truce took effect on 2031-03-02 and runs until 2031-04-01.", published=date(2031, 3, 5)
    )
    (found,) = find_commitments([make_reading(document)])
    assert found.starts.earliest == date(2031, 3, 2)
    assert found.ends.latest == date(2031, 4, 1)


def test_sites_are_the_listed_places_and_facilities():
    (found,) = commitments(
        "The moratorium was agreed, covering power plants, two ports, dams, and the railway network."
    )
    assert [s.quote for s in found.sites] == ["power plants", "two ports", "dams", "the railway network"]


def test_the_name_is_drawn_from_the_text():
    names = [commitments(text)[0].what for text in (
        "The sides agreed on a 30-day suspension of attacks on energy facilities, which began.",
        "Owners withdrew from the agreement regulating grain exports last year.",
        "Owners struck a provisional work agreement with unions.",
    )]  # fmt: skip
    assert names == [
        "30-day suspension of attacks on energy facilities",
        "agreement regulating grain exports",
        "provisional work agreement with unions",
    ]


@LAW
@given(negotiations())
def test_ids_are_unique_and_parties_sorted(reports):
    found = find_commitments(reports)
    assert len({c.id for c in found}) == len(found)
    for commitment in found:
        assert list(commitment.parties) == sorted(set(commitment.parties))
        assert len(set(commitment.evidence)) == len(commitment.evidence)


def test_a_name_that_opens_a_quotation_is_named_without_its_mark_and_article():
    (found,) = stated(
        '"The agreement was signed," the Guild said.', ("The agreement was signed", "guild", "tariffs", Act.AGREE)
    )
    assert '"' not in found.what
    assert not found.what.lower().startswith("the ")
