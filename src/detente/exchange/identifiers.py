"""Names under which other programs know reports, statements and parties: URNs made from ids, the same everywhere."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

VOCABULARY = "urn:detente:vocabulary:"
"""Before the terms of ours that no published vocabulary has."""
PROGRAM = "urn:detente:program"

_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def urn(kind: str, *parts: str) -> str:
    """``urn:detente:party:us``; what a URN cannot hold is percent-encoded."""
    return ":".join(("urn:detente", kind, *(quote(part, safe="", errors="surrogatepass") for part in parts)))


def hashed(*parts: str) -> str:
    """Sixteen hexadecimal digits that are the same for the same parts."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    return digest.hexdigest()


def web_address(url: str | None) -> str | None:
    """An address as other programs take it; ``None`` where it is none of the web."""
    return url if url and _WEB.fullmatch(url) else None
