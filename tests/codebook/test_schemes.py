"""The coding schemes and the words that announce them."""

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook.schemes import (
    Lexicon,
    OutlookHit,
    PhraseIndex,
    load_acts,
    load_codes,
    load_conditions,
    load_cues,
    load_hedges,
    load_outlook,
    load_stances,
    load_statuses,
)
from detente.model import Act, CommitmentStatus, ConditionKind, Stance

LEXICONS = {"cues": load_cues, "hedges": load_hedges, "conditions": load_conditions, "outlook": load_outlook}


def found(pattern: str, text: str) -> list[str]:
    return [text[start:end] for start, end, _ in PhraseIndex([pattern]).find(text)]


def by_regex(patterns: list[str], text: str) -> set[tuple[int, int, int]]:
    """The same matches, one pattern after another."""
    hits = set()
    for number, pattern in enumerate(patterns):
        body = r"\w*".join(re.escape(part) for part in pattern.removeprefix("=").split("*"))
        case = re.NOFLAG if pattern.startswith("=") else re.IGNORECASE
        hits |= {(m.start(), m.end(), number) for m in re.finditer(rf"(?<!\w){body}(?!\w)", text, case)}
    return hits


# Schemes


def test_every_act_has_a_scheme_and_a_label_of_its_own() -> None:
    schemes = load_acts()
    assert list(schemes) == list(Act)
    assert len({scheme.label for scheme in schemes.values()}) == len(Act)
    assert all(scheme.definition.endswith(".") for scheme in schemes.values())


def test_every_stance_has_a_scheme_that_differs_in_sign_and_in_ascii() -> None:
    schemes = load_stances()
    assert list(schemes) == list(Stance)
    assert len({scheme.sign for scheme in schemes.values()}) == len(Stance)
    assert len({scheme.ascii for scheme in schemes.values()}) == len(Stance)
    assert all(scheme.ascii.isascii() for scheme in schemes.values())


def test_stances_are_ordered_from_oppose_to_support_and_neutral_takes_no_side() -> None:
    points = {stance: scheme.point for stance, scheme in load_stances().items()}
    assert points == {Stance.OPPOSE: 0, Stance.OPEN: 1, Stance.SUPPORT: 2, Stance.NEUTRAL: None}


def test_every_status_of_a_commitment_has_a_scheme() -> None:
    schemes = load_statuses()
    assert list(schemes) == list(CommitmentStatus)
    assert {scheme.step for scheme in schemes.values()} <= {0, 1, 2, 3}


def test_a_commitment_is_over_when_it_was_suspended_rejected_or_ran_out() -> None:
    over = {status for status, scheme in load_statuses().items() if scheme.over}
    assert over == {
        CommitmentStatus.SUSPENDED,
        CommitmentStatus.EXPIRED,
        CommitmentStatus.TERMINATED,
        CommitmentStatus.REJECTED,
    }


def test_codes_stand_under_the_name_of_their_scheme() -> None:
    codes = load_codes()
    assert codes["PA-X:TjPrire"].label == "Release of prisoners"
    assert {key.split(":")[0] for key in codes} == {"PA-X", "X"}
    assert all(code.id == key for key, code in codes.items())


# Words


def test_every_act_is_announced_by_some_word() -> None:
    announced = {hit.act for pattern in load_cues().patterns for hit in load_cues().find(pattern.strip("=*"))}
    assert announced == set(Act)


def test_every_kind_of_condition_has_markers() -> None:
    marked = {hit.kind for pattern in load_conditions().patterns for hit in load_conditions().find(pattern.strip("=*"))}
    assert marked == set(ConditionKind)


@pytest.mark.parametrize(
    ("text", "word", "act"),
    [
        ("The miners demanded safer shafts", "demanded", Act.DEMAND),
        ("The envoy proposed a pause", "proposed", Act.PROPOSE),
        ("The guild rejected the text", "rejected", Act.REJECT),
        ("He threatened to leave", "threatened to", Act.THREATEN),
        ("They accused the army", "accused", Act.ACCUSE),
        ("She denied it", "denied", Act.DENY),
    ],
)
def test_a_cue_announces_its_act(text: str, word: str, act: Act) -> None:
    (hit,) = (hit for hit in load_cues().find(text) if text[hit.span.start : hit.span.end] == word)
    assert hit.act is act


def test_a_verb_of_saying_names_a_speaker_and_a_verb_of_deciding_a_party() -> None:
    assert [hit.said for hit in load_cues().find("insists")] == [True]
    assert [hit.said for hit in load_cues().find("is willing to")] == [False]


@pytest.mark.parametrize(
    ("text", "word", "negation"),
    [
        ("It could rain", "could", False),
        ("It is unlikely", "unlikely", False),
        ("They may sign in May", "may", False),
        ("They have not yet signed", "not yet", True),
        ("They never signed", "never", True),
    ],
)
def test_hedges_and_negations_are_told_apart(text: str, word: str, negation: bool) -> None:
    (hit,) = load_hedges().find(text)
    assert text[hit.span.start : hit.span.end] == word
    assert hit.negation is negation


