"""Forty-four real reports of twenty-one years into one ledger, day after day, against what a person read in them.

``tests/data_replay/expected.toml`` says what stands in the reports, by reading them, and which mistakes of the reader are
known. ``pytest -s tests/test_replay.py`` prints how many cells are right.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente import add_reports
from detente.cli.main import app
from detente.documents import load_documents
from detente.ledger import Ledger
from detente.model import Document, Statement, Table
from detente.pipeline.ledger import find_in_ledger

HERE = Path(__file__).parent
REPORTS = sorted((HERE.parent / "training/corpus/texts").glob("*.txt"))
AGENDA = HERE / "data_replay/agenda.toml"
EXPECTED = tomllib.loads((HERE / "data_replay/expected.toml").read_text(encoding="utf-8"))
DATES: list[dict[str, Any]] = EXPECTED["date"]
DAYS = tuple(expected["until"] for expected in DATES)
each_date = pytest.mark.parametrize("expected", DATES, ids=[str(day) for day in DAYS])


@dataclass(frozen=True, slots=True)
class Replay:
    """The ledger once all is in, and what was seen on the way."""

    path: Path
    documents: dict[str, Document]
    said: dict[str, Statement]
    """Every statement by its id."""
    seen: dict[date, Table]
    """The table on the evening of each date, when nothing later was known."""

    def published(self, statement: str) -> date:
        """The day of a statement's report."""
        day = self.documents[self.said[statement].evidence.document].published
        assert day
        return day


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """All reports, added one after another in order of their days."""
    path = tmp_path_factory.mktemp("replay") / "talks.db"
    documents = sorted(
        load_documents([str(path) for path in REPORTS]).documents, key=lambda d: (d.published or date.min, d.name)
    )
    waiting = sorted(DAYS)
    seen = {}
    now = datetime(2031, 4, 1, tzinfo=UTC)
    with Ledger.create(path, agenda=AGENDA.read_text(encoding="utf-8"), now=now) as ledger:
        for document in documents:
            assert document.published
            while waiting and waiting[0] < document.published:
                seen[waiting.pop(0)] = find_in_ledger(ledger).table
            added = add_reports(ledger, document, recorded=now)
            assert (added.new, added.skipped) == ((document,), ())
        said = {str(recorded.statement.id): recorded.statement for recorded in ledger.statements()}
        assert ledger.verify().faults == ()
    return Replay(path=path, documents={d.id: d for d in documents}, said=said, seen=seen)


@cache
def run(*arguments: object) -> str:
    """What a command prints; asked once, as the ledger stays as it is."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def ask(*arguments: object) -> Any:
    """What a command answers to programs."""
    return json.loads(run(*arguments, "--format", "json"))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def cells(replay: Replay, until: date) -> Iterator[tuple[str, list[str], list[str]]]:
    """Party, stances and quotes of each cell as the command prints it."""
    table = ask("table", replay.path, "--as-of", until)
    names = {party["id"]: party["name"] for party in table["parties"]}
    for position in table["positions"]:
        quotes = [squeezed(replay.said[key].evidence.quote) for key in position["statements"]]
        yield names[position["party"]], position["stances"], quotes


def holding(found: Sequence[tuple[str, list[str], list[str]]], asked: dict[str, Any]) -> list[list[str]]:
    """Stances of a party's cells that hold a quote."""
    quote = squeezed(asked["quote"])
    return [
        stances
        for party, stances, quotes in found
        if party == asked["party"] and any(said.startswith(quote) for said in quotes)
    ]


def is_placed(stances: Sequence[str]) -> list[str]:
    return sorted(stance for stance in stances if stance != "neutral")


def test_the_reports_are_those_that_were_read(replay: Replay) -> None:
    assert len(replay.documents) == 44
    assert all(squeezed(c["quote"]) in corpus() for expected in DATES for c in expected["cell"])
    for expected in DATES:
        published = [document.published for document in replay.documents.values()]
        assert sum(expected["since"] < day <= expected["until"] for day in published if day) == expected["reports"]
        assert sum("reads" not in cell for cell in expected["cell"]) >= 12


