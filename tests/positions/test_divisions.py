"""When two statements of one party on one issue do not fit together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from detente.model import Act, ConditionKind, ContradictionKind, PartyId, Reading, Role, Speaker, Stance, Statement
from detente.positions import find_division, find_reversal
from detente.positions.framing import find_framing
from tests.factories import LAW, make_document, make_party, make_reading, make_statement, negotiations

OPPOSE, OPEN, SUPPORT, NEUTRAL = Stance.OPPOSE, Stance.OPEN, Stance.SUPPORT, Stance.NEUTRAL
BETWEEN, REVERSAL, WITHIN = (
    ContradictionKind.BETWEEN_SPEAKERS,
    ContradictionKind.REVERSAL,
    ContradictionKind.WITHIN_SPEAKER,
)
MINISTER = Speaker(name="Finance Minister Olga Brandt", party="alba")
DEPUTY = Speaker(name="Pavel Rusk", party="alba", office="deputy minister")
SPOKESMAN = Speaker(name="Jon Hale, a spokesman", party="alba")
ALBA = Speaker(name="Alba", party="alba")
OUTSIDER = Speaker(name="President Ivo Kern", party="corran")


def on_fisheries(text: str, *said: tuple, day: date | None = None) -> Reading:
    """A report in which Alba speaks on fisheries: quote, act, stance and options."""
    document = make_document(text, published=day)
    statements = [
        make_statement(document, quote, "alba", "fisheries", act, stance, **(rest[0] if rest else {}))
        for quote, act, stance, *rest in said
    ]
    return make_reading(document, statements, parties=[make_party("alba", "Alba"), make_party("corran", "Corran")])


def division(reading: Reading):
    return find_division(reading.statements, {reading.document.id: reading})


REFUSED_AND_WEIGHED = "Alba will not share its waters, one said. Sharing has not been ruled out, said another."


def two_voices(first: Speaker | None, second: Speaker | None) -> Reading:
    return on_fisheries(
        REFUSED_AND_WEIGHED,
        ("Alba will not share its waters", Act.REJECT, OPPOSE, {"speaker": first}),
        ("Sharing has not been ruled out", Act.CONSIDER, OPEN, {"speaker": second}),
    )


def test_two_people_of_one_party_on_opposite_sides_contradict_each_other():
    found = division(two_voices(MINISTER, DEPUTY))
    assert found is not None
    assert found.kind is BETWEEN
    assert found.framing is None
    assert [found.first.stance, found.second.stance] == [OPPOSE, OPEN]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (MINISTER, MINISTER),
        (MINISTER, Speaker(name="Brandt", party="alba")),
        (MINISTER, None),
        (None, None),
        (MINISTER, OUTSIDER),
        (MINISTER, Speaker(name="the minister", party="alba")),
        (ALBA, SPOKESMAN),
        (ALBA, Speaker(name="Albans", party="alba")),
        (MINISTER, Speaker(name="The Daily Herald", party=None)),
    ],
    ids=["same", "surname", "reporter", "both reporter", "outsider", "by office", "spokesman", "no person", "paper"],
)
def test_where_two_voices_are_not_surely_two_of_the_party_nothing_is_recorded(first, second):
    assert division(two_voices(first, second)) is None
    assert division(two_voices(second, first)) is None


def test_a_person_against_the_party_as_a_whole_counts():
    assert division(two_voices(ALBA, MINISTER)) is not None


@pytest.mark.parametrize("stances", [(SUPPORT, OPEN), (OPPOSE, NEUTRAL), (SUPPORT, SUPPORT), (NEUTRAL, OPEN)])
def test_support_and_open_fit_together_and_so_does_what_has_no_stance(stances):
    reading = on_fisheries(
        REFUSED_AND_WEIGHED,
        ("Alba will not share its waters", Act.DEMAND, stances[0], {"speaker": MINISTER}),
        ("Sharing has not been ruled out", Act.DEMAND, stances[1], {"speaker": DEPUTY}),
    )
    assert division(reading) is None


def test_before_and_after_the_same_gate_is_no_contradiction():
    reading = on_fisheries(
        "The minister said quotas are out of the question during the dispute."
        " Her deputy said quotas may follow after a settlement.",
        (
            "quotas are out of the question during the dispute",
            Act.REJECT,
            OPPOSE,
            {"speaker": MINISTER, "condition": (ConditionKind.UNTIL, "during the dispute")},
        ),
        (
            "quotas may follow after a settlement",
            Act.CONDITION,
            OPEN,
            {"speaker": DEPUTY, "condition": (ConditionKind.ONLY_AFTER, "after a settlement")},
        ),
    )
    assert division(reading) is None


def test_a_threat_for_a_case_that_need_not_come_fits_beside_support():
    reading = on_fisheries(
        "Alba will keep the truce. If boats cross the line, the navy will seize them.",
        ("Alba will keep the truce", Act.COMMIT, SUPPORT, {"speaker": MINISTER}),
        (
            "the navy will seize them",
            Act.THREATEN,
            OPPOSE,
            {"speaker": DEPUTY, "condition": (ConditionKind.IF, "If boats cross the line")},
        ),
    )
    assert division(reading) is None


def test_a_demand_on_the_other_side_fits_beside_a_refusal_of_ones_own():
    reading = on_fisheries(
        "Corran must call back its boats. Our boats stay at sea.",
        ("Corran must call back its boats", Act.DEMAND, SUPPORT, {"speaker": MINISTER, "target": "corran"}),
        ("Our boats stay at sea", Act.REJECT, OPPOSE, {"speaker": DEPUTY}),
    )
    assert division(reading) is None


def test_one_voice_both_ways_counts_where_the_text_frames_it():
    framed = "Alba sent mixed signals: it refused quotas in the morning. It welcomed quotas at night."
    plain = framed.replace("Alba sent mixed signals: it", "Alba")
    said = [("refused quotas in the morning", Act.REJECT, OPPOSE), ("It welcomed quotas at night", Act.ACCEPT, SUPPORT)]
    found = division(on_fisheries(framed, *said))
    assert found is not None
    assert found.kind is WITHIN
    assert found.framing.quote == "mixed signals"
    assert division(on_fisheries(plain, *said)) is None


def test_framing_outweighs_the_condition_that_would_reconcile():
    reading = on_fisheries(
        "Alba is making contradictory statements. Quotas are possible only after a deal."
        " Until the deal is signed there will be none.",
        (
            "Quotas are possible only after a deal",
            Act.CONDITION,
            OPEN,
            {"condition": (ConditionKind.ONLY_AFTER, "only after a deal")},
        ),
        (
            "there will be none",
            Act.THREATEN,
            OPPOSE,
            {"condition": (ConditionKind.UNTIL, "Until the deal is signed")},
        ),
    )
    assert division(reading).framing.quote == "contradictory statements"


def test_framing_about_another_party_does_not_count():
    reading = on_fisheries(
        "Corran sent mixed signals: Alba refused quotas in the morning. Alba welcomed quotas at night.",
        ("Alba refused quotas in the morning", Act.REJECT, OPPOSE),
        ("Alba welcomed quotas at night", Act.ACCEPT, SUPPORT),
    )
    assert division(reading) is None


def test_setting_its_own_words_aside_frames_only_the_sentence_itself():
    said = [("Alba refused quotas", Act.REJECT, OPPOSE), ("it let the boats in", Act.CONSIDER, OPEN)]
    here = division(on_fisheries("Alba refused quotas. Despite its refusal, it let the boats in.", *said))
    assert here is not None
    assert here.framing.quote == "Despite its refusal"
    elsewhere = "Alba refused quotas. Despite its refusal, Alba kept talking. In May it let the boats in."
    assert division(on_fisheries(elsewhere, *said)) is None


@pytest.mark.parametrize("words", ["backtracked", "reversed its position", "made a U-turn", "changed its mind"])
def test_words_of_turning_back_make_it_a_reversal(words):
    reading = on_fisheries(
        f"Alba promised quotas. On Friday Alba {words} and refused quotas.",
        ("Alba promised quotas", Act.COMMIT, SUPPORT),
        ("refused quotas", Act.REJECT, OPPOSE),
    )
    found = division(reading)
    assert found is not None
    assert found.kind is REVERSAL


def test_a_word_and_a_later_deed_against_it_contradict_each_other():
    word, deed = "Alba will keep its boats in port", "Alban boats left port overnight"
    said = [(word, Act.COMMIT, SUPPORT, {"speaker": MINISTER}), (deed, Act.REPORT, OPPOSE)]
    found = division(on_fisheries(f"{word}, she said. {deed}.", *said))
    assert found is not None
    assert found.kind is WITHIN
    assert division(on_fisheries(f"{deed}. {word}, she said.", *said)) is None


def test_what_others_expect_or_claim_of_a_party_does_not_divide_it():
    text = "Alba sent mixed signals: it refused quotas. Alba will probably give in."
    expected = [("it refused quotas", Act.REJECT, OPPOSE), ("Alba will probably give in", Act.ASSESS, SUPPORT)]
    claimed = [expected[0], ("Alba will probably give in", Act.ACCEPT, SUPPORT, {"speaker": OUTSIDER})]
    assert division(on_fisheries(text, *expected)) is None
    assert division(on_fisheries(text, *claimed)) is None


def test_own_voices_are_preferred_and_then_the_furthest_stances():
    reading = on_fisheries(
        "Alba refused quotas. Alba is open to quotas. No quotas ever. Quotas are possible. Quotas are welcome.",
        ("Alba refused quotas", Act.REJECT, OPPOSE),
        ("Alba is open to quotas", Act.CONSIDER, OPEN),
        ("No quotas ever", Act.REJECT, OPPOSE, {"speaker": MINISTER}),
        ("Quotas are possible", Act.CONSIDER, OPEN, {"speaker": DEPUTY}),
        ("Quotas are welcome", Act.ACCEPT, SUPPORT, {"speaker": DEPUTY}),
    )
    found = division(reading)
    assert (found.first.evidence.quote, found.second.evidence.quote) == ("No quotas ever", "Quotas are welcome")


def test_a_pair_that_the_text_frames_is_preferred_to_one_that_it_does_not():
    reading = on_fisheries(
        "Quotas never, she said. Quotas maybe, he said. They wrote. Alba sent conflicting signals: quotas at last.",
        ("Quotas never", Act.REJECT, OPPOSE, {"speaker": MINISTER}),
        ("Quotas maybe", Act.CONSIDER, OPEN, {"speaker": DEPUTY}),
        ("quotas at last", Act.CONSIDER, OPEN, {"speaker": MINISTER}),
    )
    assert division(reading).second.evidence.quote == "quotas at last"


@LAW
@given(negotiations())
def test_whatever_is_found_is_a_pair_of_one_party_on_opposite_sides(reports):
    by_document = {r.document.id: r for r in reports}
    cells: dict[tuple[str, str], list[Statement]] = {}
    for reading in reports:
        for statement in reading.statements:
            cells.setdefault((statement.party, statement.issue), []).append(statement)
    for (party, issue), statements in cells.items():
        found = find_division(statements, by_document)
        if found:
            assert (found.party, found.issue) == (party, issue)
            stances = {found.first.stance, found.second.stance}
            assert OPPOSE in stances
            assert stances & {OPEN, SUPPORT}
            assert found.first in statements
            assert found.second in statements
            if found.framing is None:
                assert found.kind in (BETWEEN, WITHIN)


# ── over time ──


def reversal(earlier: Reading, later: Reading):
    by_document = {r.document.id: r for r in (earlier, later)}
    return find_reversal(earlier.statements, later.statements, by_document)


def test_a_later_report_on_the_other_side_is_a_reversal():
    earlier = on_fisheries("Alba wants quotas.", ("Alba wants quotas", Act.DEMAND, SUPPORT), day=date(2031, 3, 1))
    later = on_fisheries("Alba rejects quotas.", ("Alba rejects quotas", Act.REJECT, OPPOSE), day=date(2031, 3, 9))
    found = reversal(earlier, later)
    assert found is not None
    assert found.kind is REVERSAL
    assert found.first.stance is SUPPORT


def test_a_report_without_a_date_reverses_nothing():
    earlier = on_fisheries("Alba wants quotas.", ("Alba wants quotas", Act.DEMAND, SUPPORT))
    later = on_fisheries("Alba rejects quotas.", ("Alba rejects quotas", Act.REJECT, OPPOSE), day=date(2031, 3, 9))
    assert reversal(earlier, later) is None


def test_what_is_still_held_was_not_given_up():
    earlier = on_fisheries("Alba wants quotas.", ("Alba wants quotas", Act.DEMAND, SUPPORT), day=date(2031, 3, 1))
    later = on_fisheries(
        "Alba rejects quotas. Alba backs quotas.",
        ("Alba rejects quotas", Act.REJECT, OPPOSE),
        ("Alba backs quotas", Act.ACCEPT, SUPPORT),
        day=date(2031, 3, 9),
    )
    assert reversal(earlier, later) is None


def test_a_condition_named_later_is_no_reversal():
    earlier = on_fisheries("Alba rejects quotas.", ("Alba rejects quotas", Act.REJECT, OPPOSE), day=date(2031, 3, 1))
    later = on_fisheries(
        "Alba will take quotas after a treaty.",
        (
            "Alba will take quotas after a treaty",
            Act.CONDITION,
            OPEN,
            {"condition": (ConditionKind.ONLY_AFTER, "after a treaty")},
        ),
        day=date(2031, 3, 9),
    )
    assert reversal(earlier, later) is None


# ── framing ──


def framing(text: str, quote: str) -> str | None:
    document = make_document(text)
    statement = make_statement(document, quote, "alba", "fisheries", Act.REJECT, OPPOSE)
    parties = [make_party("alba", "Alba", "Alban"), make_party("corran", "Corran", role=Role.MEDIATOR)]
    found = find_framing(statement, make_reading(document, [statement], parties=parties))
    return found.evidence.quote if found else None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mixed messages from the Alban cabinet: no quotas.", "Mixed messages from the Alban cabinet"),
        ("Alba contradicted itself. It wants no quotas.", "contradicted"),
        ("Alba gave inconsistent accounts. It wants no quotas.", "inconsistent accounts"),
        ("Alba, notwithstanding earlier assurances, wants no quotas.", "notwithstanding earlier assurances"),
        ("Corran spoke of mixed messages. Corran sat down. It wants no quotas.", None),
        ("Corran, contradicting itself, left. It wants no quotas.", None),
        ("Despite the rain, Alba wants no quotas.", None),
        ("A mixed crew met. It wants no quotas.", None),
    ],
)
def test_the_text_frames_what_stands_in_its_sentence_or_the_one_before(text, words):
    assert framing(text, "no quotas") == words


def test_what_the_text_outright_calls_conflicting_counts_whatever_stance_was_read():
    text = "Alba makes conflicting statements: it may open the banks next year. It may also close the port."
    found = division(
        on_fisheries(text, ("may open the banks", Act.CONSIDER, OPEN), ("may also close the port", Act.THREATEN, OPEN))
    )
    assert found is not None
    assert found.framing.quote == "conflicting statements"


def test_without_such_words_two_acts_of_one_stance_are_no_contradiction():
    text = "Alba makes two statements: it may open the banks next year. It may also close the port."
    said = (("may open the banks", Act.CONSIDER, OPEN), ("may also close the port", Act.THREATEN, OPEN))
    assert division(on_fisheries(text, *said)) is None


def test_a_judgement_of_its_own_people_counts_only_where_the_text_calls_what_is_said_conflicting():
    def told(lead: str):
        text = f"{lead} Ada Lark said: “This will not be the solution.” Bo Quill said it was not ruled out."
        document = make_document(text)
        said = [
            make_statement(
                document,
                "This will not be the solution",
                "alba",
                "fish",
                Act.ASSESS,
                OPPOSE,
                speaker=Speaker(name="Ada Lark", party=PartyId("alba"), office="minister"),
            ),
            make_statement(
                document,
                "it was not ruled out",
                "alba",
                "fish",
                Act.CONSIDER,
                OPEN,
                speaker=Speaker(name="Bo Quill", party=PartyId("alba"), office="deputy"),
            ),
        ]
        reading = make_reading(document, said)
        return find_division(reading.statements, {document.id: reading})

    assert told("Alba makes contradictory statements.") is not None
    assert told("Alba makes two statements.") is None
