from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from detente.brief.readings import reading_record, statement_rows
from detente.model import CommitmentStatus, Document, Span, Speaker
from tests.brief.founding import (
    founding_allegations,
    founding_commitments,
    founding_contradictions,
    founding_outlook,
    founding_reading,
)
from tests.brief.strategies import findings

SCHEMA = json.loads(files("detente.brief").joinpath("readings.schema.json").read_text(encoding="utf-8"))
LAWS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def founding_record(**changed: Any) -> dict[str, Any]:
    found = {
        "commitments": founding_commitments(),
        "allegations": founding_allegations(),
        "contradictions": founding_contradictions(),
        "outlook": founding_outlook(),
    }
    return reading_record(founding_reading(), **(found | changed))


def test_the_founding_line_says_what_its_annotation_says() -> None:
    record = founding_record()
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(record)))
    assert list(record) == list(SCHEMA["properties"])
    assert record["document"] == "ukraine-talks-2025"
    assert [(p["name"], p["role"]) for p in record["parties"]] == [
        ("European countries", "third-party"),
        ("Russia", "party"),
        ("Ukraine", "party"),
        ("United States", "mediator"),
        ("World Bank", "third-party"),
    ]
    assert record["parties"][1]["mentions"] == ["Russia", "the Russian side", "Moscow", "Putin"]
    threat = next(s for s in record["statements"] if s["act"] == "threaten")
    assert (threat["speaker"], threat["party"], threat["target"]) == ("The U.S. president", "United States", "Russia")
    assert threat["condition"] == "until the peace agreement is signed"
    assert [(a["status"], a["duration"]) for a in record["agreements"]] == [
        ("agreed-in-principle", "30-day"),
        ("in force", None),
        ("expired", None),
        ("proposed", None),
    ]
    assert [(v["by"], v["alleged_by"]) for v in record["violations"]] == [("Ukraine", "Russia"), ("Russia", "Ukraine")]
    assert [(c["party"], c["issue"]) for c in record["contradictions"]] == [
        ("United States", "nato"),
        ("United States", "sanctions-relief"),
        ("Russia", "legitimacy"),
    ]
    assert record["outlook"] == founding_outlook().evidence.quote


@pytest.mark.parametrize("status", list(CommitmentStatus))
def test_every_status_is_one_that_the_line_knows(status: CommitmentStatus) -> None:
    record = founding_record(commitments=(replace(founding_commitments()[0], status=status),))
    ended = {CommitmentStatus.SUSPENDED, CommitmentStatus.TERMINATED}
    assert record["agreements"][0]["status"] == ("expired" if status in ended else status.value)
    Draft202012Validator(SCHEMA).validate(record)


def test_findings_of_other_reports_are_left_out() -> None:
    reading = founding_reading()
    other = replace(
        reading,
        document=Document(text="Other words.", name="other", body=Span(start=0, end=12)),
        statements=(),
        mentions=(),
    )
    record = reading_record(
        other,
        commitments=founding_commitments(),
        allegations=founding_allegations(),
        contradictions=founding_contradictions(),
        outlook=founding_outlook(),
    )
    found = {key: record[key] for key in ("agreements", "violations", "contradictions", "outlook")}
    assert found == {"agreements": [], "violations": [], "contradictions": [], "outlook": None}


@LAWS
@given(findings(reports=2))
def test_any_line_fits_the_schema_and_quotes_its_report(made: dict[str, Any]) -> None:
    for reading in made["readings"]:
        record = reading_record(
            reading,
            commitments=made["commitments"],
            allegations=made["allegations"],
            contradictions=made["contradictions"],
            outlook=made["outlook"],
        )
        Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(record)))
        text = reading.document.text
        for statement in record["statements"]:
            assert text[statement["start"] : statement["end"]] == statement["quote"]
            assert (statement["condition"] or "") in text
            assert all(quantity in text for quantity in statement["quantities"])


def test_a_row_says_in_words_what_the_statement_holds() -> None:
    rows = statement_rows(founding_reading())
    assert len(rows) == 44
    row = next(row for row in rows if row["act"] == "threaten")
    assert row["quote"].startswith("until the peace agreement is signed, it may")
    assert (row["party"], row["target"], row["issue_label"]) == (
        "United States",
        "Russia",
        "Easing sanctions on Russia",
    )
    assert (row["hedged"], row["hedge"], row["voice"]) == ("true", "may", "own")
    assert row["sentence"] == "22"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_as_a_formula_is_guarded(start: str) -> None:
    reading = founding_reading()
    name = f"{start}HYPERLINK(1)"
    first = replace(reading.statements[0], speaker=Speaker(name=name, party=None))
    (row, *_) = statement_rows(replace(reading, statements=(first,)))
    assert row["speaker"] == f"'{name}"


@LAWS
@given(findings(reports=1))
def test_no_cell_of_any_row_begins_as_a_formula(made: dict[str, Any]) -> None:
    rows = [row for reading in made["readings"] for row in statement_rows(reading)]
    assert len({tuple(row) for row in rows}) <= 1
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
