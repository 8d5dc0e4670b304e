"""What other data sets record of a negotiation: agreements and incidents, as they have them; never a verdict of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.change import Clock
from detente.model.moment import Precision
from detente.model.party import PartyId


class Register(StrEnum):
    """Who recorded it."""

    PA_X = "PA-X"
    ACLED = "ACLED"
    CEASEFIRES = "ETH-PRIO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Where a record was taken from, for the line that its terms of use ask for."""

    register: Register
    file: str
    """Name of the user's file."""
    accessed: date | None
    """When the file was fetched, as far as the user says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalAgreement:
    """An agreement, or a declared ceasefire, that a data set lists."""

    id: str
    """With its register: ``PA-X:1234``."""
    title: str
    day: date | None
    """Of signing or declaration; ``None`` where the data set has no whole day."""
    parties: str
    """As the data set words them."""
    third_parties: str
    process: str
    """The peace process or place that it belongs to."""
    stage: str
    """The data set's own word for how far the process had come; empty where it gives none."""
    status: str
    """The data set's own word for what became of it; empty where it gives none."""
    codes: tuple[tuple[str, int], ...]
    """Provisions with their level, 1 to 3: ``("PA-X:CeProv", 2)``; what is not addressed is left out."""
    attribution: Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One event that a data set records."""

    id: str
    """With its register: ``ACLED:UKR123``."""
    day: date
    precision: Precision
    """``DAY``; ``WEEK`` or ``MONTH`` where the day is only one in it."""
    kind: str
    """The data set's own type and sub-type."""
    actors: tuple[str, ...]
    """As the data set names them; their order says nothing of who did what."""
    place: str
    """From the smallest to the largest: ``Avdiivka, Donetsk, Ukraine``."""
    latitude: float | None
    longitude: float | None
    notes: str
    fatalities: int | None
    source: str
    """Whom the data set goes by."""
    attribution: Attribution


External = ExternalAgreement | Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLink:
    """A record that concerns a commitment, and what ties the two; never that the commitment was kept or broken."""

    clock: Clock
    """The commitment with its term."""
    record: External
    parties: tuple[PartyId, ...]
    """Of the commitment's parties those that the record names."""
    reasons: tuple[str, ...]
    """What ties them, in words: parties, days, provisions, places."""
