"""What an issue is called."""

import numpy as np
import pytest

from detente.codebook import Agenda, AgendaIssue, ThemeIndex
from detente.model import Act, Issue, IssueId, Option, OptionId
from detente.statements.naming import Labelled, name_groups

THEMES = ThemeIndex()


def unit(quote: str, *, weight: float = 1.0, themed: bool = True) -> Labelled:
    themes = {hit.theme: float(hit.weight**2) for hit in THEMES.find(quote)} if themed else {}
    return Labelled(
        quote=quote, sentence=quote, themes=themes, act=Act.DEMAND, weight=weight, vector=np.ones(4, np.float32) / 2
    )


def name(*quotes: str, party_words: frozenset[str] = frozenset(), themed: bool = True) -> Issue:
    units = [unit(q, themed=themed) for q in quotes]
    return name_groups([0] * len(units), units, [None] * len(units), agenda=None, party_words=party_words)[0]


def test_a_group_that_speaks_of_a_theme_takes_its_id_and_codes() -> None:
    issue = name("a ceasefire along the whole front", "the ceasefire should start on Monday")
    theme = next(t for t in THEMES.themes if t.id == issue.theme)
    assert "ceasefire" in theme.id
    assert issue.codes == theme.codes
    assert "ceasefire" in issue.name.lower()


@pytest.mark.parametrize("theme", [t.id for t in THEMES.themes][::7])
def test_no_name_shows_an_unfilled_slot(theme: str) -> None:
    found = next(t for t in THEMES.themes if t.id == theme)
    quote = "they want it to be settled"
    own = Labelled(
        quote=quote, sentence=quote, themes={found: 9.0}, act=Act.DEMAND, weight=1.0, vector=np.ones(4, np.float32)
    )
    issue = name_groups([0], [own], [None], agenda=None, party_words=frozenset())[0]
    assert issue.theme == theme
    assert issue.name
    assert "{" not in issue.name


def test_a_group_without_a_theme_is_named_in_words_of_its_own_quotes() -> None:
    quotes = ("the green lighthouse must be repainted", "repainting of the green lighthouse")
    issue = name(*quotes, themed=False)
    assert issue.theme is None
    assert issue.codes == ()
    assert "lighthouse" in issue.name.lower()
    assert issue.name[0].isupper()


@pytest.mark.parametrize(
    "quote",
    [
        "北京表示反对这个计划", "мы не согласны", "…", "😀 😀", "it", "the", "12", "—", "$", "a b", "\n x",
        "“”", "'",
    ],
)  # fmt: skip
def test_odd_quotes_still_get_a_name_and_an_id(quote: str) -> None:
    issue = name(quote)
    assert issue.id
    assert issue.name.strip()


def test_one_theme_in_two_groups_gives_one_issue() -> None:
    units = [unit("a ceasefire on Monday"), unit("the ceasefire is not enough")]
    named = name_groups([0, 1], units, [None, None], agenda=None, party_words=frozenset())
    assert named[0] == named[1]


def test_different_issues_have_different_names() -> None:
    units = [unit("the green lighthouse", themed=False), unit("the iron harbour crane", themed=False)]
    named = name_groups([0, 1], units, [None, None], agenda=None, party_words=frozenset())
    assert named[0].id != named[1].id
    assert named[0].name != named[1].name


def test_a_declared_issue_keeps_the_analysts_wording_and_options() -> None:
    options = (Option(id=OptionId("all"), name="All tolls", point=0.0), Option(id=OptionId("none"), name="No tolls"))
    declared = AgendaIssue(id=IssueId("tolls"), name="Tolls on the bridge", codes=("X:tolls",), options=options)
    units = [unit("a ceasefire on the bridge"), unit("no more tolls")]
    named = name_groups(
        [0, 0], units, [None, IssueId("tolls")], agenda=Agenda(issues=(declared,)), party_words=frozenset()
    )
    assert named[0] == Issue(id=IssueId("tolls"), name="Tolls on the bridge", codes=("X:tolls",), options=options)


def test_a_party_is_no_name_for_an_issue() -> None:
    issue = name("Norland wants the green lighthouse", party_words=frozenset({"norland"}), themed=False)
    assert issue.name.lower() != "norland"
    assert "lighthouse" in issue.name.lower()


def test_names_do_not_hang_on_the_numbers_of_the_groups() -> None:
    units = [unit("a ceasefire now"), unit("the green lighthouse", themed=False), unit("the ceasefire")]
    one = name_groups([0, 1, 0], units, [None] * 3, agenda=None, party_words=frozenset())
    two = name_groups([7, 3, 7], units, [None] * 3, agenda=None, party_words=frozenset())
    assert (one[0], one[1]) == (two[7], two[3])