@pytest.mark.parametrize(
    ("text", "kind", "gate_follows", "weak"),
    [
        ("aid only after a truce", ConditionKind.ONLY_AFTER, True, False),
        ("no aid unless they stop", ConditionKind.UNLESS, True, False),
        ("no vote until peace", ConditionKind.UNTIL, True, False),
        ("yes provided that all sign", ConditionKind.IF, True, False),
        ("a truce is a precondition for talks", ConditionKind.IF, False, False),
        ("food in exchange for prisoners", ConditionKind.IN_EXCHANGE_FOR, True, False),
        ("talks after lunch", ConditionKind.ONLY_AFTER, True, True),
    ],
)
def test_a_marker_tells_the_kind_of_its_condition_and_the_side_of_its_gate(
    text: str, kind: ConditionKind, gate_follows: bool, weak: bool
) -> None:
    (hit,) = load_conditions().find(text)
    assert (hit.kind, hit.gate_follows, hit.weak) == (kind, gate_follows, weak)


@pytest.mark.parametrize("text", ["They will go even if it rains", "a week after week dispute", "as if by magic"])
def test_a_phrase_that_only_looks_like_a_condition_is_none(text: str) -> None:
    assert load_conditions().find(text) == ()


def test_a_forecast_is_found() -> None:
    text = "A deal is unlikely to come soon"
    (hit,) = load_outlook().find(text)
    assert text[hit.span.start : hit.span.end] == "is unlikely to"


@pytest.mark.parametrize("name", LEXICONS)
def test_patterns_are_plain_and_stand_once(name: str) -> None:
    patterns = LEXICONS[name]().patterns
    assert len(set(patterns)) == len(patterns)
    assert all(pattern == " ".join(pattern.lower().split()) for pattern in patterns)


@pytest.mark.parametrize("name", LEXICONS)
@given(text=st.text(alphabet="aefilmnoprstuy ’'-\n", max_size=80))
def test_hits_stand_in_order_apart_and_on_word_boundaries(name: str, text: str) -> None:
    free = 0
    for hit in LEXICONS[name]().find(text):
        assert free <= hit.span.start < hit.span.end <= len(text)
        assert not re.search(r"\w\Z", text[: hit.span.start]) or not re.match(r"\w", text[hit.span.start])
        assert not re.match(r"\w", text[hit.span.end :]) or not re.search(r"\w\Z", text[: hit.span.end])
        free = hit.span.end


# Patterns


def test_a_pattern_is_found_whatever_its_case_and_never_inside_a_word() -> None:
    assert found("truce", "Truce, TRUCE and truces; entruce") == ["Truce", "TRUCE"]


def test_a_star_lets_a_word_go_on() -> None:
    assert found("prisoner* of war", "Prisoners of war and a prisoner of war") == [
        "Prisoners of war",
        "prisoner of war",
    ]
    assert found("labo*r law*", "Labour laws, labor law") == ["Labour laws", "labor law"]


def test_a_star_alone_is_one_word() -> None:
    assert found("cut * jobs", "cut 1,200 jobs; cut jobs; cut ten good jobs; cut pay, jobs") == ["cut 1,200 jobs"]
    assert found("under * control", "under U.S. control") == ["under U.S. control"]
    assert found("prisoners for *", "Prisoners for food.") == ["Prisoners for food"]


def test_an_equals_sign_keeps_the_case() -> None:
    assert found("=may", "may, May, MAY") == ["may"]


def test_typographic_marks_count_as_plain_ones() -> None:
    assert found("can't", "can’t") == ["can’t"]
    assert found("cease-fire", "cease‑fire") == ["cease‑fire"]
    assert found("peace talks", "peace\ntalks") == ["peace\ntalks"]


def test_letters_that_grow_in_lower_case_do_not_shift_the_places() -> None:
    assert found("truce", "İzmir İ truce") == ["truce"]


def test_nothing_is_found_by_no_patterns_nor_in_an_empty_text() -> None:
    assert list(PhraseIndex([]).find("truce")) == []
    assert found("truce", "") == []


@given(
    patterns=st.lists(
        st.sampled_from(["a", "ab*", "ab b", "=ab", "a*b c", "b", "b-a", "c's", "ab* c*", "=c"]),
        max_size=6,
        unique=True,
    ),
    text=st.text(alphabet="abcABC '-.", max_size=40),
)
def test_one_pass_finds_what_trying_each_pattern_finds(patterns: list[str], text: str) -> None:
    assert set(PhraseIndex(patterns).find(text)) == by_regex(patterns, text)


def test_a_lexicon_keeps_the_leftmost_then_the_longest_and_passes_over_decoys() -> None:
    words = ("if", "if not", "not so")
    lexicon = Lexicon([*((word, partial(OutlookHit, marker=word)) for word in words), ("even if", None)])
    assert [each.marker for each in lexicon.find("if not so, even if so, if so")] == ["if not", "if"]
