"""The analyst's agenda: which parties, people and issues to read for, as a TOML file that is edited by hand.

An agenda wins over what detente finds by itself. Its errors name file and line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from detente.codebook.agenda_file import Block, read_blocks
from detente.codebook.agenda_types import KINDS, Agenda, AgendaIssue, AgendaParty, Judgement
from detente.errors import CodebookError
from detente.model import IssueId, Option, OptionId, PartyId, Role

__all__ = [
    "KINDS",
    "Agenda",
    "AgendaIssue",
    "AgendaParty",
    "Judgement",
    "dump_agenda",
    "load_agenda",
    "parse_agenda",
]

_KnownT = TypeVar("_KnownT", bound=str)
_KEYS = {
    "": ("title", "as_of", "party", "issue", "judgement"),
    "party": ("id", "name", "role", "aliases", "people"),
    "issue": ("id", "name", "keywords", "codes", "status_quo", "option"),
    "issue.option": ("id", "name", "point"),
    "judgement": ("party", "issue", "option", "what", "value", "low", "high", "basis", "author"),
}
_WIDE = 100
"""Characters from which a list is written one entry a line."""
_HEADER = """\
# An agenda for detente: who negotiates, and about what. Edit it in any text editor, save it, and pass it back:
#
#     detente brief REPORT... --agenda THIS_FILE
#
# Lines that begin with # are notes. Texts stand in straight "quotation marks", lists in [brackets] with commas.
#
# [[party]]      One block for each party: a column of the table.
#     id         A short key of your own; keep it, and briefs can be compared.
#     name       What the brief calls the party.
#     role       "party", "mediator" or "third-party".
#     aliases    Its other names in the reports: capital, government, ministries, organs.
#     people     Who speaks for it, as reports name them. A name can stand for one party only.
#   Are two blocks one party? Move the names of one into the other, and delete the block that is left over.
#
# [[issue]]      One block for each issue: a row of the table.
#     name       Worded so that one can be for or against it.
#     keywords   A statement that holds one of these words or phrases belongs to the issue.
#     status_quo Which of its options holds as long as nothing is agreed.
#   [[issue.option]] blocks below an issue list ways to settle it; point (0 to 100) places them on a scale.
#
# [[judgement]]  A number of your own, which no report states. Say on what basis, and who the author is.
#     party = "id of a party"
#     issue = "id of an issue"
#     what = "salience"    # or "capability", "utility", "reservation"
#     value = 0.7          # salience and capability lie between 0 and 1; low and high may give a range
#     basis = "why"
#     author = "who"

"""


def load_agenda(path: Path) -> Agenda:
    """Read an agenda file.

    Raises
    ------
    CodebookError
        With file and line, if the file cannot be read or breaks a rule.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError("there is no such file; `detente agenda` drafts an agenda", path=str(path)) from None
    except IsADirectoryError:
        raise CodebookError("this is a directory; name the agenda file in it", path=str(path)) from None
    except OSError as error:
        raise CodebookError(f"the agenda cannot be read: {error.strerror or error}", path=str(path)) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CodebookError("the agenda is not UTF-8 text; save it as UTF-8", path=str(path), line=line) from None
    return parse_agenda(text, path=str(path))


def parse_agenda(text: str, *, path: str | None = None) -> Agenda:
    """Read an agenda from its text.

    Parameters
    ----------
    text : str
        TOML.
    path : str or None
        The file to name in errors.

    Raises
    ------
    CodebookError
        With the line, if the text is not TOML or breaks a rule.
    """
    file = read_blocks(text, path=path)
    _check_keys(file)
    as_of = file.values.get("as_of")
    if as_of is not None and (not isinstance(as_of, date) or isinstance(as_of, datetime)):
        file.fail("as_of is to be a day without quotation marks, as in as_of = 2025-03-24", "as_of")
    title = file.text("title")
    party_blocks, issue_blocks = file.blocks("party"), file.blocks("issue")
    if not party_blocks and not issue_blocks:
        file.fail("the agenda names no party and no issue; add a [[party]] or an [[issue]]")
    parties = tuple(_party(block) for block in party_blocks)
    issues = tuple(_issue(block) for block in issue_blocks)
    _check_ids(party_blocks, [party.id for party in parties])
    _check_ids(issue_blocks, [issue.id for issue in issues])
    _check_names(party_blocks, parties)
    judgements = tuple(_judgement(block, parties, issues) for block in file.blocks("judgement"))
    return Agenda(title=title, as_of=as_of, parties=parties, issues=issues, judgements=judgements)


