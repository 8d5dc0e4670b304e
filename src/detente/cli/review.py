"""Commands by which people have the last word: ``detente review``, ``merge``, ``rename``."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.keep import LedgerFile

if TYPE_CHECKING:
    from detente.ledger import Ledger
    from detente.model.record import Review


class Decision(StrEnum):
    """What a reviewer says of a statement."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


class What(StrEnum):
    """Of what two are one, or which has a name."""

    PARTY = "party"
    ISSUE = "issue"


By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.", show_default=False)]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.", show_default=False)]
Kind = Annotated[What, typer.Argument(metavar="party|issue", help="What is meant.", show_default=False)]


def review(
    ledger: LedgerFile,
    by: By,
    statement: Annotated[
        str | None,
        typer.Argument(
            metavar="STATEMENT",
            help="Its id, or the beginning of it; without one, statements are shown one by one, the least sure first.",
            show_default=False,
        ),
    ] = None,
    decision: Annotated[
        Decision | None,
        typer.Argument(metavar="accept|reject|correct", help="Whether it stands as read.", show_default=False),
    ] = None,
    party: Annotated[str | None, typer.Option(metavar="PARTY", help="Whose it is instead.", show_default=False)] = None,
    issue: Annotated[
        str | None, typer.Option(metavar="ISSUE", help="On what it is instead.", show_default=False)
    ] = None,
    act: Annotated[
        str | None, typer.Option(metavar="ACT", help="The act that it is instead.", show_default=False)
    ] = None,
    stance: Annotated[
        str | None,
        typer.Option(metavar="STANCE", help="support, oppose, open or neutral instead.", show_default=False),
    ] = None,
    note: Note = "",
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="D.csv",
            help="Take decisions from rows with statement, decision, party, issue, act, stance, note.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Accept, reject or correct statements as they were read; nothing is altered, and the latest review counts.

    Example: detente review talks.db 3f2a9c reject --by "A. Reader" --note "said by the other side"
    """
    from detente.cli.reviewing import check_decisions, decide, walk_through
    from detente.ledger import Ledger
    from detente.pipeline.settling import settle

    changes = {"party": party, "issue": issue, "act": act, "stance": stance}
    if (decisions is not None) + (statement is not None) > 1 or (statement is None) != (decision is None):
        raise typer.BadParameter(
            "name a statement and a decision on it, or --decisions D.csv, or neither to be shown one by one",
            param_hint="STATEMENT",
        )
    if any(changes.values()) and decision is not Decision.CORRECT:
        raise typer.BadParameter("what counts instead goes with the decision correct", param_hint="--party")
    with Ledger.open(ledger) as opened:
        if decisions is not None:
            made = check_decisions(opened, decisions, by)
            _record(opened, made)
            typer.echo(f"{len(made)} recorded.")
        elif statement is not None and decision is not None:
            found = opened.statement(statement)
            made = [decide(opened, found, decision, by=by, note=note, changes=changes)]
            _record(opened, made)
            _tell(opened, made[0])
        else:
            walk_through(opened, by)
        settle(opened)


def _record(ledger: Ledger, reviews: list[Review]) -> None:
    for one in reviews:
        ledger.append_review(one)


def _tell(ledger: Ledger, made: Review) -> None:
    """What now counts, with its words."""
    from detente.brief.words import quoted
    from detente.cli.reviewing import describe

    found = ledger.statement(made.statement)
    told = f": {describe(found, ledger.names())}" if made.correction else ""
    typer.echo(f"{made.verdict.value}{told}: {quoted(found.statement.evidence.quote)} ({found.name})")


def merge(
    ledger: LedgerFile,
    kind: Kind,
    member: Annotated[str, typer.Argument(metavar="ONE", help="Its id or name.", show_default=False)],
    by: By,
    same_as: Annotated[
        str | None,
        typer.Argument(metavar="OTHER", help="The one that stands for both.", show_default=False),
    ] = None,
    note: Note = "",
    apart: Annotated[bool, typer.Option("--apart", help="Let ONE stand alone again.")] = False,
) -> None:
    """Take two parties, or two issues, for one: what is said of the first counts for the second, also in later reports.

    Example: detente merge talks.db issue "truce at sea" "black sea ceasefire" --by "A. Reader"
    """
    from detente.ledger import Ledger
    from detente.model.record import Identity, IdentityKind
    from detente.pipeline.settling import settle

    if apart == (same_as is not None):
        raise typer.BadParameter("name the one that stands for both, or --apart", param_hint="OTHER")
    with Ledger.open(ledger) as opened:
        names = opened.names()
        one = _meant(opened, kind, member, apart=apart)
        other = one if same_as is None else _meant(opened, kind, same_as)
        if apart is (one != other):
            raise typer.BadParameter(f"{names.get(one, one)} is one with itself", param_hint="OTHER")
        opened.append_identity(
            Identity(
                kind=IdentityKind(kind.value), member=one, same_as=other, reviewer=by, at=datetime.now(UTC), note=note
            )
        )
        settle(opened)
        told = "stands alone" if apart else f"counts as {names.get(other, other)}"
        typer.echo(f"{names.get(one, one)} {told}.")


def rename(
    ledger: LedgerFile,
    kind: Kind,
    one: Annotated[
        str,
        typer.Argument(metavar="ONE", help="Its id or name; a new id with --new.", show_default=False),
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is to be called.", show_default=False)],
    by: By,
    note: Note = "",
    new: Annotated[
        bool, typer.Option("--new", help="Make one that no report has named, to correct statements to.")
    ] = False,
) -> None:
    """Give a party or an issue another name, or make a new one; what was read keeps its words.

    Example: detente rename talks.db issue ceasefire "A ceasefire at sea" --by "A. Reader"
    """
    from detente.ledger import Ledger
    from detente.model.record import IdentityKind, Naming
    from detente.pipeline.settling import settle

    if not (name.strip() and one.strip() and by.strip()):
        raise typer.BadParameter("an id, a name and who gives it are not to be empty", param_hint="NAME")
    with Ledger.open(ledger) as opened:
        key = one if new else _meant(opened, kind, one)
        opened.append_naming(
            Naming(kind=IdentityKind(kind.value), id=key, name=name, reviewer=by, at=datetime.now(UTC), note=note)
        )
        settle(opened)
        typer.echo(f"{key} is called {name}.")


def _meant(ledger: Ledger, kind: What, asked: str, *, apart: bool = False) -> str:
    """The id of the party or issue that is meant; one that counts as another is known by its id only."""
    from detente.cli.matching import match_issue, match_party

    if apart:
        return asked if asked in ledger.names() else _by_name(ledger, asked)
    if kind is What.PARTY:
        return match_party(ledger.parties(), asked).id
    return match_issue(ledger.issues(), asked).id


def _by_name(ledger: Ledger, asked: str) -> str:
    """The one id that has a name, merged or not."""
    meant = [key for key, name in ledger.names().items() if name.casefold() == asked.casefold()]
    if len(meant) != 1:
        raise typer.BadParameter(
            f"nothing, or more than one thing, is called {asked!r} here: give the id", param_hint="ONE"
        )
    return meant[0]