def corpus() -> str:
    return squeezed("\n".join(path.read_text(encoding="utf-8") for path in REPORTS))


@each_date
def test_the_table_as_of_a_date_holds_what_the_reports_say(replay: Replay, expected: dict[str, Any]) -> None:
    found = list(cells(replay, expected["until"]))
    wrong, mended = [], []
    for cell in expected["cell"]:
        held = [is_placed(stances) for stances in holding(found, cell)]
        if held != [sorted(cell.get("reads", cell["stances"]))]:
            wrong.append(f"{cell['party']}: {cell['quote']!r} has {held}")
        if "reads" in cell and (held == [sorted(cell["stances"])] or not (held or cell["stances"])):
            mended.append(f"{cell['party']}: {cell['quote']!r} is right now: take its reads and why away")
    assert not mended
    assert not wrong
    kinds = Counter("known mistakes" if "reads" in cell else "right" for cell in expected["cell"])
    print(f"\n{expected['until']}: {len(found)} cells, {len(expected['cell'])} checked by hand: {dict(kinds)}")


@each_date
def test_what_no_reader_finds_is_known(replay: Replay, expected: dict[str, Any]) -> None:
    found = list(cells(replay, expected["until"]))
    for absent in expected.get("absent", ()):
        assert squeezed(absent["quote"]) in corpus()
        assert not holding(found, absent), f"{absent['quote']!r} is found now: move it to the cells"


@each_date
def test_the_table_as_of_a_date_is_the_one_that_was_seen_that_evening(replay: Replay, expected: dict[str, Any]) -> None:
    until = expected["until"]
    with Ledger.open(replay.path, read_only=True) as ledger:
        table = find_in_ledger(ledger, as_of=until).table
        recorded = [r.statement.id for r in ledger.statements(as_of=until)]
    assert table.positions == replay.seen[until].positions
    assert (table.parties, table.issues) == (replay.seen[until].parties, replay.seen[until].issues)
    printed = {(p["party"], p["issue"]): p for p in ask("table", replay.path, "--as-of", until)["positions"]}
    assert printed.keys() == {(position.party, position.issue) for position in table.positions}
    for position in table.positions:
        cell = printed[position.party, position.issue]
        assert cell["stances"] == list(position.stances)
        assert sorted(cell["statements"]) == sorted(s.id for s in position.statements)
    placed = [s.id for position in table.positions for s in (*position.statements, *position.superseded)]
    assert sorted(placed) == sorted(recorded)  # each statement in one cell, nothing left out
    assert {key for key in replay.said if replay.published(key) <= until} == set(placed)


@each_date
def test_the_difference_is_what_is_new_and_nothing_else(replay: Replay, expected: dict[str, Any]) -> None:
    since, until = expected["since"], expected["until"]
    names = {party["id"]: party["name"] for party in ask("table", replay.path, "--as-of", until)["parties"]}
    found = ask("diff", replay.path, "--since", since, "--until", until)
    assert found["reports"] == expected["reports"]
    held = {
        (position["party"], position["issue"])
        for position in ask("table", replay.path, "--as-of", since)["positions"]
        if is_placed(position["stances"])
    }
    for move in (*found["heard"], *found["moves"]):
        assert ((move["party"], move["issue"]) in held) == bool(move["before"])
        for statement in move["statements"]:
            assert since < replay.published(statement["id"]) <= until
            assert replay.said[statement["id"]].stance in move["after"]
    heard = [(names[m["party"]], m["after"], [squeezed(s["quote"]) for s in m["statements"]]) for m in found["heard"]]
    for cell in expected["cell"]:
        told = [is_placed(stances) for stances in holding(heard, cell)]
        assert told == ([sorted(cell.get("reads", cell["stances"]))] if cell.get("new") else []), cell["quote"]
    moves = [(names[m["party"]], m["before"], m["after"], m["statements"]) for m in found["moves"]]
    wanted = expected.get("moved", [])
    assert [(party, before, after) for party, before, after, _ in moves] == [
        (moved["party"], moved["before"], moved["after"]) for moved in wanted
    ]
    for (*_, statements), moved in zip(moves, wanted, strict=True):
        assert any(squeezed(s["quote"]).startswith(moved["quote"]) for s in statements)


