"""Which issue of the analyst's agenda a statement belongs to, if any.

First its keywords count, as the agenda promises. Then, in a report that holds a keyword of an issue, so does what the issue is
about by the codebook ("cut the working week" where the row is a shorter week); and in a report that is on one issue of the
agenda, what speaks of nothing else ("we are close, but there is work to do") is on that issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from detente.codebook.agenda import Agenda, AgendaIssue
from detente.codebook.themes import Theme, ThemeIndex
from detente.model import Document, IssueId

ACRONYM = 5
"""Letters of a keyword in capitals up to which it is a name in capitals, and not the beginning of a word: "GM", "UNRWA"."""
CLEARLY = 2.0
"""How much oftener than the next issue of its headline a report must speak of the one that it is on."""
CLEAR = 0.5
"""Share of the weight of what it speaks of most from which a statement speaks of a theme as well."""
SPOKEN = 1.0
"""Weight from which a statement speaks of a theme by itself, or of a narrow one by its sentence."""
_TALKS = frozenset({"X:talks", "PA-X:ImE", "PA-X:ImRef"})
"""Codes of themes that are about talks and agreements as such, whatever they are on."""


class Declared:
    """An agenda's issues as they are looked for in reports.

    Parameters
    ----------
    agenda : Agenda or None
        ``None`` declares nothing.
    themes : ThemeIndex
    """

    def __init__(self, agenda: Agenda | None, themes: ThemeIndex) -> None:
        self._issues = agenda.issues if agenda else ()
        self._patterns = {issue.id: _pattern(issue) for issue in self._issues}
        self._own = {issue.id: frozenset(_narrow_themes(issue, themes)) for issue in self._issues}
        self._raised = lru_cache(maxsize=256)(self._paragraphs)

    def by_keyword(self, document: Document, quote: str, sentence: str) -> IssueId | None:
        """The issue whose keywords a statement holds: most in its own words, then in its sentence, then in its report.

        A keyword within a longer one ("corridor" in "sovereign corridor") does not count.
        """
        own, around = self._held(quote), self._held(sentence)
        scores = {issue: 3 * own[issue] + around[issue] for issue in self._patterns}
        raised = self._raised(document) if any(scores.values()) else Counter()
        best = max(scores, key=lambda issue: (scores[issue], raised[issue]), default=None)
        return best if best is not None and scores[best] else None

    def _held(self, text: str) -> Counter[IssueId]:
        """How many different keywords of each issue a text holds, but for those within a longer one of another."""
        found = {(i, m.span()) for i, p in self._patterns.items() for m in p.finditer(text)}
        whole = {(a, b) for _, (a, b) in found if not any(c <= a and b <= d and d - c > b - a for _, (c, d) in found)}
        words = {(issue, text[a:b].lower()) for issue, (a, b) in found if (a, b) in whole}
        return Counter(issue for issue, _ in words)

    def by_report(self, document: Document, hits: dict[Theme, float]) -> IssueId | None:
        """The issue of a statement that holds no keyword, by what it speaks of and what its report is on.

        Parameters
        ----------
        document : Document
            Its report.
        hits : dict from Theme to float
            How strongly it speaks of each theme.
        """
        raised = self._raised(document)
        if not raised:
            return None
        subject = self._subject(document)
        spoken = [t for t, w in hits.items() if w >= SPOKEN and t.weight > 1 and not _TALKS & set(t.codes)]
        if not spoken:
            return subject
        clear = [t for t in spoken if hits[t] >= CLEAR * hits[spoken[0]]]
        on_theme = [i for i in raised if self._own[i] & set(clear)]
        if subject in on_theme:
            return subject
        return max(on_theme, key=lambda i: raised[i], default=None)

    def _subject(self, document: Document) -> IssueId | None:
        """The one issue that a report is on: raised in its headline or its first words, and clearly oftener than others there."""
        raised = self._raised(document)
        opening = (
            document.text[: document.body.start] + document.text[document.body.start :].lstrip().partition("\n")[0]
        )
        led = sorted((i for i in raised if self._patterns[i].search(opening)), key=lambda i: -raised[i])
        if not led or (len(led) > 1 and raised[led[0]] < CLEARLY * raised[led[1]]):
            return None
        return led[0]

    def _paragraphs(self, document: Document) -> Counter[IssueId]:
        """In how many of a report's paragraphs each issue is raised, in the agenda's order."""
        paragraphs = document.text.split("\n")
        return +Counter({i: sum(p.search(line) is not None for line in paragraphs) for i, p in self._patterns.items()})


def _pattern(issue: AgendaIssue) -> re.Pattern[str]:
    """Finds an issue's keywords: at the beginning of a word in any case; short names in capitals as they are, whole."""
    words = issue.keywords or (issue.name,)
    return re.compile(
        "|".join(
            rf"(?<!\w){re.escape(w)}(?!\w)" if _is_acronym(w) else rf"(?i:(?<!\w){re.escape(w)})"
            for w in sorted(words, key=len, reverse=True)
        )
    )


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) <= ACRONYM and word.isalpha()


def _narrow_themes(issue: AgendaIssue, themes: ThemeIndex) -> Sequence[Theme]:
    """What an issue is about by the codebook, but for talks as such; broad matters only where there is nothing narrower."""
    texts = (issue.name, *issue.keywords)
    found = {hit.theme for text in texts for hit in themes.find(text)}
    matters = [t for t in found if not _TALKS & set(t.codes)]
    return [t for t in matters if t.weight > 1] or matters
