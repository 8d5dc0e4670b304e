"""Tables coded by hand: each row a statement with its words, or left out with the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.brief.ledger import recorded_rows
from detente.errors import DetenteError, DocumentUnreadable
from detente.exchange.coded_cells import DayOrder
from detente.exchange.coded_rows import coded_heads
from detente.exchange.hand_coded import METHOD, Coded, read_coded_table
from detente.exchange.quoted_words import find_passage
from detente.exchange.table_file import LONGEST_CELL, Grid, read_grid
from detente.ledger import Ledger
from detente.model import Act, Issue, IssueId, Party, PartyId, Stance, Statement
from detente.model.record import Recorded
from tests.factories import LAW, make_document

NOW = datetime(2031, 4, 1, 12, 30, tzinfo=UTC)
HEADS = ("party", "issue", "stance", "quote", "date", "outlet")
ROW = ("Amberland", "Tolls", "support", "We want no tolls.", "2031-03-01", "Daily")


def table(*rows: Sequence[str], heads: Sequence[str] = HEADS, delimiter: str = ",") -> str:
    lines = io.StringIO()
    csv.writer(lines, delimiter=delimiter).writerows([heads, *rows])
    return lines.getvalue()


def grid_of(content: str | bytes, folder: Path, *, columns: Mapping[str, str] | None = None) -> Grid:
    path = folder / "coding.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_grid(path, known=coded_heads(columns))


def code(content: str | bytes, folder: Path, **options: object) -> Coded:
    columns = options.get("columns")
    assert columns is None or isinstance(columns, dict)
    options = {"coder": "A. Coder", "at": NOW} | options
    return read_coded_table(grid_of(content, folder, columns=columns), **options)  # type: ignore[arg-type]


def statements(coded: Coded) -> list[Statement]:
    return [s for reading in coded.imported.readings for s in reading.statements]


def reasons(coded: Coded) -> list[str]:
    return [s.reason for s in coded.imported.skipped]


def test_a_row_becomes_a_statement_of_its_coder(tmp_path: Path) -> None:
    coded = code(
        table((*ROW, "Minister Lark", "demand", "mind the tone"), heads=(*HEADS, "person", "act", "note")), tmp_path
    )
    (reading,) = coded.imported.readings
    (statement,) = reading.statements
    assert (statement.party, statement.issue, statement.act, statement.stance) == (
        "amberland",
        "tolls",
        "demand",
        "support",
    )
    assert (statement.origin.method, statement.origin.version, statement.origin.confidence) == (METHOD, "A. Coder", 1.0)
    assert statement.speaker
    assert statement.speaker.name == "Minister Lark"
    assert statement.evidence.quote == "We want no tolls."
    document = reading.document
    assert (document.name, document.published, document.licence) == ("Daily", date(2031, 3, 1), None)
    assert document.text[document.body.start :] == "We want no tolls."
    assert reading.sentences[statement.sentence].span == statement.evidence.span
    (review,) = coded.imported.reviews
    assert (review.statement, review.reviewer, review.note) == (statement.id, "A. Coder", "mind the tone")
    assert coded.without_act == 0


def test_the_event_list_of_the_discourse_network_analyzer_is_read_as_it_is(tmp_path: Path) -> None:
    content = (
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
        '"person";"organization";"concept";"agreement"\n'
        '7;2031-03-01 00:00:00;3;"Toll talks";"";"Daily";"";"";"We want no tolls";"Ada Lark";"Amberland";"Tolls";0\n'
        '8;2031-03-02 00:00:00;4;"More talks";"";"Daily";"";"";"Tolls it is";"Bo Quill";"Birch Union";"Tolls";1\n'
    )
    coded = code(content, tmp_path)
    assert [(s.party, s.stance.value, s.speaker and s.speaker.name) for s in statements(coded)] == [
        ("amberland", "oppose", "Ada Lark"),
        ("birch-union", "support", "Bo Quill"),
    ]
    assert [r.document.title for r in coded.imported.readings] == ["Toll talks", "More talks"]
    assert coded.unused == ("statement ID", "document ID", "author", "section", "type")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_however_it_was_saved(delimiter: str, encoding: str, tmp_path: Path) -> None:
    row = ("Pré-du-Lac", "Tolls; ports, roads", "for", "“No,” they said;\nthen – yes, “maybe”.", "1.3.2031", "Le Soir")
    content = "My coding\n\n" + table(row, (), row, delimiter=delimiter)
    coded = code(content.encode(encoding), tmp_path)
    (statement,) = statements(coded)
    assert (statement.issue, statement.evidence.quote) == ("tolls-ports-roads", row[3])
    assert coded.imported.readings[0].parties[0].name == "Pré-du-Lac"
    assert (coded.rows, coded.repeated) == (2, 1)


@pytest.mark.parametrize(
    ("cells", "stance"),
    [
        (("1", "-1", "0"), [Stance.SUPPORT, Stance.OPPOSE, Stance.NEUTRAL]),
        (("1", "0"), [Stance.SUPPORT, Stance.OPPOSE]),
        (("1.0", "0,0"), [Stance.SUPPORT, Stance.OPPOSE]),
        (("Yes", "AGAINST", "in favor", "Conditional"), [Stance.SUPPORT, Stance.OPPOSE, Stance.SUPPORT, Stance.OPEN]),
        (("\u200bsupport\u200b", "− 1"), [Stance.SUPPORT]),
        (("1", "5", "0"), []),
        (("perhaps not",), []),
    ],
)
def test_stances_are_words_or_numbers_of_a_known_scale(
    cells: Sequence[str], stance: list[Stance], tmp_path: Path
) -> None:
    rows = [("Amberland", f"Issue {n}", cell, f"Words {n}.", "", "") for n, cell in enumerate(cells)]
    coded = code(table(*rows), tmp_path)
    assert [s.stance for s in statements(coded)] == stance
    assert len(coded.imported.skipped) == len(cells) - len(stance)
    assert all("is no stance that is known" in reason for reason in reasons(coded))


@pytest.mark.parametrize(
    ("cell", "order", "told"),
    [
        ("2031-03-04", None, date(2031, 3, 4)),
        ("2031-03-04T10:00:00Z", None, date(2031, 3, 4)),
        ("4 March 2031", None, date(2031, 3, 4)),
        ("March 4, 2031", None, date(2031, 3, 4)),
        ("4.3.2031", None, date(2031, 3, 4)),
        ("24/03/2031", None, date(2031, 3, 24)),
        ("3/24/2031", None, date(2031, 3, 24)),
        ("03/03/2031", None, date(2031, 3, 3)),
        ("03/04/2031", DayOrder.DMY, date(2031, 4, 3)),
        ("03/04/2031", DayOrder.MDY, date(2031, 3, 4)),
        ("3-4-31", DayOrder.DMY, date(2031, 4, 3)),
        ("03/04/2031", None, "may be two days; say which with --dates dmy or --dates mdy"),
        ("03/04/31", None, "may be several days"),
        ("31/04/2031", None, "no day of the calendar"),
        ("2031-02-30", None, "no day of the calendar"),
        ("March 2031", None, "write it as 2025-03-24"),
        ("last week", None, "write it as 2025-03-24"),
    ],
)
def test_a_day_is_told_or_refused_with_advice(
    cell: str, order: DayOrder | None, told: date | str, tmp_path: Path
) -> None:
    coded = code(table((*ROW[:4], cell, "Daily")), tmp_path, dates=order)
    if isinstance(told, date):
        assert [r.document.published for r in coded.imported.readings] == [told]
    else:
        (reason,) = reasons(coded)
        assert told in reason


def test_what_a_row_lacks_is_named_with_its_number(tmp_path: Path) -> None:
    coded = code(
        table(ROW, ("", *ROW[1:]), (*ROW[:3], "", "", ""), (*ROW[:3], " – ", "", ""), (*ROW[:2], "", *ROW[3:])),
        tmp_path,
    )
    assert [s.document for s in coded.imported.skipped] == [f"coding, row {n}" for n in (3, 4, 5, 6)]
    assert [reason.partition(":")[0] for reason in reasons(coded)] == ["no party", "no quote", "no quote", "no stance"]


def test_the_number_of_a_row_is_the_line_on_which_it_begins(tmp_path: Path) -> None:
    coded = code("sep=,\nTitle\n" + table((*ROW[:3], "two\nlines", *ROW[4:]), (*ROW[:3], "", *ROW[4:])), tmp_path)
    assert [s.document for s in coded.imported.skipped] == ["coding, row 6"]


@pytest.mark.parametrize(
    ("heads", "message"),
    [
        (("party", "issue", "stance", "comment"), "no column for quote; it has 'party', 'issue', 'stance', 'comment'"),
        (("a", "b"), "--column party=NAME"),
        (("actor", "who", "issue", "stance", "quote"), "'actor' and 'who' may each be the party"),
    ],
)
def test_a_head_that_does_not_tell_is_refused_with_advice(heads: Sequence[str], message: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        code(table(["x"] * len(heads), heads=heads), tmp_path)


def test_the_user_says_which_column_is_which(tmp_path: Path) -> None:
    content = table(ROW[:4], heads=("Akteur", "Thema", "Haltung", "Zitat"))
    mapped = {"party": "AKTEUR", "issue": "Thema", "stance": "Haltung", "quote": "Zitat"}
    assert [s.party for s in statements(code(content, tmp_path, columns=mapped))] == ["amberland"]
    with pytest.raises(DocumentUnreadable, match="no column 'Partei'"):
        code(content, tmp_path, columns=mapped | {"party": "Partei"})
    with pytest.raises(DocumentUnreadable, match="there is no field 'who'"):
        code(content, tmp_path, columns={"who": "Akteur"})


def test_nobody_codes_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="--by NAME"):
        code(table(ROW), tmp_path, coder=None)
    coded = code(table((*ROW, "B. Coder"), (*ROW, ""), heads=(*HEADS, "coder")), tmp_path, coder=None)
    assert [s.origin.version for s in statements(coded)] == ["B. Coder"]
    assert reasons(coded) == ["nobody is named as coder; fill in the cell, or say who coded with --by NAME"]


def test_names_are_those_of_the_ledger_by_id_name_or_alias(tmp_path: Path) -> None:
    parties = [Party(id=PartyId("us"), name="United States", aliases=("Washington",))]
    issues = [Issue(id=IssueId("x1"), name="Open border")]
    rows = [
        (who, what, "for", f"Words {n}.", "", "")
        for n, (who, what) in enumerate(
            [
                ("the U.S.", "OPEN  BORDER"),
                ("washington", "x1"),
                ("United\u200b States", "Open border"),
                ("Russia", "Other"),
            ]
        )
    ]
    coded = code(table(*rows), tmp_path, parties=parties, issues=issues)
    assert [(s.party, s.issue) for s in statements(coded)] == [("us", "x1")] * 3 + [("ru", "other")]


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Moscow", "ru"),
        ("the Government of Sudan", "sd"),
        ("Russian government", "ru"),
        ("Vladimir Putin", "vladimir-putin"),
        ("Government of the Hills", "government-of-the-hills"),
        ("Sudan and Chad", "sudan-and-chad"),
    ],
)
def test_a_name_that_is_listed_from_end_to_end_is_the_listed_party(name: str, party: str, tmp_path: Path) -> None:
    assert [s.party for s in statements(code(table((name, *ROW[1:])), tmp_path))] == [party]


def test_a_report_that_is_known_is_cited_in_its_own_words(tmp_path: Path) -> None:
    report = make_document(
        "They met.\nMinister Lark said: “We want\u00a0no tolls — ever; or nearly.” Then it rained.",
        name="daily-17",
        title="Toll talks",
        published=date(2031, 3, 1),
    )
    other = make_document(
        report.text.replace("They", "We"), name="daily-18", title="Toll talks", published=date(2031, 3, 2)
    )
    quotes = (
        "We want no tolls - ever, or nearly.",
        '"We want no tolls — ever; or nearly."',
        "it  rained",
        "it rain",
        "no tolls ever",
    )
    rows = [("Amberland", f"i{n}", "for", quote, "2031-03-01", "Toll Talks") for n, quote in enumerate(quotes)]
    coded = code(table(*rows, heads=(*HEADS[:5], "title")), tmp_path, documents=[other, report])
    cited, excerpts = coded.imported.readings
    assert cited.document == report
    assert [s.evidence.quote for s in cited.statements] == [
        "“We want\u00a0no tolls — ever; or nearly.”",
        "We want\u00a0no tolls — ever; or nearly.",
        "it rained",
    ]
    assert [s.evidence.quote for s in excerpts.statements] == ["it rain", "no tolls ever"]


def test_a_condition_is_kept_where_its_words_stand_in_the_quote(tmp_path: Path) -> None:
    quote = "We sign only after the port opens"
    rows = [
        (*ROW[:3], quote, "", "", words) for words in ("only after the port opens", "if it rains", "the port opens")
    ]
    rows = [(row[0], f"Issue {n}", *row[2:]) for n, row in enumerate(rows)]
    coded = code(table(*rows, heads=(*HEADS, "condition")), tmp_path)
    first, *others = statements(coded)
    assert first.condition
    assert (first.condition.kind, first.condition.on) == ("only_after", "the port opens")
    assert [s.condition for s in others] == [None, None]
    assert [r.partition(": its words ")[2].split()[:2] for r in reasons(coded)] == [["do", "not"], ["do", "not"]]


def test_one_excerpt_of_two_sources_or_coders_stays_two(tmp_path: Path) -> None:
    rows = [(*ROW, "A"), (*ROW, "B"), (*ROW[:5], "Weekly", "A"), (*ROW[:4], "2031-03-02", "Daily", "A")]
    coded = code(table(*rows, heads=(*HEADS, "coder")), tmp_path)
    assert len({r.document.id for r in coded.imported.readings}) == 4


def test_two_stances_for_the_same_words_of_one_party_are_not_both_taken(tmp_path: Path) -> None:
    rows = [(*ROW, "demand"), (*ROW[:2], "oppose", *ROW[3:], "demand")]
    coded = code(table(*rows, heads=(*HEADS, "act")), tmp_path)
    assert [s.stance for s in statements(coded)] == [Stance.SUPPORT]
    assert "another stance" in reasons(coded)[0]


def test_an_act_that_is_not_known_is_refused_and_one_not_given_is_counted(tmp_path: Path) -> None:
    rows = [(*ROW, "Demands"), (*ROW[:1], "Ports", *ROW[2:], "sings"), (*ROW[:1], "Roads", *ROW[2:], "")]
    coded = code(table(*rows, heads=(*HEADS, "act")), tmp_path)
    assert [s.act for s in statements(coded)] == [Act.DEMAND, Act.DEMAND]
    assert coded.without_act == 1
    assert "'sings' is no act" in reasons(coded)[0]


@pytest.mark.parametrize(
    "quote",
    [
        '=HYPERLINK("http://example.org","x")',
        "'; DROP TABLE statements; --",
        "<script>alert(1)</script>",
        "\x1b[31mred\x07",
        "{{7*7}} %s %n ${x}",
        "\u202egnp.exe",
    ],
)
def test_a_hostile_cell_is_only_text(quote: str, tmp_path: Path) -> None:
    coded = code(table((*ROW[:3], quote, *ROW[4:]), (quote, quote, "for", quote, "", quote)), tmp_path)
    with Ledger.create(tmp_path / "talks.db", now=NOW) as ledger:
        assert ledger.append_many(coded.imported.readings, recorded=NOW) == 2
        assert not ledger.verify().faults
        kept = [r.statement.evidence.quote for r in ledger.statements()]
    assert kept[0] == kept[1] == quote.replace("\x1b", " ").replace("\x07", " ").strip()


def test_an_address_is_only_kept_where_it_leads_to_a_page(tmp_path: Path) -> None:
    rows = [
        (*ROW[:3], f"Words {n}.", "", f"S{n}", url)
        for n, url in enumerate(("javascript:alert(1)", "https://example.org/a"))
    ]
    coded = code(table(*rows, heads=(*HEADS, "url")), tmp_path)
    assert [r.document.url for r in coded.imported.readings] == [None, "https://example.org/a"]


def test_a_cell_of_a_megabyte_costs_its_row_alone(tmp_path: Path) -> None:
    coded = code(table((*ROW[:3], "x " * 500_000, *ROW[4:]), ROW), tmp_path)
    assert len(statements(coded)) == 1
    assert reasons(coded) == [f"a cell is longer than {LONGEST_CELL} characters"]
    assert csv.field_size_limit() == 131_072


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"party,issue\0,stance,quote\n", "NUL"),
        (b"", "empty"),
        (b"\n \n\t\t\n", "holds no rows"),
        (b"party,issue,stance,quote\n" + b"x," * 16_383 + b"x\n", "line 2: 16384 columns, more than 2000"),
        (b'party,issue,stance,quote\na,b,for,"never ends\na,b,for,c\n', "line 2: not valid CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        code(content, tmp_path)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=12).filter(
    lambda t: any(map(str.isalnum, t)) and " ".join(t.split()) == t and t[:1] not in "'\ufeff"
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(("Amberland", "Birch Union", "停火委员会")),
        st.sampled_from(("Tolls", "Open border", "Воды")),
        st.sampled_from(("support", "oppose", "open", "neutral")),
        WORDS,
        st.sampled_from(("2031-03-01", "2031-03-02", "")),
        st.sampled_from(("Daily", "Weekly", "")),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: (row[0], row[1], row[3], row[4], row[5]),
)


@settings(LAW, max_examples=12)  # each makes a ledger
@given(rows=ROWS)
def test_what_a_table_says_is_what_the_ledger_exports(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("coded")
    coded = code(table(*rows), folder)
    with Ledger.create(folder / "talks.db", now=NOW) as ledger:
        ledger.append_many(coded.imported.readings, recorded=NOW)
        recorded = list(ledger.statements())
        out = recorded_rows(recorded, ledger.names())
        again = code(
            table(*reversed(rows), *rows), folder, recorded=recorded, parties=ledger.parties(), issues=ledger.issues()
        )
    assert {(o["party"], o["issue"], o["stance"], o["quote"], o["published"]) for o in out} == {row[:5] for row in rows}
    assert len(out) == len({(*row[:5], row[5] or "coding") for row in rows})
    assert statements(again) == []
    assert again.repeated == 2 * len(rows)


def test_a_table_that_grew_adds_only_its_new_rows_though_reviews_changed_old_ones(tmp_path: Path) -> None:
    old = code(table(ROW), tmp_path).imported.readings[0]
    (said,) = old.statements
    corrected = replace(said, stance=Stance.OPPOSE)
    recorded = Recorded(
        statement=corrected, document=old.document.id, name="Daily", published=date(2031, 3, 1), recorded=NOW, read=said
    )
    grown = code(table(ROW, (*ROW[:1], "Ports", *ROW[2:])), tmp_path, recorded=[recorded])
    assert [s.issue for s in statements(grown)] == ["ports"]


@LAW
@given(
    words=st.lists(WORDS, min_size=1, max_size=6),
    before=WORDS,
    marks=st.sampled_from(("“%s”", "«%s»", '"%s"', "...%s...", "[...] %s", "%s")),
    space=st.sampled_from((" ", "\n", "\u00a0", "  ")),
)
def test_words_are_found_whatever_marks_and_spaces_are_around_and_between(
    words: list[str], before: str, marks: str, space: str
) -> None:
    said = space.join(words)
    document = make_document(f"{before} {said} .")
    span = find_passage(document, marks % " ".join(words))
    assert span is not None
    found = document.text[span.start : span.end]
    assert "".join(filter(str.isalnum, found)) in "".join(filter(str.isalnum, said))
    assert any(map(str.isalnum, found))


@LAW
@given(
    content=st.one_of(
        st.binary(max_size=60), st.text(st.sampled_from('party,issue;stance\t\n"\r\0quote1'), max_size=80)
    )
)
def test_any_bytes_are_read_or_refused(content: bytes | str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with suppress(DetenteError):
        head = b"party,issue,stance,quote\n"
        coded = code(
            head + (content if isinstance(content, bytes) else content.encode()), tmp_path_factory.mktemp("any")
        )
        assert coded.rows >= len(statements(coded)) + coded.repeated
