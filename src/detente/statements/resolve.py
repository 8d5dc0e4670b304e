"""Who the parties of one document are, and where each is named.

The reader says which stretches name somebody who may be a party; the gazetteer and the agenda say who that is. What neither
knows is joined by name, by apposition ("Fawzi Barhoum, a Hamas spokesman"), and last by how alike the reader sees them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.codebook.agenda import Agenda
from detente.codebook.gazetteer import Gazetteer, Hit, Kind
from detente.codebook.press import load_press
from detente.model import Document, Mention, Party, PartyId, Sentence, Span
from detente.statements.collectives import Collectives
from detente.statements.phrases import ACCORDING, ARTICLE, tidy
from detente.statements.readers.protocol import Look, Named
from detente.statements.roles import read_role

ALIKE = 0.82
"""Cosine from which two unknown names are taken for one party."""
_APPOSED = re.compile(r"\s*,\s+(?:an?\s|the\s|who\s|[a-z])|\s+of\s+(?:the\s+)?|\s*\((?:the\s)?")
_PERSON = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}[A-Z][\w’'-]+")
_TITLE = (
    r"spokes(?:man|woman|person)|leader|chief|head|official|minister|president|chairman|chairwoman|chair|secretary|director|"
    r"negotiator|adviser|advisor|economist|lawyer|representative|executive|delegate|founder|member"
)
"""In whose name somebody may speak."""
_TITLES = re.compile(
    r"(?:[’']s)? (?:(?:deputy|vice|senior|former|chief|top|political|military|foreign|prime|press|government|party|union|army|"
    r"acting|national|general|finance|defen[cs]e|trade|interior|labou?r)[ -])*"
    rf"(?:{_TITLE}|commander|envoy|ambassador|general|lawmaker|senator|candidate|premier|chancellor) ",
    re.I,
)
_SERVES = re.compile(
    r",\s(?:(?:an?|the|its|who is)\s)?(?:[\w’'-]+\s(?:and\s)?){0,5}?"
    rf"(?:{_TITLE}|officer|analyst|fellow|professor|scholar|strategist)\s(?:of|for|at|with|from)\s(?:the\s)?"
    r"(?P<body>[A-Z][\w’'&-]*(?:(?:\s(?:of|for|and|on))?(?:\sthe)?\s[A-Z][\w’'&-]*)*)"
)
_SERVED = re.compile(
    r"(?:an?\s|the\s)?(?P<body>[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*)*)\s(?:spokes(?:man|woman|person)|official|negotiator|lawyer|executive)\b"
)
NEAR = 250
"""Characters back to which a state named is still the one whose minister speaks."""
_STATE_OFFICE = re.compile(
    r"(?:the\s)?(?:deputy\s|vice\s)?(?:foreign|prime|defen[cs]e|interior|finance|trade|economy|energy|oil|agriculture|justice)\s"
    r"(?:minister|secretary)\b",
    re.I,
)
_MINISTRY = re.compile(r"\bMinistry\b")
_NO_MINISTRIES = PartyId("us")
"""A state whose ministries are called departments."""
_LEADING = re.compile(r",\s(?:led|headed|spearheaded)\sby\s(?:[\w’'.-]+\s){0,4}?(?:(?:the|and|and the)\s)?$")
"""What enlarges on a group names its leaders, who are not meant beside it: "several countries, led by France"."""
_AFFILIATED = re.compile(r"(?:,\s|\s\()(?P<letter>[RD])[- ][A-Z]")
_AFFILIATIONS = {"R": PartyId("us-republicans"), "D": PartyId("us-democrats")}
GOVERNS = 1.5
"""How much oftener than the next a state must be named for "the government" to be its own."""
_RELAYED_BY = re.compile(r"\b(?:according to|as per|per) $", re.I)
_POSSESSIVE = re.compile(r"(?:his|her|their|its|my|our|your)\s", re.I)
_LIST_LINK = re.compile(r"(?:[’']s)?\s*(?:,|and|or|, and|as well as|with|together with)\s+(?:the\s+)?")
_BODIES = (Kind.ORGANISATION, Kind.MOVEMENT, Kind.FACTION, Kind.UNION, Kind.COMPANY, Kind.BODY)
_SEATS = (Kind.COUNTRY, Kind.CAPITAL, Kind.GOVERNMENT, Kind.PEOPLE)
_ROLE_OF = {"labour": (Kind.UNION,), "employer": (Kind.COMPANY,)}
_EVERYBODY = "both-sides"
"""The gazetteer's entry for "both sides": whoever they are, the reader sees the two named before."""
_RANK = {Kind.PERSON: 4, **dict.fromkeys(_BODIES, 3), **dict.fromkeys(_SEATS, 2), Kind.ADJECTIVE: 1, Kind.GROUP: 0}


