"""The word index: how quotes go into it, how it is asked, and whether it still tells the truth."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

TABLE = "statement_words"
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Characters of scripts without spaces between words: each counts as a word, and words as phrases of them."""
_ASKED = re.compile(r'"([^"]*)"?|“([^”]*)”?|([^\s"“]+)')
_MAKE = re.compile(rf"CREATE VIRTUAL TABLE {TABLE}[^;]+;")


def space_out(text: str) -> str:
    """A text as it goes into the index."""
    return text if text.isascii() else _UNSPACED.sub(r" \1 ", text)


def make_query(words: str) -> str:
    """What a person typed as a query of SQLite's: all words, in any order; those in quotation marks as a phrase.

    Empty where there is no word in it.
    """
    # FTS5 has words of its own (AND, NEAR, *, column:); in quotation marks they are like any other.
    asked = ("".join(groups) for groups in _ASKED.findall(words.encode("utf-8", "replace").decode().replace("\0", " ")))
    return " ".join(f'"{space_out(phrase)}"' for phrase in dict.fromkeys(asked) if any(map(_counts, phrase)))


def _counts(character: str) -> bool:
    """Whether a character is part of words: letters, numbers, private use."""
    return unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Co"


class FreshIndex:
    """The index as it should be, made anew from the quotes, to compare a ledger's with."""

    def __init__(self, schema: str) -> None:
        made = _MAKE.search(schema)
        if made is None:
            raise ValueError(f"the schema makes no {TABLE}")
        self._connection = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own where it grows large
        self._connection.execute(made[0])
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Let it go."""
        self._connection.close()

    def add(self, number: int, quote: str) -> None:
        """Take in one quote."""
        words = space_out(quote).encode("utf-8", "replace").decode()
        self._connection.execute(f"INSERT INTO {TABLE} (rowid, quote) VALUES (?, ?)", (number, words))

    def compare(self, ledger: sqlite3.Connection) -> Iterator[str]:
        """What differs in a ledger's index; it must be in a transaction, whose end takes the helper tables away."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        for connection in (self._connection, ledger):
            for kind in ("row", "instance"):
                connection.execute(f"CREATE VIRTUAL TABLE temp.{kind} USING fts5vocab('main', '{TABLE}', '{kind}')")
        try:
            if not self._same(ledger, f"SELECT id, sz FROM {TABLE}_docsize ORDER BY id"):
                yield f"{TABLE}: it does not hold the statements that there are"
            if not self._same(ledger, f"SELECT * FROM {TABLE}_config ORDER BY k") or not self._same(
                ledger, f"SELECT block FROM {TABLE}_data WHERE id = 1"
            ):
                yield f"{TABLE}: its settings or totals were changed"
            if not self._same(ledger, "SELECT term, doc, cnt FROM row ORDER BY term"):
                yield f"{TABLE}: its words are not those of the quotes"
                return
            for term, *_ in self._connection.execute("SELECT term FROM row"):
                if not self._same(ledger, 'SELECT doc, "offset" FROM instance WHERE term = ?', term):
                    yield f"{TABLE}: the word {term!r} is not where the quotes have it"
        except sqlite3.DatabaseError as error:
            yield f"{TABLE}: it cannot be read ({error})"

    def _same(self, ledger: sqlite3.Connection, query: str, *values: object) -> bool:
        mine, theirs = self._connection.execute(query, values), ledger.execute(query, values)
        return all(one == other for one, other in zip_longest(mine, theirs))
