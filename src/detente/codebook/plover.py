"""From our acts and codes to PLOVER 2.0, the ontology of event data: what fits, and nothing where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from detente.codebook.schemes import load_acts, read_data
from detente.model import Act, Party, PartyId, Stance

NAME = "PLOVER 2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type of PLOVER."""

    name: str
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    score: float
    """-10 conflict to +10 cooperation, the type's base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What PLOVER says of a statement; empty where it has no counterpart."""

    event: EventType | None
    modes: tuple[str, ...]
    """Main ones, then auxiliary ones."""
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """The tables of ``plover.toml``."""

    events: Mapping[str, EventType]
    modes: Mapping[Act, tuple[str, ...]]
    conditional: str
    """The auxiliary mode of what a condition hangs on."""
    matters: Mapping[str, str]
    """From a code to the mode that REQUEST and REJECT share."""
    matter_stances: Mapping[Act, Stance]
    contexts: Mapping[str, str]
    countries: Mapping[PartyId, str]
    """ISO 3166-1 alpha-3 by id."""


@cache
def load_crosswalk() -> Crosswalk:
    """The crosswalk that ships.

    Notes
    -----
    Event types and base scores: PLOVER 2.0 manual, Open Event Data Alliance. The crosswalk is ours.
    """
    held = read_data("plover")
    return Crosswalk(
        events=MappingProxyType({name: EventType(name=name, **told) for name, told in held["event"].items()}),
        modes=MappingProxyType({Act(act): tuple(modes) for act, modes in held["mode"].items()}),
        conditional=held["auxiliary"]["condition"],
        matters=MappingProxyType({code: mode for mode, codes in held["matter"].items() for code in codes}),
        matter_stances=MappingProxyType({Act(a): Stance(s) for a, s in held["matter_stance"].items()}),
        contexts=MappingProxyType({code: name for name, codes in held["context"].items() for code in codes}),
        countries=MappingProxyType(
            {PartyId(key): code for key, _, code in (pair.partition("=") for pair in held["country"]["codes"].split())}
        ),
    )


def code_statement(act: Act, stance: Stance, codes: Iterable[str] = (), *, conditional: bool = False) -> Coding:
    """What PLOVER says of a statement.

    Parameters
    ----------
    act : Act
    stance : Stance
        Towards the issue as named.
    codes : iterable of str
        Of the issue, with their schemes: ``PA-X:CeProv``, ``X:talks``.
    conditional : bool
        Whether a condition hangs on it.

    Returns
    -------
    Coding
        No event for reports, assessments, denials and conditions set: PLOVER has no counterpart. Modes and contexts only
        where act, stance and codes leave no choice.
    """
    walk, held = load_crosswalk(), tuple(codes)
    name = load_acts()[act].plover
    modes = dict.fromkeys(walk.modes.get(act, ()))
    if walk.matter_stances.get(act) is stance:
        modes |= dict.fromkeys(walk.matters[code] for code in held if code in walk.matters)
    if conditional:
        modes[walk.conditional] = None
    contexts = dict.fromkeys(walk.contexts[code] for code in held if code in walk.contexts)
    return Coding(event=walk.events[name] if name else None, modes=tuple(modes), contexts=tuple(contexts))


def country_code(party: Party) -> str | None:
    """The ISO 3166-1 alpha-3 code of a party that is a state.

    Parameters
    ----------
    party : Party
        Known by its id; since an agenda may give any id to any party, its name must be one of the state's too.

    Returns
    -------
    str or None
        ``None`` for every other party, its government and factions included.
    """
    code = load_crosswalk().countries.get(party.id)
    return code if code and party.name.casefold() in _state_names().get(party.id, ()) else None


@cache
def _state_names() -> Mapping[PartyId, frozenset[str]]:
    """What each state is called, without regard to case."""
    return {
        PartyId(row["id"]): frozenset(name.casefold() for name in (row["name"], *row.get("names", ())))
        for row in read_data("countries")["country"]
    }
