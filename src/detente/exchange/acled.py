"""Incidents of the Armed Conflict Location & Event Data (ACLED), from its CSV export or workbook.

The file is the user's; none ships with detente. Needed are ``event_date``, ``event_type`` and ``actor1``, and an id:
``event_id_cnty``, in older files ``data_id``. ACLED's terms ask for its name, the day of access and the filters used.
"""

from __future__ import annotations

from datetime import date

from detente.exchange.coded_cells import DayOrder, read_day
from detente.exchange.register_rows import Cells, has_columns, read_register, said, whole
from detente.exchange.table_file import Grid
from detente.model import Precision, Skipped
from detente.model.external import Attribution, Incident, Register

NEEDED = ("event_date", "event_type", "actor1")
ABOUT = (
    "data_id event_id_cnty event_id_no_cnty event_date year time_precision disorder_type event_type sub_event_type actor1"
    " assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2"
    " admin3 location latitude longitude geo_precision source source_scale notes fatalities tags timestamp population_best"
).split()
_PRECISIONS = {"1": Precision.DAY, "2": Precision.WEEK, "3": Precision.MONTH}
_ACTORS = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2")


def is_acled(grid: Grid) -> bool:
    """Whether a table has the columns of ACLED."""
    return has_columns(grid, NEEDED)


def read_acled(
    grid: Grid, *, accessed: date | None = None, dates: DayOrder | None = None
) -> tuple[tuple[Incident, ...], tuple[Skipped, ...]]:
    """The incidents that an ACLED file lists.

    Parameters
    ----------
    grid : Grid
    accessed : date or None
        When the file was fetched, for the attribution.
    dates : DayOrder or None
        What 03/04/2025 is; ACLED itself writes 2025-04-03 or 3 April 2025.

    Returns
    -------
    incidents, skipped
        In the order of the file. A row without an id or a day is skipped; a number of fatalities that is none is
        unknown, not nought.

    Raises
    ------
    DocumentUnreadable
        If a needed column is missing.
    """
    attribution = Attribution(register=Register.ACLED, file=grid.name, accessed=accessed)

    def read(cells: Cells) -> Incident | str:
        key = said(cells, "event_id_cnty", "data_id")
        if not key:
            return "no event_id_cnty and no data_id: without an id an incident cannot be told from others"
        day = read_day(said(cells, "event_date"), dates)
        if isinstance(day, str):
            return day
        places = (said(cells, name) for name in ("location", "admin3", "admin2", "admin1", "country"))
        listed = (actor.strip() for name in _ACTORS for actor in said(cells, name).split(";"))
        return Incident(
            id=f"{Register.ACLED.value}:{key}",
            day=day,
            precision=_PRECISIONS.get(said(cells, "time_precision"), Precision.DAY),
            kind=": ".join(dict.fromkeys(filter(None, (said(cells, "event_type"), said(cells, "sub_event_type"))))),
            actors=tuple(dict.fromkeys(filter(None, listed))),
            place=", ".join(dict.fromkeys(filter(None, places))),
            latitude=_degrees(said(cells, "latitude"), 90),
            longitude=_degrees(said(cells, "longitude"), 180),
            notes=said(cells, "notes"),
            fatalities=whole(said(cells, "fatalities")),
            source=said(cells, "source"),
            attribution=attribution,
        )

    return read_register(grid, NEEDED, ABOUT, read, lambda incident: incident.id)


def _degrees(text: str, most: int) -> float | None:
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None
