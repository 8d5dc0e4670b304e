"""The reports on the page: whole texts with numbered, highlighted passages and a note a statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.brief.brief import Brief, Passage, Report
from detente.brief.figures import sentence_strip
from detente.brief.markup import Markup, el, group, letters, web_address
from detente.brief.page_notes import passage_note, skipped_note
from detente.brief.places import Places
from detente.brief.words import count_words, date_words
from detente.model import Skipped, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text that is marked: a passage, or a sentence that could not be read."""

    span: Span
    what: Passage | Skipped


def article_section(brief: Brief, places: Places) -> Markup:
    """The article, or the list of reports and each of them."""
    several = places.several
    intro = "No passage carries a statement."
    if brief.counts.passages:
        quoted = sum(len(report.passages) for report in brief.reports) - brief.counts.passages
        more = f", and {quoted} more that this brief quotes" if quoted else ""
        intro = f"Highlighted: the {count_words(brief.counts.passages, 'passage')} that carry statements{more}."
        intro += " The line under each shows its stance."
    contents = [el("li", el("a", _name(r), href=f"#r{r.number}"), f", {_particulars(r)}") for r in brief.reports]
    return el(
        "section",
        el("h2", "The reports" if several else "The article", id="h-art"),
        el("p", intro, class_="intro"),
        el("ol", *contents, class_="reports") if several else None,
        *(_report(report, brief, places) for report in brief.reports),
        *_unread_documents(brief),
        id="article",
        class_="source",
        aria_labelledby="h-art",
        tabindex=0,
    )


def article_text(report: Report, places: Places, skipped: Sequence[Skipped]) -> Markup:
    """A report's text to the letter, paragraph by paragraph, each with the notes to its passages."""
    text = report.document.text
    stretches = [Stretch(span=p.span, what=p) for p in report.passages]
    stretches += [Stretch(span=s.span, what=s) for s in skipped if s.span and s.span.end <= len(text)]
    stretches.sort(key=lambda s: (s.span.start, -s.span.end))
    parts: list[Markup] = []
    here: list[Stretch] = []
    coming = iter([*stretches, None])
    following = next(coming)
    at = 0
    for place, block in enumerate(_blocks(report), start=1):
        parts.append(letters(text[at : block.start]))
        here = [s for s in here if s.span.end > block.start]
        while following and following.span.start < block.end:
            here.append(following)
            following = next(coming)
        within = [s for s in here if s.span.end > block.start]
        paragraph = el("p", marked(text, block, within, places), dir="auto", class_=_kind(report, block))
        begun = [s.what for s in within if s.span.start >= block.start]
        notes = [passage_note(what, places) if isinstance(what, Passage) else skipped_note(what) for what in begun]
        label = f"Notes to paragraph {place}" + (f" of report {report.number}" if places.several else "")
        parts.append(
            el("div", paragraph, el("ol", *notes, class_="notes", aria_label=label) if notes else None, class_="para")
        )
        at = block.end
    parts.append(letters(text[at:]))
    return group(*parts)


def marked(text: str, block: Span, stretches: Sequence[Stretch], places: Places) -> Markup:
    """One block of a text with its stretches marked.

    Stretches that hold one another nest; where two cross, the one begun later is split, so that elements
    never overlap. ``stretches`` stand in order of their start, the longer first.
    """
    whole = _Open(stretch=None, start=block.start)
    stack = [whole]
    waiting = list(reversed(stretches))
    at = block.start
    while waiting or len(stack) > 1:
        starts = max(waiting[-1].span.start, block.start) if waiting else block.end
        ends = min((piece.ends(block) for piece in stack[1:]), default=block.end)
        edge = min(starts, ends)
        stack[-1].inside.append(letters(text[at:edge]))
        at = edge
        if len(stack) > 1 and ends <= starts:
            lowest = next(place for place, piece in enumerate(stack) if place and piece.ends(block) == edge)
            closing, stack = stack[lowest:], stack[:lowest]
            for piece, outer in zip(reversed(closing), [*reversed(closing[:-1]), stack[-1]], strict=True):
                outer.inside.append(_mark(piece, edge, places))
            stack.extend(_Open(stretch=p.stretch, start=edge) for p in closing if p.ends(block) > edge)
        else:
            stack.append(_Open(stretch=waiting.pop(), start=edge))
    return group(*whole.inside, letters(text[at : block.end]))


