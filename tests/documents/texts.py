"""Short reports of our own making, and their load from bytes."""

from pathlib import Path

from detente.documents import load_documents
from detente.model import Document

REPORT = (
    "The two delegations said on Monday that they would meet again in Geneva, and that the ceasefire had held. "
    "A spokesman for the mediators said the parties were still far apart on the release of prisoners.\n"
)
UKRAINIAN = (
    "Сторони домовилися зустрітися знову у вівторок після того, як переговори в Женеві завершилися без угоди. "
    "Речник заявив, що позиції щодо обміну полоненими залишаються далекими.\n"
)


def load(folder: Path, name: str, content: bytes | str) -> Document:
    """The one document that a file with this content gives."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    (document,) = load_documents([str(path)]).documents
    return document
