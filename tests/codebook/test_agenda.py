import os
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.codebook.agenda import (
    KINDS,
    Agenda,
    AgendaIssue,
    AgendaParty,
    Judgement,
    dump_agenda,
    load_agenda,
    parse_agenda,
)
from detente.codebook.agenda_file import Place, read_blocks
from detente.errors import CodebookError
from detente.model import IssueId, Option, OptionId, PartyId, Role
from tests.factories import LAW

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "agenda.md").read_text(encoding="utf-8")
MINIMAL = '[[party]]\nname = "Amber Federation"\n'


# ── reading ──


def test_a_name_is_all_that_a_party_and_an_issue_need() -> None:
    agenda = parse_agenda('[[party]]\nname = "Amber Federation"\n[[issue]]\nname = "Lower tolls, now"\n')
    assert agenda == Agenda(
        parties=(AgendaParty(id=PartyId("amber-federation"), name="Amber Federation"),),
        issues=(AgendaIssue(id=IssueId("lower-tolls-now"), name="Lower tolls, now"),),
    )


def test_the_example_of_the_reference_page_parses_with_every_part() -> None:
    match = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert match
    agenda = parse_agenda(match[1])
    assert (agenda.title, agenda.as_of) == ("Talks on the Lark valley", date(2031, 3, 24))
    assert [(p.id, p.role) for p in agenda.parties] == [
        ("amber", Role.PARTY),
        ("birch", Role.PARTY),
        ("council", Role.MEDIATOR),
    ]
    assert agenda.parties[1].aliases == ("Birch", "the Birch government")
    assert [(i.id, [o.point for o in i.options]) for i in agenda.issues] == [
        ("tolls", [0.0, 50.0, 100.0]),
        ("return-of-prisoners", []),
    ]
    assert [(j.what, j.option, j.low, j.value, j.high) for j in agenda.judgements] == [
        ("salience", None, 0.6, 0.8, 0.9),
        ("utility", "halve", 40.0, 40.0, 40.0),
    ]


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("[[party]]", AgendaParty),
        ("[[issue]]", AgendaIssue),
        ("[[issue.option]]", Option),
        ("[[judgement]]", Judgement),
    ],
)
def test_the_reference_page_explains_every_key(kind: str, block: type[Any]) -> None:
    section = re.search(rf"## `{re.escape(kind)}`\n(.*?)(?=\n## )", PAGE, re.DOTALL)
    assert section
    keys = {field.name.replace("options", "option") for field in fields(block)}
    assert {key for key in keys if f"`{key}`" not in section[1]} == set()


def test_a_block_may_be_written_in_any_way_that_toml_has() -> None:
    blocks = parse_agenda(
        '[[party]]\nname = "Amber"\nrole = "mediator"\n[[issue]]\nname = "Tolls"\nkeywords = ["toll"]\n'
    )
    inline = """
        party = [{ name = 'Amber', "role" = "mediator" }]
        issue = [{ name = \"\"\"Tolls\"\"\", keywords = ['''toll''', ] }]
    """
    assert parse_agenda(inline) == blocks


def test_a_capability_may_hold_for_all_issues() -> None:
    (judgement,) = parse_agenda(
        MINIMAL + '[[judgement]]\nparty = "amber-federation"\nwhat = "capability"\nvalue = 1\n'
    ).judgements
    assert (judgement.issue, judgement.low, judgement.value, judgement.high) == (None, 1.0, 1.0, 1.0)


def test_a_party_may_repeat_a_name_of_its_own() -> None:
    (party,) = parse_agenda('[[party]]\nname = "Amber"\naliases = ["AMBER", "amber"]\n').parties
    assert party.aliases == ("AMBER", "amber")


def test_options_of_different_issues_may_share_an_id() -> None:
    option = '[[issue.option]]\nname = "Yes"\n'
    agenda = parse_agenda(f'[[issue]]\nname = "Tolls"\n{option}[[issue]]\nname = "Dams"\n{option}')
    assert [issue.options[0].id for issue in agenda.issues] == ["yes", "yes"]


