"""The page on exchange names everything that is written."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from detente.exchange import write_plover
from detente.exchange.parquet import document_schema, statement_schema
from detente.exchange.statement_rows import COLUMNS
from detente.model import Act
from tests.exchange.samples import full, hold

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "exchange.md").read_text(encoding="utf-8")


def unnamed(names: list[str]) -> list[str]:
    return [name for name in names if f"`{name}`" not in PAGE]


def test_every_field_column_and_key_is_named() -> None:
    schema = json.loads(files("detente.exchange").joinpath("statement.schema.json").read_text(encoding="utf-8"))
    assert unnamed([field for kind in schema["oneOf"] for field in kind["properties"]]) == []
    assert unnamed(list(COLUMNS)) == []
    assert unnamed([*statement_schema().names, *document_schema().names]) == []
    assert unnamed(list(json.loads(next(iter(write_plover(hold(full()))))))) == []


def test_every_act_stands_in_the_crosswalk() -> None:
    table = PAGE.partition("| our act |")[2].partition("\n\n")[0]
    assert set(re.findall(r"[a-z]+(?:-[a-z]+)?", " ".join(row.split("|")[1] for row in table.splitlines()[2:]))) == set(
        Act
    )
