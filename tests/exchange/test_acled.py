"""Incidents of ACLED, from made-up rows under its real head."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import DocumentUnreadable
from detente.exchange.acled import is_acled, read_acled
from detente.exchange.table_file import read_grid
from detente.model import Precision
from tests.exchange.test_pax import AGREEMENT, grid_of

HEAD = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
INCIDENT = dict.fromkeys(HEAD, "") | {
    "event_id_cnty": "AMB17", "event_date": "20 March 2031", "year": "2031", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Military Forces of Amberland (2030-)",
    "assoc_actor_1": "Port Guard; Toll Guard", "actor2": "Birch Union", "country": "Amberland", "admin1": "North",
    "location": "Port Amber", "latitude": "1.5", "longitude": "-2.5", "source": "Daily",
    "notes": "A made-up clash.\nSecond line.", "fatalities": "3",
}  # fmt: skip


def test_an_incident_is_read_as_it_is_recorded() -> None:
    (incident,), skipped = read_acled(grid_of(INCIDENT), accessed=date(2031, 5, 1))
    assert skipped == ()
    assert (incident.id, incident.day, incident.precision) == ("ACLED:AMB17", date(2031, 3, 20), Precision.DAY)
    assert incident.kind == "Battles: Armed clash"
    assert incident.actors == ("Military Forces of Amberland (2030-)", "Port Guard", "Toll Guard", "Birch Union")
    assert incident.place == "Port Amber, North, Amberland"
    assert (incident.latitude, incident.longitude, incident.fatalities) == (1.5, -2.5, 3)
    assert (incident.source, incident.notes) == ("Daily", "A made-up clash. Second line.")
    assert incident.attribution.accessed == date(2031, 5, 1)


def test_older_files_and_other_orders_are_read() -> None:
    older = {
        name.upper(): value
        for name, value in reversed(INCIDENT.items())
        if name not in ("event_id_cnty", "time_precision")
    }
    (incident,), _ = read_acled(grid_of(older | {"DATA_ID": "1717", "EVENT_DATE": "2031-03-20"}))
    assert (incident.id, incident.day) == ("ACLED:1717", date(2031, 3, 20))


def test_incidents_with_one_id_are_one_and_none_without() -> None:
    incidents, skipped = read_acled(
        grid_of(INCIDENT, INCIDENT, INCIDENT | {"event_id_cnty": ""}, INCIDENT | {"event_date": ""})
    )
    assert [i.id for i in incidents] == ["ACLED:AMB17"]
    assert [s.document for s in skipped] == ["file, row 5", "file, row 6"]


@pytest.mark.parametrize(
    ("changed", "fatalities", "place"),
    [
        ({"fatalities": "", "latitude": "91", "longitude": "x"}, None, (None, None)),
        ({"fatalities": "-1", "latitude": "1,5", "longitude": "nan"}, None, (1.5, None)),
        ({"fatalities": "0", "latitude": "-90", "longitude": "180"}, 0, (-90.0, 180.0)),
    ],
)
def test_what_is_no_number_is_unknown_and_not_nought(
    changed: dict[str, str], fatalities: int | None, place: tuple[float | None, float | None]
) -> None:
    (incident,), _ = read_acled(grid_of(INCIDENT | changed))
    assert incident.fatalities == fatalities
    assert (incident.latitude, incident.longitude) == place


def test_a_day_known_to_the_month_only_says_so() -> None:
    (incident,), _ = read_acled(grid_of(INCIDENT | {"time_precision": "3"}))
    assert incident.precision is Precision.MONTH


def test_a_file_as_it_is_downloaded_is_known_by_its_head(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    quoted = ";".join(f'"{value}"' for value in INCIDENT.values())
    path.write_text("\ufeff" + ";".join(HEAD) + "\n" + quoted + "\n", encoding="utf-8")
    grid = read_grid(path)
    assert is_acled(grid)
    assert [i.id for i in read_acled(grid)[0]] == ["ACLED:AMB17"]


def test_another_table_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match="no column event_date, event_type, actor1"):
        read_acled(grid_of(AGREEMENT))
