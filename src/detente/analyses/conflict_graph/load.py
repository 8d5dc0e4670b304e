"""A conflict as a TOML file that is written by hand.

    title = "Cuban missile crisis"
    status_quo = "NNNN"
    infeasible = ["withdraw and escalate"]

    [[decision_maker]]
    id = "us"
    name = "United States"

    [[option]]
    id = "air_strike"
    name = "Air strike"
    decision_maker = "us"

    [[preference]]
    decision_maker = "us"
    rules = ["withdraw", "not escalate"]

Instead of ``infeasible``, ``states`` can list all patterns in the order of their numbers; instead of ``rules``,
``ranking`` can chain states and ``payoffs`` number them; an option can be ``irreversible = "once-taken"`` or
``"once-dropped"``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.analyses.conflict_graph.preferences import rank_by_preference, rank_states
from detente.analyses.conflict_graph.states import check_options, enumerate_states, parse_known_rule
from detente.codebook.agenda_file import Block, read_blocks
from detente.errors import AnalysisError, CodebookError
from detente.model.stability import (
    ConflictModel,
    ConflictOption,
    ConflictOptionId,
    DecisionMaker,
    DecisionMakerId,
    Irreversible,
    Preference,
)

_KEYS = {
    "": ("title", "source", "status_quo", "infeasible", "states", "decision_maker", "option", "preference"),
    "decision_maker": ("id", "name"),
    "option": ("id", "name", "decision_maker", "irreversible"),
    "preference": ("decision_maker", "rules", "ranking", "payoffs"),
}
_AGENDA = ("party", "issue", "judgement")
"""Blocks of an agenda, which is easily taken for a model."""


def load_conflict_model(path: str | Path) -> ConflictModel:
    """Read a conflict from a file.

    Parameters
    ----------
    path : str or Path
        A TOML file in UTF-8.

    Returns
    -------
    ConflictModel
        Checked: its parts fit together, and every decision maker orders every state.

    Raises
    ------
    AnalysisError
        If the file is not there or breaks a rule; the message names file and, where there is one, line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise AnalysisError(f"{path}: the conflict cannot be read: {reason}") from None
    return parse_conflict_model(text, path=str(path))


def parse_conflict_model(text: str, *, path: str | None = None) -> ConflictModel:
    """Read a conflict from the text of a file.

    Parameters
    ----------
    text : str
        TOML.
    path : str or None
        Name of the file for messages.

    Returns
    -------
    ConflictModel
        Checked: its parts fit together, and every decision maker orders every state.

    Raises
    ------
    AnalysisError
        If it breaks a rule; the message names file and, where there is one, line.
    """
    try:
        return _read_model(read_blocks(text, path=path))
    except CodebookError as error:
        where = f"line {error.line}: " if error.line and not path else ""
        raise AnalysisError(f"{where}{error}") from None


def _read_model(file: Block) -> ConflictModel:
    """The conflict of a file, its mistakes laid to their lines."""
    _check_keys(file)
    decision_makers, options, preferences = map(file.blocks, ("decision_maker", "option", "preference"))
    for block in (*decision_makers, *options, *preferences):
        _check_keys(block)
    model = ConflictModel(
        title=file.text("title") or "",
        source=file.text("source") or "",
        status_quo=_status_quo(file),
        infeasible=file.names("infeasible"),
        states=file.names("states"),
        decision_makers=tuple(
            DecisionMaker(id=DecisionMakerId(_needed(block, "id")), name=_name(block)) for block in decision_makers
        ),
        options=tuple(_read_option(block) for block in options),
        preferences=tuple(_read_preference(block) for block in preferences),
    )
    try:
        check_options(model)
    except AnalysisError as error:
        file.fail(str(error))
    ids = tuple(option.id for option in model.options)
    for place, (block, preference) in enumerate(zip(preferences, model.preferences, strict=True)):
        for number, rule in enumerate(preference.rules):
            try:
                parse_known_rule(rule, ids)
            except AnalysisError as error:
                block.fail(str(error), "rules", number)
        if preference.decision_maker in [p.decision_maker for p in model.preferences[:place]]:
            block.fail(f"the preferences of {preference.decision_maker!r} are given twice", "decision_maker")
    try:
        states = enumerate_states(model)
    except AnalysisError as error:
        file.fail(str(error), "states" if model.states else "infeasible")
    for block, preference in zip(preferences, model.preferences, strict=True):
        try:
            rank_by_preference(preference, states)
        except AnalysisError as error:
            block.fail(str(error), next((key for key in ("rules", "ranking", "payoffs") if key in block.values), "-"))
    try:
        rank_states(model, states)
        if model.status_quo is not None:
            states.find(model.status_quo)
    except AnalysisError as error:
        file.fail(str(error), "status_quo")
    return model


def _read_option(block: Block) -> ConflictOption:
    """One option."""
    irreversible = block.name("irreversible")
    if irreversible is not None and irreversible not in list(Irreversible):
        block.fail(f"irreversible is to be {_either(list(Irreversible))}, not {irreversible!r}", "irreversible")
    return ConflictOption(
        id=ConflictOptionId(_needed(block, "id")),
        name=_name(block),
        decision_maker=DecisionMakerId(_needed(block, "decision_maker")),
        irreversible=Irreversible(irreversible) if irreversible else None,
    )


def _read_preference(block: Block) -> Preference:
    """The preferences of one decision maker."""
    payoffs = block.values.get("payoffs", [])
    if not isinstance(payoffs, list):
        block.fail("payoffs is to be a list of numbers, as in payoffs = [3, 1, 2]", "payoffs")
    for number, payoff in enumerate(payoffs):
        if isinstance(payoff, bool) or not isinstance(payoff, int | float):
            block.fail("every payoff is to be a number without quotation marks", "payoffs", number)
    return Preference(
        decision_maker=DecisionMakerId(_needed(block, "decision_maker")),
        rules=block.names("rules"),
        ranking=block.names("ranking"),
        payoffs=tuple(payoffs),
    )


def _status_quo(file: Block) -> str | None:
    """A pattern, or a number with or without quotation marks."""
    value = file.values.get("status_quo")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else file.name("status_quo")


def _needed(block: Block, key: str) -> str:
    """A text that cannot be left out."""
    value = block.name(key)
    if value is None:
        block.fail(f"{block} needs {key}")
    return value


def _name(block: Block) -> str:
    """What to call it; its id where it has no name of its own."""
    return block.name("name") or _needed(block, "id")


def _check_keys(block: Block) -> None:
    """Refuse a key that nobody would read."""
    for key in block.values:
        if key not in (known := _KEYS[block.kind]):
            if not block.kind and key in _AGENDA:
                block.fail("this is an agenda and no model; give it with --agenda, and a model is drafted from it", key)
            block.fail(f"{block} has no key {key!r}; there are {', '.join(known)}", key)


def _either(words: Sequence[str]) -> str:
    """Words of which one is to be chosen."""
    return " or ".join(f'"{word}"' for word in words)
