import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
ELMIRA = EXAMPLES / "elmira.toml"
ARTICLE = EXAMPLES / "ukraine-talks-2025.txt"
ROADS = """
title = "Talks on the Lark valley"
[[party]]
id = "amber"
name = "Amber"
[[party]]
id = "birch"
name = "Birch"
"""
WORTH = {"tolls": ((0, 6), (2, 0)), "bridge": ((4, 0), (0, 8)), "ferry": ((0, 1), (0, 1)), "border": ((0, 1), (1, 0))}
"""What "keep" and "change" are worth to Amber and to Birch, on each issue."""


@pytest.fixture
def agenda(tmp_path: Path) -> Path:
    """An agenda that says what holds on three of four issues, and what every option is worth."""
    lines = [ROADS]
    for issue in WORTH:
        lines += ["[[issue]]", f'id = "{issue}"', f'name = "{issue.title()}"']
        lines += ['status_quo = "keep"'] * (issue != "border")
        lines += [f'[[issue.option]]\nid = "{option}"\nname = "{option.title()}"' for option in ("keep", "change")]
    for issue, parties in WORTH.items():
        for party, worth in zip(("amber", "birch"), parties, strict=True):
            for option, value in zip(("keep", "change"), worth, strict=True):
                lines += ["[[judgement]]", f'party = "{party}"', f'issue = "{issue}"', f'option = "{option}"']
                lines += ['what = "utility"', f"value = {value}"]
    path = tmp_path / "talks.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_states_that_last_the_way_there_and_what_a_coalition_would_do(run: Run) -> None:
    shown = run("stability", ELMIRA, "--coalitions").stdout
    words = " ".join(shown.split())
    assert "Groundwater at Elmira: 9 states; 5 that nobody would leave." in words
    assert "5 ● ● ● ● Delay and Insist on the original order" in words
    assert "1 · ● ● · Delay" in words
    assert "Local government: insist on the original order [5]" in words
    assert "Ministry of the Environment and Uniroyal would leave 5 for 8" in words
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_json_has_the_published_equilibria(run: Run) -> None:
    record = json.loads(run("stability", ELMIRA, "--format", "json").stdout)
    assert record["equilibria"] == {"nash": [5, 8, 9], "gmr": [1, 4, 5, 8, 9], "smr": [1, 4, 5, 8, 9], "seq": [5, 8, 9]}
    assert record["states"][8] == "---Y-"
    assert [p["end"] for p in record["paths"]] == [5]


def test_one_concept_can_be_asked_for(run: Run) -> None:
    record = json.loads(run("stability", ELMIRA, "--concept", "nash", "--format", "json").stdout)
    assert list(record["equilibria"]) == ["nash"]


