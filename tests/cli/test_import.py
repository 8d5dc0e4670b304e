"""Tables of others into a ledger, from the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner, Result

from detente.cli.export import export
from detente.cli.failures import Commands
from detente.cli.import_ import import_
from detente.exchange import Holdings, write_annotations, write_csv, write_jsonl, write_statements
from detente.ledger import Ledger
from detente.model import Document, IssueId, Stance
from detente.model.record import Correction, Identity, IdentityKind, Naming, Review, Verdict
from detente.pipeline.adding import add_reports
from detente.pipeline.settling import settle
from tests.exchange.test_acled import INCIDENT
from tests.exchange.test_pax import AGREEMENT, DECLARATION
from tests.factories import make_document

app = typer.Typer(cls=Commands)
app.command("import")(import_)
app.command()(export)
app.callback()(lambda: None)

TRUCE = (
    "Talks\n2031-03-02\n\nRussia and Ukraine agreed a 30-day ceasefire on energy infrastructure starting on March 1, 2031."
    " Russia supports the ceasefire, the Kremlin said. Ukraine supports the ceasefire, Kyiv said.\n"
)
HEADS = ("party", "issue", "stance", "quote", "date", "outlet")
ROWS = (
    ("Russia", "Ports", "for", "Moscow wants the ports open.", "2031-03-03", "Daily"),
    ("Amberland", "Ports", "against", "The ports stay shut.", "2031-03-03", "Daily"),
    ("Amberland", "Ports", "against", "", "2031-03-03", "Daily"),
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)], catch_exceptions=False, env={"COLUMNS": "200"})


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    path.write_text(lines.getvalue(), encoding="utf-8")
    return path


def record(path: Path, *records: dict[str, str]) -> Path:
    return written(path, [tuple(records[0]), *(tuple(r.values()) for r in records)])


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "talks.db"
    Ledger.create(path).close()
    return path


@pytest.fixture(scope="module")
def truce(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one report of a ceasefire; read only."""
    folder = tmp_path_factory.mktemp("truce")
    (folder / "report.txt").write_text(TRUCE, encoding="utf-8")
    with Ledger.create(folder / "talks.db") as opened:
        add_reports(opened, folder / "report.txt")
    return folder / "talks.db"


def test_a_table_is_added_once_and_what_is_wrong_is_told(ledger: Path, tmp_path: Path) -> None:
    table = written(tmp_path / "coding.csv", [HEADS, *ROWS])
    first = run(ledger, table, "--by", "A. Coder")
    assert first.exit_code == 0
    assert "3 rows: 2 statements from 1 source added." in first.stdout
    assert "2 statements without an act" in first.stdout
    assert "New parties: Amberland, Russia." in first.stdout
    assert "New issues: Ports." in first.stdout
    assert "left out coding, row 4: no quote" in first.stderr
    again = run(ledger, table, "--by", "A. Coder")
    assert "0 statements from 0 sources added." in again.stdout
    assert "2 rows there already" in again.stdout
    assert "New" not in again.stdout
    with Ledger.open(ledger) as opened:
        kept = list(opened.statements())
        assert not opened.verify().faults
    assert {(r.statement.party, r.statement.stance.value, r.name) for r in kept} == {
        ("ru", "support", "Daily"),
        ("amberland", "oppose", "Daily"),
    }


