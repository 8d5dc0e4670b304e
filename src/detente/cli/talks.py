"""What the commands about outcomes start from: findings of reports, an agenda, or a domain of another program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.arguments import open_agenda
from detente.cli.failures import report_skipped
from detente.cli.progress import reading_bar

if TYPE_CHECKING:
    from detente.codebook.agenda import Agenda
    from detente.model import PartyId
    from detente.model.package import Domain
    from detente.pipeline import Findings

SQLITE = b"SQLite format 3\0"
"""How a ledger begins."""

SomeFiles = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Reports on one negotiation, as for brief; or a ledger.", show_default=False),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="Leave out reports published after this day.", show_default=False
    ),
]
DomainFile = Annotated[
    Path | None,
    typer.Option(
        "--domain",
        metavar="D.xml",
        help="A domain of GENIUS (XML) or GeniusWeb (JSON), instead of reports and agenda.",
        show_default=False,
    ),
]
ProfileFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--profile", metavar="P.xml", help="What one party values in the domain; once a party.", show_default=False
    ),
]


def named_ledger(files: Sequence[str], *, agenda: bool) -> Path | None:
    """The ledger that is named instead of reports, if any.

    Parameters
    ----------
    files : sequence of str
        As they were given.
    agenda : bool
        Whether an agenda was given too; a ledger has its own.

    Raises
    ------
    typer.BadParameter
        If a ledger stands beside anything else.
    """
    ledgers = [file for file in files if _is_ledger(file)]
    if not ledgers:
        return None
    if len(files) > 1 or agenda:
        raise typer.BadParameter(
            f"the ledger {ledgers[0]} stands alone: add reports with detente add, and an agenda with detente init",
            param_hint="FILE",
        )
    return Path(ledgers[0])


def _is_ledger(file: str) -> bool:
    """Whether a file is one that SQLite wrote."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(len(SQLITE)) == SQLITE
    except (OSError, ValueError):
        return False  # whoever reads it as a report says what is wrong


def find_talks(
    files: Sequence[str] | None, agenda: Path | None, as_of: datetime | None
) -> tuple[Findings | None, Agenda | None]:
    """The findings of some reports or of a ledger, and the agenda that they are read by.

    Parameters
    ----------
    files : sequence of str or None
        Reports, or one ledger, which has an agenda of its own.
    agenda : Path or None
    as_of : datetime or None

    Returns
    -------
    Findings or None
        ``None`` where nothing is named.
    Agenda or None
    """
    read_by = open_agenda(agenda)
    if not files:
        return None, read_by
    import detente

    day = as_of.date() if as_of else None
    kept = named_ledger(files, agenda=agenda is not None)
    if kept:
        from detente.ledger import Ledger
        from detente.pipeline.ledger import find_in_ledger, ledger_agenda

        with Ledger.open(kept, read_only=True) as opened:
            return find_in_ledger(opened, as_of=day), ledger_agenda(opened)
    with reading_bar() as progress:
        reports = detente.read_reports(*files, agenda=read_by, as_of=day, progress=progress)
    report_skipped(reports.skipped)
    return detente.find(reports.readings, as_of=day), read_by


def name_parties(findings: Findings | None, agenda: Agenda | None) -> dict[PartyId, str]:
    """What the parties are called, the agenda's names before those that were found."""
    names = {p.id: p.name for p in findings.table.parties} if findings else {}
    return names | ({p.id: p.name for p in agenda.parties} if agenda else {})


def open_domain(domain: Path | None, profiles: Sequence[Path] | None, *, beside: bool) -> Domain | None:
    """The domain that was asked for, if any.

    Parameters
    ----------
    domain, profiles
        As they were given.
    beside : bool
        Whether reports, an agenda or a day were given too.

    Raises
    ------
    typer.BadParameter
        If one of domain and profiles is missing, or something stands beside them.
    """
    if (domain or profiles) and beside:
        raise typer.BadParameter(
            "a domain stands alone; take out the reports, --agenda and --as-of", param_hint="--domain"
        )
    if bool(domain) != bool(profiles):
        raise typer.BadParameter(
            "name the domain with --domain, and what each party values with --profile, once a party",
            param_hint="--profile" if domain else "--domain",
        )
    if domain is None:
        return None
    from detente.codebook.genius import load_genius

    return load_genius(domain, profiles or ())


def read_pairs(given: Sequence[str] | None, option: str) -> list[tuple[str, str]]:
    """``NAME=VALUE`` cut in two.

    Parameters
    ----------
    given : sequence of str or None
        As they were typed.
    option : str
        The option that they were given to, for messages.

    Raises
    ------
    typer.BadParameter
        If one has another form.
    """
    out = []
    for pair in given or ():
        key, mark, value = pair.partition("=")
        if not (mark and key.strip() and value.strip()):
            raise typer.BadParameter(f"{pair!r} is to have the form NAME=VALUE", param_hint=option)
        out.append((key.strip(), value.strip()))
    return out
