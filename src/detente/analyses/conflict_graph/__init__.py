"""The graph model for conflict resolution: which states of a conflict would last, and how to get to them."""

from detente.analyses.conflict_graph.coalitions import analyse_coalitions
from detente.analyses.conflict_graph.graph import build_conflict_graph
from detente.analyses.conflict_graph.load import load_conflict_model, parse_conflict_model
from detente.analyses.conflict_graph.paths import find_paths
from detente.analyses.conflict_graph.stability import analyse_stability

__all__ = [
    "analyse_coalitions",
    "analyse_stability",
    "build_conflict_graph",
    "find_paths",
    "load_conflict_model",
    "parse_conflict_model",
]