def test_a_workbook_with_columns_of_its_own_is_mapped(ledger: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Akteur", "Thema", "Haltung", "Zitat", "Farbe", "note"])
    book.active.append(["Amberland", "Ports", 1, "Open them.", "red", "said twice"])
    book.create_sheet("Lists")
    book.save(tmp_path / "coding.xlsx")
    mapped = [
        f"--column={field}={name}" for field, name in zip(HEADS, ("Akteur", "Thema", "Haltung", "Zitat"), strict=False)
    ]
    found = run(ledger, tmp_path / "coding.xlsx", "--by", "A. Coder", "--sheet", "sheet", *mapped, "--format", "json")
    told = json.loads(found.stdout)
    assert (told["statements"], told["reviews"], told["unused"], told["left_out"]) == (1, 1, ["Farbe"], [])
    with Ledger.open(ledger) as opened:
        (kept,) = opened.statements()
    assert kept.review
    assert (kept.review.note, kept.review.reviewer) == ("said twice", "A. Coder")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say so with --by NAME"),
        (("--by", "A", "--column", "party"), "NAME=VALUE"),
        (("--by", "A", "--column", "who=party"), "there is no field 'who'"),
        (("--by", "A", "--sheet", "x"), "is no workbook"),
        (("--as", "pax"), "no column AgtId, Agt, Dat"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    options: Sequence[str], message: str, ledger: Path, tmp_path: Path
) -> None:
    failed = run(ledger, written(tmp_path / "coding.csv", [HEADS, *ROWS]), *options)
    assert failed.exit_code == 2
    assert message in failed.stderr
    with Ledger.open(ledger) as opened:
        assert opened.counts().documents == 0


def test_a_file_that_is_not_there_is_told(ledger: Path, tmp_path: Path) -> None:
    for name in ("coding.csv", "readings.jsonl"):
        failed = run(ledger, tmp_path / name)
        assert failed.exit_code == 2
        assert name in failed.stderr


def test_incidents_are_kept_once_and_listed_beside_the_commitment(truce: Path, tmp_path: Path) -> None:
    russian = INCIDENT | {"actor1": "Military Forces of Russia (2000-)", "actor2": "Civilians (Ukraine)"}
    path = record(tmp_path / "acled.csv", russian, russian | {"event_id_cnty": "AMB18", "event_date": "2031-06-01"})
    shown = run(truce, path, "--accessed", "2031-05-01")
    assert "2 records read, 2 of them new; 1 record concerns 1 commitment of the ledger." in shown.stdout
    assert "Actors named: Military Forces of Russia (2000-)" in shown.stdout
    assert "Source: ACLED, file acled, accessed 2031-05-01." in shown.stdout
    told = json.loads(run(truce, path, "--as", "acled", "--accessed", "2031-05-01", "--format", "json").stdout)
    assert told["records"] == 2
    (link,) = told["links"]
    assert (link["record"]["id"], link["parties"]) == ("ACLED:AMB17", ["ru"])
    assert told["added"] == 0
    with Ledger.open(truce, read_only=True) as ledger:
        assert [record.id for record in ledger.externals()] == ["ACLED:AMB17", "ACLED:AMB18"]
        assert ledger.verify().faults == ()


def test_agreements_and_declarations_are_told_by_their_columns(truce: Path, tmp_path: Path) -> None:
    pax = record(tmp_path / "pax.csv", AGREEMENT | {"Part": "Russian Federation; Government of Ukraine"})
    assert "PA-X lists “Port Accord”: names" in run(truce, pax).stdout
    declared = record(tmp_path / "ceasefires.csv", DECLARATION | {"actor_name": "Government of Ukraine"})
    assert "ETH-PRIO lists “Ceasefire declared by Government of Ukraine”" in run(truce, declared).stdout


def test_what_one_ledger_exports_another_takes_over(ledger: Path, tmp_path: Path) -> None:
    table = written(tmp_path / "coding.csv", [HEADS, *ROWS[:2], (*ROWS[0][:5], "Weekly")])
    run(ledger, table, "--by", "A. Coder")
    with Ledger.open(ledger) as opened:
        readings = tuple(opened.readings())
        documents = tuple(reading.document for reading in readings)
        copies = ((documents[1].id, documents[0].id),)
        holdings = Holdings(recorded=tuple(opened.statements()), documents=documents, readings=readings, copies=copies)
        kept = [r.statement for r in holdings.recorded]
    (tmp_path / "out.jsonl").write_text("".join(write_jsonl(holdings)), encoding="utf-8")
    other = tmp_path / "other.db"
    Ledger.create(other).close()
    taken = run(other, tmp_path / "out.jsonl")
    assert "2 reports added, 3 statements." in taken.stdout
    with Ledger.open(other) as opened:
        assert opened.copies() == {documents[1].id}
        assert [r.statement for r in opened.statements()] == kept
    (tmp_path / "out.csv").write_text(write_csv(holdings), encoding="utf-8", newline="")
    (tmp_path / "out.json").write_text(write_annotations(holdings), encoding="utf-8")
    write_statements(tmp_path / "out.parquet", holdings.recorded, holdings.documents)
    for name in ("out.jsonl", "out.csv", "out.json", "out.parquet"):
        assert "2 reports there already" in run(other, tmp_path / name).stdout, name


def test_what_people_said_goes_with_the_export(ledger: Path, tmp_path: Path) -> None:
    run(ledger, written(tmp_path / "coding.csv", [HEADS, *ROWS[:2]]), "--by", "A. Coder")
    with Ledger.open(ledger) as opened:
        first, second = (recorded.statement for recorded in opened.statements())
        signed = {"reviewer": "B. Reader", "at": datetime(2031, 4, 1, tzinfo=UTC)}
        opened.append_naming(Naming(kind=IdentityKind.ISSUE, id="night-tolls", name="Night tolls", **signed))
        correction = Correction(issue=IssueId("night-tolls"), stance=Stance.OPEN)
        opened.append_review(
            Review(statement=first.id, verdict=Verdict.CORRECTED, correction=correction, note="at night", **signed)
        )
        opened.append_identity(Identity(kind=IdentityKind.PARTY, member=second.party, same_as=first.party, **signed))
        settle(opened)
        before = opened.cells()
    exported = CliRunner().invoke(app, ["export", str(ledger), "--format", "statements"])
    (tmp_path / "out.jsonl").write_text(exported.stdout, encoding="utf-8")
    other = tmp_path / "other.db"
    Ledger.create(other).close()
    assert "Of what people said: 1 review, 1 name, 1 merge." in run(other, tmp_path / "out.jsonl").stdout
    again = run(other, tmp_path / "out.jsonl")
    assert "people said" not in again.stdout
    with Ledger.open(other) as opened:
        assert [replace(cell, statements=()) for cell in opened.cells()] == [
            replace(cell, statements=()) for cell in before
        ]
        assert opened.issues()[-1].name == "Night tolls"
        assert len(opened.identities()) == len(opened.namings()) == 1


@pytest.mark.parametrize(("form", "ending"), [("statements", "jsonl"), ("parquet", "parquet")])
def test_every_review_of_a_statement_goes_with_the_export(ledger: Path, tmp_path: Path, form: str, ending: str) -> None:
    run(ledger, written(tmp_path / "coding.csv", [HEADS, *ROWS[:2]]), "--by", "A. Coder")
    told = [
        (Verdict.ACCEPTED, "B. Reader", ""),
        (Verdict.REJECTED, "C. Reader", "no"),
        (Verdict.CORRECTED, "B. Reader", "so"),
    ]
    with Ledger.open(ledger) as opened:
        _, second = (recorded.statement for recorded in opened.statements())
        reviews = tuple(
            Review(
                statement=second.id,
                verdict=verdict,
                reviewer=reviewer,
                at=datetime(2031, 4, 1 + day, tzinfo=UTC),
                note=note,
                correction=Correction(stance=Stance.OPEN) if verdict is Verdict.CORRECTED else None,
            )
            for day, (verdict, reviewer, note) in enumerate(told)
        )
        for review in reviews:
            opened.append_review(review)
        settle(opened)
    out = tmp_path / f"out.{ending}"
    arguments = ["export", str(ledger), "--format", form, "--output", str(out)]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    other = tmp_path / "other.db"
    Ledger.create(other).close()
    assert "3 reviews" in run(other, out).stdout
    for path in (ledger, other):
        with Ledger.open(path) as opened:
            held = opened.statement(second.id)
            assert (*held.earlier, held.review) == reviews
            assert [(*r.earlier, r.review) for r in opened.statements()] == [(None,), reviews]


def test_every_row_left_out_is_counted_and_all_are_in_the_json(ledger: Path, tmp_path: Path) -> None:
    table = written(tmp_path / "coding.csv", [HEADS, *([ROWS[2]] * 30)])
    assert "left out 20 more; --format json lists them all" in run(ledger, table, "--by", "A").stderr
    assert len(json.loads(run(ledger, table, "--by", "A", "--format", "json").stdout)["left_out"]) == 30


def test_documents_of_excerpts_say_what_they_are(ledger: Path, tmp_path: Path) -> None:
    run(ledger, written(tmp_path / "coding.csv", [HEADS, *ROWS]), "--by", "A. Coder")
    with Ledger.open(ledger) as opened:
        ((document, *_),) = opened.documents()
    expected: Document = make_document(document.text)
    assert document.id == expected.id
    assert document.text.splitlines()[0] == "Excerpts from Daily, 2031-03-03, chosen by A. Coder"
