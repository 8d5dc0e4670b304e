from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.brief.compose import compose_brief
from detente.brief.terminal import render_terminal
from detente.model import (
    Document,
    Evidence,
    PartyId,
    Position,
    Reading,
    Sentence,
    Span,
    Stance,
    Standing,
)
from tests.brief.founding import UKRAINE, founding_brief, founding_reading, founding_statements, founding_table
from tests.brief.strategies import findings

STYLES = re.compile(r"\x1b\[[0-9;]*m")
ROOT = Path(__file__).parents[2]


def plain(text: str) -> str:
    return STYLES.sub("", text)


def cells(line: str) -> int:
    """Cells that a line takes, counted without the library that laid it out."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf")
        or 0x1160 <= ord(sign) <= 0x11FF  # vowels and finals of Hangul, which join the letter before them; so the next
        or 0xD7B0 <= ord(sign) <= 0xD7FF
        or sign in "\u3164\uffa0"  # fillers, to be drawn as nothing
        or 0x1F3FB <= ord(sign) <= 0x1F3FF  # skin tones join the sign before them; alone, terminals disagree
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in line
    )


def test_founding_brief_at_100_columns_is_as_drawn(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden("founding-100.txt", plain(render_terminal(founding_brief(), width=100, colour=True)))


def test_founding_brief_at_80_columns_is_as_drawn(same_as_golden: Callable[[str, str], None]) -> None:
    same_as_golden("founding-80.txt", render_terminal(founding_brief(), width=80, colour=False))


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Asia/Kathmandu")])
def test_rendering_does_not_hang_on_hash_seed_zone_or_surroundings(seed: str, zone: str) -> None:
    command = (
        "from tests.brief.founding import founding_brief; from detente.brief.terminal import render_terminal;"
        "import sys; sys.stdout.buffer.write(render_terminal(founding_brief(), width=80, colour=False).encode())"
    )
    surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "COLUMNS": "33", "FORCE_COLOR": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=surroundings, capture_output=True, check=True)
    assert done.stdout.decode() == (ROOT / "tests" / "golden" / "founding-80.txt").read_text(encoding="utf-8")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    made=findings(),
    width=st.sampled_from((80, 100, 140)) | st.integers(24, 160),
    colour=st.booleans(),
    encoding=st.sampled_from(("utf-8", "ascii", "cp437", "cp1252", "gb18030")),
)
def test_any_content_fits_and_can_be_written(made: dict[str, Any], width: int, colour: bool, encoding: str) -> None:
    text = render_terminal(compose_brief(**made), width=width, colour=colour, encoding=encoding)
    text.encode(encoding)
    assert text.endswith("\n")
    for line in plain(text).splitlines():
        assert cells(line) <= width, line
        assert not [sign for sign in line if unicodedata.category(sign) == "Cc"]
    assert colour or text == plain(text)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("colour", [True, False])
def test_every_statement_is_cited_at_every_width(width: int, colour: bool) -> None:
    brief = founding_brief()
    table = plain(render_terminal(brief, width=width, colour=colour))
    table = table[table.index("Who wants what") : table.index("How far apart")]
    cited = {int(number) for group in re.findall(r"\[([\d,~]+)\]", table) for number in re.findall(r"\d+", group)}
    assert cited == {p.number for r in brief.reports for p in r.passages if p.statements}


def test_colour_is_laid_over_the_same_words_and_has_no_background() -> None:
    coloured = render_terminal(founding_brief(), width=90, colour=True)
    assert plain(coloured) == render_terminal(founding_brief(), width=90, colour=False)
    codes = {code for group in STYLES.findall(coloured) for code in group[2:-1].split(";")}
    assert codes == {"0", "1", "2", "3", "31", "33", "36"}


def test_signs_fall_back_where_the_encoding_cannot_hold_them() -> None:
    text = plain(render_terminal(founding_brief(), width=100, colour=True, encoding="ascii"))
    assert "+ Supports" in text
    assert "~ Open" in text
    assert "x Opposes" in text
    assert '"theoretically", ' in text
    assert "1.5 steps" in text
    assert text.count("?") == render_terminal(founding_brief(), width=100, colour=True).count("?")


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(LookupError):
        render_terminal(founding_brief(), width=80, colour=False, encoding="no-such-encoding")


def test_escape_codes_in_a_report_never_reach_the_terminal() -> None:
    brief = founding_brief()
    issues = tuple(replace(issue, name=f"\x1b[2J\x9b31m\u202e{issue.name}\r\n") for issue in brief.table.issues)
    text = render_terminal(replace(brief, table=replace(brief.table, issues=issues)), width=80, colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "Prisoner exchange" in text


def test_empty_sections_keep_heading_and_say_so() -> None:
    reading = founding_reading()
    brief = compose_brief(
        (reading,),
        table=replace(founding_table(), positions=founding_table().positions[:1]),
        distances=(),
        contradictions=(),
        commitments=(),
        allegations=(),
        linkages=(),
        outlook=None,
    )
    text = render_terminal(replace(brief, third_party=()), width=80, colour=False)
    for sentence in (
        "No forecast found in 30 sentences.",
        "No stance found in 30 sentences, so no distance is shown.",
        "No contradiction found in 30 sentences.",
        "No commitment or agreement found in 30 sentences.",
        "No condition found in 30 sentences.",
        "No evidence from a third party found in 30 sentences.",
    ):
        assert sentence in text
    bare = replace(brief.table, positions=())
    assert "No position found in 30 sentences." in render_terminal(replace(brief, table=bare), width=80, colour=False)


def test_a_report_without_statements_gives_head_and_method_only() -> None:
    empty = compose_brief(
        (replace(founding_reading(), statements=(), issues=()),),
        table=replace(founding_table(), positions=(), issues=(), parties=()),
        distances=(),
        contradictions=(),
        commitments=(),
        allegations=(),
        linkages=(),
        outlook=None,
    )
    text = render_terminal(empty, width=80, colour=False)
    assert "30 sentences, no statement found; 0 skipped." in text
    assert re.findall(r"^[A-Z][\w ]+(?= ─+$)", text, re.MULTILINE) == ["Method and caveats"]


@pytest.mark.parametrize(("width", "colour"), [(60, False), (80, False), (100, True), (140, True)])
@pytest.mark.parametrize("more", [0, 2, 5, 8])
def test_no_party_is_lost_however_many_there_are(width: int, colour: bool, more: int) -> None:
    brief = founding_brief()
    parties = [replace(party, name=party.id.capitalize()) for party in brief.table.parties]
    positions = list(brief.table.positions)
    for number in range(more):
        key = PartyId(f"Side{number}")
        parties.insert(2, replace(parties[0], id=key, name=key))
        positions += [replace(p, party=key) for p in brief.table.positions if p.party == parties[0].id]
    table = replace(brief.table, parties=tuple(parties), positions=tuple(positions))
    text = plain(render_terminal(replace(brief, table=table), width=width, colour=colour))
    section = text[text.index("Who wants what") : text.index("How far apart")]
    assert [party.name for party in parties if party.name not in section] == []
    assert max(map(cells, text.splitlines())) <= width


def test_several_reports_number_passages_by_report_and_date_the_stance() -> None:
    made = founding_brief()
    later = Document(text="Kyiv wants peace.", name="later", body=Span(start=0, end=17), published=date(2025, 4, 1))
    sentence = Sentence(span=later.body, paragraph=0)
    statement = replace(founding_statements()[0], evidence=Evidence.cite(later, later.body), sentence=0, party=UKRAINE)
    reading = Reading(
        document=later, sentences=(sentence,), parties=(), mentions=(), issues=(), statements=(statement,)
    )
    position = Position(
        party=UKRAINE,
        issue=statement.issue,
        stances=(Stance.SUPPORT,),
        standing=Standing.SINGLE,
        statements=(statement,),
        superseded=(replace(founding_statements()[1], stance=Stance.OPPOSE),),
        since=later.published,
    )
    brief = compose_brief(
        (founding_reading(), reading),
        table=replace(made.table, positions=(*made.table.positions, position)),
        distances=made.distances,
        contradictions=made.contradictions,
        commitments=made.commitments,
        allegations=made.allegations,
        linkages=made.linkages,
        outlook=made.outlook,
    )
    for width, colour in ((80, False), (100, True)):
        text = plain(render_terminal(brief, width=width, colour=colour))
        assert "2 reports, 1 April 2025. 1 without a date. As of 1 April 2025." in text
        assert "since 1 April" in text
        assert "earlier:" in text
        assert "[2.1]" in text
        assert "[1.5]" in text
        assert "the reports’ own words" in text


def test_a_cell_with_very_many_statements_lists_the_latest() -> None:
    brief = founding_brief()
    many = tuple(s for s in founding_statements() if s.stance is Stance.SUPPORT)
    position = replace(brief.table.positions[0], stances=(Stance.SUPPORT,), statements=many)
    changed = replace(brief, table=replace(brief.table, positions=(position,)))
    assert len({s.evidence.span for s in many}) == 14
    flat = re.sub(r"\s+", " ", render_terminal(changed, width=60, colour=False))
    assert "● Supports [6 before,9,14,15,16,23,32,35,40]" in flat
    wide = plain(render_terminal(changed, width=100, colour=True))
    assert re.search(r"\d+ before \[", wide)


def test_an_unsure_statement_says_so() -> None:
    brief = founding_brief()
    doubtful = [
        replace(p, statements=tuple(replace(s, origin=replace(s.origin, confidence=0.3)) for s in p.statements))
        for p in brief.table.positions
    ]
    changed = replace(
        brief, table=replace(brief.table, positions=tuple(doubtful)), counts=replace(brief.counts, unsure=44)
    )
    assert "[6?]" in render_terminal(changed, width=80, colour=False)
    wide = plain(render_terminal(changed, width=100, colour=True))
    assert re.search(r"demands, unsure\s", wide)
    assert "under 40%" in wide


def test_a_divided_cell_says_so_even_where_both_statements_were_read_as_one_stance() -> None:
    brief = founding_brief()
    single = next(p for p in brief.table.positions if p.standing is Standing.SINGLE and p.stance is Stance.SUPPORT)
    positions = tuple(replace(p, standing=Standing.DIVIDED) if p is single else p for p in brief.table.positions)
    shown = render_terminal(replace(brief, table=replace(brief.table, positions=positions)), width=140, colour=False)
    assert "● Divided" in shown
    assert "● Divided" not in render_terminal(brief, width=140, colour=False)
