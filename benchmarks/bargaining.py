"""Frontier and bargaining solutions: time by size, beside NegMAS in the same run, and against published cases.

python benchmarks/bargaining.py                              # our own times
python benchmarks/bargaining.py --negmas /path/to/python     # beside NegMAS, which that python can import
python benchmarks/bargaining.py --cases FOLDER               # JSON cases with a peer's frontier and solutions
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

import numpy as np

from detente.analyses.bargaining import find_frontier, solve_bargaining
from detente.model import Issue, IssueId, Option, OptionId, PartyId
from detente.model.package import Domain, SolutionConcept, Utility

PEER = """
import json, sys, time
from negmas import make_issue
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import pareto_frontier, calc_scenario_stats
values, most = json.load(sys.stdin)
issues = [make_issue([str(o) for o in range(len(w))], f"i{i}") for i, w in enumerate(values[0])]
ufuns = [LinearAdditiveUtilityFunction({f"i{i}": {str(o): float(v) for o, v in enumerate(w)} for i, w in enumerate(worth)},
                                       issues=issues, reserved_value=0.0) for worth in values]
began = time.perf_counter(); points, _ = pareto_frontier(ufuns, issues=issues); frontier = time.perf_counter() - began
size = 1
for w in values[0]: size *= len(w)
whole = None
if size <= most:
    began = time.perf_counter(); calc_scenario_stats(ufuns); whole = time.perf_counter() - began
print(json.dumps({"points": len(set(map(tuple, points))), "frontier_s": frontier, "whole_s": whole}))
"""


def random_values(parties: int, issues: int, options: int, *, opposed: bool = False, seed: int = 7) -> list:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 101, size=(parties, issues, options))
    if opposed:
        values = np.sort(values, axis=2)
        values[1] = values[1][:, ::-1]
    return values.tolist()


def domain_of(values: list) -> Domain:
    issues = tuple(
        Issue(
            id=IssueId(f"i{i}"),
            name=f"i{i}",
            options=tuple(Option(id=OptionId(str(o)), name=str(o)) for o in range(len(worth))),
        )
        for i, worth in enumerate(values[0])
    )
    return Domain(
        issues=issues,
        utilities=tuple(
            Utility(party=PartyId(f"p{k}"), values=tuple(tuple(map(float, w)) for w in worth), reservation=0.0)
            for k, worth in enumerate(values)
        ),
    )


def best_of(work: object, times: int = 3) -> tuple[float, object]:
    took, out = [], None
    for _ in range(times):
        began = time.perf_counter()
        out = work()  # type: ignore[operator]
        took.append(time.perf_counter() - began)
    return min(took), out


def sizes(negmas: str | None, most: int) -> None:
    print(f"{'packages':>9} {'parties':>7} {'frontier':>9} {'ours, with packages':>20} {'all points':>11}", end="")
    print(f" {'NegMAS frontier':>16} {'ratio':>8} {'NegMAS all':>11} {'ratio':>9}" if negmas else "")
    for exponent in (3, 4, 5, 6):
        for parties in (2, 3):
            values = random_values(parties, exponent, 10)
            domain = domain_of(values)
            first, frontier = best_of(lambda d=domain: find_frontier(d))
            whole, _ = best_of(lambda d=domain: solve_bargaining(d))
            line = f"{10**exponent:>9,} {parties:>7} {len(frontier):>9,} {first * 1e3:>17.1f} ms {whole * 1e3:>8.1f} ms"
            if negmas:
                done = subprocess.run(
                    [negmas, "-c", PEER], input=json.dumps([values, most]), capture_output=True, text=True, check=True
                )
                peer = json.loads(done.stdout.splitlines()[-1])
                line += f" {peer['frontier_s']:>14.2f} s {peer['frontier_s'] / first:>7,.0f}x"
                if peer["whole_s"]:
                    line += f" {peer['whole_s']:>9.1f} s {peer['whole_s'] / whole:>8,.0f}x"
            print(line, flush=True)


def large() -> None:
    print("\n30 issues of 5 options, 10^21 packages")
    for parties, opposed in ((2, False), (2, True), (3, False), (3, True)):
        domain = domain_of(random_values(parties, 30, 5, opposed=opposed))
        took, frontier = best_of(lambda d=domain: find_frontier(d))
        began = time.perf_counter()
        packages = [frontier.package(i) for i in range(len(frontier))]
        named = time.perf_counter() - began
        kind = "opposed" if opposed else "random"
        print(
            f"  {parties} parties, {kind:<8} {len(packages):>7,} outcomes {took * 1e3:>8.1f} ms; named {named * 1e3:>8.1f} ms"
        )


def growth() -> None:
    print("\ngrowth, 2 parties, 5 options an issue")
    for issues in (5, 10, 20, 40, 80):
        domain = domain_of(random_values(2, issues, 5))
        took, frontier = best_of(lambda d=domain: find_frontier(d))
        print(f"  {issues:>3} issues {len(frontier):>6} outcomes {took * 1e3:>8.2f} ms {'#' * int(took * 1e3)}")


def cases(folder: Path) -> None:
    print("\npublished cases: frontier and solutions as the peer gives them, without its points of rounding noise")
    named = {
        SolutionConcept.NASH: "nash",
        SolutionConcept.KALAI_SMORODINSKY: "kalai_smorodinsky",
        SolutionConcept.EGALITARIAN: "kalai",
        SolutionConcept.UTILITARIAN: "max_welfare",
    }
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        domain = Domain(
            issues=tuple(
                Issue(
                    id=IssueId(i["name"]),
                    name=i["name"],
                    options=tuple(Option(id=OptionId(v), name=v) for v in i["values"]),
                )
                for i in case["issues"]
            ),
            utilities=tuple(
                Utility(
                    party=PartyId(p),
                    values=tuple(map(tuple, case["delta"][k])),
                    base=case["base"][k],
                    reservation=case["reservation"][k],
                )
                for k, p in enumerate(case["parties"])
            ),
        )
        peer = case["negmas"]
        frontier, result = find_frontier(domain), solve_bargaining(domain)
        noise = np.array(peer["pareto_points_dominated_after_removing_float_noise"]).reshape(-1, len(domain.utilities))
        given = np.array(
            [p for p in peer["pareto_distinct"] if not (len(noise) and np.isclose(noise, p, atol=2e-6).all(1).any())]
        )
        alike = len(given) == len(frontier) and bool(
            np.allclose(given[np.lexsort(given.T[::-1])], frontier.worth, atol=2e-6)
        )
        agree = {
            name: any(np.allclose(s.package.worth, w, atol=1e-5) for w in peer[name])
            for s in result.solutions
            for name in (named[s.concept],)
        }
        opposed = abs((result.opposition or 0.0) - peer["opposition"]) < 1e-5
        wrong = [name for name, same in agree.items() if not same]
        print(
            f"  {path.stem:<28} frontier {len(frontier):>5} {'as given' if alike else 'DIFFERS':<9} opposition "
            f"{'as given' if opposed else 'DIFFERS':<9} solutions {'as given' if not wrong else 'differ: ' + ', '.join(wrong)}"
        )


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--negmas", help="a python that can import negmas")
    a.add_argument("--whole", type=int, default=10_000, help="packages up to which the peer's whole statistics are run")
    a.add_argument("--cases", type=Path)
    a = a.parse_args()
    sizes(a.negmas, a.whole)
    large()
    growth()
    if a.cases:
        cases(a.cases)


if __name__ == "__main__":
    main()
