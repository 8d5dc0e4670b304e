"""Conflicts to try things on: written out in one line, or drawn at random with ties, gaps and one-way options."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from detente.model.stability import (
    ConflictModel,
    ConflictOption,
    ConflictOptionId,
    DecisionMaker,
    DecisionMakerId,
    Irreversible,
    Preference,
)

LAW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MOST_STATES = 40


def make_model(
    owners: Sequence[str],
    preferences: Sequence[Preference] = (),
    *,
    irreversible: Sequence[Irreversible | None] | None = None,
    **fields,
) -> ConflictModel:
    """A conflict whose options o1, o2, ... belong to the decision makers named, one name an option."""
    named = list(dict.fromkeys([*owners, *(p.decision_maker for p in preferences)]))
    return ConflictModel(
        title="a conflict",
        decision_makers=tuple(DecisionMaker(id=DecisionMakerId(owner), name=owner.title()) for owner in named),
        options=tuple(
            ConflictOption(
                id=ConflictOptionId(f"o{place + 1}"),
                decision_maker=DecisionMakerId(owner),
                name=f"Option {place + 1}",
                irreversible=irreversible[place] if irreversible else None,
            )
            for place, owner in enumerate(owners)
        ),
        preferences=tuple(preferences),
        **fields,
    )


def ranking(owner: str, *chains: str) -> Preference:
    return Preference(decision_maker=DecisionMakerId(owner), ranking=chains)


def payoffs(owner: str, *values: float) -> Preference:
    return Preference(decision_maker=DecisionMakerId(owner), payoffs=values)


def rules(owner: str, *texts: str) -> Preference:
    return Preference(decision_maker=DecisionMakerId(owner), rules=texts)


@st.composite
def conflicts(draw: st.DrawFn, *, merged: bool | None = None, most: int = 8) -> ConflictModel:
    """Two to eight decision makers; payoffs with ties; all combinations, some of them, or some of them as one state."""
    count = draw(st.integers(2, most))
    letters = "abcdefgh"[:count]
    extra = draw(st.lists(st.sampled_from(letters), max_size=max(0, 5 - count)))
    owners = draw(st.permutations([*letters, *extra]))
    one_way = draw(st.lists(st.sampled_from([None, None, *Irreversible]), min_size=len(owners), max_size=len(owners)))
    width = len(owners)
    fields: dict[str, tuple[str, ...]] = {}
    if merged is None:
        merged = draw(st.booleans())
    if merged:
        stems = draw(
            st.lists(st.text("YN", min_size=width - 1, max_size=width - 1), min_size=1, unique=True, max_size=16)
        )
        ends = draw(st.lists(st.sampled_from(["Y", "N", "YN", "-", "-"]), min_size=len(stems), max_size=len(stems)))
        place = draw(st.integers(0, width - 1))
        listed = [s[:place] + letter + s[place:] for s, end in zip(stems, ends, strict=True) for letter in end]
        fields["states"] = tuple(listed)
        size = len(listed)
    elif 2**width > MOST_STATES or draw(st.booleans()):
        pattern = st.text("YN", min_size=width, max_size=width)
        listed = draw(st.lists(pattern, min_size=1, unique=True, max_size=min(2**width, 24)))
        fields["states"] = tuple(listed)
        size = len(listed)
    else:
        # Not all options can be dashes, and one more N than Y a pattern leaves the state with all taken.
        pattern = st.text("YN---", min_size=width, max_size=width).filter(lambda p: "N" in p)
        gone = draw(st.lists(pattern, max_size=3))
        fields["infeasible"] = tuple(gone)
        combinations = [format(c, f"0{width}b")[::-1].translate({48: "N", 49: "Y"}) for c in range(2**width)]
        size = sum(not any(all(w in ("-", x) for x, w in zip(c, p, strict=True)) for p in gone) for c in combinations)
    values = st.lists(st.integers(0, draw(st.sampled_from([1, 3, 40]))), min_size=size, max_size=size)
    given_ = [payoffs(owner, *draw(values)) for owner in letters]
    return make_model(owners, given_, irreversible=one_way, **fields)
