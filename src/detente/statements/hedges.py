"""Whether what a quote says is said outright: negations and hedges over its own predicate."""

from __future__ import annotations

import re

from detente.model import Document, Evidence, Span

# A straight double quotation mark stands for the apostrophe in some old wire copy: isn"t.
_WORD = re.compile(r"\w+(?:['’\"]\w+)*|[^\w\s]")


def _words(listed: str) -> frozenset[str]:
    """A word list written with spaces."""
    return frozenset(listed.split())


_NEGATIONS = _words(
    "not no never none nobody nothing nowhere neither nor cannot without unable unwilling hardly scarcely"
)
_HEDGES = _words(
    "may might could appear appears appeared apparently seem seems seemed seemingly likely unlikely likelier probably"
    " probable improbable possibly perhaps maybe presumably potentially conceivably theoretically hypothetically"
    " reportedly allegedly purportedly supposedly tentative tentatively provisional provisionally doubtful unclear"
    " uncertain uncertainty expects expected hope hopes hoped hopefully chance chances"
)
_HEDGE_PHRASES = (("in", "theory"), ("in", "principle"), ("remains", "to", "be", "seen"))
# "The agreement in principle is a victory" names a kind of agreement; "they agreed in principle" hedges.
_NAMED = _words("agreement agreements deal deals accord accords")
_BE = _words("is are was were be been being seems appears it's that's remains became becomes")
# Followed so, a word denies or weakens nothing: "not only X but Y", "no later than", "appeared in court".
_HARMLESS_BEFORE = {
    "not": _words("only just merely least"),
    "no": _words("doubt later more less fewer matter"),
    "without": _words("precondition preconditions condition conditions delay doubt exception"),
    "nothing": _words("but less"),
} | dict.fromkeys(("appear", "appears", "appeared"), _words("in on at before with for alongside"))
# Predicates of a clause that opens with one of these are not the quote's own.
_SUBORDINATORS = _words(
    "if unless until till because since when whenever once although though while whereas whether lest"
)
_RELATIVES = _words("who whom whose which that where")
# A "that" after one of these opens what is said, not a description of a noun.
_SAYING = re.compile(
    r"(?:said|told|tell|knew|known|felt|thought|understood|swore|sworn|clear|sure|likely|unlikely|possible|probable|scenario"
    r"|(?:say|admit|announc|argu|assert|believ|claim|conced|conclud|confirm|contend|declar|demand|den|doubt|emphasi[sz]"
    r"|estimat|expect|fear|feel|hint|hop|impl|indicat|insist|know|mean|not|pledg|predict|promis|propos|recogni[sz]|repeat"
    r"|report|reveal|show|signal|stress|suggest|swear|think|threaten|understand|urg|vow|warn|agre|decid|acknowledg"
    r"|reiterat|remark)(?:e|ed|es|s|y|ied|ies|ing|ting|ted|eed|ees|eeing)?)$"
)
_FINITE = _words(
    "is are was were has have had do does did will would shall should can could may might must be been"
    " wants want said says calls called"
)
_CLAUSE_ENDS = frozenset(",;:—")


def find_hedge(document: Document, quote: Span) -> tuple[bool, Evidence | None]:
    """Whether a quote's own predicate stands under a negation or a hedge.

    Parameters
    ----------
    document : Document
    quote : Span
        The content clause of one statement.

    Returns
    -------
    negated_or_hedged : bool
        True for "will not", "yet to", "no solution", "unlikely", "may", "tentative"; "would" and "can" alone are
        neither.
    hedge : Evidence or None
        The first hedging words alone ("seems unlikely"), with a "not" that stands right before them; ``None``
        where there is none or only a negation.

    Notes
    -----
    Looked at are the quote's main clauses and what they say or think ("said that it may"). Left out are clauses of
    condition, time and reason ("if it does not agree") and clauses that only describe a noun ("facilities that could
    not be attacked"), unless the quote has no predicate of its own. A negation inside a word that absorbs it
    ("refused", "ruled out") is not one on the surface.
    """
    found = list(_WORD.finditer(document.text, quote.start, quote.end))
    words = [match[0].lower().replace("’", "'").replace('"', "'") for match in found]
    own = _own_words(words)
    hedges = [i for i in own if _is_hedge(words, i, found[i][0])]
    negated = any(_is_negation(words, i) for i in own)
    if not hedges:
        return negated, None
    first = hedges[0]
    last = first + max(_phrase_length(words, first) - 1, 0)
    for i in hedges:
        last += i == last + 1
    if first and words[first - 1] == "not":
        first -= 1
    return True, Evidence.cite(document, Span(start=found[first].start(), end=found[last].end()))


def _own_words(words: list[str]) -> list[int]:
    """Places of the words that stand in the quote's main clauses or in what those say."""
    own: list[int] = []
    inside = True
    finite = False
    for i, word in enumerate(words):
        if inside:
            inside = not (_subordinates(words, i) or (finite and _describes(words, i)))
        elif word in _CLAUSE_ENDS or word == "then":
            inside = True
        if inside:
            own.append(i)
            finite = finite or word in _FINITE or (len(word) > 4 and word.endswith("ed"))
    return own or list(range(len(words)))


def _subordinates(words: list[str], i: int) -> bool:
    """Whether the word at ``i`` opens a clause of condition, time or reason."""
    return words[i] in _SUBORDINATORS and not (words[i] == "once" and words[i + 1 : i + 2] in (["again"], ["more"]))


def _describes(words: list[str], i: int) -> bool:
    """Whether the word at ``i`` opens a clause that describes the noun before it."""
    if words[i] not in _RELATIVES or i == 0 or not words[i - 1][0].isalpha():
        return False
    return words[i] != "that" or not (_SAYING.match(words[i - 1]) or words[i - 1] in _BE)


def _is_negation(words: list[str], i: int) -> bool:
    """Whether the word at ``i`` denies."""
    word = words[i]
    if word.endswith("n't") or (word == "yet" and words[i + 1 : i + 2] == ["to"]):
        return True
    return word in _NEGATIONS and not _is_harmless(words, i)


def _is_hedge(words: list[str], i: int, written: str) -> bool:
    """Whether the word at ``i`` weakens; ``written`` tells the month from the verb."""
    word = words[i]
    if word == "may":
        return written == "may"
    if word == "possible":
        return i > 0 and words[i - 1] in _BE and words[i + 1 : i + 2] != ["only"]
    if word in _HEDGES:
        return not _is_harmless(words, i)
    return _phrase_length(words, i) > 0 and not (i and words[i - 1] in _NAMED)


def _is_harmless(words: list[str], i: int) -> bool:
    """Whether the word that follows takes the sting out of the word at ``i``."""
    return i + 1 < len(words) and words[i + 1] in _HARMLESS_BEFORE.get(words[i], ())


def _phrase_length(words: list[str], i: int) -> int:
    """How many words of a hedging phrase begin at ``i``; 0 for none."""
    return next((len(p) for p in _HEDGE_PHRASES if tuple(words[i : i + len(p)]) == p), 0)
