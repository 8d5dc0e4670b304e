"""Records of other data sets that concern commitments, for programs and for people; never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from detente.brief.words import count_words
from detente.model.external import Attribution, ExternalAgreement, ExternalLink, Incident

CAVEAT = "Recorded by others and listed by names and days alone: whether it bears on the commitment is for you to say."
LISTED = 5
"""Incidents of one commitment that are shown one by one, the latest."""


def external_record(links: Sequence[ExternalLink]) -> list[dict[str, Any]]:
    """What ties each record to its commitment, and the record."""
    return [
        {
            "commitment": link.clock.commitment.id,
            "parties": list(link.parties),
            "reasons": list(link.reasons),
            "record": _agreement(link.record) if isinstance(link.record, ExternalAgreement) else _incident(link.record),
        }
        for link in links
    ]


def external_lines(links: Sequence[ExternalLink]) -> Iterator[tuple[str, list[str]]]:
    """Each commitment that has any, by its id, with lines for people.

    Yields
    ------
    str, list of str
        Agreements one by one; incidents counted by kind, and the latest few of them; last where they come from.
    """
    for commitment, held in groupby(links, key=lambda link: link.clock.commitment.id):
        found = list(held)
        lines = []
        incidents: list[Incident] = []
        for link in found:
            record = link.record
            if isinstance(record, ExternalAgreement):
                lines.append(
                    f"{record.attribution.register.value} lists “{record.title}”: {'; '.join(link.reasons)}. {record.id}"
                )
            else:
                incidents.append(record)
        lines += _incident_lines(incidents)
        lines += dict.fromkeys(source_line(link.record.attribution) for link in found)
        yield commitment, lines


def source_line(attribution: Attribution) -> str:
    """Where records come from, as their terms ask for."""
    accessed = f"accessed {attribution.accessed.isoformat()}" if attribution.accessed else "day of access not given"
    return f"Source: {attribution.register.value}, file {attribution.file}, {accessed}."


def _incident_lines(incidents: Sequence[Incident]) -> Iterator[str]:
    """How many of what kind during the term, and the latest."""
    if not incidents:
        return
    kinds = Counter(incident.kind.partition(":")[0] for incident in incidents)
    counted = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda k: (-k[1], k[0])))
    register = incidents[0].attribution.register.value
    yield (
        f"{register} records {count_words(len(incidents), 'incident')} during the term with a party of it among the actors:"
        f" {counted}. {CAVEAT}"
    )
    for incident in incidents[-LISTED:]:
        deaths = "" if incident.fatalities is None else f" Fatalities recorded: {incident.fatalities}."
        who = "; ".join(incident.actors)
        yield f"{incident.day.isoformat()}, {incident.place}: {incident.kind}. Actors named: {who}.{deaths} {incident.id}"


def _agreement(record: ExternalAgreement) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": "agreement",
        "title": record.title,
        "day": record.day.isoformat() if record.day else None,
        "parties": record.parties,
        "third_parties": record.third_parties,
        "process": record.process,
        "stage": record.stage,
        "status": record.status,
        "codes": dict(record.codes),
        "source": _source(record.attribution),
    }


def _incident(record: Incident) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": "incident",
        "type": record.kind,
        "day": record.day.isoformat(),
        "precision": record.precision.value,
        "actors": list(record.actors),
        "place": record.place,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "notes": record.notes,
        "fatalities": record.fatalities,
        "reported_by": record.source,
        "source": _source(record.attribution),
    }


def _source(attribution: Attribution) -> dict[str, Any]:
    return {
        "register": attribution.register.value,
        "file": attribution.file,
        "accessed": attribution.accessed.isoformat() if attribution.accessed else None,
    }