_MODIFIES = re.compile(r"-\w")
"""What follows a word that only says of what kind: "far-right", "non-aligned"."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties of one document and every place where one is named."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A stretch whose party the gazetteer or the agenda knows."""

    span: Span
    party: PartyId
    kind: Kind
    category: str | None = None
    """Of a role noun: labour, employer, armed ..."""


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
    known = _known_stretches(document, gazetteer, agenda)
    starts = [k.span.start for k in known]
    press, declared = load_press(), {p.id for p in agenda.parties} if agenda else set()
    collectives = Collectives(text, [(k.span, k.party) for k in known if k.kind not in (Kind.ADJECTIVE, Kind.GROUP)])
    clusters: dict[PartyId, _Cluster] = {}
    taken, claimed = bytearray(len(text)), bytearray(len(text))
    surnames: dict[str, PartyId] = {}
    keys: dict[str, PartyId] = {}

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
        if _PERSON.fullmatch(name):
            surnames.setdefault(_key(name.split()[-1]), party)

    for phrase in collectives.phrases():
        if together := collectives.of(phrase):
            claimed[phrase.start : phrase.end] = b"\1" * len(phrase)
            for either in together:
                join(either, phrase, None)
    for head in filter(None, (ACCORDING.match(text, s.span.start, s.span.end) for s in sentences)):
        # "Ukrainian statements" are Ukraine's, though no name is in them
        inside = _inside(known, starts, Span(start=head.start("source"), end=head.end("source")))
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
        inside = _inside(known, starts, span)
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
        party = _head(inside) or _apposed(text, span, known, starts) or _body(text, span) or _lawmaker(text, span)
        if party is not None:
            join(party, span, named.vector)
        else:
            unknown.append(replace(named, span=span))
    for named in unknown:
        surface = text[named.span.start : named.span.end]
        if _POSSESSIVE.match(surface) or _is_relay(text, named.span) or _MODIFIES.match(text, named.span.end):
            continue
        key = _key(surface)
        party = surnames.get(key.split()[-1]) if key and surface[:1].isupper() else None
        party = party or keys.get(key) or _official(text, named.span, known, starts)
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
    parties = tuple(_party(document, clusters[p], gazetteer, agenda, sentences) for p in sorted(clusters))
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


def _listed(text: str, inside: Sequence[_Known]) -> list[_Known]:
    """The parties of a plain list ("both Kyiv and Moscow"); empty where the phrase names one."""
    strong = [k for k in inside if _RANK[k.kind] >= 2]
    if len({k.party for k in strong}) < 2:
        return []
    between = [text[a.span.end : b.span.start] for a, b in pairwise(strong)]
    return strong if all(_LIST_LINK.fullmatch(b) for b in between) else []


def _key(name: str) -> str:
    return re.sub(r"[.’']s?\b|[^\w\s-]", "", ARTICLE.sub("", name.strip())).lower().strip()


