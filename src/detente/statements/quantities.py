"""How much and how many: money, shares, counts and durations, with the bounds that their hedges set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.model import Document, Evidence, Quantity, Span
from detente.statements.dates import find_moments

# A mixed number ("7-1/2 pct", as old wire copy writes it), a number, a word, a sign.
_TOKEN = re.compile(r"(?:\d{1,4}[- ])?\d{1,2}/\d{1,2}(?![\d/])|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")


def _words(listed: str) -> frozenset[str]:
    """A word list written with spaces."""
    return frozenset(listed.split())


_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: float(number) for number, word in enumerate(_ONES, start=1)}
_NUMBERS |= {word: 10.0 * number for number, word in enumerate(_TENS, start=2)}
_SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALES |= {"mln": 1e6, "mn": 1e6, "bln": 1e9, "bn": 1e9, "trn": 1e12, "tn": 1e12}
_LETTER_SCALES = {"m": 1e6, "b": 1e9, "k": 1e3}
"""Scales only where written against a sum of money: "$2.5m"."""
_SPELT_SCALES = ("dozen", "hundred", "thousand", "million", "billion", "trillion")
_PLURAL_SCALES = {f"{word}s": _SCALES[word] for word in _SPELT_SCALES} | {"tens": 10.0}
_SHARES = {"half": 50.0, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25.0, "quarters": 25.0, "fifth": 20.0}
_SHARES |= {"fifths": 20.0, "tenth": 10.0, "tenths": 10.0}

_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₩": "KRW"}
_DOLLARS = {"us": "USD", "a": "AUD", "c": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD"}
_CURRENCIES = {
    word: code
    for code, words in {
        "USD": "dollar dollars dlr dlrs usd",
        "EUR": "euro euros eur",
        "GBP": "stg sterling gbp",
        "JPY": "yen jpy",
        "CNY": "yuan renminbi cny",
        "RUB": "ruble rubles rouble roubles",
        "INR": "rupee rupees",
        "UAH": "hryvnia hryvnias",
        "ILS": "shekel shekels",
        "ZAR": "rand",
        "CHF": "chf",
    }.items()
    for word in words.split()
}
_DURATIONS = ("second", "minute", "hour", "day", "week", "month", "year", "decade")
_MEASURES = {
    form: unit
    for unit, forms in {
        **{unit: f"{unit} {unit}s" for unit in _DURATIONS},
        "km": "km kms kilometer kilometers kilometre kilometres",
        "mile": "mile miles",
        "tonne": "ton tons tonne tonnes",
        "barrel": "barrel barrels",
        "acre": "acre acres",
        "hectare": "hectare hectares",
        **{unit: unit for unit in ("kg", "mw", "gw", "bpd")},
    }.items()
    for form in forms.split()
}
_ABBREVIATED = {*_MEASURES, *_CURRENCIES, "pct", "percent"}
"""May stand right against the figure: "300km"."""

# What a hedge before the figure does to it: sets an upper or a lower bound, or only blurs it.
_BOUNDS = {
    tuple(phrase.split()): bound
    for bound, phrases in {
        "most": "up to|as many as|as much as|at most|no more than|not more than|a maximum of|less than|fewer than|under"
        "|below",
        "least": "at least|no fewer than|no less than|not less than|a minimum of|more than|well over|over|above",
        "about": "about|around|some|nearly|almost|roughly|approximately|an estimated|close to|just over|just under"
        "|several|a few|circa",
    }.items()
    for phrase in phrases.split("|")
}
_OPENERS = {"between", "half", "a", "an", *(phrase[0] for phrase in _BOUNDS), *_SYMBOLS, *_DOLLARS, *_NUMBERS}
_OPENERS |= {*_SCALES, *_PLURAL_SCALES, *_DURATIONS}
"""What an amount begins with, where not with a digit."""
_BOUNDS_AFTER = {("or", "more"): "least", ("or", "less"): "most", ("or", "fewer"): "most", ("or", "so"): "about"}
# Bounds only of amounts with a unit, and not of time: "paid over four years", "under 18".
_LOOSE = ("over", "under", "above", "below")

# A number after one of these is a name, and no amount: "Article 5", "Phase 1".
_LABELS = _words(
    "article articles phase resolution no nos number chapter section rule flight group page line clause annex tier"
    " level option title day week round step stage part paragraph protocol class type channel highway route room unit"
    " aged age"
)
_OF_TWO = _words("first second latter other better")
_CLOCK = _words("o'clock am pm gmt utc est edt")
_DETERMINERS = _words("the a an this that these those its their his her our your my any some all both each every such")
_NOT_COUNTED = (
    _DETERMINERS
    | _NUMBERS.keys()
    | _words(
        "in at to for from with by on over under across into onto after before since during until till through against"
        " between among per as than about near within without of and or but nor that which who whom whose while when"
        " where whether if because is are was were be been being has have had having will would can could may might"
        " must shall should do does did it they he she we you i them him us there here now then also not yet ago later"
        " earlier today yesterday tomorrow less least most so up down out off away said says say told only even still"
        " already just too very plus minus including amid despite toward towards around versus"
    )
)
_IRREGULAR_PLURALS = _words("people men women children police troops staff personnel fish lives media")
_LONGEST_NAME = 5
_LONGEST_NUMBER = 12
_LARGEST = 1e15
_OPENING = frozenset("(\"'“‘[—")


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, word or sign, in lower case."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number read off some tokens, with its unit where one is known."""

    low: float
    high: float | None
    first: int
    after: int
    unit: str | None = None
    firm: bool = False
    """Money, a share or a measure: an amount whatever stands before it."""
    spelt: bool = False
    scale: float = 1.0


