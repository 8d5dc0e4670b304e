"""``detente add``: reports into a ledger."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.failures import complain, report_skipped
from detente.cli.keep import LedgerFile
from detente.cli.progress import reading_bar

if TYPE_CHECKING:
    from detente.pipeline.scale.engine import Engine


class EngineName(StrEnum):
    """Who reads."""

    PROCESSES = "processes"
    RAY = "ray"


Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="N", min=1, max=4096, help="Cores to read with; all where not given.", show_default=False
    ),
]
EngineChoice = Annotated[
    EngineName, typer.Option("--engine", help="Processes on this machine, or a Ray cluster (detente[ray]).")
]
PrefilterChoice = Annotated[
    bool,
    typer.Option(
        "--prefilter/--no-prefilter",
        help="Do not read reports that name neither two parties of the agenda nor one and an issue.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Name the reports that were not read.")]


def add(
    ledger: LedgerFile,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Reports: files, folders, addresses, shards, - for standard input.",
            show_default=False,
        ),
    ],
    workers: Workers = None,
    engine: EngineChoice = EngineName.PROCESSES,
    prefilter: PrefilterChoice = False,
    verbose: Verbose = False,
) -> None:
    """Read reports and record what they say.

    A report that is there to the letter adds nothing, so an interrupted run is simply run again. Reports of nearly the same
    words within three days are recorded as copies and counted once. The answer is the same for any number of workers.

    Example: detente add talks.db march/ april/
    """
    calm_matrices()
    from detente.brief.words import count_words
    from detente.ledger import Ledger
    from detente.pipeline.adding import add_reports

    with Ledger.open(ledger) as opened, reading_bar() as progress:
        if prefilter and not _names_a_party(opened.setting("agenda")):
            raise typer.BadParameter(
                "it needs an agenda that names parties (detente init --agenda)", param_hint="--prefilter"
            )
        added = add_reports(
            opened,
            *files,
            progress=progress,
            engine=choose_engine(engine, workers),
            prefilter=prefilter,
        )
    report_skipped(added.skipped)
    typer.echo(f"{count_words(len(added.new), 'report')} added, {count_words(added.statements, 'statement')}.")
    for document, original in added.copies:
        typer.echo(f"{document.name} repeats {original}: kept, not counted.")
    if added.known:
        typer.echo(
            f"{count_words(len(added.known), 'report')} {'was' if len(added.known) == 1 else 'were'} there already."
        )
    report_unconcerned([d.name for d in added.unconcerned], added.given, verbose=verbose)


def calm_matrices() -> None:
    """Let matrices be multiplied on one core; to be asked before NumPy is loaded.

    A report's are small, and cores that wait for one another over them take two and a half times as long.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def choose_engine(name: EngineName, workers: int | None, *, few: int | None = None) -> Engine:
    """Who reads, with so many workers; as many as there are cores where ``None``. A few pieces this process does itself."""
    from detente.pipeline.scale.engine import Serial, cores

    count = workers or cores()
    if name is EngineName.RAY:
        from detente.pipeline.scale.cluster import Cluster

        return Cluster(count)
    if count == 1:
        return Serial(1)
    from detente.pipeline.scale.processes import FEW, Processes

    return Processes(count, few=FEW if few is None else few)


def report_unconcerned(names: Sequence[str], given: int, *, verbose: bool) -> None:
    """Say how many reports were not read for want of anything of the agenda; name them where asked."""
    from detente.brief.words import count_words

    if names:
        verb = "names" if len(names) == 1 else "name"
        typer.echo(
            f"{len(names):,} of {count_words(given, 'report')} {verb} too little of the agenda"
            f" (two parties, or one and an issue): not read."
        )
        for name in names if verbose else ():
            complain(f"not read: {name}")


def _names_a_party(agenda: str | None) -> bool:
    from detente.codebook.agenda import parse_agenda

    return bool(agenda and parse_agenda(agenda).parties)
