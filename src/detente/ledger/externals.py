"""Records of other data sets to rows and back, to the letter.

``content`` is JSON: ``{"agreement": [...]}`` or ``{"incident": [...]}`` with the fields in the order of the model's, the
attribution last as register, file and day of access.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from detente.ledger.passages import dump, read_day
from detente.model import Precision
from detente.model.external import Attribution, External, ExternalAgreement, Incident, Register


def store_externals(connection: sqlite3.Connection, records: Sequence[External], recorded: str) -> tuple[int, int]:
    """Add those that are new or differ from what was recorded last; how many, and the number of their batch."""
    (batch,) = connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM externals").fetchone()
    added = 0
    for record in records:
        content = _write(record)
        query = "SELECT content FROM externals WHERE key = ? ORDER BY seq DESC LIMIT 1"
        held = connection.execute(query, (record.id,)).fetchone()
        if held is None or held[0] != content:
            connection.execute(
                "INSERT INTO externals (batch, source, key, day, content, recorded) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    batch,
                    record.attribution.register.value,
                    record.id,
                    record.day and record.day.isoformat(),
                    content,
                    recorded,
                ),
            )
            added += 1
    return added, batch


def load_externals(connection: sqlite3.Connection) -> Iterator[External]:
    """Every record as it was recorded last, by day, those without one first."""
    query = """
    SELECT content FROM externals e WHERE seq = (SELECT max(seq) FROM externals WHERE key = e.key) ORDER BY day, key
    """
    for (content,) in connection.execute(query):
        yield _read(content)


def _write(record: External) -> str:
    told = record.attribution
    source = [told.register.value, told.file, told.accessed and told.accessed.isoformat()]
    day = record.day and record.day.isoformat()
    if isinstance(record, ExternalAgreement):
        fields = [record.id, record.title, day, record.parties, record.third_parties, record.process]
        return dump({"agreement": [*fields, record.stage, record.status, record.codes, source]})
    told_of: list[object] = [record.id, day, record.precision.value, record.kind, record.actors, record.place]
    return dump(
        {
            "incident": [
                *told_of,
                record.latitude,
                record.longitude,
                record.notes,
                record.fatalities,
                record.source,
                source,
            ]
        }
    )


def _read(content: str) -> External:
    held = json.loads(content)
    if fields := held.get("agreement"):
        key, title, day, parties, third_parties, process, stage, status, codes, source = fields
        return ExternalAgreement(
            id=key,
            title=title,
            day=read_day(day),
            parties=parties,
            third_parties=third_parties,
            process=process,
            stage=stage,
            status=status,
            codes=tuple((code, level) for code, level in codes),
            attribution=_read_source(source),
        )
    key, day, precision, kind, actors, place, latitude, longitude, notes, fatalities, reported_by, source = held[
        "incident"
    ]
    return Incident(
        id=key,
        day=date.fromisoformat(day),
        precision=Precision(precision),
        kind=kind,
        actors=tuple(actors),
        place=place,
        latitude=latitude,
        longitude=longitude,
        notes=notes,
        fatalities=fatalities,
        source=reported_by,
        attribution=_read_source(source),
    )


def _read_source(held: Sequence[Any]) -> Attribution:
    register, file, accessed = held
    return Attribution(register=Register(register), file=file, accessed=read_day(accessed))
