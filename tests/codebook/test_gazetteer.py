"""The party gazetteer: what it covers, what it finds, and what it leaves alone."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook.gazetteer import Entry, Hit, Kind, load_gazetteer
from detente.codebook.gazetteer_data import PARTY_FILES, PEOPLE_FILES, fold, package_file, read_lexicon
from detente.codebook.gazetteer_types import Person
from detente.errors import CodebookError
from detente.model import PartyId

GAZETTEER = load_gazetteer()
LEXICON = GAZETTEER.lexicon

UNITED_NATIONS = tuple(
    re.findall(
        r"\w\w",
        "af al dz ad ao ag ar am au at az bs bh bd bb by be bz bj bt bo ba bw br bn bg bf bi cv kh cm ca cf "
        "td cl cn co km cg cd cr ci hr cu cy cz dk dj dm do ec eg sv gq er ee sz et fj fi fr ga gm ge de gh "
        "gr gd gt gn gw gy ht hn hu is in id ir iq ie il it jm jp jo kz ke ki kp kr kw kg la lv lb ls lr ly "
        "li lt lu mg mw my mv ml mt mh mr mu mx fm md mc mn me ma mz mm na nr np nl nz ni ne ng mk no om pk "
        "pw pa pg py pe ph pl pt qa ro ru rw kn lc vc ws sm st sa sn rs sc sl sg sk si sb so za ss es lk sd "
        "sr se ch sy tj tz th tl tg to tt tn tr tm tv ug ua ae gb us uy uz vu ve vn ye zm zw ",
    )
)
OTHER_STATES = ("xk", "tw", "ps", "eh", "va", "su", "yu", "cs", "dd", "rh", "vd", "yd")
SHARED_BETWEEN_STATES = {
    "Moscow": {"ru", "su"},
    "Kremlin": {"ru", "su"},
    "Red Army": {"ru", "su"},
    "Prague": {"cz", "cs"},
    "Belgrade": {"yu", "rs"},
    "Congo": {"cd", "cg"},
    "Congolese": {"cd", "cg"},
    "Korea": {"kr", "kp"},
    "Korean": {"kr", "kp"},
    "Koreans": {"kr", "kp"},
    "Georgia": {"ge", "us-ga"},
}
G20 = ("ar", "au", "br", "ca", "cn", "fr", "de", "in", "id", "it", "jp", "kr", "mx", "sa", "za", "tr", "gb", "us")
HEADS = {"president", "prime minister", "chancellor", "king", "general secretary", "leader", "military ruler"}


def found(text: str, on: date | None = None) -> list[tuple[str, str]]:
    """What stands in the text, and the party that it is taken for first."""
    return [(text[hit.span.start : hit.span.end], hit.entries[0].party) for hit in GAZETTEER.find(text, on=on)]


def parties(text: str, on: date | None = None) -> list[str]:
    return [party for _, party in found(text, on)]


def only(text: str, on: date | None = None) -> Hit:
    (hit,) = GAZETTEER.find(text, on=on)
    return hit


def people() -> set[Person]:
    return {spelling.person for surface in LEXICON.surfaces.values() for spelling in surface.people}


# --- coverage


@pytest.mark.parametrize("code", [*UNITED_NATIONS, *OTHER_STATES])
def test_every_state_is_found_by_its_name(code: str) -> None:
    name = LEXICON.parties[PartyId(code)].name
    assert (name, code) in found(f"The talks with {name} were resumed.")


@pytest.mark.parametrize("code", [code for code in UNITED_NATIONS if LEXICON.adjectives.get(PartyId(code))])
def test_every_adjective_leads_to_its_state(code: str) -> None:
    adjective = LEXICON.adjectives[PartyId(code)]
    assert code in {entry.party for hit in GAZETTEER.find(f"a {adjective} proposal") for entry in hit.entries}, (
        adjective
    )


def test_the_roster_holds_many_people_of_many_parties() -> None:
    roster = people()
    assert len(roster) > 4000
    assert len({term.party for person in roster for term in person.terms}) > 300


def test_every_term_belongs_to_a_party_and_an_office_of_the_data() -> None:
    for person in people():
        for term in person.terms:
            assert term.party in LEXICON.parties, person.name
            assert term.office in LEXICON.offices, person.name
            assert term.ends is None or term.starts <= term.ends, person.name


@pytest.mark.parametrize("code", G20)
def test_every_year_since_1980_has_a_head_for_each_large_economy(code: str) -> None:
    terms = [term for person in people() for term in person.terms if term.party == code and term.office in HEADS]
    for year in range(1980, 2027):
        day = date(year, 6, 15)
        assert any(term.away(day) == 0 for term in terms), year


def test_no_string_names_two_states_but_for_a_listed_few() -> None:
    shared = {
        key: {entry.party for entry in surface.names}
        for key, surface in LEXICON.surfaces.items()
        if len({entry.party for entry in surface.names if LEXICON.parties[entry.party].kind is Kind.COUNTRY}) > 1
        and not key.lower().startswith("the ")
    }
    assert shared == SHARED_BETWEEN_STATES


def test_every_title_is_written_once_for_an_office() -> None:
    for office, titles in tomllib.loads(package_file("offices.toml"))["titles"].items():
        assert len(titles) == len(set(titles)), office


def test_all_strings_are_plain_and_trimmed() -> None:
    for key in LEXICON.surfaces:
        assert key == fold(key)
        assert key == key.strip()
        assert len(key) > 1 or key.isupper()


# --- names of parties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let us hear what the US and the U.S. say.", [("US", "us"), ("U.S.", "us")]),
        ("The U.S.S.R. and the U.S.A. met.", [("U.S.S.R.", "su"), ("U.S.A.", "us")]),
        ("The S.E.C. fined them.", []),
        ("Polish workers polish brass.", [("Polish workers", "pl-workers")]),
        ("A turkey and some china were sold in Turkey.", [("Turkey", "tr")]),
        ("Sino-American talks", [("Sino", "cn"), ("American", "us")]),
        ("Russia-Ukraine talks", [("Russia", "ru"), ("Ukraine", "ua")]),
        ("a Russian-backed group and a pro-Iranian militia of non-NATO states", []),
        ("the Western-leaning party", []),
        ("Ukraine’s offer", [("Ukraine", "ua")]),
        ("Côte d’Ivoire and Türkiye", [("Côte d’Ivoire", "ci"), ("Türkiye", "tr")]),
        ("the United\nStates", [("United\nStates", "us")]),
        ("Ukrainess and Bukraine", []),
        ("North Korea and South Sudan", [("North Korea", "kp"), ("South Sudan", "ss")]),
        ("Guinea-Bissau, Equatorial Guinea and Papua New Guinea", None),
        ("He spoke in French, then in Russian.", []),
        ("fighting in Russian territory", [("Russian", "ru")]),
    ],
)
def test_names_are_read_to_the_letter(text: str, expected: list[tuple[str, str]] | None) -> None:
    assert found(text) == (expected or []) if expected is not None else parties(text) == ["gw", "gq", "pg"]


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post reported it.",
        "They met at a hotel, in Washington, D.C.",
        "The Moscow Times and the Jerusalem Post wrote about it.",
        "Georgia Tech won.",
        "Jordan Peterson and Michael Jordan were there.",
        "The Paris Agreement and the Uruguay Round came first.",
        "The South China Sea is calm.",
        "Native Americans marched.",
        "She flew to a town in Ohio called Athens, Georgia.",
    ],
)
def test_longer_strings_that_only_contain_a_name_name_nobody(text: str) -> None:
    assert [party for party in parties(text) if party != "us-oh"] == []


def test_a_capital_is_a_party_only_where_it_acts() -> None:
    assert found("Talks in Moscow went on. Moscow refused.\nMoscow, March 3 (AP) - Moscow agreed.") == [
        ("Moscow", "ru"),
        ("Moscow", "ru"),
    ]


def test_a_capital_stands_for_the_state_of_the_time() -> None:
    text = "Moscow refused."
    assert parties(text, date(1985, 5, 1)) == ["su"]
    assert parties(text, date(2015, 5, 1)) == ["ru"]
    assert [entry.party for entry in only(text).entries] == ["ru", "su"]
    assert parties("The Soviet Union spoke. Moscow refused.") == ["su", "su"]


def test_the_seat_of_government_stands_for_the_state_and_for_its_executive() -> None:
    state, executive = only("The White House refused.").entries
    assert (state.party, state.kind, state.faction_of) == ("us", Kind.GOVERNMENT, None)
    assert (executive.party, executive.faction_of) == ("us-white-house", "us")


def test_domestic_parties_fold_into_their_state() -> None:
    text = "President Obama said Republicans in Congress and the Senate must move; Democrats agreed."
    hits = GAZETTEER.find(text, on=date(2013, 10, 1))
    assert [hit.entries[0].party for hit in hits] == [
        "us",
        "us-republicans",
        "us-congress",
        "us-senate",
        "us-democrats",
    ]
    assert {hit.entries[0].faction_of for hit in hits[1:]} == {PartyId("us")}


def test_a_name_that_several_states_share_goes_to_the_one_that_the_text_names() -> None:
    assert parties("New Zealand voted. The Labour Party won.") == ["nz", "nz-labour"]
    assert parties("Britain voted. The Labour Party won.") == ["gb", "gb-labour"]
    assert parties("The Labour Party won.") == []
    assert parties("India asked India's Supreme Court. India waited. The Supreme Court refused.") == ["in"] * 4


def test_an_organ_belongs_to_the_state_named_before_it() -> None:
    assert found(
        "the Russian Defense Ministry, Israel's Supreme Court and the Ministry of Defense of Ukraine met."
    ) == [
        ("Russian Defense Ministry", "ru"),
        ("Israel", "il"),
        ("Supreme Court", "il"),
        ("Ministry of Defense of Ukraine", "ua"),
    ]


def test_a_name_takes_in_the_words_that_belong_to_it() -> None:
    text = "Russian troops, U.S. officials, the French foreign minister and EU negotiators met."
    assert [text for text, _ in found(text)] == [
        "Russian troops",
        "U.S. officials",
        "French foreign minister",
        "EU negotiators",
    ]
    assert GAZETTEER.find(text)[2].entries[0].office == "foreign minister"


def test_a_role_noun_takes_its_country_and_keeps_it() -> None:
    assert found("Syrian rebels met the Syrian government. The rebels left.") == [
        ("Syrian rebels", "sy-rebels"),
        ("Syrian government", "sy"),
        ("The rebels", "sy-rebels"),
    ]
    assert found("Syrian rebels and Libyan rebels met. The rebels left.")[-1] == ("The rebels", "rebels")


def test_a_role_noun_that_only_describes_another_is_left_out() -> None:
    assert found("the military operation and the company picnic") == []
    assert found("The military refused; the company will pay.") == [
        ("The military", "government"),
        ("the company", "company"),
    ]
    assert only("unions").entries[0].category == "labour"


def test_an_ambiguous_acronym_counts_only_with_its_full_name() -> None:
    assert parties("The ICO met.") == []
    assert parties("The International Coffee Organization met. The ICO agreed.") == ["ico-coffee", "ico-coffee"]
    assert parties("The Irish Republican Army spoke. The IRA agreed.") == ["ira", "ira"]
    assert parties("The Inflation Reduction Act (IRA) passed. The IRA is law.") == []


@pytest.mark.parametrize(
    ("text", "surface", "party", "kind"),
    [
        ("the Toledo Carpenters Union struck", "Toledo Carpenters Union", "toledo-carpenters-union", Kind.UNION),
        ("the Brotherhood of Boiler Makers struck", "Brotherhood of Boiler Makers", None, Kind.UNION),
        ("when Acme Tool Corp. refused", "Acme Tool Corp.", "acme-tool", Kind.COMPANY),
        ("a letter from Bank of Ruritania arrived", "Bank of Ruritania", "bank-of-ruritania", Kind.COMPANY),
        ("the Ruritania Liberation Front fought", "Ruritania Liberation Front", None, Kind.MOVEMENT),
        ("the Ruritania Fisheries Commission met", "Ruritania Fisheries Commission", None, Kind.BODY),
    ],
)
def test_names_that_no_list_holds_are_recognised_by_their_words(
    text: str, surface: str, party: str | None, kind: Kind
) -> None:
    hit = only(text)
    assert text[hit.span.start : hit.span.end] == surface
    assert hit.entries[0].kind is kind
    assert hit.entries[0].party == (party or surface.lower().replace(" ", "-"))


def test_a_text_may_give_its_own_short_names() -> None:
    assert parties("Union of Ruritanian Bakers Union (URBU) struck. The URBU won.").count("urbu") == 0
    text = "Acme Tool Corp. refused. Acme Tool said no. The Toledo Bakers Union (TBU) struck. TBU won."
    assert parties(text) == [
        "acme-tool",
        "acme-tool",
        "toledo-bakers-union",
        "toledo-bakers-union",
        "toledo-bakers-union",
    ]


def test_a_listed_company_with_an_ending_is_the_listed_one() -> None:
    assert parties("Verizon Inc. offered more.") == ["verizon"]


# --- people


@pytest.mark.parametrize(
    ("text", "on", "person", "office"),
    [
        ("President Bush called.", date(1990, 8, 8), "George H.W. Bush", "president"),
        ("President Bush called.", date(2003, 3, 1), "George W. Bush", "president"),
        ("Prime Minister Johnson called.", date(2020, 10, 1), "Boris Johnson", "prime minister"),
        ("Speaker Johnson called.", date(2024, 2, 1), "Mike Johnson", "speaker"),
        ("Vice President Biden called.", date(2012, 12, 20), "Joe Biden", "vice president"),
        ("President Biden called.", date(2022, 12, 20), "Joe Biden", "president"),
        ("King Abdullah called.", date(2003, 1, 1), "Abdullah II", "king"),
        ("Zelenskiy called.", date(2022, 3, 1), "Volodymyr Zelensky", "president"),
        ("Moammar Gadhafi called.", date(2011, 3, 1), "Muammar Gaddafi", "leader"),
        ("S. Jaishankar called.", date(2022, 3, 1), "Subrahmanyam Jaishankar", "foreign minister"),
        ("Donald J. Trump called.", date(2018, 3, 1), "Donald Trump", "president"),
        ("Kim Jong-un called.", date(2018, 3, 1), "Kim Jong Un", "leader"),
        ("Vice-President Gore called.", date(1995, 3, 1), "Al Gore", "vice president"),
        ("Then-President Carter called.", date(2003, 3, 1), "Jimmy Carter", "leader"),
        ("Pope John Paul II called.", date(1984, 3, 1), "John Paul II", "pope"),
        ("Foreign Minister Wang Yi called.", date(2018, 3, 1), "Wang Yi", "foreign minister"),
    ],
)
def test_people_are_told_apart_by_title_and_date(text: str, on: date, person: str, office: str) -> None:
    entry = GAZETTEER.find(text, on=on)[0].entries[0]
    assert (entry.surface, entry.office, entry.kind) == (person, office, Kind.PERSON)


def test_without_a_date_people_of_one_name_stand_side_by_side() -> None:
    assert [entry.surface for entry in only("President Bush called.").entries if entry.party == "us"] == [
        "George W. Bush",
        "George H.W. Bush",
    ]


def test_the_span_covers_the_given_name_and_not_the_title() -> None:
    text = "Israeli Prime Minister Ehud Olmert and President al-Assad met Senator Chris Van Hollen."
    assert [surface for surface, _ in found(text, date(2008, 1, 1))][1:] == [
        "Ehud Olmert",
        "al-Assad",
        "Chris Van Hollen",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Johnson said so.",
        "Rochelle Johnson of Dayton said so. Johnson went on.",
        "Ivanka Trump and Donald Trump Jr. were there.",
        "The Trump Tower and the Obama Foundation are buildings.",
        "In May, and on May 5, they met.",
        "Sen. Putin of Nowhere spoke.",
        "Ban on whaling extended.",
        "Abid Trump is a judge. Mr. Trump was confirmed.",
        "Martin O'Putin met nobody.",
    ],
)
def test_a_family_name_alone_is_nobody_where_nothing_points_to_someone(text: str) -> None:
    assert [h for h in GAZETTEER.find(text, on=date(2018, 5, 1)) if h.entries[0].kind is Kind.PERSON] == []


def test_a_known_family_name_stands_alone_only_near_its_holders_term() -> None:
    assert parties("Reagan refused.", date(1986, 10, 12)) == ["us"]
    assert parties("Reagan refused.", date(2016, 10, 12)) == []
    assert parties("Reagan refused.") == ["us"]


def test_a_relative_does_not_take_a_known_family_name_away() -> None:
    assert parties("Trump spoke. Ivanka Trump left. Trump stayed.", date(2018, 1, 1)) == ["us", "us"]


def test_the_last_full_name_decides_who_a_family_name_means() -> None:
    text = "Hillary Clinton spoke. Clinton left. Bill Clinton came. Clinton stayed."
    assert [h.entries[0].surface for h in GAZETTEER.find(text, on=date(2010, 1, 1))] == [
        "Hillary Clinton",
        "Hillary Clinton",
        "Bill Clinton",
        "Bill Clinton",
    ]


def test_the_party_before_a_title_decides_between_offices() -> None:
    hit = GAZETTEER.find("UAW President Shawn Fain and Palestinian President Mahmoud Abbas met.", on=date(2023, 9, 1))
    assert [h.entries[0].party for h in hit if h.entries[0].kind is Kind.PERSON] == ["uaw", "ps"]


def test_a_former_office_is_not_the_one_that_someone_speaks_from() -> None:
    hits = GAZETTEER.find("Former President Álvaro Uribe refused.", on=date(2016, 9, 26))
    assert hits[0].entries[0].party == "co-centro"


def test_months_are_not_ministers() -> None:
    assert found("Theresa May said in May 2018 that May would go.", date(2018, 5, 1)) == [
        ("Theresa May", "gb"),
        ("May", "gb"),
    ]


def test_a_secretary_also_speaks_for_the_department() -> None:
    entries = only("Labor Secretary Thomas Perez spoke.", date(2016, 5, 29)).entries
    assert [entry.party for entry in entries] == ["us", "us-labor", "us-white-house"]


# --- headlines


def test_headlines_in_capitals_are_read() -> None:
    text = "RUSSIA SAYS US MUST DROP DEMANDS, PUTIN TELLS TRUMP\nThe Kremlin denied it."
    assert parties(text, date(2025, 3, 3)) == ["ru", "us", "ru", "us", "ru"]


@pytest.mark.parametrize("headline", ["LET US TALK, SAYS UN", "WHO WINS AS UN TALKS END"])
def test_words_in_capitals_are_not_taken_for_acronyms(headline: str) -> None:
    assert parties(headline) == ["un"]


def test_a_dateline_in_capitals_is_a_place() -> None:
    assert found("GENEVA and BEIJING (AP) — Beijing agreed.") == [("Beijing", "cn")]


def test_a_capital_letter_says_nothing_in_a_title() -> None:
    assert parties("Defiant Putin Tells Weary Europe Talks Must Wait", date(2025, 3, 3))[0] == "ru"


# --- laws

WORDS = st.sampled_from(
    (
        "the",
        "and",
        "said",
        "in",
        "of",
        "-",
        "'s",
        ",",
        ".",
        "(",
        ")",
        "\n",
        "\n\n",
        "“",
        "”",
        "President",
        "Mr.",
        "Corp.",
        "Union",
        "rebels",
        "officials",
        "Jr.",
        "al-",
        "US",
        "U.S.",
        "ICO",
        "(ICO)",
        "Foreign Ministry",
        "May",
        "5",
        "é",
        "🕊",
    )
)
KEYS = st.sampled_from(sorted(LEXICON.surfaces))
TEXTS = st.lists(st.one_of(WORDS, KEYS, KEYS.map(str.upper), st.text(max_size=6)), max_size=30).flatmap(
    lambda parts: st.sampled_from([" ", "", "  "]).map(lambda glue: glue.join(parts))
)
DATES = st.none() | st.dates(min_value=date(1970, 1, 1), max_value=date(2030, 1, 1))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, on=DATES)
def test_hits_never_overlap_and_lie_on_word_boundaries(text: str, on: date | None) -> None:
    hits = GAZETTEER.find(text, on=on)
    for hit in hits:
        surface = text[hit.span.start : hit.span.end]
        assert surface == surface.strip()
        assert hit.entries
        assert not (text[: hit.span.start][-1:].isalnum() and surface[0].isalnum())
        assert not (text[hit.span.end :][:1].isalnum() and surface[-1].isalnum())
    assert all(first.span.end <= second.span.start for first, second in pairwise(hits))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, on=DATES)
def test_what_stands_before_in_a_paragraph_of_its_own_only_moves_the_hits(text: str, on: date | None) -> None:
    opening = "nothing was said.\n\n"
    moved = [(hit.span.start - len(opening), hit.entries) for hit in GAZETTEER.find(opening + text, on=on)]
    if not text[:1].isspace():
        assert moved == [(hit.span.start, hit.entries) for hit in GAZETTEER.find(text, on=on)]


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_folding_keeps_every_code_point_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


COUNTRIES = sorted(
    key
    for key, surface in LEXICON.surfaces.items()
    if len(surface.names) == 1
    and surface.names[0].kind is Kind.COUNTRY
    and surface.names[0].party in UNITED_NATIONS
    and not (surface.people or surface.pattern or surface.group)
    and key not in LEXICON.words["also_names"]
    and key[0].isupper()
)


def longest_names(text: str) -> list[str]:
    """A second opinion on plain lists of states: at each place, the longest name that ends at a word's end."""
    names, at = [], 0
    while at < len(text):
        fitting = [key for key in COUNTRIES if text.startswith(key, at) and not text[at + len(key) :][:1].isalnum()]
        if fitting and not text[:at][-1:].isalnum():
            names.append(max(fitting, key=len))
            at += len(names[-1])
        else:
            at += 1
    return names


