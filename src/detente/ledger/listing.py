"""Every party and issue that readings list: derived, so that not every reading is looked through again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from detente.ledger import rows
from detente.ledger.passages import dump
from detente.model import Issue, IssueId, Party, PartyId

_THROUGH = "documents"
"""Name, in ``settled``, of the last document that is in the derived listing."""


@dataclass(slots=True)
class Listing:
    """Parties and issues as first listed, with the aliases of every listing; by id, in order of first listing."""

    parties: dict[PartyId, Party] = field(default_factory=dict)
    issues: dict[IssueId, Issue] = field(default_factory=dict)

    def add(self, parties: Iterable[Party], issues: Iterable[Issue]) -> None:
        """Take in what one reading lists."""
        for party in parties:
            first = self.parties.setdefault(party.id, party)
            if not set(party.aliases) <= set(first.aliases):
                aliases = dict.fromkeys((*first.aliases, *party.aliases))
                self.parties[party.id] = replace(first, aliases=tuple(aliases))
        for issue in issues:
            self.issues.setdefault(issue.id, issue)


def load_listing(connection: sqlite3.Connection) -> Listing:
    """What all readings list: from the derived table, and from the readings that are not in it yet."""
    listing, through = _load_derived(connection)
    for found in _read_listings(connection, after=through):
        listing.add(*found)
    return listing


def settle_listing(connection: sqlite3.Connection) -> None:
    """Bring the derived table up to the last document; within a transaction."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM documents").fetchone()
    listing, through = _load_derived(connection)
    if through == last:
        return
    parties, issues = dict(listing.parties), dict(listing.issues)
    for found in _read_listings(connection, after=through):
        listing.add(*found)
    rows_now = [
        *(
            ("party", n, p.id, rows.write_party(p))
            for n, p in enumerate(listing.parties.values())
            if parties.get(p.id) != p
        ),
        *(("issue", n, i.id, rows.write_issue(i)) for n, i in enumerate(listing.issues.values()) if i.id not in issues),
    ]
    connection.executemany(
        "INSERT OR REPLACE INTO listed (kind, place, id, content) VALUES (?, ?, ?, ?)",
        ((kind, place, key, dump(content)) for kind, place, key, content in rows_now),
    )
    connection.execute("INSERT OR REPLACE INTO settled (name, seq) VALUES (?, ?)", (_THROUGH, last))


def check_listing(connection: sqlite3.Connection) -> Iterator[str]:
    """Whether the derived table says what the readings list."""
    try:
        derived, through = _load_derived(connection)
        fresh = Listing()
        for number, found in enumerate(_read_listings(connection, after=0), 1):
            if number <= through:
                fresh.add(*found)
        same = derived == fresh and [*derived.issues] == [*fresh.issues]
    except (LookupError, TypeError, ValueError):
        same = False
    if not same:
        yield "listed: not what the readings list; detente refresh makes it anew"


def _load_derived(connection: sqlite3.Connection) -> tuple[Listing, int]:
    listing = Listing()
    for kind, content in connection.execute("SELECT kind, content FROM listed ORDER BY kind, place"):
        held = json.loads(content)
        if kind == "party":
            party = rows.read_party(held)
            listing.parties[party.id] = party
        else:
            issue = rows.read_issue(held)
            listing.issues[issue.id] = issue
    found = connection.execute("SELECT seq FROM settled WHERE name = ?", (_THROUGH,)).fetchone()
    return listing, found[0] if found else 0


def _read_listings(connection: sqlite3.Connection, *, after: int) -> Iterator[tuple[list[Party], list[Issue]]]:
    """The parties and issues that each reading lists, in order of recording."""
    for (held,) in connection.execute("SELECT reading FROM documents WHERE seq > ? ORDER BY seq", (after,)):
        yield rows.read_listed(json.loads(held))
