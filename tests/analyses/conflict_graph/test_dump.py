"""A conflict that is written reads back the same, whatever its names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from detente.analyses.conflict_graph import load_conflict_model, parse_conflict_model
from detente.analyses.conflict_graph.dump import dump_conflict_model
from detente.model.stability import ConflictModel, DecisionMakerId, Preference
from tests.analyses.conflict_graph.games import LAW, conflicts
from tests.analyses.conflict_graph.test_load import TEXT
from tests.analyses.conflict_graph.test_published_models import CUBA


@LAW
@given(conflicts())
def test_a_conflict_that_is_written_reads_back_the_same(model: ConflictModel) -> None:
    assert parse_conflict_model(dump_conflict_model(model)) == model


@pytest.mark.parametrize("model", [CUBA, parse_conflict_model(TEXT)])
def test_so_do_rankings_sources_and_a_status_quo(model: ConflictModel) -> None:
    model = replace(model, title='Talks "on" C:\\x\ty\x7f', source="Ёлка, 停火")
    assert parse_conflict_model(dump_conflict_model(model)) == model


def test_rules_and_odd_payoffs_survive_and_long_lists_are_broken(tmp_path: Path) -> None:
    rules = ("withdraw", "not (air_strike and blockade)", "not escalate if (air_strike or blockade)", "blockade")
    numbers = (*(1 / (3 + n) - 0.2 for n in range(10)), 1e300, -(2.0**60))
    wishes = (
        Preference(decision_maker=DecisionMakerId("us"), rules=rules),
        Preference(decision_maker=DecisionMakerId("ussr"), payoffs=numbers),
    )
    model = replace(parse_conflict_model(TEXT), preferences=wishes)
    path = tmp_path / "cuba.toml"
    path.write_text(dump_conflict_model(model), encoding="utf-8")
    assert load_conflict_model(path) == model
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    assert rows
    assert all(len(row) <= 110 for row in rows)