# ── files ──


def test_a_file_with_a_mark_and_the_line_ends_of_another_system_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    text = MINIMAL + 'aliases = [\n  "Port Amber",\n  "Ämber",\n]\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_agenda(path) == parse_agenda(text)
    path.write_bytes((text + 'role = "host"\n').replace("\n", "\r\n").encode())
    with pytest.raises(CodebookError, match="host") as caught:
        load_agenda(path)
    assert caught.value.line == 7


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"none\.toml: there is no such file.*detente agenda"):
        load_agenda(tmp_path / "none.toml")


def test_a_directory_is_named_as_one(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="directory") as caught:
        load_agenda(tmp_path)
    assert caught.value.path == str(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_text(MINIMAL)
    path.chmod(0)
    with pytest.raises(CodebookError, match=r"talks\.toml: the agenda cannot be read"):
        load_agenda(path)


def test_a_path_that_the_system_refuses_is_named_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"xxx: the agenda cannot be read: .*too long"):
        load_agenda(tmp_path / ("x" * 1_000))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(MINIMAL.encode() + 'aliases = ["Ämber"]'.encode("cp1252"), 3, id="Western European"),
        pytest.param(MINIMAL.encode("utf-16"), 1, id="UTF-16"),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_the_line(content: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(content)
    with pytest.raises(CodebookError, match=rf"talks\.toml:{line}: .*UTF-8"):
        load_agenda(path)


# ── refusals: the line at fault is the one that holds "(!)" ──

HEAD = """\
[[party]]
id = "amber"
name = "Amber Federation"
aliases = ["Amber"]
people = ["Ada Lark"]

[[issue]]
id = "tolls"
name = "Lower tolls"
[[issue.option]]
id = "keep"
name = "Keep them"

"""
JUDGED = HEAD + '[[judgement]]  # {0}\nparty = "amber"\nissue = "tolls"\nwhat = "salience"\nvalue = 0.5\n'


def judged(line: str) -> str:
    """An agenda with one judgement, one line of which is replaced or added; a leading ``-`` takes it out."""
    key = line.lstrip("-").split()[0]
    head, block = (HEAD, JUDGED.removeprefix(HEAD).format("(!)" if line.startswith("-") else ""))
    kept = [row for row in block.splitlines() if row.split()[0] != key]
    return head + "\n".join([*kept, *([] if line.startswith("-") else [f"{line}  # (!)"])]) + "\n"


BAD = {
    # TOML
    "a bracket is missing": ("[[party] (!)\n", "not valid TOML"),
    "a quotation mark is missing": ('[[party]]\nname = "Amber (!)\nrole = "party"\n', "closing quotation mark"),
    "no quotation marks": ("[[party]]\nname = Amber (!)\n", "straight quotation marks"),
    "typographic quotation marks": ("[[party]]\nname = “Amber” # (!)\n", "straight quotation marks"),
    "a quotation mark inside": ('[[party]]\nname = "the "Amber" side"  # (!)\n', r"\""),
    "a backslash": ('[[party]]\nname = "A\\mber"  # (!)\n', "backslash"),
    "a comma is missing": ('[[party]]\nname = "A"\naliases = [\n  "B"\n  "C" # (!)\n]\n', "comma"),
    "a list never ends": ('[[party]]\nname = "A"\naliases = ["B",  # (!)\n\n', "the file ends within"),
    "a long text never ends": ('[[party]]\nname = """A\n\nB (!)', "the file ends within"),
    "a key twice": ('[[party]]\nname = "A"\nrole = "party"\nname = "B"  # (!)\n', "only once"),
    "single brackets twice": ('[party]\nname = "A"\n[party] # (!)\nname = "B"\n', "double brackets"),
    "a picture": ("\x00\x01 (!)", "not valid TOML"),
    # kinds of values
    "single brackets": ('title = "T"\n[party]  # (!)\nname = "A"\n', "[[party]]"),
    "an issue as a text": ('# note\nissue = "Tolls"  # (!)\n', "[[issue]]"),
    "a party among parties as a text": ('party = [\n  { name = "A" },\n  "B",  # (!)\n]\n', "[[party]]"),
    "options as a list of texts": ('[[issue]]\nname = "A"\noption = ["yes"] # (!)\n', "[[issue.option]]"),
    "a number as a title": (f"title = 3  # (!)\n{MINIMAL}", "title is to be a text"),
    "a day in quotation marks": (f'as_of = "2031-03-24"  # (!)\n{MINIMAL}', "as_of is to be a day"),
    "a day with a time": (f"as_of = 2031-03-24 10:00:00.5  # (!)\n{MINIMAL}", "as_of is to be a day"),
    "a number as a name": ("[[party]]\nname = 3  # (!)\n", "name is to be a text"),
    "a list as a role": ('[[party]]\nname = "A"\nrole = ["party"]  # (!)\n', "role is to be a text"),
    "a text as a list": (MINIMAL + 'aliases = "Amber"  # (!)\n', 'aliases = ["one", "two"]'),
    "a number in a list": (MINIMAL + 'people = ["Ada",\n  3,  # (!)\n]\n', "every entry of people"),
    "a text as a number": (HEAD + 'point = "0"  # (!)\n', "point is to be a number"),
    "true as a number": (HEAD + "point = true  # (!)\n", "point is to be a number"),
    # keys
    "a misspelt key": (MINIMAL + 'alias = ["Amber"]  # (!)\n', "did you mean 'aliases'"),
    "a misspelt key in the head": (f'titel = "T"  # (!)\n{MINIMAL}', "did you mean 'title'"),
    "a misspelt dotted key": ('party = [{ name = "A" }]\n"issues" . name = "B"  # (!)\n', "did you mean 'issue'"),
    "a title under a block": (MINIMAL + 'title = "T"  # (!)\n', "belongs in the head of the file"),
    "keywords in a party": (MINIMAL + "keywords = []  # (!)\n", "belongs in [[issue]]"),
    "an option without its issue": ('[[option]]  # (!)\nname = "A"\n', "belongs in [[issue]]"),
    "a key that none has": (MINIMAL + 'colour = "red"  # (!)\n', "known here: id, name, role, aliases, people"),
    # names and ids
    "nothing": ("# (!)\n", "no party and no issue"),
    "a title alone": ('title = "(!)"\n', "no party and no issue"),
    "no name of a party": (f'{MINIMAL}[[party]]  # (!)\nid = "b"\n', "[[party]] needs a name"),
    "no name of an issue": ("[[issue]]  # (!)\nkeywords = []\n", "[[issue]] needs a name"),
    "no name of an option": (HEAD + "[[issue.option]]  # (!)\npoint = 1\n", "[[issue.option]] needs a name"),
    "an empty name": ('[[party]]\nname = ""  # (!)\n', "name is empty"),
    "a name of spaces": ('[[issue]]\nname = " \\t"  # (!)\n', "name is empty"),
    "an empty id": (MINIMAL + 'id = ""  # (!)\n', "id is empty"),
    "an empty alias": (MINIMAL + 'aliases = [ # none\n  "A", # ]\n  "", # (!)\n]\n', "an entry of aliases is empty"),
    "two parties of one id": (HEAD + '[[party]]\nname = "Birch"\nid = "Amber"  # (!)\n', "[[party]] of line 1"),
    "two issues of one id": (HEAD + '[[issue]]\nid = "tolls"  # (!)\nname = "B"\n', "'tolls' is used twice"),
    "two ids made from names": ('[[party]]\nname = "A-B"\n[[party]]\nname = "A B"  # (!)\n', "'a-b' is used twice"),
    "two options of one id": (HEAD + '[[issue.option]]\nid = "keep" # (!)\nname = "B"\n', "'keep' is used twice"),
    "one name for two parties": (HEAD + '[[party]]\nid = "b"\nname = "AMBER"  # (!)\n', "'amber' in line 4"),
    "one alias for two parties": (
        HEAD + '[[party]]\nname = "Birch"\naliases = [\n  "Birch",\n  "Ada  lark", # (!)\n]\n',
        "'amber' in line 5",
    ),
    "one person for two parties": (
        HEAD + '[[party]]\nname = "Birch"\npeople = ["Bo", "ADA LARK"] # (!)\n',
        "one party only",
    ),
    "an unknown role": (MINIMAL + 'role = "mediater"  # (!)\n', "did you mean 'mediator'"),
    "a role unlike any": (MINIMAL + 'role = "host"  # (!)\n', "party, mediator, third-party"),
    # numbers
    "a point below the scale": (HEAD + "point = -1  # (!)\n", "0 to 100"),
    "a point above the scale": (HEAD + "point = 100.5  # (!)\n", "0 to 100"),
    "a point that is no number": (HEAD + "point = nan  # (!)\n", "finite"),
    "a number beyond all": (judged(f"value = {10**400}"), "finite"),
    "an endless number": (judged("high = inf"), "finite"),
    "no party": (judged("-party"), "needs a party"),
    "no what": (judged("-what"), "salience, capability, utility, reservation"),
    "no value": (judged("-value"), "needs a value"),
    "no issue": (JUDGED.replace('issue = "tolls"\n', "").replace('"salience"', '"utility" # (!)'), "needs an issue"),
    "an unknown party": (judged('party = "Amber"'), "did you mean 'amber'"),
    "an unknown issue": (judged('issue = "dams"'), "known here: tolls"),
    "an unknown option": (judged('option = "kept"'), "did you mean 'keep'"),
    "an unknown what": (judged('what = "weight"'), "unknown"),
    "a low above the value": (judged("low = 0.6"), "low 0.6 is above the value 0.5"),
    "a high below the value": (judged("high = 0.4"), "high 0.4 is below the value 0.5"),
    "a salience above one": (judged("value = 1.5"), "between 0 and 1"),
    "a salience whose range leaves the scale": (judged("low = -0.5"), "low is -0.5"),
    "a number as a basis": (judged("basis = 3"), "basis is to be a text"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_breaks_a_rule_is_refused_by_file_and_line(case: str) -> None:
    text, words = BAD[case]
    with pytest.raises(CodebookError) as caught:
        parse_agenda(text, path="talks.toml")
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "(!)" in row)
    assert str(caught.value).startswith(f"talks.toml:{line}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_texts_that_are_spoilt_above_are_right_as_they_stand() -> None:
    assert parse_agenda(HEAD).issues[0].options[0].id == "keep"
    assert parse_agenda(JUDGED).judgements[0].value == 0.5
    assert parse_agenda(judged("low = 0.4")).judgements[0].low == 0.4


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000], ids=["lists in lists", "digits"])
def test_what_is_too_much_for_the_parser_is_refused(text: str) -> None:
    with pytest.raises(CodebookError, match=r"talks\.toml: .*too"):
        parse_agenda(text, path="talks.toml")


@LAW
@given(st.one_of(st.text(), st.text(alphabet="[]{}=.,#\"'\\\n ab1"), st.text().map(lambda text: HEAD + text)))
@example('a = """""""\n')
@example("[a]\nb.c = 1\n[[a.d]]\n")
def test_any_text_is_an_agenda_or_is_refused(text: str) -> None:
    try:
        agenda = parse_agenda(text)
    except CodebookError:
        return
    assert parse_agenda(dump_agenda(agenda)) == agenda


# ── lines ──

STRINGS = ('"[[a]] # ="', "'{ \\ '", '"""x\n[b]\n"""', "'''\n'' ]\n'''''", '"\\" = \\\\"', '"""\\"""\n""""', '""', "''")
SCALARS = (*STRINGS, "1.5", "0x1f", "true", "2031-03-24 10:00:00.25+01:00", "2031-03-24", "07:32:00.5", "+inf")
GAPS = ("", " ", "\n", " # ] } [[c]]\n", "\n\n")
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)
KEYS = ("a", '"b.c"', "'d]'", "e-1", "f . g", '"h=\\u00e9".i')
TABLES = (None, "[t]", "[[u]]", '[[ "v w" ]]', "[[u.x]]", "[u.y]", "[[u.x.z]]")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[Place, int]]:
    """A TOML text, and the line on which each key and each entry of a list was written."""
    out: list[str] = []
    lines: dict[Place, int] = {}

    def note(place: Place) -> None:
        lines[place] = "".join(out).count("\n") + 1

    def gap() -> None:
        out.append(draw(st.sampled_from(GAPS)))

    def write(value: Any, place: Place) -> None:
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, list):
            out.append("[")
            for number, entry in enumerate(value):
                gap()
                note((*place, number))
                write(entry, (*place, number))
                gap()
                out.append(",")
            gap()
            out.append("]")
        else:
            out.append("{ ")
            for number, entry in enumerate(value):
                out.append(", " if number else "")
                pair(KEYS[number], entry, place)
            out.append(" }")

    def pair(key: str, value: Any, place: Place) -> None:
        parts = tuple(tomllib.loads(f"x = {part}")["x"] if part[0] in "\"'" else part for part in split(key))
        note((*place, *parts))
        out.append(f"{key} = ")
        write(value, (*place, *parts))

    def split(key: str) -> list[str]:
        return [key] if key.startswith(('"b', "'d")) else [part.strip() for part in key.split(".")]

    places: dict[str | None, Place] = {
        None: (),
        "[t]": ("t",),
        "[[u]]": ("u", 0),
        '[[ "v w" ]]': ("v w", 0),
        "[[u.x]]": ("u", 0, "x", 0),
        "[u.y]": ("u", 0, "y"),
        "[[u.x.z]]": ("u", 0, "x", 0, "z", 0),
    }
    for table in TABLES:
        if table:
            note(places[table])
            out.append(f"{table}\n")
        for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3)):
            pair(key, draw(VALUES), places[table])
            out.append("  # a = [\n")
    return "".join(out), lines


