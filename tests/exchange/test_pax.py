"""Agreements of PA-X and declarations of the ceasefire data, from made-up files with their real heads."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DocumentUnreadable
from detente.exchange.acled import is_acled
from detente.exchange.ceasefires import is_ceasefires, read_ceasefires
from detente.exchange.coded_cells import DayOrder
from detente.exchange.pax import ABOUT, is_pax, read_pax
from detente.exchange.table_file import Grid, Row
from tests.factories import LAW

PAX = (
    "Con,Contp,PP,PPName,Reg,AgtId,Ver,Agt,Dat,Status,Lgt,N_characters,Agtp,Stage,StageSub,Part,ThrdPart,OthAgr,Loc1ISO,"
    "GCh,GChRhet,Ce,CeProv,CeGen,TjPrire,ImUN,ImSrc,Total_Groups"
).split(",")
AGREEMENT = dict.fromkeys(PAX, "0") | {
    "Con": "Amberland", "PPName": "Amberland: toll process", "AgtId": "9001", "Ver": "2", "Agt": "Port Accord",
    "Dat": "2031-03-01", "Status": "Multiparty signed/agreed", "Lgt": "2", "N_characters": "3", "Agtp": "Intra",
    "Stage": "Cea", "Part": "Government of Amberland\nBirch Union", "ThrdPart": "Cedar", "Loc1ISO": "AMB", "PP": "1",
    "GCh": "1", "CeProv": "3", "TjPrire": "2", "ImSrc": "1", "Total_Groups": "2",
}  # fmt: skip
CEASEFIRES = (
    "cc,location,region,cf_id,uniq_id,ucdp_actor_id,actor_name,ucdp_acd_id,ucdp_dyad,pax_id,cf_dec_yr,cf_dec_month,"
    "cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,side,partial,written,fixed,p_humanitarian,ceasefire_class,"
    "implement,enforcement,ended,end_yr,end_month,end_day"
).split(",")
DECLARATION = dict.fromkeys(CEASEFIRES, "-1") | {
    "location": "Amberland", "cf_id": "17", "uniq_id": "AMB-17", "actor_name": "Birch Union", "pax_id": "9001",
    "cf_dec_yr": "2031", "cf_dec_month": "3", "cf_dec_day": "1", "ceasefire_class": "2", "end_yr": "2031",
    "end_month": "4", "end_day": "2",
}  # fmt: skip


def grid_of(*records: dict[str, str], above: tuple[str, ...] = ()) -> Grid:
    """A table with the heads of its first record."""
    lines = [above, tuple(records[0]), *(tuple(record.values()) for record in records)]
    rows = tuple(Row(number=number, cells=cells) for number, cells in enumerate(lines, 1) if cells)
    return Grid(where="file.csv", name="file", rows=rows)


def test_an_agreement_is_read_with_its_provisions_and_their_levels() -> None:
    (agreement,), skipped = read_pax(grid_of(AGREEMENT, above=("PA-X version 9",)), accessed=date(2031, 5, 1))
    assert skipped == ()
    assert (agreement.id, agreement.title, agreement.day) == ("PA-X:9001", "Port Accord", date(2031, 3, 1))
    assert (agreement.parties, agreement.third_parties) == ("Government of Amberland Birch Union", "Cedar")
    assert (agreement.process, agreement.stage) == ("Amberland: toll process", "Cea")
    assert agreement.codes == (("PA-X:CeProv", 3), ("PA-X:GCh", 1), ("PA-X:TjPrire", 2))
    assert (agreement.attribution.register, agreement.attribution.file) == ("PA-X", "file")
    assert agreement.attribution.accessed == date(2031, 5, 1)


def test_a_file_of_another_version_or_order_is_read_the_same() -> None:
    later = {
        name.lower(): value for name, value in reversed(AGREEMENT.items()) if name not in ("Con", "Ver", "N_characters")
    }
    (agreement,), _ = read_pax(grid_of(later | {"agtid": "9001.0"}))
    assert (agreement.id, agreement.title) == ("PA-X:9001", "Port Accord")


def test_an_agreement_listed_for_several_countries_is_one() -> None:
    agreements, _ = read_pax(grid_of(AGREEMENT, AGREEMENT | {"Con": "Birchland"}, AGREEMENT | {"AgtId": "9002"}))
    assert [a.id for a in agreements] == ["PA-X:9001", "PA-X:9002"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"AgtId": "abc"}, "no number of an agreement"),
        ({"AgtId": "NA"}, "no number"),
        ({"Dat": "03/04/2031"}, "may be two days"),
    ],
)
def test_a_row_that_cannot_be_told_is_left_out_with_its_number(changed: dict[str, str], reason: str) -> None:
    agreements, (skipped,) = read_pax(grid_of(AGREEMENT, AGREEMENT | {"AgtId": "9002"} | changed))
    assert [a.id for a in agreements] == ["PA-X:9001"]
    assert skipped.document == "file, row 4"
    assert reason in skipped.reason


def test_days_may_be_written_otherwise_and_may_be_missing() -> None:
    agreements, _ = read_pax(
        grid_of(AGREEMENT | {"Dat": "03/04/2031"}, AGREEMENT | {"AgtId": "2", "Dat": ""}), dates=DayOrder.DMY
    )
    assert [a.day for a in agreements] == [date(2031, 4, 3), None]


def test_a_declared_ceasefire_is_one_sides_and_an_unknown_day_stays_unknown() -> None:
    vague = DECLARATION | {"uniq_id": "AMB-18", "cf_dec_day": "-1"}
    (first, second), _ = read_ceasefires(grid_of(DECLARATION, vague))
    assert (first.id, first.day) == ("ETH-PRIO:AMB-17:Birch Union", date(2031, 3, 1))
    assert (first.parties, first.stage) == ("Birch Union", "preliminary ceasefire")
    assert first.process == "Amberland (PA-X 9001)"
    assert first.status == "ended 2031-04-02 in the data set"
    assert second.day is None


def test_each_table_is_known_by_its_own_columns() -> None:
    pax, ceasefires = grid_of(AGREEMENT), grid_of(DECLARATION)
    assert (is_pax(pax), is_ceasefires(pax), is_acled(pax)) == (True, False, False)
    assert (is_pax(ceasefires), is_ceasefires(ceasefires), is_acled(ceasefires)) == (False, True, False)
    with pytest.raises(DocumentUnreadable, match="no column AgtId, Agt, Dat"):
        read_pax(ceasefires)


@LAW
@given(levels=st.dictionaries(st.sampled_from(PAX), st.sampled_from(("0", "1", "2", "3", "4", "x", "", "NA", "1.0"))))
def test_only_levels_of_provisions_are_codes(levels: dict[str, str]) -> None:
    about = {name: value for name, value in AGREEMENT.items() if name in ABOUT}
    held = dict.fromkeys((n for n in PAX if n not in ABOUT), "0") | {n: v for n, v in levels.items() if n not in ABOUT}
    (agreement,), _ = read_pax(grid_of(about | held))
    expected = {f"PA-X:{n}": int(float(v)) for n, v in held.items() if v in ("1", "2", "3", "1.0") and "_" not in n}
    assert dict(agreement.codes) == expected
