"""Records of other data sets beside the commitments of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.analyses.external import link_external
from detente.ledger import Ledger
from detente.model.change import Clock
from detente.model.external import ExternalLink
from detente.pipeline.reports import Findings


def link_records(
    ledger: Ledger, findings: Findings, clocks: Sequence[Clock], *, as_of: date | None
) -> tuple[ExternalLink, ...]:
    """Which of the agreements and incidents that a ledger keeps concern which commitment; never a verdict.

    Parameters
    ----------
    ledger : Ledger
    findings : Findings
        Of that ledger.
    clocks : sequence of Clock
        Its commitments with their terms.
    as_of : date or None
        Incidents of later days are left out.
    """
    records = ledger.externals()
    if not records:
        return ()
    return link_external(
        clocks,
        records,
        parties=ledger.parties(),
        published={reading.document.id: reading.document.published for reading in findings.readings},
        issues=findings.table.issues,
        as_of=as_of,
    )