def find_quantities(document: Document, span: Span) -> tuple[Quantity, ...]:
    """The amounts that a stretch of text names.

    Parameters
    ----------
    document : Document
    span : Span
        Where to look; the evidence never leaves it.

    Returns
    -------
    tuple of Quantity
        In text order, not overlapping. ``unit`` is an ISO code for money, ``"%"`` for shares ("two thirds" is
        66.7 %), the singular for time and measures ("day"), else the thing counted in the text's words
        ("prisoners of war"), ``None`` where none stands after the figure. The evidence takes in hedge, figure and
        unit. "Hundreds" is at least two hundred; "nearly" and "about" leave the figure and mark it approximate.

    Notes
    -----
    Dates, years, times of day, ages, ordinals and numbers that are names ("Article 5") are no amounts; nor are "one"
    as a pronoun and "the two", which points at parties already named. "between 10 and 15" and "10 to 15" give a
    range; "from 10 to 15" is a change and gives two amounts.
    """
    return tuple(_Reader(document, span).read())


class _Reader:
    """Reads amounts off the tokens of one stretch; the work at each token is bounded."""

    def __init__(self, document: Document, span: Span) -> None:
        self._document = document
        text = document.text
        self._tokens = [
            _Token(m[0].lower().replace("’", "'"), m.start(), m.end(), m[0][0].isupper())
            for m in _TOKEN.finditer(text, span.start, span.end)
        ]
        self._dated = bytearray(span.end - span.start)
        for moment in find_moments(document, span):
            if moment.evidence:
                at = moment.evidence.span
                self._dated[at.start - span.start : at.end - span.start] = b"\1" * len(at)
        self._offset = span.start

    def read(self) -> Iterator[Quantity]:
        """The amounts, from left to right."""
        at = 0
        while at < len(self._tokens):
            word = self._tokens[at].text
            found = self._read_amount(at) if word in _OPENERS or word[:1].isdecimal() else None
            if found is None:
                at += 1
                continue
            figure, bound = found
            at = figure.after
            if bound == "most" and figure.high is None:  # "up to thousands" sets no limit in figures
                continue
            span = Span(start=self._tokens[figure.first].start, end=self._tokens[at - 1].end)
            yield Quantity(
                low=None if bound == "most" else figure.low,
                high=None if bound == "least" else figure.high,
                unit=figure.unit,
                approximate=bound == "about" or figure.high is None,
                evidence=Evidence.cite(self._document, span),
            )

    # ── tokens ──

    def _word(self, at: int) -> str:
        """The token there, empty beyond either end."""
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _touches(self, at: int) -> bool:
        """Whether a token stands right against the one before it."""
        return 0 < at < len(self._tokens) and self._tokens[at - 1].end == self._tokens[at].start

    def _past_hyphen(self, at: int) -> int:
        """The token after a hyphen that joins, else the same."""
        return at + 1 if self._word(at) in ("-", "‑") and self._touches(at) and self._touches(at + 1) else at

    # ── amounts ──

    def _read_amount(self, at: int) -> tuple[_Figure, str | None] | None:
        """Hedge, figure or range, unit: what begins at a token."""
        if self._word(at) == "between":
            low = self._read_figure(at + 1)
            high = self._read_figure(low.after + 1) if low and self._word(low.after) == "and" else None
            span = self._join(low, high) if low and high else None
            return (replace(span, first=at), None) if span else None
        length, bound = self._read_bound(at)
        figure = self._read_figure(at + length)
        if figure is None:
            return None
        figure = self._read_range(figure)
        if bound and self._word(at) in _LOOSE and (figure.unit is None or figure.unit in _DURATIONS):
            length, bound = 0, None
        if not (bound or self._is_amount(figure)) or (figure.spelt and figure.low < 2 and figure.unit is None):
            return None
        after = (self._word(figure.after), self._word(figure.after + 1))
        if not bound and after in _BOUNDS_AFTER:
            figure, bound = replace(figure, after=figure.after + 2), _BOUNDS_AFTER[after]
        return replace(figure, first=at if bound and length else figure.first), bound

    def _read_bound(self, at: int) -> tuple[int, str | None]:
        """How many tokens of a hedge begin here, and what it does."""
        for length in (3, 2, 1):
            phrase = tuple(self._word(at + i) for i in range(length))
            if phrase in _BOUNDS:
                return length, _BOUNDS[phrase]
        return 0, None

    def _read_range(self, low: _Figure) -> _Figure:
        """The figure, or the range that it begins."""
        joint = self._word(low.after)
        hyphen = joint in ("-", "–") and self._touches(low.after) and self._touches(low.after + 1)
        if not (hyphen or joint == "or" or (joint == "to" and self._word(low.first - 1) != "from")):
            return low
        high = self._read_figure(low.after + 1, inside=True)
        return (high and self._join(low, high)) or low

    def _join(self, low: _Figure, high: _Figure) -> _Figure | None:
        """A range of two figures whose units agree."""
        if low.unit not in (None, high.unit) or high.high is None or high.high < low.low:
            return None
        # "5 to 7 billion" scales both, "500 to 1 million" only the second.
        shared = high.scale if low.scale == 1 and low.low * high.scale <= high.low else 1.0
        return replace(high, low=low.low * shared, first=low.first)

    def _is_amount(self, figure: _Figure) -> bool:
        """Whether a figure without a hedge is an amount, and not a name, a reference or an age."""
        last = figure.first - (2 if self._word(figure.first - 1) in (".", "of") else 1)  # "No. 10", "the Group of 77"
        before, capital = self._word(last), last >= 0 and self._tokens[last].capital
        if figure.firm:
            return True
        if (before in _LABELS and (capital or not figure.unit)) or (before in _LOOSE and not figure.unit):
            return False
        if figure.spelt and figure.low < 3:
            return figure.low == 2 and figure.unit is not None and before not in _DETERMINERS
        if figure.unit:
            return True
        after = self._word(figure.after)
        if figure.spelt:
            return before == "all" or figure.high is None or after == "of"
        apposed = before in (",", "(") and after in (",", ")", ".", "")
        return not (apposed or (capital and last > 0) or self._past_hyphen(figure.after) > figure.after)

    # ── figures ──

    def _read_figure(self, at: int, *, inside: bool = False) -> _Figure | None:
        """A figure with its unit; ``inside`` where a hyphen before it belongs to a range."""
        if at >= len(self._tokens) or self._dated[self._tokens[at].start - self._offset]:
            return None
        return self._read_money(at) or self._read_share(at) or self._read_whole(at, inside=inside)

    def _read_money(self, at: int) -> _Figure | None:
        """A sum that begins with its sign: "$2.3 bn", "US$50m"."""
        code = _SYMBOLS.get(self._word(at))
        number = at + 1
        if code is None and self._word(at + 1) == "$" and self._touches(at + 1):
            code, number = _DOLLARS.get(self._word(at)), at + 2
        value = _parse(self._word(number)) if code else None
        if value is None:
            return None
        scaled, after = self._scale(number + 1)
        letter = self._word(number + 1)
        if after == number + 1 and letter in _LETTER_SCALES and self._touches(number + 1):
            scaled, after = _LETTER_SCALES[letter], after + 1
        return _Figure(value * scaled, value * scaled, at, after, code, firm=True, scale=scaled)

    def _read_share(self, at: int) -> _Figure | None:
        """Half, two-thirds, a quarter of."""
        word = self._word(at)
        if (
            word == "half"
            and self._word(at - 1) not in _OF_TWO
            and self._word(at + 1) in ("of", "all", "the", "its", "their", "his", "her", "our")
        ):
            return _Figure(50.0, 50.0, at, at + 1, "%", firm=True)
        count = 1.0 if word in ("a", "an") else _NUMBERS.get(word, 0.0)
        share = self._past_hyphen(at + 1)
        part = self._word(share)
        alone = count == 1 and share == at + 1 and self._word(share + 1) != "of"
        # "a third round" and "two quarters of growth" share out nothing.
        if not count or part not in _SHARES or alone or (part == "quarters" and count != 3):
            return None
        value = round(count * _SHARES[part], 1)
        return _Figure(value, value, at, share + 1, "%", firm=True)

    def _read_whole(self, at: int, *, inside: bool) -> _Figure | None:
        """A number in digits or words, then what it counts."""
        word = self._word(at)
        if word[:1].isdecimal():
            value = _parse(word)
            if value is None or (self._touches(at) and not inside and self._word(at - 1) not in _OPENING):
                return None
            scale, after = self._scale(at + 1)
            figure = _Figure(value * scale, value * scale, at, after, scale=scale)
            if self._touches(after) and self._word(after)[:1].isalpha() and self._word(after) not in _ABBREVIATED:
                return self._read_lettered(figure)
        elif spelt := self._read_spelt(at):
            figure = spelt
        else:
            return None
        figure = self._read_unit(figure)
        return figure if self._counts(figure) and (figure.firm or "/" not in word) else None

    def _read_lettered(self, figure: _Figure) -> _Figure | None:
        """A count with a scale of one letter, if it counts something: "1.7m people", no "400m race"."""
        scale = _LETTER_SCALES.get(self._word(figure.after))
        if scale is None or figure.high is None:
            return None
        value = figure.low * scale
        counted = self._read_counted(replace(figure, low=value, high=value, after=figure.after + 1, scale=scale))
        return counted if counted.unit else None

    def _counts(self, figure: _Figure) -> bool:
        """Whether what follows leaves an amount: no ordinal, time of day, age or compound ("two-state")."""
        after, word = figure.after, self._word(figure.after)
        if self._touches(after) and (word[:1].isalnum() or word in ("/", ":", "°")):
            return word == ":" and not self._touches(after + 1)
        if word in _CLOCK or (word in ("a", "p") and self._word(after + 1) == "." and self._word(after + 2) == "m"):
            return False
        if figure.unit == "year" and self._word(self._past_hyphen(after)) == "old":
            return False
        return figure.firm or self._past_hyphen(after) == after or not self._word(after + 1)[:1].isalpha()

    def _scale(self, at: int) -> tuple[float, int]:
        """A scale word, where one follows a number in digits."""
        scale = self._past_hyphen(at)
        factor = _SCALES.get(self._word(scale))
        return (factor, scale + 1) if factor else (1.0, at)

    def _read_spelt(self, at: int) -> _Figure | None:
        """A number in words: "twenty-five", "two hundred and fifty thousand", "half a million", "hundreds of"."""
        word, next_word = self._word(at), self._word(at + 1)
        if word in _PLURAL_SCALES:
            if next_word == "of" and self._word(at + 2) in _PLURAL_SCALES and word in ("tens", "hundreds"):
                return _Figure(
                    2 * _PLURAL_SCALES[word] * _PLURAL_SCALES[self._word(at + 2)], None, at, at + 3, spelt=True
                )
            return None if word == "tens" else _Figure(2 * _PLURAL_SCALES[word], None, at, at + 1, spelt=True)
        if word in _SCALES and self._word(at - 1) in ("several", "few"):
            return _Figure(2 * _SCALES[word], None, at, at + 1, spelt=True)
        if word == "half" and next_word in ("a", "an"):
            scale = _SCALES.get(self._word(at + 2))
            if scale or self._word(at + 2) in _MEASURES:
                value = (scale or 1.0) / 2
                return _Figure(value, value, at, at + 3 if scale else at + 2, spelt=True)
            return None
        if word in ("a", "an") and next_word in _SPELT_SCALES:
            return _Figure(_SCALES[next_word], _SCALES[next_word], at, at + 2, spelt=True)
        span = word in ("a", "an") and self._word(at - 1) in ("for", "within", "lasting")
        if (span and next_word in _DURATIONS) or (word in _DURATIONS and self._is_long(at)):
            return _Figure(1.0, 1.0, at, at + 1 if span else at, spelt=True)
        return self._read_cardinal(at)

    def _is_long(self, at: int) -> bool:
        """Whether a unit of time goes on with "-long"."""
        return self._past_hyphen(at + 1) > at + 1 and self._word(at + 2) == "long"

    def _read_cardinal(self, at: int) -> _Figure | None:
        """Number words added and multiplied up."""
        if self._word(at) not in _NUMBERS:
            return None
        total, current, after = 0.0, _NUMBERS[self._word(at)], at + 1
        while after < at + _LONGEST_NUMBER:
            step = self._past_hyphen(after)
            word, next_word = self._word(step), self._word(step + 1)
            linked = word == "and" and next_word in _NUMBERS and (current % 100 == 0)
            number = _NUMBERS.get(next_word if linked else word, 0.0)
            if number and (current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and number < 10)):
                current, after = current + number, step + (2 if linked else 1)
            elif current and word in _SCALES and (word != "hundred" or current < 100):
                current, after = current * _SCALES[word], step + 1
                if current >= 1000:
                    total, current = total + current, 0.0
            elif (word, next_word, self._word(step + 2)) == ("and", "a", "half"):
                total, after = total + 0.5, step + 3
                break
            else:
                break
        return _Figure(total + current, total + current, at, after, spelt=True)

    # ── units ──

    def _read_unit(self, figure: _Figure) -> _Figure:
        """The figure with its currency, share, measure or counted thing."""
        at = self._past_hyphen(figure.after)
        word = self._word(at)
        if word in ("%", "pct", "percent") or (word == "per" and self._word(at + 1) == "cent"):
            return replace(figure, unit="%", firm=True, after=at + (2 if word == "per" else 1))
        money = at + 1 if word == "of" else at
        if self._word(money) in ("u", "us") and self._word(money + 1) == ".":
            money += 4
        money = self._past_hyphen(money)
        if self._word(money) in _CURRENCIES:
            return replace(figure, unit=_CURRENCIES[self._word(money)], firm=True, after=money + 1)
        at += word in ("more", "additional", "straight", "consecutive", "further")
        if self._word(at) in _MEASURES:
            long = self._is_long(at)
            return replace(figure, unit=_MEASURES[self._word(at)], firm=True, after=at + (3 if long else 1))
        return self._read_counted(figure)

    def _read_counted(self, figure: _Figure) -> _Figure:
        """The figure with the thing counted: words up to a plural noun, and a bare "of" phrase after it."""
        first = figure.after
        if self._word(first) == "of":
            first += 1
            while self._word(first) in _DETERMINERS:
                first += 1
        for at in range(first, first + _LONGEST_NAME):
            word = self._word(at)
            if word in _NOT_COUNTED or not (word[:1].isalpha() or (at > first and self._past_hyphen(at) > at)):
                return figure
            if _is_plural(word):
                break
        else:
            return figure
        last = at
        while last < first + _LONGEST_NAME and _is_plural(self._word(last + 1)):
            last += 1
        kind = self._word(last + 2)
        if self._word(last + 1) == "of" and kind[:1].isalpha() and kind not in _NOT_COUNTED:
            last += 0 if self._tokens[last + 2].capital else 2
        unit = self._document.text[self._tokens[first].start : self._tokens[last].end]
        return replace(figure, unit=unit, after=last + 1)


def _is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural."""
    if word in _IRREGULAR_PLURALS:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s"))
        and word not in _NOT_COUNTED
    )


def _parse(written: str) -> float | None:
    """The value of a number in digits: "1,200", "1.5", "7-1/2"; nothing for digits that are no number."""
    groups = written.split(",")
    try:
        if "/" in written:
            whole, _, part = written.replace(" ", "-").rpartition("-")
            top, bottom = (int(digits) for digits in part.split("/"))
            return int(whole or 0) + top / bottom if bottom else None
        value = float("".join(groups))
    except ValueError:
        return None
    if len(groups) > 1 and not all(len(group.partition(".")[0]) == 3 for group in groups[1:]):
        return None
    return value if value < _LARGEST else None
