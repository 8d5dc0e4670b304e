"""What an analyst would call an issue.

A group of statements takes the name of the codebook's theme that most of its words speak of, with its slots filled from the
text; where no theme fits, the phrase that its statements share best, put as a noun phrase that one can be for or against.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.codebook.agenda import Agenda
from detente.codebook.themes import Theme
from detente.model import Act, Issue, IssueId, Option, OptionId
from detente.statements.slots import fill_name

THEME_FROM = 0.34
"""Share of a group's statements that must speak of a theme for it to name the group."""
_STOP = frozenset(
    """a an the and or nor but if then than so as of in on at by to from for with without within into onto over under up out
    off about against between among during before after since until while because although though however also even still yet
    already just only very much many more most less least some any all both each every no not never this that these those it
    its they them their he him his she her we us our you your i me my who whom whose which what when where why how there here
    is are was were be been being am do does did done has have had having will would shall should can could may might must
    said say says told tell according added new last next now today yesterday tomorrow week month year years months weeks days day
    one two three several other another such same own mr mrs ms sen rep gov wednesday thursday friday saturday sunday monday
    tuesday january february march april june july august september october november december""".split()
)
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "any", "this", "that", "no", "new"})
_VERBS = frozenset(
    """want wants make makes made get gets got give gives gave go goes going come comes came know knows think thinks thought feel
    feels let put say tell call calls take takes took taken keep keeps seem seems look looks looking try tries trying need needs
    help rely plan plans expect expects hope hopes believe believes remain remains become becomes meet meets met include includes
    including talk agree agrees reach use find work works happen being getting making taking able unable likely ready willing far
    ever well away good bad sure right""".split()
)
LED, VERBAL = 1.6, 0.35
"""How much likelier a phrase names a thing after "the" or "its", and how much less with a verb in it."""
_TOKEN = re.compile(r"[A-Za-z0-9][\w’'.&/-]*[\w]|[A-Za-z0-9$€£%]")
_JOIN = frozenset({"of", "on", "for", "in", "to", "with", "the", "from", "and"})
GERUNDS = {
    "lift": "Lifting", "ease": "Easing", "end": "Ending", "stop": "Stopping", "halt": "Halting", "resume": "Resuming",
    "extend": "Extending", "raise": "Raising", "cut": "Cutting", "reduce": "Reducing", "increase": "Increasing",
    "withdraw": "Withdrawing", "release": "Releasing", "return": "Returning", "open": "Opening", "reopen": "Reopening",
    "close": "Closing", "build": "Building", "fund": "Funding", "ban": "Banning", "approve": "Approving", "pass": "Passing",
    "sign": "Signing", "ratify": "Ratifying", "suspend": "Suspending", "impose": "Imposing", "remove": "Removing",
    "recognize": "Recognising", "recognise": "Recognising", "join": "Joining", "leave": "Leaving", "send": "Sending",
    "deploy": "Deploying", "dismantle": "Dismantling", "destroy": "Destroying", "freeze": "Freezing", "limit": "Limiting",
    "protect": "Protecting", "pay": "Paying", "buy": "Buying", "sell": "Selling", "hire": "Hiring", "repeal": "Repealing",
    "delay": "Delaying", "postpone": "Postponing", "allow": "Allowing", "restore": "Restoring", "scrap": "Scrapping",
    "hold": "Holding", "form": "Forming", "disarm": "Disarming", "accept": "Accepting", "implement": "Implementing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """One unit of an issue as naming sees it."""

    quote: str
    sentence: str
    themes: dict[Theme, float]
    act: Act
    weight: float
    """How many statements share the quote."""
    vector: NDArray[np.float32]


def name_groups(
    groups: Sequence[int],
    units: Sequence[Labelled],
    declared: Sequence[IssueId | None],
    *,
    agenda: Agenda | None,
    party_words: frozenset[str],
) -> dict[int, Issue]:
    """One issue a group, names all different.

    Parameters
    ----------
    groups : sequence of int
        Group of every unit.
    declared : sequence of IssueId or None
        The agenda's issue of every unit.

    Returns
    -------
    dict from group to Issue
        Two groups may share an issue where one theme names both.
    """
    members: dict[int, list[int]] = {}
    for i, g in enumerate(groups):
        members.setdefault(g, []).append(i)
    spread = Counter(w for u in units for w in set(_plain(u.sentence)))
    out: dict[int, Issue] = {}
    taken: dict[str, Issue] = {}
    by_size = sorted(members, key=lambda g: (-sum(units[i].weight for i in members[g]), members[g][0]))
    for g in by_size:
        own = [units[i] for i in members[g]]
        issue = _from_agenda([declared[i] for i in members[g]], agenda)
        if issue is None:
            theme = _theme(own)
            if theme is not None:
                issue = Issue(id=IssueId(_slug(theme.plain)), name=theme.name, codes=theme.codes, theme=theme.id)
            else:
                name = _phrase(own, spread, len(units), party_words)
                issue = Issue(id=IssueId(_slug(name)), name=name)
        out[g] = taken.setdefault(issue.id, issue)
    return _filled(out, members, units)


def _filled(issues: dict[int, Issue], members: dict[int, list[int]], units: Sequence[Labelled]) -> dict[int, Issue]:
    """The same with the slots of their names filled from all the statements of an issue; ids stay plain."""
    plain = {theme.id: theme.plain for u in units for theme in u.themes}
    texts: defaultdict[IssueId, list[tuple[str, float]]] = defaultdict(list)
    for g, issue in issues.items():
        texts[issue.id] += [(units[i].sentence, units[i].weight) for i in members[g]]
    named = {
        issue.id: replace(issue, name=fill_name(issue.name, plain[issue.theme], texts[issue.id]))
        for issue in issues.values()
        if issue.theme is not None and "{" in issue.name
    }
    return {g: named.get(issue.id, issue) for g, issue in issues.items()}


def _from_agenda(ids: Sequence[IssueId | None], agenda: Agenda | None) -> Issue | None:
    found = next((i for i in ids if i is not None), None)
    entry = next((i for i in agenda.issues if i.id == found), None) if agenda and found else None
    if entry is None:
        return None
    options = tuple(Option(id=OptionId(o.id), name=o.name, point=o.point) for o in entry.options)
    return Issue(id=IssueId(entry.id), name=entry.name, codes=entry.codes, options=options)


def _theme(own: Sequence[Labelled]) -> Theme | None:
    """The theme that the group speaks of most, if enough of it does."""
    weight: defaultdict[Theme, float] = defaultdict(float)
    heard: defaultdict[Theme, float] = defaultdict(float)
    for u in own:
        top = max(u.themes.values(), default=0.0)
        for theme, w in u.themes.items():
            weight[theme] += u.weight * w / top
            heard[theme] += u.weight if w >= 0.5 * top else 0
    total = sum(u.weight for u in own)
    fit = [t for t in weight if heard[t] >= THEME_FROM * total]
    return max(fit, key=lambda t: (weight[t] * t.weight, t.weight, t.id), default=None)


def _phrase(own: Sequence[Labelled], spread: Counter[str], total: int, party_words: frozenset[str]) -> str:
    """The phrase that a group's statements share best."""
    scores: defaultdict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    shared: defaultdict[str, float] = defaultdict(float)
    for u in own:
        for word in set(_plain(u.quote)):
            shared[word] += u.weight
    for u in own:
        for phrase, likely in _candidates(u.quote):
            words = [w for w in _plain(phrase) if w not in party_words]
            if not words:
                continue
            value = sum(shared[w] * np.log(1.0 + total / max(1, spread[w])) for w in set(words)) / (
                1.0 + 0.35 * len(words)
            )
            value *= likely * (0.6 if len(words) < len(set(_plain(phrase))) else 1.0)
            key = phrase.lower()
            if value > scores[key]:
                scores[key] = float(value)
                shown[key] = phrase
    if not scores:
        words = own[0].quote.split()[:6]
        return _sentence_case(" ".join(words).strip(" .,;:“”\"'’‘")) or "Other matters"
    best = max(scores, key=lambda k: (scores[k], -len(k), k))
    return _sentence_case(shown[best])


def _candidates(text: str) -> list[tuple[str, float]]:
    """Runs of content words, joined over one small word: "return of the plant", and verb phrases as gerunds.

    Each with how likely it is to name a thing: more so after "the" or "its", less so with a verb in it.
    """
    out: list[tuple[str, float]] = []
    for clause in re.split(r"[,;:.!?“”\"()—–\n]+", text):
        tokens = _TOKEN.findall(clause)
        run: list[str] = []
        led = False
        for i, token in enumerate([*tokens, "\0"]):
            low = token.lower()
            inner = (
                low in _JOIN and run and i + 1 < len(tokens) and tokens[i + 1].lower() not in _STOP | {"\0"} - {"the"}
            )
            if token != "\0" and (low not in _STOP or inner):
                if not run:
                    led = i > 0 and tokens[i - 1].lower() in _DETERMINERS
                run.append(token)
                continue
            while run and run[-1].lower() in _STOP:
                run.pop()
            likely = (LED if led else 1.0) * VERBAL ** sum(_is_verb(w) for w in run)
            if 2 <= len(run) <= 6:
                out.append((" ".join(run), likely))
                head = GERUNDS.get(run[0].lower())
                if head:
                    out.append((" ".join([head, *run[1:]]), LED))
            elif len(run) > 6:
                out += [
                    (" ".join(run[k : k + 4]), likely)
                    for k in range(0, len(run) - 3, 2)
                    if run[k + 3].lower() not in _STOP
                ]
            elif run:
                out.append((run[0], likely))
            run = []
    return out


def _is_verb(word: str) -> bool:
    """Whether a word looks like a verb or a contraction with one."""
    low = word.lower()
    return "’" in low or "'" in low or low in GERUNDS or (low.endswith("ed") and len(low) > 4) or low in _VERBS


def _plain(text: str) -> list[str]:
    return [w for w in (t.lower().strip("’'.") for t in _TOKEN.findall(text)) if w not in _STOP and len(w) > 2]


def _sentence_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-") or "issue"
