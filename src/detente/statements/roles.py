"""What part a party plays: one of the talks' own, their mediator, or someone outside who only tells of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import load_gazetteer
from detente.model import Document, Party, PartyId, Role, Sentence, Span, Statement

_MEDIATING = re.compile(
    r"\b(?:mediat\w+|broker(?:ed|ing|s)?|facilitat\w+|go-between|good offices|honest broker|hosted talks|arbitrat\w+)\b",
    re.I,
)


def read_role(document: Document, spans: Sequence[Span], sentences: Sequence[Sentence]) -> Role:
    """Mediator where words of mediation stand close to its names more than once in three sentences; else party."""
    ends = [s.span.end for s in sentences]
    named = {bisect_left(ends, s.end) for s in spans}
    close = 0
    for s in spans:
        own = sentences[min(bisect_left(ends, s.end), len(sentences) - 1)].span
        around = document.text[max(own.start, s.start - 40) : min(own.end, s.end + 60)]
        close += bool(_MEDIATING.search(around))
    return Role.MEDIATOR if close and close * 3 >= len(named) else Role.PARTY


def mark_third_parties(
    parties: Sequence[Party], statements: Sequence[Statement], agenda: Agenda | None
) -> tuple[Party, ...]:
    """Parties with those marked as third parties who only report or assess, in their own name, and of whom nobody wants anything.

    A state is never one: that it takes no side in one report does not put it outside the talks. The analyst's roles stand.
    """
    declared = {p.id for p in agenda.parties} if agenda else set()
    addressed = {s.target for s in statements}
    own: dict[PartyId, list[Statement]] = {}
    for statement in statements:
        own.setdefault(statement.party, []).append(statement)

    def outside(party: Party) -> bool:
        said = own.get(party.id, [])
        return (
            party.role is Role.PARTY
            and party.id not in declared
            and party.id not in addressed
            and not load_gazetteer().is_state(party.id)
            and not any(s.act.takes_position for s in said)
            and any(s.speaker is not None and s.speaker.party == party.id for s in said)
        )

    return tuple(replace(p, role=Role.THIRD_PARTY) if outside(p) else p for p in parties)
