"""What every analysis owes its callers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import pipeline
from detente.analyses import (
    find_allegations,
    find_commitments,
    find_contradictions,
    find_linkages,
    find_outlook,
    measure_distances,
)
from detente.errors import AnalysisError
from detente.model import Act, Allegation, Evidence, Party, Reading, Speaker, Stance, Statement
from detente.model.package import Outcomes
from detente.pipeline.outcomes import forecast_issues, weigh_outcomes
from detente.pipeline.scenarios import find_scenarios
from detente.positions import fold_positions
from tests.factories import LAW, make_document, make_issue, make_reading, make_statement, negotiations


def unless_nothing(question: Callable[..., Any], reports: list[Reading], **asked: Any) -> Any:
    """The answer to a question about outcomes; none where no issue has two parties."""
    findings = pipeline.find(reports)
    try:
        return question(findings, **asked)
    except AnalysisError:
        heard = [{p.party for p in findings.table.positions if p.issue == i.id} for i in findings.table.issues]
        if any(len(parties) > 1 for parties in heard):
            # Parties may be heard without a stance, or mediate.
            with pytest.raises(AnalysisError, match="no issue is left"):
                question(findings, **asked)
        return None


ANALYSES: dict[str, Callable[[list[Reading]], Any]] = {
    "table": fold_positions,
    "contradictions": lambda reports: find_contradictions(reports, fold_positions(reports)),
    "distances": lambda reports: measure_distances(fold_positions(reports)),
    "linkages": find_linkages,
    "commitments": find_commitments,
    "allegations": lambda reports: find_allegations(reports, find_commitments(reports)),
    "outlook": find_outlook,
    "packages": lambda reports: unless_nothing(weigh_outcomes, reports, draws=9),
    "forecasts": lambda reports: unless_nothing(forecast_issues, reports),
    "scenarios": lambda reports: unless_nothing(find_scenarios, reports, draws=3),
}
every_analysis = pytest.mark.parametrize("analyse", ANALYSES.values(), ids=ANALYSES)


def walk(value: Any) -> Iterator[Any]:
    """A value and everything that it holds."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, (tuple, list, set, frozenset, dict)):
        for item in value:
            yield from walk(item)


def renamed(value: Any, *, inside: str = "") -> Any:
    """The same value with every party's id changed; their order stays."""
    if isinstance(value, tuple):
        return tuple(renamed(item, inside=inside) for item in value)
    if is_dataclass(value):
        changed = {
            field.name: renamed(getattr(value, field.name), inside=_meaning(value, field.name))
            for field in fields(value)
            if field.init
        }
        return replace(value, **changed)
    return f"the-{value}" if inside == "party" and value is not None else value


def _meaning(value: Any, field: str) -> str:
    if field in ("party", "target", "accuser", "accused", "denied_by"):
        return "party"
    if field == "parties" and not isinstance(value, Reading) and type(value).__name__ != "Table":
        return "party"
    return "party" if field == "id" and isinstance(value, Party) else ""


@every_analysis
def test_nothing_read_gives_nothing(analyse):
    assert not [item for item in walk(analyse([])) if isinstance(item, (Statement, Evidence))]


@every_analysis
def test_a_report_without_statements_is_read_all_the_same(analyse):
    reading = make_reading(make_document("It rained. Nobody spoke."))
    assert not [item for item in walk(analyse([reading])) if isinstance(item, (Statement, Evidence))]


@every_analysis
def test_issues_without_parties_are_read_all_the_same(analyse):
    reading = make_reading(make_document("It rained."), issues=[make_issue("weather")])
    assert not [item for item in walk(analyse([reading])) if isinstance(item, Statement)]


@every_analysis
@pytest.mark.parametrize("text", ["双方同意停火三十天", "اتفق الطرفان على هدنة", "Стороны договорились о перемирии"])
def test_one_issue_in_any_script_is_quoted_to_the_letter(analyse, text):
    document = make_document(f"{text}。")
    statement = make_statement(document, text, "北", "停火", Act.AGREE, Stance.SUPPORT, target="南")
    result = analyse([make_reading(document, [statement])])
    assert all(item.quote == text for item in walk(result) if isinstance(item, Evidence))


@every_analysis
@LAW
@given(reports=negotiations())
def test_every_quotation_is_in_its_document(analyse, reports):
    texts = {r.document.id: r.document.text for r in reports}
    for item in walk(analyse(reports)):
        if isinstance(item, Evidence):
            assert texts[item.document][item.span.start : item.span.end] == item.quote


@every_analysis
@LAW
@given(reports=negotiations())
def test_what_comes_out_is_frozen(analyse, reports):
    for item in walk(analyse(reports)):
        assert not isinstance(item, (list, set, dict))
        if is_dataclass(item):
            assert item.__dataclass_params__.frozen  # type: ignore[attr-defined]


@every_analysis
@LAW
@given(reports=negotiations(dated=True), random=st.randoms(use_true_random=False))
def test_the_order_of_dated_reports_does_not_change_the_answer(analyse, reports, random):
    assert analyse(random.sample(reports, len(reports))) == analyse(reports)


@every_analysis
@LAW
@given(reports=negotiations())
def test_a_report_given_twice_does_not_change_the_answer(analyse, reports):
    assert analyse([*reports, *reports]) == analyse(reports)


@every_analysis
@LAW
@given(reports=negotiations())
def test_renaming_the_parties_renames_the_answer(analyse, reports):
    # An allegation names its statement by a hash that takes in the party.
    def without_ids(result: Any) -> Any:
        if isinstance(result, tuple):
            return tuple(without_ids(a) for a in result)
        if isinstance(result, Allegation):
            return replace(result, statement=None)
        if isinstance(result, Outcomes):
            return replace(result, result=without_ids(result.result), drafted=without_ids(result.drafted))
        # Warnings name parties in running text.
        return replace(result, warnings=()) if hasattr(result, "warnings") else result

    assert without_ids(analyse([renamed(r) for r in reports])) == without_ids(renamed(analyse(reports)))


@LAW
@given(negotiations())
def test_renaming_reaches_every_party_of_a_reading(reports):
    for reading in map(renamed, reports):
        named = [p.id for p in reading.parties]
        named += [s.party for s in reading.statements] + [m.party for m in reading.mentions]
        named += [item.party for item in walk(reading) if isinstance(item, Speaker)]
        assert all(name.startswith("the-") for name in named)


def test_the_answers_do_not_depend_on_the_hash_seed():
    program = (
        "from tests.analyses.test_contract import ANALYSES; from tests.brief.founding import founding_reading;"
        "print([repr(analyse([founding_reading()])) for analyse in ANALYSES.values()])"
    )
    root = Path(__file__).parents[2]
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(printed) == 1
