"""An evaluation as plain values for JSON, and its figures as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.evaluation.confusion import Confusion
from detente.evaluation.counts import Found
from detente.evaluation.evaluation import Evaluation
from detente.evaluation.figures import Figure
from detente.evaluation.mistakes import WrongSentence

_DIGITS = 4
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""


def evaluation_record(
    evaluation: Evaluation, *, worst: int | None = None, per_document: bool = False
) -> dict[str, Any]:
    """An evaluation as plain values for JSON.

    Parameters
    ----------
    evaluation : Evaluation
        What to write.
    worst : int or None
        How many of the worst sentences, from 0; all of them where ``None``.
    per_document : bool
        Whether to add the figures of each text.

    Returns
    -------
    dict
        Figures are rounded to 4 digits, 0..1; ``None`` where there was nothing to be right about.
    """
    record: dict[str, Any] = {
        "texts": len(evaluation.documents),
        "figures": _figures(evaluation.figures),
        "confusion": {"act": _confusion(evaluation.acts), "stance": _confusion(evaluation.stances)},
        "worst": [_sentence(sentence) for sentence in evaluation.worst[:worst]],
    }
    if per_document:
        record["documents"] = [
            {"document": document.name, "figures": _figures(document.figures)} for document in evaluation.documents
        ]
    return record


def figure_rows(evaluation: Evaluation, *, per_document: bool = False) -> list[dict[str, str]]:
    """The figures as rows of a spreadsheet.

    Returns
    -------
    list of dict
        The same keys in the same order in every row, a row a figure: of all texts, for which ``document`` is empty,
        then of each text where asked. What there is no figure for is empty. A name that a spreadsheet would run as a
        formula begins with an apostrophe.
    """
    rows = list(_rows("", evaluation.figures))
    if per_document:
        for document in evaluation.documents:
            name = f"'{document.name}" if document.name.startswith(_FORMULA_STARTS) else document.name
            rows += _rows(name, document.figures)
    return rows


def _rows(document: str, figures: dict[str, Figure]) -> Iterator[dict[str, str]]:
    """The rows of some figures."""
    columns = ("value", "precision", "recall", "gold", "found", "read", "right", "asked")
    for name, figure in figures.items():
        values = {"value": _rounded(figure.value)} | _figure(figure)
        yield {"document": document, "figure": name} | {
            column: "" if values.get(column) is None else f"{values[column]:.10g}" for column in columns
        }


def _figures(figures: dict[str, Figure]) -> dict[str, dict[str, float | None]]:
    """Figures by name."""
    return {name: _figure(figure) for name, figure in figures.items()}


def _figure(figure: Figure) -> dict[str, float | None]:
    """A figure and the counts behind it."""
    counts = figure.counts
    if isinstance(counts, Found):
        return {
            "precision": _rounded(figure.precision),
            "recall": _rounded(figure.recall),
            "f1": _rounded(figure.value),
            "gold": counts.gold,
            "found": counts.found,
            "read": counts.read,
            "right": counts.right,
        }
    return {"share": _rounded(figure.value), "right": counts.right, "asked": counts.asked}


def _rounded(value: float | None) -> float | None:
    """A figure to 4 digits."""
    return None if value is None else round(value, _DIGITS)


def _confusion(confusion: Confusion) -> dict[str, Any]:
    """A square of classes."""
    return {"labels": list(confusion.labels), "rows": [list(row) for row in confusion.rows]}


def _sentence(sentence: WrongSentence) -> dict[str, Any]:
    """A sentence and what is wrong in it."""
    return {
        "document": sentence.document,
        "sentence": sentence.number,
        "quote": sentence.quote,
        "weight": sentence.weight,
        "mistakes": [
            {
                "kind": mistake.kind.value,
                "reason": mistake.reason,
                "party": mistake.party,
                "issue": mistake.issue,
                "act": mistake.statement.act.value,
                "stance": mistake.statement.stance.value,
                "quote": mistake.statement.quote,
            }
            for mistake in sentence.mistakes
        ],
    }
