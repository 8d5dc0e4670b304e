"""A conflict in a file, and mistakes in it with their lines."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from detente.analyses.conflict_graph import analyse_stability, load_conflict_model, parse_conflict_model
from detente.errors import AnalysisError
from detente.model.stability import Irreversible, StabilityConcept
from tests.analyses.conflict_graph.test_published_models import CUBA

TEXT = """\
title = "Cuban missile crisis"
source = "Fraser & Hipel 1984"
status_quo = 1
infeasible = ["withdraw and escalate"]

[[decision_maker]]
id = "us"
name = "United States"

[[decision_maker]]
id = "ussr"

[[option]]
id = "air_strike"
decision_maker = "us"
name = "Air strike"
irreversible = "once-taken"

[[option]]
id = "blockade"
decision_maker = "us"

[[option]]
id = "withdraw"
decision_maker = "ussr"

[[option]]
id = "escalate"
decision_maker = "ussr"

[[preference]]
decision_maker = "us"
ranking = ["5 > 7 > 6 > 8 > 3 > 2 > 4",
           "4 > 12 > 10 > 11 > 9 > 1"]

[[preference]]
decision_maker = "ussr"
payoffs = [12, 7, 9, 5, 11, 8, 10, 6, 1, 3, 2, 4]
"""


def test_a_file_gives_the_conflict_that_it_describes(tmp_path: Path):
    path = tmp_path / "cuba.toml"
    path.write_text(TEXT.replace('irreversible = "once-taken"\n', ""), encoding="utf-8")
    model = load_conflict_model(path)
    assert (model.title, model.source, model.status_quo) == ("Cuban missile crisis", "Fraser & Hipel 1984", "1")
    assert [(d.id, d.name) for d in model.decision_makers] == [("us", "United States"), ("ussr", "ussr")]
    assert analyse_stability(model).equilibria == analyse_stability(CUBA).equilibria


def test_an_option_says_whether_it_can_be_undone():
    model = parse_conflict_model(TEXT)
    assert [o.irreversible for o in model.options] == [Irreversible.ONCE_TAKEN, None, None, None]


@pytest.mark.parametrize(
    ("old", "new", "line", "complaint"),
    [
        ('title = "Cuban', "title = Cuban", 1, "not valid TOML"),
        ("status_quo = 1", "status_quo = 13", 3, "no state 13; they count from 1 to 12"),
        ("status_quo = 1", 'status_quo = "YY"', 3, "2 letters for 4 options"),
        ("status_quo = 1", "status = 1", 3, "no key 'status'"),
        ('"withdraw and escalate"', '"withdraw and fly"', 4, "names 'fly', which is no option"),
        ('"withdraw and escalate"', '"withdraw or not withdraw"', 4, "no state is feasible"),
        ('id = "ussr"', 'name = "Soviet Union"', 10, "[[decision_maker]] needs id"),
        ('irreversible = "once-taken"', 'irreversible = "yes"', 17, '"once-taken" or "once-dropped", not \'yes\''),
        ('id = "escalate"\n', 'id = "escalate"\nowner = 3\n', 29, "no key 'owner'"),
        ("> 8 > 3 > 2", "> 8 > 33 > 2", 33, "no state 33"),
        ('"4 > 12', '"5 > 12', 33, "does not say which is better"),
        ('"4 > 12', '"4 > 5 > 12', 33, "goes round in a circle"),
        ("[12, 7,", "[nan, 7,", 38, "the payoff of state 1 is nan"),
        ("[12, 7,", '["12", 7,', 38, "every payoff is to be a number"),
        ("[12, 7,", "[7,", 38, "11 payoffs for 12 states"),
        ("payoffs = [12", 'rules = ["not (air_strike"]\n#', 38, "cannot be read at its end"),
        ("payoffs = [12", 'rules = ["withdraw",\n "withdrew"]\n#', 39, "names 'withdrew'"),
        ("payoffs = [12", 'rules = ["withdraw", "not withdraw"]\n#', 38, "says the opposite of rule 1"),
        ("payoffs = [12", "#", 36, "none of rules, ranking and payoffs"),
        ('[[preference]]\ndecision_maker = "ussr"', '[[preference]]\ndecision_maker = "us"', 37, "given twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(old, new, line, complaint):
    assert TEXT.count(old) == 1
    with pytest.raises(AnalysisError) as caught:
        parse_conflict_model(TEXT.replace(old, new), path="cuba.toml")
    assert str(caught.value).startswith(f"cuba.toml:{line}: ")
    assert complaint in str(caught.value)


def test_without_a_file_the_line_alone_is_named():
    with pytest.raises(AnalysisError, match=r"^line 1: not valid TOML"):
        parse_conflict_model("title = Cuba")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "takes two decision makers or more; there are none"),
        ('[[decision_maker]]\nid = "a"\n', "there is one"),
        (TEXT[: TEXT.index("[[preference]]")], "the preferences of 'us' are missing"),
    ],
)
def test_what_is_missing_altogether_is_named(text, complaint):
    with pytest.raises(AnalysisError, match=complaint):
        parse_conflict_model(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(AnalysisError, match=r"nowhere\.toml: .*No such file"):
        load_conflict_model(tmp_path / "nowhere.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AnalysisError, match=r"binary\.toml: .*no text in UTF-8"):
        load_conflict_model(tmp_path / "binary.toml")


def test_the_page_that_explains_stability_holds_true():
    page = Path(__file__).parents[3] / "docs" / "explanation" / "stability.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried > 0
    assert failed == 0


def test_names_need_not_be_latin():
    model = parse_conflict_model(TEXT.replace("United States", "США").replace('title = "Cuban', 'title = "Карибский'))
    assert model.decision_makers[0].name == "США"
    assert analyse_stability(model, concepts=[StabilityConcept.SEQ]).inputs is model
