"""The gazetteer's data: parties, people, offices and role nouns, read from ``data/*.toml`` and checked.

Every string that a text may hold becomes one key of :class:`Lexicon`, in plain letters (:func:`fold`), with all that it
may stand for; choosing among these is the work of :mod:`detente.codebook.gazetteer`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from detente.codebook.gazetteer_types import Entry, Kind, Lexicon, PartyRecord, Pattern, Person, Spelling, Surface, Term
from detente.errors import CodebookError
from detente.model import PartyId

Read = Callable[[str], str]
"""Gives the text of a data file by its name."""


_LETTERS = dict(
    zip(
        "“”’‘ʼ`–‐‑\u00a0\u202fłŁđĐøØıİðÐþÞßəæÆœŒ",
        "\"\"''''---  lLdDoOiIdDtTseaAoO",
        strict=True,
    )
)
"""Plain signs for those that do not fall apart into a letter and a mark."""


@cache
def _plain(letter: str) -> str:
    """One plain letter for one with a mark; itself where there is none."""
    base = _LETTERS.get(letter) or unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def fold(text: str) -> str:
    """Rewrite a text in plain letters, quotation marks, hyphens and spaces, every code point in its place.

    Returns
    -------
    str
        As long as ``text``.
    """
    if not text.isascii():
        for letter in sorted(set(text)):
            if letter > "\x7f" and (plain := _plain(letter)) != letter:
                text = text.replace(letter, plain)
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


PARTY_FILES: Mapping[str, Mapping[str, Kind]] = {
    "countries.toml": {"country": Kind.COUNTRY, "region": Kind.COUNTRY},
    "organisations.toml": {"organisation": Kind.ORGANISATION, "body": Kind.BODY},
    "movements.toml": {"movement": Kind.MOVEMENT},
    "factions.toml": {"faction": Kind.FACTION},
    "unions.toml": {"union": Kind.UNION, "company": Kind.COMPANY},
}
PEOPLE_FILES = (
    "people_africa.toml",
    "people_americas.toml",
    "people_asia.toml",
    "people_europe.toml",
    "people_middle_east.toml",
    "people_world.toml",
)
_FIELDS = frozenset(
    (
        "id",
        "name",
        "names",
        "short",
        "adjectives",
        "people",
        "capitals",
        "seats",
        "bodies",
        "of",
        "executive",
        "from",
        "to",
    )
)
_HOLDER = re.compile(r"(?P<names>\S.*?) (?P<starts>\d{4}(?:-\d\d)?)/(?P<ends>\d{4}(?:-\d\d)?)?")
_ARTICLE = re.compile(r"^(?:al|el|Al|El|ad|as|ul)[- ](?=[A-Z])")
_MARKS = re.compile(r"[\[\]*]")
_BRACKETED = re.compile(r"(?P<before>[^\[]*?) ?\[(?P<family>[^\]]+)\] ?(?P<after>.*)")
_NUMERALS = frozenset(["Jr", "Jr.", "I", "II", "III", "IV", "VI", "XIV", "XVI"])


def package_file(name: str) -> str:
    """Read one of the data files that ship with the package."""
    return files("detente.codebook").joinpath("data", name).read_text(encoding="utf-8")


def read_lexicon(read: Read = package_file) -> Lexicon:
    """Read and check all data files.

    Raises
    ------
    CodebookError
        If a file is no TOML, an id comes twice, a field is unknown or a person's party or office is not in the data;
        names the file and the line.
    """
    builder = _Builder(read)
    for name, tables in PARTY_FILES.items():
        for table, kind in tables.items():
            builder.add_parties(name, table, kind)
    builder.check_links()
    builder.add_offices("offices.toml")
    for name in PEOPLE_FILES:
        builder.add_people(name)
    return builder.add_groups("groups.toml")


class _Builder:
    """Collects the surfaces, file by file."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.texts: dict[str, str] = {}
        self.parties: dict[PartyId, PartyRecord] = {}
        self.places: dict[PartyId, str] = {}
        self.surfaces: dict[str, Surface] = {}
        self.titles: dict[str, frozenset[str]] = {}
        self.offices: tuple[str, ...] = ()
        self.executive: frozenset[str] = frozenset()
        self.ranks: frozenset[str] = frozenset()
        self.departments: dict[str, PartyId] = {}
        self.people: dict[str, Person] = {}
        self.adjectives: dict[PartyId, str] = {}

    def load(self, name: str) -> dict[str, Any]:
        """Parse a file."""
        self.texts[name] = text = self.read(name)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            message = f"this is no valid TOML: {error}"
            raise CodebookError(message, path=name, line=int(line[1]) if line else None) from error

    def take(self, table: Mapping[str, Any], keys: Iterable[str], name: str, sign: str) -> list[Any]:
        """The values of keys that a table must have."""
        missing = [key for key in keys if key not in table]
        if missing:
            self.fail(f"{missing[0]!r} is missing here", name, sign)
        return [table[key] for key in keys]

    def fail(self, message: str, name: str, sign: str) -> NoReturn:
        """Raise for an entry, on the line where its sign stands."""
        text = self.texts[name]
        at = text.find(sign)
        raise CodebookError(message, path=name, line=text.count("\n", 0, at) + 1 if at >= 0 else None)

    def surface(self, string: str) -> Surface:
        """The entry of a string, made where it is missing."""
        key = fold(string)
        found = self.surfaces.get(key)
        if found is None:
            found = self.surfaces[key] = Surface()
        return found

    def add_parties(self, name: str, table: str, kind: Kind) -> None:
        """Read one table of parties."""
        for row in self.load(name).get(table, []):
            sign = f'id="{row.get("id")}"'
            if not isinstance(row.get("id"), str) or not isinstance(row.get("name"), str):
                self.fail(
                    f'every [{table}] needs an id and a name, as in {{id="us", name="United States"}}', name, sign
                )
            if unknown := sorted(set(row) - _FIELDS):
                self.fail(f"{row['id']} has no field {unknown[0]!r}; the fields are {sorted(_FIELDS)}", name, sign)
            record = PartyRecord(
                id=PartyId(row["id"]),
                name=row["name"],
                kind=kind,
                of=row.get("of"),
                executive=row.get("executive"),
                starts=_first_day(str(row["from"])) if "from" in row else None,
                ends=_last_day(str(row["to"])) if "to" in row else None,
            )
            if record.id in self.parties:
                self.fail(f"the id {record.id!r} stands in {self.places[record.id]} already", name, sign)
            self.parties[record.id] = record
            self.places[record.id] = name
            self.add_names(row, record)

    def add_names(self, row: Mapping[str, Any], record: PartyRecord) -> None:
        """Enter the strings that name a party."""
        adjectives = row.get("adjectives", [])
        if adjectives:
            self.adjectives[record.id] = adjectives[0]
        people = row.get("people", [word + "s" for word in adjectives if word[-1] in "ni"])
        for kind, strings in (
            (record.kind, [row["name"], *row.get("names", [])]),
            (Kind.ADJECTIVE, adjectives),
            (Kind.PEOPLE, people),
            (Kind.CAPITAL, row.get("capitals", [])),
            (Kind.GOVERNMENT, row.get("seats", [])),
            (Kind.BODY, row.get("bodies", [])),
        ):
            for string in strings:
                entry = _entry(record, kind, string)
                for spelling in _with_capital(string):
                    surface = self.surface(spelling)
                    if not any(
                        record.id in (other.party, self.parties[other.party].executive) for other in surface.names
                    ):
                        surface.names += (entry,)
        for string in row.get("short", []):
            self.surface(string).short += (_entry(record, record.kind, string),)

    def check_links(self) -> None:
        """Look that every party named by another is one."""
        for record in self.parties.values():
            for link in (record.of, record.executive):
                if link is not None and link not in self.parties:
                    self.fail(
                        f"{record.id} points to {link!r}, which is no party",
                        self.places[record.id],
                        f'id="{record.id}"',
                    )

    def add_offices(self, name: str) -> None:
        """Read titles and bare office phrases."""
        keys = ("ranks", "titles", "executive", "departments", "country")
        ranks, titles, executive, self.departments, phrases = self.take(self.load(name), keys, name, "[titles]")
        offices: dict[str, set[str]] = {rank: set() for rank in ranks}
        for office, written in titles.items():
            for title in written:
                offices.setdefault(fold(title), set()).add(office)
        self.ranks, self.executive = frozenset(ranks), frozenset(executive)
        self.titles = {title: frozenset(meant) for title, meant in offices.items()}
        self.offices = tuple(sorted(titles))
        if unknown := sorted((self.executive | self.departments.keys()) - titles.keys()):
            self.fail(f"{unknown[0]!r} is no office of [titles]", name, f'"{unknown[0]}"')
        for office, party in self.departments.items():
            if party not in self.parties:
                self.fail(f"the department of {office!r} is {party!r}, which is no party", name, f'"{party}"')
        for phrase, parties in phrases.items():
            for party in parties:
                if party not in self.parties:
                    self.fail(f"{phrase!r} belongs to {party!r}, which is no party", name, f'"{party}"')
                entry = _entry(self.parties[party], Kind.GOVERNMENT, phrase, office=phrase)
                for spelling in (f"the {phrase}", f"The {phrase}"):
                    self.surface(spelling).names += (entry,)

    def add_people(self, name: str) -> None:
        """Read rosters: party, then office, then holders."""
        for party, offices in self.load(name).items():
            if party not in self.parties:
                self.fail(f"{party!r} is no party of the gazetteer", name, f"[{party}]")
            for office, holders in offices.items():
                if office not in self.offices:
                    self.fail(f"{office!r} is no office of offices.toml", name, f"{office}")
                for holder in holders:
                    match = _HOLDER.fullmatch(holder)
                    if match is None:
                        self.fail(f'{holder!r} should read "Given Family 1990/1994"', name, holder)
                    ends = _last_day(match["ends"]) if match["ends"] else None
                    starts = _first_day(match["starts"])
                    if ends is not None and ends < starts:
                        self.fail(f"{holder!r} leaves office before it is taken", name, holder)
                    term = Term(party=PartyId(party), office=office, starts=starts, ends=ends)
                    self.add_person([part.strip() for part in match["names"].split("|")], term)

    def add_person(self, spellings: list[str], term: Term) -> None:
        """Enter one term and the spellings of its holder's name."""
        canonical = _MARKS.sub("", spellings[0])
        person = self.people.get(fold(canonical))
        if person is None:
            person = self.people[fold(canonical)] = Person(canonical)
        person.terms.append(term)
        person.junior = person.junior or any("Jr" in written for written in spellings)
        first_given, _, _ = _split_name(spellings[0])
        for written in spellings:
            given, family, family_first = _split_name(written)
            single = not given and ("[" in written or written is spellings[0])
            if not given and not single:
                given = first_given
            known = "*" in written or ("*" in spellings[0] and not single)
            self.enter(family, Spelling(person, fold(given), family_first, known))

    def enter(self, family: str, spelling: Spelling) -> None:
        """Enter a family name, without its article and as it would begin a sentence."""
        family = _ARTICLE.sub("", family, count=1)
        for key in dict.fromkeys((family, family[0].upper() + family[1:])):
            surface = self.surface(key)
            if spelling not in surface.people:
                surface.people += (spelling,)

    def add_noun(self, name: str, row: Mapping[str, Any]) -> None:
        """Enter one role noun's party."""
        sign = f'id="{row.get("id")}"'
        party, party_name, category, heads = self.take(row, ("id", "name", "category", "heads"), name, sign)
        if party in self.parties:
            self.fail(f"the id {party!r} stands in {self.places[party]} already", name, sign)
        for head in heads:
            entry = Entry(party=PartyId(party), party_name=party_name, kind=Kind.GROUP, surface=head, category=category)
            for spelling in (head, head[0].upper() + head[1:]):
                self.surface(spelling).group = entry

    def add_groups(self, name: str) -> Lexicon:
        """Read role nouns, patterns and word lists, and close the lexicon."""
        keys = ("group", "pattern", "ministries", "not_a_party", "organs", "own_people", "organ_words", "sectors")
        groups, patterns, ministries, rules, organs, own_people, organ_words, sectors = self.take(
            self.load(name), keys, name, "group ="
        )
        for row in groups:
            self.add_noun(name, row)
        stop = patterns.pop("stop")
        for row in patterns.values():
            for key, begins in (("ends", False), ("begins", True)):
                for string in row[key]:
                    self.surface(string).pattern = Pattern(Kind(row["kind"]), begins)
        for string in ministries:
            self.surface(string).pattern = Pattern(Kind.GOVERNMENT, False, ministry=True)
        for string in [*rules.pop("names"), *stop["names"]]:
            surface = self.surface(string)
            if not surface.names:
                surface.blocked = True
        heads, between = _alternatives([*organs, *own_people]), _alternatives(organ_words)
        reach = rf" (?:(?:{between}) ){{0,2}}?(?P<head>{heads})(?![\w-])"
        return Lexicon(
            parties=self.parties,
            surfaces=self.surfaces,
            titles=self.titles,
            offices=self.offices,
            executive_offices=self.executive,
            departments=self.departments,
            organs=re.compile(reach),
            adjectives=self.adjectives,
            words={
                "stop": frozenset(stop["words"]),
                "ranks": self.ranks,
                "organ_words": frozenset(organ_words),
                "sectors": frozenset(sectors),
                "own_people": frozenset(own_people),
                **{key: frozenset(words) for key, words in rules.items()},
            },
        )


