"""What was seen at earlier looks, kept in a small JSON file, so that nothing is fetched or read twice."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from detente.documents.fetch import Validator

_VERSION = 1
_LIMIT_BYTES = 100_000_000


class Memory:
    """What is known of sources that are looked at again and again. It forgets nothing until it is told what is left.

    Attributes
    ----------
    validators : dict of address to Validator
        Of the versions that are known.
    entries : dict of feed to set of str
        Keys of the entries that are done with.
    files : dict of path to (size, time of change in nanoseconds)
        Files that were read, as they were then.
    not_before : dict of host to seconds since 1970
        When hosts that asked for patience may be asked again.
    """

    __slots__ = ("entries", "files", "not_before", "validators")

    def __init__(self) -> None:
        self.validators: dict[str, Validator] = {}
        self.entries: dict[str, set[str]] = {}
        self.files: dict[str, tuple[int, int]] = {}
        self.not_before: dict[str, float] = {}

    @classmethod
    def open(cls, path: Path) -> tuple[Memory, str | None]:
        """Read a memory.

        Returns
        -------
        memory, complaint
            Where the file is damaged, an empty memory, and what is wrong; the reports in the ledger stay known there.
        """
        try:
            with path.open("rb") as file:
                content = file.read(_LIMIT_BYTES + 1)
            if len(content) > _LIMIT_BYTES:
                raise ValueError("it is too large")
            return cls._parse(json.loads(content)), None
        except FileNotFoundError:
            return cls(), None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            return cls(), f"{path} is damaged and begun anew ({type(error).__name__}: {str(error)[:100]})"

    @classmethod
    def _parse(cls, record: Mapping[str, Any]) -> Memory:
        """A memory from its JSON; any of several errors where it is none."""
        if record["version"] != _VERSION:
            raise ValueError(f"it is of version {record['version']!r}, expected {_VERSION}")
        memory = cls()
        for address, told in record["validators"].items():
            memory.validators[address] = Validator(etag=_text(told["etag"]), modified=_text(told["modified"]))
        for feed, keys in record["entries"].items():
            memory.entries[feed] = {str(key) for key in _list(keys)}
        for path, (size, changed) in record["files"].items():
            memory.files[path] = (int(size), int(changed))
        for host, moment in record["not_before"].items():
            if not isfinite(float(moment)):
                raise ValueError(f"{moment} is no time")
            memory.not_before[host] = float(moment)
        return memory

    def save(self, path: Path) -> None:
        """Write the memory, whole or not at all.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        record = {
            "version": _VERSION,
            "validators": {
                address: {"etag": told.etag, "modified": told.modified}
                for address, told in sorted(self.validators.items())
            },
            "entries": {feed: sorted(keys) for feed, keys in sorted(self.entries.items())},
            "files": {name: list(seen) for name, seen in sorted(self.files.items())},
            "not_before": dict(sorted(self.not_before.items())),
        }
        text = json.dumps(record, ensure_ascii=True, indent=1) + "\n"
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.", delete=False, encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise


def _text(value: object) -> str | None:
    """A header's text or none."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _list(value: object) -> list[object]:
    """A JSON array."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value
