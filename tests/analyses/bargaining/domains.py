"""Small domains to bargain in, and packages listed one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import strategies as st

from detente.model import Issue, IssueId, Option, OptionId, PartyId
from detente.model.package import Domain, Requirement, Utility

PARTIES = tuple(PartyId(p) for p in ("alba", "brava", "corva"))


def domain_of(
    values: list[list[list[float]]],
    *,
    reservations: list[float | None] | None = None,
    requirements: tuple[Requirement, ...] = (),
    names: Sequence[str] = PARTIES,
) -> Domain:
    """``values[party][issue][option]``; issues are i0, i1, ..., their options o0, o1, ..."""
    issues = tuple(
        Issue(
            id=IssueId(f"i{i}"),
            name=f"Issue {i}",
            options=tuple(Option(id=OptionId(f"o{o}"), name=f"Option {o}") for o in range(len(worth))),
        )
        for i, worth in enumerate(values[0])
    )
    held = reservations or [None] * len(values)
    return Domain(
        issues=issues,
        utilities=tuple(
            Utility(party=PartyId(party), values=tuple(tuple(w) for w in worth), reservation=floor)
            for party, worth, floor in zip(names, values, held, strict=False)
        ),
        requirements=requirements,
    )


def needs(issue: int, options: set[int], on: int, allowed: set[int]) -> Requirement:
    return Requirement(
        issue=IssueId(f"i{issue}"),
        options=frozenset(OptionId(f"o{o}") for o in options),
        needs_issue=IssueId(f"i{on}"),
        needs_options=frozenset(OptionId(f"o{o}") for o in allowed),
    )


def list_packages(domain: Domain) -> Iterator[tuple[tuple[int, ...], tuple[float, ...]]]:
    """Every package that the requirements allow, with its worth: the slow way."""
    number = {issue.id: i for i, issue in enumerate(domain.issues)}
    for chosen in product(*(range(len(i.options)) for i in domain.issues)):
        taken = {i.id: i.options[o].id for i, o in zip(domain.issues, chosen, strict=True)}
        if any(
            taken[r.issue] in r.options and taken[r.needs_issue] not in r.needs_options for r in domain.requirements
        ):
            continue
        assert number
        yield (
            chosen,
            tuple(u.base + sum(w[o] for w, o in zip(u.values, chosen, strict=True)) for u in domain.utilities),
        )


@st.composite
def domains(draw: st.DrawFn, *, tied: bool = True) -> Domain:
    """Up to three parties, four issues, four options; whole numbers, so that equal is equal."""
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    parties = draw(st.integers(1, 3))
    worth = [[[draw(st.integers(0, 12)) for _ in range(n)] for n in counts] for _ in range(parties)]
    requirements: list[Requirement] = []
    if tied and len(counts) > 1:
        for _ in range(draw(st.integers(0, 3))):
            a, b = draw(st.permutations(range(len(counts))))[:2]
            options = draw(st.sets(st.integers(0, counts[a] - 1), min_size=1))
            requirements.append(needs(a, options, b, draw(st.sets(st.integers(0, counts[b] - 1)))))
    floors = [draw(st.none() | st.integers(0, 20).map(float)) for _ in range(parties)]
    return domain_of(worth, reservations=floors, requirements=tuple(requirements))