def test_a_model_that_is_wrong_is_refused_with_file_and_line(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "model.toml"
    wrong.write_text(
        ELMIRA.read_text(encoding="utf-8").replace('"uniroyal"\nname = "Delay"', '"nobody"\nname = "Delay"')
    )
    done = run("stability", wrong)
    assert done.exit_code == 2
    assert "model.toml:" in done.stderr.replace("\n", "")
    assert run("stability", tmp_path / "nowhere.toml").exit_code == 2


def test_a_drafted_model_tells_who_accepts_what_which_outcomes_would_hold_and_what_is_left_out(
    agenda: Path, run: Run
) -> None:
    shown = run("stability", "--agenda", agenda, "--coalitions").stdout
    words = " ".join(shown.split())
    assert "Talks on the Lark valley: 3 issues, 6 acceptances, 64 states." in words
    assert "The model is drafted: an issue is settled as below once every party" in words
    assert "Tolls Change Keep Amber Birch" in words
    assert "Ferry Change Keep Amber, Birch –" in words
    assert "State Nash SEQ Agreed 49 ● ● Ferry 64 · ● all 3 issues" in words
    assert "16 numbers, all of them an analyst’s." in words
    assert "2 outcomes would hold too, but another is better for somebody and worse for nobody." in words
    assert "Amber and Birch would leave 49 for agreement on all 3 issues" in words
    assert "Left out (nothing says what holds without agreement; a status_quo in the agenda does): Border." in words
    assert "“No” is taken to hold" not in words
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_json_of_a_drafted_model_has_settlements_outcomes_and_the_origin_of_each_number(agenda: Path, run: Run) -> None:
    record = json.loads(run("stability", "--agenda", agenda, "--format", "json").stdout)
    assert list(record["equilibria"]) == ["nash", "seq"]
    drafted = record["drafted"]
    assert [(o["agreed"], o["concepts"]) for o in drafted["outcomes"]] == [
        (["ferry"], ["nash", "seq"]),
        (["tolls", "bridge", "ferry"], ["seq"]),
    ]
    assert drafted["settlements"][0] == {
        "issue": "tolls",
        "name": "Tolls",
        "option": "change",
        "status_quo": "keep",
        "parties": ["amber", "birch"],
        "gains": {"amber": 6, "birch": -2},
        "stake": pytest.approx((6 / 12 + 2 / 12) / 2),
    }
    assert [left["issue"] for left in drafted["left_out"]] == ["border"]
    assert {e["inferred"] for e in drafted["estimates"]} == {False}
    assert json.loads(run("stability", ELMIRA, "--format", "json").stdout)["drafted"] is None


def test_a_drafted_model_can_be_written_edited_and_given_back(agenda: Path, tmp_path: Path, run: Run) -> None:
    written = run("stability", "--agenda", agenda, "--format", "toml")
    assert written.exit_code == 0
    model = tmp_path / "model.toml"
    model.write_text(written.stdout, encoding="utf-8")
    record = json.loads(run("stability", model, "--format", "json").stdout)
    asked = ("--concept", "nash", "--concept", "seq", "--format", "json")
    drafted = json.loads(run("stability", "--agenda", agenda, *asked).stdout)
    assert {k: record["equilibria"][k] for k in ("nash", "seq")} == drafted["equilibria"]
    shown = " ".join(run("stability", model).stdout.split())
    assert "Accept Ferry: Change (all)" in shown
    assert "Accept Tolls: Change (Amber)" in shown


def test_issues_can_be_settled_otherwise_and_fewer_or_more_kept(agenda: Path, run: Run) -> None:
    kept = json.loads(run("stability", "--agenda", agenda, "--deal", "tolls=keep", "--format", "json").stdout)
    assert [s["issue"] for s in kept["drafted"]["settlements"]] == ["bridge", "ferry"]
    few = json.loads(run("stability", "--agenda", agenda, "--acceptances", "4", "--format", "json").stdout)
    assert [s["issue"] for s in few["drafted"]["settlements"]] == ["tolls", "bridge"]


def test_where_nothing_would_hold_it_says_what_to_try(agenda: Path, run: Run) -> None:
    terms = [
        f"--deal={issue}={option}" for issue, option in (("tolls", "change"), ("bridge", "keep"), ("ferry", "keep"))
    ]
    words = " ".join(run("stability", "--agenda", agenda, *terms).stdout.split())
    assert "1 ● ● nothing No agreement on these terms would hold; try others with --deal" in words


def test_a_report_gives_a_model_in_which_no_holds_unless_an_agenda_says_otherwise(run: Run) -> None:
    shown = run("stability", ARTICLE).stdout
    words = " ".join(shown.split())
    assert "Where no agenda says what holds without agreement, “No” is taken to hold." in words
    assert "numbers inferred from stances" in words
    assert all(len(line) <= 80 for line in shown.splitlines())
    record = json.loads(run("stability", ARTICLE, "--format", "json").stdout)
    assert {s["status_quo"] for s in record["drafted"]["settlements"]} == {"no"}
    assert len(record["options"]) <= 12
    assert all(e["inferred"] and e["statements"] for e in record["drafted"]["estimates"])


def test_the_example_agenda_says_what_held_in_march_2025(run: Run) -> None:
    agenda = ARTICLE.with_suffix(".toml")
    asked = ("--deal", "security=none", "--deal", "territory=line", "--deal", "nato=no", "--format", "json")
    drafted = json.loads(run("stability", "--agenda", agenda, *asked).stdout)["drafted"]
    reasons = {left["issue"]: left["reason"] for left in drafted["left_out"]}
    same = "what holds already is how it would be settled"
    assert {i for i, reason in reasons.items() if reason == same} == {"security", "territory", "nato"}
    outcomes = {tuple(o["agreed"]): o["concepts"] for o in drafted["outcomes"]}
    assert outcomes["ceasefire", "sanctions"] == ["seq"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (lambda agenda: (), "name a model, MODEL.toml; or a report, an agenda, or both"),
        (lambda agenda: (agenda,), "this is an agenda and no model; give it with --agenda"),
        (lambda agenda: (ELMIRA, ARTICLE), "stands alone; an agenda is given with --agenda"),
        (lambda agenda: (ELMIRA, "--agenda", agenda), "stands alone; an agenda is given with --agenda"),
        (lambda agenda: (ELMIRA, "--deal", "tolls=keep"), "stands alone"),
        (lambda agenda: ("--agenda", agenda, "--deal", "tolls"), "is to have the form NAME=VALUE"),
        (
            lambda agenda: ("--agenda", agenda, "--deal", "tolls=none"),
            "none is no option of tolls; it has keep, change",
        ),
        (lambda agenda: ("--agenda", agenda, "--deal", "road=keep"), "the domain has no issue road"),
        (
            lambda agenda: ("--agenda", agenda, *(f"--deal={issue}=keep" for issue in ("tolls", "bridge", "ferry"))),
            "no issue is left that parties could accept or refuse: Tolls: what holds already",
        ),
    ],
)
def test_what_cannot_be_asked_ends_with_code_two_and_the_reason(
    arguments: Callable[[Path], tuple[object, ...]], words: str, agenda: Path, run: Run
) -> None:
    done = run("stability", *arguments(agenda))
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())
