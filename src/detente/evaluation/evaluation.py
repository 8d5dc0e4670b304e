"""A folder of annotated texts, read and compared: the whole way from the files to the figures."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from detente.codebook.agenda import Agenda
from detente.evaluation.annotation import annotate
from detente.evaluation.confusion import Confusion, confuse_acts, confuse_stances
from detente.evaluation.counts import Counts, count
from detente.evaluation.figures import Figure, measure
from detente.evaluation.gold import Gold, load_gold
from detente.evaluation.match import Matching
from detente.evaluation.mistakes import WrongSentence, find_wrong_sentences, rank_sentences
from detente.model import Document, Reading
from detente.pipeline import find, read_reports
from detente.statements.readers.protocol import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentResult:
    """How right the reading of one text is."""

    name: str
    counts: Counts
    matching: Matching
    sentences: tuple[WrongSentence, ...]
    """Those in which something is wrong, in text order."""
    annotated: int
    """Statements that a person found."""
    read: int
    """Statements that the reader found."""

    @property
    def figures(self) -> dict[str, Figure]:
        """The text's own figures, by name."""
        return measure(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How right a reader is on annotated texts."""

    documents: tuple[DocumentResult, ...]
    """At least one, sorted by name."""
    counts: Counts
    """Of all texts together: a text weighs as much as it holds."""
    acts: Confusion
    stances: Confusion
    worst: tuple[WrongSentence, ...]
    """Every sentence in which something is wrong, the worst first."""

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures of all texts together, by name."""
        return measure(self.counts)


def evaluate(
    folder: str | os.PathLike[str],
    *,
    texts: str | os.PathLike[str] | None = None,
    agenda: Agenda | None = None,
    reader: Reader | None = None,
    progress: Callable[[Document, int], None] | None = None,
) -> Evaluation:
    """How right the reader is on texts that you have annotated.

    Parameters
    ----------
    folder : str or path
        Holds an annotation a text, ``NAME.json``, in the form that ``docs/how-to/evaluate.md`` describes.
    texts : str, path or None
        Folder of the texts, ``NAME.txt`` each. Where ``None``, a text is looked for in the folder ``texts`` beside the
        annotations' folder, then beside its annotation.
    agenda : Agenda or None
        Parties, people and issues to read by; without one they are found in the texts.
    reader : Reader or None
        Who reads; the one that ships where ``None``.
    progress : callable or None
        Told of each text that is read, and how many there are.

    Returns
    -------
    Evaluation
        Counts, figures (0..1), confusions, and the sentences that are read worst. Each text is read on its own.

    Raises
    ------
    DocumentError
        If the folder holds no annotation, or an annotation or text is missing or not as it should be.
    ReaderError
        If the reader's model is missing or damaged.
    """
    gold = load_gold(folder, texts=texts)
    results = []
    for annotated in gold:
        (reading,) = read_reports(annotated.document, agenda=agenda, reader=reader).readings
        results.append(compare(annotated, reading))
        if progress:
            progress(annotated.document, len(gold))
    return summarise(results)


def compare(gold: Gold, reading: Reading) -> DocumentResult:
    """How right one reading is.

    Parameters
    ----------
    gold : Gold
        A text and its annotation.
    reading : Reading
        Of that text, read on its own.
    """
    read = annotate(reading, find([reading]))
    counts, matching = count(gold.document.text, gold.annotation, read)
    return DocumentResult(
        name=gold.document.name,
        counts=counts,
        matching=matching,
        sentences=find_wrong_sentences(gold.document, reading.sentences, gold.annotation, read, matching),
        annotated=len(gold.annotation.statements),
        read=len(read.statements),
    )


def summarise(documents: list[DocumentResult]) -> Evaluation:
    """The evaluation that the results of several texts give together; their order is kept."""
    pairs = [pair for document in documents for pair in document.matching.pairs]
    return Evaluation(
        documents=tuple(documents),
        counts=sum((document.counts for document in documents), Counts()),
        acts=confuse_acts(pairs),
        stances=confuse_stances(pairs),
        worst=rank_sentences(sentence for document in documents for sentence in document.sentences),
    )
