"""What changed, as a feed that feed readers follow: Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from xml.sax.saxutils import escape, quoteattr

from detente.codebook.schemes import load_stances, load_statuses
from detente.exchange.identifiers import PROGRAM, hashed, urn, web_address
from detente.model import Allegation, Contradiction, Document, DocumentId, Evidence, Stance
from detente.model.change import Changes, Move, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One thing that changed."""

    kind: str
    title: str
    told: tuple[str, ...]
    """Sentences before the quotations."""
    evidence: tuple[Evidence, ...]
    key: tuple[str, ...]
    """What makes it the same entry whenever it is written."""


def write_atom(
    days: Iterable[tuple[date, Changes]],
    *,
    names: Mapping[str, str],
    documents: Iterable[Document],
    times: Iterable[tuple[DocumentId, datetime]] = (),
    title: str | None = None,
    feed: str,
) -> str:
    """A feed of moves, first words, contradictions, commitments and allegations, the newest first.

    Parameters
    ----------
    days : iterable of (date, Changes)
        What changed on each day of publication, as :func:`detente.analyses.changes.find_changes` gives it.
    names : mapping
        What parties and issues are called, by id.
    documents : iterable of Document
        The reports that are quoted.
    times : iterable of (DocumentId, datetime)
        When each report was recorded: an entry was updated when the last of its reports was. Without, it is the
        beginning of its day.
    title : str or None
        What the talks are about.
    feed : str
        What makes this feed the same one always, such as when its ledger was made; only a hash of it is written.

    Returns
    -------
    str
        XML in UTF-8. The id of an entry is a hash of what it tells, so that feed readers show it once; the same changes
        give the same text. Characters that XML cannot hold are left out.
    """
    reports, recorded = {d.id: d for d in documents}, dict(times)
    entries = [(day, entry) for day, changes in sorted(days, key=lambda d: d[0]) for entry in _entries(changes, names)]
    stamped = [(_updated(entry, day, recorded), day, entry) for day, entry in entries]
    last = max((stamp for stamp, _, _ in stamped), default=datetime(1970, 1, 1, tzinfo=UTC))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{urn('feed', hashed(feed))}</id>",
        f"<title>{_text(title or 'Talks')}: what changed</title>",
        f"<updated>{_time(last)}</updated>",
        f"<author><name>detente</name><uri>{PROGRAM}</uri></author>",
        "<generator>detente</generator>",
    ]
    for stamp, day, entry in reversed(stamped):
        lines += _render(entry, day, stamp, reports)
    lines.append("</feed>")
    return "\n".join(lines) + "\n"


def _entries(changes: Changes, names: Mapping[str, str]) -> Iterator[_Entry]:
    """What one day's changes tell, each once."""
    seen: set[tuple[str, ...]] = set()
    for entry in (
        *(_move(m, names) for m in changes.moves),
        *(_move(m, names) for m in changes.heard),
        *(_contradiction(c, names) for c in changes.contradictions),
        *(_progress(p, names) for p in changes.commitments),
        *(_allegation(a, names) for a in changes.allegations),
    ):
        if entry.key not in seen:
            seen.add(entry.key)
            yield entry


def _move(move: Move, names: Mapping[str, str]) -> _Entry:
    who, what = names.get(move.party, move.party), names.get(move.issue, move.issue)
    after = _stances(move.after)
    first = not move.before
    return _Entry(
        kind="first-heard" if first else "move",
        title=f"{who} on {what}: {after}" if first else f"{who} on {what}: {after}, before {_stances(move.before)}",
        told=("First heard on this issue." if first else "The position in the reports is another than before.",),
        evidence=tuple(s.evidence for s in move.statements),
        key=("move", move.party, move.issue, _stances(move.before), after, *(s.id for s in move.statements)),
    )


def _contradiction(found: Contradiction, names: Mapping[str, str]) -> _Entry:
    who, what = names.get(found.party, found.party), names.get(found.issue, found.issue)
    return _Entry(
        kind="contradiction",
        title=f"{who} on {what}: two statements that do not fit together",
        told=("Which of them holds is not said.",),
        evidence=(found.first.evidence, found.second.evidence),
        key=("contradiction", found.party, found.issue, found.first.id, found.second.id),
    )


def _progress(progress: Progress, names: Mapping[str, str]) -> _Entry:
    held, words = progress.commitment, load_statuses()
    status = words[held.status].label
    parties = ", ".join(names.get(p, p) for p in held.parties)
    before = f"Before: {words[progress.before].label}." if progress.before else "Not reported before."
    return _Entry(
        kind="commitment",
        title=f"{held.what}: {status}",
        told=(before, f"{parties}.") if parties else (before,),
        evidence=held.evidence[:1],
        key=("commitment", held.id, progress.before or "", held.status, held.evidence[0].quote),
    )


def _allegation(found: Allegation, names: Mapping[str, str]) -> _Entry:
    accuser = names.get(found.accuser, found.accuser) if found.accuser else "A report"
    accused = names.get(found.accused, found.accused) if found.accused else "a side that is not named"
    evidence, span = found.evidence, found.evidence.span
    return _Entry(
        kind="allegation",
        title=f"Alleged: {accuser} accuses {accused}",
        told=("An allegation, not a finding.",),
        evidence=(evidence,),
        key=("allegation", found.accuser or "", found.accused or "", evidence.document, str(span.start), str(span.end)),
    )


def _render(entry: _Entry, day: date, stamp: datetime, reports: Mapping[DocumentId, Document]) -> Iterator[str]:
    quotations = [_quotation(evidence, reports.get(evidence.document)) for evidence in entry.evidence]
    links = {
        address: None
        for evidence in entry.evidence
        if (report := reports.get(evidence.document)) and (address := web_address(report.url))
    }
    yield "<entry>"
    yield f"<id>{urn('change', hashed(day.isoformat(), *entry.key))}</id>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<updated>{_time(stamp)}</updated>"
    yield f"<published>{_time(_midnight(day))}</published>"
    yield f"<category term={quoteattr(entry.kind)}/>"
    # Of several links that are alternate, each must be of another type or language: the first report's is the one.
    for relation, address in zip(("alternate", *["related"] * len(links)), links, strict=False):
        yield f"<link rel={quoteattr(relation)} href={quoteattr(address)}/>"
    yield f'<content type="text">{_text(chr(10).join((*entry.told, *quotations)))}</content>'
    yield "</entry>"


def _quotation(evidence: Evidence, report: Document | None) -> str:
    """The words with the report that they stand in."""
    words = " ".join(evidence.quote.split())
    if report is None:
        return f"“{words}”"
    where = ", ".join(filter(None, (report.publisher, report.name, str(report.published or ""))))
    return f"“{words}” ({where})"


def _stances(stances: Sequence[Stance]) -> str:
    return " and ".join(load_stances()[s].word.lower() for s in stances)


def _updated(entry: _Entry, day: date, recorded: Mapping[DocumentId, datetime]) -> datetime:
    """When the last of the reports that it quotes was recorded."""
    known = [recorded[e.document].astimezone(UTC) for e in entry.evidence if e.document in recorded]
    return max(known, default=_midnight(day))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _text(words: str) -> str:
    """Words as XML can hold them."""
    return escape("".join(sign for sign in words if _allowed(sign)))


def _allowed(sign: str) -> bool:
    """The production ``Char`` of XML 1.0."""
    return sign in "\t\n" or "\x20" <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign >= "\U00010000"
