from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.words import (
    FEW_PARTIES,
    allegation_words,
    cell_lines,
    clip_quote,
    join_parties,
    join_words,
    mark_parts,
    party_codes,
    position_signs,
    position_word,
    quantity_words,
    short_name,
    steps_words,
    voice_words,
)
from detente.model import (
    Allegation,
    Distance,
    Document,
    Evidence,
    IssueId,
    Party,
    PartyId,
    Quantity,
    Span,
    Speaker,
    Stance,
)
from tests.brief.founding import (
    ACCUSE,
    RUSSIA,
    UKRAINE,
    US,
    cite,
    founding_allegations,
    founding_brief,
    founding_statements,
    founding_table,
)


def quote_of(text: str, part: str | None = None) -> Evidence:
    document = Document(text=text, name="made", body=Span(start=0, end=len(text)))
    start = text.index(part) if part else 0
    return Evidence.cite(document, Span(start=start, end=start + len(part or text)))


@pytest.mark.parametrize(
    ("name", "office", "short"),
    [
        ("Ukrainian President Volodymyr Zelensky", "Ukrainian President", "Zelensky"),
        ("White House spokeswoman Sarah Sanders", "spokeswoman", "Sanders"),
        ("Foreign Ministry spokesman Geng Shuang", "spokesman", "Geng"),
        ("Commission President Ursula von der Leyen", "President", "von der Leyen"),
        ("The U.S. president", "president", "U.S. president"),
        ("the World Bank", None, "World Bank"),
        ("Bell Atlantic", None, "Bell Atlantic"),
        ("Trump", None, "Trump"),
        ("Foreign Minister", "Foreign Minister", "Foreign Minister"),
        ("the", None, "the"),
        ("", "President", ""),
    ],
)
def test_only_office_holders_are_cut_to_their_family_name(name: str, office: str | None, short: str) -> None:
    assert short_name(Speaker(name=name, party=None, office=office)) == short


def test_a_voice_is_named_and_a_relayed_one_says_per() -> None:
    said = {(s.party, s.evidence.quote[:12]): voice_words(s) for s in founding_statements()}
    assert said[UKRAINE, "they would i"] == "Zelensky"
    assert said[RUSSIA, "Russia will "] == "per Trump"
    assert said[RUSSIA, "Putin is str"] == ""


def test_codes_are_short_and_each_partys_own() -> None:
    codes = party_codes(founding_table().parties)
    assert list(codes.values()) == ["Rus", "Ukr", "US", "Eur", "WB"]


@given(st.lists(st.sampled_from(("Iran", "Iraq", "Iraqi Kurds", "Ira", "", "IK", "国 家", "I K")), max_size=9))
def test_codes_differ_whatever_the_names(names: list[str]) -> None:
    parties = [Party(id=PartyId(f"p{n}"), name=name) for n, name in enumerate(names)]
    codes = party_codes(parties)
    assert list(codes) == [party.id for party in parties]
    assert len(set(codes.values())) == len(parties)


@pytest.mark.parametrize(
    ("apart", "words"),
    [(None, "one party"), (0, "none"), (0.5, "½ step"), (1, "1 step"), (1.5, "1½ steps"), (2, "2 steps")],
)
def test_steps_are_counted_in_halves(apart: float | None, words: str) -> None:
    assert steps_words(Distance(issue=IssueId("x"), marks=(), apart=apart)) == words


def test_a_divided_cell_groups_its_lines_by_stance() -> None:
    position = founding_table().at(US, IssueId("nato"))
    assert position is not None
    assert (position_signs(position), position_word(position)) == ("■◐", "Divided")
    groups = cell_lines(position)
    assert [(stance, [line.voice for line in lines]) for stance, lines in groups] == [
        (Stance.OPPOSE, ["Hegseth"]),
        (Stance.OPEN, ["Coale"]),
    ]


