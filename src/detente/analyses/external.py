"""Which records of other data sets concern which commitment: by names, days, provisions and places; never a verdict."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from detente.codebook.gazetteer import load_gazetteer
from detente.codebook.schemes import load_codes
from detente.model import (
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    DocumentId,
    Issue,
    Party,
    PartyId,
    Precision,
)
from detente.model.change import Clock
from detente.model.external import External, ExternalAgreement, ExternalLink, Incident, Register

NEAR = timedelta(days=14)
"""Between an agreement's day and the commitment's, up to which they may be one: texts are signed, told and begun on
different days."""
_MADE = frozenset(
    {
        CommitmentStatus.AGREED,
        CommitmentStatus.IN_FORCE,
        CommitmentStatus.SUSPENDED,
        CommitmentStatus.EXPIRED,
        CommitmentStatus.TERMINATED,
    }
)
_PROVISIONS = {
    CommitmentKind.CEASEFIRE: ("PA-X:Ce", "PA-X:CeProv", "PA-X:CeGen", "ETH-PRIO:Ceasefire"),
    CommitmentKind.MORATORIUM: ("PA-X:Ce", "PA-X:CeProv", "PA-X:CeGen", "ETH-PRIO:Ceasefire"),
    CommitmentKind.EXCHANGE: ("PA-X:TjPrire",),
    CommitmentKind.WITHDRAWAL: ("PA-X:SsrFf", "PA-X:DdrDemil"),
}
"""Provisions of which an agreement on a commitment of a kind has one; for other kinds none is asked for."""
_SHORTEST = 3
_IN_BRACKETS = re.compile(r"\([^)]*\)")
"""After an actor's name, years in power, or the country of people who are no party to it: "Civilians (Ukraine)"."""


def link_external(
    clocks: Sequence[Clock],
    records: Sequence[External],
    *,
    parties: Sequence[Party],
    published: Mapping[DocumentId, date | None],
    issues: Sequence[Issue] = (),
    as_of: date | None = None,
) -> tuple[ExternalLink, ...]:
    """Which agreements and incidents of other data sets concern which commitment.

    Parameters
    ----------
    clocks : sequence of Clock
        Commitments with their ends.
    records : sequence of ExternalAgreement or Incident
    parties : sequence of Party
        With all of their names.
    published : mapping of DocumentId to date or None
        When each report came out: a commitment without a stated start is counted from the first report of it.
    issues : sequence of Issue
        Whose codes tell of provisions too.
    as_of : date or None
        Records of later days are left out.

    Returns
    -------
    tuple of ExternalLink
        By commitment as given; agreements before incidents, then by day and id. Only commitments that were made are
        looked at, proposals are not. An agreement names two of the parties (of a declared ceasefire one), is dated within
        :data:`NEAR`, and has a provision of the commitment's kind where that has any. An incident lies within the
        commitment's term and has one of its parties among its actors. What ties them is told in words; that an incident
        is listed does not say that it broke anything, nor who began it.
    """
    told = [r for r in records if r.day is not None and (as_of is None or r.day <= as_of)]
    agreements = sorted((r for r in told if isinstance(r, ExternalAgreement)), key=lambda r: (str(r.day), r.id))
    incidents = sorted((r for r in told if isinstance(r, Incident)), key=lambda r: (r.day, r.id))
    days = [incident.day for incident in incidents]
    names = _Names(parties)
    codes = {issue.id: issue.codes for issue in issues}
    links: list[ExternalLink] = []
    for clock in clocks:
        commitment = clock.commitment
        begun = _begun(commitment, published)
        if commitment.status not in _MADE or not commitment.parties or begun is None:
            continue
        wanted = (*_PROVISIONS.get(commitment.kind, ()), *(codes.get(commitment.issue, ()) if commitment.issue else ()))
        links += (link for a in agreements if (link := _link_agreement(clock, a, names, begun, wanted)))
        if clock.ends or not clock.over:
            low = bisect_left(days, begun[0])
            high = bisect_right(days, clock.ends) if clock.ends else len(days)
            links += (link for i in incidents[low:high] if (link := _link_incident(clock, i, names, begun[0])))
    return tuple(links)


