"""``detente evaluate``: how right the reader is on texts that the user has annotated."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, open_agenda
from detente.cli.output import columns, encoding, write_laid_out, write_record, write_rows
from detente.cli.progress import reading_bar


class EvaluateFormat(StrEnum):
    """How an evaluation is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Folder of annotations, NAME.json for each text.", show_default=False),
    ],
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="DIR",
            help="Folder of the texts, NAME.txt each; else the folder texts beside GOLD_DIR, or GOLD_DIR.",
            show_default=False,
        ),
    ] = None,
    agenda: AgendaFile = None,
    shape: Annotated[EvaluateFormat, typer.Option("--format", help="How to write it.")] = EvaluateFormat.TABLE,
    worst: Annotated[int, typer.Option("--worst", min=0, metavar="N", help="How many of the worst sentences.")] = 5,
    per_document: Annotated[bool, typer.Option("--per-document", help="Add the figures of each text.")] = False,
) -> None:
    """Tell how right the reader is on texts that you have annotated.

    Each text is read on its own and compared with its annotation: statements, cells, acts, stances and findings, what
    is taken for what, and the sentences that are read worst.

    Example: detente evaluate gold --per-document
    """
    import detente
    from detente.evaluation.record import figure_rows

    with reading_bar() as progress:
        evaluation = detente.evaluate(gold, texts=texts, agenda=open_agenda(agenda), progress=progress)
    if shape is EvaluateFormat.JSON:
        record = detente.evaluation_record(evaluation, worst=worst, per_document=per_document)
        write_record(record)
    elif shape is EvaluateFormat.CSV:
        rows = figure_rows(evaluation, per_document=per_document)
        write_rows(rows)
    else:
        from detente.brief.terminal_page import Pen
        from detente.cli.evaluation import lay_out_evaluation

        write_laid_out(
            lay_out_evaluation(evaluation, Pen(encoding()), columns(), worst=worst, per_document=per_document)
        )
