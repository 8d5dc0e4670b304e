import json
from pathlib import Path

from tests.cli.conftest import Run

ELMIRA = Path(__file__).parents[2] / "examples" / "elmira.toml"


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
