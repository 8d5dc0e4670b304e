"""Whose a stretch is: the rules that go before what the reader saw."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Act, Document, Mention, PartyId, Span, Stance
from detente.statements.attribute import Attributions
from detente.statements.owners import settle_owners
from detente.statements.readers.protocol import Draft, Quoted
from detente.statements.segment import split_sentences

NAMES = {"Lima": "pe", "Chile": "cl", "Bolivia": "bo", "Brazil": "br", "the crews": "crews", "the owners": "owners"}
NAMES["The crews"] = NAMES["the crews"]
PARTIES, ACTS = sorted(set(NAMES.values())), list(Act)


def settle(
    text: str, *drafts: tuple[str, str, Act], said: tuple[str, str, str] | None = None
) -> list[tuple[str, str, Act, Stance]]:
    """What is left of drafts (party, quote, act), given who is reported to say what (source, cue, content)."""
    document = Document(text=text, name="report", body=Span(start=0, end=len(text)))
    mentions = sorted(
        (
            Mention(party=PartyId(party), document=document.id, span=Span(start=m.start(), end=m.end()))
            for name, party in NAMES.items()
            for m in re.finditer(rf"\b{name}\b", text)
        ),
        key=lambda m: m.span,
    )
    sentences = split_sentences(document)
    quoted = []
    if said:
        source, cue, content = (Span(start=text.index(s), end=text.index(s) + len(s)) for s in said)
        quoted.append(Quoted(source=source, cue=cue, content=content))
    made = [
        Draft(
            party=PartyId(party),
            span=Span(start=text.index(quote), end=text.index(quote) + len(quote)),
            sentence=0,
            act=act,
            stance=Stance.OPPOSE if act is Act.REJECT else Stance.SUPPORT,
            hedged=False,
            confidence=0.8,
            vector=np.zeros(4, np.float32),
        )
        for party, quote, act in drafts
    ]
    settled = settle_owners(document, made, mentions, Attributions(document, quoted, mentions, sentences))
    return [(d.party, text[d.span.start : d.span.end], d.act, d.stance) for d in settled]


def test_what_a_speaker_tells_of_others_who_decided_is_theirs() -> None:
    text = "Lima said Chile and Bolivia agreed to share the water."
    content = "Chile and Bolivia agreed to share the water"
    found = settle(
        text,
        ("pe", content, Act.AGREE),
        ("cl", content, Act.AGREE),
        ("bo", content, Act.AGREE),
        said=("Lima", "said", content),
    )
    assert sorted(party for party, *_ in found) == ["bo", "cl"]


@pytest.mark.parametrize(
    ("content", "act"),
    [
        ("the crews have refused the offer", Act.REJECT),  # a common noun may be the speaker's own people
        ("Chile has cheated over the water", Act.ACCUSE),  # an accusation is the speaker's
        ("Lima and Chile agreed to share the water", Act.AGREE),  # the speaker is one of them
    ],
)
def test_what_may_be_the_speakers_own_stays_with_the_speaker(content: str, act: Act) -> None:
    drafts = [(party, content, act) for party in ("pe", "cl", "crews")]
    found = settle(f"Lima said {content}.", *drafts, said=("Lima", "said", content))
    assert "pe" in {party for party, *_ in found}


def test_a_speaker_whom_nobody_else_claims_from_keeps_the_statement() -> None:
    content = "Chile and Bolivia agreed to share the water"
    found = settle(f"Lima said {content}.", ("pe", content, Act.AGREE), said=("Lima", "said", content))
    assert "pe" in {party for party, *_ in found}


def test_they_who_said_they_were_willing_are_those_named_before() -> None:
    text = "At a meeting of the owners, Chile and Bolivia said they were willing to wait, Brazil told the press."
    found = settle(text, ("br", "they were willing to wait", Act.REJECT))
    assert found == [
        ("bo", "they were willing to wait", Act.CONSIDER, Stance.OPEN),
        ("cl", "they were willing to wait", Act.CONSIDER, Stance.OPEN),
    ]


def test_he_may_be_somebody_else() -> None:
    found = settle(
        "Chile said he was willing to wait, Brazil told the press.", ("br", "he was willing to wait", Act.CONSIDER)
    )
    assert [party for party, *_ in found] == ["br"]


def test_all_of_a_list_of_subjects_decide() -> None:
    text = "Chile, Bolivia and Brazil rejected the toll."
    found = settle(text, ("bo", "Bolivia and Brazil rejected the toll", Act.REJECT))
    assert [(party, quote) for party, quote, *_ in found] == [
        ("br", "Chile, Bolivia and Brazil rejected the toll"),
        ("cl", "Chile, Bolivia and Brazil rejected the toll"),
        ("bo", "Bolivia and Brazil rejected the toll"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "After talks with Chile, Bolivia rejected the toll.",  # a comma alone makes no list
        "Talks between Chile and Bolivia rejected the toll.",
        "Chile and Bolivia on Sunday, by word of Lima and others, rejected the toll.",
    ],
)
def test_names_beside_each_other_that_are_no_list_of_subjects_add_nobody(text: str) -> None:
    quote = text[text.index("Bolivia") : -1]
    assert [party for party, *_ in settle(text, ("bo", quote, Act.REJECT))] == ["bo"]


def test_who_is_refused_an_offer_offers() -> None:
    text = "The crews have rejected an offer of a tenth from the owners."
    found = settle(text, ("crews", text[:-1], Act.REJECT), ("owners", text[:-1], Act.REJECT))
    assert sorted((party, act, stance) for party, _, act, stance in found) == [
        ("crews", Act.REJECT, Stance.OPPOSE),
        ("owners", Act.PROPOSE, Stance.SUPPORT),
    ]


def test_by_whom_a_demand_was_dismissed_makes_none() -> None:
    text = "He repeated the demands that were rejected by the owners."
    assert settle(text, ("owners", text[:-1], Act.REJECT)) == [("owners", text[:-1], Act.REJECT, Stance.OPPOSE)]


def test_an_aside_tells_what_its_subject_wants() -> None:
    text = "The crews, who are seeking a rise of a fifth, rejected an offer of a tenth."
    found = settle(text, ("crews", text[:-1], Act.REJECT))
    assert (("crews", "seeking a rise of a fifth", Act.DEMAND, Stance.SUPPORT)) in found
    assert (("crews", text[:-1], Act.REJECT, Stance.OPPOSE)) in found


WORDS = [
    "Lima",
    "Chile",
    "Bolivia",
    "the crews",
    "said",
    "they",
    "rejected",
    "an offer from",
    "and",
    ",",
    "agreed",
    "to",
    "wait",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=14),
    st.lists(
        st.tuples(st.sampled_from(PARTIES), st.integers(0, 60), st.integers(3, 60), st.sampled_from(ACTS)), max_size=5
    ),
    st.integers(0, 3),
)
def test_whatever_the_words_no_stretch_leaves_the_text_and_nobody_comes_in_who_is_not_named(
    words: list[str], rough: list[tuple[str, int, int, Act]], cut: int
) -> None:
    text = " ".join(words) + "."
    document = Document(text=text, name="report", body=Span(start=0, end=len(text)))
    mentions = [
        Mention(party=PartyId(NAMES[m[0]]), document=document.id, span=Span(start=m.start(), end=m.end()))
        for m in re.finditer("Lima|Chile|Bolivia|the crews", text)
    ]
    content = Span(start=min(len(text) - 1, text.find("said") + 5 + cut), end=len(text))
    quoted = [Quoted(source=mentions[0].span, cue=None, content=content)] if mentions else []
    attributions = Attributions(document, quoted, mentions, split_sentences(document))
    drafts = tuple(
        Draft(
            party=PartyId(party),
            span=Span(start=min(at, len(text) - 1), end=min(len(text), min(at, len(text) - 1) + size)),
            sentence=0,
            act=act,
            stance=Stance.SUPPORT,
            hedged=False,
            confidence=0.5,
            vector=np.zeros(4, np.float32),
        )
        for party, at, size, act in rough
    )
    once = settle_owners(document, drafts, mentions, attributions)
    assert all(d.span.end <= len(text) for d in once)
    assert {d.party for d in once} <= {d.party for d in drafts} | {m.party for m in mentions}
    assert {d.sentence for d in once} <= {d.sentence for d in drafts}
