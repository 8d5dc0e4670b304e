"""Questions about the table and the statements behind it: pure functions, each answered with its sentences."""

from detente.analyses.allegations import find_allegations
from detente.analyses.commitments import find_commitments
from detente.analyses.contradictions import find_contradictions
from detente.analyses.convergence import measure_distances
from detente.analyses.linkages import find_linkages
from detente.analyses.outlook import find_outlook

__all__ = [
    "find_allegations",
    "find_commitments",
    "find_contradictions",
    "find_linkages",
    "find_outlook",
    "measure_distances",
]
