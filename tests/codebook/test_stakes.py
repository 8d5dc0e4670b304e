"""A table of stakes is read however a spreadsheet writes it, and what is wrong in it is told by file and line."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook.stakes import MOST_BYTES, NEEDED, OTHERS, load_stakes
from detente.errors import CodebookError
from detente.model import IssueId, PartyId
from detente.model.forecast import IssueContest, Stake
from tests.factories import LAW

HEADER = "issue,party,point,salience,capability,reference\n"
TABLE = (
    HEADER
    + "quota,hall,20,0.9,1,0\nquota,mill,50,0.6,0.4,\n"
    + "season,mill,0,0.7,0.4,\nseason,hall,,0.2,1,\nseason,yard,100,1,1,\n"
)
PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")


def stake(party: str, point: float | None, salience: float, capability: float) -> Stake:
    return Stake(party=PartyId(party), point=point, salience=salience, capability=capability)


CONTESTS = (
    IssueContest(
        issue=IssueId("quota"), stakes=(stake("hall", 20, 0.9, 1), stake("mill", 50, 0.6, 0.4)), reference=0.0
    ),
    IssueContest(
        issue=IssueId("season"),
        stakes=(stake("mill", 0, 0.7, 0.4), stake("hall", None, 0.2, 1), stake("yard", 100, 1, 1)),
    ),
)


def read(content: str | bytes, folder: Path, name: str = "talks.csv") -> tuple[IssueContest, ...]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_stakes(path)


def refusal(content: str | bytes, folder: Path, name: str = "talks.csv") -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        read(content, folder, name)
    assert str(caught.value).startswith(str(folder / name))
    return caught.value


# ── what is read ──


def test_stakes_are_kept_by_issue_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert read(TABLE, tmp_path) == CONTESTS


GERMAN = re.sub(r"(\d)\.(\d)", r"\1,\2", TABLE.replace(",", ";"))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        GERMAN.encode("utf-8-sig"),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.replace("\n", ",,\n").encode() + b",,,,,,,\n\n",
        b"\n" + TABLE.replace("issue,party", " Issue , PARTY").encode(),
        TABLE.replace("quota,", '"quota",').replace("mill", '"mill"').encode(),
        TABLE.replace("reference\n", "reference,note\n")
        .replace("0.9,1,0", '0.9,1,0,"said so,\nmore than once"')
        .encode(),
        TABLE.replace("0.9", '"0,9"').encode(),
    ],
    ids=["mark", "CRLF", "CR", "semicolons", "tabs", "blanks", "heads", "quotes", "note", "comma"],
)
def test_the_habits_of_spreadsheets_make_no_difference(content: bytes, tmp_path: Path) -> None:
    assert read(content, tmp_path) == CONTESTS


def test_columns_may_stand_in_any_order_and_the_reference_may_be_left_out(tmp_path: Path) -> None:
    table = "capability,salience,point,party,issue\n1,0.5,0,Ålesund,квота\n1,0.5,100,邊,квота\n"
    (contest,) = read(table, tmp_path)
    assert (contest.issue, contest.reference) == ("квота", None)
    assert [s.party for s in contest.stakes] == ["Ålesund", "邊"]


def test_a_reference_may_be_repeated_or_stand_on_any_line_of_its_issue(tmp_path: Path) -> None:
    later = TABLE.replace("0.9,1,0", "0.9,1,").replace("50,0.6,0.4,", "50,0.6,0.4,0")
    everywhere = TABLE.replace("50,0.6,0.4,", "50,0.6,0.4,0.0")
    assert read(later, tmp_path) == read(everywhere, tmp_path) == CONTESTS


BLOCKS = """
[[issue]]
id = "quota"
reference = 0
stake = [
  { party = "hall", point = 20, salience = 0.9, capability = 1 },
  { party = "mill", point = 50, salience = 0.6, capability = 0.4 },
]