@dataclass(slots=True, kw_only=True)
class _Open:
    """A mark that is being written, or the block itself."""

    stretch: Stretch | None
    start: int
    inside: list[Markup] = field(default_factory=list)

    def ends(self, block: Span) -> int:
        """Where it must close."""
        return min(self.stretch.span.end, block.end) if self.stretch else block.end


def _mark(piece: _Open, end: int, places: Places) -> Markup:
    """One piece of a stretch; the first carries the id, the last is followed by the number."""
    assert piece.stretch
    span, what = piece.stretch.span, piece.stretch.what
    if isinstance(what, Skipped):
        return el("span", *piece.inside, class_="skipped", title=f"Not read: {what.reason}")
    first, last = piece.start == span.start, end == span.end
    name = places.passage_id(what)
    mark = el(
        "mark", *piece.inside, id=name if first else None, data_p=None if first else name, class_=_stance_class(what)
    )
    hidden = (el("span", " [passage ", class_="vh"), el("span", "]", class_="vh"))
    return group(mark, el("sup", hidden[0], places.number(what), hidden[1], class_="mn") if last else None)


def _stance_class(passage: Passage) -> str:
    """The stance that all statements of a passage share; ``several`` where they differ, ``bare`` without any."""
    stances = {statement.stance for statement in passage.statements}
    if not stances:
        return "bare"
    return stances.pop().value if len(stances) == 1 else "several"


def _blocks(report: Report) -> Iterator[Span]:
    """The paragraphs, and whatever text stands between them."""
    text, at = report.document.text, 0
    for paragraph in (*report.paragraphs, None):
        start = max(paragraph.start, at) if paragraph else len(text)
        if text[at:start].strip():
            yield Span(start=at, end=start)
            at = start
        if paragraph and paragraph.end > start:
            yield Span(start=start, end=paragraph.end)
            at = paragraph.end


def _report(report: Report, brief: Brief, places: Places) -> Markup:
    """One report: heading where there are several, its sentences at a glance, its text."""
    skipped = [s for s in brief.skipped if s.span and s.document == report.document.name]
    strip = sentence_strip(report)
    caption = "Every sentence, first to last, with its statements above it. Hollow: no statement."
    heading = (el("h3", _name(report), class_="h3"), el("p", _particulars(report, capital=True), class_="intro"))
    address = web_address(report.document.url)
    return el(
        "div",
        *(heading if places.several else ()),
        el("p", el("a", "Where it was published", href=address, rel="noreferrer"), class_="intro") if address else None,
        strip,
        el("p", caption, class_="stripcap") if strip else None,
        article_text(report, places, skipped),
        id=f"r{report.number}",
        class_="report",
        lang=report.document.language,
    )


def _name(report: Report) -> str:
    """A report by its title, or else its file's name."""
    return report.document.title or report.document.name


def _particulars(report: Report, *, capital: bool = False) -> str:
    """Publisher, date and count of passages."""
    document = report.document
    published = date_words(document.published) if document.published else "date not given"
    by = document.publisher or ("Publisher not given" if capital else "publisher not given")
    return f"{by}, {published}, {count_words(len(report.passages), 'passage')}"


def _unread_documents(brief: Brief) -> Iterator[Markup]:
    """One line a document that could not be read at all."""
    for skipped in brief.skipped:
        if skipped.span is None:
            yield el("p", f"Not read: {skipped.document}. {skipped.reason}", class_="intro")


def _kind(report: Report, block: Span) -> str | None:
    """``opening`` for headline and date line."""
    return "opening" if block.end <= report.document.body.start else None
