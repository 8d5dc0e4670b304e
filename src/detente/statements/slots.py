"""Filling a theme's name from the text: "NATO membership for {who}" with "Ukraine's NATO membership" gives Ukraine.

Only words that stand in the grammatical place of the slot count: after the same preposition ("sanctions on Russia"), as the
owner ("Ukraine's membership") or before the word that the name ends with ("to Ukrainian control").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_NAME = r"(?P<name>[A-Z][\w’'-]*\w(?:\s(?:of\s)?[A-Z][\w’'-]*\w)*)"
_END = (
    r"(?=[.,;:!?)”\"]|$|\s(?:and|or|as|in|to|if|unless|until|after|before|for|over|but|when|while|by|from|at|that|which|"
    r"would|will|is|was|are|were|has|have|should|could|may|might)\b)"
)
"""What may follow a name; before another noun it is an adjective."""
_SLOT = re.compile(r"\{(?:who|target|place)\}")
_TOO_FREE = frozenset({"between", "by"})
"""Prepositions that introduce too many other things, or more than one name."""
_NO_NAME = frozenset(
    "The A An In On At He She It They We But And Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February "
    "March April May June July August September October November December Mr Mrs Ms Dr".split()
)


def fill_name(template: str, plain: str, texts: Iterable[tuple[str, float]]) -> str:
    """A name with its one slot filled.

    Parameters
    ----------
    template : str
        A name that may hold ``{who}``, ``{target}`` or ``{place}``.
    plain : str
        The name to give where the texts fill nothing.
    texts : iterable of (str, float)
        Sentences on the issue, and how much each counts.

    Returns
    -------
    str
        ``plain`` also where the sentences fill the slot with several things about as often.
    """
    patterns = _patterns(template)
    if not patterns:
        return plain
    found: defaultdict[str, float] = defaultdict(float)
    for text, weight in texts:
        names = {_owner(m["name"]) for p in patterns for m in p.finditer(text)}
        for name in sorted(names - {""}):
            found[name] += weight
    ranked = sorted(found, key=lambda n: (-found[n], n))
    if not ranked or (len(ranked) > 1 and found[ranked[0]] < 2 * found[ranked[1]]):
        return plain
    return _SLOT.sub(ranked[0], template)


@lru_cache(maxsize=512)
def _patterns(template: str) -> tuple[re.Pattern[str], ...]:
    """Where the slot's filling stands in a text; nothing for names with two slots or one of another kind."""
    slots = _SLOT.findall(template)
    if len(slots) != 1 or template.count("{") != 1:
        return ()
    before, after = (part.strip() for part in template.split(slots[0]))
    words = before.split()
    if len(words) < 2 or words[-1] in _TOO_FREE:
        return ()
    head, link = re.escape(_stem(words[-2])), words[-1]
    if after:
        return (re.compile(rf"\b{head}\w*\s(?:[\w’'-]+\s){{0,4}}?{link}\s(?:the\s)?{_NAME}\s{re.escape(after)}"),)
    return (
        re.compile(rf"\b{head}\w*\s{link}\s(?:the\s)?{_NAME}{_END}"),
        re.compile(rf"{_NAME}[’']s\s(?:[\w-]+\s){{0,2}}?{head}\w*"),
    )


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _owner(name: str) -> str:
    """A name without what only looks like one at its start; empty where nothing is left."""
    name = re.sub(r"[’']s?$", "", name)
    first, _, rest = name.partition(" ")
    return _owner(rest) if first in _NO_NAME else name
