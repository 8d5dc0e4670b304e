"""Who the parties of one document are, and where each is named.

The reader says which stretches name somebody who may be a party; the gazetteer and the agenda say who that is. What neither
knows is joined by name, by apposition ("Fawzi Barhoum, a Hamas spokesman"), and last by how alike the reader sees them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import Gazetteer, Kind
from detente.codebook.press import load_press
from detente.model import Document, Mention, Party, PartyId, Sentence, Span
from detente.statements.collectives import Collectives
from detente.statements.known import BODIES, RANK, Known, head_of, inside_of, known_stretches
from detente.statements.phrases import ACCORDING, ARTICLE, tidy
from detente.statements.readers.protocol import Look, Named
from detente.statements.roles import read_role
from detente.statements.spokespeople import (
    BODY_ALONE,
    apposed,
    body_of,
    lawmaker,
    official,
    same_office,
    seated_body,
    stands_for,
    surnames_in,
)

ALIKE = 0.82
"""Cosine from which two unknown names are taken for one party."""
_LEADING = re.compile(r",\s(?:led|headed|spearheaded)\sby\s(?:[\w’'.-]+\s){0,4}?(?:(?:the|and|and the)\s)?$")
"""What enlarges on a group names its leaders, who are not meant beside it: "several countries, led by France"."""
_RELAYED_BY = re.compile(r"\b(?:according to|as per|per) $", re.I)
_POSSESSIVE = re.compile(r"(?:his|her|their|its|my|our|your)\s", re.I)
_KIND_OF = re.compile(r"(?: [a-z][a-z-]+){1,3}s")
_WHERE = re.compile(r" (?:in|from|at|across|throughout) ")
_LIST_LINK = re.compile(r"(?:[’']s)?\s*(?:,|and|or|, and|as well as|with|together with)\s+(?:the\s+)?")


_MODIFIES = re.compile(r"-\w")
"""What follows a word that only says of what kind: "far-right", "non-aligned"."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of one document and every place where one is named."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class _Cluster:
    """Mentions that are taken for one party."""

    party: PartyId
    spans: list[Span]
    vectors: list[NDArray[np.float32]]
    shared: set[Span] = field(default_factory=set)
    """Spans that name another party as well; they tell nothing of this one's name or role."""

    def likeness(self, vector: NDArray[np.float32]) -> float:
        return float(np.mean([v @ vector for v in self.vectors])) if self.vectors else 0.0


