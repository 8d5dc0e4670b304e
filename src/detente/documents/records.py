"""JSON and JSON Lines: one report a record, with what the record says of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from detente.documents.text import Metadata, make_document, mend, tidy
from detente.errors import DocumentUnreadable
from detente.model import Document, Skipped

_TEXT_KEYS = ("text", "body", "content")


def read_json(content: str, *, name: str, where: str) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """Read a JSON file: one object, or an array of them.

    Text stands under ``text``, ``body`` or ``content``; beside it ``title``, ``date`` or ``published``,
    ``publisher`` or ``source``, ``url``, ``licence`` and ``id`` or ``name`` are read.

    Returns
    -------
    documents, skipped
        In the file's order; members of an array that hold no report are skipped by their one-based number.

    Raises
    ------
    DocumentUnreadable
        If it is not valid JSON, holds something else than objects, or holds no report at all.
    """
    value = _parse(content, where)
    if isinstance(value, list):
        return _read_all(enumerate(value, 1), _read_record, name=name, where=f"{where}, record")
    return (_read_record(value, name=name, where=where),), ()


def read_json_lines(content: str, *, name: str, where: str) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """Read JSON Lines: one object a line, with the keys of :func:`read_json`; blank lines hold none.

    Returns
    -------
    documents, skipped
        In the file's order; a bad line is skipped by its one-based number and the rest go on.

    Raises
    ------
    DocumentUnreadable
        If no line holds a report.
    """
    # Not splitlines(): a JSON string may hold the line separators that it would cut at.
    lines = ((number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip())
    return _read_all(lines, _read_line, name=name, where=f"{where}, line")


def holds_records(content: str) -> bool:
    """Whether a text is nothing but a JSON object, or an array that begins with one."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(value[0] if isinstance(value, list) and value else value, dict)


def _read_all(
    values: Iterable[tuple[int, Any]], read: Callable[..., Document], *, name: str, where: str
) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    """Read numbered records; one that cannot be read is skipped, unless none can."""
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for number, value in values:
        label = f"{name}:{number}"
        try:
            documents.append(read(value, name=label, where=f"{where} {number}"))
        except DocumentUnreadable as error:
            skipped.append(Skipped(document=label, span=None, reason=str(error)))
    if not documents:
        raise DocumentUnreadable(skipped[0].reason if skipped else f"{where} 1: there is no record to read")
    return tuple(documents), tuple(skipped)


def _read_line(line: str, *, name: str, where: str) -> Document:
    """One line of JSON Lines to its document."""
    return _read_record(_parse(line, where), name=name, where=where)


def _parse(content: str, where: str) -> object:
    """The JSON value, or an error that says where it breaks."""
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        hint = "; name it .jsonl if it holds one record a line" if error.msg == "Extra data" else ""
        raise DocumentUnreadable(f"{where} is not valid JSON: {error.msg} at {place}{hint}") from error
    except (ValueError, RecursionError) as error:
        raise DocumentUnreadable(f"{where} is not usable JSON: {error}") from error


def _read_record(value: object, *, name: str, where: str) -> Document:
    """One record to its document."""
    if not isinstance(value, Mapping):
        raise DocumentUnreadable(f'{where} is no object: expected {{"text": "...", "title": "...", "date": "..."}}')
    text = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), None)
    if text is None:
        raise DocumentUnreadable(f"{where} holds no text: expected a string under {', '.join(map(repr, _TEXT_KEYS))}")
    return make_document(
        mend(text),
        name=tidy(value.get("id")) or tidy(value.get("name")) or name,
        where=where,
        metadata=Metadata.from_fields(value),
    )
