"""A record from elsewhere, asked for its values by name and type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

_EnumT = TypeVar("_EnumT", bound=StrEnum)
_NONE = (None, "")


class Fields:
    """One record of a file; what is missing or of another type is a :class:`ValueError` that names it.

    Parameters
    ----------
    record : object
        A mapping; anything else is refused.
    within : Fields or None
        The record that holds this one.
    at : str or int
        Under which name or number it does, for messages.
    """

    __slots__ = ("_at", "_record", "_within")

    def __init__(self, record: object, within: Fields | None = None, at: str | int = "") -> None:
        self._within, self._at = within, at
        if type(record) is not dict and not isinstance(record, Mapping):  # the first is the common case, and quick
            raise ValueError(f"{self._path() or 'the record'} is to be an object, found {_shown(record)}")
        self._record: Mapping[str, Any] = record

    def text(self, key: str) -> str:
        """A text that is there, though it may be empty."""
        held: str = self._expect(key, str, "text")
        return held

    def words(self, key: str) -> str:
        """A text that is there and not blank."""
        held = self.text(key)
        if not held.strip():
            raise ValueError(f"{self._name(key)} is empty")
        return held

    def text_or_none(self, key: str) -> str | None:
        """A text, or nothing."""
        return None if self._record.get(key) is None else self.text(key)

    def number(self, key: str) -> float:
        """A finite number."""
        held = self._record.get(key)
        try:
            number = math.nan if isinstance(held, bool) or not isinstance(held, int | float) else float(held)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise ValueError(f"{self._name(key)} is to be a number, found {_shown(held)}")
        return number

    def number_or_none(self, key: str) -> float | None:
        """A finite number, or nothing."""
        return None if self._record.get(key) is None else self.number(key)

    def count(self, key: str) -> int:
        """A whole number from 0."""
        held = self._record.get(key)
        if isinstance(held, bool) or not isinstance(held, int) or held < 0:
            raise ValueError(f"{self._name(key)} is to be a whole number from 0, found {_shown(held)}")
        return held

    def flag(self, key: str) -> bool:
        """True or false; false where nothing is said."""
        return False if self._record.get(key) is None else self._expect(key, bool, "true or false")

    def choice(self, key: str, choices: type[_EnumT]) -> _EnumT:
        """One of a few words."""
        held = self.text(key)
        try:
            return choices(held)
        except ValueError:
            raise ValueError(f"{self._name(key)} is to be one of {', '.join(choices)}, found {_shown(held)}") from None

    def day(self, key: str) -> date | None:
        """A day, or nothing."""
        held = self._record.get(key)
        if held in _NONE or (isinstance(held, date) and not isinstance(held, datetime)):
            return held or None
        try:
            return date.fromisoformat(held)
        except (TypeError, ValueError):
            raise ValueError(f"{self._name(key)} is to be a day such as 2025-03-24, found {_shown(held)}") from None

    def time(self, key: str) -> datetime | None:
        """A time with its zone, or nothing."""
        held = self._record.get(key)
        if held in _NONE:
            return None
        try:
            time = held if isinstance(held, datetime) else datetime.fromisoformat(held)
        except (TypeError, ValueError):
            time = None
        if time is None or time.tzinfo is None:
            raise ValueError(f"{self._name(key)} is to be a time with a zone, found {_shown(held)}")
        return time

    def part(self, key: str) -> Fields:
        """A record within."""
        return Fields(self._record.get(key), self, key)

    def part_or_none(self, key: str) -> Fields | None:
        """A record within, or nothing."""
        return None if self._record.get(key) is None else self.part(key)

    def parts(self, key: str) -> list[Fields]:
        """Records within; none where nothing is said."""
        within = _List(self, key)
        return [Fields(item, within, at) for at, item in enumerate(self.items(key))]

    def items(self, key: str) -> list[Any]:
        """A list; empty where nothing is said."""
        return [] if self._record.get(key) is None else self._expect(key, list, "a list")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where nothing is said."""
        held = self.items(key)
        if not all(isinstance(item, str) for item in held):
            raise ValueError(f"{self._name(key)} is to be a list of texts")
        return tuple(held)

    def has(self, key: str) -> bool:
        """Whether anything is said."""
        return self._record.get(key) is not None

    def _expect(self, key: str, kind: type[Any], what: str) -> Any:
        held = self._record.get(key)
        if not isinstance(held, kind):
            raise ValueError(f"{self._name(key)} is to be {what}, found {_shown(held)}")
        return held

    def _name(self, key: str) -> str:
        path = self._path()
        return f"{path}.{key}" if path else key

    def _path(self) -> str:
        """Where the record stands: ``quantities[0]``."""
        if self._within is None:
            return str(self._at)
        return f"{self._within._path()}[{self._at}]" if isinstance(self._at, int) else self._within._name(self._at)


class _List(Fields):
    """A list of records, for their names."""

    __slots__ = ()

    def __init__(self, within: Fields, key: str) -> None:
        super().__init__({}, within, key)


def _shown(held: object) -> str:
    """A value in a message, not too long."""
    if held is None:
        return "nothing"
    told = repr(held)
    return told if len(told) <= 40 else f"{told[:37]}..."
