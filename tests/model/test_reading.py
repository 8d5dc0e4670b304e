"""Looking things up in a reading."""

from hypothesis import given
from hypothesis import strategies as st

from detente.model import Document, DocumentId, Mention, PartyId, Reading, Span

PLACES = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)), max_size=30)


@given(PLACES, st.integers(0, 100), st.integers(0, 100))
def test_the_mentions_of_a_stretch_are_those_that_begin_in_it(places: list[tuple[int, int]], a: int, b: int) -> None:
    mentions = tuple(
        Mention(document=DocumentId("d"), party=PartyId("p"), span=Span(start=start, end=start + length))
        for start, length in sorted(places)
    )
    document = Document(text="x" * 100, name="d", body=Span(start=0, end=100))
    reading = Reading(document=document, sentences=(), parties=(), mentions=mentions, issues=(), statements=())
    assert reading.mentions_from(a, b) == tuple(m for m in mentions if a <= m.span.start < b)
