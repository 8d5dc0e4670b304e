"""Time and memory of stability analysis on random conflicts that grow: every option reversible, no state infeasible."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

GAMES = ((2, 2), (3, 3), (5, 2), (3, 4), (3, 5), (8, 2), (4, 4), (9, 2), (4, 5), (10, 2))
"""Decision makers, and options of each."""

_CHILD = """
import json, random, resource, sys, time
from detente.analyses.conflict_graph import analyse_stability, build_conflict_graph
from detente.model.stability import ConflictModel, ConflictOption, DecisionMaker, Preference
count, own, engine = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
owners = [f"d{number}" for number in range(count)]
size, draw = 1 << count * own, random.Random(5)
model = ConflictModel(
    title="random",
    decision_makers=tuple(DecisionMaker(id=owner, name=owner) for owner in owners),
    options=tuple(ConflictOption(id=f"{owner}_{n}", decision_maker=owner, name=owner) for owner in owners for n in range(own)),
    preferences=tuple(Preference(decision_maker=owner, payoffs=tuple(draw.sample(range(size), size))) for owner in owners),
)
compiled = {"auto": None, "numpy": False, "numba": True}[engine]
if compiled:
    small = {"decision_makers": model.decision_makers, "options": model.options[::own]}
    preferences = tuple(Preference(decision_maker=owner, payoffs=tuple(range(1 << count))) for owner in owners)
    analyse_stability(ConflictModel(title="warm", preferences=preferences, **small), compiled=True)
began = time.perf_counter()
graph = build_conflict_graph(model)
built = time.perf_counter() - began
moves = sum(len(own_moves.ends) for own_moves in graph.moves)
del graph
began = time.perf_counter()
result = analyse_stability(model, compiled=compiled)
whole = time.perf_counter() - began
print(json.dumps({"states": size, "moves": moves, "build_s": built, "whole_s": whole,
                  "equilibria": [len(entry.states) for entry in result.equilibria],
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measure(count: int, own: int, engine: str) -> dict[str, object]:
    """One game in a process of its own, so that its peak of memory is its own too."""
    command = [sys.executable, "-c", _CHILD, str(count), str(own), engine]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(out.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1 << 16, help="states of the largest game (default: 65,536)")
    parser.add_argument(
        "--engine",
        choices=("auto", "numpy", "numba"),
        default="auto",
        help="numba searches in order even where sweeps settle",
    )
    options = parser.parse_args()
    print("decision makers x options    states        moves   graph s   whole s   peak MB  equilibria nash gmr smr seq")
    for count, own in GAMES:
        if 1 << count * own <= options.largest:
            m = measure(count, own, options.engine)
            print(
                f"{count:>15} x {own:<7} {m['states']:>9,} {m['moves']:>12,} {m['build_s']:>9.3f} {m['whole_s']:>9.3f}"
                f" {m['peak_mb']:>9.0f}  {m['equilibria']}",
                flush=True,
            )


if __name__ == "__main__":
    main()
