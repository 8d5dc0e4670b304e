"""A cheap look at a report before it is read: whether it may be on the talks of an agenda at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import ahocorasick

from detente.codebook.agenda import Agenda, AgendaParty
from detente.codebook.gazetteer import Kind, load_gazetteer
from detente.codebook.gazetteer_data import fold
from detente.model import Document, IssueId, PartyId

LONGEST_AS_WRITTEN = 4
"""Letters of a name in capitals up to which case tells it from a word: "US", "WHO", "AID"."""


class Rule(StrEnum):
    """What a report must name to be read."""

    PARTY = "party"
    """One party of the agenda."""
    PARTY_AND_ISSUE = "party-and-issue"
    """One party, and a word of one of the issues."""
    TWO_PARTIES = "two-parties"
    """Two parties."""
    TWO_OR_ISSUE = "two-or-issue"
    """Two parties, or one and a word of one of the issues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What of an agenda a report names."""

    parties: frozenset[PartyId]
    issues: frozenset[IssueId]


class Prefilter:
    """Tells reports that may be on the talks of an agenda from those that cannot be.

    Parameters
    ----------
    agenda : Agenda
        It names at least one party.
    rule : Rule
        What is asked of a report.

    Notes
    -----
    One pass of an Aho-Corasick automaton over the whole text, headline included. A party is named by its name, aliases and
    people as the agenda has them, and by what the gazetteer knows of the same party ("the Kremlin", "Russian"): whole words, with
    a possessive behind them or not, whatever the accents, and whatever the case but for short names in capitals. An issue is
    named by its keywords, at the beginning of a word, as when statements are placed.
    """

    def __init__(self, agenda: Agenda, *, rule: Rule = Rule.TWO_OR_ISSUE) -> None:
        self._rule = rule
        self._known: dict[str, list[tuple[str | None, PartyId | None, IssueId | None]]] = {}
        for name, party in _party_names(agenda.parties):
            self._enter(name, party=party)
        for word, issue in _issue_words(agenda):
            self._enter(word, issue=issue)
        self._automaton = ahocorasick.Automaton()
        for key, meant in self._known.items():
            self._automaton.add_word(key, (len(key), meant))
        self._automaton.make_automaton()

    @classmethod
    def of(cls, agenda: Agenda) -> Self | None:
        """The one for an agenda; ``None`` where it names no party, so that nothing can be told.

        Where it names one party and no issue, that party is enough.
        """
        if not agenda.parties:
            return None
        return cls(agenda, rule=Rule.TWO_OR_ISSUE if agenda.issues or len(agenda.parties) > 1 else Rule.PARTY)

    def look(self, document: Document) -> Named:
        """What of the agenda a report names."""
        plain = fold(document.text)
        lower = plain.lower()
        if len(lower) != len(plain):  # a letter whose small form is two
            plain = lower
        parties: set[PartyId] = set()
        issues: set[IssueId] = set()
        for last, (length, meant) in self._automaton.iter(lower):
            start, end = last + 1 - length, last + 1
            if not _begins(lower, start):
                continue
            whole = _ends(lower, end)
            for written, party, issue in meant:
                if party is not None and whole and (written is None or plain[start:end] == written):
                    parties.add(party)
                if issue is not None:
                    issues.add(issue)
        return Named(parties=frozenset(parties), issues=frozenset(issues))

    def concerns(self, document: Document) -> bool:
        """Whether a report names enough of the agenda to be read."""
        named = self.look(document)
        match self._rule:
            case Rule.PARTY:
                return bool(named.parties)
            case Rule.PARTY_AND_ISSUE:
                return bool(named.parties and named.issues)
            case Rule.TWO_PARTIES:
                return len(named.parties) >= 2
            case Rule.TWO_OR_ISSUE:
                return len(named.parties) >= 2 or bool(named.parties and named.issues)

    def _enter(self, name: str, *, party: PartyId | None = None, issue: IssueId | None = None) -> None:
        plain = " ".join(fold(name).split())
        if not plain:
            return
        written = plain if party is not None and len(plain) <= LONGEST_AS_WRITTEN and plain.isupper() else None
        meant = self._known.setdefault(plain.lower(), [])
        if (written, party, issue) not in meant:
            meant.append((written, party, issue))


def _begins(text: str, start: int) -> bool:
    """Whether no word goes on across the beginning of a stretch."""
    return not (start > 0 and _in_word(text[start - 1]) and _in_word(text[start]))


def _ends(text: str, end: int) -> bool:
    """Whether no word goes on across the end of a stretch."""
    return not (end < len(text) and _in_word(text[end]) and _in_word(text[end - 1]))


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _party_names(parties: Iterable[AgendaParty]) -> Iterator[tuple[str, PartyId]]:
    """Every string by which the agenda or the gazetteer names a party."""
    gazetteer = load_gazetteer()
    listed: dict[PartyId, PartyId] = {}
    for party in parties:
        if party.id in gazetteer.lexicon.parties:
            listed.setdefault(party.id, party.id)
        for name in (party.name, *party.aliases, *party.people):
            yield name, party.id
            for hit in gazetteer.find(name):
                if len(hit.span) == len(name) and hit.entries[0].kind is not Kind.PERSON:
                    listed.setdefault(hit.entries[0].party, party.id)
    for string, surface in gazetteer.lexicon.surfaces.items():
        for entry in (*surface.names, *surface.short):
            if entry.party in listed:
                yield string, listed[entry.party]
        for spelling in surface.people:
            if spelling.known_alone or not spelling.given:
                for term in spelling.person.terms:
                    if term.party in listed:
                        yield string, listed[term.party]


def _issue_words(agenda: Agenda) -> Iterator[tuple[str, IssueId]]:
    """The words by which a statement is placed on an issue of the agenda."""
    for issue in agenda.issues:
        for word in issue.keywords or (issue.name,):
            yield word, issue.id
