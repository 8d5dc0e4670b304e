"""The sentences that a reader gets most wrong, each with what is wrong and the likeliest reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.evaluation.annotation import AnnotatedStatement, Annotation
from detente.evaluation.match import Matching, Pair, is_near_act, is_near_stance, is_same_place
from detente.evaluation.names import PartyNames
from detente.model import Document, Sentence, Span

_HALF = 0.5


class MistakeKind(StrEnum):
    """What is wrong."""

    MISSED = "missed"
    INVENTED = "invented"
    WRONG_ACT = "wrong act"
    """Neither the annotated act nor a neighbour of it."""
    WRONG_STANCE = "wrong stance"
    """Not even support for open."""
    WRONG_ISSUE = "wrong issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong."""

    kind: MistakeKind
    reason: str
    """In words: "the party was never found", "read as reject"."""
    statement: AnnotatedStatement
    """The annotated one, or the one that was invented."""
    party: str
    issue: str
    """Label of the statement's issue."""
    weight: float
    """½ or 1; ¼ for a wrong act, stance or issue where the annotated act takes no position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongSentence:
    """A sentence and everything that is wrong in it."""

    document: str
    """The text's name."""
    number: int | None
    """Counted from 1, as the reader cuts the text; ``None`` where it took the words for no part of a sentence."""
    quote: str
    """The sentence; without one, the statement's words."""
    mistakes: tuple[Mistake, ...]
    """As they stand in the text."""

    @property
    def weight(self) -> float:
        """What its mistakes weigh together."""
        return sum(mistake.weight for mistake in self.mistakes)


def find_wrong_sentences(
    document: Document, sentences: Sequence[Sentence], gold: Annotation, read: Annotation, matching: Matching
) -> tuple[WrongSentence, ...]:
    """The sentences of one text in which something is wrong.

    Parameters
    ----------
    document : Document
        The text.
    sentences : sequence of Sentence
        As the reader cut it, in text order.
    gold, read : Annotation
        The person's and the reader's.
    matching : Matching
        Of the two.

    Returns
    -------
    tuple of WrongSentence
        In text order. A mistake stands in the sentence in which its statement's quote begins.
    """
    starts = [sentence.span.start for sentence in sentences]
    grouped: dict[tuple[int, int | None], list[Mistake]] = {}
    for mistake in _find_mistakes(gold, read, matching):
        span = mistake.statement.span
        if span is None:
            continue
        place = bisect_right(starts, span.start) - 1
        inside = place >= 0 and span.start < sentences[place].span.end
        grouped.setdefault((starts[place] if inside else span.start, place if inside else None), []).append(mistake)
    return tuple(
        WrongSentence(
            document=document.name,
            number=None if place is None else place + 1,
            quote=_words(document, sentences[place].span) if place is not None else mistakes[0].statement.quote,
            mistakes=tuple(mistakes),
        )
        for (_, place), mistakes in sorted(grouped.items(), key=lambda entry: entry[0][0])
    )


def rank_sentences(sentences: Iterable[WrongSentence]) -> tuple[WrongSentence, ...]:
    """Sentences, the worst first; those that weigh alike by document and place."""
    return tuple(sorted(sentences, key=lambda sentence: -sentence.weight))


def _words(document: Document, span: Span) -> str:
    """A stretch of a text."""
    return document.text[span.start : span.end]


def _find_mistakes(gold: Annotation, read: Annotation, matching: Matching) -> list[Mistake]:
    """Everything that is wrong, in text order."""
    names = PartyNames(gold.parties, read.parties)
    mistakes = [
        *(
            Mistake(
                kind=MistakeKind.MISSED,
                reason=_why_missed(statement, read, matching, names),
                statement=statement,
                party=statement.party,
                issue=gold.issues[statement.issue],
                weight=statement.weight,
            )
            for statement in matching.missed
        ),
        *(
            Mistake(
                kind=MistakeKind.INVENTED,
                reason=_why_invented(statement, gold, matching, names),
                statement=statement,
                party=statement.party,
                issue=read.issues.get(statement.issue, statement.issue),
                weight=statement.weight,
            )
            for statement in matching.invented
        ),
        *(mistake for pair in matching.pairs for mistake in _wrong(pair, gold, read, matching)),
    ]
    return sorted(mistakes, key=lambda m: (m.statement.span.start if m.statement.span else 0, m.statement.party))


def _why_missed(statement: AnnotatedStatement, read: Annotation, matching: Matching, names: PartyNames) -> str:
    """The likeliest reason why an annotated statement was not read."""
    here = [other for other in matching.invented if is_same_place(statement.span, other.span)]
    credited = [other.party for other in here if names.party(other.party) != statement.party]
    if credited:
        return f"credited to {credited[0]} instead"
    if not names.is_found(statement.party):
        return "the party was never found"
    if any(
        names.party(other.party) == statement.party and is_same_place(statement.span, other.span)
        for other in read.statements
    ):
        return "read once, annotated more than once"
    return "the party was found, but nothing read for it here"


def _why_invented(statement: AnnotatedStatement, gold: Annotation, matching: Matching, names: PartyNames) -> str:
    """The likeliest reason why a statement was read that is not annotated."""
    if not names.is_annotated(statement.party):
        return "the party is not annotated"
    party = names.party(statement.party)
    here = [other for other in matching.missed if is_same_place(statement.span, other.span)]
    if here:
        return f"annotated for {here[0].party} instead"
    if any(other.party == party and is_same_place(statement.span, other.span) for other in gold.statements):
        return "annotated once, read more than once"
    return "nothing is annotated for the party here"


def _wrong(pair: Pair, gold: Annotation, read: Annotation, matching: Matching) -> Iterator[Mistake]:
    """What is wrong in a matched statement."""
    found: list[tuple[MistakeKind, str]] = []
    if not is_near_act(pair.read.act, pair.gold.act):
        found.append((MistakeKind.WRONG_ACT, f"read as {pair.read.act}"))
    if not is_near_stance(pair.read.stance, pair.gold.stance):
        found.append((MistakeKind.WRONG_STANCE, f"read as {pair.read.stance}"))
    if matching.issues.get(pair.read.issue) != pair.gold.issue:
        found.append((MistakeKind.WRONG_ISSUE, f"read as “{read.issues.get(pair.read.issue, pair.read.issue)}”"))
    for kind, reason in found:
        yield Mistake(
            kind=kind,
            reason=reason,
            statement=pair.gold,
            party=pair.gold.party,
            issue=gold.issues[pair.gold.issue],
            weight=pair.gold.weight * _HALF,
        )
