"""Who is credited for what."""

import re

import pytest

from detente.model import Document, Mention, PartyId, Sentence, Span
from detente.statements.attribute import Attributions
from detente.statements.readers.protocol import Quoted


def document_of(text: str) -> Document:
    return Document(text=text, name="test", body=Span(start=0, end=len(text)))


def at(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start=start, end=start + len(words))


def attributions(text: str, quoted: list[tuple[str | None, str | None, str]], parties: dict[str, str]) -> Attributions:
    document = document_of(text)
    found = [
        Quoted(source=at(text, s) if s else None, cue=at(text, c) if c else None, content=at(text, w))
        for s, c, w in quoted
    ]
    mentions = [Mention(party=PartyId(p), document=document.id, span=at(text, words)) for words, p in parties.items()]
    ends = [m.end() for m in re.finditer(r"[a-z]{4}\.", text)]
    starts = [0, *[e + 1 for e in ends[:-1]]]
    sentences = [Sentence(span=Span(start=a, end=b), paragraph=0) for a, b in zip(starts, ends, strict=True)]
    return Attributions(document, found, mentions, sentences)


def test_a_speaker_with_an_office_speaks_for_the_party_named_in_the_source() -> None:
    text = "Transport Minister Ada Brook said the bridge would open to trade."
    found = attributions(
        text,
        [("Transport Minister Ada Brook", "said", "the bridge would open to trade")],
        {"Transport Minister Ada Brook": "north"},
    )
    attributed = found.of(at(text, "the bridge would open to trade"))
    assert attributed is not None
    attribution, speaker = attributed
    assert speaker is not None
    assert (speaker.name, speaker.party, speaker.office) == (
        "Transport Minister Ada Brook",
        "north",
        "Transport Minister",
    )
    assert attribution.cue is not None
    assert attribution.cue.quote == "said"


@pytest.mark.parametrize("cue", ["rejected", "wants", "agreed to"])
def test_a_verb_of_deciding_or_wanting_credits_no_speaker(cue: str) -> None:
    text = f"The union {cue} a shorter week for all of its members."
    words = "a shorter week for all of its members"
    attributed = attributions(text, [("The union", cue, words)], {"The union": "union"}).of(at(text, words))
    assert attributed is not None
    assert attributed[1] is None
    assert attributed[0].source is not None


def test_a_pronoun_is_replaced_by_the_person_named_before_it() -> None:
    text = "Ada Brook met the delegates. She said no more tolls would be raised."
    found = attributions(text, [("She", "said", "no more tolls would be raised")], {"Ada Brook": "north"})
    attributed = found.of(at(text, "no more tolls would be raised"))
    assert attributed is not None
    assert attributed[1] is not None
    assert attributed[1].name == "Ada Brook"
    assert attributed[1].party == "north"


def test_he_is_the_one_who_spoke_before_rather_than_the_one_named_last() -> None:
    text = "Ada Brook said tolls were fair after a talk with Ben Stone. She added that no more would be raised."
    said = [("Ada Brook", "said", "tolls were fair"), ("She", "added", "that no more would be raised")]
    found = attributions(text, said, {"Ada Brook": "north", "Ben Stone": "south"})
    attributed = found.of(at(text, "no more would be raised"))
    assert attributed is not None
    assert attributed[1] is not None
    assert attributed[1].party == "north"


def test_words_without_a_source_are_the_reports_own() -> None:
    text = "The two sides are expected to sign the accord on fishing rights."
    assert attributions(text, [], {}).of(at(text, "sign the accord")) is None


def test_a_source_that_names_no_party_is_an_outside_voice() -> None:
    text = "According to the Daily Ledger, both sides accept a pause in the dispute."
    words = "both sides accept a pause in the dispute"
    attributed = attributions(text, [("the Daily Ledger", "According to", words)], {"both sides": "north"}).of(
        at(text, words)
    )
    assert attributed is not None
    assert attributed[1] is not None
    assert attributed[1].party is None


def test_every_attribution_quotes_its_document() -> None:
    text = "Ada Brook said the bridge would open. The mayor denied that it was closed."
    found = attributions(
        text,
        [("Ada Brook", "said", "the bridge would open"), (None, "denied", "that it was closed")],
        {"Ada Brook": "north"},
    )
    for attribution in found.all():
        for part in (attribution.source, attribution.cue, attribution.content):
            assert part is None or text[part.span.start : part.span.end] == part.quote


@pytest.mark.parametrize(
    ("source", "office"),
    [
        ("Ukrainian President Volodymyr Zelensky", "Ukrainian President"),
        ("Gen. Mark Stone", "Gen."),
        ("Lt. Gen. Mark Stone", "Lt. Gen."),
        ("Israeli Prime Minister Ehud Olmert", "Israeli Prime Minister"),
        ("World Bank chief Ada Brook", "World Bank chief"),
        ("President Ursula von der Leyen", "President"),
        ("Ada Brook", None),
        ("John F. Kennedy", None),
        ("the Daily Ledger", None),
        ("General Electric Company", None),
    ],
)
def test_an_office_is_told_from_the_name_that_follows_it(source: str, office: str | None) -> None:
    text = f"{source} said the bridge would open to trade."
    words = "the bridge would open to trade"
    attributed = attributions(text, [(source, "said", words)], {}).of(at(text, words))
    assert attributed is not None
    assert attributed[1] is not None
    assert attributed[1].name == source
    assert attributed[1].office == office
