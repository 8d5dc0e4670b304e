"""Fuzzy dates as text: Extended Date/Time Format, level 1 (ISO 8601-2:2019), written and read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from detente.model.moment import Moment, Precision

_SEASONS = {21: (3, 0), 22: (6, 0), 23: (9, 0), 24: (12, 1)}
"""First month of each season and the years until its last; of the northern half of the world, as news in English mean it."""
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%]?)", re.ASCII
)
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_OPEN = ("", "..")
_UNITS = (Precision.DAY, Precision.MONTH, Precision.YEAR)
"""Finest first."""

_End = tuple[date | None, date | None, Precision, str]
"""First day, last day, how exactly the day is written, mark."""


def write_edtf(moment: Moment) -> str | None:
    """A moment in EDTF, level 1.

    Parameters
    ----------
    moment : Moment

    Returns
    -------
    str or None
        ``2025-03-24``, ``2025-03``, ``2025``; ``2025-05-05/2025-05-07`` for a stretch of days; ``198X`` for a decade;
        ``2025-21`` for a season; ``../2025-04`` where one end is open. ``None`` where neither end is known.

    Notes
    -----
    A moment that is known to the week is an interval with ``?`` at both ends (a day in between, which one is not told), a
    vague one carries ``~``. :func:`parse_edtf` gives bounds and precision back; only a stretch that is called
    a month or a year and neither begins nor ends with one is read back as vague.
    """
    first, last, precision = moment.earliest, moment.latest, moment.precision
    if first is None and last is None:
        return None
    if first and last and precision is Precision.VAGUE:
        whole = _whole(first, last)
        if whole:
            return whole if "X" in whole or whole[4:] in ("-21", "-22", "-23", "-24") else f"{whole}~"
    if first and last and precision in _UNITS:
        whole = _whole(first, last, precision)
        if whole:
            return whole
    mark = {Precision.WEEK: "?", Precision.VAGUE: "~"}.get(precision, "")
    ends = [_end_text(first, precision, last=False), _end_text(last, precision, last=True)]
    if precision in (Precision.MONTH, Precision.YEAR) and not any(coarse for _, coarse in ends):
        mark = "~"
    return "/".join(text if text == ".." else text + mark for text, _ in ends)


def parse_edtf(text: str) -> Moment:
    """A moment from EDTF, level 0 or 1.

    Parameters
    ----------
    text : str
        A date, a date of which digits are left open (``202X``, ``2025-XX``), a season, or an interval; ``?``, ``~`` and
        ``%`` may follow a date. The time of day is left out.

    Returns
    -------
    Moment
        Its surface is the text. A date with a mark is vague: it may be another. An end of an interval that is unknown or
        open is ``None``.

    Raises
    ------
    ValueError
        If the text is no such date, is of level 2, lies outside the years 1 to 9999, or ends before it begins.
    """
    parts = text.strip().split("/")
    if len(parts) > 2 or (len(parts) == 1 and parts[0] in _OPEN) or all(part in _OPEN for part in parts):
        raise ValueError(
            f"{text!r} is no EDTF date of level 1: expected for example 2025-03, 2025-03-24? or ../2025-04"
        )
    ends = [_parse_date(part, text) for part in parts]
    first, last = ends[0][0], ends[-1][1]
    if first and last and first > last:
        raise ValueError(f"{text!r} ends before it begins")
    known = [end for end in ends if end[0] or end[1]]
    marks = {mark for *_, mark in known}
    precision = max((unit for _, _, unit, _ in known), key=[*_UNITS, Precision.VAGUE].index)
    if marks == {"?"} and len(parts) == 2 and precision is Precision.DAY:
        precision = Precision.WEEK
    elif marks - {""}:
        precision = Precision.VAGUE
    return Moment(earliest=first, latest=last, precision=precision, surface=text)


def write_stretch(since: date | None, until: date | None) -> str:
    """The days from one up to another that is not among them, in EDTF.

    Returns
    -------
    str
        ``2025-03-20/2025-03-23``; an unknown begin is left empty, an end that has not come is ``..``.
    """
    start = since.isoformat() if since else ""
    last = (until - timedelta(days=1)).isoformat() if until else ".."
    return f"{start}/{last}"


def _whole(first: date, last: date, precision: Precision | None = None) -> str | None:
    """A stretch that is one day, month, year, season, decade or century; of the precision asked for."""
    year = first.isoformat()[:4]
    if first == last and precision in (None, Precision.DAY):
        return first.isoformat()
    if last == _month_end(first) and first.day == 1 and precision in (None, Precision.MONTH):
        return first.isoformat()[:7]
    if precision in (None, Precision.YEAR) and (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return year
    if precision is not None or first.day != 1:
        return None
    for digits, open_digits in ((10, "X"), (100, "XX")):
        begins = (first.year % digits, first.month, last.month, last.day) == (0, 1, 12, 31)
        if begins and last.year - first.year == digits - 1:
            return year[: -len(open_digits)] + open_digits
    keys = [key for key, (month, _) in _SEASONS.items() if month == first.month and last.year < date.max.year]
    return next((f"{year}-{key}" for key in keys if _season(first.year, key) == (first, last)), None)


def _end_text(day: date | None, precision: Precision, *, last: bool) -> tuple[str, bool]:
    """One end of an interval, and whether it is written as a month or year."""
    if day is None:
        return "..", False
    if precision is Precision.YEAR and (day.month, day.day) == ((12, 31) if last else (1, 1)):
        return day.isoformat()[:4], True
    if precision is Precision.MONTH and day.day == (_month_end(day).day if last else 1):
        return day.isoformat()[:7], True
    return day.isoformat(), False


def _parse_date(part: str, text: str) -> _End:
    """One date, or one end of an interval."""
    if part in _OPEN:
        return None, None, Precision.DAY, ""
    time = _TIME.fullmatch(part)
    match = _DATE.fullmatch(time[1] if time else part)
    if match is None:
        raise ValueError(
            f"{text!r} is no EDTF date of level 1: {part!r} is not read; expected for example 2025-03 or 202X"
        )
    year, month, day, mark = match.group("year", "month", "day", "mark")
    try:
        first, last, precision = _bounds(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} names no day of the calendar: {part!r} ({error})") from error
    return first, last, precision, mark


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date, date, Precision]:
    """First day, last day and precision of the parts of a date."""
    if "X" in year:
        if month:
            raise ValueError("a month of a year that is left open is level 2")
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return date(max(first, 1), 1, 1), date(last, 12, 31), Precision.VAGUE
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day of a month that is left open is level 2")
        return date(int(year), 1, 1), date(int(year), 12, 31), Precision.YEAR
    if int(month) in _SEASONS:
        if day:
            raise ValueError("a season has no days")
        return *_season(int(year), int(month)), Precision.VAGUE
    if day is None or day == "XX":
        first_day = date(int(year), int(month), 1)
        return first_day, _month_end(first_day), Precision.MONTH
    exact = date(int(year), int(month), int(day))
    return exact, exact, Precision.DAY


def _season(year: int, key: int) -> tuple[date, date]:
    """The three months of a season."""
    month, later = _SEASONS[key]
    last_month = (month + 1) % 12 + 1
    return date(year, month, 1), date(year + later, last_month, monthrange(year + later, last_month)[1])


def _month_end(day: date) -> date:
    """The last day of the same month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