def test_a_hedge_on_one_stance_marks_that_stance_alone() -> None:
    distance = next(d for d in founding_brief().distances if d.issue == "black-sea")
    parts = [part for mark in distance.marks for part in mark_parts(mark)]
    assert [(p.party, p.stance, p.several, p.hedged) for p in parts] == [
        (RUSSIA, Stance.OPPOSE, True, False),
        (RUSSIA, Stance.OPEN, True, True),
        (UKRAINE, Stance.OPEN, False, True),
    ]


def test_an_accusation_is_called_a_violation_only_where_one_is_recorded() -> None:
    position = founding_table().at(RUSSIA, IssueId("energy-moratorium"))
    assert position is not None
    ((_, lines),) = cell_lines(position, founding_allegations())
    assert [line.act for line in lines] == ["agrees", "alleges a violation"]
    ((_, lines),) = cell_lines(position)
    assert [line.act for line in lines] == ["agrees", "accuses"]


@pytest.mark.parametrize(
    ("accuser", "accused", "words"),
    [
        (UKRAINE, RUSSIA, "Ukraine alleges that Russia violated it"),
        (UKRAINE, None, "Ukraine alleges a violation of it"),
        (None, RUSSIA, "A violation of it by Russia is reported"),
        (None, None, "A violation of it is reported"),
    ],
)
def test_an_allegation_is_never_stated_as_fact(accuser: Any, accused: Any, words: str) -> None:
    allegation = Allegation(accuser=accuser, accused=accused, evidence=cite(ACCUSE), statement=None)
    assert allegation_words(founding_brief(), allegation, "it") == words


def test_a_quantity_keeps_its_words_and_names_what_is_counted() -> None:
    both = Quantity(low=1, high=1, unit="day", approximate=False, evidence=quote_of("30-day"))
    bare = Quantity(low=175, high=175, unit="prisoners", approximate=False, evidence=quote_of("175"))
    assert (quantity_words(both), quantity_words(bare)) == ("30-day", "175 prisoners")


def test_few_parties_are_named_and_many_counted() -> None:
    assert join_parties(["A", "B"]) == "A and B"
    assert join_parties(["A"] * FEW_PARTIES).startswith("A, A")
    assert join_parties(["A"] * 1200) == "1,200 parties"


def test_lists_are_joined_as_in_running_text() -> None:
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_quote_of_forty_words_stays_whole_and_a_longer_one_ends_with_a_clause() -> None:
    forty = " ".join(["word"] * 40)
    assert clip_quote(quote_of(forty)) == forty
    long = "we will leave the valley before the winter comes, " + "and the rest follows, " * 12
    clipped = clip_quote(quote_of(long.strip()))
    assert clipped.startswith("we will leave the valley before the winter comes, and the rest follows")
    assert clipped.endswith("follows …")
    assert len(clipped.split()) <= 41


def test_a_condition_after_the_cut_still_stands() -> None:
    text = "we will withdraw, " + "word " * 45 + "but only after the last prisoner is home, so help us"
    clipped = clip_quote(quote_of(text), quote_of(text, "only after the last prisoner is home"))
    assert clipped.endswith("… only after the last prisoner is home …")


tokens = st.lists(st.sampled_from(("peace", "talks,", "end.", "no", "条件，", "ceasefire;")), min_size=1, max_size=90)


@given(tokens, st.data())
def test_clipping_keeps_words_in_order_and_conditions_whole(words: list[str], draw: st.DataObject) -> None:
    text = " ".join(words)
    quote = quote_of(text)
    start = draw.draw(st.integers(0, len(text) - 1))
    end = draw.draw(st.integers(start + 1, len(text)))
    condition = None
    if text[start:end].strip():
        document = Document(text=text, name="made", body=Span(start=0, end=len(text)))
        condition = Evidence.cite(document, Span(start=start, end=end))
    clipped = clip_quote(quote, condition)
    place = 0
    for part in clipped.split("…"):
        place = text.index(part.strip(), place)
    if condition:
        assert condition.quote.strip().rstrip(",;:") in clipped
    if len(words) <= 40:
        assert clipped == text
