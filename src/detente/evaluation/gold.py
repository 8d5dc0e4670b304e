"""A folder of hand annotations, each beside the text that it annotates."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.documents import load_documents
from detente.documents.encoding import decode
from detente.errors import DocumentError, DocumentMissing
from detente.evaluation.annotation import Annotation
from detente.evaluation.gold_format import parse_gold
from detente.model import Document

_ERRORS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A text and what a person found in it."""

    document: Document
    annotation: Annotation


def load_gold(folder: str | os.PathLike[str], *, texts: str | os.PathLike[str] | None = None) -> tuple[Gold, ...]:
    """Every annotation of a folder with its text.

    Parameters
    ----------
    folder : str or path
        Holds one ``NAME.json`` a text; other files are passed over.
    texts : str, path or None
        Folder of the texts, ``NAME.txt`` each. Where ``None``, a text is looked for in the folder ``texts`` beside the
        annotations' folder, then beside its annotation.

    Returns
    -------
    tuple of Gold
        At least one, sorted by name.

    Raises
    ------
    DocumentMissing
        If a folder, all annotations or a text is missing, or one cannot be opened.
    DocumentUnreadable, LanguageUnsupported
        If an annotation or a text is not as it should be. Every bad file is looked at; the message names the first
        five.
    """
    folder = Path(folder)
    _check_folder(folder, "an annotation for each text, NAME.json")
    if texts is not None:
        _check_folder(Path(texts), "the annotated texts, NAME.txt each")
    places = [folder.absolute().parent / "texts", folder] if texts is None else [Path(texts)]
    annotated = sorted(path for path in folder.glob("*.json") if path.is_file() and not path.name.startswith("."))
    if not annotated:
        raise DocumentMissing(
            f"there is no annotation in {folder}: one NAME.json a text is expected;"
            " docs/how-to/evaluate.md shows what it holds"
        )
    loaded: list[Gold] = []
    errors: list[DocumentError] = []
    for path in annotated:
        try:
            loaded.append(_load(path, places))
        except DocumentError as error:
            errors.append(error)
    if errors:
        raise _summarise(errors)
    return tuple(loaded)


def _load(path: Path, places: Sequence[Path]) -> Gold:
    """One annotation and its text."""
    name = f"{path.stem}.txt"
    text = next((place / name for place in places if (place / name).is_file()), None)
    if text is None:
        looked = " nor in ".join(map(_shown, places))
        raise DocumentMissing(
            f"{path} has no text: {name} is not in {looked}; put it there, or name its folder: --texts"
        )
    (document,) = load_documents([str(text)]).documents
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentMissing(f"{path} cannot be opened: {error.strerror}; check its permissions") from error
    return Gold(document=document, annotation=parse_gold(decode(content, str(path)), document.text, where=str(path)))


def _check_folder(folder: Path, holding: str) -> None:
    """Refuse what is no folder that can be listed."""
    if not folder.exists():
        raise DocumentMissing(f"there is no folder {folder}; name the one that holds {holding}")
    if not folder.is_dir():
        raise DocumentMissing(f"{folder} is a file; name the folder that holds {holding}")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise DocumentMissing(f"no permission to list {folder}: change its mode or ask its owner")


def _shown(folder: Path) -> str:
    """A folder as a person would type it from here."""
    return os.path.relpath(folder)


def _summarise(errors: Sequence[DocumentError]) -> DocumentError:
    """The one error, or one of the first's kind that tells the first few."""
    if len(errors) == 1:
        return errors[0]
    more = len(errors) - _ERRORS_SHOWN
    told = [str(error) for error in errors[:_ERRORS_SHOWN]] + ([f"and {more} more"] if more > 0 else [])
    return type(errors[0])("\n".join(told))
