"""Statements about options: what a decision maker wants to be true, or what cannot be.

statement    = disjunction [("if" | "iff") disjunction]
disjunction  = conjunction {"or" conjunction}
conjunction  = negation {"and" negation}
negation     = {"not"} (option | "(" statement ")")
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from detente.errors import AnalysisError

Flags = NDArray[np.bool_]

WORDS = frozenset({"not", "and", "or", "if", "iff"})
"""Words of the statements themselves, which name no option."""
DEEPEST = 50
"""Brackets within brackets; far more than anybody reads, far fewer than the interpreter bears."""

_TOKEN = re.compile(r"\s*(?:([()])|([^\s()]+))")
_OPTION = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A statement about options, taken apart."""

    operator: str
    """``option``, ``not``, ``and``, ``or``, ``if`` (the first holds if the second does) or ``iff``."""
    parts: tuple[Rule, ...] = ()
    option: str = ""

    @property
    def options(self) -> frozenset[str]:
        """Every option that the statement names."""
        return frozenset({self.option} if self.option else ()).union(*(part.options for part in self.parts))


def is_option_id(text: str) -> bool:
    """Whether a rule could name an option by this id."""
    return _OPTION.fullmatch(text) is not None and text not in WORDS


def parse_rule(text: str) -> Rule:
    """Take a statement about options apart.

    Parameters
    ----------
    text : str
        Such as ``not escalate if (blockade or air_strike)``. ``not`` binds closest, then ``and``, ``or``, and
        last ``if`` and ``iff``, which need brackets where there are several.

    Returns
    -------
    Rule

    Raises
    ------
    AnalysisError
        If it breaks the grammar; the message says where.
    """
    return _Parser(text).parse()


def evaluate_rule(rule: Rule, truth: Callable[[str], Flags]) -> Flags:
    """Where a statement holds.

    Parameters
    ----------
    rule : Rule
        The statement.
    truth : callable
        For an option's id, the states in which it is taken: an array of one flag a state.

    Returns
    -------
    array of bool
        One flag a state.
    """
    if rule.operator == "option":
        return truth(rule.option)
    first, *others = (evaluate_rule(part, truth) for part in rule.parts)
    if rule.operator == "not":
        return ~first
    for other in others:
        match rule.operator:
            case "and":
                first = first & other
            case "or":
                first = first | other
            case "if":
                first = first | ~other
            case _:
                first = first == other
    return first


class _Parser:
    """Reads one statement from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [(m[1] or m[2], m.start(1 if m[1] else 2)) for m in _TOKEN.finditer(text)]
        self._at = 0
        self._depth = 0

    def parse(self) -> Rule:
        """The whole text as one statement."""
        rule = self._statement()
        if self._peek():
            self._fail("if and iff need brackets where there are several" if self._peek() in ("if", "iff") else None)
        return rule

    def _peek(self) -> str:
        """The next word or bracket, empty at the end."""
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _fail(self, expected: str | None = None) -> NoReturn:
        """Refuse the text at the next word."""
        where = f"at {self._peek()!r}, character {self._tokens[self._at][1] + 1}" if self._peek() else "at its end"
        advice = expected or "expected and, or, if, iff or the end"
        raise AnalysisError(f"the rule {self._text!r} cannot be read {where}: {advice}")

    def _statement(self) -> Rule:
        """``a if b``, ``a iff b``, or less."""
        rule = self._chain("or")
        if (word := self._peek()) in ("if", "iff"):
            self._at += 1
            rule = Rule(operator=word, parts=(rule, self._chain("or")))
        return rule

    def _chain(self, word: str) -> Rule:
        """``a or b or c`` of parts that hold ``and``, or ``a and b and c`` of negations."""
        parts = [self._chain("and") if word == "or" else self._negation()]
        while self._peek() == word:
            self._at += 1
            parts.append(self._chain("and") if word == "or" else self._negation())
        return Rule(operator=word, parts=tuple(parts)) if len(parts) > 1 else parts[0]

    def _negation(self) -> Rule:
        """An option or a bracket, with any number of ``not`` before it."""
        negated = False
        while self._peek() == "not":
            self._at += 1
            negated = not negated
        if self._peek() == "(":
            rule = self._bracket()
        elif is_option_id(self._peek()):
            rule = Rule(operator="option", option=self._peek())
            self._at += 1
        else:
            self._fail("expected an option's id, in lower-case letters, digits and underscores, not or (")
        return Rule(operator="not", parts=(rule,)) if negated else rule

    def _bracket(self) -> Rule:
        """A statement between brackets."""
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(f"more than {DEEPEST} brackets within one another")
        self._at += 1
        rule = self._statement()
        if self._peek() != ")":
            self._fail("expected and, or, if, iff or )")
        self._at += 1
        self._depth -= 1
        return rule
