"""A bar on standard error while many reports are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.model import Document

_MANY = 3


@contextmanager
def reading_bar(*, beside_output: bool = False) -> Iterator[Callable[[Document, int], None]]:
    """Draw how many reports are read: for three and more, on a terminal only.

    Parameters
    ----------
    beside_output : bool
        Output is written meanwhile; on a terminal it shows the progress by itself.

    Yields
    ------
    callable
        To be told of each report that is read, and how many there are.
    """
    if not sys.stderr.isatty() or (beside_output and sys.stdout.isatty()):
        yield lambda document, total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("", visible=False)

        def advance(document: Document, total: int) -> None:
            bar.update(task, total=total, advance=1, description=escape(document.name), visible=total >= _MANY)

        yield advance
