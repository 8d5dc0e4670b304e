"""``detente schema``: what the JSON output holds."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from typing import Annotated

import typer

from detente.cli.output import write_exactly


class Output(StrEnum):
    """An output that has a schema."""

    BRIEF = "brief"
    READINGS = "readings"
    STATEMENT = "statement"


def schema(
    output: Annotated[Output, typer.Argument(metavar="OUTPUT", help="Which output to describe.")] = Output.BRIEF,
) -> None:
    """Print the JSON Schema of an output.

    `brief` is what `detente brief --format json` prints, `readings` is a line of `detente read --format jsonl`, `statement` is
    a line of `detente export --format statements`.

    Example: detente schema readings
    """
    room = "detente.exchange" if output is Output.STATEMENT else "detente.brief"
    write_exactly(files(room).joinpath(f"{output}.schema.json").read_text(encoding="utf-8"))
