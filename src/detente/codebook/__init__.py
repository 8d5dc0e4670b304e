"""What is known before a text is read: coding schemes, themes, names, and the analyst's agenda.

- :mod:`~detente.codebook.schemes`: acts, stances, statuses and codes, and the words that announce them;
- :mod:`~detente.codebook.themes`: matters that come up in negotiations of any kind;
- :mod:`~detente.codebook.gazetteer`: who is known by name: states, organisations, movements, offices, people;
- :mod:`~detente.codebook.agenda`: the parties and issues that an analyst reads for, which win over all else.

The data stand in ``data/*.toml`` and are opened on first use, so that importing costs little.
"""

from detente.codebook.agenda import (
    Agenda,
    AgendaIssue,
    AgendaParty,
    Judgement,
    dump_agenda,
    load_agenda,
    parse_agenda,
)
from detente.codebook.gazetteer import Entry, Gazetteer, Hit, Kind, load_gazetteer
from detente.codebook.schemes import (
    ActScheme,
    Code,
    ConditionHit,
    CueHit,
    HedgeHit,
    Lexicon,
    OutlookHit,
    StanceScheme,
    StatusScheme,
    load_acts,
    load_codes,
    load_conditions,
    load_cues,
    load_hedges,
    load_outlook,
    load_stances,
    load_statuses,
)
from detente.codebook.themes import Theme, ThemeHit, ThemeIndex, load_themes

__all__ = [
    "ActScheme",
    "Agenda",
    "AgendaIssue",
    "AgendaParty",
    "Code",
    "ConditionHit",
    "CueHit",
    "Entry",
    "Gazetteer",
    "HedgeHit",
    "Hit",
    "Judgement",
    "Kind",
    "Lexicon",
    "OutlookHit",
    "StanceScheme",
    "StatusScheme",
    "Theme",
    "ThemeHit",
    "ThemeIndex",
    "dump_agenda",
    "load_acts",
    "load_agenda",
    "load_codes",
    "load_conditions",
    "load_cues",
    "load_gazetteer",
    "load_hedges",
    "load_outlook",
    "load_stances",
    "load_statuses",
    "load_themes",
    "parse_agenda",
]
