"""The forecast log: only ever longer, and scored by what came of it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.forecast import (
    append_forecast,
    crps,
    forecast_compromise,
    forecast_distribution,
    forecast_exchange,
    log_forecasts,
    read_log,
    resolve_forecast,
    score_log,
    write_log,
)
from detente.errors import AnalysisError
from tests.analyses.forecast.contests import contest_of, make_contest, points, tables
from tests.factories import LAW

MADE, KNOWN = date(2031, 3, 1), date(2031, 6, 9)
CONTEST = make_contest(("hall", 20.0, 1.0, 0.9), ("北", 80.0, 0.5, 0.5), ("yard", None, 0.5, 0.5), reference=10.0)


def entries(contest=CONTEST, *, made=MADE):
    """A point and a distribution for one issue."""
    return [e for f in (forecast_compromise, forecast_distribution) for e in log_forecasts(f(contest), made=made)]


def written(*logged):
    log = ""
    for entry in logged:
        log = append_forecast(log, entry)
    return log


@LAW
@given(tables(), st.none() | points)
def test_what_is_logged_is_read_as_it_was(table, reference):
    made = entries(contest_of(table, reference=reference))
    assert read_log(written(*made)) == tuple(made)


def test_every_forecast_of_a_result_is_logged_with_its_seed_and_parameters():
    result = forecast_exchange([CONTEST, make_contest(("hall", 5.0, 1.0, 0.1), issue="levy")], seed=3, repetitions=2)
    made = log_forecasts(result, made=MADE)
    assert [entry.contest.issue for entry in made] == ["issue", "levy"]
    assert {entry.seed for entry in made} == {3}
    assert read_log(written(*made)) == made


def test_the_same_forecast_twice_is_one_line():
    point, spread = entries()
    log = written(point, spread)
    assert append_forecast(log, point) == log
    assert len(log.splitlines()) == 2
    assert point.id != spread.id != entries(made=KNOWN)[1].id


def test_an_outcome_is_a_line_of_its_own_and_stands():
    point, spread = entries()
    log = written(point, spread)
    later = resolve_forecast(log, point.id, 40.5, resolved=KNOWN)
    assert later.startswith(log)
    assert [(e.outcome, e.resolved) for e in read_log(later)] == [(40.5, KNOWN), (None, None)]
    assert resolve_forecast(later, point.id, 40.5, resolved=KNOWN) == later
    with pytest.raises(AnalysisError, match=r"resolved with 40\.5; a log is never rewritten"):
        resolve_forecast(later, point.id, 41, resolved=KNOWN)
    assert append_forecast(later, point) == later


def test_scores_of_a_log_by_hand():
    point, spread = entries()
    log = written(point, spread, *entries(made=KNOWN))
    for entry in (point, spread):
        log = resolve_forecast(log, entry.id, 40.0, resolved=KNOWN)
    scores = score_log(read_log(log))
    errors = [abs(point.point - 40), abs(spread.forecast.median - 40)]
    assert (scores.resolved, scores.unresolved) == (2, 2)
    assert scores.absolute_error == pytest.approx(sum(errors) / 2)
    assert scores.near == sum(error <= 5 for error in errors) / 2
    assert scores.crps == pytest.approx((errors[0] + crps(spread.forecast.probabilities, 40)) / 2)
    assert scores.coverage == float(spread.forecast.low <= 40 <= spread.forecast.high)


def test_nothing_known_is_nothing_scored():
    scores = score_log(read_log(written(*entries())))
    assert (scores.resolved, scores.unresolved) == (0, 2)
    assert scores.absolute_error is scores.near is scores.crps is scores.coverage is None
    assert score_log(read_log("")).unresolved == 0


@pytest.mark.parametrize(
    ("outcome", "day", "says"),
    [(101, KNOWN, "the outcome is 101"), (float("nan"), KNOWN, "outcome is nan"), (5, date(2031, 2, 1), "after its")],
)
def test_outcomes_that_cannot_be_are_refused(outcome, day, says):
    point, _ = entries()
    with pytest.raises(AnalysisError, match=says):
        resolve_forecast(written(point), point.id, outcome, resolved=day)


def test_only_a_forecast_of_the_log_is_resolved():
    with pytest.raises(AnalysisError, match="has no forecast 0123"):
        resolve_forecast(written(*entries()), "0123", 5, resolved=KNOWN)


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        "{}",
        '{"record": "wish"}',
        '{"record": "resolution", "id": "0123", "outcome": 5, "resolved": "2031-06-09"}',
        '{"record": "forecast", "id": "0123", "made": "tomorrow"}',
    ],
)
def test_a_damaged_line_is_named(line):
    log = written(*entries())
    with pytest.raises(AnalysisError, match="line 3 of the forecast log cannot be read"):
        read_log(log + line)


def test_a_forecast_that_was_changed_afterwards_is_noticed():
    record = json.loads(written(entries()[0]))
    record["value"]["point"] = 79.0
    with pytest.raises(AnalysisError, match=r"line 1 .* changed after it was written"):
        read_log(json.dumps(record))


def test_a_file_only_grows(tmp_path):
    path = tmp_path / "forecasts.jsonl"
    point, spread = entries()
    write_log(path, written(point))
    log = append_forecast(path.read_text(encoding="utf-8"), spread)
    write_log(path, log)
    assert path.read_text(encoding="utf-8") == log
    assert [file.name for file in tmp_path.iterdir()] == ["forecasts.jsonl"]
    with pytest.raises(AnalysisError, match="a log only grows"):
        write_log(path, written(spread))
    with pytest.raises(AnalysisError, match="line 1"):
        write_log(path, "damaged")
    assert path.read_text(encoding="utf-8") == log
