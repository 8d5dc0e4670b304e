"""Contests built from short tables, a published one, and strategies that draw them."""

from __future__ import annotations

from hypothesis import strategies as st

from detente.model.forecast import IssueContest, Stake

EMISSION_STANDARDS = (
    ("Netherlands", 4, 0.08, 0.8),
    ("Belgium", 7, 0.08, 0.4),
    ("Luxembourg", 4, 0.03, 0.2),
    ("Germany", 4, 0.16, 0.8),
    ("France", 10, 0.16, 0.6),
    ("Italy", 10, 0.16, 0.6),
    ("United Kingdom", 10, 0.16, 0.9),
    ("Ireland", 7, 0.05, 0.1),
    ("Denmark", 4, 0.05, 1.0),
    ("Greece", 7, 0.08, 0.7),
)
"""Years until emission standards for cars, 4 to 10, with capability and salience (Bueno de Mesquita 1994, table 1)."""
YEARS = (4.0, 10.0)


def make_contest(*rows, issue="issue", reference=None):
    """A contest of (party, point, capability, salience); a bare point has weight 1 and is named by its place."""
    stakes = []
    for number, row in enumerate(rows):
        party, point, capability, salience = row if isinstance(row, tuple) else (f"party-{number}", row, 1.0, 1.0)
        stakes.append(Stake(party=party, point=point, capability=capability, salience=salience))
    return IssueContest(issue=issue, stakes=tuple(stakes), reference=reference)


def emission_standards():
    """The published contest, its years spread over 0..100."""
    low, high = YEARS
    return make_contest(
        *((party, (years - low) / (high - low) * 100, capability, salience)
          for party, years, capability, salience in EMISSION_STANDARDS),
        issue="emission-standards",
    )  # fmt: skip


def to_years(point):
    """A point of 0..100 in years."""
    low, high = YEARS
    return low + point / 100 * (high - low)


points = st.floats(0, 100)
shares = st.floats(0.01, 1)


@st.composite
def tables(draw, *, most=8, place=points):
    """Positions, capabilities and saliences of some parties, all with weight."""
    count = draw(st.integers(1, most))
    return tuple(draw(st.lists(numbers, min_size=count, max_size=count)) for numbers in (place, shares, shares))


def contest_of(table, **options):
    """A contest of the parties of a table."""
    return make_contest(*((f"p{n}", *row) for n, row in enumerate(zip(*table, strict=True))), **options)