class _Names:
    """Which parties a text names."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.by_id = {party.id: party.name for party in parties}
        self._patterns = [(party.id, pattern) for party in parties if (pattern := _pattern(party))]
        self._known: dict[str, frozenset[PartyId]] = {}

    def named(self, text: str) -> frozenset[PartyId]:
        """The parties that a text names, by the gazetteer or by a name that the reports gave them."""
        if text not in self._known:
            listed = {entry.party for hit in load_gazetteer().find(text) for entry in hit.entries[:1]}
            self._known[text] = frozenset(listed | {key for key, pattern in self._patterns if pattern.search(text)})
        return self._known[text]

    def shared(self, commitment: Commitment, texts: Sequence[str]) -> tuple[PartyId, ...]:
        """Of a commitment's parties those that some texts name."""
        named = frozenset().union(*map(self.named, texts))
        return tuple(party for party in commitment.parties if party in named)

    def words(self, parties: Sequence[PartyId]) -> str:
        return " and ".join(self.by_id.get(party, party) for party in parties)


def _pattern(party: Party) -> re.Pattern[str] | None:
    """A party's proper names as whole words; "it" and "officials" are none."""
    proper = {n for n in (party.name, *party.aliases) if len(n) >= _SHORTEST and any(map(str.isupper, n))}
    proper |= {n for n in (party.name, *party.aliases) if n and not any(c.islower() or c.isupper() for c in n)}
    listed = "|".join(re.escape(name) for name in sorted(proper, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)") if listed else None


def _begun(commitment: Commitment, published: Mapping[DocumentId, date | None]) -> tuple[date, date, str] | None:
    """First and last day on which a commitment may have begun, and by what that is told."""
    starts = commitment.starts
    if starts and starts.earliest and starts.latest:
        return starts.earliest, starts.latest, "the start that a report states"
    reported = [day for evidence in commitment.evidence if (day := published.get(evidence.document))]
    return (min(reported), min(reported), "the first report of it") if reported else None


def _link_agreement(
    clock: Clock, record: ExternalAgreement, names: _Names, begun: tuple[date, date, str], wanted: Sequence[str]
) -> ExternalLink | None:
    first, last, told_by = begun
    day = record.day
    if day is None or not first - NEAR <= day <= last + NEAR:
        return None
    shared = names.shared(clock.commitment, (record.parties, record.title))
    asked = 1 if record.attribution.register is Register.CEASEFIRES else 2
    if len(shared) < min(asked, len(clock.commitment.parties)):
        return None
    held = [(code, level) for code, level in record.codes if code in wanted]
    if not held and wanted:
        return None
    return ExternalLink(
        clock=clock,
        record=record,
        parties=shared,
        reasons=(
            f"names {names.words(shared)}",
            f"dated {day.isoformat()}, {_apart(day, first, last)} {told_by}",
            *(_coded(code, level) for code, level in held[:1]),
        ),
    )


def _link_incident(clock: Clock, record: Incident, names: _Names, begun: date) -> ExternalLink | None:
    shared = names.shared(clock.commitment, [_IN_BRACKETS.sub(" ", actor) for actor in record.actors])
    if not shared:
        return None
    term = (
        f"{begun.isoformat()} to {clock.ends.isoformat()}" if clock.ends else f"since {begun.isoformat()}, no end given"
    )
    return ExternalLink(
        clock=clock,
        record=record,
        parties=shared,
        reasons=(
            f"names {names.words(shared)} among its actors",
            f"dated within the term, {term}",
            *(() if record.precision is Precision.DAY else (f"its day is known to the {record.precision.value} only",)),
            *(f"in {place}, which the commitment names" for place in _places(clock.commitment, record)),
        ),
    )


def _places(commitment: Commitment, record: Incident) -> Iterator[str]:
    """The smallest place of an incident that a site of the commitment names."""
    sites = " \n ".join(site.quote for site in commitment.sites).casefold()
    parts = (part.strip() for part in record.place.split(",")[:-1])
    found = (part for part in parts if part and re.search(rf"(?<!\w){re.escape(part.casefold())}(?!\w)", sites))
    yield from list(found)[:1]


def _apart(day: date, first: date, last: date) -> str:
    if first <= day <= last:
        return "on the day of"
    days = (first - day).days if day < first else (day - last).days
    return f"{days} {'day' if days == 1 else 'days'} {'before' if day < first else 'after'}"


def _coded(code: str, level: int) -> str:
    """What a provision stands for, in our words, and how far it goes."""
    known = load_codes().get(code)
    if code.startswith(f"{Register.PA_X.value}:"):
        return f"is coded as {known.label.lower() if known else 'provision'} ({code}, level {level} of 3)"
    return "is a declared ceasefire"
