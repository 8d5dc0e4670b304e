"""Where things stand on the page: ids, references and the way back from a passage to its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.brief.brief import Brief, Passage
from detente.brief.markup import Markup, el, group
from detente.brief.words import References, issue_name
from detente.model import DocumentId, Evidence, IssueId, Party, PartyId, Position, Span, Statement, StatementId


@dataclass(frozen=True, slots=True)
class Places:
    """Every place that one page links to, found in constant time; made by :meth:`of`."""

    brief: Brief
    columns: tuple[Party, ...]
    """Parties with cells in the table: all but third parties that only report or assess."""
    cited: References
    positions: dict[tuple[IssueId, PartyId], Position]
    issues: frozenset[IssueId]
    outside: dict[StatementId, int]
    """Statements shown as evidence from third parties, with their one-based place."""
    carried: dict[tuple[DocumentId, Span], tuple[tuple[str, str], ...]]
    """What a passage carries beside statements: words and the section that shows it."""

    @classmethod
    def of(cls, brief: Brief) -> Places:
        """Index a brief."""
        outside = {s.id: place for place, s in enumerate(brief.third_party, start=1)}
        heard = [p for p in brief.table.positions if not all(s.id in outside for s in (*p.statements, *p.superseded))]
        return cls(
            brief=brief,
            columns=tuple(p for p in brief.table.parties if any(h.party == p.id for h in heard)),
            cited=References(brief),
            positions={(p.issue, p.party): p for p in heard},
            issues=frozenset(issue.id for issue in brief.table.issues),
            outside=outside,
            carried=_carried(brief) if brief.counts.statements else {},  # without statements no section is shown
        )

    @property
    def several(self) -> bool:
        """Whether passages are counted by report."""
        return len(self.brief.reports) > 1

    def passage(self, evidence: Evidence) -> Passage | None:
        """The passage that shows a quotation."""
        return self.cited.passage(evidence)

    def number(self, passage: Passage) -> str:
        """A passage's number as it is printed: ``14``, or ``3.14`` where several reports are shown."""
        return self.cited.number(passage)

    def passage_id(self, passage: Passage) -> str:
        """A passage's id: ``p14`` or ``p3-14``."""
        return "p" + self.number(passage).replace(".", "-")

    def href(self, evidence: Evidence) -> str | None:
        """Link to the passage that shows a quotation."""
        passage = self.passage(evidence)
        return f"#{self.passage_id(passage)}" if passage else None

    def language(self, evidence: Evidence) -> str:
        """The language of the report that a quotation comes from."""
        reports = self.brief.reports
        return next((r.document.language for r in reports if r.document.id == evidence.document), "en")

    def cell_id(self, issue: IssueId, party: PartyId) -> str:
        """A cell's id: ``c-nato.us``; the dot keeps issue and party apart, whatever they hold."""
        return f"c-{_token(issue)}.{_token(party)}"

    def issue_id(self, issue: IssueId) -> str:
        """The id of an issue's row."""
        return f"i-{_token(issue)}"

    def home(self, statement: Statement) -> str | None:
        """Link from a passage back to where its statement counts: cell, evidence or row."""
        if (statement.issue, statement.party) in self.positions:
            return f"#{self.cell_id(statement.issue, statement.party)}"
        if statement.id in self.outside:
            return f"#e{self.outside[statement.id]}"
        return f"#{self.issue_id(statement.issue)}" if statement.issue in self.issues else None

    def issue_link(self, issue: IssueId) -> Markup:
        """An issue's name, linked to its row where there is one."""
        name = issue_name(self.brief, issue)
        return el("a", name, href=f"#{self.issue_id(issue)}") if issue in self.issues else group(name)

    def reference(self, passage: Passage) -> Markup:
        """A small number that opens a passage."""
        return el(
            "a",
            el("span", "passage ", class_="vh"),
            self.number(passage),
            class_="r",
            href=f"#{self.passage_id(passage)}",
        )

    def references(self, *evidence: Evidence) -> Markup:
        """References to the passages of several quotations, each once, in text order."""
        return group(*(self.reference(passage) for passage in self.cited.passages(evidence)))


def _carried(brief: Brief) -> dict[tuple[DocumentId, Span], tuple[tuple[str, str], ...]]:
    """What each passage carries beside statements."""
    uses: list[tuple[Evidence, str, str]] = []
    uses += [(o.evidence, "The outlook", "#outlook") for o in (brief.outlook,) if o]
    uses += [(e, c.what, "#commitments") for c in brief.commitments for e in (*c.evidence, *c.sites)]
    uses += [(c.framing, "Words on a contradiction", "#contradictions") for c in brief.contradictions if c.framing]
    uses += [(a.evidence, "An allegation", "#commitments") for a in brief.allegations]
    uses += [(a.checked, "On an allegation", "#commitments") for a in brief.allegations if a.checked]
    uses += [
        (e, "A day", "#calendar") for line in (brief.timeline.calendar if brief.timeline else ()) for e in line.evidence
    ]
    uses += [(tie.evidence, "A tie between issues", "#conditions") for tie in brief.linkages]
    cited = References(brief)
    carried: dict[tuple[DocumentId, Span], dict[tuple[str, str], None]] = {}
    for evidence, what, href in uses:
        passage = cited.passage(evidence)
        if passage and not passage.statements:
            carried.setdefault((passage.document, passage.span), {})[what, href] = None
    return {place: tuple(found) for place, found in carried.items()}


def _token(key: str) -> str:
    """A key as a part of an id: what is no letter, digit or hyphen is written by its code point."""
    return re.sub("[^A-Za-z0-9-]", lambda match: f"_{ord(match[0]):x}_", key)
