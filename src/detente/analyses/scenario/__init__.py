"""How talks may end: scenarios by probability, what would make them last, what speaks against each."""

from detente.analyses.scenario.draws import Prior
from detente.analyses.scenario.foothold import find_foothold
from detente.analyses.scenario.hypotheses import weigh_evidence
from detente.analyses.scenario.rank import rank_scenarios

__all__ = ["Prior", "find_foothold", "rank_scenarios", "weigh_evidence"]
