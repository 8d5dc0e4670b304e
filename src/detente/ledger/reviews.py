"""What people say of what was read: reviews, identities, names; and what other data sets record beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from detente.errors import LedgerError
from detente.ledger import chain, rows, tables
from detente.ledger.connection import write
from detente.ledger.externals import store_externals
from detente.ledger.queries import Queries
from detente.model.external import External
from detente.model.record import Identity, IdentityKind, Naming, Review


class Reviews(Queries):
    """The side of a ledger that takes a person's word; every method adds, and none alters."""

    def append_review(self, review: Review) -> None:
        """Add a person's verdict; of several on one statement, the one added last counts.

        Raises
        ------
        LedgerError
            If the statement is not there, or it is corrected to a party or issue that is not (:meth:`append_naming` adds
            one).
        """
        at = rows.write_time(review.at, "the time of a review")
        key = _key(review.statement)
        with write(self._connection, self.path):
            if not self._connection.execute("SELECT 1 FROM statement_ids WHERE id = ?", (key,)).fetchone():
                raise LedgerError(f"no statement {review.statement} is in {self.path}: check the id")
            row = (key, review.verdict.value, review.reviewer, at, review.note)
            seq = tables.insert(self._connection, "reviews", row)
            if told := review.correction:
                for kind, known in ((IdentityKind.PARTY, told.party), (IdentityKind.ISSUE, told.issue)):
                    if known is not None:
                        self._check_known(kind, known)
                held = (seq, told.party, told.issue, told.act and told.act.value, told.stance and told.stance.value)
                tables.insert(self._connection, "corrections", held)
            chain.add_entry(self._connection, "review", seq, at)

    def append_identity(self, identity: Identity) -> None:
        """Add a person's word that two parties or issues are one; an id that is said to be itself stands alone again.

        Raises
        ------
        LedgerError
            If one of them is not there, or the first stands for the second already.
        """
        at = rows.write_time(identity.at, "the time of a review")
        kind, member, same_as = identity.kind, identity.member, identity.same_as
        with write(self._connection, self.path):
            for key in (member, same_as):
                self._check_known(kind, key)
            if member != same_as and self._counting().stand_in(kind, same_as) == member:
                raise LedgerError(
                    f"{same_as} counts as {member} already: let it stand alone first, or turn the two round"
                )
            row = (kind.value, member, same_as, identity.reviewer, at, identity.note)
            chain.add_entry(self._connection, "identity", tables.insert(self._connection, "identities", row), at)

    def append_naming(self, naming: Naming) -> None:
        """Add a person's name for a party or issue, or a new party or issue."""
        at = rows.write_time(naming.at, "the time of a review")
        with write(self._connection, self.path):
            row = (naming.kind.value, naming.id, naming.name, naming.reviewer, at, naming.note)
            chain.add_entry(self._connection, "name", tables.insert(self._connection, "names", row), at)

    def append_externals(self, records: Sequence[External], *, recorded: datetime) -> int:
        """Add records of other data sets, all or none; those that are there as they are add nothing.

        Parameters
        ----------
        records : sequence of External
        recorded : datetime
            With a time zone.

        Returns
        -------
        int
            How many were added; of those with an id that is there, the one added last counts.
        """
        stamp = rows.write_time(recorded, "the time at which records are recorded")
        with write(self._connection, self.path):
            added, batch = store_externals(self._connection, records, stamp)
            if added:
                chain.add_entry(self._connection, "external", batch, stamp)
        return added

    def _check_known(self, kind: IdentityKind, key: str) -> None:
        if key not in self._counting().ids(kind):
            raise LedgerError(f"no {kind.value} {key} is in {self.path}: check the id, or name it first")


def _key(statement: str) -> bytes:
    """A statement's id as it is stored; empty where it is none."""
    return bytes.fromhex(statement) if re.fullmatch("[0-9a-f]{16}", statement) else b""
