"""What is negotiated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

IssueId = NewType("IssueId", str)
OptionId = NewType("OptionId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way in which an issue could be settled."""

    id: OptionId
    name: str
    point: float | None = None
    """Place on the issue's scale, 0..100, where the options are ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter on the agenda, worded so that one can be for or against it."""

    id: IssueId
    name: str
    codes: tuple[str, ...] = ()
    """Codes of published schemes, e.g. ``PA-X:TjPrire``, ``X:alliance-membership``."""
    theme: str | None = None
    """Key of the codebook's theme, where one was recognised."""
    options: tuple[Option, ...] = ()
    status_quo: OptionId | None = None
    """The option that holds as long as nothing is agreed, where that is known."""
