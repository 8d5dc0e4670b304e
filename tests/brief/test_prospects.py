"""Where it could lead: on the page, in the terminal, as a record."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.bargaining import solve_bargaining
from detente.analyses.scenario import rank_scenarios
from detente.brief.brief import Brief, Prospects
from detente.brief.html import render_html
from detente.brief.prospect_figures import frontier_figure, most_opposed, worth_ladder
from detente.brief.record import brief_record
from detente.brief.terminal import render_terminal
from detente.model import Act, Stance
from detente.model.package import Outcomes
from detente.pipeline import find
from detente.pipeline.prospects import find_prospects
from tests.analyses.scenario.cases import drafted_domains, make_drafted, make_issue, priors_for
from tests.brief.founding import founding_brief, founding_reading
from tests.brief.pages import Node, check_links, check_policy, make_brief, one, parse
from tests.factories import LAW


@cache
def brief_with_prospects() -> Brief:
    return replace(founding_brief(), prospects=find_prospects(find([founding_reading()])))


@pytest.fixture(scope="module")
def page() -> Node:
    return parse(render_html(brief_with_prospects()))


def section(page: Node) -> Node:
    return one(page.find("section", id="prospects"))


def test_the_section_is_there_only_where_it_was_asked_for(page: Node) -> None:
    assert not parse(render_html(founding_brief())).find("section", id="prospects")
    assert page.find("a", href="#prospects")
    heads = [h.text() for h in section(page).find("h3")]
    assert heads[0] == "How the talks may end"
    assert "Where a deal could lie" in heads
    assert heads[-1] == "Caveats"


def test_every_link_lands_and_the_policy_still_holds(page: Node) -> None:
    check_links(page)
    check_policy(page)


def test_who_would_have_to_move_opens_the_sentences_it_rests_on(page: Node) -> None:
    brief = brief_with_prospects()
    assert brief.prospects
    assert brief.prospects.scenarios
    moves = [c for c in brief.prospects.scenarios.scenarios[0].concessions if c.statements]
    listed = [li for li in section(page).find("li") if "of all it has at stake" in li.text()]
    assert listed
    assert len(listed) <= len(moves)
    assert all(li.find("a", class_="r") for li in listed)


def test_every_figure_is_told_in_words_too(page: Node) -> None:
    held = section(page)
    for drawing in held.find("svg"):
        assert drawing.attributes.get("aria-hidden") == "true" or drawing.attributes.get("aria-label")
    assert re.search(r"\d+% \(\d+% to \d+%\)", held.text())


def test_the_terminal_tells_the_same_scenarios() -> None:
    shown = render_terminal(brief_with_prospects(), width=120, colour=False)
    assert "Where it could lead" in shown
    assert "Probability" in shown
    assert "nobody is quoted as saying it" in shown
    assert "Where it could lead" not in render_terminal(founding_brief(), width=120, colour=False)


def test_the_record_keeps_to_the_schema_with_and_without() -> None:
    schema = json.loads(files("detente.brief").joinpath("brief.schema.json").read_text(encoding="utf-8"))
    with_them = json.loads(json.dumps(brief_record(brief_with_prospects())))
    jsonschema.validate(with_them, schema)
    assert with_them["prospects"]["scenarios"]["scenarios"]
    assert brief_record(founding_brief())["prospects"] is None


def test_a_report_in_which_one_party_is_heard_says_why_there_is_nothing() -> None:
    brief = make_brief([(0, 0, 0, Stance.SUPPORT, Act.DEMAND)])
    prospects = Prospects(missing="no scenarios: no issue is left to bargain over")
    page = parse(render_html(replace(brief, prospects=prospects)))
    assert "No scenarios: no issue is left to bargain over." in section(page).text()


def test_the_two_parties_that_are_drawn_are_those_that_want_the_opposite() -> None:
    issues = [make_issue("tolls", ["keep", "halve", "abolish"]), make_issue("bridge", ["no", "yes"])]
    worth = {"amber": [[0, 5, 9], [0, 2]], "birch": [[9, 5, 0], [0, 1]], "cedar": [[0, 0, 0], [0, 2]]}
    result = solve_bargaining(make_drafted(issues, worth).domain)
    assert most_opposed(result) == (0, 1)
    alone = solve_bargaining(make_drafted(issues, {"amber": worth["amber"]}).domain)
    assert most_opposed(alone) is None


@LAW
@given(st.data())
def test_any_domain_can_be_drawn(data: st.DataObject) -> None:
    drafted = data.draw(drafted_domains(parties=4))
    result = solve_bargaining(drafted.domain)
    packages = list(dict.fromkeys(s.package for s in result.solutions))
    drawn = [worth_ladder(result, n, packages).html for n in range(len(drafted.domain.utilities))]
    pair = most_opposed(result)
    if pair:
        drawn.append(frontier_figure(result, pair, ("A", "B"), packages).html)
    for markup in drawn:
        assert "nan" not in markup
        assert "inf" not in markup
        places = [float(n) for n in re.findall(r'c[xy]="([-\d.]+)"', markup)]
        assert all(0 <= n <= 368 for n in places)
    scenarios = rank_scenarios(drafted, data.draw(priors_for(drafted)))
    outcomes = Outcomes(drafted=drafted, result=result, robustness=())
    brief = replace(founding_brief(), prospects=Prospects(scenarios=scenarios, outcomes=outcomes))
    check_links(parse(render_html(brief)))
    assert all(len(line) <= 60 for line in render_terminal(brief, width=60, colour=False).splitlines())
