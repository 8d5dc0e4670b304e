"""``detente explain``: the sentences behind one cell of the table."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.arguments import AgendaFile, Files
from detente.cli.output import encoding, write_laid_out
from detente.cli.talks import find_talks


def explain(
    party: Annotated[
        str, typer.Argument(metavar="PARTY", help="Its id, name or alias, or the beginning of one.", show_default=False)
    ],
    issue: Annotated[
        str, typer.Argument(metavar="ISSUE", help="Its id or name, or the beginning of one.", show_default=False)
    ],
    files: Files,
    agenda: AgendaFile = None,
) -> None:
    """Show the sentences behind one cell of the table.

    Each with the quotation marked, who says it, what it waits for, and how sure the reader is. PARTY and ISSUE may be
    the beginning of a name; where nothing fits, the answer lists what there is.

    Example: detente explain russia "black sea" report.txt
    """
    from detente.brief.terminal_page import Pen
    from detente.cli.cell import lay_out_cell
    from detente.cli.matching import match_issue, match_party

    findings, _ = find_talks(files, agenda, None)
    assert findings is not None  # a report was named
    meant = match_party(findings.table.parties, party), match_issue(findings.table.issues, issue)
    write_laid_out(lay_out_cell(findings, *meant, Pen(encoding())))
