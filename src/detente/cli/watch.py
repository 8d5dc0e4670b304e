"""``detente watch``: looks at folders and feeds again and again, and adds what is new."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.failures import complain, report_skipped
from detente.cli.keep import LedgerFile
from detente.cli.progress import reading_bar
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.documents.fetch import Fetcher
    from detente.documents.watch import Look

MEMORY_ENDING = ".feeds.json"
"""What stands behind a ledger's name in that of the file with what was seen."""


def watch(
    ledger: LedgerFile,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Feeds, pages, folders and files to look at.", show_default=False),
    ],
    every: Annotated[int, typer.Option("--every", min=1, metavar="MINUTES", help="How often to look again.")] = 15,
    once: Annotated[bool, typer.Option("--once", help="Look once and end, for cron.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from this computer and private networks.")
    ] = False,
) -> None:
    """Look at feeds and folders every few minutes and add what is new; Ctrl-C ends it.

    What was seen is kept beside the ledger in TALKS.db.feeds.json, so that nothing is fetched or read twice. A source that
    is down never stops the others.

    Example: detente watch talks.db https://example.org/news.rss reports/
    """
    from detente.documents.fetch import Fetcher
    from detente.ledger import Ledger

    if "-" in sources:
        raise typer.BadParameter("standard input cannot be watched: name feeds, pages, folders or files")
    with Ledger.open(ledger):
        pass
    waits: dict[str, float] = {}
    fetcher = Fetcher(allow_private=allow_private, not_before=waits)
    told: set[tuple[str, str]] = set()
    if once:
        if not _look(ledger, sources, fetcher, waits, told, once=True):
            raise typer.Exit(DetenteError.exit_code)
        return
    complain(f"looking every {every} minutes; Ctrl-C ends it")
    try:
        while True:
            _look(ledger, sources, fetcher, waits, told, once=False)
            sys.stdout.flush()
            _wait(every * 60)
    except KeyboardInterrupt:
        complain("ended")


def _wait(seconds: float) -> None:
    """Do nothing for a while."""
    time.sleep(seconds)


def _look(
    ledger: Path,
    sources: Sequence[str],
    fetcher: Fetcher,
    waits: dict[str, float],
    told: set[tuple[str, str]],
    *,
    once: bool,
) -> bool:
    """Look once and add what is new: whether all went well enough."""
    from detente.documents.load import is_address
    from detente.documents.memory import Memory
    from detente.documents.watch import look_at

    place = ledger.with_name(ledger.name + MEMORY_ENDING)
    memory, complaint = Memory.open(place)
    if complaint:
        complain(complaint)
    waits.update(memory.not_before)
    memory.not_before = waits
    try:
        unmet = [source for source in sources if is_address(source) and source not in memory.entries]
        known = _known_addresses(ledger) if unmet else frozenset()
        look = look_at(sources, memory=memory, fetcher=fetcher, known=known)
        _report(look, told)
        _add(ledger, look, once=once)
        # Only now: what is remembered is not looked at again.
        memory.save(place)
    except (DetenteError, OSError) as error:
        complain(str(error))
        return False
    return look.reached


def _known_addresses(ledger: Path) -> frozenset[str]:
    """Where the reports of a ledger were found."""
    from detente.ledger import Ledger

    with Ledger.open(ledger, read_only=True) as opened:
        return frozenset(document.url for document, *_ in opened.documents() if document.url)


def _report(look: Look, told: set[tuple[str, str]]) -> None:
    """Say what was left out, unless the look before said so too."""
    reasons = {(skip.document, skip.reason.partition(":")[0]): skip for skip in look.skipped}
    report_skipped([skip for key, skip in reasons.items() if key not in told])
    told.clear()
    told.update(reasons)
    for path in look.waiting:
        complain(f"{path} is still being written: left for the next look")


def _add(ledger: Path, look: Look, *, once: bool) -> None:
    """Add what a look brought, and say so."""
    from detente.brief.words import count_words
    from detente.ledger import Ledger
    from detente.pipeline.adding import add_reports

    if not look.documents:
        if once and look.reached:
            typer.echo("Nothing new.")
        return
    with Ledger.open(ledger) as opened, reading_bar() as progress:
        added = add_reports(opened, *look.documents, progress=progress)
    report_skipped(added.skipped)
    if added.new or added.copies or once:
        when = "" if once else f"{datetime.now():%Y-%m-%d %H:%M}  "
        typer.echo(
            f"{when}{count_words(len(added.new), 'report')} added, {count_words(added.statements, 'statement')}."
        )
    for document, original in added.copies:
        typer.echo(f"{document.name} repeats {original}: kept, not counted.")
