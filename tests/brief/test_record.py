from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.brief.record import BRIEF_VERSION, brief_record
from detente.model import Document, Evidence, Span
from tests.brief.founding import founding_brief, founding_document
from tests.brief.strategies import findings

SCHEMA = json.loads(files("detente.brief").joinpath("brief.schema.json").read_text(encoding="utf-8"))
LAWS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def quotations(value: Any) -> list[dict[str, Any]]:
    """Every quotation anywhere in a record."""
    if isinstance(value, dict):
        own = [value] if {"document", "start", "end", "quote"} <= value.keys() else []
        return own + [found for part in value.values() for found in quotations(part)]
    return [found for part in value for found in quotations(part)] if isinstance(value, list) else []


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, dict):
        own = [schema] if schema.get("type") == "object" else []
        return own + [found for part in schema.values() for found in objects(part)]
    return [found for part in schema for found in objects(part)] if isinstance(schema, list) else []


def check_quotes(record: dict[str, Any], documents: dict[str, Document]) -> None:
    for quotation in quotations(record):
        document = documents[quotation["document"]]
        cited = Evidence.cite(document, Span(start=quotation["start"], end=quotation["end"]))
        assert cited.quote == quotation["quote"]


def test_the_schema_is_valid_closed_and_refers_to_nothing_outside() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == BRIEF_VERSION
    assert all(item["required"] == list(item["properties"]) for item in objects(SCHEMA))
    assert all(item["additionalProperties"] is False for item in objects(SCHEMA))
    assert all(field.get("description") for item in objects(SCHEMA) for field in item["properties"].values())
    assert not [line for line in json.dumps(SCHEMA, indent=1).splitlines() if '"$ref"' in line and "#/" not in line]


def test_the_founding_record_fits_the_schema_and_quotes_the_article() -> None:
    record = brief_record(founding_brief())
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(record)))
    check_quotes(record, {founding_document().id: founding_document()})
    assert len(quotations(record)) > 100
    assert len(record["statements"]) == 44


def test_keys_stand_in_the_order_of_the_schema() -> None:
    record = brief_record(founding_brief())
    assert list(record) == list(SCHEMA["properties"])
    assert list(record["statements"][0]) == list(SCHEMA["$defs"]["statement"]["properties"])
    assert list(record["commitments"][0]) == list(SCHEMA["properties"]["commitments"]["items"]["properties"])


def test_the_schema_refuses_a_record_with_a_wrong_or_missing_field() -> None:
    record = brief_record(founding_brief())
    validator = Draft202012Validator(SCHEMA)
    assert not validator.is_valid({**record, "version": "0"})
    assert not validator.is_valid({**record, "verdict": "violated"})
    assert not validator.is_valid({key: value for key, value in record.items() if key != "linkages"})


def rebuilt_cells(record: dict[str, Any]) -> set[tuple[str, str, tuple[str, ...], str, tuple[str, ...]]]:
    quotes = {s["id"]: s["evidence"]["quote"] for s in record["statements"]}
    return {
        (p["party"], p["issue"], tuple(p["stances"]), p["standing"], tuple(quotes[key] for key in p["statements"]))
        for p in record["table"]["positions"]
    }


def cells(brief: Brief) -> set[tuple[str, str, tuple[str, ...], str, tuple[str, ...]]]:
    return {
        (
            p.party,
            p.issue,
            tuple(stance.value for stance in p.stances),
            p.standing.value,
            tuple(s.evidence.quote for s in p.statements),
        )
        for p in brief.table.positions
    }


@LAWS
@given(findings())
def test_any_brief_fits_the_schema_and_gives_its_findings_back(made: dict[str, Any]) -> None:
    brief = compose_brief(**made)
    record = json.loads(json.dumps(brief_record(brief)))
    Draft202012Validator(SCHEMA).validate(record)
    check_quotes(record, {report.document.id: report.document for report in brief.reports})
    assert rebuilt_cells(record) == cells(brief)
    known = {s["id"] for s in record["statements"]}
    named = [key for m in record["distances"] for mark in m["marks"] for key in mark["statements"]]
    named += [c[side] for c in record["contradictions"] for side in ("first", "second")]
    named += [link["statement"] for link in record["linkages"] if link["statement"]] + record["third_party"]
    assert set(named) <= known
