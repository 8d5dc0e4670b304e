"""The shape of a naming phrase: where it really begins and ends, and whether it names anybody at all.

The reader marks pieces of words; a phrase may come cut ("the President of"), with loose words ("including teachers") or as an
adjective alone ("the largest").
"""

from __future__ import annotations

import re

from detente.model import Span

ACCORDING = re.compile(r"According to (?P<source>[^,.;:“”\"\n]{2,80}), ")
"""A head that credits all that its sentence goes on to tell to a source."""
ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their|our|some|several|many|most|all|both|these|those)\s+", re.I)
_LOOSE = re.compile(
    r"(?:(?:to|of|by|from|with|both|and|or|that|for|in|on|at|as|while|but|when|including|such as|led by|told|said|s)\s+|"
    r"[\s“”\"'‘’(,.;:—–-])+",
    re.I,
)
_ENLARGED = re.compile(r",? (?:led by|including|such as|among them|headed by)\b|, (?:who|which)\b")
_RELATIVE = re.compile(r"(?:who|which|whose|whom)\b", re.I)
_HANGING = re.compile(
    r"(?:\s+(?:of|for|at|with|by|in|on|from|to|the|a|an|and|or|who|which|that|whose|about|said|told)|[\s,;:.“”\"'‘(–—-])+$",
    re.I,
)
_DAYS = (
    "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|June|July|August|September|October|November|December|"
    "I|The|A|An|In|On|He|She|It|They|We|But|And"
)
_NEXT_NAME = re.compile(rf"[ -](?!(?:{_DAYS})(?:day)?\b)[A-Z][\w.’'&-]*\w")
_NEXT_AFTER_LINK = re.compile(rf" (?:(?:of|for|at|with|and) )?(?:the )?(?!(?:{_DAYS})(?:day)?\b)[A-Z][\w’'&-]*")
_LINKED = re.compile(r"\b(?:of|for|at|with)(?: the)?$")
_BEFORE = re.compile(
    rf"(?<![.!?:”\"] )(?<![\w-])((?!(?:{_DAYS})(?:day)?\b)[A-Z][\w’'&-]*(?: of)?(?:,? (?=(?:Jr|Sr)\b)|[ -]))$"
)
_OPENER = re.compile(r"(?:^|[.!?:;,”“\"\n])\s*$")
_EMPTY = frozenset(
    "a an the that this these those which who whom it its they them their he she his her we us our i you your and or of to in on "
    "for by with as at from is are was were be not no s t all both each some many most several one two three other others "
    "another same such own latter former".split()
)
_QUALIFIERS = frozenset(
    {"about", "around", "over", "other", "others", "several", "hundreds", "dozens", "thousands", "scores"}
)
"""Those that open a sentence in capitals and still name nobody."""
_BARE_ADJECTIVE = re.compile(
    r"(?:(?:the|a|an|some|more|most|very|many)\s+)*(?:(?!east|west|guest|priest)\w+est|\w+ous|\w+ful|\w+ible|\w+able|federal|political|presidential|"
    r"congressional|national|regional|local|global|joint|lead|leading|key|big|major|prominent|familiar|cordial|vocal|former|"
    r"senior|top|new|old|hundreds|dozens|thousands|scores|\d[\d,.]*|twenty|thirty|forty|fifty|pp|official|several|bipartisan|"
    r"led|headed|about|around|over|other|others|other \w+|important|public|private|military|economic|foreign|domestic|legal|"
    r"central|powerful)"
)
_POSSESSED = re.compile(r"[’']s\s[a-z]")
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+[A-Z]$")
"""A name that ends in initials, but for its last full stop: "the U.S"."""
_ABBREVIATED = re.compile(
    r"(?:[RDI]-)?(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.?H|N\.?J|N\.?M|"
    r"N\.?Y|N\.?C|N\.?D|Okla|Ore|Pa|R\.?I|S\.?C|S\.?D|Tenn|Tex|Va|Vt|Wash|W\.?Va|Wis|Wyo)\.?|[RDI]-[A-Z]\w+|"
    r"(?:Jr|Sr|Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col)\.?"
)
"""Where an American lawmaker is from, or a title: short forms that name nobody by themselves."""


def tidy(text: str, span: Span) -> Span | None:
    """A naming phrase in its right extent: cut names made whole, loose words at the edges and what only enlarges on it gone.

    ``None`` where nothing is left that could name somebody.
    """
    if span.start and text[span.start - 1].isalnum() and _POSSESSED.match(text, span.start):
        return None  # "France" and "'s finance" were marked apart
    span = _whole(text, span)
    surface = text[span.start : span.end]
    lead = _LOOSE.match(surface)
    start = span.start + (lead.end() if lead else 0)
    surface = text[start : span.end]
    enlarged = _ENLARGED.search(surface)
    if enlarged and enlarged.start() > 0:
        surface = surface[: enlarged.start()]
    surface = re.sub(r"[’']s$", "", _HANGING.sub("", surface))
    if surface.endswith(")") and surface.count(")") > surface.count("("):
        surface = surface[:-1]  # "(R-Texas)" is marked without its beginning
    if surface.endswith(")") and surface.count(")") > surface.count("("):
        surface = surface[:-1]  # "(R-Texas)" is marked without its beginning
    if _RELATIVE.match(surface) or _ABBREVIATED.fullmatch(surface) or _is_bare_adjective(surface):
        return None
    initials = _INITIALS.search(surface)
    if initials and text[start + len(surface) : start + len(surface) + 1] == ".":
        surface += "."
    words = [w for w in re.findall(r"\w+", surface.lower()) if w not in _EMPTY]
    return Span(start=start, end=start + len(surface)) if initials or any(len(w) > 1 for w in words) else None


def _is_bare_adjective(surface: str) -> bool:
    """Whether a phrase only tells of what kind: "the largest", "federal"; never where a name ends it, as in "Budapest"."""
    *_, last = surface.split() or [""]
    plain = last.islower() or not last[:1].isalpha() or last.lower() in _QUALIFIERS
    return plain and _BARE_ADJECTIVE.fullmatch(surface.lower()) is not None


def _whole(text: str, span: Span) -> Span:
    """The phrase with the rest of a name that it cuts: "the President of" [the Republic], [Agence] "France-Presse"."""
    start, end = span.start, span.end
    surface = text[start:end]
    if _in_capitals(text, span):
        return span
    if _LINKED.search(surface):
        more = _NEXT_AFTER_LINK.match(text, end)
        end = more.end() if more else end
    last = re.split(r"[ -]", text[start:end])[-1]
    if last[:1].isupper():
        while (more := _NEXT_NAME.match(text, end)) and end - span.end < 60:
            end = more.end()
    first = re.match(r"[\w’']+", surface)
    if first and first[0][:1].isupper() and first[0].lower() not in _EMPTY:
        while (before := _BEFORE.search(text, max(0, start - 30), start)) and not _opens(text, before.start(1)):
            start = before.start(1)
    return Span(start=start, end=end)


def _in_capitals(text: str, span: Span) -> bool:
    """Whether a phrase stands in a headline all in capitals, where they tell no name from other words."""
    low = max(text.rfind("\n", 0, span.start) + 1, span.start - 200)
    high = text.find("\n", span.end, span.end + 200)
    line = text[low : high if high >= 0 else span.end + 200]
    return line.isupper() and " " in line.strip()


def _opens(text: str, at: int) -> bool:
    """Whether a word opens its sentence or quote: its capital then says nothing."""
    return _OPENER.search(text, max(0, at - 4), at) is not None or at == 0
