"""The free corpus is what its guide says: exact words, known classes, every text with a source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.model import Act, Stance

CORPUS = Path(__file__).parents[2] / "training" / "corpus"
FILES = sorted([*(CORPUS / "annotations").glob("*.json"), *(CORPUS / "development" / "annotations").glob("*.json")])
STATUSES = {"agreed", "agreed-in-principle", "proposed", "in force", "violated", "expired", "rejected"}


def both(path: Path) -> tuple[str, dict[str, Any]]:
    text = path.parents[1] / "texts" / f"{path.stem}.txt"
    return text.read_text(encoding="utf-8"), json.loads(path.read_text(encoding="utf-8"))


def test_there_is_a_corpus() -> None:
    assert len(FILES) == 46


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_quoted_word_stands_in_the_text(path: Path) -> None:
    text, gold = both(path)
    quoted = [m for p in gold["parties"] for m in p["mentions"]]
    for s in gold["statements"]:
        quoted += [s["quote"], *filter(None, (s["speaker"], s["condition"])), *s["quantities"]]
    quoted += [a["quote"] for a in gold["agreements"]] + [v["quote"] for v in gold["violations"]]
    quoted += [q for c in gold["contradictions"] for q in c["quotes"]] + [gold["outlook"] or ""]
    assert [q for q in quoted if q not in text] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_names_and_classes_are_known(path: Path) -> None:
    _, gold = both(path)
    parties, issues = {p["name"] for p in gold["parties"]}, {i["id"] for i in gold["issues"]}
    for s in gold["statements"]:
        assert s["party"] in parties
        assert s["target"] in parties | {None}
        assert s["issue"] in issues
        Act(s["act"]), Stance(s["stance"])
    assert {a["status"] for a in gold["agreements"]} <= STATUSES


def test_every_text_has_a_source_and_every_source_a_text() -> None:
    sources = (CORPUS / "SOURCES.md").read_text(encoding="utf-8")
    named = {line.split("|")[1].split("(")[0].strip() for line in sources.splitlines() if line.startswith("| ")} - {
        "text"
    }
    assert named == {path.stem for path in FILES}
