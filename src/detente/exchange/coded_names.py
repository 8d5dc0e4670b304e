"""Whom and what the names in a coded table mean: parties and issues that are known, or new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from detente.exchange.coded_cells import name_words
from detente.exchange.table_file import plain
from detente.model import Issue, IssueId, Party, PartyId

_GOVERNMENT = re.compile(r"(?:the )?government of (?:the )?(.+)|(?:the )?(.+) government", re.IGNORECASE)
"""A country's government is the country."""


class NameBook:
    """Parties and issues by their names; each that is asked for and not there is made, and stays.

    Parameters
    ----------
    parties, issues
        Those that are known; of two that share a name the first has it.
    """

    def __init__(self, parties: Iterable[Party] = (), issues: Iterable[Issue] = ()) -> None:
        self._parties: dict[tuple[str, ...], Party] = {}
        self._issues: dict[tuple[str, ...], Issue] = {}
        known = list(parties)
        for name_of in (lambda p: (p.id,), lambda p: (p.name,), lambda p: p.aliases):
            for party in known:
                for name in name_of(party):
                    self._parties.setdefault(name_words(name), party)
        for issue in issues:
            for name in (issue.id, issue.name):
                self._issues.setdefault(name_words(name), issue)

    def party(self, name: str) -> Party:
        """Who is meant by a name: a known party by id, name or alias, one of the gazetteer, or a new one."""
        words = name_words(name)
        if words not in self._parties:
            found = _find_listed(name)
            self._parties[words] = self._parties.get(name_words(found.id), found) if found else _new_party(name)
        return self._parties[words]

    def issue(self, name: str) -> Issue:
        """What is meant by a name: a known issue by id or name, or a new one."""
        words = name_words(name)
        if words not in self._issues:
            self._issues[words] = Issue(id=IssueId(_slug(name, words)), name=plain(name))
        return self._issues[words]


def _find_listed(name: str) -> Party | None:
    """The gazetteer's party whose name this is from end to end; not that of a person, who is a voice and no party."""
    from detente.codebook.gazetteer import Kind, load_gazetteer

    gazetteer = load_gazetteer()
    whole = plain(name)
    of = _GOVERNMENT.fullmatch(whole)
    said = (of[1] or of[2]) if of else whole
    hits = gazetteer.find(said)
    if len(hits) != 1 or len(hits[0].span) < len(said) - len("the "):
        return None
    entry = hits[0].entries[0]
    listed = gazetteer.party_name(entry.party)
    if listed is None or entry.kind is Kind.PERSON or (entry.kind is Kind.ADJECTIVE and not of):
        return None
    return Party(id=entry.party, name=listed, aliases=(whole,))


def _new_party(name: str) -> Party:
    return Party(id=PartyId(_slug(name, name_words(name))), name=plain(name), aliases=(plain(name),))


def _slug(name: str, words: tuple[str, ...]) -> str:
    """A stable id from a name; from its hash where it has no word."""
    return "-".join(words) or blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
