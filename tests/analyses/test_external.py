"""Records of other data sets beside commitments: what ties them, and no verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analyses.external import NEAR, link_external
from detente.brief.external import external_lines, external_record
from detente.model import (
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Evidence,
    Issue,
    IssueId,
    Moment,
    PartyId,
    Precision,
    Span,
)
from detente.model.change import Clock
from detente.model.external import Attribution, ExternalAgreement, ExternalLink, Incident, Register
from tests.factories import LAW, make_document, make_party

DOCUMENT = make_document("Amberland and Birch agreed a truce of 30 days at Port Amber.", published=date(2031, 3, 2))
WORDS = Evidence.cite(DOCUMENT, Span(start=0, end=32))
PORT = Evidence.cite(DOCUMENT, Span(start=49, end=59))
PARTIES = (
    make_party("amber", "Amberland", name="Amberland"),
    make_party("birch", "it", "the Union", name="Birch Union"),
)
START, END = date(2031, 3, 1), date(2031, 3, 31)
ACLED = Attribution(register=Register.ACLED, file="acled", accessed=date(2031, 5, 1))
PAX = Attribution(register=Register.PA_X, file="pax", accessed=None)


def clock(
    *,
    kind: CommitmentKind = CommitmentKind.CEASEFIRE,
    status: CommitmentStatus = CommitmentStatus.AGREED,
    starts: date | None = START,
    ends: date | None = END,
    over: bool = False,
    parties: tuple[str, ...] = ("amber", "birch"),
    issue: str | None = None,
) -> Clock:
    moment = starts and Moment(earliest=starts, latest=starts, precision=Precision.DAY, surface="then")
    commitment = Commitment(
        id="truce",
        what="Truce",
        kind=kind,
        status=status,
        parties=tuple(map(PartyId, parties)),
        evidence=(WORDS,),
        starts=moment,
        sites=(PORT,),
        issue=IssueId(issue) if issue else None,
    )
    return Clock(commitment=commitment, ends=ends, stated=True, left=None, over=over)


def agreement(day: date | None = START, **changed: object) -> ExternalAgreement:
    made = ExternalAgreement(
        id="PA-X:1",
        title="Port Accord",
        day=day,
        parties="Government of Amberland; Birch Union",
        third_parties="",
        process="",
        stage="",
        status="",
        codes=(("PA-X:CeProv", 2),),
        attribution=PAX,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def incident(day: date = START, **changed: object) -> Incident:
    made = Incident(
        id="ACLED:1",
        day=day,
        precision=Precision.DAY,
        kind="Battles: Armed clash",
        actors=("Military Forces of Amberland (2030-)", "Unidentified Armed Group"),
        place="Hill, North, Amberland",
        latitude=None,
        longitude=None,
        notes="",
        fatalities=2,
        source="Daily",
        attribution=ACLED,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def link(held: Clock, *records: ExternalAgreement | Incident, **options: object) -> tuple[ExternalLink, ...]:
    published = {DOCUMENT.id: DOCUMENT.published}
    return link_external([held], records, parties=PARTIES, published=published, **options)  # type: ignore[arg-type]


def test_an_agreement_is_tied_by_names_days_and_provisions() -> None:
    (found,) = link(clock(), agreement(date(2031, 2, 27)))
    assert found.parties == ("amber", "birch")
    assert found.reasons == (
        "names Amberland and Birch Union",
        "dated 2031-02-27, 2 days before the start that a report states",
        "is coded as ceasefire provision (PA-X:CeProv, level 2 of 3)",
    )


@pytest.mark.parametrize(
    ("held", "record"),
    [
        (clock(), agreement(None)),
        (clock(), agreement(START + NEAR + timedelta(days=1))),
        (clock(), agreement(START - NEAR - timedelta(days=1))),
        (clock(), agreement(parties="Birch Union; Cedar")),
        (clock(), agreement(parties="Amberlandia; Birch Unionists")),
        (clock(), agreement(codes=(("PA-X:TjPrire", 3),))),
        (clock(parties=()), agreement()),
        (clock(status=CommitmentStatus.PROPOSED), agreement()),
        (clock(status=CommitmentStatus.REJECTED), agreement()),
        (clock(starts=None), agreement(START + NEAR + timedelta(days=2))),
    ],
)
def test_an_agreement_of_others_or_of_another_day_or_matter_is_not_tied(held: Clock, record: ExternalAgreement) -> None:
    assert link(held, record) == ()


def test_a_commitment_without_a_start_is_counted_from_the_first_report_of_it() -> None:
    (found,) = link(clock(starts=None), agreement(date(2031, 3, 2)))
    assert found.reasons[1] == "dated 2031-03-02, on the day of the first report of it"


def test_a_kind_that_no_provision_stands_for_asks_for_none_but_the_issue_may() -> None:
    other = clock(kind=CommitmentKind.OTHER, issue="captives")
    assert len(link(other, agreement(codes=()))) == 1
    issue = Issue(id=IssueId("captives"), name="Captives", codes=("PA-X:TjPrire",))
    assert link(other, agreement(codes=()), issues=[issue]) == ()
    assert len(link(other, agreement(codes=(("PA-X:TjPrire", 1),)), issues=[issue])) == 1


def test_a_declared_ceasefire_is_tied_by_the_one_who_declared_it() -> None:
    declared = agreement(
        parties="Birch Union",
        codes=(("ETH-PRIO:Ceasefire", 1),),
        attribution=replace(PAX, register=Register.CEASEFIRES),
    )
    (found,) = link(clock(), declared)
    assert (found.parties, found.reasons[-1]) == (("birch",), "is a declared ceasefire")


def test_an_incident_is_tied_by_its_actors_and_the_term() -> None:
    (found,) = link(
        clock(), incident(date(2031, 3, 20), precision=Precision.WEEK, place="Port Amber, North, Amberland")
    )
    assert found.reasons == (
        "names Amberland among its actors",
        "dated within the term, 2031-03-01 to 2031-03-31",
        "its day is known to the week only",
        "in Port Amber, which the commitment names",
    )


@pytest.mark.parametrize("actors", [(), ("Civilians (Amberland)",), ("Cedar Front",), ("Protesters (Amberland)", "it")])
def test_people_of_a_country_are_no_party_to_its_commitments(actors: tuple[str, ...]) -> None:
    assert link(clock(), incident(actors=actors)) == ()


def test_without_an_end_incidents_count_until_today_and_none_where_it_is_over() -> None:
    late = incident(date(2033, 1, 1))
    (found,) = link(clock(ends=None), late)
    assert found.reasons[1] == "dated within the term, since 2031-03-01, no end given"
    assert link(clock(ends=None), late, as_of=date(2032, 1, 1)) == ()
    assert link(clock(ends=None, over=True, status=CommitmentStatus.TERMINATED), late) == ()


@LAW
@given(days=st.lists(st.integers(-60, 90), max_size=12), ends=st.sampled_from((None, END)))
def test_every_incident_tied_lies_within_the_term_and_none_within_is_missed(days: list[int], ends: date | None) -> None:
    records = [incident(START + timedelta(days=d), id=f"ACLED:{n}") for n, d in enumerate(days)]
    found = link(clock(ends=ends), *records)
    expected = {r.id for r in records if r.day >= START and (ends is None or r.day <= ends)}
    assert {f.record.id for f in found} == expected
    assert [f.record for f in found] == [f.record for f in link(clock(ends=ends), *reversed(records))]


def test_what_is_shown_tells_who_recorded_it_and_gives_no_verdict() -> None:
    records = [agreement(), *(incident(START + timedelta(days=n), id=f"ACLED:{n}") for n in range(8))]
    found = link(clock(), *records)
    ((key, lines),) = external_lines(found)
    shown = "\n".join(lines)
    assert key == "truce"
    assert "PA-X lists “Port Accord”: names Amberland and Birch Union" in shown
    assert "ACLED records 8 incidents during the term with a party of it among the actors: Battles 8." in shown
    assert shown.count("Actors named: ") == 5
    assert "Source: ACLED, file acled, accessed 2031-05-01." in lines
    assert "Source: PA-X, file pax, day of access not given." in lines
    for verdict in ("violat", "breach", "broke", "kept", "failed"):
        assert verdict not in shown.casefold()
    record = external_record(found)
    assert record[0]["record"]["codes"] == {"PA-X:CeProv": 2}
    assert [r["record"]["id"] for r in record] == [r.id for r in records]
