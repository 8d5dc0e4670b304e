"""The issue lexicon: what it holds, and which theme a sentence is about."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codebook.schemes import PhraseIndex, load_codes
from detente.codebook.themes import Theme, ThemeIndex, load_themes

GROUPS = {
    "Security", "Territory", "Talks", "Trade", "Commodities", "Debt", "Labour", "Budget", "Climate", "Migration",
    "Politics", "Justice", "Business", "Other",
}  # fmt: skip
LISTS = ("keywords", "requires", "excludes", "favour", "against")
SLOT = re.compile(r"\{(\w+)\}")

EXAMPLES = {
    # War and truce
    "ceasefire": "The rebels said they would observe a truce from midnight.",
    "ceasefire-extension": "Mediators want the truce prolonged by another two weeks.",
    "humanitarian-pause": "Aid groups urged a humanitarian pause so that the sick can be moved.",
    "energy-attacks-moratorium": "Both capitals promised to stop shelling each other's power stations for a month.",
    "protected-facilities": "The two sides are drawing up a list of sites that must not be attacked.",
    "rocket-fire": "The militia said it would go on firing rockets over the border.",
    "troop-withdrawal": "The general refused to pull back his soldiers from the ridge.",
    "foreign-troops": "The president will not allow foreign troops on the island.",
    "peacekeepers": "The bloc is ready to send peacekeepers to the capital.",
    "ceasefire-monitoring": "They could not agree on who should monitor the ceasefire.",
    "security-guarantees": "The small republic asks for security guarantees from its neighbours.",
    "alliance-membership": "The kingdom ruled out joining NATO.",
    "arms-deliveries": "The chancellor refused to send tanks to the front.",
    "hostages": "The group offered to free ten hostages.",
    "prisoner-exchange": "Negotiators agreed a prisoner swap.",
    "prisoner-release": "The opposition demands the release of political prisoners.",
    "humanitarian-access": "Some 40 trucks with flour and medicine were turned back at the checkpoint.",
    "blockade": "The islanders demand that the siege be lifted and all crossings opened.",
    "amnesty": "The guerrillas insist on an amnesty for their fighters.",
    "disarmament": "The militia refuses to disarm before a government is formed.",
    "war-crimes": "Survivors want those responsible for war crimes to stand trial.",
    "military-bases": "The islanders want the air base closed.",
    "nuclear-plant-operation": "An outside firm may operate the nuclear power plants.",
    "nuclear-plant-return": "The mayor wants control of the plant given back.",
    "safe-shipping": "The admiral warned that merchant ships would not be safe in the strait.",
    "grain-exports": "The port will again export grain under the deal.",
    "minerals-deal": "The ministers signed a pact on rare earths and lithium.",
    "peace-agreement": "The insurgents have agreed to a peace plan drawn up by the regional bloc.",
    # Territory and talks
    "settlements": "The minister vowed to keep building settlements on the hills.",
    "territory-recognition": "The parliament will never recognise the annexation of the two provinces.",
    "territorial-concessions": "He said his country would not give up territory.",
    "refugee-return": "The accord grants the right of return to villagers who fled.",
    "water-sharing": "The states could not agree on sharing the river water.",
    "direct-talks": "The insurgents refuse direct talks with the government.",
    "preconditions": "The envoy said talks must start without preconditions.",
    "resuming-talks": "The farmers walked out of the talks on Monday.",
    "summit": "The two presidents will hold a summit in June.",
    "legitimacy-partner": "The rebels do not consider him a legitimate leader to negotiate with.",
    # Arms control
    "enrichment": "The government says it has a right to enrich uranium.",
    "nuclear-inspections": "The agency's inspectors were denied entry to the nuclear site.",
    "nuclear-tests": "The North threatened another nuclear test.",
    "chemical-weapons": "The regime agreed to destroy its chemical weapons.",
    # Trade and commodities
    "sanctions-easing": "The foreign minister asked that sanctions on his country be lifted.",
    "new-sanctions": "The senator threatened new sanctions on the shipowners.",
    "tariff-imposition": "The administration threatened to impose tariffs on European wine.",
    "tariff-rollback": "Ottawa wants the tariffs removed first.",
    "retaliation": "Brussels prepared retaliatory duties on motorcycles.",
    "farm-subsidies": "Paris refuses to cut farm subsidies.",
    "farm-purchases": "The buyers promised to purchase more soybeans.",
    "export-controls": "Tokyo tightened export controls on etching gas.",
    "trade-deal": "The two countries concluded a free trade agreement.",
    "export-quotas": "Producers voted to bring back export quotas.",
    "quota-formula": "Consumers want a new formula to calculate the quotas.",
    "quota-share": "The exporter rejects any smaller quota.",
    "production-ceiling": "The cartel agreed to cut output by a million barrels a day.",
    "debt-rescheduling": "The banks agreed to reschedule the debt over twenty years.",
    "debt-relief": "Bondholders would take a 50 percent haircut under the plan.",
    # Work
    "wages": "The union is seeking a 12 pct pay rise while the employers have offered 4 pct.",
    "health-benefits": "The company wants employees to pay a larger share of their health care premiums.",
    "layoffs": "The airline said it would eliminate 1,200 positions unless the mechanics accept concessions.",
    "offshoring": "The unions oppose moving jobs overseas.",
    "class-size": "The teachers demand smaller class sizes.",
    "labour-strike": "Bus drivers voted to go on strike from Friday.",
    "return-to-work": "A judge ordered the crews back to work.",
    "labour-contract": "Union members ratified the contract.",
    # Budgets, climate, migration
    "debt-ceiling": "Senators refused to raise the debt limit.",
    "taxes-wealthy": "The governor wants higher taxes on the rich.",
    "tax-cuts": "The bill would make the tax cuts permanent.",
    "shutdown": "Lawmakers failed to reopen the government.",
    "border-wall": "The president wants five billion for a border wall.",
    "climate-finance": "Poor countries say rich ones owe them climate finance.",
    "coal": "The delegation opposed a phase-out of coal.",
    "fishing-quotas": "The trawler fleets want bigger catch quotas.",
    "young-immigrants": "The party wants protection for the Dreamers.",
    "burden-sharing-migration": "Two governments reject quotas for refugees.",
    # Politics, exit, business, society
    "elections": "The junta promised to hold elections next spring.",
    "power-sharing": "The two leaders signed a deal to share power after the disputed vote.",
    "leader-resignation": "Tens of thousands of demonstrators chanted that the president must go.",
    "backstop": "Hardliners want the backstop scrapped.",
    "exit-bill": "London will pay the divorce bill in stages.",
    "takeover": "The board rejected the takeover bid as too low.",
    "carriage-dispute": "The satellite firm dropped the channels from its line-up.",
    "extradition": "The court refused to extradite the banker.",
    "campus-protests": "Students refused to clear the encampment on campus.",
    "hunger-strike": "The prisoners ended their hunger strike.",
}  # fmt: skip


def written(pattern: str) -> str:
    """Text that a pattern finds."""
    return re.sub(r"(?<!\S)\*(?!\S)", "ten", pattern.removeprefix("=")).replace("*", "")


def theme(**fields: Any) -> Theme:
    plain = {"id": "t", "group": "Talks", "name": "Talks", "plain": "Talks", "codes": (), "keywords": (), "weight": 1}
    return Theme(**plain | fields)


def test_there_are_themes_enough_for_negotiations_of_every_group() -> None:
    themes = load_themes()
    assert len(themes) >= 230
    assert {each.group for each in themes} == GROUPS


def test_ids_and_plain_names_are_unique() -> None:
    themes = load_themes()
    assert len({each.id for each in themes}) == len(themes)
    assert len({each.plain for each in themes}) == len(themes)


@pytest.mark.parametrize("each", load_themes(), ids=lambda each: each.id)
def test_a_theme_is_well_formed(each: Theme) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.id)
    assert each.name[0].isupper()
    assert each.plain[0].isupper()
    assert not each.name.endswith(".")
    assert "{" not in each.plain
    assert set(SLOT.findall(each.name)) <= {"target", "who", "place", "thing"}
    assert each.codes
    assert set(each.codes) <= set(load_codes())
    assert each.keywords
    assert each.weight in (1, 2, 3)
    assert not set(each.favour) & set(each.against)
    for name in LISTS:
        patterns = getattr(each, name)
        assert len(set(patterns)) == len(patterns)
        for pattern in patterns:
            assert pattern == pattern.lower() == " ".join(pattern.split())


@pytest.mark.parametrize("each", load_themes(), ids=lambda each: each.id)
def test_every_keyword_of_a_theme_finds_it(each: Theme) -> None:
    shut_out = PhraseIndex(each.excludes)
    index = ThemeIndex([each])
    companion = f" . {written(each.requires[0])}" if each.requires else ""
    for keyword in each.keywords:
        text = written(keyword) + companion
        assert not list(shut_out.find(text)), keyword
        assert index.find(text), keyword


@pytest.mark.parametrize(("expected", "sentence"), EXAMPLES.items(), ids=EXAMPLES)
def test_a_sentence_is_about_the_theme_that_a_reader_would_name(
    expected: str, sentence: str, index: ThemeIndex
) -> None:
    best = index.best(sentence)
    assert best is not None
    assert best.theme.id == expected


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        ("The Protestant party left the hall.", "protest-crackdown"),
        ("Electric buses are made in the Dutch town.", "elections"),
        ("The Eastern province keeps its sanctions list.", "sanctions-easing"),
        ("Drones carried out strikes on the depot.", "labour-strike"),
        ("A mediator of the European Union arrived for the truce talks.", "labour-mediation"),
        ("The village was returned to army control.", "nuclear-plant-return"),
        ("Miss Rice discussed imports and exports.", "farm-trade"),
    ],
)
def test_words_that_only_look_alike_raise_no_theme(sentence: str, never: str, index: ThemeIndex) -> None:
    assert never not in {hit.theme.id for hit in index.find(sentence)}


def test_a_text_on_nothing_raises_no_theme(index: ThemeIndex) -> None:
    assert index.find("The weather was mild and the hall was full.") == ()
    assert index.best("") is None


def test_the_more_specific_theme_wins_over_the_broader() -> None:
    broad = theme(id="broad", keywords=("trade talks",), weight=1)
    narrow = theme(id="narrow", keywords=("beef",), weight=3)
    best = ThemeIndex([broad, narrow]).best("Trade talks turned to beef.")
    assert best is not None
    assert best.theme is narrow


def test_of_equal_themes_the_one_heard_more_often_wins_then_the_longer_then_the_earlier() -> None:
    first, second = theme(id="a", keywords=("oil", "wheat")), theme(id="b", keywords=("tin", "cocoa beans"))
    index = ThemeIndex([first, second])

    def winner(text: str) -> str | None:
        best = index.best(text)
        return best.theme.id if best else None

    assert winner("cocoa beans, oil and wheat") == "a"
    assert winner("oil and cocoa beans") == "b"
    assert winner("tin and oil") == "b"
    assert winner("oil and tin") == "a"


def test_requires_and_excludes_gate_the_keywords() -> None:
    index = ThemeIndex([theme(keywords=("strike*",), requires=("worker*",), excludes=("missile*",))])
    assert index.find("Workers strike")
    assert not index.find("A strike")
    assert not index.find("Workers fear a missile strike")


def test_words_for_and_against_are_reported_with_their_places() -> None:
    index = ThemeIndex([theme(keywords=("sanction*",), favour=("lift*",), against=("tighten*",))])
    text = "Lift sanctions now, said one; tighten them, said another."
    (hit,) = index.find(text)
    assert [text[span.start : span.end] for span in hit.favour] == ["Lift"]
    assert [text[span.start : span.end] for span in hit.against] == ["tighten"]


def test_hits_of_one_theme_do_not_overlap_and_the_longest_is_kept() -> None:
    index = ThemeIndex([theme(keywords=("trade", "trade deal", "deal"))])
    text = "a trade deal"
    assert [text[hit.span.start : hit.span.end] for hit in index.find(text)] == ["trade deal"]


class Watched(tuple[str, ...]):
    """Words that remember being read."""

    reads = 0

    def __iter__(self) -> Iterator[str]:
        Watched.reads += 1
        return super().__iter__()


def test_only_themes_whose_keywords_occur_are_looked_at() -> None:
    idle = [theme(id=f"t{i}", keywords=Watched([f"word{i}"]), excludes=Watched(["oil"])) for i in range(50)]
    index = ThemeIndex([*idle, theme(id="oil", keywords=("oil",))])
    Watched.reads = 0
    assert [hit.theme.id for hit in index.find("Oil, and oil again")] == ["oil", "oil"]
    assert Watched.reads == 0


SMALL = tuple(
    theme(id=f"{a}-{b}-{c}", keywords=(a,), requires=(b,) if b else (), excludes=(c,) if c else (), weight=w)
    for w, (a, b, c) in enumerate(product(("oil", "oil price*", "tin"), ("", "cut"), ("", "war")), start=1)
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["oil", "price", "prices", "tin", "cut", "war", "tinny", ","])).map(" ".join))
def test_finding_agrees_with_trying_every_theme_by_itself(text: str) -> None:
    alone = [(hit.theme.id, hit.span) for each in SMALL for hit in ThemeIndex([each]).find(text)]
    together = [(hit.theme.id, hit.span) for hit in ThemeIndex(SMALL).find(text)]
    assert together == sorted(alone, key=lambda hit: (hit[1].start, -hit[1].end, hit[0]))


@pytest.fixture(scope="module")
def index() -> ThemeIndex:
    return ThemeIndex()
