"""``detente stability``: where a conflict can come to rest."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.output import columns, encoding, write_laid_out, write_record


class ConceptName(StrEnum):
    """The concepts of :class:`detente.model.stability.StabilityConcept`, known without loading any room."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"
    SIM = "sim"


class StabilityFormat(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


def stability(
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL.toml", help="Decision makers, options, states and preferences.", show_default=False
        ),
    ],
    concept: Annotated[
        list[ConceptName] | None,
        typer.Option("--concept", help="How they look ahead; may be given again.", show_default=False),
    ] = None,
    coalitions: Annotated[
        bool, typer.Option("--coalitions", help="Also tell which equilibria a coalition would leave together.")
    ] = False,
    shape: Annotated[StabilityFormat, typer.Option("--format", help="How to write it.")] = StabilityFormat.TEXT,
) -> None:
    """Tell where a conflict can come to rest: states that nobody would leave, and the way there from the status quo.

    The model says who controls which options, and what each prefers; no numbers are needed.

    Example: detente stability examples/elmira.toml --coalitions
    """
    from detente.analyses.conflict_graph import (
        analyse_coalitions,
        analyse_stability,
        find_paths,
        load_conflict_model,
    )
    from detente.brief.stability import stability_record
    from detente.model.stability import StabilityConcept

    conflict = load_conflict_model(model)
    asked = [StabilityConcept(c.value) for c in concept or ()]
    found = analyse_stability(conflict, concepts=asked) if asked else analyse_stability(conflict)
    resting = sorted({state for e in found.equilibria for state in e.states})
    paths = find_paths(conflict) if conflict.status_quo is not None else None
    together = analyse_coalitions(conflict, states=resting) if coalitions and resting else None
    if shape is StabilityFormat.JSON:
        write_record(stability_record(found, paths, together))
        return
    from detente.brief.terminal_page import Pen
    from detente.cli.stability_layout import lay_out_stability

    write_laid_out(lay_out_stability(found, paths, together, Pen(encoding()), columns()))
