"""For whom a person speaks, by the title, apposition or affiliation beside the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from detente.codebook.gazetteer import Kind
from detente.model import PartyId, Span
from detente.statements.known import NEAR, SEATS, Known, head_of, inside_of
from detente.statements.phrases import ARTICLE

_APPOSED = re.compile(r"\s*,\s+(?:an?\s|the\s|who\s|[a-z])|\s+of\s+(?:the\s+)?|\s*\((?:the\s)?")
_NAME = r"(?:[A-Z][\w.’'-]*\s+){1,4}[A-Z][\w’'-]+"
_PERSON = re.compile(_NAME)
_TITLE = (
    r"spokes(?:man|woman|person)|leader|chief|head|official|minister|president|chairman|chairwoman|chair|secretary|director|"
    r"negotiator|adviser|advisor|economist|lawyer|representative|executive|delegate|founder|member"
)
"""In whose name somebody may speak."""
_TITLES = re.compile(
    r"(?:[’']s)? (?:(?:deputy|vice|senior|former|chief|top|political|military|foreign|prime|press|government|party|union|army|"
    r"acting|national|general|finance|defen[cs]e|trade|interior|labou?r)[ -])*"
    rf"(?:{_TITLE}|commander|envoy|ambassador|general|lawmaker|senator|candidate|premier|chancellor) ",
    re.I,
)
_SERVES = re.compile(
    r",\s(?:(?:an?|the|its|who is)\s)?(?:[\w’'-]+\s(?:and\s)?){0,5}?"
    rf"(?:{_TITLE}|officer|analyst|fellow|professor|scholar|strategist)\s(?:of|for|at|with|from)\s(?:the\s)?"
    r"(?P<body>[A-Z][\w’'&-]*(?:(?:\s(?:of|for|and|on))?(?:\sthe)?\s[A-Z][\w’'&-]*)*)"
)
_SERVED = re.compile(
    r"(?i:an?\s|the\s|one\s|another\s)?(?P<body>(?!(?:An?|The|One|Another)\b)[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*)*)\s(?:spokes(?:man|woman|person)|official|negotiator|lawyer|executive)\b"
)
_BODY_NOUN = (
    r"(?:Association|Federation|Confederation|Council|Committee|Congress|Union|League|Chamber|Institute|Organi[sz]ation|Society|"
    r"Board|Authority|Agency|Commission|Bank|Fund|Party|Front|Movement|Alliance|Coalition|Group|Corp|Inc)"
)
"""What the name of a body ends in."""
_HEADED = re.compile(
    r"(?:an?\s|the\s)?(?!Central Bank)(?P<body>(?:(?:of|for|and|on|the)\s|[A-Z][\w’'&-]*\s){0,8}?"
    rf"{_BODY_NOUN}(?:\sof(?:\s(?:the\s)?[A-Z][\w’'&-]*){1, 3})?)(?:,?\s\(?[A-Z]{2, 7}\)?,?)?\s"
    r"(?i:(?:(?:vice|executive|deputy|chief|general|managing)[ -])*"
    rf"(?:{_TITLE}|secretary-general|governor))\s(?=[A-Z])"
)
_STATE_OFFICE = re.compile(
    r"(?:the\s)?(?:(?:deputy|vice|assistant|senior|acting|former)\s)*(?:(?:foreign|prime|defen[cs]e|interior|home|finance|"
    r"treasury|trade|external trade|commerce|economy|economic affairs|planning|energy|oil|petroleum|mines|agriculture|farm|"
    r"fisheries|industry|labou?r|transport|health|education|environment|justice|information)\s"
    r"(?:minister|secretary|ministry\s(?:sources?|officials?|spokes(?:man|woman|person)))|"
    r"central bank\s(?:governor|president|director|chief|officials?))\b",
    re.I,
)
_NAMED_LAST = re.compile(
    rf"(?:\b(?i:{_TITLE}|commander|envoy|ambassador|senator|premier|governor|officer),?|"
    rf"\b(?!(?:of|in|for|the|and|at|from|on|by|to|with|an?|de|van|von)\s)[a-z][\w-]*)\s(?P<name>{_NAME})(?:\sof\s[A-Z][\w’'-]*)?$"
)
_SEATED = re.compile(
    r"(?i:the\s)?(?P<body>(?:[A-Z][\w’'&-]*\s){1,5}"
    r"(?:Institute|Institution|Association|Federation|Confederation|Chamber|Society|League|Foundation|Cent(?:re|er)|Fund|Group))"
    r"\s(?:of|in)\s[A-Z]",
)
_NAMED_BEHIND = re.compile(rf"\b{_BODY_NOUN}\s(?P<name>(?:[A-Z][\w.’'-]*\s){{1,2}}[A-Z][\w’'-]+)$")
_NAMED_FIRST = re.compile(rf"(?P<name>{_NAME}),\s")
_OFFICE_ALONE = re.compile(
    r"the (?P<office>spokes(?:man|woman|person)|official|minister|chairman|negotiator|delegate)", re.I
)
_UNQUOTE = re.compile(r"[,.!?]?[”\"]\s$")
BODY_ALONE = re.compile(
    r"the (?:group|organi[sz]ation|association|federation|alliance|coalition|institute|movement|front|league|society|agency)",
    re.I,
)
"""What a text goes on to call a body that it has named."""
_AFFILIATED = re.compile(r"(?:,\s|\s\()(?P<letter>[RD])[- ][A-Z]")
_AFFILIATIONS = {"R": PartyId("us-republicans"), "D": PartyId("us-democrats")}
_LONGEST = 200
"""Characters of a phrase that are looked at."""


def apposed(text: str, span: Span, known: Sequence[Known], starts: Sequence[int]) -> PartyId | None:
    """The party in the apposition after a name, or in the title right before it."""
    if not text[span.start].isupper():
        return None
    after = _APPOSED.match(text, span.end)
    if after:
        stop = re.compile(r"[,.;:)\n]|\bsaid\b|\btold\b").search(text, after.end())
        end = min(stop.start() if stop else span.end + 90, span.end + 90)
        if end > span.end:
            head = head_of(
                [k for k in inside_of(known, starts, Span(start=span.end, end=end)) if k.kind is not Kind.GROUP]
            )
            if head:
                return head
    before = re.search(r"(?:[\w.’'-]+ ){1,6}$", text[max(0, span.start - 80) : span.start])
    if before:
        start = span.start - len(before.group())
        close = [k for k in inside_of(known, starts, Span(start=start, end=span.start)) if k.kind is not Kind.GROUP]
        if close:
            last = close[-1].span
            between = text[last.end : span.start]
            # The gazetteer may hold the title itself ("Hamas spokesman"); else only a title may stand between.
            if _TITLES.fullmatch(between) or (
                between == " " and _TITLES.fullmatch(" " + text[last.start : last.end].split()[-1] + " ")
            ):
                return close[-1].party
    return None


def body_of(text: str, span: Span) -> str | None:
    """The body, unknown to the gazetteer, for which a title says that a person speaks: "Ann Lee, president of Forward Now"."""
    phrase = text[span.start : min(span.end, span.start + _LONGEST)]
    within = _SERVES.search(phrase)
    if within is None and _PERSON.fullmatch(phrase):
        within = _SERVES.match(text, span.end) if text[span.end : span.end + 2] == ", " else None
    within = within or _SERVED.match(phrase) or _HEADED.match(phrase)
    return str(within["body"]) if within else None


def seated_body(text: str, span: Span, inside: Sequence[Known]) -> str | None:
    """A body with its seat behind it, of which only the seat is known: "the Harbour Institute of Washington"."""
    phrase = text[span.start : min(span.end, span.start + _LONGEST)]
    found = _SEATED.match(phrase)
    if found is None or any(k.span.start < span.start + found.end("body") for k in inside):
        return None
    return found["body"]


def lawmaker(text: str, span: Span) -> PartyId | None:
    """The party of an American lawmaker, where a text gives it beside the name: "Ann Lee, R-Ohio", "Ann Lee (D-N.J.)"."""
    found = _AFFILIATED.match(text, span.end) or _AFFILIATED.search(text, span.start, span.end)
    return _AFFILIATIONS[found["letter"]] if found and text[span.start].isupper() else None


def official(text: str, span: Span, known: Sequence[Known], starts: Sequence[int]) -> PartyId | None:
    """The state named last before a minister of no state named: "Chile refuses, Foreign Minister Elena Rojas said"."""
    if not _STATE_OFFICE.match(text, span.start, span.end):
        return None
    at = span.start
    if _UNQUOTE.search(text, max(0, at - 4), at):  # whom he speaks of is no sign of whom he speaks for
        opening = max(text.rfind("“", 0, at), text.rfind('"', 0, max(0, at - 4)))
        at = opening if opening >= 0 else at
    last = next((k for k in reversed(known[: bisect_left(starts, at)]) if k.kind in (*SEATS, Kind.ADJECTIVE)), None)
    return last.party if last is not None and at - last.span.end <= NEAR else None


def surnames_in(phrase: str) -> list[str]:
    """How a text goes on to call the person in a phrase: "Chairman Ilan Ravel" is "Ravel", "Ana Ruiz Soto" also "Ruiz"."""
    phrase = phrase[:_LONGEST]
    found = _NAMED_FIRST.match(phrase) or _NAMED_BEHIND.search(phrase) or _NAMED_LAST.search(phrase)
    name = phrase if _PERSON.fullmatch(phrase) else found["name"] if found else ""
    words = name.split()
    second = words[-2:-1] if len(words) > 2 and len(words[-2]) > 3 else []
    return [*words[-1:], *second]


def same_office(text: str, span: Span, before: Sequence[Span]) -> Span | None:
    """Whom "the spokesman" means: the last phrase before it that names one with that office, or has it beside it.

    Parameters
    ----------
    span : Span
        The phrase.
    before : sequence of Span
        Phrases that name somebody, in text order.
    """
    alone = _OFFICE_ALONE.fullmatch(text, span.start, span.end)
    if alone is None:
        return None
    for phrase in reversed(before):
        around = text[phrase.start : phrase.end + len(alone["office"]) + 4]
        if phrase.end < span.start and alone["office"].lower() in around.lower():
            return phrase
    return None


def stands_for(acronym: str, name: str) -> bool:
    """Whether capitals are the initials of a name: "ASA" of "American Soybean Association"."""
    initials = "".join(word[0] for word in re.findall(r"[A-Z][\w’'-]+", ARTICLE.sub("", name).partition("(")[0]))
    return len(acronym) > 2 and acronym.isupper() and initials == acronym
