"""The program: its commands in the order in which an analyst meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.add import add
from detente.cli.agenda import agenda
from detente.cli.brief import brief
from detente.cli.evaluate import evaluate
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.failures import Commands
from detente.cli.follow import blame, commitments, diff, log, search, status, table
from detente.cli.forecast import forecast
from detente.cli.import_ import import_
from detente.cli.keep import init, refresh, verify
from detente.cli.outcomes import outcomes
from detente.cli.read import read
from detente.cli.review import merge, rename, review
from detente.cli.scenarios import scenarios
from detente.cli.schema import schema
from detente.cli.shard import shard
from detente.cli.stability import stability
from detente.cli.timeline import timeline
from detente.cli.watch import watch

app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    help="Read the news about a negotiation and keep its table: who wants what on which issue,"
    " each cell opening the sentence that it rests on.",
    epilog="Start with: detente brief report.txt",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(brief)
app.command()(explain)
app.command()(read)
app.command()(outcomes)
app.command()(forecast)
app.command()(stability)
app.command()(scenarios)
app.command()(init)
app.command()(add)
app.command()(watch)
app.command()(shard)
app.command()(status)
app.command()(table)
app.command()(timeline)
app.command()(diff)
app.command()(log)
app.command()(blame)
app.command()(search)
app.command()(commitments)
app.command()(review)
app.command()(merge)
app.command()(rename)
app.command()(verify)
app.command()(refresh)
app.command()(export)
app.command("import")(import_)
app.command()(schema)
app.command()(agenda)
app.command()(evaluate)


def _print_version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        import detente

        typer.echo(f"detente {detente.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Hold what goes before any command."""
