"""How output is written: to the terminal's width and signs for people, as UTF-8 to the letter for programs."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

_PIPED_COLUMNS = 80


def columns() -> int:
    """Width to write to: ``COLUMNS``, else the terminal's, else 80."""
    return shutil.get_terminal_size((_PIPED_COLUMNS, 24)).columns


def has_colour() -> bool:
    """Whether colour is welcome: on a terminal, unless ``NO_COLOR`` is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def encoding() -> str:
    """What standard output can hold."""
    return sys.stdout.encoding or "ascii"


def write_laid_out(parts: Iterable[RenderableType]) -> None:
    """Write parts for people, laid out to the width, without blanks at the ends of lines."""
    from rich.console import Console

    colour = has_colour()
    console = Console(
        width=columns(),
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1]))
    sys.stdout.flush()


def write_exactly(text: str) -> None:
    """Write JSON, CSV or TOML for programs: in UTF-8 whatever the terminal's encoding, and at once."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)
    sys.stdout.flush()


def write_record(record: Mapping[str, Any]) -> None:
    """Write one record as JSON."""
    write_exactly(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def write_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of the same columns as CSV under their heads; nothing where there are none."""
    lines = io.StringIO()
    if rows:
        table = csv.DictWriter(lines, fieldnames=list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    write_exactly(lines.getvalue())
