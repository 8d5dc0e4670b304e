"""Which statements are about the same issue, and what an analyst would call it.

Statements are laid out as vectors in which three things count: how alike the reader sees them, the codebook's themes, and the
words that they share. Groups are formed by average linkage. An agenda's issues come first, then those known from before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.codebook.agenda import Agenda
from detente.codebook.themes import Theme, ThemeIndex
from detente.model import Issue, IssueId
from detente.model.record import Anchor
from detente.statements.declared import Declared
from detente.statements.grouping import adopt_strays, group_units
from detente.statements.likeness import Placed, theme_weights, unit_text, unit_vectors
from detente.statements.naming import Labelled, name_groups

SAME_SPAN = 0.8
"""Share of the longer of two quotes that must be common for them to be one."""
ANCHORS = 3
"""Statements kept of each issue, by which later reports are told to speak of it."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The issue of every statement."""

    ids: tuple[IssueId, ...]
    """One a statement."""
    issues: tuple[Issue, ...]
    """In order of first statement."""
    anchors: tuple[Anchor, ...]
    """Those by which the issues will be known again, as far as they are new."""


def assign_issues(
    placed: Sequence[Placed],
    *,
    themes: ThemeIndex,
    party_words: frozenset[str],
    agenda: Agenda | None = None,
    known: Sequence[Anchor] = (),
) -> Assigned:
    """Give every statement its issue.

    Parameters
    ----------
    placed : sequence of Placed
        All statements of one negotiation, document by document, in text order.
    party_words : frozenset of str
        Lower-case words that only name parties; they say nothing about the issue.
    agenda : Agenda or None
        The analyst's issues: a statement that holds one of their keywords belongs there.

    known : sequence of Anchor
        Issues of earlier reports: a statement that is alike enough to their anchors belongs there; to an agenda's only where
        its report holds a keyword of that issue.

    Returns
    -------
    Assigned
    """
    if not placed:
        return Assigned((), (), ())
    units, unit_of = _units(placed)
    spoken = [unit_text(placed[u]) for u in units]
    rows = Declared(agenda, themes)
    own_hits = theme_weights([placed[u] for u in units], themes)
    by_keyword = [rows.by_keyword(placed[u].document, *words) for u, words in zip(units, spoken, strict=True)]
    held = [
        issue or rows.by_report(placed[u].document, hits)
        for u, issue, hits in zip(units, by_keyword, own_hits, strict=True)
    ]
    # A row that an analyst declares is the analyst's: what holds none of its keywords is drawn to it only where its report
    # holds one.
    own = frozenset(IssueId(issue.id) for issue in agenda.issues) if agenda else frozenset()
    known = [a for a in known if a.issue.id not in own or a.issue.id in held]
    count = len(known)
    by_key = {theme.id: theme for theme in themes.themes}
    texts = [(a.quote, a.sentence) for a in known] + spoken
    hits: list[dict[Theme, float]] = [{by_key[k]: w for k, w in a.themes if k in by_key} for a in known]
    hits += own_hits
    seen = [np.array(a.vector, np.float32) for a in known] + [placed[u].draft.vector for u in units]
    vectors = unit_vectors(seen, hits, texts, party_words)
    declared: list[IssueId | None] = [*(a.issue.id for a in known), *held]
    groups = adopt_strays(group_units(vectors, declared), vectors, hits, declared, range(count))
    labelled = [
        Labelled(
            quote=texts[i][0],
            sentence=texts[i][1],
            themes=hits[i],
            act=known[i].act if i < count else placed[units[i - count]].draft.act,
            weight=1 if i < count else sum(1 for u in unit_of if u == i - count),
            vector=vectors[i],
        )
        for i in range(len(texts))
    ]
    issues = _named(groups, labelled, declared, known, agenda, party_words)
    ids = tuple(issues[groups[count + u]].id for u in unit_of)
    by_id = {issue.id: issue for issue in issues.values()}
    anchored = Counter(a.issue.id for a in known)
    anchors = []
    # Those that speak of the issue's own theme most clearly tell it best.
    telling = sorted(range(count, len(texts)), key=lambda i: (-_share(hits[i], issues[groups[i]].theme), i))
    for at in telling:
        issue = issues[groups[at]]
        if anchored[issue.id] < ANCHORS and (issue.id not in own or by_keyword[at - count] == issue.id):
            anchored[issue.id] += 1
            draft = placed[units[at - count]].draft
            anchors.append(
                Anchor(
                    issue=issue,
                    quote=texts[at][0],
                    sentence=texts[at][1],
                    act=draft.act,
                    vector=tuple(draft.vector.tolist()),
                    themes=tuple((theme.id, weight) for theme, weight in hits[at].items()),
                )
            )
    return Assigned(ids, tuple(by_id[i] for i in dict.fromkeys(ids)), tuple(anchors))


def _share(hits: dict[Theme, float], theme: str | None) -> float:
    """How much of what a statement speaks of is one theme, 0..1."""
    total = sum(hits.values())
    return sum(w for t, w in hits.items() if t.id == theme) / total if total else 0.0


def _named(
    groups: Sequence[int],
    labelled: Sequence[Labelled],
    declared: Sequence[IssueId | None],
    known: Sequence[Anchor],
    agenda: Agenda | None,
    party_words: frozenset[str],
) -> dict[int, Issue]:
    """The issue of every group: that of its anchors, else one named anew; a new one named as a known one is that."""
    by_id = {a.issue.id: a.issue for a in known}
    issues = {groups[i]: a.issue for i, a in enumerate(known)}
    fresh = [i for i, g in enumerate(groups) if g not in issues]
    named = name_groups(
        [groups[i] for i in fresh],
        [labelled[i] for i in fresh],
        [declared[i] for i in fresh],
        agenda=agenda,
        party_words=party_words,
    )
    return issues | {g: by_id.get(issue.id, issue) for g, issue in named.items()}


def _units(placed: Sequence[Placed]) -> tuple[list[int], list[int]]:
    """Statements that share a quote are one unit: indices of the first of each, and the unit of every statement."""
    units: list[int] = []
    unit_of: list[int] = []
    for i, p in enumerate(placed):
        for back in range(len(units) - 1, max(-1, len(units) - 6), -1):
            other = placed[units[back]]
            shared = p.draft.span.overlap(other.draft.span)
            longer = max(len(p.draft.span), len(other.draft.span))
            if other.document is p.document and shared >= SAME_SPAN * longer:
                unit_of.append(back)
                break
        else:
            unit_of.append(len(units))
            units.append(i)
    return units, unit_of
