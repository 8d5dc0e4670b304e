"""A turn of phrase that a rule reads better than the reader: the denied refusal."""

from __future__ import annotations

import re

from detente.model import Act, Stance

_DENIED_REFUSAL = re.compile(
    r"\b(?:not|never|n[’']t|nor|without)\s+(?:\w+\s+){0,2}?"
    r"(?:rul(?:e|es|ed|ing) (?:it |this |that |anything )?out|reject(?:ed|ing)?|exclud(?:e|ed|ing)|oppos(?:e|ed|ing)|"
    r"dismiss(?:ed|ing)?|refus(?:e|ed|ing))\b",
    re.I,
)


def read_denied_refusal(quote: str, act: Act, stance: Stance) -> tuple[Act, Stance]:
    """Who has not ruled a thing out is open to it: "accession had not been ruled out" considers."""
    if act is Act.REJECT and stance is Stance.OPPOSE and _DENIED_REFUSAL.search(quote):
        return Act.CONSIDER, Stance.OPEN
    return act, stance
