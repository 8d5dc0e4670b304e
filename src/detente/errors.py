"""Every error that detente raises on purpose.

DetenteError                 exit code 2 on the command line
├── DocumentError            a report could not be read
│   ├── DocumentMissing      no such file, a directory, no permission, address not reached
│   │   └── fetch.NotReached nothing came back this time; another time it may (in documents/fetch.py)
│   ├── DocumentUnreadable   empty, binary, wrong encoding, too large, not valid JSON
│   └── LanguageUnsupported  the report is in a language that detente does not read yet
├── CodebookError            a codebook or agenda file is wrong; names file and line
├── ReaderError              a reader's model is missing or damaged
├── LedgerError              a ledger cannot be used, or was asked something that it cannot do
└── AnalysisError            an analysis was asked something that it cannot answer

A message says what is wrong, where, what was expected, and what to do next. What the world is like is
never an error: a report without a negotiation gives a brief that says so.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of every error that detente raises on purpose."""

    exit_code = 2


class DocumentError(DetenteError):
    """A report could not be read."""


class DocumentMissing(DocumentError):
    """There is nothing to read at the path or address given."""


class DocumentUnreadable(DocumentError):
    """There is something, but it is not a text that can be read."""


class LanguageUnsupported(DocumentError):
    """The report is in a language that detente does not read yet."""


class CodebookError(DetenteError):
    """A codebook or agenda file breaks its own rules.

    Parameters
    ----------
    message : str
        What is wrong and what was expected.
    path : str or None
        The file, as the caller named it.
    line : int or None
        One-based line in that file.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(f"{where}{message}")


class ReaderError(DetenteError):
    """A reader's model is missing or damaged."""


class LedgerError(DetenteError):
    """A ledger cannot be used, or was asked something that it cannot do."""


class AnalysisError(DetenteError):
    """An analysis was asked something that it cannot answer."""
