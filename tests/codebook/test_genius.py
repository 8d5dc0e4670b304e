"""GENIUS and GeniusWeb files come in and go out without changing what is efficient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from detente.analyses.bargaining import find_frontier, solve_bargaining
from detente.codebook.genius import dump_genius, dump_geniusweb, load_genius
from detente.errors import CodebookError
from detente.model import OptionId, PartyId
from detente.model.package import Domain, SolutionConcept
from tests.analyses.bargaining.domains import domain_of, domains, needs

DUMPS = (dump_genius, dump_geniusweb)


def again(domain: Domain, folder: Path, dump: object) -> Domain:
    head, *profiles = dump(domain, folder)  # type: ignore[operator]
    return load_genius(head, profiles)


@pytest.mark.parametrize("dump", DUMPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(domain=domains(tied=False))
def test_a_round_trip_keeps_the_efficient_packages_the_zone_and_the_shares(
    dump: object, domain: Domain, tmp_path: Path
) -> None:
    back = again(domain, tmp_path, dump)
    assert [(i.id, [o.id for o in i.options]) for i in back.issues] == [
        (i.id, [o.id for o in i.options]) for i in domain.issues
    ]
    here, there = find_frontier(domain, step=1e-9), find_frontier(back, step=1e-9)
    assert len(here) == len(there)
    for u in back.utilities:
        assert all(0 <= w <= 1 for worth in u.values for w in worth)
    results = [solve_bargaining(d, step=1e-9) for d in (domain, back)]
    assert bool(results[0].zone) == bool(results[1].zone)
    if all(any(len(set(worth)) > 1 for worth in u.values) for u in domain.utilities):  # nobody takes all for the same
        picks = [{s.concept: s.score for s in r.solutions}.get(SolutionConcept.KALAI_SMORODINSKY) for r in results]
        assert picks[0] == pytest.approx(picks[1], abs=1e-6)


@pytest.mark.parametrize("dump", DUMPS)
def test_names_with_markup_and_letters_of_any_script_survive(dump: object, tmp_path: Path) -> None:
    domain = domain_of([[[1.0, 0.0]], [[0.0, 1.0]]], reservations=[0.5, None])
    odd = OptionId('<"кордон" & 邊>')
    issue = replace(
        domain.issues[0], options=(replace(domain.issues[0].options[0], id=odd), domain.issues[0].options[1])
    )
    back = again(replace(domain, issues=(issue,)), tmp_path, dump)
    assert back.issues[0].options[0].id == odd
    assert [u.reservation for u in back.utilities] == [0.5, None]
    assert back.parties == (PartyId("alba"), PartyId("brava"))


PROFILE = """<utility_space number_of_issues="1"><objective index="1" name="any">
<issue index="1" name="i0" type="discrete" etype="discrete">
<item index="1" value="o0" evaluation="2"/>
<item index="2" value="o1" evaluation="8"/>
</issue><weight index="1" value="0.5"/></objective><reservation value="0.1"/></utility_space>"""


def test_evaluations_are_divided_by_the_largest_as_genius_does_unless_told_otherwise(tmp_path: Path) -> None:
    head, *_ = dump_genius(domain_of([[[1.0, 0.0]]]), tmp_path)
    (tmp_path / "amber.xml").write_text(PROFILE, encoding="utf-8")
    profile = [tmp_path / "amber.xml"]
    assert load_genius(head, profile).utilities[0].values == ((0.125, 0.5),)
    assert load_genius(head, profile, normalised=False).utilities[0].values == ((1.0, 4.0),)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><utility_space><issue name="i">&b;</issue></utility_space>'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("amber.xml", "", "no XML of GENIUS"),
        ("amber.xml", "<utility_space><issue", "no XML of GENIUS"),
        ("amber.xml", PROFILE.replace('"8"', '"many"'), "amber.xml:4: evaluation is to be a number, and is 'many'"),
        ("amber.xml", PROFILE.replace("o1", "o7"), "nothing says what 'o1' is worth"),
        ("amber.xml", PROFILE.replace('"i0"', '"tolls"'), "no issue 'tolls'"),
        ("amber.xml", PROFILE.replace('<weight index="1" value="0.5"/>', ""), "has no weight"),
        ("amber.xml", PROFILE.replace('etype="discrete"', 'etype="integer"'), "only discrete issues"),
        ("amber.xml", BOMB, "has no weight"),
        ("amber.xml", "\x00\x01\x02", "no XML of GENIUS"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(tmp_path: Path, name: str, content: str, words: str) -> None:
    head, *_ = dump_genius(domain_of([[[1.0, 0.0]]]), tmp_path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=words):
        load_genius(head, [tmp_path / name])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"LinearAdditiveUtilitySpace": {"issueUtilities": []}}', "\x00"])
def test_json_that_is_wrong_is_refused(tmp_path: Path, content: str) -> None:
    head, *_ = dump_geniusweb(domain_of([[[1.0, 0.0]]]), tmp_path)
    (tmp_path / "amber.json").write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"amber\.json: this is no"):
        load_genius(head, [tmp_path / "amber.json"])


def test_what_the_formats_cannot_say_is_not_left_out_in_silence(tmp_path: Path) -> None:
    tied = domain_of([[[1.0, 0.0], [1.0, 0.0]]], requirements=(needs(0, {0}, 1, {0}),))
    with pytest.raises(CodebookError, match="cannot say that one option needs another"):
        dump_genius(tied, tmp_path)
    with pytest.raises(CodebookError, match="at least one file of utilities"):
        load_genius(tmp_path / "domain.xml", [])
    with pytest.raises(CodebookError, match="cannot be read"):
        load_genius(tmp_path / "nowhere.xml", [tmp_path / "amber.xml"])
