"""Records of a file, gathered into readings as they come."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from detente.errors import DocumentUnreadable
from detente.exchange.fields import Fields
from detente.exchange.imported import Imported
from detente.exchange.passages import standing_in
from detente.exchange.readers import (
    read_attribution,
    read_document,
    read_identity,
    read_issue,
    read_naming,
    read_party,
    read_recorded,
)
from detente.exchange.records import (
    parties_of,
)
from detente.model import (
    Attribution,
    Document,
    DocumentId,
    Issue,
    IssueId,
    Mention,
    Party,
    PartyId,
    Reading,
    Sentence,
    Skipped,
    Span,
    Statement,
)
from detente.model.record import Identity, Naming, Review
from detente.statements.segment import split_sentences


@dataclass(slots=True)
class _Held:
    """What has come of one report."""

    document: Document
    parties: dict[PartyId, Party] = field(default_factory=dict)
    issues: dict[IssueId, Issue] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] | None = None
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    statements: dict[Statement, None] = field(default_factory=dict)
    named: bool = False
    """By the file itself: a report that is only at hand gives a reading once a statement quotes it."""

    def split(self) -> tuple[Sentence, ...]:
        """Its sentences; made where the file has none."""
        if self.sentences is None:
            self.sentences = split_sentences(self.document)
        return self.sentences


class Gathering:
    """Takes records one by one; one that cannot be taken over is counted and harms no other.

    Parameters
    ----------
    documents : iterable of Document
        Reports at hand, for files that do not carry the texts.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._held = {document.id: _Held(document) for document in documents}
        self._reviews: list[Review] = []
        self._skipped: list[Skipped] = []
        self._times: dict[DocumentId, datetime] = {}
        self._copies: dict[DocumentId, DocumentId] = {}
        self._identities: list[Identity] = []
        self._namings: list[Naming] = []
        self._taken = 0

    def skip(self, document: str, reason: str, span: Span | None = None) -> None:
        """Count a record that cannot be taken over."""
        self._skipped.append(Skipped(document=document, span=span, reason=reason))

    @contextmanager
    def counting(self, name: str) -> Iterator[None]:
        """What does not hold together within is skipped under this name, and the next record is read."""
        try:
            yield
        except ValueError as error:
            self.skip(name, str(error))

    def find(self, *, key: str = "", name: str = "", url: str = "") -> Document | None:
        """A report by its id, else the only one by its address, else the only one by its name."""
        if key in self._held:
            return self._held[DocumentId(key)].document
        for wanted, attribute in ((url, "url"), (name, "name")):
            found = [h.document for h in self._held.values() if wanted and getattr(h.document, attribute) == wanted]
            if len(found) == 1:
                return found[0]
        return None

    def only(self) -> Document | None:
        """The report, if there is just one."""
        return next(iter(self._held.values())).document if len(self._held) == 1 else None

    def take_document(self, record: Fields) -> None:
        """A record of a report; raises :class:`ValueError` where it does not hold together."""
        document = read_document(record)
        if document.id in self._held and self._held[document.id].named:
            raise ValueError("the same report stands above")
        held = _Held(document, named=True)
        held.parties = {p.id: p for p in map(read_party, record.parts("parties"))}
        held.issues = {i.id: i for i in map(read_issue, record.parts("issues"))}
        if record.has("sentences"):
            held.sentences = tuple(_read_sentences(record, document))
        held.mentions = tuple(
            Mention(party=PartyId(m.words("party")), document=document.id, span=_span(m, document))
            for m in record.parts("mentions")
        )
        place = standing_in(document)
        held.attributions = tuple(read_attribution(a, document, place) for a in record.parts("attributions"))
        held.skipped = tuple(
            Skipped(
                document=s.text("document"),
                span=None if (span := s.part_or_none("span")) is None else _span(span, None),
                reason=s.text("reason"),
            )
            for s in record.parts("skipped")
        )
        recorded, copy_of = record.time("recorded"), record.text_or_none("copy_of")
        self._held[document.id] = held
        self._taken += 1
        if recorded:
            self._times[document.id] = recorded
        if copy_of:
            self._copies[document.id] = DocumentId(copy_of)

    def take_statement(self, record: Fields) -> None:
        """A record of a statement whose report is there, to the letter; raises :class:`ValueError` otherwise."""
        key = record.words("document")
        document = self.find(key=key)
        if document is None:
            raise ValueError(f"the text of its report {key} is not there")
        statement, reviews = read_recorded(record, document, standing_in(document))
        if record.has("id") and record.text("id") != statement.id:
            raise ValueError(f"it was altered: its id would be {statement.id}, not {record.text('id')}")
        self.take(document, statement, reviews)
        if recorded := record.time("recorded"):
            self._times.setdefault(document.id, recorded)

    def take(self, document: Document, statement: Statement, reviews: Sequence[Review] = ()) -> None:
        """A statement that quotes a report; raises :class:`ValueError` where it stands in none of its sentences."""
        held = self._held[document.id]
        numbered = replace(statement, sentence=_sentence(held.split(), statement))
        if numbered in held.statements:
            raise ValueError("the same statement stands above")
        held.statements[numbered] = None
        self._taken += 1
        self._reviews += reviews

    def take_identity(self, record: Fields) -> None:
        """A record of what is one and the same; raises :class:`ValueError` where it does not hold together."""
        self._identities.append(read_identity(record))
        self._taken += 1

    def take_naming(self, record: Fields) -> None:
        """A record of a name; raises :class:`ValueError` where it does not hold together."""
        self._namings.append(read_naming(record))
        self._taken += 1

    def call(self, document: Document, parties: Iterable[Party] = (), issues: Iterable[Issue] = ()) -> None:
        """Parties and issues that a file names beside a statement; those of the report itself go before."""
        held = self._held[document.id]
        for party in parties:
            held.parties.setdefault(party.id, party)
        for issue in issues:
            held.issues.setdefault(issue.id, issue)

    def finish(self, what: str) -> Imported:
        """Everything that came.

        Parameters
        ----------
        what : str
            The form that was expected, for messages.

        Raises
        ------
        DocumentUnreadable
            If there was something, and not one record of it could be taken over.
        """
        if self._skipped and not self._taken:
            first = self._skipped[0]
            raise DocumentUnreadable(
                f"nothing in it is {what}: {first.document}: {first.reason}; give a file that detente export wrote"
            )
        held = [h for h in self._held.values() if h.named or h.statements]
        inside = {h.document.id for h in held}
        return Imported(
            readings=tuple(_finish(h) for h in held),
            reviews=tuple(self._reviews),
            skipped=tuple(self._skipped),
            times=tuple((key, time) for key, time in self._times.items() if key in inside),
            copies=tuple(self._copies.items()),
            identities=tuple(self._identities),
            namings=tuple(self._namings),
        )