def _known_stretches(document: Document, gazetteer: Gazetteer, agenda: Agenda | None) -> list[_Known]:
    """Gazetteer hits and agenda names, in text order, agenda first where they overlap."""
    hits = [h for h in gazetteer.find(document.text, on=document.published) if h.entries[0].party != _EVERYBODY]
    domestic = _domestic(hits)
    known = []
    for hit in hits:
        entry = next((e for e in hit.entries if e.faction_of in domestic), hit.entries[0])
        known.append(_Known(hit.span, entry.party, entry.kind, entry.category))
    known = _fold_ministries(document.text, _fold_governments(_fold_roles(known)))
    if agenda is None:
        return known
    own: list[_Known] = []
    same: dict[PartyId, PartyId] = {}
    for party in agenda.parties:
        for name in (party.name, *party.aliases, *party.people):
            for hit in gazetteer.find(name, on=document.published):
                if len(hit.span) == len(name) and hit.entries[0].kind is not Kind.PERSON:
                    same.setdefault(hit.entries[0].party, party.id)
            kind = Kind.PERSON if name in party.people else Kind.BODY
            own += [
                _Known(Span(start=m.start(), end=m.end()), party.id, kind)
                for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)
            ]
    own.sort(key=lambda k: (k.span.start, -k.span.end))
    kept: list[_Known] = []
    for stretch in own:
        if not kept or stretch.span.start >= kept[-1].span.end:
            kept.append(stretch)
    taken = bytearray(len(document.text))
    for stretch in kept:
        taken[stretch.span.start : stretch.span.end] = b"\1" * len(stretch.span)
    rest = [
        _Known(k.span, same.get(k.party, k.party), k.kind) for k in known if not any(taken[k.span.start : k.span.end])
    ]
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


def _fold_roles(known: Sequence[_Known]) -> list[_Known]:
    """Fold role nouns: "workers" are the union that the text names, "the company" the company; else the commonest noun."""
    out = list(known)
    for category, bodies in _ROLE_OF.items():
        named = Counter(k.party for k in known if k.kind in bodies)
        roles = Counter(k.party for k in known if k.kind is Kind.GROUP and k.category == category)
        if not roles:
            continue
        best = named if named else roles
        party = min(best, key=lambda p: (-best[p], p))
        out = [replace(k, party=party) if k.kind is Kind.GROUP and k.category == category else k for k in out]
    return out


def _fold_governments(known: Sequence[_Known]) -> list[_Known]:
    """Fold "the government" into the state that the text names oftenest, where it names one clearly oftener than others."""
    named = Counter(k.party for k in known if k.kind in _SEATS or k.kind is Kind.PERSON)
    ranked = sorted(named, key=lambda p: (-named[p], p))
    if not ranked or (len(ranked) > 1 and named[ranked[0]] < GOVERNS * named[ranked[1]]):
        return list(known)
    return [replace(k, party=ranked[0]) if k.kind is Kind.GROUP and k.category == "government" else k for k in known]


def _fold_ministries(text: str, known: Sequence[_Known]) -> list[_Known]:
    """Fold a ministry of no state named into the only state that can have it, else into the one named last before."""
    states = [k for k in known if k.kind in (*_SEATS, Kind.ADJECTIVE) and k.party != _NO_MINISTRIES]
    only = states[0].party if len({k.party for k in states}) == 1 else None
    out = []
    for k in known:
        if k.kind is Kind.BODY and _MINISTRY.search(text, k.span.start, k.span.end):
            start = k.span.start
            before = [s.party for s in states if s.span.end <= start and start - s.span.end <= NEAR]
            k = replace(k, party=only or (before[-1] if before else k.party))
        out.append(k)
    return out


def _inside(known: Sequence[_Known], starts: Sequence[int], span: Span) -> list[_Known]:
    low = max(0, bisect_left(starts, span.start) - 1)
    return [k for k in known[low : bisect_left(starts, span.end)] if k.span.overlap(span)]


def _head(inside: Sequence[_Known]) -> PartyId | None:
    """The one that a naming phrase is about: a person before a body before a country; the first of the best."""
    if not inside:
        return None
    return max(inside, key=lambda k: (_RANK[k.kind], -k.span.start)).party


