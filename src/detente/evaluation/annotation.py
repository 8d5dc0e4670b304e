"""What one text says, in the form in which a person's annotation and a reading can be compared.

Parties go by the names that their side gives them, issues by their ids; neither side need know the other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.brief.readings import reading_record
from detente.model import Act, Reading, Span, Stance
from detente.pipeline import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedParty:
    """Someone who holds positions, and how the text names it."""

    name: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedStatement:
    """One party's act or stance on one issue, carried by one quote."""

    quote: str
    span: Span | None
    """Where the quote stands; ``None`` where the text does not hold it."""
    party: str
    issue: str
    """Id of the issue."""
    act: Act
    stance: Stance
    speaker: str | None = None
    target: str | None = None
    condition: str | None = None
    condition_span: Span | None = None
    hedged: bool = False

    @property
    def weight(self) -> float:
        """What it counts for: ½ where its act takes no position, else 1."""
        return 1.0 if self.act.takes_position else 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedAgreement:
    """An undertaking and how far it has come."""

    span: Span | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedViolation:
    """An allegation that an undertaking was broken."""

    span: Span | None
    by: str | None
    """The party accused."""
    alleged_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedContradiction:
    """Two passages that set one party against itself."""

    party: str
    spans: tuple[Span | None, Span | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What one text says, by one person or one reader."""

    parties: tuple[AnnotatedParty, ...] = ()
    issues: Mapping[str, str]
    """Label of each issue by its id."""
    statements: tuple[AnnotatedStatement, ...] = ()
    """In the order in which they are held: of two on one cell, the later one decides."""
    agreements: tuple[AnnotatedAgreement, ...] = ()
    violations: tuple[AnnotatedViolation, ...] = ()
    contradictions: tuple[AnnotatedContradiction, ...] = ()


def locate(text: str, quote: str | None) -> Span | None:
    """The first place where a text holds a quote; ``None`` where it does not, or the quote is empty."""
    at = text.find(quote) if quote else -1
    return None if at < 0 or not quote else Span(start=at, end=at + len(quote))


def annotate(reading: Reading, findings: Findings) -> Annotation:
    """A reading as an annotation: what ``detente read`` writes of the report.

    Parameters
    ----------
    reading : Reading
        Of one report, read on its own.
    findings : Findings
        What was found in that reading.

    Returns
    -------
    Annotation
        Statements stand where the reading has them. Quotes of anything else, and conditions, are looked for from the
        start of the text, as those of a hand annotation are.
    """
    record = reading_record(
        reading,
        commitments=findings.commitments,
        allegations=findings.allegations,
        contradictions=findings.contradictions,
        outlook=findings.outlook,
    )
    text = reading.document.text
    return Annotation(
        parties=tuple(
            AnnotatedParty(name=party["name"], mentions=tuple(party["mentions"])) for party in record["parties"]
        ),
        issues={issue["id"]: issue["label"] for issue in record["issues"]},
        statements=tuple(_statements(text, record["statements"])),
        agreements=tuple(
            AnnotatedAgreement(span=locate(text, agreement["quote"]), status=agreement["status"])
            for agreement in record["agreements"]
        ),
        violations=tuple(
            AnnotatedViolation(
                span=locate(text, violation["quote"]), by=violation["by"], alleged_by=violation["alleged_by"]
            )
            for violation in record["violations"]
        ),
        contradictions=tuple(
            AnnotatedContradiction(
                party=contradiction["party"],
                spans=(locate(text, contradiction["quotes"][0]), locate(text, contradiction["quotes"][1])),
            )
            for contradiction in record["contradictions"]
        ),
    )


def _statements(text: str, records: Iterable[Mapping[str, Any]]) -> Iterable[AnnotatedStatement]:
    """The statements of a record."""
    for record in records:
        yield AnnotatedStatement(
            quote=record["quote"],
            span=Span(start=record["start"], end=record["end"]),
            party=record["party"],
            issue=record["issue"],
            act=Act(record["act"]),
            stance=Stance(record["stance"]),
            speaker=record["speaker"],
            target=record["target"],
            condition=record["condition"],
            condition_span=locate(text, record["condition"]),
            hedged=record["hedged"],
        )