@settings(max_examples=100, deadline=None)
@given(names=st.lists(st.sampled_from(COUNTRIES), max_size=6))
def test_lists_of_states_are_read_as_by_hand(names: list[str]) -> None:
    text = ", ".join(f"then {name} left" for name in names)
    assert [surface for surface, _ in found(text)] == longest_names(text)


def calls_in(read: Callable[[], object]) -> int:
    """How many calls, of Python and of C, a reading takes."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        read()
    finally:
        sys.setprofile(None)
    return count


PARAGRAPH = (
    "President Bush told Russian officials that the United Steelworkers of America (USWA) and Acme Corp. refused. "
    "Syrian rebels met Hillary Clinton in Geneva; Clinton said the Foreign Ministry of Ukraine agreed with Moscow.\n\n"
)


def test_the_work_grows_in_line_with_the_text() -> None:
    short, long = (calls_in(lambda times=times: GAZETTEER.find(PARAGRAPH * times)) for times in (40, 160))
    assert long < 4.4 * short


def test_a_very_long_text_and_an_empty_one_are_read() -> None:
    text = PARAGRAPH * (200_000 // len(PARAGRAPH) + 1)
    assert len(text) >= 200_000
    once = len(GAZETTEER.find(PARAGRAPH))
    assert len(GAZETTEER.find(text)) == once * text.count("President Bush")
    assert GAZETTEER.find("") == ()
    assert GAZETTEER.find(" \n ") == ()


@pytest.mark.parametrize(
    "text",
    ["(" * 5000, "A" * 20000, "U.S." * 3000, "Union " * 3000, "'s " * 3000, "Al-" * 3000, ("X" * 60 + " Union ") * 500],
)
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    for hit in GAZETTEER.find(text):
        assert text[hit.span.start : hit.span.end].strip()


def test_the_answer_is_the_same_under_every_hash_seed() -> None:
    program = (
        "from datetime import date\n"
        "from detente.codebook.gazetteer import load_gazetteer\n"
        f"text = {PARAGRAPH!r} + 'KOREA AND CONGO TALK WITH THE LABOUR PARTY\\nKing Abdullah met President Kim.'\n"
        "print(load_gazetteer().find(text), load_gazetteer().find(text, on=date(1999, 1, 1)))\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(answers) == 1


# --- accessors and errors


def test_parties_are_named_by_their_ids() -> None:
    assert GAZETTEER.party_name(PartyId("us")) == "United States"
    assert GAZETTEER.party_name(PartyId("rebels")) == "Rebels"
    assert GAZETTEER.party_name(PartyId("sy-rebels")) == "Syrian rebels"
    assert GAZETTEER.party_name(PartyId("acme-tool")) is None
    assert GAZETTEER.faction_of(PartyId("us-senate")) == "us"
    assert GAZETTEER.faction_of(PartyId("acme-tool")) is None
    assert GAZETTEER.adjective(PartyId("sy")) == "Syrian"
    assert GAZETTEER.titles["Prime Minister"] >= {"prime minister"}
    assert GAZETTEER.titles["Mr."] == frozenset()
    assert "chancellor" in GAZETTEER.offices


def test_every_composed_party_has_the_name_that_its_entry_gives() -> None:
    for hit in GAZETTEER.find("Syrian rebels, Polish workers, Greek creditors and Verizon employees met."):
        assert GAZETTEER.party_name(hit.entries[0].party) == hit.entries[0].party_name


def test_an_entry_keeps_the_gazetteers_own_wording() -> None:
    entry = only("Kyiv refused.").entries[0]
    assert entry == Entry(party=PartyId("ua"), party_name="Ukraine", kind=Kind.CAPITAL, surface="Kyiv")


def broken(name: str, old: str, new: str) -> Callable[[str], str]:
    """A reader of the data files with one change in one of them."""

    def read(asked: str) -> str:
        text = package_file(asked)
        if asked != name:
            return text
        assert old in text
        return text.replace(old, new, 1)

    return read


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("countries.toml", 'id="ca"', 'id="us"', "the id 'us' stands in countries.toml already"),
        ("countries.toml", 'name="Canada"', 'nme="Canada"', "every [country] needs an id and a name"),
        ("countries.toml", 'capitals=["Ottawa"]', 'capital=["Ottawa"]', "ca has no field 'capital'"),
        ("countries.toml", 'executive="us-white-house"', 'executive="nobody"', "us points to 'nobody'"),
        ("countries.toml", "country = [", "country = [[", "this is no valid TOML"),
        ("organisations.toml", 'of="un"', 'of="united-nations"', "points to 'united-nations'"),
        ("groups.toml", 'id="rebels"', 'id="hamas"', "the id 'hamas' stands in movements.toml already"),
        ("groups.toml", 'category="armed"', 'kind="armed"', "'category' is missing here"),
        ("groups.toml", "ministries = [", "ministry = [", "'ministries' is missing here"),
        ("offices.toml", 'taoiseach = ["ie"]', 'taoiseach = ["eire"]', "'taoiseach' belongs to 'eire'"),
        ("offices.toml", '"us-labor"', '"us-work"', "the department of 'labor secretary' is 'us-work'"),
        ("offices.toml", '"budget director", "press', '"budget boss", "press', "'budget boss' is no office"),
        ("people_asia.toml", "[jp]", "[nippon]", "'nippon' is no party"),
        ("people_europe.toml", "[gb]\n", '[gb]\n"tea lady" = []\n', "'tea lady' is no office"),
        ("people_europe.toml", "Helmut Kohl* 1982/1998", "Helmut Kohl* 1982", "should read"),
        ("people_europe.toml", "Helmut Kohl* 1982/1998", "Helmut Kohl* 1982/1978", "leaves office before it is taken"),
    ],
)
def test_faults_in_the_data_are_named_with_file_and_line(name: str, old: str, new: str, message: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(message)) as raised:
        read_lexicon(broken(name, old, new))
    assert raised.value.path == name
    assert raised.value.line


def test_every_data_file_is_read() -> None:
    asked: list[str] = []
    read_lexicon(lambda name: (asked.append(name), package_file(name))[1])
    assert set(asked) == {*PARTY_FILES, *PEOPLE_FILES, "offices.toml", "groups.toml"}


def test_a_name_never_ends_inside_a_word_too_long_for_one() -> None:
    text = "the Association of Professional Flight " + "Attendants" * 5 + " objects"
    for hit in GAZETTEER.find(text):
        assert not (text[hit.span.end - 1].isalnum() and text[hit.span.end].isalnum())
