"""A first agenda from what the reports name, to be edited by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from detente.codebook.agenda import Agenda, AgendaIssue, AgendaParty
from detente.codebook.gazetteer import Kind, load_gazetteer
from detente.codebook.themes import ThemeIndex, load_themes
from detente.model import Issue, Party, PartyId, Reading
from detente.positions import fold_positions


def draft_agenda(readings: Sequence[Reading]) -> Agenda:
    """A first agenda, to be edited by hand: the parties, people and issues that the reports name.

    Parameters
    ----------
    readings : sequence of Reading
        With the same party and issue ids in all of them.

    Returns
    -------
    Agenda
        Parties by id, with the proper names by which the texts call them; a name of two parties is left to neither.
        Issues in order of first statement, with the words of their theme that the texts use as keywords.
    """
    parties: dict[PartyId, list[Party]] = {}
    for reading in readings:
        for party in reading.parties:
            parties.setdefault(party.id, []).append(party)
    owners = Counter(
        name for found in parties.values() for name in {_folded(n) for p in found for n in (p.name, *p.aliases)}
    )
    return Agenda(
        parties=tuple(_draft_party(parties[key], owners) for key in sorted(parties)),
        issues=tuple(_draft_issue(issue, readings) for issue in fold_positions(readings).issues),
    )


def _folded(name: str) -> str:
    """A name as an agenda compares it with others: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def _draft_party(found: Sequence[Party], owners: Mapping[str, int]) -> AgendaParty:
    """One party under all the proper names that the reports give it."""
    first = found[0]
    aliases = dict.fromkeys(alias for party in found for alias in party.aliases if alias != first.name)
    proper = [alias for alias in aliases if owners[_folded(alias)] == 1 and alias != alias.lower()]
    kinds = {alias: {entry.kind for hit in load_gazetteer().find(alias) for entry in hit.entries} for alias in proper}
    people = tuple(alias for alias in proper if Kind.PERSON in kinds[alias])
    return AgendaParty(
        id=first.id,
        name=first.name,
        role=first.role,
        aliases=tuple(alias for alias in proper if alias not in people and kinds[alias] != {Kind.ADJECTIVE}),
        people=people,
    )


def _draft_issue(issue: Issue, readings: Sequence[Reading]) -> AgendaIssue:
    """One issue with the words by which the reports raise its theme."""
    index = ThemeIndex([theme for theme in load_themes() if theme.id == issue.theme])
    quotes = [s.evidence.quote for reading in readings for s in reading.statements if s.issue == issue.id]
    words = [quote[hit.span.start : hit.span.end].lower() for quote in quotes for hit in index.find(quote)]
    return AgendaIssue(id=issue.id, name=issue.name, keywords=tuple(dict.fromkeys(words)), codes=issue.codes)
