"""Turns of phrase that a rule reads better than the reader: the denied refusal, and the promise not to."""

from __future__ import annotations

import re

from detente.model import Act, Stance

_DENIED_REFUSAL = re.compile(
    r"\b(?:not|never|n[’']t|nor|without)\s+(?:\w+\s+){0,2}?"
    r"(?:rul(?:e|es|ed|ing) (?:it |this |that |anything )?out|reject(?:ed|ing)?|exclud(?:e|ed|ing)|oppos(?:e|ed|ing)|"
    r"dismiss(?:ed|ing)?|refus(?:e|ed|ing))\b",
    re.I,
)
_WITHDRAWN = re.compile(
    r"\bno longer (?:\w+ )?(?:be )?(?:on the table|on offer|valid|acceptable|available|negotiable|possible|up for discussion)\b",
    re.I,
)
_UNDO = re.compile(
    r"\b(?:reconsider|rethink|re-think|revisit|reverse|rescind|revoke|scrap|abandon|withdraw|drop)(?:ed|ing|s)?\s"
    r"(?:its|the|their|his|her|this|that|these|those)\s(?:\w+\s){0,2}?"
    r"(?:decisions?|plans?|proposals?|moves?|threats?|orders?|rulings?|measures?|policy|policies)\b",
    re.I,
)
_LEFT_UNDONE = re.compile(
    r"\b(?:for|of|over)\s(?:its\s|their\s|his\s|her\s|the\s)?(?:\w+ly\s)?"
    r"(?:refus(?:ing|al)|fail(?:ing|ure)|reluctance|unwillingness|declining|not \w+ing)\b",
    re.I,
)
_TOLD = frozenset({Act.REJECT, Act.REPORT, Act.DENY, Act.ASSESS})
_REFUSES = re.compile(
    r"^\W*(?:that\s)?(?:(?:[\w’'-]+\s){1,4}?)?(?:(?:will|would|shall)\s(?:\w+ly\s)?(?:not|never)|won[’']t|cannot|can[’']t)"
    r"\s(?:\w+ly\s)?[“\"‘']?(?!be able\b)(?P<verb>\w+)",
    re.I,
)
_OWN = re.compile(r"^\W*(?:that\s)?(?:we|they|he|she|it|I)\s", re.I)
_NOT_A_REFUSAL = frozenset(
    """able only just rule exclude oppose object stop abandon give quit withdraw yield surrender back block veto cut leave retreat
    drop reject refuse prevent hinder reduce end cancel suspend hesitate""".split()
)


def read_denied_refusal(quote: str, act: Act, stance: Stance) -> tuple[Act, Stance]:
    """Who has not ruled a thing out is open to it: "accession had not been ruled out" considers."""
    if act in _TOLD and stance in (Stance.OPPOSE, Stance.NEUTRAL) and _DENIED_REFUSAL.search(quote):
        return Act.CONSIDER, Stance.OPEN
    return act, stance


def read_withdrawal(quote: str, act: Act, stance: Stance) -> tuple[Act, Stance]:
    """What is no longer on the table is refused; who asks another to reconsider a decision is against it."""
    if act is not Act.REJECT and _WITHDRAWN.search(quote):
        return Act.REJECT, Stance.OPPOSE
    if act is Act.DEMAND and stance is Stance.SUPPORT and _UNDO.search(quote):
        return act, Stance.OPPOSE
    return act, stance


def read_complaint(quote: str, act: Act, stance: Stance) -> tuple[Act, Stance]:
    """Who complains that another refuses or fails to do a thing wants it done: "criticised the firm for refusing to meet"."""
    if act is Act.ACCUSE and stance is Stance.OPPOSE and _LEFT_UNDONE.search(quote):
        return act, Stance.SUPPORT
    return act, stance


def read_refusal(quote: str, act: Act, stance: Stance) -> tuple[Act, Stance]:
    """A promise not to do something is a refusal: "will not allow it", unless what is ruled out is itself a step back.

    So is what looks like a forecast of one's own doings: "they will not hold elections".
    """
    told = act is Act.COMMIT or (act is Act.ASSESS and _OWN.match(quote))
    found = _REFUSES.match(quote) if told and (stance is not Stance.OPPOSE or act is Act.ASSESS) else None
    if (
        found is None
        or found["verb"].lower() in _NOT_A_REFUSAL
        or (act is Act.ASSESS and found["verb"].lower() == "be")
    ):
        return act, stance
    return Act.REJECT, Stance.OPPOSE
