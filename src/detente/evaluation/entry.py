"""JSON that people write by hand: objects whose values are checked as they are taken out, and told of by place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from detente.documents.text import mend
from detente.errors import DocumentUnreadable

_KINDS = ((bool, "true or false"), (int | float, "a number"), (str, "a text"), (list, "a list"), (dict, "an object"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One object of a file."""

    values: Mapping[str, Any]
    place: str
    """How messages call it: file, and which entry of which list, counted from 1."""

    def fail(self, message: str) -> NoReturn:
        """Refuse the file because of this object."""
        raise DocumentUnreadable(f"{self.place}: {message}")

    def allow(self, *fields: str) -> None:
        """Refuse fields that none of these is; one that is mistyped would else count as absent."""
        unknown = [field for field in self.values if field not in (*fields, "note")]
        if unknown:
            self.fail(
                f"there is no field {unknown[0]!r}; it can have {', '.join(fields)}, and note for remarks of your own"
            )

    def text(self, field: str) -> str:
        """A text that is not blank."""
        value = self.maybe_text(field)
        if value is None:
            self.fail(f"the field {field!r} is missing; it is to be a text")
        return value

    def maybe_text(self, field: str) -> str | None:
        """A text that is not blank; ``None`` where the field is null or absent."""
        value = self.values.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fail(f"{field!r} is {_kind(value)}; it is to be a text")
        if not value.strip():
            self.fail(f"{field!r} is empty; write something, or null where there is nothing and null is allowed")
        return mend(value)

    def choice(self, field: str, allowed: Collection[str]) -> str:
        """One of some words."""
        value = self.text(field)
        if value not in allowed:
            self.fail(f"{field!r} is {value!r}; it can be {', '.join(allowed)}")
        return value

    def known(self, field: str, names: Collection[str], *, listed_in: str) -> str:
        """A name or id that another list of the file holds."""
        return self._known(field, self.text(field), names, listed_in)

    def maybe_known(self, field: str, names: Collection[str], *, listed_in: str) -> str | None:
        """The same; ``None`` where the field is null or absent."""
        value = self.maybe_text(field)
        return None if value is None else self._known(field, value, names, listed_in)

    def flag(self, *fields: str) -> bool:
        """Whether the first of these fields that is there is true; false where none is."""
        for field in fields:
            value = self.values.get(field)
            if value is not None:
                if not isinstance(value, bool):
                    self.fail(f"{field!r} is {_kind(value)}; it is to be true or false")
                return value
        return False

    def number(self, field: str) -> int | None:
        """A whole number from 0; ``None`` where the field is null or absent."""
        value = self.values.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fail(f"{field!r} is {value!r}; it is to be a whole number from 0")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, none of them blank; empty where the field is absent."""
        values = self._list(field)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.fail(f"{field!r} is to be a list of texts, none of them empty")
        return tuple(map(mend, values))

    def entries(self, field: str, *, one: str) -> tuple[Entry, ...]:
        """A list of objects, each called by its kind and number; empty where the field is absent."""
        made = []
        for number, value in enumerate(self._list(field), 1):
            place = f"{self.place}: {one} {number}"
            if not isinstance(value, dict):
                Entry(values={}, place=place).fail(f"it is {_kind(value)}; it is to be an object {{...}}")
            made.append(Entry(values=value, place=place))
        return tuple(made)

    def _known(self, field: str, value: str, names: Collection[str], listed_in: str) -> str:
        """A name that is listed."""
        if value not in names:
            self.fail(f"{field!r} is {value!r}, which {listed_in!r} does not list; add it there, or correct it here")
        return value

    def _list(self, field: str) -> list[Any]:
        """A list; empty where the field is null or absent."""
        value = self.values.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(f"{field!r} is {_kind(value)}; it is to be a list [...]")
        return value


def _kind(value: object) -> str:
    """What sort of JSON a value is, for messages."""
    return next((words for kind, words in _KINDS if isinstance(value, kind)), "null")
