"""One review after another: decisions from a table, or from a person at the keyboard."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.matching import match_issue, match_party
from detente.model import Act, Stance
from detente.model.record import Correction, Recorded, Review, Verdict

if TYPE_CHECKING:
    from detente.ledger import Ledger

_VERDICTS = {"accept": Verdict.ACCEPTED, "reject": Verdict.REJECTED, "correct": Verdict.CORRECTED}
_KEYS = "[a]ccept  [r]eject  [c]orrect  [s]kip  [q]uit"


def decide(
    ledger: Ledger, found: Recorded, decision: str, *, by: str, note: str, changes: Mapping[str, str | None]
) -> Review:
    """A review of one statement.

    Parameters
    ----------
    ledger : Ledger
        In which parties and issues are looked up.
    found : Recorded
    decision : str
        accept, reject or correct.
    by, note : str
    changes : mapping
        Of party, issue, act and stance, what counts instead.

    Raises
    ------
    typer.BadParameter
        If a party or issue is not known, an act or stance is none, or nothing is corrected.
    """
    correction = None
    verdict = _VERDICTS.get(decision)
    if verdict is None:
        raise typer.BadParameter(f"{decision!r} is no decision: accept, reject or correct", param_hint="DECISION")
    if verdict is Verdict.CORRECTED:
        party, issue, act, stance = (changes.get(key) or None for key in ("party", "issue", "act", "stance"))
        if not (party or issue or act or stance):
            raise typer.BadParameter(
                "say what counts instead: a party, an issue, an act or a stance", param_hint="--stance"
            )
        try:
            correction = Correction(
                party=match_party(ledger.parties(), party).id if party else None,
                issue=match_issue(ledger.issues(), issue).id if issue else None,
                act=Act(act) if act else None,
                stance=Stance(stance) if stance else None,
            )
        except ValueError as error:
            raise typer.BadParameter(f"{error}; acts are {', '.join(Act)}; stances {', '.join(Stance)}") from error
    if not by.strip():
        raise typer.BadParameter("a review is signed: say who reviews", param_hint="--by")
    return Review(
        statement=found.id, verdict=verdict, reviewer=by, at=datetime.now(UTC), note=note, correction=correction
    )


def check_decisions(ledger: Ledger, path: Path, by: str) -> list[Review]:
    """The reviews of a table, all of them or none.

    Parameters
    ----------
    ledger : Ledger
    path : Path
        CSV in UTF-8 with the heads statement and decision, and any of party, issue, act, stance, note, by.
    by : str
        Who reviews where a row does not say.

    Raises
    ------
    typer.BadParameter
        If it cannot be read, or a row cannot be used; the message says which.
    """
    from detente.errors import LedgerError

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise typer.BadParameter(f"{path} cannot be read: {error}", param_hint="--decisions") from error
    if not rows or not {"statement", "decision"} <= rows[0].keys():
        raise typer.BadParameter(f"{path} has no rows under statement and decision", param_hint="--decisions")
    reviews = []
    for number, row in enumerate(rows, 2):
        cells = {
            key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and isinstance(value, str)
        }
        try:
            found = ledger.statement(cells.get("statement", ""))
            reviews.append(
                decide(
                    ledger,
                    found,
                    cells.get("decision", "").lower(),
                    by=cells.get("by") or by,
                    note=cells.get("note", ""),
                    changes=cells,
                )
            )
        except (LedgerError, typer.BadParameter) as error:
            raise typer.BadParameter(
                f"{path}, row {number}: {error}; nothing was recorded", param_hint="--decisions"
            ) from error
    return reviews


def walk_through(ledger: Ledger, by: str) -> None:
    """Show statements that nobody has reviewed, the least sure first, and record what the person says."""
    waiting = ledger.unreviewed()
    for number, found in enumerate(waiting, 1):
        typer.echo(f"\n{number} of {len(waiting)}  {found.id[:8]}  {found.name}, {found.published or 'without a date'}")
        typer.echo(f"  {_in_sentence(ledger, found)}")
        typer.echo(f"  {describe(found, ledger.names())}, {found.statement.origin.confidence:.0%} sure")
        while True:
            typed = typer.prompt(_KEYS, default="s", show_default=False, prompt_suffix=": ").strip().lower()[:1]
            if typed == "q":
                typer.echo(f"{number - 1} looked at, {len(waiting) - number + 1} left.")
                return
            if typed == "s":
                break
            decision = {"a": "accept", "r": "reject", "c": "correct"}.get(typed)
            if decision is None:
                continue
            try:
                changes = _ask_changes(found) if decision == "correct" else {}
                note = typer.prompt("note", default="", show_default=False) if decision != "accept" else ""
                ledger.append_review(decide(ledger, found, decision, by=by, note=note, changes=changes))
                break
            except typer.BadParameter as error:
                typer.echo(f"  {error}")
    typer.echo("Every statement has been looked at." if waiting else "No statement waits for a review.")


def _ask_changes(found: Recorded) -> dict[str, str | None]:
    """What counts instead; Enter keeps what was read."""
    s = found.statement
    kept: dict[str, str] = {"party": s.party, "issue": s.issue, "act": s.act.value, "stance": s.stance.value}
    typed = {key: typer.prompt(key, default=value).strip() for key, value in kept.items()}
    return {key: value if value != kept[key] else None for key, value in typed.items()}


def describe(found: Recorded, names: Mapping[str, str]) -> str:
    """How a statement counts, in one line."""
    s = found.statement
    return f"{names.get(s.party, s.party)} on {names.get(s.issue, s.issue)}: {s.act.value}, {s.stance.value}"


def _in_sentence(ledger: Ledger, found: Recorded) -> str:
    """The sentence with the quote between brackets."""
    reading = ledger.reading(found.document)
    span = found.statement.evidence.span
    if reading is None or found.statement.sentence >= len(reading.sentences):
        return found.statement.evidence.quote
    around, text = reading.sentences[found.statement.sentence].span, reading.document.text
    end = max(around.end, span.end)
    told = f"{text[around.start : span.start]}[{text[span.start : span.end]}]{text[span.end : end]}"
    return " ".join(told.split())
