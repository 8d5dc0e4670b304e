"""Readings as a ledger holds them, handed over, and in words of every script."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from detente.exchange import Holdings
from detente.model import Attribution, Document, Reading, Span, Stance
from detente.model.record import Correction, Recorded, Review, Verdict
from tests.brief import strategies
from tests.factories import LAW, make_issue, make_party
from tests.ledger.negotiation import report

FEW = settings(LAW, max_examples=12)
"""For laws over readings in every script, which take long to draw."""
NOW = datetime(2031, 4, 1, 12, 30, tzinfo=UTC)
PARTIES = (make_party("p0", "停火", name="停火"), make_party("p1", name='=1+"x"; DROP, @y'))
ISSUES = (make_issue("i0", 'a, "b"\r\nc'), make_issue("i1", "'quoted' \x1b[31m"))


def hold(*readings: Reading, bare: bool = False, verdicts: tuple[Verdict | None, ...] = (None,)) -> Holdings:
    """Readings as a ledger hands them over, each statement with the next of some verdicts; ``bare`` without the readings."""
    recorded = []
    for number, reading in enumerate(readings):
        for at, statement in enumerate(reading.statements):
            verdict = verdicts[at % len(verdicts)]
            review = verdict and Review(
                statement=statement.id,
                verdict=verdict,
                reviewer="A. Reader; 読者",
                at=NOW + timedelta(days=1),
                note='why, "so"?\nnext line',
                correction=Correction(stance=Stance.NEUTRAL) if verdict is Verdict.CORRECTED else None,
            )
            first = review and Review(
                statement=statement.id, verdict=Verdict.REJECTED, reviewer="B", at=NOW, note="at first"
            )
            again = review and replace(review, reviewer="C", at=NOW + timedelta(hours=2))
            corrected = replace(statement, stance=Stance.NEUTRAL) if verdict is Verdict.CORRECTED else statement
            recorded.append(
                Recorded(
                    statement=corrected,
                    document=reading.document.id,
                    name=reading.document.name,
                    published=reading.document.published,
                    recorded=NOW + timedelta(minutes=number),
                    review=review,
                    earlier=tuple(r for r in (first, again)[: at % 3] if r),
                    read=None if corrected == statement else statement,
                )
            )
    parties = {p.id: p for r in readings for p in r.parties}
    issues = {i.id: i for r in readings for i in r.issues}
    return Holdings(
        recorded=tuple(recorded),
        documents=tuple(r.document for r in readings),
        parties=tuple(parties[key] for key in sorted(parties)),
        issues=tuple(issues.values()),
        readings=() if bare else readings,
        times=tuple((r.document.id, NOW + timedelta(minutes=at)) for at, r in enumerate(readings)),
    )


def once(reading: Reading) -> Reading:
    """A reading without statements that stand in it twice."""
    return replace(reading, statements=tuple(dict.fromkeys(reading.statements)))


def reviews_in(holdings: Holdings) -> tuple[Review, ...]:
    """The reviews that are handed over."""
    return tuple(review for r in holdings.recorded for review in (*r.earlier, r.review) if review)


@st.composite
def odd_readings(draw: st.DrawFn, *, reports: int = 2) -> tuple[Reading, ...]:
    """Readings whose words and names are in any script, with quotes, commas and control characters among them."""
    made = [draw(strategies.readings(number, PARTIES, ISSUES)) for number in range(draw(st.integers(1, reports)))]
    return tuple(once(replace(r, statements=tuple(map(attributed, r.statements)))) for r in made)


def attributed(statement):
    """The same statement with an attribution of its own quote, where its speaker has a party."""
    if statement.speaker is None or statement.speaker.party is None:
        return statement
    return replace(statement, attribution=Attribution(source=None, cue=None, content=statement.evidence))


def full(number: int = 0) -> Reading:
    """Everything that a reading can hold."""
    return report(number)


def put_before(document: Document, words: str) -> Document:
    """The same report with words put before its text."""
    by = len(words)
    body = Span(start=document.body.start + by, end=document.body.end + by)
    return replace(document, text=words + document.text, body=body)
