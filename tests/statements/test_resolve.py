"""Who the parties are, and where each is named."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook import Agenda, AgendaParty, load_gazetteer
from detente.model import Document, PartyId, Role, Span
from detente.statements.readers.protocol import Look, Named
from detente.statements.resolve import Cast, resolve_parties, slug
from detente.statements.segment import split_sentences

EXAMPLES = tuple(p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parents[2] / "examples").glob("*.txt")))


def named(span: Span, direction: int) -> Named:
    vector = np.zeros(64, np.float32)
    vector[direction % 64] = 1.0
    return Named(span=span, score=0.9, vector=vector)


def resolve(text: str, spans: list[Named], agenda: Agenda | None = None) -> Cast:
    document = Document(text=text, name="report", body=Span(start=0, end=len(text)))
    look = Look(named=tuple(spans), quoted=(), memory=None)
    return resolve_parties(document, split_sentences(document), look, gazetteer=load_gazetteer(), agenda=agenda)


def cast_of(
    text: str, *names: str, agenda: Agenda | None = None, directions: tuple[int, ...] | None = None
) -> tuple[Cast, list[tuple[str, str]]]:
    """Each name is looked for after the one before it; names of one direction look alike to the reader."""
    spans, at = [], 0
    for number, name in enumerate(names):
        start = text.index(name, at)
        at = start + len(name)
        spans.append(named(Span(start=start, end=at), directions[number] if directions else number))
    cast = resolve(text, spans, agenda)
    return cast, [(text[m.span.start : m.span.end], m.party) for m in cast.mentions]


def test_names_of_the_gazetteer_give_its_parties() -> None:
    cast, found = cast_of("Kyiv wants talks. Moscow rejected the plan. Ukraine insists.", "Kyiv", "Moscow", "Ukraine")
    assert found == [("Kyiv", "ua"), ("Moscow", "ru"), ("Ukraine", "ua")]
    assert [(p.id, p.name, p.aliases) for p in cast.parties] == [
        ("ru", "Russia", ("Moscow",)),
        ("ua", "Ukraine", ("Kyiv", "Ukraine")),
    ]


@pytest.mark.parametrize("phrase", ["both Kyiv and Moscow", "Kyiv and Moscow", "Kyiv as well as Moscow"])
def test_a_plain_list_names_each_party_by_itself(phrase: str) -> None:
    _, found = cast_of(f"Talks stalled, but {phrase} accuse each other.", phrase)
    assert found == [("Kyiv", "ua"), ("Moscow", "ru")]


def test_a_list_of_three_names_three() -> None:
    _, found = cast_of("Talks between France, Germany and Poland stalled.", "France, Germany and Poland")
    assert [party for _, party in found] == ["fr", "de", "pl"]


def test_an_apposition_tells_for_whom_an_unknown_person_speaks() -> None:
    _, found = cast_of("The truce will hold, said Ilan Ravel, a Hamas spokesman, on Monday.", "Ilan Ravel")
    assert found[0] == ("Ilan Ravel", "hamas")


def test_a_title_before_an_unknown_person_tells_it_too() -> None:
    _, found = cast_of("On Monday Hamas spokesman Ilan Ravel spoke.", "Ilan Ravel")
    assert ("Ilan Ravel", "hamas") in found


@pytest.mark.parametrize("words", ["rejected the plan and", "met with", "called on"])
def test_what_stands_between_two_names_must_be_a_title(words: str) -> None:
    _, found = cast_of(f"On Monday Hamas {words} Ilan Ravel again.", "Hamas", "Ilan Ravel")
    assert found[0] == ("Hamas", "hamas")
    assert found[1][1] != "hamas"


def test_two_unknown_names_do_not_become_one_because_they_were_listed_once() -> None:
    text = "Norland and Sudria met. Norland wants tolls. Sudria refused."
    _, found = cast_of(text, "Norland and Sudria", "Norland", "Sudria", directions=(0, 1, 2))
    assert found[-1][1] != found[-2][1]
    assert found[-1][1] == "sudria"


def test_a_surname_after_the_full_name_is_the_same_party() -> None:
    cast, found = cast_of("Oskar Lindqvist met the press. Lindqvist saw no deal.", "Oskar Lindqvist", "Lindqvist")
    assert len({party for _, party in found}) == 1
    assert cast.parties[0].aliases == ("Oskar Lindqvist", "Lindqvist")


def test_unknown_names_that_the_reader_sees_as_one_are_one_party() -> None:
    text = "The Ferrymen refused. The boat crews want more."
    _, alike = cast_of(text, "The Ferrymen", "The boat crews", directions=(0, 0))
    _, apart = cast_of(text, "The Ferrymen", "The boat crews", directions=(0, 1))
    assert len({party for _, party in alike}) == 1
    assert len({party for _, party in apart}) == 2


def test_a_text_about_one_states_factions_keeps_them_apart() -> None:
    cast, _ = cast_of(
        "The White House wants a bill. Congress must act. Republicans refuse. Democrats agree.",
        *("The White House", "Congress", "Republicans", "Democrats"),
    )
    ids = {p.id for p in cast.parties}
    assert len(ids) == 4
    assert "us" not in ids


def test_a_text_between_states_folds_a_house_of_government_into_its_state() -> None:
    _, found = cast_of("Moscow rejected it. Russia said no. The White House insists.", "Moscow", "The White House")
    assert ("The White House", "us") in found


@pytest.mark.parametrize(
    ("text", "names", "party"),
    [
        ("Verizon offered a raise. The company will talk.", ("Verizon", "The company"), "verizon"),
        (
            "The Communications Workers of America rejected it. The union wants more.",
            ("The Communications Workers of America", "The union"),
            "cwa",
        ),
    ],
)
def test_the_company_and_the_union_are_the_ones_that_the_text_names(
    text: str, names: tuple[str, ...], party: str
) -> None:
    _, found = cast_of(text, *names)
    assert [p for _, p in found] == [party, party]


AGENDA = Agenda(
    parties=(
        AgendaParty(id=PartyId("river-league"), name="River League", aliases=("the Ferrymen",), people=("Oskar Lind",)),
        AgendaParty(id=PartyId("kremlin-team"), name="Russia", role=Role.PARTY, aliases=("Moscow",)),
        AgendaParty(id=PartyId("go-between"), name="Qatar", role=Role.MEDIATOR),
    )
)


def test_the_agenda_wins_over_the_gazetteer_and_gathers_its_aliases() -> None:
    text = "Moscow refused. Russia refused again. Putin spoke. Kyiv waits."
    cast, found = cast_of(text, "Moscow", "Russia", "Putin", "Kyiv", agenda=AGENDA)
    assert dict(found) == {"Moscow": "kremlin-team", "Russia": "kremlin-team", "Putin": "kremlin-team", "Kyiv": "ua"}
    assert {p.id: p.name for p in cast.parties}["kremlin-team"] == "Russia"


def test_names_aliases_and_people_of_an_agenda_party_are_one() -> None:
    text = "The River League met. Later the Ferrymen refused. Oskar Lind left."
    cast, found = cast_of(text, "River League", "the Ferrymen", "Oskar Lind", agenda=AGENDA)
    assert [party for _, party in found] == ["river-league"] * 3
    assert [p.id for p in cast.parties] == ["river-league"]


def test_the_agenda_says_who_mediates() -> None:
    cast, _ = cast_of("Qatar said that Kyiv was ready.", "Qatar", "Kyiv", agenda=AGENDA)
    assert {p.id: p.role for p in cast.parties} == {"go-between": Role.MEDIATOR, "ua": Role.PARTY}


def test_words_of_mediation_beside_a_name_make_a_mediator() -> None:
    text = (
        "Qatar is mediating between the two sides. On Sunday evening the envoys of Kyiv left, as did those of Moscow."
    )
    cast, _ = cast_of(text, "Qatar", "Kyiv", "Moscow")
    assert {p.id: p.role for p in cast.parties} == {"qa": Role.MEDIATOR, "ru": Role.PARTY, "ua": Role.PARTY}


def test_a_party_is_no_mediator_for_standing_after_a_sentence_about_one() -> None:
    cast, _ = cast_of("Qatar is mediating the talks. Kyiv wants a truce. Moscow refuses.", "Qatar", "Kyiv", "Moscow")
    assert {p.id: p.role for p in cast.parties} == {"qa": Role.MEDIATOR, "ru": Role.PARTY, "ua": Role.PARTY}


@pytest.mark.parametrize("surface", ["the", "and", "it", "“", "they", "of the"])
def test_words_that_name_nobody_make_no_party(surface: str) -> None:
    text = f"Talks went on and on, {surface} so forth."
    start = text.rindex(surface)
    assert resolve(text, [named(Span(start=start, end=start + len(surface)), 0)]) == Cast((), ())


def test_nobody_named_gives_an_empty_cast() -> None:
    assert resolve("The sun rose over the hills.", []) == Cast((), ())


def test_loose_words_and_marks_around_a_name_are_no_part_of_it() -> None:
    _, found = cast_of("It was up “to the Ferrymen,” they said.", "“to the Ferrymen,”")
    assert found == [("the Ferrymen", "ferrymen")]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_mentions_stand_in_order_never_overlap_and_belong_to_a_listed_party(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(EXAMPLES))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=40)))
    spans = [named(Span(start=a, end=min(b, a + 60)), k % 7) for k, (a, b) in enumerate(pairwise(cuts))]
    cast = resolve(text, data.draw(st.lists(st.sampled_from(spans), unique_by=lambda n: n.span.start)))
    assert all(a.span.end <= b.span.start or a.span == b.span for a, b in pairwise(cast.mentions))
    assert all(m.span.end <= len(text) for m in cast.mentions)
    assert [p.id for p in cast.parties] == sorted({m.party for m in cast.mentions})
    surfaces = {(m.party, text[m.span.start : m.span.end]) for m in cast.mentions}
    assert {(p.id, alias) for p in cast.parties for alias in p.aliases} <= surfaces
    assert all(p.aliases for p in cast.parties)


@pytest.mark.parametrize(
    ("name", "key"),
    [("The River League", "river-league"), (" a union ", "union"), ("Côte d’Ivoire", "côte-d-ivoire"), ("“”", "party")],
)
def test_a_slug_is_lower_case_words_joined_by_hyphens(name: str, key: str) -> None:
    assert slug(name) == key


@given(st.text(max_size=40))
def test_a_slug_is_never_empty_and_a_slug_of_a_slug_stays_a_key(name: str) -> None:
    key = slug(name)
    assert key
    assert " " not in key
    assert key == key.strip("-")


def test_both_sides_stand_for_each_of_the_two() -> None:
    cast, found = cast_of("Kyiv met Moscow. Both sides agreed.", "Kyiv", "Moscow", "Both sides")
    assert found[2:] == [("Both sides", "ru"), ("Both sides", "ua")]
    assert [(p.id, p.aliases) for p in cast.parties] == [("ru", ("Moscow",)), ("ua", ("Kyiv",))]


def test_both_sides_are_found_where_the_reader_marks_nothing() -> None:
    _, found = cast_of("Kyiv met Moscow, and the parties agreed on a pause.", "Kyiv", "Moscow")
    assert found[2:] == [("the parties", "ru"), ("the parties", "ua")]


def test_a_newspaper_is_no_party_unless_the_agenda_says_so() -> None:
    _, found = cast_of("Kyiv objects, Reuters reported.", "Kyiv", "Reuters")
    assert found == [("Kyiv", "ua")]
    agenda = Agenda(parties=(AgendaParty(id=PartyId("reuters"), name="Reuters"),))
    _, found = cast_of("Kyiv objects, Reuters reported.", "Kyiv", "Reuters", agenda=agenda)
    assert found[1] == ("Reuters", "reuters")


def test_a_state_agency_speaks_for_its_state() -> None:
    _, found = cast_of("The state news agency IRNA called it unfair.", "The state news agency IRNA")
    assert found == [("The state news agency IRNA", "ir")]


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        ("The bill is bad, said Ann Lee, president of Forward Now.", "Ann Lee", "forward-now"),
        ("A Fordwell spokesman said no.", "A Fordwell spokesman", "fordwell"),
        ("Ann Lee, R-Ohio, said no.", "Ann Lee", "us-republicans"),
        ("Ann Lee (D-N.J.) said no.", "Ann Lee", "us-democrats"),
        ("Chile refuses, Foreign Minister Ana Rojas said.", "Foreign Minister Ana Rojas", "cl"),
    ],
)
def test_a_person_speaks_for_whom_the_text_says(text: str, name: str, party: str) -> None:
    _, found = cast_of(text, name)
    assert (name, party) in found


def test_who_leads_a_group_is_not_meant_beside_it() -> None:
    _, found = cast_of("European countries, led by France, are considering it.", "European countries", "France")
    assert [party for _, party in found] == ["european-countries"]


def test_an_unknown_name_that_only_passes_on_the_news_is_no_party() -> None:
    text = "According to Quillwire, Kyiv met Moscow. The Ferrymen objected; according to the Ferrymen, it was late."
    _, found = cast_of(text, "Quillwire", "Kyiv", "Moscow", "The Ferrymen", "the Ferrymen")
    assert {party for _, party in found} == {"ua", "ru", "ferrymen"}


def test_a_country_that_only_says_where_is_no_party() -> None:
    _, found = cast_of("Kyiv met Moscow in Saudi Arabia. Moscow left.", "Kyiv", "Moscow", "Saudi Arabia")
    assert {party for _, party in found} == {"ua", "ru"}
    _, found = cast_of("Kyiv met Moscow in Saudi Arabia. Saudi Arabia was pleased.", "Kyiv", "Moscow", "Saudi Arabia")
    assert {party for _, party in found} == {"ua", "ru", "sa"}


def test_a_ministry_of_no_state_named_is_the_only_states_that_can_have_one() -> None:
    text = "China and the United States met. A Commerce Ministry spokesman, Gao Feng, said so."
    _, found = cast_of(text, "China", "the United States", "Commerce Ministry spokesman")
    assert [party for name, party in found if "Ministry" in name] == ["cn"]


def test_of_several_states_it_is_the_one_named_last_before() -> None:
    text = "France waited. Poland refused. The Foreign Ministry said no."
    _, found = cast_of(text, "France", "Poland", "The Foreign Ministry")
    assert [party for name, party in found if "Ministry" in name] == ["pl"]


def test_the_governments_of_the_two_are_both() -> None:
    text = "China met the United States. Governments of the two biggest economies raised tariffs."
    _, found = cast_of(text, "China", "the United States")
    assert sorted(party for name, party in found if name.startswith("Governments")) == ["cn", "us"]


def test_a_word_that_only_says_of_what_kind_names_nobody() -> None:
    _, found = cast_of("The far-right flank of the movement protested, and the Guild rejected it.", "far", "the Guild")
    assert [words for words, _ in found] == ["the Guild"]


def test_a_bracket_that_was_opened_before_a_name_is_no_part_of_it() -> None:
    _, found = cast_of("The pact on forces (the old Zorblat Pact) was left by the Guild.", "Zorblat Pact)", "the Guild")
    assert found[0][0] == "Zorblat Pact"


@pytest.mark.parametrize(
    ("text", "phrase", "short"),
    [
        ("Hamas leader Ilan Ravel spoke. Ravel left.", "Hamas leader Ilan Ravel", "Ravel"),
        ("The spokesman, Ilan Ravel, spoke. Ravel left.", "The spokesman, Ilan Ravel", "Ravel"),
        ("Ana Ruiz Soto, a Hamas envoy, spoke. Ruiz left.", "Ana Ruiz Soto, a Hamas envoy", "Ruiz"),
        (
            "Zorblat Growers Association Ilan Ravel spoke. Ravel left.",
            "Zorblat Growers Association Ilan Ravel",
            "Ravel",
        ),
    ],
)
def test_a_person_within_a_longer_phrase_goes_on_by_surname(text: str, phrase: str, short: str) -> None:
    _, found = cast_of(text, phrase, short)
    assert len({party for _, party in found}) == 1


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        (
            "Zorblat Growers Association chairman Ilan Ravel spoke.",
            "Zorblat Growers Association chairman Ilan Ravel",
            "Zorblat Growers Association",
        ),
        ("A Zorblat spokesman spoke.", "A Zorblat spokesman", "Zorblat"),
        ("The Harbour Institute of Moscow spoke.", "The Harbour Institute of Moscow", "Harbour Institute"),
    ],
)
def test_a_body_for_which_somebody_speaks_is_named_by_itself(text: str, phrase: str, name: str) -> None:
    cast, _ = cast_of(text, phrase)
    assert [party.name for party in cast.parties] == [name]


def test_a_spokesman_of_nobody_named_is_no_body() -> None:
    cast, _ = cast_of("A spokesman at the harbour spoke.", "A spokesman at the harbour")
    assert [party.id for party in cast.parties] == ["spokesman-at-the-harbour"]


def test_initials_stand_for_a_name() -> None:
    text = "The Zorblat Growers Association met. The ZGA refused. The ZGB did not."
    _, found = cast_of(text, "The Zorblat Growers Association", "The ZGA", "The ZGB")
    assert found[0][1] == found[1][1] != found[2][1]


def test_the_spokesman_is_the_one_named_before() -> None:
    text = "The Ferrymen met Zorblat spokesman Ilan Ravel. The spokesman refused. The chairman did not."
    _, found = cast_of(text, "The Ferrymen", "Zorblat spokesman Ilan Ravel", "The spokesman", "The chairman")
    assert found[1][1] == found[2][1] != found[0][1]
    assert found[3][1] not in {party for _, party in found[:3]}


def test_the_u_s_is_named_wherever_it_stands() -> None:
    _, found = cast_of("The U.S. has said that it is open to talks.", "The U.S.")
    assert found == [("The U.S.", "us")]


def test_producers_and_consumers_are_two() -> None:
    _, found = cast_of("In the end producers and consumers agreed.", "producers and consumers")
    assert [party for _, party in found] == ["producers", "consumers"]


@pytest.mark.parametrize(
    ("phrase", "parties"),
    [
        ("employers in northern Germany", ["employers"]),
        ("German coffee roasters", ["german-coffee-roasters"]),
        ("German employers", ["de-employers"]),
        ("German officials", ["de"]),
        ("Florida sugarcane producers", ["us-fl-sugarcane-producers"]),
    ],
)
def test_where_a_group_is_from_is_not_who_it_is(phrase: str, parties: list[str]) -> None:
    _, found = cast_of(f"On Monday {phrase} refused.", phrase)
    assert [party for _, party in found] == parties


def test_many_employers_are_not_the_one_company_that_is_named() -> None:
    text = "The Zorblat Corp met the union. The employers refused, and so did the company."
    _, found = cast_of(text, "The Zorblat Corp", "The employers", "the company")
    assert found[0][1] == found[-1][1] != found[-2][1]


@pytest.mark.parametrize(
    "office", ["Labour Minister Ilan Ravel", "Economy ministry sources", "Central Bank governor Ilan Ravel"]
)
def test_a_minister_of_no_state_named_speaks_for_the_state_named_before(office: str) -> None:
    _, found = cast_of(f"Chile refuses. {office} said so.", "Chile", office)
    assert [party for _, party in found] == ["cl", "cl"]


def test_the_group_is_the_body_named_last_before() -> None:
    text = "Zorblat Growers Association spokesman Ilan Ravel met Hamas. The group refused, and the Ferrymen left."
    _, found = cast_of(text, "Zorblat Growers Association spokesman Ilan Ravel", "Hamas", "The group", "the Ferrymen")
    assert dict(found)["The group"] == "hamas"
    _, found = cast_of("The Ferrymen left. The group refused.", "The Ferrymen", "The group")
    assert found[0][1] != found[1][1]


def test_whom_a_minister_speaks_of_is_no_sign_of_whom_he_speaks_for() -> None:
    text = "China waited. “Purchases of American goods will rise,” Vice Agriculture Minister Ilan Ravel said."
    _, found = cast_of(text, "China", "Vice Agriculture Minister Ilan Ravel")
    assert found[-1][1] == "cn"


def test_the_rest_of_a_possessive_names_nobody() -> None:
    _, found = cast_of("Ilan Ravel, France’s finance minister, said so.", "’s finance")
    assert found == []