@each_date
def test_new_commitments_are_told_with_their_words(replay: Replay, expected: dict[str, Any]) -> None:
    found = ask("diff", replay.path, "--since", expected["since"], "--until", expected["until"])["commitments"]
    wanted = [c for c in expected["commitment"] if c.get("wrongly") != "untold"]
    assert len(found) == len(wanted)
    for one in wanted:
        told = [c for c in found if squeezed(c["evidence"]["quote"]).startswith(one["quote"])]
        assert [c["after"] for c in told] == [one["status"]], one["quote"]
        assert "wrongly" in one or told[0]["before"] is None
    for commitment in found:
        document = replay.documents[commitment["evidence"]["document"]]
        assert document.published
        assert document.published <= expected["until"]
        if commitment["before"] is None:
            assert expected["since"] < document.published


def test_every_cell_opens_its_sentences(replay: Replay) -> None:
    table = ask("table", replay.path)
    texts = {document.name: document.text for document in replay.documents.values()}
    assert len(texts) == 44
    opened = 0
    with Ledger.open(replay.path, read_only=True) as ledger:
        for position in table["positions"]:
            behind = list(ledger.statements(party=position["party"], issue=position["issue"]))
            assert {r.statement.id for r in behind} >= set(position["statements"])
            for recorded in behind:
                evidence = recorded.statement.evidence
                assert texts[recorded.name][evidence.span.start : evidence.span.end] == evidence.quote
            opened += len(behind)
    assert opened == len(replay.said)
    assert len(table["parties"]) > 100


@each_date
def test_blame_opens_the_sentences_that_were_read(replay: Replay, expected: dict[str, Any]) -> None:
    table = ask("table", replay.path, "--as-of", expected["until"])
    names = {party["name"]: party["id"] for party in table["parties"]}
    texts = {document.name: document.text for document in replay.documents.values()}
    for cell in expected["cell"]:
        (position,) = [
            position
            for position in table["positions"]
            if position["party"] == names[cell["party"]]
            and any(
                squeezed(replay.said[key].evidence.quote).startswith(cell["quote"]) for key in position["statements"]
            )
        ]
        rows = list(
            csv.DictReader(io.StringIO(run("blame", replay.path, position["party"], position["issue"], "--csv")))
        )
        for row in rows:
            assert texts[row["report"]][int(row["start"]) : int(row["end"])] == row["quote"]
        ids = [row["id"] for row in rows]
        assert set(ids) >= set(position["statements"])
        assert {(replay.said[key].party, replay.said[key].issue) for key in ids} == {
            (position["party"], position["issue"])
        }


def test_the_clock_shows_what_reports_state(replay: Replay) -> None:
    for clock in EXPECTED["clock"]:
        ends = clock.get("wrongly", clock["ends"])
        assert squeezed(clock["quote"]) in corpus()

        def shown(day: date, quote: str = clock["quote"]) -> dict[str, Any]:
            found = ask("commitments", replay.path, "--as-of", day)["commitments"]
            (one,) = [c for c in found if any(squeezed(e["quote"]).startswith(quote) for e in c["evidence"])]
            assert isinstance(one, dict)
            return one

        first = shown(clock["told"])
        assert (first["ends"], first["stated"], first["left"]) == (str(ends), True, (ends - clock["told"]).days)
        for day, left in clock.get("left", ()):
            assert (shown(day)["left"], shown(day)["over"]) == (left, False)
        for day in clock.get("over", ()):
            assert (shown(day)["left"], shown(day)["over"], shown(day)["ends"]) == (None, True, str(ends))