def resolve_parties(
    document: Document,
    sentences: Sequence[Sentence],
    look: Look,
    *,
    gazetteer: Gazetteer,
    agenda: Agenda | None = None,
) -> Cast:
    """Say who is named where.

    Parameters
    ----------
    look : Look
        The reader's first pass.
    agenda : Agenda or None
        The analyst's parties; they win over the gazetteer, and a gazetteer party that shares a name with one becomes it.

    Returns
    -------
    Cast
        Parties sorted by id; mentions in text order, never overlapping, but for words that stand for two parties together.
    """
    text = document.text
    known = known_stretches(document, gazetteer, agenda)
    starts = [k.span.start for k in known]
    press, declared = load_press(), {p.id for p in agenda.parties} if agenda else set()
    collectives = Collectives(text, [(k.span, k.party) for k in known if k.kind not in (Kind.ADJECTIVE, Kind.GROUP)])
    clusters: dict[PartyId, _Cluster] = {}
    taken, claimed = bytearray(len(text)), bytearray(len(text))
    surnames: dict[str, PartyId] = {}
    keys: dict[str, PartyId] = {}
    bodies = {k.party: k.name for k in reversed(known) if k.name}
    of_bodies = {k.party for k in known if k.kind in BODIES and k.kind is not Kind.COMPANY}

    def join(party: PartyId, span: Span, vector: NDArray[np.float32] | None) -> None:
        name = text[span.start : span.end]
        if any(taken[span.start : span.end]) and not collectives.names(name):
            return  # a marked stretch that ends inside a name may meet the same name twice
        cluster = clusters.setdefault(party, _Cluster(party, [], []))
        cluster.spans.append(span)
        if vector is not None:
            cluster.vectors.append(vector)
        taken[span.start : span.end] = b"\1" * len(span)
        if collectives.names(name):
            cluster.shared.add(span)
            return
        keys.setdefault(_key(name), party)
        for short in surnames_in(name):
            surnames.setdefault(_key(short), party)

    for phrase in collectives.phrases():
        if together := collectives.of(phrase):
            claimed[phrase.start : phrase.end] = b"\1" * len(phrase)
            for either in together:
                join(either, phrase, None)
    for head in filter(None, (ACCORDING.match(text, s.span.start, s.span.end) for s in sentences)):
        # "Ukrainian statements" are Ukraine's, though no name is in them
        inside = inside_of(known, starts, Span(start=head.start("source"), end=head.end("source")))
        if len({k.party for k in inside}) == 1 and inside[0].kind is Kind.ADJECTIVE:
            join(inside[0].party, inside[0].span, None)
    unknown: list[Named] = []
    for named in look.named:
        span = tidy(text, named.span)
        if span is None or _LEADING.search(text, max(0, span.start - 60), span.start):
            continue
        if any(claimed[span.start : span.end]):  # a name made whole may reach over the next one marked
            continue
        claimed[span.start : span.end] = b"\1" * len(span)
        together = collectives.of(span)
        for either in together:
            join(either, span, None)
        if together:
            continue
        inside = inside_of(known, starts, span)
        words = text[span.start : span.end]
        if press.is_outlet(words) and not any(k.party in declared for k in inside):
            owner = press.owner(words)
            if owner is not None:
                join(owner, span, None)
            continue
        listed = _listed(text, inside)
        for stretch in listed:
            join(stretch.party, stretch.span, None)
        if listed:
            continue
        seated = seated_body(text, span, inside)
        party = None if seated else head_of(_named_itself(text, span, inside)) or apposed(text, span, known, starts)
        if party is None and (body := seated or body_of(text, span)):
            party = keys.get(_key(body)) or _in_short(body, clusters.values(), text) or PartyId(slug(body))
            bodies.setdefault(party, body)
        party = party or lawmaker(text, span)
        if party is not None:
            join(party, span, named.vector)
        else:
            unknown.append(replace(named, span=span))
    for named in sorted(
        unknown, key=lambda n: text[n.span.start : n.span.end].isupper()
    ):  # short for names that stand elsewhere
        surface = text[named.span.start : named.span.end]
        if _POSSESSIVE.match(surface) or _is_relay(text, named.span) or _MODIFIES.match(text, named.span.end):
            continue
        key = _key(surface)
        party = surnames.get(key.split()[-1]) if key and surface[:1].isupper() else None
        party = party or keys.get(key) or official(text, named.span, known, starts)
        party = (
            party or _in_short(surface, clusters.values(), text) or _of_same_office(text, named.span, clusters.values())
        )
        party = party or _body_before(text, named.span, clusters.values(), bodies.keys() | of_bodies)
        party = party or _likest(clusters.values(), named.vector)
        join(party or PartyId(slug(surface)), named.span, named.vector)
    for stretch in known:
        if (
            stretch.kind is not Kind.ADJECTIVE
            and stretch.party in clusters
            and not any(taken[stretch.span.start : stretch.span.end])
        ):
            join(stretch.party, stretch.span, None)
    for party in [
        p for p, c in clusters.items() if p not in declared and all(_is_place(text, span) for span in c.spans)
    ]:
        del clusters[party]
    mentions = tuple(
        sorted(
            (Mention(party=c.party, document=document.id, span=s) for c in clusters.values() for s in c.spans),
            key=lambda m: (m.span.start, m.span.end, m.party),
        )
    )
    parties = tuple(
        _party(document, clusters[p], bodies.get(p), gazetteer, agenda, sentences) for p in sorted(clusters)
    )
    return Cast(parties, mentions)


def slug(name: str) -> str:
    """A stable key from a name: lower case, words joined by hyphens."""
    return re.sub(r"[^\w]+", "-", ARTICLE.sub("", name.strip()).lower()).strip("-") or "party"


def _is_place(text: str, span: Span) -> bool:
    """Whether a name only says where: "talks in Saudi Arabia"."""
    return text[max(0, span.start - 4) : span.start] == " in "


