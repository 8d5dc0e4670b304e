"""A feed of what changed: read by a feed reader, the same every time, in neutral words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from detente.exchange import write_atom
from detente.model import (
    Allegation,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Contradiction,
    ContradictionKind,
    Evidence,
    PartyId,
    Span,
    Stance,
)
from detente.model.change import Changes, Move, Progress
from tests.exchange.samples import NOW, full
from tests.factories import LAW, cite

DAY, LATER = date(2031, 3, 1), date(2031, 3, 2)
NAMES = {"amber": "Amber", "birch": "Birch", "tolls": "Tolls on the bridge"}
READING = full()
FIRST, SECOND = READING.statements
COMMITMENT = Commitment(
    id="truce",
    what="Truce",
    kind=CommitmentKind.CEASEFIRE,
    status=CommitmentStatus.SUSPENDED,
    parties=(PartyId("amber"), PartyId("birch")),
    evidence=(FIRST.evidence,),
)
NOTHING = Changes(moves=(), heard=(), contradictions=(), commitments=(), allegations=(), reports=0)
EVERYTHING = Changes(
    moves=(
        Move(
            party=FIRST.party,
            issue=FIRST.issue,
            before=(Stance.OPPOSE,),
            after=(Stance.SUPPORT, Stance.OPEN),
            statements=(FIRST,),
        ),
    ),
    heard=(Move(party=SECOND.party, issue=SECOND.issue, before=(), after=(Stance.OPPOSE,), statements=(SECOND,)),),
    contradictions=(
        Contradiction(
            party=FIRST.party, issue=FIRST.issue, first=FIRST, second=SECOND, kind=ContradictionKind.REVERSAL
        ),
    ),
    commitments=(
        Progress(commitment=COMMITMENT, before=CommitmentStatus.AGREED),
        Progress(commitment=replace(COMMITMENT, id="two", parties=()), before=None),
    ),
    allegations=(
        Allegation(accuser=SECOND.party, accused=FIRST.party, evidence=SECOND.evidence, statement=SECOND.id),
        Allegation(accuser=None, accused=None, evidence=SECOND.evidence, statement=None),
    ),
    reports=1,
)


def feed(*days: tuple[date, Changes], title: str | None = "Toll talks", dated: bool = True) -> str:
    times = ((READING.document.id, NOW),) if dated else ()
    return write_atom(days, names=NAMES, documents=[READING.document], times=times, title=title, feed="ledger 1")


def test_a_feed_reader_reads_it_without_complaint() -> None:
    read = feedparser.parse(feed((DAY, EVERYTHING)))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Toll talks: what changed"
    assert len(read.entries) == 7
    assert [e.tags[0].term for e in reversed(read.entries)] == [
        "move",
        "first-heard",
        "contradiction",
        "commitment",
        "commitment",
        "allegation",
        "allegation",
    ]
    assert all(e.updated_parsed[:5] == NOW.timetuple()[:5] for e in read.entries)
    assert all(e.link == READING.document.url for e in read.entries)
    assert len({e.id for e in read.entries}) == 7


def test_an_entry_tells_the_move_and_quotes_its_sentence() -> None:
    read = feedparser.parse(feed((DAY, EVERYTHING)))
    told = {e.title: e.content[0].value for e in read.entries}
    move = told["Amber on Tolls on the bridge: supports and open, before opposes"]
    assert f"“{FIRST.evidence.quote}” (The Ferry, {READING.document.name}" in move
    assert "First heard on this issue." in told["Birch on Tolls on the bridge: opposes"]
    assert (
        "Which of them holds is not said."
        in told["Amber on Tolls on the bridge: two statements that do not fit together"]
    )
    assert "Before: Agreed.\nAmber, Birch." in told["Truce: Suspended"]
    assert "An allegation, not a finding." in told["Alleged: Birch accuses Amber"]
    assert "Alleged: A report accuses a side that is not named" in told


def test_elements_that_atom_needs_are_there_once() -> None:
    root = ElementTree.fromstring(feed((DAY, EVERYTHING)))
    space = "{http://www.w3.org/2005/Atom}"
    for held in (root, *root.findall(f"{space}entry")):
        for name in ("id", "title", "updated"):
            assert len(held.findall(space + name)) == 1, name
    assert root.find(f"{space}author/{space}name") is not None


def test_an_entry_keeps_its_id_whatever_else_changed_and_whenever_it_is_written() -> None:
    alone = feedparser.parse(feed((DAY, EVERYTHING)))
    beside = feedparser.parse(feed((LATER, NOTHING), (DAY, EVERYTHING), title="Another title", dated=False))
    assert [e.id for e in alone.entries] == [e.id for e in beside.entries]
    assert alone.feed.id == beside.feed.id
    again = replace(EVERYTHING, moves=(replace(EVERYTHING.moves[0], after=(Stance.OPEN,)),))
    changed = feedparser.parse(feed((DAY, again)))
    assert {e.id for e in changed.entries} ^ {e.id for e in alone.entries} == {
        changed.entries[-1].id,
        alone.entries[-1].id,
    }


def test_the_newest_day_stands_first_and_the_text_is_the_same_every_time() -> None:
    first = replace(NOTHING, moves=EVERYTHING.moves)
    second = replace(NOTHING, heard=EVERYTHING.heard)
    text = feed((DAY, first), (LATER, second), dated=False)
    assert text == feed((LATER, second), (DAY, first), dated=False)
    read = feedparser.parse(text)
    assert [e.updated for e in read.entries] == ["2031-03-02T00:00:00Z", "2031-03-01T00:00:00Z"]
    assert read.feed.updated == "2031-03-02T00:00:00Z"


def test_a_feed_of_nothing_is_a_feed() -> None:
    read = feedparser.parse(feed((DAY, NOTHING), title=None))
    assert (read.bozo, read.entries, read.feed.title) == (False, [], "Talks: what changed")
    assert read.feed.updated_parsed[:3] == datetime(1970, 1, 1, tzinfo=UTC).timetuple()[:3]


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    document = replace(READING.document, url="javascript:alert(1)")
    text = write_atom([(DAY, EVERYTHING)], names=NAMES, documents=[document], feed="ledger 1")
    assert "javascript" not in text
    assert "<link" not in text


@LAW
@given(st.text(), st.text(min_size=1))
def test_whatever_the_words_it_is_well_formed(title: str, name: str) -> None:
    text = write_atom(
        [(DAY, EVERYTHING)],
        names=dict.fromkeys(NAMES, name),
        documents=[READING.document],
        title=title,
        feed="ledger 1",
    )
    ElementTree.fromstring(text.encode("utf-8"))


def test_a_quotation_over_two_lines_is_told_in_one() -> None:
    document = READING.document
    line = cite(document, FIRST.evidence.quote)
    wide = Evidence.cite(document, Span(start=line.span.start, end=len(document.text)))
    allegation = Allegation(accuser=None, accused=None, evidence=wide, statement=None)
    text = feed((DAY, replace(NOTHING, allegations=(allegation,))))
    assert " ".join(wide.quote.split()) in feedparser.parse(text).entries[0].content[0].value
