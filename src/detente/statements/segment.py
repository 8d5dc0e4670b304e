"""A report cut into paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.model import Document, Sentence, Span

LONGEST_SENTENCE = 2000
"""Code points; what runs on for longer without a stop is cut at white space."""

# How far back to look for the word that a full stop may abbreviate: keeps the work at each stop bounded.
_WORD_WINDOW = 16

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A stop takes with it the marks that close after it; whether a straight quotation mark opens or closes is
# told by the white space beside it, never by counting, so an unbalanced one does no harm.
_STOP = re.compile(r"[.!?…。！？؟।][.!?…。！？؟।\"'”’“»)\]]*")
_NEXT = re.compile(r"[\s\"'“‘„«»(\[*•–—-]*(?P<word>\w*)(?P<dot>\.?)")
_CLOSING_QUOTES = frozenset("\"'”’“»")
_UNSPACED_STOPS = frozenset("。！？")


def _words(listed: str) -> frozenset[str]:
    """A word list written with spaces."""
    return frozenset(listed.split())


_NEVER_LAST = _words(
    "mr mrs ms messrs dr prof rev hon sen rep gov pres gen lt col sgt capt cpl maj adm cmdr mt e.g i.e cf vs v viz"
)
_BEFORE_NUMBER = _words("no nos art sec para fig vol p pp jan feb mar apr jun jul aug sep sept oct nov dec")
# Last in a sentence only where the next word is one that opens sentences.
_SELDOM_LAST = _words(
    "inc corp co ltd bros jr sr st ave dept est approx assn natl intl ark ariz calif colo conn del fla ill ind kan"
    " ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo"
)
_OPENERS = _words(
    "a after all also although an and as at before both but by despite during each earlier even every few for from"
    " he her his how however i if in it its last later many meanwhile more most no none nor not now officials on one"
    " only or other our several she since so some such that the their then there these they this those to under until"
    " we what when where while who why with yesterday yet you"
)
_CLOCK = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
    " gmt utc edt est et cet bst msk eastern pacific central local"
)


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a report, headline included.

    Parameters
    ----------
    document : Document
        Read are its body and, of what stands before it, the line that repeats the title: no date line, no front
        matter.

    Returns
    -------
    tuple of Sentence
        In text order, trimmed, not overlapping; together they hold every character of the body that is not white
        space. No sentence crosses a line break or the body's beginning, and none is longer than
        ``LONGEST_SENTENCE``. Paragraphs are the lines that hold sentences, counted from 0: the headline is
        paragraph 0 where there is one.

    Notes
    -----
    A stop ends a sentence where white space follows and then anything but a lower-case letter, unless the word
    before it is an abbreviation. Closing quotation marks and brackets after the stop belong to it. Semicolons and
    colons do not end sentences. Time is linear in the length of the text.
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for line in _lines(document):
        spans = [span for whole in _split_line(document.text, line) for span in _cut(document.text, whole)]
        sentences.extend(Sentence(span=span, paragraph=paragraph) for span in spans)
        paragraph += bool(spans)
    return tuple(sentences)


def _lines(document: Document) -> Iterator[Span]:
    """The headline, if it stands before the body, then every line of the body with something on it."""
    head = document.body.start
    title = _letters(document.title or "")
    for begin, end in ((0, head), (head, document.body.end)):
        for match in _LINE.finditer(document.text, begin, end):
            line = _trim(document.text, match.start(), match.end())
            if line and (end != head or (title and _letters(match[0]) == title)):
                yield line


def _letters(text: str) -> str:
    """Letters and digits alone: a headline's marks and spaces may differ from its line's."""
    return "".join(filter(str.isalnum, text))


def _trim(text: str, begin: int, end: int) -> Span | None:
    """The stretch without white space at its ends; nothing if it is all white space."""
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    return Span(start=begin, end=end) if begin < end else None


def _split_line(text: str, line: Span) -> Iterator[Span]:
    """One line at its sentence ends."""
    begin = line.start
    for stop in _STOP.finditer(text, line.start, line.end):
        if _ends_sentence(text, begin, line.end, stop):
            span = _trim(text, begin, stop.end())
            if span:
                yield span
            begin = stop.end()
    rest = _trim(text, begin, line.end)
    if rest:
        yield rest


def _ends_sentence(text: str, begin: int, line_end: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that began at ``begin`` is over at this stop."""
    mark = stop[0]
    if stop.end() == line_end or mark[0] in _UNSPACED_STOPS:
        return True
    if not text[stop.end()].isspace():
        return False
    after = _NEXT.match(text, stop.end(), line_end)
    following = after["word"] if after else ""
    if following[:1].islower():
        return False
    if mark.rstrip(")]") != "." or not after:
        return True
    short = stop.start() - begin <= _WORD_WINDOW
    words = text[begin if short else stop.start() - _WORD_WINDOW : stop.start()].strip(" \t*•–—-(").split()
    word = words[-1].lstrip("\"'“‘„«([") if words else ""
    if short and (not words or (len(words) == 1 and _is_number(word))):
        return False
    return _ends_after(word, following, opens=following.lower() in _OPENERS and not after["dot"])


def _is_number(word: str) -> bool:
    """Whether a word is the number of a list item: "3", "b", "iv"."""
    return word.isdecimal() or (len(word) == 1 and word.isalpha()) or (0 < len(word) < 5 and not word.strip("ivxIVX"))


def _ends_after(word: str, following: str, *, opens: bool) -> bool:
    """Whether a single full stop after ``word`` ends the sentence, given the word that follows."""
    lower = word.lower()
    if lower in _NEVER_LAST or (lower in _BEFORE_NUMBER and following[:1].isdecimal()):
        return False
    if lower in ("a.m", "p.m"):
        return following.lower() not in _CLOCK
    if "." in word.strip(".") or lower in _SELDOM_LAST or (len(word) == 1 and word.isupper()):
        return opens
    return True


def _cut(text: str, span: Span) -> Iterator[Span]:
    """A sentence in pieces of bearable length."""
    begin = span.start
    while span.end - begin > LONGEST_SENTENCE:
        space = text.rfind(" ", begin + 1, begin + LONGEST_SENTENCE + 1)
        end = space if space > 0 else begin + LONGEST_SENTENCE
        piece = _trim(text, begin, end)
        if piece:
            yield piece
        begin = end
    rest = _trim(text, begin, span.end)
    if rest:
        yield rest
