"""Declared ceasefires of the ETH-PRIO Civil Conflict Ceasefire Dataset, from its workbook or a CSV file made of it.

The file is the user's; none ships with detente. A row is one side's declaration: needed are ``cf_id``, ``actor_name``
and ``cf_dec_yr``. It covers civil conflicts from 1989 to 2020 and none between states.
"""

from __future__ import annotations

from datetime import date

from detente.exchange.register_rows import Cells, has_columns, read_register, said, whole
from detente.exchange.table_file import Grid
from detente.model import Skipped
from detente.model.external import Attribution, ExternalAgreement, Register

NEEDED = ("cf_id", "actor_name", "cf_dec_yr")
ABOUT = (
    "cc location region cf_id uniq_id id ucdp_actor_id actor_name ucdp_acd_id ucdp_dyad pax_id cf_dec_yr cf_dec_month"
    " cf_dec_day cf_effect_yr cf_effect_month cf_effect_day side partial written fixed fixed_time ceasefire_class"
    " mediator_nego implement enforcement ended end_yr end_month end_day"
).split()
_CLASSES = {"1": "cessation of hostilities", "2": "preliminary ceasefire", "3": "definitive ceasefire"}


def is_ceasefires(grid: Grid) -> bool:
    """Whether a table has the columns of the ceasefire data."""
    return has_columns(grid, NEEDED)


def read_ceasefires(
    grid: Grid, *, accessed: date | None = None
) -> tuple[tuple[ExternalAgreement, ...], tuple[Skipped, ...]]:
    """The declarations that a file of the ceasefire data lists.

    Parameters
    ----------
    grid : Grid
    accessed : date or None
        When the file was fetched, for the attribution.

    Returns
    -------
    agreements, skipped
        One a declaration, in the order of the file; its one code is ``ETH-PRIO:Ceasefire``. A day of which the month or
        day is unknown (-1 or 0) is none: nothing is put in its place.

    Raises
    ------
    DocumentUnreadable
        If a needed column is missing.
    """
    attribution = Attribution(register=Register.CEASEFIRES, file=grid.name, accessed=accessed)

    def read(cells: Cells) -> ExternalAgreement | str:
        key = said(cells, "uniq_id", "id", "cf_id")
        actor, place = said(cells, "actor_name"), said(cells, "location", "cc")
        if not key or not actor:
            return "no id or no actor_name: a declaration is somebody's"
        joined = said(cells, "pax_id")
        return ExternalAgreement(
            id=f"{Register.CEASEFIRES.value}:{key}:{actor}",
            title=f"Ceasefire declared by {actor}",
            day=_day(cells, "cf_dec"),
            parties=actor,
            third_parties="",
            process=f"{place} (PA-X {joined})" if whole(joined) else place,
            stage=_CLASSES.get(said(cells, "ceasefire_class"), ""),
            status=_ended(cells),
            codes=((f"{Register.CEASEFIRES.value}:Ceasefire", 1),),
            attribution=attribution,
        )

    return read_register(grid, NEEDED, ABOUT, read, lambda agreement: agreement.id)


def _ended(cells: Cells) -> str:
    """When the data set has it end; why is left to its codebook."""
    day = _day(cells, "end")
    return f"ended {day.isoformat()} in the data set" if day else ""


def _day(cells: Cells, prefix: str) -> date | None:
    numbers = [whole(said(cells, f"{prefix}_{part}")) for part in ("yr", "month", "day")]
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None