def _is_relay(text: str, span: Span) -> bool:
    """Whether a name that nobody knows stands once in the text, and there only to say whose report it is."""
    name = text[span.start : span.end]
    once = name[:1].isupper() and text.count(name) == 1
    return once and _RELAYED_BY.search(text, max(0, span.start - 20), span.start) is not None


def _named_itself(text: str, span: Span, inside: Sequence[Known]) -> Sequence[Known]:
    """What a phrase names by itself: not "German" of "German coffee roasters", nor "Germany" of "employers in Germany"."""
    first = inside[0] if inside else None
    if first and first.kind is Kind.ADJECTIVE and _KIND_OF.fullmatch(text, first.span.end, span.end):
        return ()
    if len(inside) > 1 and inside[0].kind is Kind.GROUP and _WHERE.match(text, inside[0].span.end):
        return inside[:1]
    return inside


def _listed(text: str, inside: Sequence[Known]) -> list[Known]:
    """The parties of a plain list ("both Kyiv and Moscow", "producers and consumers"); empty where the phrase names one."""
    strong = [k for k in inside if RANK[k.kind] >= 2] or [k for k in inside if k.kind is Kind.GROUP]
    if len({k.party for k in strong}) < 2:
        return []
    between = [text[a.span.end : b.span.start] for a, b in pairwise(strong)]
    return strong if all(_LIST_LINK.fullmatch(b) for b in between) else []


def _key(name: str) -> str:
    return re.sub(r"[.’']s?\b|[^\w\s-]", "", ARTICLE.sub("", name.strip())).lower().strip()


def _in_short(surface: str, clusters: Iterable[_Cluster], text: str) -> PartyId | None:
    """The party of whose name capitals are the initials."""
    short = ARTICLE.sub("", surface)
    if not short.isupper():
        return None
    return next((c.party for c in clusters if any(stands_for(short, text[s.start : s.end]) for s in c.spans)), None)


def _of_same_office(text: str, span: Span, clusters: Iterable[_Cluster]) -> PartyId | None:
    """The party for which "the spokesman" spoke before."""
    owners = sorted(((s, c.party) for c in clusters for s in c.spans), key=lambda o: o[0])
    meant = same_office(text, span, [s for s, _ in owners])
    return next((party for s, party in owners if s == meant), None)


def _body_before(text: str, span: Span, clusters: Iterable[_Cluster], bodies: Collection[PartyId]) -> PartyId | None:
    """The body named last before "the group" or "the federation"."""
    if not BODY_ALONE.fullmatch(text, span.start, span.end):
        return None
    before = ((s, c.party) for c in clusters if c.party in bodies for s in c.spans if s.end < span.start)
    return max(before, default=(None, None))[1]


def _likest(clusters: Iterable[_Cluster], vector: NDArray[np.float32]) -> PartyId | None:
    scored = sorted(((c.likeness(vector), c.party) for c in clusters if c.vectors), key=lambda x: (-x[0], x[1]))
    return scored[0][1] if scored and scored[0][0] >= ALIKE else None


def _party(
    document: Document,
    cluster: _Cluster,
    body: str | None,
    gazetteer: Gazetteer,
    agenda: Agenda | None,
    sentences: Sequence[Sentence],
) -> Party:
    spans = [s for s in cluster.spans if s not in cluster.shared] or cluster.spans
    surfaces = [document.text[s.start : s.end] for s in sorted(spans, key=lambda s: s.start)]
    declared = next((p for p in agenda.parties if p.id == cluster.party), None) if agenda else None
    if declared:
        name, role = declared.name, declared.role
    else:
        name = gazetteer.party_name(cluster.party) or body or _name(surfaces)
        role = read_role(document, spans, sentences)
    return Party(id=cluster.party, name=name, role=role, aliases=tuple(dict.fromkeys(surfaces)))


def _name(surfaces: Sequence[str]) -> str:
    """The commonest way of naming, proper names before common ones, without its article."""
    counted = Counter(ARTICLE.sub("", s) for s in surfaces)
    best = max(counted, key=lambda s: (s[:1].isupper(), counted[s], len(s), s))
    return best[:1].upper() + best[1:]
