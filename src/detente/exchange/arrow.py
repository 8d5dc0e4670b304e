"""The library that Parquet files are written and read with; the extra ``parquet``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from detente.errors import DetenteError


@cache
def load_arrow() -> tuple[Any, Any]:
    """The packages pyarrow and pyarrow.parquet; loaded only where they are used, which takes a fifth of a second.

    Raises
    ------
    DetenteError
        If pyarrow is not installed.
    """
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise DetenteError("Parquet needs pyarrow, which is not installed: pip install 'detente[parquet]'") from error