def _finish(held: _Held) -> Reading:
    """The reading of one report."""
    # Stable: those of one sentence keep the order of the file, which is that of the text.
    statements = sorted(held.statements, key=lambda s: s.sentence)
    for key in parties_of(statements):
        held.parties.setdefault(key, Party(id=key, name=key))
    for statement in statements:
        held.issues.setdefault(statement.issue, Issue(id=statement.issue, name=statement.issue))
    return Reading(
        document=held.document,
        sentences=held.split(),
        parties=tuple(sorted(held.parties.values(), key=lambda p: p.id)),
        mentions=held.mentions,
        issues=tuple(held.issues.values()),
        statements=tuple(statements),
        attributions=held.attributions,
        skipped=held.skipped,
    )


def _sentence(sentences: tuple[Sentence, ...], statement: Statement) -> int:
    """The sentence in which a quotation begins: the one that the file names, if that fits, else the one found."""
    span = statement.evidence.span
    if statement.sentence < len(sentences) and sentences[statement.sentence].span.overlap(span):
        return statement.sentence
    number = max(0, bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1)
    for at in (number, number + 1):  # it may begin in the white space before a sentence
        if at < len(sentences) and sentences[at].span.overlap(span):
            return at
    raise ValueError(f"{span.start}..{span.end} lies in no sentence of the report")


def _read_sentences(record: Fields, document: Document) -> Iterable[Sentence]:
    last = 0
    for part in record.parts("sentences"):
        span = _span(part, document)
        if span.start < last:
            raise ValueError(f"the sentence at {span.start} begins before the one above it ends")
        last = span.end
        yield Sentence(span=span, paragraph=part.count("paragraph"))


def _span(record: Fields, document: Document | None) -> Span:
    """A place, within the text where one is given."""
    span = Span(start=record.count("start"), end=record.count("end"))
    if document and span.end > len(document.text):
        raise ValueError(f"{span.start}..{span.end} lies beyond the text of {len(document.text)} code points")
    return span
