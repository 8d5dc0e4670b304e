"""An evaluation for people: figures, what is taken for what, and the sentences that are read worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from detente.brief.terminal_page import Pen, grid
from detente.brief.words import count_words, quoted
from detente.evaluation.confusion import Confusion
from detente.evaluation.counts import Found
from detente.evaluation.evaluation import DocumentResult, Evaluation
from detente.evaluation.figures import Figure
from detente.evaluation.mistakes import Mistake, MistakeKind, WrongSentence

_LENIENT = "_lenient"
_LABEL, _NUMBER, _KIND, _INDENT = 15, 3, 12, 3
_SHOWN_SIGNS = 400
"""Code points of a sentence that are shown."""
_STYLES = {MistakeKind.MISSED: "yellow", MistakeKind.INVENTED: "red"}


def lay_out_evaluation(
    evaluation: Evaluation, pen: Pen, width: int, *, worst: int, per_document: bool
) -> Iterator[RenderableType]:
    """The parts of an evaluation, one under the other.

    Parameters
    ----------
    evaluation : Evaluation
        What to show.
    pen : Pen
        Writes what the terminal holds.
    width : int
        Columns.
    worst : int
        How many of the worst sentences to show, from 0.
    per_document : bool
        Whether to show the figures of each text.
    """
    annotated = sum(document.annotated for document in evaluation.documents)
    read = sum(document.read for document in evaluation.documents)
    texts = count_words(len(evaluation.documents), "text")
    yield pen(
        f"{texts}: {count_words(annotated, 'statement')} annotated, {read:,} read,"
        f" {evaluation.counts.act.asked:,} of them the same"
    )
    yield from _found(evaluation.figures, pen, width)
    yield pen(("Among the statements, events and assessments count half.", "dim"))
    yield from _judged(evaluation.figures, pen, width)
    if per_document:
        yield from _documents(evaluation.documents, pen, width)
    for title, confusion in (("Acts", evaluation.acts), ("Stances", evaluation.stances)):
        if confusion.labels:
            yield from _confusion(title, confusion, pen, width)
    shown = evaluation.worst[:worst]
    if shown:
        yield Text()
        yield pen(("Sentences read worst", "bold"), f" ({len(shown)} of {len(evaluation.worst):,})")
    for number, sentence in enumerate(shown, 1):
        yield from _sentence(number, sentence, pen, width)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], pen: Pen, width: int) -> Iterator[RenderableType]:
    """Names and numbers; a line a row where the terminal is too narrow for columns."""
    broadest = (max(cell_len(row[place]) for row in (heads, *rows)) for place in range(len(heads)))
    if sum(broadest) + 3 * len(heads) + 1 > width:
        for name, *numbers in rows:
            told = (
                f"{head if head.isupper() else head.lower()} {number}"
                for head, number in zip(heads[1:], numbers, strict=True)
                if number
            )
            yield pen((name, "bold"), f": {', '.join(told)}")
        yield Text()
        return
    table = Grid(box=pen.box, border_style="dim", header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(pen(head), justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(pen, row))
    yield table


def _found(figures: dict[str, Figure], pen: Pen, width: int) -> Iterator[RenderableType]:
    """What is to be found."""
    rows = [
        (
            figure.title,
            *map(_share, (figure.value, figure.precision, figure.recall)),
            f"{figure.counts.gold:,.10g}",
            f"{figure.counts.read:,.10g}",
        )
        for figure in figures.values()
        if isinstance(figure.counts, Found)
    ]
    yield from _table(("Found", "F1", "Precision", "Recall", "Annotated", "Read"), rows, pen, width)


def _judged(figures: dict[str, Figure], pen: Pen, width: int) -> Iterator[RenderableType]:
    """What is judged; exact and lenient side by side."""
    rows = []
    for figure in figures.values():
        if not isinstance(figure.counts, Found) and not figure.name.endswith(_LENIENT):
            lenient = figures.get(figure.name + _LENIENT)
            shares = _share(figure.value), _share(lenient.value) if lenient else ""
            rows.append((figure.title, *shares, f"{figure.counts.asked:,}"))
    yield from _table(("Judged", "Right", "Lenient", "Of"), rows, pen, width)


def _documents(documents: Sequence[DocumentResult], pen: Pen, width: int) -> Iterator[RenderableType]:
    """A line a text."""
    names = ("statement", "cell", "triple", "act_lenient", "stance_lenient")
    rows = []
    for document in documents:
        figures = document.figures
        rows.append((pen.spell(document.name), *(_share(figures[name].value) for name in names)))
    yield from _table(("Text", "Statements", "Cells", "Triples", "Act", "Stance"), rows, pen, width)


def _confusion(title: str, confusion: Confusion, pen: Pen, width: int) -> Iterator[RenderableType]:
    """A square: a row an annotated class, a column a class read, called by the number of its row."""
    numbers = range(1, len(confusion.labels) + 1)
    yield Text()
    if _LABEL + 1 + len(numbers) * (_NUMBER + 1) > width:
        yield pen((title, "bold"), " taken for others")
        yield from map(pen, _taken_for_others(confusion))
        return
    rows = [[pen(""), *(pen((f"{number:>{_NUMBER}}", "dim")) for number in numbers)]]
    for number, label, row in zip(numbers, confusion.labels, confusion.rows, strict=True):
        cells = [
            pen((f"{often or '·':>{_NUMBER}}", "bold" if column == number else "" if often else "dim"))
            for column, often in zip(numbers, row, strict=True)
        ]
        rows.append([pen((f"{number:>2} ", "dim"), label), *cells])
    yield pen((title, "bold"), ": annotated down, read across")
    yield grid([_LABEL, *(_NUMBER for _ in numbers)], rows)


def _taken_for_others(confusion: Confusion) -> list[str]:
    """What lies off the diagonal, the commonest first, for a terminal that the square does not fit."""
    taken = [
        (often, f"{gold}, read as {read}")
        for gold, row in zip(confusion.labels, confusion.rows, strict=True)
        for read, often in zip(confusion.labels, row, strict=True)
        if often and gold != read
    ]
    return [f"{often:>{_NUMBER}} {told}" for often, told in sorted(taken, key=lambda entry: -entry[0])]


def _sentence(number: int, sentence: WrongSentence, pen: Pen, width: int) -> Iterator[RenderableType]:
    """A sentence and what is wrong in it."""
    place = sentence.document if sentence.number is None else f"{sentence.document}, sentence {sentence.number}"
    words = " ".join(sentence.quote.split())
    words = words if len(words) <= _SHOWN_SIGNS else f"{words[:_SHOWN_SIGNS]}…"
    yield Text()
    room = max(1, width - _INDENT - 1)
    yield grid(
        [_INDENT, room],
        [[pen(f"{number}."), pen((place, "bold"))], [pen(""), pen((quoted(words), "italic"))]],
    )
    rows = [
        [pen(""), pen((mistake.kind.value, _STYLES.get(mistake.kind, "cyan"))), pen(_told(mistake))]
        for mistake in sentence.mistakes
    ]
    yield grid([_INDENT, _KIND, max(1, room - _KIND - 1)], rows)


def _told(mistake: Mistake) -> str:
    """A mistake in words."""
    statement = mistake.statement
    return f"{mistake.party} on {mistake.issue}, {statement.act}, {statement.stance}: {mistake.reason}"


def _share(value: float | None) -> str:
    """A figure to two digits."""
    return "–" if value is None else f"{value:.2f}"
