"""A short report of our own, its annotation, and readings of it that are wrong in ways that can be counted by hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from detente.evaluation.annotation import Annotation
from detente.evaluation.gold_format import parse_gold

TEXT = (
    "Amber demands lower tolls if the strait stays open. Birch rejects lower tolls, Envoy Bo Quill said.\n"
    "Cedar reported 40 ships on Monday. Amber and Birch agreed to meet in May.\n"
    "Birch accused Amber of breaking the transit pact. Amber first called the pact dead, then called it alive.\n"
)
"""What is annotated."""


def statement(party: str, quote: str, issue: str, act: str, stance: str, **more: Any) -> dict[str, Any]:
    """One statement, as a file has it."""
    return {"party": party, "quote": quote, "issue": issue, "act": act, "stance": stance} | more


GOLD: dict[str, Any] = {
    "parties": [
        {"name": "Amber", "role": "party", "mentions": ["Amber"]},
        {"name": "Birch", "role": "party", "mentions": ["Birch", "the Grove"]},
        {"name": "Cedar", "role": "third-party", "mentions": ["Cedar"]},
    ],
    "issues": [
        {"id": "tolls", "label": "Lower tolls"},
        {"id": "traffic", "label": "More ships"},
        {"id": "meeting", "label": "A meeting in May"},
    ],
    "statements": [
        statement("Amber", "demands lower tolls", "tolls", "demand", "support", condition="if the strait stays open"),
        statement(
            "Birch", "rejects lower tolls", "tolls", "reject", "oppose", speaker="Envoy Bo Quill", target="Amber",
            negated_or_hedged=True,
        ),
        statement("Cedar", "reported 40 ships", "traffic", "report-fact", "neutral", quantities=["40 ships"]),
        statement("Amber", "agreed to meet in May", "meeting", "agree", "support", target="Birch"),
        statement("Birch", "agreed to meet in May", "meeting", "agree", "support", target="Amber"),
    ],
    "agreements": [{"what": "a meeting", "status": "agreed", "parties": ["Amber", "Birch"], "quote": "agreed to meet"}],
    "violations": [{"by": "Amber", "alleged_by": "Birch", "quote": "accused Amber of breaking the transit pact"}],
    "contradictions": [{"party": "Amber", "quotes": ["called the pact dead", "called it alive"]}],
    "outlook": None,
}  # fmt: skip
"""The annotation."""

READ: dict[str, Any] = {
    "parties": [
        {"name": "The Amber", "mentions": []},
        {"name": "Grove side", "mentions": ["it", "the Grove"]},
        {"name": "Dune", "mentions": []},
    ],
    "issues": [{"id": "a", "label": "Tolls"}, {"id": "b", "label": "Talks in May"}],
    "statements": [
        statement(
            "The Amber", "Amber demands lower tolls", "a", "propose", "support", condition="the strait stays open"
        ),
        statement("Grove side", "rejects lower tolls", "a", "reject", "open", speaker="Bo Quill", target="Dune"),
        statement("The Amber", "agreed to meet", "b", "commit", "support", target="Grove side"),
        statement("Dune", "agreed to meet in May", "b", "agree", "support"),
        statement("The Amber", "on Monday", "b", "assess", "neutral"),
    ],
    "agreements": [
        {"what": "talks", "status": "in force", "quote": "agreed to meet in May"},
        {"what": "pact", "status": "agreed", "quote": "the transit pact"},
    ],
    "violations": [{"by": "The Amber", "alleged_by": None, "quote": "breaking the transit pact"}],
    "contradictions": [{"party": "The Amber", "quotes": ["called it alive", "first called the pact dead"]}],
}
"""A reading: two statements are missed, two invented, one has a wrong stance."""


def annotation(record: dict[str, Any], text: str = TEXT) -> Annotation:
    """What a file with this record says of the text."""
    return parse_gold(json.dumps(record), text, where="report.json")


def changed(**fields: Any) -> dict[str, Any]:
    """The annotation with other values of some fields."""
    return copy.deepcopy(GOLD) | fields


def with_statement(**fields: Any) -> dict[str, Any]:
    """The annotation with other values in its first statement; ``...`` takes a field out."""
    record = copy.deepcopy(GOLD)
    kept = record["statements"][0] | fields
    record["statements"][0] = {field: value for field, value in kept.items() if value is not ...}
    return record


def write_gold(folder: Path, record: dict[str, Any] = GOLD, *, name: str = "report", text: str = TEXT) -> Path:
    """A folder of annotations beside a folder of texts; both are made where they are not there."""
    gold, texts = folder / "gold", folder / "texts"
    gold.mkdir(exist_ok=True)
    texts.mkdir(exist_ok=True)
    (gold / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    (texts / f"{name}.txt").write_text(text, encoding="utf-8")
    return gold