def _party(block: Block) -> AgendaParty:
    _check_keys(block)
    name = block.name("name") or block.fail(f"{block} needs a name")
    return AgendaParty(
        id=PartyId(block.name("id") or _slug(name)),
        name=name,
        role=Role(_choice(block, "role", tuple(Role)) or Role.PARTY),
        aliases=block.names("aliases"),
        people=block.names("people"),
    )


def _issue(block: Block) -> AgendaIssue:
    _check_keys(block)
    name = block.name("name") or block.fail(f"{block} needs a name")
    option_blocks = block.blocks("option")
    options = tuple(_option(option) for option in option_blocks)
    _check_ids(option_blocks, [option.id for option in options])
    return AgendaIssue(
        id=IssueId(block.name("id") or _slug(name)),
        name=name,
        keywords=block.names("keywords"),
        codes=block.names("codes"),
        options=options,
        status_quo=_choice(block, "status_quo", [option.id for option in options]),
    )


def _option(block: Block) -> Option:
    _check_keys(block)
    name = block.name("name") or block.fail(f"{block} needs a name")
    point = block.number("point")
    if point is not None and not 0 <= point <= 100:
        block.fail(f"point {point:g} is outside the scale of 0 to 100", "point")
    return Option(id=OptionId(block.name("id") or _slug(name)), name=name, point=point)


def _judgement(block: Block, parties: Sequence[AgendaParty], issues: Sequence[AgendaIssue]) -> Judgement:
    _check_keys(block)
    party = _choice(block, "party", [party.id for party in parties]) or block.fail(f"{block} needs a party")
    what = _choice(block, "what", KINDS) or block.fail(f"{block} needs what it is about: {', '.join(KINDS)}")
    issue = _choice(block, "issue", [issue.id for issue in issues])
    if issue is None and what not in ("capability", "reservation"):
        block.fail(f"a judgement of {what} needs an issue", "what")
    options = [option.id for entry in issues if entry.id == issue for option in entry.options]
    value, low, high = (block.number(key) for key in ("value", "low", "high"))
    if value is None:
        block.fail(f"{block} needs a value")
    low, high = value if low is None else low, value if high is None else high
    if low > value:
        block.fail(f"low {low:g} is above the value {value:g}", "low")
    if high < value:
        block.fail(f"high {high:g} is below the value {value:g}", "high")
    if what in ("salience", "capability"):
        for key, number in (("value", value), ("low", low), ("high", high)):
            if not 0 <= number <= 1:
                block.fail(f"a {what} lies between 0 and 1; {key} is {number:g}", key)
    return Judgement(
        party=party,
        issue=issue,
        option=_choice(block, "option", options),
        what=what,
        value=value,
        low=low,
        high=high,
        basis=block.text("basis") or "",
        author=block.text("author") or "",
    )


def _check_keys(block: Block) -> None:
    """Refuse a key that has no meaning where it stands."""
    known = _KEYS[block.kind]
    for key in block.values:
        if key not in known:
            homes = [f"[[{kind}]]" if kind else "the head of the file" for kind in _KEYS if key in _KEYS[kind]]
            advice = f"it belongs in {' or '.join(homes)}" if homes else _nearest(key, known)
            block.fail(f"unknown key {key!r} in {block}; {advice}", key)


