"""When: expressions of time in news English, resolved against the report's date by a few rules."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.model import Document, Evidence, Moment, Precision, Span

_Range = tuple[date, date]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_COUNTS |= {"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
_UNITS = {
    "hour": Precision.DAY,
    "day": Precision.DAY,
    "week": Precision.WEEK,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
}

# Written to follow one another; each is tried once at a place, so that matching stays linear.
_LEAD = (
    r"(?:\b(?P<lead>(?i:on|in|by|before|until|till|since|after|from|during|at|over|through|starting|no later than))\s)?"
)
_PART = r"(?:\b(?i:the )?(?P<part>(?i:early|mid|late|(?:end|start|beginning|middle) of))(?: in)?[\s-])?"
_MONTH = (
    r"\b(?=[A-Z])(?P<month>(?i:Jan(?:uary|\b\.?)|Feb(?:ruary|\b\.?)|Mar(?:ch|\b\.?)|Apr(?:il|\b\.?)|May|Jun(?:e|\b\.?)"
    r"|Jul(?:y|\b\.?)|Aug(?:ust|\b\.?)|Sept?(?:ember|\b\.?)|Oct(?:ober|\b\.?)|Nov(?:ember|\b\.?)|Dec(?:ember|\b\.?)))"
    r"(?![A-Za-z])"
)
# Every rule below needs one of these; most sentences have none.
_HINT = re.compile(
    r"\d|hour|day|week|month|year|tomorrow|tonight|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\w|[.,]\d)"
_TIME_OF_DAY = r"(?:\s(?:morning|afternoon|evening|night))?"

# The last of these words before a mention (or the first after it, where it opens its clause) tells its tense.
_TENSE = re.compile(
    r"(?P<future>\b(?:(?:will|shall|would|must|should|may|might)(?:\s(?:not|be|also|\w+ed)){0,3}|due|scheduled|upcoming"
    r"|deadline|expect(?:s|ed)?|plan(?:s|ned|ning)?|propos(?:es?|al)|(?:proposed|offered)(?!\s*$)|wants?|hopes?|won['’]t"
    r"|(?:promised|agreed|vowed|set|is|are) to|as (?:early|soon) as"
    # What ends or begins in the present tense lies ahead.
    r"|expires?|lapses|ends|begins|starts|runs (?:out|to)|(?:takes?|comes? into|enters? into|goes into) (?:effect|force))\b"
    r"|['’]ll\b)"
    r"|(?P<past>\b(?!need|indeed|speed)(?:said|told|was|were|had|did|met|began|went|came|took|fell|rose|broke|held|sent"
    r"|won|lost|\w{2,20}ed)\b)",
    re.IGNORECASE,
)
_ONCE_DUE = re.compile(
    r"\b(?:was|were|been|originally|initially|previously|formerly|at first)\s(?:[a-z]+ly\s)?(?:due|set|scheduled|expected"
    r"|supposed|meant|planned)\b(?:(?!\b(?:but|and|will|now)\b)[^,;]){0,60}$",
    re.IGNORECASE,
)
"""What was to happen on a day may lie ahead or not: the date that is nearest is meant."""
_TENSE_WINDOW = 120
_SENTENCE_BREAK = re.compile(r"[.!?;]\s|\n")
_CLAUSE_START = re.compile(r"(?:^|[,;:\"“‘(\n]|\b(?:and|but|that))\s*$", re.IGNORECASE)
_DEADLINE_AFTER = re.compile(
    r"(?:['’]s)?(?:\s[\w-]+){0,2}?\s(?:deadlines?|ultimatum|target date|cut-?off date)\b", re.IGNORECASE
)
_MISSED = re.compile(
    r"\b(?:miss(?:ed|ing)|passed|beyond|past|after|previous|original|since|over-?r[ua]n|expired|fail(?:ed|s)?|unable"
    r"|could(?:n['’]t| not))\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_LEADS_AHEAD = frozenset({"by", "until", "till", "before", "no later than", "starting"})
# "about 2000 troops", "$2000" and "Resolution 1973" hold no year.
_NO_YEAR_AFTER = re.compile(
    r"(?:\b(?:about|some|nearly|almost|around|roughly|approximately|up to|than|least|most"
    r"|resolution|section|article|flight|no\.)\s|[$€£¥]\s?)$",
    re.IGNORECASE,
)
_NO_YEAR_BEFORE = re.compile(
    r"\s?(?:%|(?:pct|per|percent|mln|bln|bn|million|billion|trillion|dlrs|dollars|euros|tonnes|people|troops)\b"
    r"|[\s-](?:day|week|month|year)s?\b)"
)


@dataclass(frozen=True, slots=True)
class _Now:
    """What a mention is resolved against."""

    published: date | None
    anchor: _Range | None
    tense: str | None
    """``future``, ``past``, ``due`` (was to happen) or ``None``."""

    @property
    def ahead(self) -> bool:
        """Whether a weekday or a stretch is the one to come."""
        return self.tense in ("future", "due")


_Resolved = tuple[_Range | None, Precision]
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], _Now], _Resolved | None]]


def find_moments(document: Document, span: Span, *, anchor: Moment | None = None) -> tuple[Moment, ...]:
    """When things were said or done, in the words of the text.

    Parameters
    ----------
    document : Document
        Its ``published`` date is the day that "yesterday" and "on Tuesday" count from.
    span : Span
        Where to look; usually one sentence.
    anchor : Moment or None
        The moment told last before the span, for "a day later"; one inside the span takes precedence.

    Returns
    -------
    tuple of Moment
        In text order, not overlapping. The surface keeps a preposition ("by September 30"), but the bounds are
        those of the date named. ``earliest`` and ``latest`` are ``None`` where there is nothing to count from,
        and for impossible dates such as February 30.

    Notes
    -----
    Weekdays: the most recent such day up to the publication day itself; the next one on or after it where the
    preposition looks ahead ("by Friday") or the nearest verb before does ("will meet on Tuesday", "plans to vote
    Sunday"; for a mention that opens its clause, the first verb after). "last" and "next" exclude the publication
    day. Days and months without a year follow the same rule; with no tense told, and where something "was due to"
    happen, the nearest year is taken. "expires" and "takes effect" look ahead. Weeks run Monday to Sunday. "early",
    "mid" and "late" are the first, middle and last third, precision ``VAGUE``.
    """
    text = document.text
    if not _HINT.search(text, span.start, span.end):
        return ()
    matches = sorted(
        ((match, resolve) for pattern, resolve in _RULES for match in pattern.finditer(text, span.start, span.end)),
        key=lambda found: (found[0].start(), -found[0].end()),
    )
    told = (anchor.earliest, anchor.latest) if anchor and anchor.earliest and anchor.latest else None
    moments: list[Moment] = []
    for match, resolve in matches:
        if moments and match.start() < _end(moments[-1]):
            continue
        resolved = resolve(match, _Now(document.published, told, _tense(text, span, match)))
        if resolved is None:
            continue
        bounds, precision = resolved
        earliest, latest = bounds or (None, None)
        evidence = Evidence.cite(document, Span(start=match.start(), end=match.end()))
        moments.append(
            Moment(earliest=earliest, latest=latest, precision=precision, surface=evidence.quote, evidence=evidence)
        )
        if bounds:
            told = bounds
    return tuple(moments)


def _end(moment: Moment) -> int:
    """Where the moment's words end in the text."""
    return moment.evidence.span.end if moment.evidence else 0


def _tense(text: str, span: Span, match: re.Match[str]) -> str | None:
    """Whether the mention stands with a verb of the future or of the past, if its clause tells."""
    lead = (match.groupdict().get("lead") or "").lower()
    if lead in _LEADS_AHEAD or lead == "since":
        return "past" if lead == "since" else "future"
    if _DEADLINE_AFTER.match(text, match.end(), span.end):
        return "past" if _MISSED.search(text, span.start, match.start()) else "future"
    before = _SENTENCE_BREAK.split(text[max(span.start, match.start() - _TENSE_WINDOW) : match.start()])[-1]
    verbs = list(_TENSE.finditer(before))[-1:]
    if _CLAUSE_START.search(before) and text[match.end() : match.end() + 2] not in ("'s", "’s"):
        after = _SENTENCE_BREAK.split(text[match.end() : min(span.end, match.end() + _TENSE_WINDOW)], maxsplit=1)[0]
        verbs = list(_TENSE.finditer(after))[:1] or verbs
    told = verbs[0].lastgroup if verbs else None
    return "due" if told == "future" and _ONCE_DUE.search(before) else told


# ── calendar arithmetic ──


def _day(year: int, month: int, day: int) -> _Range | None:
    """One day, or nothing where the calendar has no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _month(year: int, month: int) -> _Range:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _shift(start: date, unit: str, count: int) -> date | None:
    """The day that lies ``count`` units away, or nothing beyond the calendar's ends."""
    try:
        if unit in ("day", "week"):
            return start + timedelta(days=count * (7 if unit == "week" else 1))
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _widen(day: date, unit: str) -> _Range | None:
    """The day, week, month or year that holds a day."""
    if unit == "week":
        monday = _shift(day, "day", -day.weekday())
        sunday = _shift(day, "day", 6 - day.weekday())
        return (monday, sunday) if monday and sunday else None
    if unit == "month":
        return _month(day.year, day.month)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _around(bounds: _Range | None, unit: str, count: int) -> _Range | None:
    """A stretch moved by some units, then widened to whole ones."""
    if bounds is None:
        return None
    ends = [_shift(day, unit, count) for day in bounds]
    wide = [_widen(day, unit) for day in ends if day]
    return (wide[0][0], wide[1][1]) if len(wide) == 2 and wide[0] and wide[1] else None


def _third(bounds: _Range | None, part: str | None) -> _Range | None:
    """The early, middle or late third of a stretch; the whole where no part is named."""
    if bounds is None or part is None:
        return bounds
    days = (bounds[1] - bounds[0]).days + 1
    index = {"early": 0, "start of": 0, "beginning of": 0, "late": 2, "end of": 2}.get(part.lower(), 1)
    first, after = (bounds[0].toordinal() + days * cut // 3 for cut in (index, index + 1))
    return date.fromordinal(first), date.fromordinal(after - 1)


# ── one resolver for each kind of expression ──


def _resolve_iso(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "2019-03-01"."""
    bounds = _day(int(match["year"]), int(match["number"]), int(match["day"]))
    return (bounds, Precision.DAY) if bounds else None


def _resolve_day(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "Jan. 5, 2019", "5 January", "March 1-3"."""
    if not 1 <= int(match["day"]) <= 31:
        return None
    month = _MONTHS.index(match["month"][:3].lower()) + 1

    def in_year(year: int) -> _Range | None:
        first = _day(year, month, int(match["day"]))
        last = _day(year, month, int(match.groupdict().get("last") or match["day"]))
        return (first[0], last[0]) if first and last and first[0] <= last[0] else None

    return _with_year(in_year, match["year"], now), Precision.DAY


def _resolve_month(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "in April", "mid-April", "last March", "June 2020"."""
    name, year, part, turn = match["month"], match["year"], match["part"], match["turn"]
    if not year and name[:3].title() != "May" and (name.endswith(".") or len(name) < 4):
        return None
    alone = not (year or part or turn or match["lead"]) and not match.string.endswith(" of ", 0, match.start())
    if alone and name.title() in ("May", "March"):
        return None
    month = _MONTHS.index(name[:3].lower()) + 1
    if turn:
        tense = {"last": "past", "next": "future"}.get(turn.lower(), now.tense)
        now = _Now(now.published, now.anchor, tense)
    bounds = _with_year(lambda year: _month(year, month) if 1 <= year <= 9999 else None, year, now)
    if turn and bounds and now.published and turn.lower() != "this" and bounds[0] <= now.published <= bounds[1]:
        bounds = _around(bounds, "year", 1 if turn.lower() == "next" else -1)
        bounds = _month(bounds[0].year, month) if bounds else None
    return _third(bounds, part), Precision.VAGUE if part else Precision.MONTH


def _with_year(in_year: Callable[[int], _Range | None], year: str | None, now: _Now) -> _Range | None:
    """A yearless date in the year that its tense or, failing that, nearness suggests."""
    if year:
        return in_year(int(year)) if int(year) else None
    published = now.published
    if published is None:
        return None
    years = range(published.year - 4, published.year + 5)  # a February 29 may be four years off
    candidates = [bounds for bounds in map(in_year, years) if bounds]
    if now.tense == "future":
        return min((bounds for bounds in candidates if bounds[1] >= published), default=None)
    if now.tense == "past":
        return max((bounds for bounds in candidates if bounds[0] <= published), default=None)
    return min(candidates, key=lambda bounds: abs((bounds[0] - published).days), default=None)


def _resolve_year(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "2021", "late 2024", "the 1980s", "2019-20"."""
    start, end = match.span("year")
    if _NO_YEAR_AFTER.search(match.string[max(0, start - 16) : start]) or _NO_YEAR_BEFORE.match(match.string, end):
        return None
    year, last, part = int(match["year"]), match["last"], match["part"]
    end = int(match["year"][: 4 - len(last)] + last) if last else year + 9 if match["decade"] else year
    if end < year:
        return None
    bounds = date(year, 1, 1), date(end, 12, 31)
    return _third(bounds, part), Precision.VAGUE if part or match["decade"] or last else Precision.YEAR


def _resolve_weekday(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "on Tuesday", "next Friday", "late Saturday"."""
    if now.published is None:
        return None, Precision.DAY
    weekday = _WEEKDAYS.index(match["weekday"].lower())
    turn = (match["turn"] or "").lower()
    ahead = turn == "next" or (turn != "last" and now.ahead)
    if ahead:
        first = 1 if turn == "next" else 0
        count = first + (weekday - now.published.weekday() - first) % 7
    else:
        first = 1 if turn == "last" else 0
        count = -(first + (now.published.weekday() - weekday - first) % 7)
    day = _shift(now.published, "day", count)
    return (day, day) if day else None, Precision.DAY


def _resolve_near_day(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "today", "yesterday"."""
    count = {"yesterday": -1, "tomorrow": 1}.get(match["near"].lower(), 0)
    return _around((now.published, now.published) if now.published else None, "day", count), Precision.DAY


def _resolve_period(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "last week", "early next year", "later this month", "the end of the month", "the weekend"."""
    turn, unit, side, part = (match[name] and match[name].lower() for name in ("turn", "unit", "side", "part"))
    if turn == "the" and not part and unit != "weekend":
        return None
    count = {"last": -1, "next": 1}.get(turn, 0)
    weekend = unit == "weekend"
    unit = "week" if weekend else unit
    published = now.published
    bounds = _around((published, published) if published else None, unit, count)
    if weekend and bounds and published:
        if turn == "the" and not now.ahead and published.weekday() < 5:
            bounds = _around(bounds, "week", -1)
        return (bounds[1] - timedelta(days=1), bounds[1]) if bounds else None, Precision.WEEK
    if side and bounds and published and turn == "this":
        bounds = (bounds[0], published) if side == "earlier" else (published, bounds[1])
    return _third(bounds, part), Precision.VAGUE if part else _UNITS[unit]


def _resolve_distance(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "two years ago" and "a day later"."""
    unit, way, word = match["unit"].lower(), match["way"].lower(), match["count"].lower()
    count = _COUNTS[word] if word in _COUNTS else int(word)
    today = (now.published, now.published) if now.published else None
    start = today if way in ("ago", "from now") else now.anchor
    return _around(start, unit, -count if way in ("ago", "earlier") else count), _UNITS[unit]


def _resolve_ahead(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "in 30 days", "within 48 hours"; "in two years of war" and "the first in ten years" tell how long, not when."""
    unit, way, word = match["unit"].lower(), match["way"].lower(), match["count"].lower()
    count = _COUNTS[word] if word in _COUNTS else int(word)
    within = way != "in"
    if not within and not now.ahead:
        return None
    if unit == "hour":
        unit, count = "day", -(-count // 24)
    today = (now.published, now.published) if now.published else None
    bounds = _around(today, unit, count)
    if within and bounds and now.published:
        last = _shift(now.published, unit, count)
        return ((now.published, last) if last else None), Precision.VAGUE
    return bounds, Precision.VAGUE if within else _UNITS[unit]


def _resolve_step(match: re.Match[str], now: _Now) -> _Resolved | None:
    """For "the next day" and "the following week"."""
    unit, step = match["unit"].lower(), match["step"].lower()
    return _around(now.anchor, unit, {"previous": -1, "same": 0}.get(step, 1)), _UNITS[unit]


def _rule(pattern: str, resolve: Callable[[re.Match[str], _Now], _Resolved | None], flags: int = 0) -> _Rule:
    return re.compile(pattern, flags), resolve


_RULES: tuple[_Rule, ...] = (
    _rule(_LEAD + r"(?<![\w-])(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?![\w-])", _resolve_iso),
    _rule(
        _LEAD + _MONTH + r"\s?" + _DAY + r"(?:[-–](?P<last>\d{1,2}))?(?![\w%]|[.,:]\d)(?:,?\s" + _YEAR + ")?",
        _resolve_day,
    ),
    _rule(
        _LEAD + r"(?:the )?(?<![\w.,:/$€£-])" + _DAY + r"(?: of)?\s" + _MONTH + r"(?!-)(?:,?\s" + _YEAR + ")?",
        _resolve_day,
    ),
    _rule(
        _LEAD
        + _PART
        + r"(?:\b(?P<turn>(?i:last|next|this))\s)?"
        + _MONTH
        + r"(?!\s?\d{1,2}\b|-)(?:,?\s(?:of )?"
        + _YEAR
        + ")?",
        _resolve_month,
    ),
    _rule(
        _LEAD + r"(?:the )?" + _PART + r"(?<![\w.,:/$€£])(?:(?<=[Mm]id-)|(?<!\w-))(?P<year>(?:19|20)\d\d)"
        r"(?:(?P<decade>s)|[-–/](?P<last>\d{4}|\d{2}))?(?!\w|[.,:]\d)",
        _resolve_year,
    ),
    _rule(
        _LEAD
        + r"(?:\b(?P<turn>(?i:last|next|this|late|early))\s)?(?<!Good )(?<!Bloody )(?<!Black )(?<!Easter )\b(?=[A-Z])"
        r"(?P<weekday>(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b(?!\s(?:Times|Telegraph|Mirror|Express))"
        + _TIME_OF_DAY,
        _resolve_weekday,
    ),
    _rule(r"\b(?P<near>today|yesterday|tomorrow|tonight)\b" + _TIME_OF_DAY, _resolve_near_day, re.IGNORECASE),
    _rule(
        r"(?:\b(?P<lead>in|by|before|until|till|since|after|from|during|over|through)\s)?"
        r"(?:\b(?P<side>earlier|later)\s)?" + _PART + r"\b(?P<turn>(?<!the )(?:last|next)|this|the)\s"
        r"(?P<unit>weekend|week|month|year)\b(?!-)",
        _resolve_period,
        re.IGNORECASE,
    ),
    _rule(
        r"\b(?P<count>\d{1,3}|" + "|".join(_COUNTS) + r")\s(?P<unit>day|week|month|year)s?\s"
        r"(?P<way>ago|later|earlier|from now)\b",
        _resolve_distance,
        re.IGNORECASE,
    ),
    _rule(
        r"(?<!first )(?<!time )(?<!only )(?<!worst )(?<!best )(?<!record )(?<!est )"
        r"\b(?P<way>(?:in|over|during|within) the (?:next|coming)|within|in)\s"
        r"(?P<count>\d{1,3}|"
        + "|".join(_COUNTS)
        + r")\s(?P<unit>hour|day|week|month|year)s?\b(?!-|['’]|\s(?:of|ago|later|earlier)\b)",
        _resolve_ahead,
        re.IGNORECASE,
    ),
    _rule(
        r"\b(?:on |in )?the (?P<step>following|previous|(?:next|same)(?= day)) (?P<unit>day|week|month|year)\b",
        _resolve_step,
        re.IGNORECASE,
    ),
)
