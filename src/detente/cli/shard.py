"""``detente shard``: many reports read into shards, to be added to a ledger later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.add import (
    EngineChoice,
    EngineName,
    PrefilterChoice,
    Verbose,
    Workers,
    calm_matrices,
    choose_engine,
    report_unconcerned,
)
from detente.cli.arguments import AgendaFile, open_agenda
from detente.cli.failures import report_skipped
from detente.cli.progress import reading_bar


def shard(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the shards.", show_default=False)],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Reports: files and folders.", show_default=False)],
    agenda: AgendaFile = None,
    workers: Workers = None,
    engine: EngineChoice = EngineName.PROCESSES,
    prefilter: PrefilterChoice = False,
    per_shard: Annotated[
        int, typer.Option("--per-shard", metavar="K", min=1, max=100_000, help="Reports of a shard.")
    ] = 256,
    verbose: Verbose = False,
) -> None:
    """Read many reports into shards, on as many cores or machines as there are.

    A shard that is there, whole, is not made again, so an interrupted run is simply run again; several machines may write to one
    folder. Nothing is told apart into issues yet: adding the shards to a ledger does that, as if it had read the reports itself.

    Example: detente shard shards/ archive/ --agenda talks.toml --prefilter
    """
    calm_matrices()
    from detente.brief.words import count_words
    from detente.pipeline.scale.listing import list_reports
    from detente.pipeline.scale.sharding import make_shards
    from detente.pipeline.scale.shards import is_shard

    guide = open_agenda(agenda)
    if prefilter and not (guide and guide.parties):
        raise typer.BadParameter("it needs an agenda that names parties", param_hint="--prefilter")
    with reading_bar() as progress:
        done = make_shards(
            folder,
            (path for name in files for path in list_reports(name) if not is_shard(path)),
            engine=choose_engine(engine, workers, few=0),
            agenda=guide,
            prefilter=prefilter,
            per_shard=per_shard,
            progress=progress,
        )
    report_skipped(done.skipped)
    typer.echo(
        f"{count_words(done.made, 'shard')} made, {done.there:,} there already; {folder} holds"
        f" {count_words(done.reports, 'report')}, {count_words(done.statements, 'statement')}, {done.bytes / 1e6:,.1f} MB."
    )
    report_unconcerned(done.unconcerned, done.given, verbose=verbose)