def _entry(record: PartyRecord, kind: Kind, surface: str, office: str | None = None) -> Entry:
    """What a string of a party's stands for."""
    return Entry(
        party=record.id,
        party_name=record.name,
        kind=kind,
        surface=surface,
        office=office,
        faction_of=record.of,
        starts=record.starts,
        ends=record.ends,
    )


def _with_capital(string: str) -> Iterable[str]:
    """A string, and how it would begin a sentence."""
    return (string, "T" + string[1:]) if string.startswith("the ") else (string,)


def _alternatives(strings: Iterable[str]) -> str:
    """A pattern for any of some strings, the longest first."""
    return "|".join(map(re.escape, sorted(set(strings), key=lambda string: (-len(string), string))))


def _split_name(written: str) -> tuple[str, str, bool]:
    """Given name, family name, and whether the family name comes first."""
    plain = written.replace("*", "")
    if match := _BRACKETED.fullmatch(plain):
        before, family, after = match["before"], match["family"], match["after"]
        return (before, family, False) if before else (after, family, bool(after))
    *words, last = plain.split()
    if last in _NUMERALS and words:
        return (last, words[0], True) if len(words) == 1 else (" ".join(words[:-1]), words[-1], False)
    return " ".join(words), last, False


def _first_day(written: str) -> date:
    """The first day of "1990" or "1990-03"."""
    year, _, month = written.partition("-")
    return date(int(year), int(month or 1), 1)


def _last_day(written: str) -> date:
    """The last day of "1990" or "1990-03"."""
    year, _, month = written.partition("-")
    following = int(month or 12) % 12 + 1
    return date(int(year) + (following == 1), following, 1) - timedelta(days=1)
