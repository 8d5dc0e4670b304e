"""What the gazetteer and the agenda know of one text: stretches that name a party, before the reader is asked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import Gazetteer, Hit, Kind
from detente.model import Document, PartyId, Span

NEAR = 250
"""Characters back to which a state named is still the one whose minister speaks."""
_MINISTRY = re.compile(r"(?:.*\bMinistry\b|Central Bank$)")
_OF_MANY = frozenset(
    {PartyId("employers"), PartyId("companies"), PartyId("industry"), PartyId("farmers"), PartyId("fishermen")}
)
"""Role nouns for many of a kind, whom no one company or union that a text names stands for."""
_NO_MINISTRIES = PartyId("us")
"""A state whose ministries are called departments."""
GOVERNS = 1.5
"""How much oftener than the next a state must be named for "the government" to be its own."""
BODIES = (Kind.ORGANISATION, Kind.MOVEMENT, Kind.FACTION, Kind.UNION, Kind.COMPANY, Kind.BODY)
SEATS = (Kind.COUNTRY, Kind.CAPITAL, Kind.GOVERNMENT, Kind.PEOPLE)
_ROLE_OF = {"labour": (Kind.UNION,), "employer": (Kind.COMPANY,)}
_EVERYBODY = "both-sides"
"""The gazetteer's entry for "both sides": whoever they are, the reader sees the two named before."""
RANK = {Kind.PERSON: 4, **dict.fromkeys(BODIES, 3), **dict.fromkeys(SEATS, 2), Kind.ADJECTIVE: 1, Kind.GROUP: 0}


@dataclass(frozen=True, slots=True)
class Known:
    """A stretch whose party the gazetteer or the agenda knows."""

    span: Span
    party: PartyId
    kind: Kind
    category: str | None = None
    """Of a role noun: labour, employer, armed ..."""
    name: str | None = None
    """Of a body that the text itself names and no list holds."""


def known_stretches(document: Document, gazetteer: Gazetteer, agenda: Agenda | None) -> list[Known]:
    """Gazetteer hits and agenda names, in text order, agenda first where they overlap."""
    hits = [h for h in gazetteer.find(document.text, on=document.published) if h.entries[0].party != _EVERYBODY]
    domestic = _domestic(hits)
    known = []
    for hit in hits:
        entry = next((e for e in hit.entries if e.faction_of in domestic), hit.entries[0])
        name = entry.party_name if entry.kind in BODIES and entry.party not in gazetteer.lexicon.parties else None
        known.append(Known(hit.span, entry.party, entry.kind, entry.category, name))
    known = _fold_ministries(document.text, _fold_governments(_fold_roles(known)))
    if agenda is None:
        return known
    own: list[Known] = []
    same: dict[PartyId, PartyId] = {}
    for party in agenda.parties:
        for name in (party.name, *party.aliases, *party.people):
            for hit in gazetteer.find(name, on=document.published):
                if len(hit.span) == len(name) and hit.entries[0].kind is not Kind.PERSON:
                    same.setdefault(hit.entries[0].party, party.id)
            kind = Kind.PERSON if name in party.people else Kind.BODY
            own += [
                Known(Span(start=m.start(), end=m.end()), party.id, kind)
                for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)
            ]
    own.sort(key=lambda k: (k.span.start, -k.span.end))
    kept: list[Known] = []
    for stretch in own:
        if not kept or stretch.span.start >= kept[-1].span.end:
            kept.append(stretch)
    taken = bytearray(len(document.text))
    for stretch in kept:
        taken[stretch.span.start : stretch.span.end] = b"\1" * len(stretch.span)
    rest = [replace(k, party=same.get(k.party, k.party)) for k in known if not any(taken[k.span.start : k.span.end])]
    return sorted([*kept, *rest], key=lambda k: k.span.start)


def _domestic(hits: Sequence[Hit]) -> frozenset[PartyId]:
    """States that a text splits into factions: it names two or more of them, and oftener than foreign states."""
    factions: dict[PartyId, Counter[PartyId]] = {}
    states: Counter[PartyId] = Counter()
    for hit in hits:
        first = hit.entries[0]
        if first.faction_of is not None:
            factions.setdefault(first.faction_of, Counter())[first.party] += 1
        elif first.kind in (Kind.COUNTRY, Kind.CAPITAL, Kind.PEOPLE):
            states[first.party] += 1
    return frozenset(
        state
        for state, named in factions.items()
        if len(named) >= 2 and named.total() > max((n for s, n in states.items() if s != state), default=0)
    )


def _fold_roles(known: Sequence[Known]) -> list[Known]:
    """Fold role nouns: "workers" are the union that the text names, "the company" the company; else the commonest noun."""
    out = list(known)
    for category, bodies in _ROLE_OF.items():
        named = Counter(k.party for k in known if k.kind in bodies)
        roles = Counter(
            k.party for k in known if k.kind is Kind.GROUP and k.category == category and k.party not in _OF_MANY
        )
        if not roles:
            continue
        best = named if named else roles
        party = min(best, key=lambda p: (-best[p], p))
        out = [
            replace(k, party=party)
            if k.kind is Kind.GROUP and k.category == category and k.party not in _OF_MANY
            else k
            for k in out
        ]
    return out


def _fold_governments(known: Sequence[Known]) -> list[Known]:
    """Fold "the government" into the state that the text names oftenest, where it names one clearly oftener than others."""
    named = Counter(k.party for k in known if k.kind in SEATS or k.kind is Kind.PERSON)
    ranked = sorted(named, key=lambda p: (-named[p], p))
    if not ranked or (len(ranked) > 1 and named[ranked[0]] < GOVERNS * named[ranked[1]]):
        return list(known)
    return [replace(k, party=ranked[0]) if k.kind is Kind.GROUP and k.category == "government" else k for k in known]


def _fold_ministries(text: str, known: Sequence[Known]) -> list[Known]:
    """Fold a ministry of no state named into the only state that can have it, else into the one named last before."""
    states = [k for k in known if k.kind in (*SEATS, Kind.ADJECTIVE) and k.party != _NO_MINISTRIES]
    only = states[0].party if len({k.party for k in states}) == 1 else None
    out = []
    for k in known:
        if k.kind in (Kind.BODY, Kind.COMPANY) and _MINISTRY.match(text, k.span.start, k.span.end):
            start = k.span.start
            before = [s.party for s in states if s.span.end <= start and start - s.span.end <= NEAR]
            k = replace(k, party=only or (before[-1] if before else k.party))
        out.append(k)
    return out


def inside_of(known: Sequence[Known], starts: Sequence[int], span: Span) -> list[Known]:
    """Those that share a character with a stretch; ``starts`` are where all begin."""
    low = max(0, bisect_left(starts, span.start) - 1)
    return [k for k in known[low : bisect_left(starts, span.end)] if k.span.overlap(span)]


def head_of(inside: Sequence[Known]) -> PartyId | None:
    """The one that a naming phrase is about: a person before a body before a country; the first of the best."""
    if not inside:
        return None
    return max(inside, key=lambda k: (RANK[k.kind], -k.span.start)).party