def _check_ids(blocks: Sequence[Block], ids: Sequence[str]) -> None:
    """Refuse two blocks of one id, given or made from the name."""
    seen: dict[str, Block] = {}
    for block, id_ in zip(blocks, ids, strict=True):
        first = seen.setdefault(_folded(id_), block)
        if first is not block:
            place = "id" if "id" in block.values else "name"
            block.fail(f"the id {id_!r} is used twice, first in the {block} of line {first.line()}", place)


def _check_names(blocks: Sequence[Block], parties: Sequence[AgendaParty]) -> None:
    """Refuse a name that stands for two parties."""
    owners: dict[str, tuple[PartyId, int]] = {}
    for block, party in zip(blocks, parties, strict=True):
        places: list[tuple[str, tuple[str | int, ...]]] = [(party.name, ("name",))]
        places += [(name, (key, n)) for key in ("aliases", "people") for n, name in enumerate(getattr(party, key))]
        for name, place in places:
            owner, line = owners.setdefault(_folded(name), (party.id, block.line(*place)))
            if owner != party.id:
                block.fail(f"{name!r} stands for {owner!r} in line {line}; a name can stand for one party only", *place)


def _choice(block: Block, key: str, known: Sequence[_KnownT]) -> _KnownT | None:
    """One of several values; ``None`` where the key is absent."""
    name = block.name(key)
    if name is None:
        return None
    if name not in known:
        block.fail(f"{key} {name!r} is unknown; {_nearest(name, known)}", key)
    return known[known.index(name)]


def _nearest(word: str, known: Sequence[str]) -> str:
    """What may have been meant."""
    near = get_close_matches(word, known, 1)
    return f"did you mean {str(near[0])!r}?" if near else f"known here: {', '.join(known) or 'none'}"


def _folded(name: str) -> str:
    """A name as it is compared with others: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def _slug(name: str) -> str:
    """The id of a block that gives none."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-") or "unnamed"


def dump_agenda(agenda: Agenda) -> str:
    """Write an agenda, under a note on how to edit it; :func:`parse_agenda` gives back the same."""
    return _HEADER + "\n".join(_lines(agenda)) + "\n"


def _lines(agenda: Agenda) -> Iterator[str]:
    if agenda.title is not None:
        yield f"title = {_quoted(agenda.title)}"
    if agenda.as_of is not None:
        yield f"as_of = {agenda.as_of.isoformat()}"
    for party in agenda.parties:
        yield "\n[[party]]"
        yield from (f"{key} = {_quoted(getattr(party, key))}" for key in ("id", "name", "role"))
        yield from (_list(key, getattr(party, key)) for key in ("aliases", "people"))
    for issue in agenda.issues:
        yield "\n[[issue]]"
        yield from (f"{key} = {_quoted(getattr(issue, key))}" for key in ("id", "name"))
        yield _list("keywords", issue.keywords)
        if issue.codes:
            yield _list("codes", issue.codes)
        if issue.status_quo is not None:
            yield f"status_quo = {_quoted(issue.status_quo)}"
        for option in issue.options:
            yield "\n[[issue.option]]"
            yield from (f"{key} = {_quoted(getattr(option, key))}" for key in ("id", "name"))
            if option.point is not None:
                yield f"point = {float(option.point)!r}"
    for judgement in agenda.judgements:
        yield "\n[[judgement]]"
        for key in _KEYS["judgement"]:
            value = getattr(judgement, key)
            if value not in (None, ""):
                yield f"{key} = {_quoted(value) if isinstance(value, str) else repr(float(value))}"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(key: str, texts: Sequence[str]) -> str:
    """A list on one line, or one entry a line where that would be long."""
    entries = [_quoted(text) for text in texts]
    line = f"{key} = [{', '.join(entries)}]"
    return line if len(line) < _WIDE else f"{key} = [\n" + "".join(f"    {entry},\n" for entry in entries) + "]"
