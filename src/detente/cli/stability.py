"""``detente stability``: where a conflict can come to rest."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.arguments import AgendaFile
from detente.cli.output import columns, encoding, write_exactly, write_laid_out, write_record
from detente.cli.talks import AsOf, find_talks, read_pairs

if TYPE_CHECKING:
    from detente.model import IssueId, OptionId
    from detente.positions.conflicts import DraftedConflict


class ConceptName(StrEnum):
    """The concepts of :class:`detente.model.stability.StabilityConcept`, known without loading any room."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"
    SIM = "sim"


_DRAFTED = (ConceptName.NASH, ConceptName.SEQ)
"""Those that say something of a drafted model, where nearly every state is stable under the others."""


class StabilityFormat(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"
    TOML = "toml"


def stability(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="A model, MODEL.toml; or reports on one negotiation, as for brief, to draft one from.",
            show_default=False,
        ),
    ] = None,
    agenda: AgendaFile = None,
    as_of: AsOf = None,
    deal: Annotated[
        list[str] | None,
        typer.Option(
            "--deal",
            metavar="ISSUE=OPTION",
            help="How an issue would be settled in a drafted model; may be given again.",
            show_default=False,
        ),
    ] = None,
    acceptances: Annotated[
        int, typer.Option(min=2, max=20, metavar="N", help="Acceptances that a drafted model holds at most.")
    ] = 12,
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

    The model says who controls which options, and what each prefers; no numbers are needed. Without one, a model is
    drafted from reports, an agenda or both: each party accepts or refuses how each issue would be settled.

    Example: detente stability examples/elmira.toml --coalitions
    """
    from detente.analyses.conflict_graph import (
        analyse_coalitions,
        analyse_stability,
        find_paths,
        load_conflict_model,
    )
    from detente.analyses.conflict_graph.dump import dump_conflict_model
    from detente.brief.stability import list_resting, stability_record
    from detente.model import IssueId, OptionId
    from detente.model.stability import StabilityConcept

    if not files and agenda is None:
        raise typer.BadParameter("name a model, MODEL.toml; or a report, an agenda, or both", param_hint="FILE")
    model = next((f for f in files or () if Path(f).suffix.lower() == ".toml"), None)
    drafted = None
    if model is None:
        settled = {IssueId(k): OptionId(v) for k, v in read_pairs(deal, "--deal")}
        drafted = _draft(files or [], agenda, as_of, settled, acceptances)
        conflict = drafted.model
    else:
        if len(files or ()) > 1 or agenda or as_of or deal:
            raise typer.BadParameter(
                f"the model {model} stands alone; an agenda is given with --agenda", param_hint="FILE"
            )
        conflict = load_conflict_model(model)
    if shape is StabilityFormat.TOML:
        write_exactly(dump_conflict_model(conflict))
        return
    asked = [StabilityConcept(c.value) for c in concept or (_DRAFTED if drafted else ())]
    found = analyse_stability(conflict, concepts=asked) if asked else analyse_stability(conflict)
    resting = sorted({state for e in found.equilibria for state in e.states})
    # Nothing leads on from where a drafted model comes to rest: its paths are for programs.
    idle = drafted is not None and 1 in resting and shape is StabilityFormat.TEXT
    paths = find_paths(conflict) if conflict.status_quo is not None and not idle else None
    if drafted:
        resting = sorted(outcome.state for outcome in list_resting(drafted, found)[0])
    together = analyse_coalitions(conflict, states=resting) if coalitions and resting else None
    if shape is StabilityFormat.JSON:
        write_record(stability_record(found, paths, together, drafted))
        return
    from detente.brief.terminal_page import Pen
    from detente.cli.stability_layout import lay_out_drafted, lay_out_stability

    pen = Pen(encoding())
    write_laid_out(
        lay_out_drafted(drafted, found, paths, together, pen)
        if drafted
        else lay_out_stability(found, paths, together, pen, columns())
    )


def _draft(
    files: list[str], agenda: Path | None, as_of: datetime | None, at: dict[IssueId, OptionId], most: int
) -> DraftedConflict:
    """A model of who accepts what, from reports, an agenda or both."""
    from detente.pipeline.stability import draft_stability

    findings, read_by = find_talks(files, agenda, as_of)
    return draft_stability(findings, agenda=read_by, at=at, most=most)
