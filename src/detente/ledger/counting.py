"""What counts: statements as people corrected them, of parties and issues that they took for one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.ledger import rows
from detente.model import Issue, IssueId, Origin, Party, PartyId, Reading, Role, Statement
from detente.model.record import Anchor, IdentityKind, Review

REVIEWED = "review"
"""``Origin.method`` of a statement that counts otherwise than it was read; its version is the reviewer."""
_ROLES = tuple(Role)
_PARTY, _ISSUE = IdentityKind.PARTY, IdentityKind.ISSUE
_TABLES = {_PARTY: "parties", _ISSUE: "issues"}


class Counting:
    """Identities, names and first listings of one ledger, as of its latest row.

    Parameters
    ----------
    connection : sqlite3.Connection
    identities_through : int or None
        The last identity that counts; all where ``None``.
    """

    def __init__(self, connection: sqlite3.Connection, *, identities_through: int | None = None) -> None:
        self._connection = connection
        self._same: dict[tuple[str, str], str] = {}
        query = "SELECT kind, member, same_as FROM identities WHERE ? IS NULL OR seq <= ? ORDER BY seq"
        for kind, member, same_as in connection.execute(query, (identities_through, identities_through)):
            self._same[kind, member] = same_as
        self.named: dict[tuple[str, str], str] = {
            (kind, key): name for kind, key, name in connection.execute("SELECT kind, id, name FROM names ORDER BY seq")
        }
        self._parties: dict[str, Party] = {}
        self._issues: dict[str, Issue] = {}

    @property
    def merges(self) -> bool:
        """Whether anything was ever said to be one with something."""
        return bool(self._same)

    def stand_in(self, kind: IdentityKind, key: str) -> str:
        """The id that stands for an id; itself where nobody said otherwise."""
        passed = {key}
        while (following := self._same.get((kind, key), key)) not in passed:
            key = following
            passed.add(key)
        return key

    def members(self, kind: IdentityKind, key: str) -> tuple[str, ...]:
        """Every id for which an id stands, itself first; none where another stands for it."""
        if self.stand_in(kind, key) != key:
            return ()
        others = sorted(member for of, member in self._same if of == kind and member != key)
        return (key, *(member for member in others if self.stand_in(kind, member) == key))

    def count(self, statement: Statement, review: Review | None) -> Statement:
        """A statement as it counts; the very same where nothing was said of it."""
        told = review.correction if review else None
        party, issue = statement.party, statement.issue
        if told and review:
            party, issue = told.party or party, told.issue or issue
            statement = replace(
                statement,
                act=told.act or statement.act,
                stance=told.stance or statement.stance,
                origin=Origin(method=REVIEWED, version=review.reviewer, confidence=1.0),
            )
        if not (self._same or told):
            return statement
        party, issue = self.party_id(party), IssueId(self.stand_in(_ISSUE, issue))
        speaker, target = statement.speaker, statement.target
        return replace(
            statement,
            party=party,
            issue=issue,
            option=statement.option if issue == statement.issue else None,
            target=target and self.party_id(target),
            speaker=speaker and replace(speaker, party=speaker.party and self.party_id(speaker.party)),
        )

    def count_reading(self, reading: Reading, statements: Iterable[Statement]) -> Reading:
        """A reading with its statements as they count, and every party and issue of theirs listed."""
        statements = tuple(statements)
        if statements == reading.statements and not (self._same or self.named):
            return reading
        parties: dict[PartyId, Party] = {}
        for party in reading.parties:
            one = self._call(party)
            other = parties.get(one.id)
            parties[one.id] = _join(other, one) if other else one
        issues = {issue.id: issue for issue in map(self._call_issue, reading.issues)}
        for statement in statements:
            if statement.party not in parties:
                parties[statement.party] = self.party(statement.party)
            if statement.issue not in issues:
                issues[statement.issue] = self.issue(statement.issue)
        return replace(
            reading,
            parties=tuple(parties[key] for key in sorted(parties)),
            issues=tuple(issues.values()),
            mentions=tuple(
                mention if (key := self.party_id(mention.party)) == mention.party else replace(mention, party=key)
                for mention in reading.mentions
            ),
            statements=statements,
        )

    def count_anchor(self, anchor: Anchor) -> Anchor:
        """An anchor of the issue that stands for its own."""
        key = self.stand_in(_ISSUE, anchor.issue.id)
        if key == anchor.issue.id and (_ISSUE, key) not in self.named:
            return anchor
        return replace(anchor, issue=self.issue(IssueId(key)))

    def party_id(self, key: PartyId) -> PartyId:
        """The party that stands for one."""
        return PartyId(self.stand_in(_PARTY, key))

    def party(self, key: PartyId) -> Party:
        """The party that stands for one, as first listed and last named."""
        stands = self.party_id(key)
        if stands not in self._parties:
            first = next((p for p in self._first(_PARTY, stands)[0] if p.id == stands), None)
            found = first or Party(id=stands, name=self._name(_PARTY, stands))
            self._parties[stands] = replace(found, name=self.named.get((_PARTY, stands), found.name))
        return self._parties[stands]

    def issue(self, key: IssueId) -> Issue:
        """The issue that stands for one, as first listed and last named."""
        stands = IssueId(self.stand_in(_ISSUE, key))
        if stands not in self._issues:
            first = next((i for i in self._first(_ISSUE, stands)[1] if i.id == stands), None)
            found = first or Issue(id=stands, name=self._name(_ISSUE, stands))
            self._issues[stands] = replace(found, name=self.named.get((_ISSUE, stands), found.name))
        return self._issues[stands]

    def ids(self, kind: IdentityKind) -> tuple[str, ...]:
        """Every id that came with a reading or was named by a person, in that order."""
        known = [str(key) for (key,) in self._connection.execute(f"SELECT id FROM {_TABLES[kind]} ORDER BY seq")]
        return tuple(dict.fromkeys((*known, *(key for of, key in self.named if of == kind))))

    def listed_party(self, key: str, listings: Sequence[Party]) -> Party:
        """The party with an id, from the listings of all that it stands for."""
        own = next((party for party in listings if party.id == key), None)
        found = own or Party(id=PartyId(key), name=self._name(_PARTY, key))
        for other in listings:
            found = _join(found, other)
        return replace(found, name=self.named.get((_PARTY, key), found.name))

    def listed_issue(self, key: str, listing: Issue | None) -> Issue:
        """The issue with an id, from its first listing."""
        found = listing or Issue(id=IssueId(key), name=self._name(_ISSUE, key))
        return replace(found, name=self.named.get((_ISSUE, key), found.name))

    def _call(self, party: Party) -> Party:
        """A party of a reading under the id and name that stand for it."""
        key = self.party_id(party.id)
        if key == party.id:
            return replace(party, name=self.named.get((_PARTY, key), party.name))
        first = self.party(key)
        return replace(party, id=key, name=first.name, aliases=tuple(dict.fromkeys((*first.aliases, *party.aliases))))

    def _call_issue(self, issue: Issue) -> Issue:
        """An issue of a reading under the id and name that stand for it."""
        if self.stand_in(_ISSUE, issue.id) != issue.id:
            return self.issue(issue.id)
        return replace(issue, name=self.named.get((_ISSUE, issue.id), issue.name))

    def _name(self, kind: IdentityKind, key: str) -> str:
        """What something that no reading lists is called."""
        found = self._connection.execute(f"SELECT name FROM {_TABLES[kind]} WHERE id = ?", (key,)).fetchone()
        return self.named.get((kind, key)) or (str(found[0]) if found else key)

    def _first(self, kind: IdentityKind, key: str) -> tuple[list[Party], list[Issue]]:
        """The parties and issues of the reading with which something came."""
        query = f"SELECT d.reading FROM {_TABLES[kind]} n JOIN documents d ON d.seq = n.document WHERE n.id = ?"
        found = self._connection.execute(query, (key,)).fetchone()
        return rows.read_listed(json.loads(found[0])) if found else ([], [])


def _join(first: Party, other: Party) -> Party:
    """Two listings of one party: whoever takes a side in either is a party."""
    return replace(
        first,
        role=min(first.role, other.role, key=_ROLES.index),
        aliases=tuple(dict.fromkeys((*first.aliases, *other.aliases))),
    )
