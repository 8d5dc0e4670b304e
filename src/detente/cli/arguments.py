"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from detente.codebook.agenda import Agenda

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Reports on one negotiation: text, Markdown, HTML, JSON or JSON lines; an address; - for standard input.",
        show_default=False,
    ),
]
AgendaFile = Annotated[
    Path | None,
    typer.Option("--agenda", metavar="A.toml", help="Parties, people and issues to read by.", show_default=False),
]


def open_agenda(path: Path | None) -> Agenda | None:
    """The agenda that was asked for, if any."""
    if path is None:
        return None
    import detente

    return detente.load_agenda(path)
