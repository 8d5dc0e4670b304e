"""Folders of reports: which files in them are reports, and which only stand beside them."""

from __future__ import annotations

import re
from pathlib import Path

from detente.documents.formats import ENDINGS
from detente.errors import DocumentUnreadable
from detente.model import Document

REPORT_ENDINGS = frozenset({".txt", *ENDINGS})
"""Endings of the files in a folder that are taken as reports."""
_BESIDE = re.compile(
    r"(?:read[ _-]?me|licen[cs]e|copying|notice|changelog|changes|contributing|authors|sources?|todo|requirements"
    r"|package|package-lock|manifest|metadata|config|settings|cmakelists)(?:[ ._-].*)?",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"[.!?…。؟।][\"'”’»)\]]*(?=\s|$)")
_SENTENCE_WORDS = 5


def list_reports(folder: Path) -> tuple[Path, ...]:
    """The files of a folder, and of those below it, that are taken as reports.

    Parameters
    ----------
    folder : path

    Returns
    -------
    tuple of path
        By name. Hidden files and folders are left out, and so are those whose names say that they tell of the others:
        a README, a licence, a list of sources. Name one by itself to have it read all the same.
    """
    found = (path for path in folder.rglob("*") if path.suffix.lower() in REPORT_ENDINGS)
    return tuple(
        sorted(
            path
            for path in found
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
            and not _BESIDE.fullmatch(path.stem)
            and path.is_file()
        )
    )


def holds_prose(document: Document) -> bool:
    """Whether a document has a sentence at all: five words and an end to them, on one line.

    A table, a list of links or a log has none. Chinese, Japanese and Korean count as one word a line, so that this is
    for texts that passed the language gate.
    """
    lines = document.text[document.body.start : document.body.end].splitlines()
    return any(_SENTENCE_END.search(line) is not None and len(_WORD.findall(line)) >= _SENTENCE_WORDS for line in lines)


def check_prose(document: Document) -> None:
    """Let documents with a sentence pass.

    Raises
    ------
    DocumentUnreadable
        If there is none.
    """
    if not holds_prose(document):
        raise DocumentUnreadable(
            f"{document.name} holds no sentence, as a table or a list: name it by itself to have it read"
        )