def _apposed(text: str, span: Span, known: Sequence[_Known], starts: Sequence[int]) -> PartyId | None:
    """The party in the apposition after a name, or in the title right before it."""
    if not text[span.start].isupper():
        return None
    after = _APPOSED.match(text, span.end)
    if after:
        stop = re.compile(r"[,.;:)\n]|\bsaid\b|\btold\b").search(text, after.end())
        end = min(stop.start() if stop else span.end + 90, span.end + 90)
        if end > span.end:
            head = _head([k for k in _inside(known, starts, Span(start=span.end, end=end)) if k.kind is not Kind.GROUP])
            if head:
                return head
    before = re.search(r"(?:[\w.’'-]+ ){1,6}$", text[max(0, span.start - 80) : span.start])
    if before:
        start = span.start - len(before.group())
        close = [k for k in _inside(known, starts, Span(start=start, end=span.start)) if k.kind is not Kind.GROUP]
        if close:
            last = close[-1].span
            between = text[last.end : span.start]
            # The gazetteer may hold the title itself ("Hamas spokesman"); else only a title may stand between.
            if _TITLES.fullmatch(between) or (
                between == " " and _TITLES.fullmatch(" " + text[last.start : last.end].split()[-1] + " ")
            ):
                return close[-1].party
    return None


def _body(text: str, span: Span) -> PartyId | None:
    """The body, unknown to the gazetteer, for which a title says that a person speaks: "Ann Lee, president of Forward Now"."""
    phrase = text[span.start : span.end]
    within = _SERVES.search(phrase)
    if within is None and _PERSON.fullmatch(phrase):
        within = _SERVES.match(text, span.end) if text[span.end : span.end + 2] == ", " else None
    within = within or _SERVED.match(phrase)
    return PartyId(slug(within["body"])) if within else None


def _lawmaker(text: str, span: Span) -> PartyId | None:
    """The party of an American lawmaker, where a text gives it beside the name: "Ann Lee, R-Ohio", "Ann Lee (D-N.J.)"."""
    found = _AFFILIATED.match(text, span.end) or _AFFILIATED.search(text, span.start, span.end)
    return _AFFILIATIONS[found["letter"]] if found and text[span.start].isupper() else None


def _official(text: str, span: Span, known: Sequence[_Known], starts: Sequence[int]) -> PartyId | None:
    """The state named last before a minister of no state named: "Chile refuses, Foreign Minister Elena Rojas said"."""
    if not _STATE_OFFICE.match(text, span.start, span.end):
        return None
    before = known[: bisect_left(starts, span.start)]
    last = next((k for k in reversed(before) if k.kind in _SEATS or k.kind is Kind.ADJECTIVE), None)
    return last.party if last is not None and span.start - last.span.end <= NEAR else None


def _likest(clusters: Iterable[_Cluster], vector: NDArray[np.float32]) -> PartyId | None:
    scored = sorted(((c.likeness(vector), c.party) for c in clusters if c.vectors), key=lambda x: (-x[0], x[1]))
    return scored[0][1] if scored and scored[0][0] >= ALIKE else None


def _party(
    document: Document, cluster: _Cluster, gazetteer: Gazetteer, agenda: Agenda | None, sentences: Sequence[Sentence]
) -> Party:
    spans = [s for s in cluster.spans if s not in cluster.shared] or cluster.spans
    surfaces = [document.text[s.start : s.end] for s in sorted(spans, key=lambda s: s.start)]
    declared = next((p for p in agenda.parties if p.id == cluster.party), None) if agenda else None
    if declared:
        name, role = declared.name, declared.role
    else:
        name = gazetteer.party_name(cluster.party) or _name(surfaces)
        role = read_role(document, spans, sentences)
    return Party(id=cluster.party, name=name, role=role, aliases=tuple(dict.fromkeys(surfaces)))


def _name(surfaces: Sequence[str]) -> str:
    """The commonest way of naming, proper names before common ones, without its article."""
    counted = Counter(ARTICLE.sub("", s) for s in surfaces)
    best = max(counted, key=lambda s: (s[:1].isupper(), counted[s], len(s), s))
    return best[:1].upper() + best[1:]
