"""Nouns of undertaking, and the name that a clause gives to one."""

from __future__ import annotations

import re

from detente.model import CommitmentKind, Span

_CAPTIVES = r"(?:prisoners?|hostages?|detainees?|captives?|soldiers?|bodies|remains)"
HANDED = r"(?:transferred|exchanged|swapped|released|freed|returned|handed over)"
_KINDS = {
    CommitmentKind.PROTECTED_LIST: (
        r"lists? of (?:\w+ ){0,3}?(?:facilities|sites|targets|objects)|(?:facilities|sites|targets|objects|places)"
        r" (?:that|which) (?:could|can|may|must|will|would|should) not be (?:attacked|struck|hit|targeted|shelled)"
    ),
    CommitmentKind.EXCHANGE: (
        rf"{_CAPTIVES}(?:[- ]of[- ]war)? (?:exchanges?|swaps?)|(?:exchanges?|swaps?) of (?:\w+ ){{0,3}}?{_CAPTIVES}"
        rf"|{HANDED} (?:\w+ ){{0,4}}?{_CAPTIVES}"
    ),
    CommitmentKind.MORATORIUM: r"moratori(?:um|a)|(?:suspensions?|freezes?|halts?)(?= (?:of|on|in|to)\b)",
    CommitmentKind.CEASEFIRE: (
        r"ceasefires?|cease-fires?|truces?|armistices?|cessation of hostilities|pauses? in (?:the )?fighting"
    ),
    CommitmentKind.WITHDRAWAL: r"withdrawals?|pull-?outs?|pull-?backs?|disengagement",
    CommitmentKind.OTHER: (
        r"agreements?|(?<!to )(?<!great )(?<!good )deals?|accords?|pacts?|treat(?:y|ies)|(?<!to )contracts?"
        r"|plans?(?! to\b)|proposals?|memorand(?:um|a)|road-?maps?|compacts?|frameworks?|protocols?"
        r"|joint (?:declarations?|statements?)"
        r"|(?:peace|political|negotiated|legal|pay|debt|labou?r|border) settlements?"
        r"|settlement(?= (?:with|between)\b)"
        r"|(?:current|existing|present) one(?=,? (?:(?:which|that) )?(?:expire|lapse|ends|runs out))"
        r"|(?:peace|pay|wage|contract|truce|settlement|formal|final|latest|new|(?<=\bthe)|(?<=\ban)|(?<=\bits)) offers?"
    ),
}
_KIND = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _KINDS.items()}
NOUN = re.compile(rf"\b(?:{'|'.join(_KINDS.values())})\b", re.IGNORECASE)
"""Nouns of undertaking; an exchange may be told by its verb."""
STANDING = re.compile(r"\b(?:current|existing|present|old)\b", re.IGNORECASE)
"""Words for the undertaking that stands, beside a new one."""
_ANY = re.compile(r"\b(?:any|no) (?:\w+ )?$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:the|an?|this|that|these|those|its|their|his|her|our|your|any|no|some|both|all|each|of|on|in|to|for|from|by|with"
    r"|at|as|and|or|but|is|are|was|were|be|been|has|have|had|will|would|could|may|might|must|not|which|who|said|says"
    r"|under|over|about|after|before|than|then|what|\w+(?:ed|es)|struck|strike|sign|reach|announce|seal|quit|began)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"(?:\s(?:{_KINDS[CommitmentKind.OTHER]})\b)*"
    r"(?:\s(?:of|on|for|to|between|with|over|regulating|governing|covering|limiting)(?:\s(?!(?:which|that|who|is|are|was"
    r"|were|has|have|had|will|would|could|may|must|after|before|as|but|while|because|if|when|and|last|this|next|expires?|lapses|ends|replac\w+|supersed\w+)\b)"
    r"(?:\d[\d,.]*\w|[\w’'“”\"$%-])+){1,9})?",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:new|old|current|draft|final|first|interim|tentative|historic|joint|trade|peace|ceasefire|cease-fire|the|an?"
    r"|nuclear|budget|tariff|labou?r|economic|political|security|military|missile|free|comprehensive|international)",
    re.IGNORECASE,
)
"""Words that many undertakings bear, so that they tell none of them from another."""
_WORD_BEFORE = re.compile(r"([\w’'“”\"$%.-]+)\s$")


def name_undertaking(text: str, clause: Span) -> tuple[Span, CommitmentKind, str] | None:
    """Name, kind and head of the first undertaking that a clause names; "any proposal" is none."""
    nouns = NOUN.finditer(text, clause.start, clause.end)
    noun = next((n for n in nouns if not _ANY.search(text, clause.start, n.start())), None)
    if noun is None:
        return None
    name = name_of(text, clause, noun)
    kind = kind_of(text[name.start : name.end])
    return name, kind, head_of(kind, noun[0])


def name_of(text: str, clause: Span, noun: re.Match[str]) -> Span:
    """A noun with up to three words before it and the phrase after it."""
    start = noun.start()
    for _ in range(3):
        word = _WORD_BEFORE.search(text, clause.start, start)
        if word is None or _BEFORE_NAME.fullmatch(word[1].lstrip("\"“‘'")):
            break
        start = word.start()
    after = _AFTER_NAME.match(text, noun.end(), clause.end)
    return Span(start=start, end=after.end() if after else noun.end())


def title_of(name: str) -> frozenset[str]:
    """The words that make a capitalised name this one undertaking's own: ``{natural, rubber}``; none where it has no title."""
    noun = NOUN.search(name)
    if noun is None or not noun[0][0].isupper() or name.isupper():
        return frozenset()
    before = re.search(r"(?:\b[A-Z][\w.’'-]*\s)*$", name[: noun.start()])
    words = before[0].split() if before else []
    return frozenset(word.lower() for word in words if not _GENERIC.fullmatch(word) and not NOUN.fullmatch(word))


def kind_of(words: str) -> CommitmentKind:
    """The most particular kind that some words name."""
    return next((kind for kind, pattern in _KIND.items() if pattern.search(words)), CommitmentKind.OTHER)


def head_of(kind: CommitmentKind, noun: str) -> str:
    """One word for the nouns that may well mean the same undertaking."""
    if kind is not CommitmentKind.OTHER:
        return kind.value
    if re.match(r"plan|proposal|offer|road", noun, re.IGNORECASE):
        return "proposal"
    return "contract" if noun.lower().startswith("contract") else "agreement"
