"""A brief over reports of several days, with moves, commitments with and without an end, deadlines and talks."""

from __future__ import annotations

from datetime import date, timedelta

from detente.brief.brief import Brief
from detente.brief.compose import compose_brief
from detente.model import Act, Reading, Stance
from detente.pipeline import compose, find
from tests.factories import make_document, make_issue, make_party, make_reading, make_statement

FIRST = date(2031, 3, 3)
"""A Monday."""
PARTIES = [make_party("hall", "Hall"), make_party("mill", "Mill"), make_party("weir", "Weir")]
ACTS = {Stance.SUPPORT: Act.DEMAND, Stance.OPPOSE: Act.REJECT, Stance.OPEN: Act.CONSIDER, Stance.NEUTRAL: Act.REPORT}


def day_report(
    day: date | None, *said: tuple[str, str, Stance], tail: str = "", name: str = "report", word: str = ""
) -> Reading:
    """One sentence a statement of (party, issue, stance), and a tail without any."""
    told = [f"{party.title()} spoke of {issue} as {stance} on {day}{word}" for party, issue, stance in said]
    text = "".join(f"{line}. " for line in told) + tail
    document = make_document(text or "It rained.", published=day, name=name)
    statements = [
        make_statement(document, line, party, issue, ACTS[stance], stance)
        for line, (party, issue, stance) in zip(told, said, strict=True)
    ]
    parties = [make_party(party) for party, _, _ in said]
    return make_reading(document, statements, parties=[*parties, *PARTIES])


def days_readings(*, undated: bool = False) -> list[Reading]:
    """Three parties on two issues over eight days: the one comes nearer, nobody moves on the other."""
    agreed = "Hall and Mill agreed on a ceasefire"
    first = day_report(
        FIRST,
        ("hall", "tolls", Stance.SUPPORT),
        ("mill", "tolls", Stance.OPPOSE),
        ("weir", "border", Stance.OPEN),
        tail=f"{agreed} until March 20, 2031. Negotiators will meet on Friday.",
        name="monday",
    )
    pact = [
        make_statement(first.document, agreed, party, "truce", Act.AGREE, Stance.SUPPORT) for party in ("hall", "mill")
    ]
    first = make_reading(
        first.document, [*first.statements, *pact], parties=PARTIES, issues=[make_issue("truce", "Ceasefire")]
    )
    second = day_report(
        FIRST + timedelta(days=4),
        ("mill", "tolls", Stance.OPEN),
        ("weir", "border", Stance.OPEN),
        tail="They hope for a text before the March 30 deadline.",
        name="friday",
    )
    third = day_report(FIRST + timedelta(days=7), ("mill", "tolls", Stance.SUPPORT), name="next")
    before = [day_report(None, ("hall", "tolls", Stance.OPPOSE), name="before")] if undated else []
    return [*before, first, second, third]


def days_brief(*, undated: bool = False) -> Brief:
    """The brief on them, everything found as the program finds it."""
    return compose(find(days_readings(undated=undated)), title="Tolls")


def crowded_days(parties: int = 12, issues: int = 6, days: int = 9) -> Brief:
    """Many lanes: every party on every issue, on its own days, with a right-to-left name among them."""
    stances = list(Stance)
    readings = [
        day_report(
            FIRST + timedelta(days=3 * day),
            *(
                (f"party{party}", f"issue-{issue}", stances[(party + issue * day) % 4])
                for party in range(parties)
                for issue in range(issues)
                if (party + issue + day) % 3 == 0
            ),
            tail=f"Talks number {day} will resume on March {day + 5}, 2031. The April {day + 1} deadline stands.",
            name=f"report {day}",
            word=" שלום",
        )
        for day in range(days)
    ]
    findings = find(readings)
    return compose_brief(
        findings.readings,
        table=findings.table,
        distances=findings.distances,
        contradictions=(),
        commitments=(),
        allegations=(),
        linkages=(),
        outlook=None,
    )