@LAW
@given(files())
def test_every_key_and_entry_is_found_on_the_line_where_it_was_written(file: tuple[str, dict[Place, int]]) -> None:
    text, lines = file
    block = read_blocks(text)
    assert {place: block.line(*place) for place in lines} == lines
    assert block.line("u", 0, "none", "at all") == block.line("u", 0)


def test_entries_of_one_kind_are_told_apart_below_their_own_parents() -> None:
    file = read_blocks("[[u]]\n[[u.x]]\n[[u.x]]\n[[u]]\n[[u.x]]\n[u.x.y]\nk = 1\n")
    places: tuple[Place, ...] = (("u", 0, "x", 1), ("u", 1), ("u", 1, "x", 0), ("u", 1, "x", 0, "y", "k"))
    assert [file.line(*place) for place in places] == [3, 4, 5, 7]


# ── writing ──

NAMES = st.text(min_size=1, max_size=12).filter(str.strip)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


def many(names: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=least, max_size=3, unique_by=folded)


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """An agenda that breaks no rule."""
    pool = draw(st.lists(NAMES, min_size=1, max_size=12, unique_by=folded))
    ids = draw(many(NAMES, 1))[: len(pool)]
    dealt = [tuple(pool[number :: len(ids)]) for number in range(len(ids))]
    parties = tuple(
        AgendaParty(id=PartyId(id_), name=own[0], role=draw(st.sampled_from(Role)), aliases=own[:2] * 2, people=own[2:])
        for id_, own in zip(ids, dealt, strict=True)
    )
    options = {
        id_: tuple(
            Option(id=OptionId(key), name=draw(NAMES), point=draw(st.none() | st.floats(0, 100)))
            for key in draw(many(NAMES))
        )
        for id_ in draw(many(NAMES))
    }
    issues = tuple(
        AgendaIssue(
            id=IssueId(id_),
            name=draw(NAMES),
            keywords=tuple(draw(st.lists(NAMES | NAMES.map(lambda name: name * 40), max_size=2))),
            codes=tuple(draw(st.lists(NAMES, max_size=2))),
            options=own,
            status_quo=draw(st.sampled_from([None, *(option.id for option in own)])),
        )
        for id_, own in options.items()
    )
    judgements = []
    for _ in range(draw(st.integers(0, 3)) if issues else 0):
        issue = draw(st.sampled_from(issues))
        what = draw(st.sampled_from(KINDS))
        low, value, high = sorted(draw(st.tuples(*[st.floats(0, 1) if what in KINDS[:2] else FINITE] * 3)))
        judgements.append(
            Judgement(
                party=draw(st.sampled_from(parties)).id,
                issue=issue.id,
                option=draw(st.sampled_from([None, *(option.id for option in issue.options)])),
                what=what,
                value=value,
                low=low,
                high=high,
                basis=draw(st.text(max_size=8)),
                author=draw(st.text(max_size=8)),
            )
        )
    return Agenda(
        title=draw(st.none() | st.text(max_size=8)),
        as_of=draw(st.none() | st.dates()),
        parties=parties,
        issues=issues,
        judgements=tuple(judgements),
    )


