"""A conflict written as the TOML file that :mod:`.load` reads, to be edited by hand."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from detente.model.stability import ConflictModel, Preference

_WIDE = 100
"""Characters from which a list goes on in the next line."""
_EXACT = 2**53
"""Below it whole numbers are written without a point."""
_HEADER = """\
# A conflict for detente: who controls which options, and which states each prefers. Edit it, save it, and pass it back:
#
#     detente stability THIS_FILE
#
# A state is one letter an option, in their order: Y taken, N not, - either. Unless all are listed, states count from 1
# with the first option changing fastest. Of payoffs, one number a state, only the order counts; they are hard to keep by
# hand: take them out and write rules, the most important first, as in rules = ["a", "not b", "c if (a and b)"], or a
# ranking, as in ranking = ["3 > 1 ~ 4 > 2"]. What cannot be goes into infeasible = ["a and b"]; then payoffs are for
# the states that are left. What cannot be undone: irreversible = "once-taken" or "once-dropped" in an option's block.
"""


def dump_conflict_model(model: ConflictModel) -> str:
    """Write a conflict, under a note on how to edit it.

    Parameters
    ----------
    model : ConflictModel
        One that can be analysed.

    Returns
    -------
    str
        TOML; :func:`~detente.analyses.conflict_graph.parse_conflict_model` gives back the same.
    """
    return _HEADER + "\n" + "\n".join(_lines(model)) + "\n"


def _lines(model: ConflictModel) -> Iterator[str]:
    for key in ("title", "source", "status_quo"):
        if value := getattr(model, key):
            yield f"{key} = {_quoted(value)}"
    for key in ("infeasible", "states"):
        if patterns := getattr(model, key):
            yield _list(key, map(_quoted, patterns))
    for decision_maker in model.decision_makers:
        yield "\n[[decision_maker]]"
        yield from (f"{key} = {_quoted(getattr(decision_maker, key))}" for key in ("id", "name"))
    for option in model.options:
        yield "\n[[option]]"
        yield from (f"{key} = {_quoted(getattr(option, key))}" for key in ("id", "name", "decision_maker"))
        if option.irreversible:
            yield f"irreversible = {_quoted(option.irreversible)}"
    for preference in model.preferences:
        yield "\n[[preference]]"
        yield f"decision_maker = {_quoted(preference.decision_maker)}"
        yield from _wishes(preference)


def _wishes(preference: Preference) -> Iterator[str]:
    """What a decision maker wants, in the forms in which it is said."""
    for key in ("rules", "ranking"):
        if texts := getattr(preference, key):
            yield _list(key, map(_quoted, texts))
    if preference.payoffs:
        yield _list(
            "payoffs", (str(int(p)) if p == int(p) and abs(p) < _EXACT else repr(float(p)) for p in preference.payoffs)
        )


def _list(key: str, entries: Iterable[str]) -> str:
    """A list on one line, or where that would be long, texts one a line and numbers as many as fit."""
    held = list(entries)
    line = f"{key} = [{', '.join(held)}]"
    if len(line) < _WIDE:
        return line
    texts = held[0].startswith('"')
    rows = held if texts else textwrap.wrap(", ".join(held), _WIDE, break_long_words=False, break_on_hyphens=False)
    return f"{key} = [\n" + "".join(f"    {row}{',' * texts}\n" for row in rows) + "]"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