[[issue]]
id = "season"
[[issue.stake]]
party = "mill"
point = 0
salience = 0.7
capability = 0.4
[[issue.stake]]
party = "hall"
salience = 0.2
capability = 1
[[issue.stake]]
party = "yard"
point = 100
salience = 1
capability = 1
"""


def test_the_same_stakes_can_be_written_in_toml(tmp_path: Path) -> None:
    assert read(BLOCKS, tmp_path, "talks.toml") == CONTESTS
    assert read(b"\xef\xbb\xbf" + BLOCKS.encode(), tmp_path, "talks.TOML") == CONTESTS


names = st.text("abcdefgåжñ -,;\"'", min_size=1, max_size=8).map(lambda t: " ".join(t.split())).filter(bool)
shares = st.floats(0.01, 1)


@LAW
@given(
    parties=st.lists(names, min_size=2, max_size=5, unique=True),
    issues=st.lists(names, min_size=1, max_size=3, unique=True),
    numbers=st.tuples(st.floats(0, 100), shares, shares, st.none() | st.floats(0, 100)),
    delimiter=st.sampled_from(",;\t"),
    decimal=st.sampled_from(".,"),
)
def test_whatever_is_written_as_csv_is_read_back(
    parties: list[str],
    issues: list[str],
    numbers: tuple[float, float, float, float | None],
    delimiter: str,
    decimal: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=delimiter)
    writer.writerow([*NEEDED, "reference"])
    for issue in issues:
        for party in parties:
            told = ["" if n is None else repr(n).replace(".", decimal) for n in numbers]
            writer.writerow([issue, party, *told])
    contests = read(lines.getvalue(), tmp_path_factory.mktemp("stakes"))
    point, salience, capability, reference = numbers
    assert contests == tuple(
        IssueContest(
            issue=IssueId(issue),
            stakes=tuple(stake(party, point, salience, capability) for party in parties),
            reference=reference,
        )
        for issue in issues
    )


# ── what is refused ──


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("salience,", "", 1, "no column 'salience'; it is to be issue,party,point"),
        ("reference", "refrence", 1, "unknown column 'refrence'; did you mean 'reference'?"),
        ("reference", "colour", 1, "unknown column 'colour'; there are issue, party"),
        ("reference", "Party", 1, "'party' comes twice"),
        (HEADER, "", 1, "no column 'issue'"),
        ("0.9", "nan", 2, "salience is 'nan'; expected a number from 0 to 1"),
        ("0.9", "inf", 2, "salience is 'inf'"),
        ("0.9", "1e999", 2, "salience is inf; expected a number from 0 to 1"),
        ("0.9", "high", 2, "salience is 'high'"),
        ("0.9", "90%", 2, "salience is '90%'"),
        ("0.9", "90", 2, "salience is 90; expected a number from 0 to 1; divide a scale of 0 to 100 by 100"),
        ("0.9", "-0.1", 2, "salience is -0.1"),
        ("0.9", "", 2, "'hall' has no salience on 'quota'"),
        ("0.6,0.4", "0.6,", 3, "'mill' has no capability on 'quota'"),
        ("0.6,0.4", "0.6,400", 3, "capability is 400; expected a number from 0 to 1"),
        ("season,mill,0", "season,mill,101", 4, "point is 101; expected a number from 0 to 100"),
        ("1,0\n", "1,150\n", 2, "reference is 150"),
        ("0.4,\nseason", "0.4,50\nseason", 3, "the reference of 'quota' is 50, and 0 in line 2"),
        ("0.9,1,0", "0,9,1,0", 2, "7 cells under 6 columns"),
        ("0.6,0.4,", "1,0,4,", 3, "7 cells under 6 columns"),
        ("season,mill", ",mill", 4, "the issue is missing"),
        ("season,mill", "season, ", 4, "the party is missing"),
        ("season,hall", "season,mill", 5, "'mill' stands on 'season' in line 4 already"),
        ("season,mill", "season,Mill", 4, "the party 'Mill' is 'mill' in line 3"),
        ("season,hall", "Season,hall", 5, "the issue 'Season' is 'season' in line 4"),
        ("season,yard,100", "season,yard,", 4, "fewer than two parties have a point on 'season'"),
        ("quota,mill", "quotas,mill", 2, "fewer than two parties have a point on 'quota'"),
        ("season,hall", 'season,"hall', 5, "not valid CSV"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused_by_its_line(
    before: str, after: str, line: int, words: str, tmp_path: Path
) -> None:
    assert before in TABLE
    error = refusal(TABLE.replace(before, after, 1), tmp_path)
    assert (error.line, words in str(error)) == (line, True), str(error)


def test_the_line_is_right_below_a_cell_of_several_lines(tmp_path: Path) -> None:
    table = TABLE.replace("reference\n", "reference,note\n").replace("0.9,1,0", '0.9,1,0,"one\ntwo\nthree"')
    assert refusal(table.replace("50,0.6", "50,6"), tmp_path).line == 5


def test_an_issue_on_which_nobody_has_weight_is_refused(tmp_path: Path) -> None:
    error = refusal(TABLE.replace("0.9,1,0", "0,1,0").replace("0.6,0.4", "0.6,0"), tmp_path)
    assert (error.line, "nobody has weight on 'quota'" in str(error)) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty; its first line is to be issue,party,point,salience,capability"),
        (b"\xef\xbb\xbf \r\n\r\n", "the file is empty"),
        (HEADER.encode(), "no stake under the header"),
        (b"PK\x03\x04\x14\x00\x06\x00", 'save the table as CSV (in a spreadsheet: "CSV UTF-8")'),
        (TABLE.replace("mill", "m\0ll").encode(), "binary"),
        (TABLE.replace("mill", "mühle").encode("cp1252"), "not UTF-8 text"),
        (b"\xff\xfei\x00s", "not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text"),
    ],
    ids=["nothing", "blank", "header", "xlsx", "NUL", "Windows", "broken UTF-16", "picture"],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, words: str, tmp_path: Path) -> None:
    assert words in str(refusal(content, tmp_path))


def test_a_table_of_another_character_set_is_told_by_its_line(tmp_path: Path) -> None:
    assert refusal(TABLE.replace("yard", "Werft für").encode("cp1252"), tmp_path).line == 6


def test_a_file_that_is_not_there_is_a_directory_or_is_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no such file"):
        load_stakes(tmp_path / "none.csv")
    with pytest.raises(CodebookError, match="this is a directory"):
        load_stakes(tmp_path)
    vast = tmp_path / "vast.csv"
    with vast.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(CodebookError, match="larger than 50 MB"):
        load_stakes(vast)


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('id = "quota"', 'name = "quota"', 3, "has no key 'name'; there are id, reference, stake"),
        ('id = "season"\n', "", 10, "[[issue]] needs an id"),
        ('party = "hall"\nsalience', "salience", 17, "[[issue.stake]] needs a party"),
        ("salience = 0.7", "salience = nan", 15, "salience is to be a finite number"),
        ("salience = 0.7", 'salience = "0.7"', 15, "without quotation marks"),
        ("salience = 0.7", "salience = 70", 15, "salience is 70; expected a number from 0 to 1; divide"),
        ("salience = 0.7\n", "", 12, "'mill' has no salience on 'season'"),
        ("reference = 0", "reference = -1", 4, "reference is -1"),
        ('party = "yard"', 'party = "hall"', 22, "'hall' stands on 'season' in line 18 already"),
        ("salience = 0.7", "salience = ", 15, "not valid TOML"),
        ("salience = 0.7", "weight = 0.7", 15, "[[issue.stake]] has no key 'weight'"),
    ],
)
def test_blocks_that_break_a_rule_are_refused_by_their_line(
    before: str, after: str, line: int, words: str, tmp_path: Path
) -> None:
    assert before in BLOCKS
    error = refusal(BLOCKS.replace(before, after, 1), tmp_path, "talks.toml")
    assert (error.line, words in str(error)) == (line, True), str(error)


def test_toml_without_an_issue_or_with_an_issue_of_nobody_is_refused(tmp_path: Path) -> None:
    assert "no stake" in str(refusal("# nothing yet\n", tmp_path, "talks.toml"))
    assert "[[issue]] has no stake" in str(refusal('[[issue]]\nid = "quota"\n', tmp_path, "talks.toml"))


def test_the_page_of_formats_explains_every_column_and_its_example_is_read(tmp_path: Path) -> None:
    section = re.search(r"## Stakes, in\n(.*?)(?=\n## )", PAGE, re.DOTALL)
    assert section
    assert [column for column in NEEDED + OTHERS if f"`{column}`" not in section[1]] == []
    table = re.search(r"```csv\n(.*?)```", section[1], re.DOTALL)
    blocks = re.search(r"```toml\n(.*?)```", section[1], re.DOTALL)
    assert table
    assert blocks
    assert read(table[1], tmp_path) == read(blocks[1], tmp_path, "talks.toml")
