"""Which words of a sentence each party states."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.model import DocumentId, Mention, PartyId, Span
from detente.statements.readers.claims import Memory, Pair, batch_pairs, find_claims, list_pairs
from detente.statements.readers.pieces import Pieces, make_pieces
from detente.statements.readers.trained import shipped_reader

NORTH, SOUTH = PartyId("north"), PartyId("south")


def pieces_of(text: str) -> Pieces:
    return make_pieces(text, [(0, len(text))], shipped_reader()._tokenizer)


def mention(text: str, name: str, party: PartyId) -> Mention:
    span = Span(start=text.index(name), end=text.index(name) + len(name))
    return Mention(document=DocumentId("report"), party=party, span=span)


def claims_of(
    text: str, names: dict[str, PartyId], stated: dict[PartyId, float], words: dict[PartyId, str]
) -> dict[PartyId, list[str]]:
    """What each party claims where it states something with that chance, and its stretch covers those words."""
    pieces = pieces_of(text)
    memory = Memory(text, pieces, np.zeros((len(pieces.ids), 384), np.float16))
    pairs = list(list_pairs(pieces, sorted((mention(text, n, p) for n, p in names.items()), key=lambda m: m.span)))
    tags = np.zeros((len(pairs), len(pieces.ids), 3), np.float32)
    tags[:, :, 0] = 6.0
    for row, pair in enumerate(pairs):
        if pair.party in words:
            start = text.index(words[pair.party])
            a, b = pieces.range_of(start, start + len(words[pair.party]))
            tags[row, a:b, 0], tags[row, a:b, 2] = 0.0, 6.0
            tags[row, a, 1] = 7.0
    found = find_claims(memory, pairs, np.array([stated[p.party] for p in pairs], np.float32), tags)
    out: dict[PartyId, list[str]] = {}
    for c in found:
        quote = text[int(pieces.starts[c.begin]) : int(pieces.ends[c.end - 1])]
        out.setdefault(pairs[c.row].party, []).append(quote)
    return out


def test_a_party_that_surely_states_something_is_given_its_own_clause() -> None:
    text = "On tariffs the two differ: Norway wants them lifted soon, while Chile said that this must wait."
    found = claims_of(
        text,
        {"Norway": NORTH, "Chile": SOUTH},
        {NORTH: 0.8, SOUTH: 0.9},
        {NORTH: "Norway", SOUTH: "Chile said that this must wait"},
    )
    assert found == {NORTH: ["Norway wants them lifted soon"], SOUTH: ["Chile said that this must wait"]}


def test_a_party_of_which_nothing_is_sure_is_given_no_clause() -> None:
    text = "On tariffs the two differ: Norway wants them lifted soon, while Chile said that this must wait."
    found = claims_of(text, {"Norway": NORTH, "Chile": SOUTH}, {NORTH: 0.3, SOUTH: 0.1}, {NORTH: "Norway"})
    assert found == {}


def test_a_clause_that_a_stretch_loses_goes_to_the_other_party_of_the_sentence() -> None:
    text = "According to Norwegian sources, a vote could be held after a deal, and Chile has shown itself willing to talk on."
    whole = text[text.index("a vote") : -1]
    found = claims_of(text, {"Norwegian": NORTH, "Chile": SOUTH}, {NORTH: 0.15, SOUTH: 0.9}, {SOUTH: whole})
    assert found[SOUTH] == ["Chile has shown itself willing to talk on"]
    assert [quote.startswith("a vote could be held after a deal") for quote in found[NORTH]] == [True]


def test_what_is_told_according_to_a_party_is_its_claim_however_little_the_network_sees() -> None:
    text = "According to Norwegian statements, a vote could be held after a deal, and Chile has shown itself willing to talk."
    names = {"Norwegian": NORTH, "Chile": SOUTH}
    found = claims_of(text, names, {NORTH: 0.02, SOUTH: 0.05}, {})
    assert [quote.startswith("a vote could be held after a deal") for quote in found[NORTH]] == [True]
    assert SOUTH not in found
    elsewhere = text.replace("According to Norwegian statements, a", "Norwegian statements aside, a")
    assert claims_of(elsewhere, names, {NORTH: 0.02, SOUTH: 0.05}, {}) == {}


def test_a_clause_with_its_own_subject_is_not_another_partys_as_well() -> None:
    text = "Chile is divided: Norway wants the tariffs lifted soon, and nobody agrees."
    clause = "Norway wants the tariffs lifted soon"
    found = claims_of(text, {"Chile": SOUTH, "Norway": NORTH}, {NORTH: 0.9, SOUTH: 0.9}, {NORTH: clause, SOUTH: clause})
    assert found == {NORTH: [clause]}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 70)), max_size=12, unique_by=lambda x: x[0]))
def test_batches_hold_every_pair_once_and_never_split_a_sentence(counts: list[tuple[int, int]]) -> None:
    empty = np.zeros(0, np.int64)
    pairs = [Pair(k, PartyId(f"p{i}"), 0, 0, 0, empty, ()) for k, n in counts for i in range(n)]
    batches = batch_pairs(pairs)
    assert [p for batch in batches for p in batch] == pairs
    homes: dict[int, set[int]] = {}
    for i, batch in enumerate(batches):
        assert batch
        for p in batch:
            homes.setdefault(p.sentence, set()).add(i)
    assert all(len(home) == 1 for home in homes.values())


def test_what_a_party_says_of_another_stays_its_own() -> None:
    text = "The Chilean bank reports that Norway has lifted the tariffs on salt."
    clause = "Norway has lifted the tariffs on salt"
    found = claims_of(
        text, {"The Chilean bank": SOUTH, "Norway": NORTH}, {NORTH: 0.9, SOUTH: 0.35}, {NORTH: clause, SOUTH: clause}
    )
    assert found == {NORTH: [clause], SOUTH: [clause]}