@LAW
@given(agendas())
@example(
    Agenda(title='\x00\x7f\\"\r\n\u2028\x85\ufeff🙂', parties=(AgendaParty(id=PartyId('"""'), name="\\u0041 '''"),))
)
def test_what_is_written_reads_back_the_same(agenda: Agenda) -> None:
    text = dump_agenda(agenda)
    assert parse_agenda(text) == agenda
    assert load_agenda_from(text.encode()) == agenda
    assert dump_agenda(parse_agenda(text)) == text


def load_agenda_from(content: bytes) -> Agenda:
    """The agenda in a file's bytes, as they come back from a disk."""
    return parse_agenda(content.decode("utf-8-sig"))


def test_a_written_agenda_begins_with_a_note_that_says_how_to_pass_it_back() -> None:
    text = dump_agenda(parse_agenda(MINIMAL))
    note, _, rest = text.partition("\n\n")
    assert all(line.startswith("#") for line in note.splitlines())
    assert "--agenda" in note
    for key in ("[[party]]", "[[issue]]", "[[issue.option]]", "[[judgement]]", "aliases", "people", "keywords", *KINDS):
        assert key in note
    assert rest.strip().splitlines() == [
        "[[party]]",
        'id = "amber-federation"',
        'name = "Amber Federation"',
        'role = "party"',
        "aliases = []",
        "people = []",
    ]


