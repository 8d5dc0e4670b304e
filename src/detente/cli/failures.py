"""What goes wrong is told in one message on standard error and an exit code, never in a traceback.

====  =======================================================================
0     done; also where a report holds no negotiation, which the brief says
1     the reader of the output closed it early
2     wrong use or input
130   stopped from the keyboard
====  =======================================================================
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.model import Skipped

_NAMED = 5


class Commands(TyperGroup):
    """The commands, each with its expected failures turned into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except DetenteError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            complain(f"cannot write {error.filename or 'the output'}: {error.strerror}")
            raise typer.Exit(DetenteError.exit_code) from error
        return answer


def complain(message: str) -> None:
    """One message on standard error."""
    typer.echo(f"detente: {message}", err=True)


def report_skipped(skipped: Sequence[Skipped]) -> None:
    """Name the whole reports that were left out; many are counted."""
    for report in skipped[:_NAMED]:
        complain(f"left out {report.document}: {report.reason}")
    if len(skipped) > _NAMED:
        complain(f"left out {len(skipped) - _NAMED} more reports")
