"""Who negotiates, and who speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from detente.model.document import DocumentId, Span

PartyId = NewType("PartyId", str)


class Role(StrEnum):
    """What part someone plays in the talks."""

    PARTY = "party"
    MEDIATOR = "mediator"
    THIRD_PARTY = "third-party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone who holds positions: a state, an organisation, a union, a faction."""

    id: PartyId
    """Stable key, e.g. ``us``, ``hamas``, ``verizon``; parties are always sorted by it."""
    name: str
    role: Role = Role.PARTY
    aliases: tuple[str, ...] = ()
    """The strings by which the texts name it, in order of first appearance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person or body whose words a statement reports."""

    name: str
    """As the text names it in full: "Defense Secretary Pete Hegseth"."""
    party: PartyId | None
    """For whom it speaks; ``None`` for outside voices such as a newspaper."""
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a text names a party, its people or its organs."""

    party: PartyId
    document: DocumentId
    span: Span