def test_the_judgement_that_the_note_shows_is_one_once_it_is_uncommented() -> None:
    note = dump_agenda(Agenda()).partition("[[judgement]]")[2]
    rows = [line.lstrip("# ") for line in note.splitlines() if " = " in line]
    text = HEAD + "[[judgement]]\n" + "\n".join(rows)
    filled = text.replace("id of a party", "amber").replace("id of an issue", "tolls")
    assert parse_agenda(filled).judgements[0].what == "salience"


def test_a_long_list_is_written_one_entry_a_line() -> None:
    names = tuple(f"Ministry number {number}" for number in range(9))
    agenda = Agenda(parties=(AgendaParty(id=PartyId("a"), name="A", aliases=names, people=("Ada", "Bo")),))
    text = dump_agenda(agenda)
    assert '    "Ministry number 3",\n' in text
    assert 'people = ["Ada", "Bo"]\n' in text
    assert parse_agenda(text) == agenda


# ── the room ──


def test_importing_the_codebook_opens_no_data_and_no_heavy_package() -> None:
    script = (
        "import sys, detente.codebook as room; from detente.codebook import gazetteer, schemes, themes\n"
        "assert not {'numpy', 'onnxruntime', 'tokenizers', 'trafilatura', 'rich'} & set(sys.modules)\n"
        "loaders = (gazetteer.load_gazetteer, schemes.load_acts, schemes.load_cues, themes.load_themes)\n"
        "assert [loader.cache_info().misses for loader in loaders] == [0, 0, 0, 0]\n"
        "assert all(hasattr(room, name) for name in room.__all__) and room.__all__ == sorted(room.__all__)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert result.stderr == ""
