"""Where a deal could lie: efficient packages, the zone of possible agreement, and the solutions that theory names."""

from detente.analyses.bargaining.division import Division, divide_by_adjusted_winner
from detente.analyses.bargaining.frontier import Frontier, find_frontier
from detente.analyses.bargaining.solutions import measure_opposition, solve_bargaining
from detente.analyses.bargaining.whatif import (
    find_improvements,
    fix_options,
    measure_robustness,
    worth_of,
)

__all__ = [
    "Division",
    "Frontier",
    "divide_by_adjusted_winner",
    "find_frontier",
    "find_improvements",
    "fix_options",
    "measure_opposition",
    "measure_robustness",
    "solve_bargaining",
    "worth_of",
]
