import os
import re
import subprocess
import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import find_near_duplicates
from detente.documents.dedupe import are_near_duplicates
from detente.model import Document, Span
from tests.documents.texts import REPORT

WORDS = [f"word{number}" for number in range(2_000)]


def document(text: str, start: int = 0) -> Document:
    return Document(text=text, name="a", body=Span(start=start, end=len(text)))


def exact_similarity(first: str, second: str) -> float:
    """The share of five-word runs in common, counted out."""
    runs = []
    for text in (first, second):
        words = re.findall(r"\w+", text.casefold())
        runs.append({tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))})
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def edited(random: Random, length: int, replaced: int) -> tuple[str, str]:
    """A text of random words, and the same with some words replaced."""
    words = random.choices(WORDS, k=length)
    changed = list(words)
    for at in random.sample(range(length), replaced):
        changed[at] = "edited"
    return " ".join(words), " ".join(changed)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(1, 500), share=st.floats(0, 0.2))
def test_short_reports_are_counted_out(seed: int, length: int, share: float) -> None:
    first, second = edited(Random(seed), length, int(share * length))
    exact = exact_similarity(first, second)
    expected = ((0, 1, exact),) if exact >= 0.5 else ()
    assert find_near_duplicates([document(first), document(second)]) == expected


@pytest.mark.parametrize("replaced", [0, 50, 100, 200, 400])
def test_the_estimate_for_long_reports_stands_within_five_standard_errors(replaced: int) -> None:
    first, second = edited(Random(replaced), 6_000, replaced)
    ((_, _, estimate),) = find_near_duplicates([document(first), document(second)])
    assert abs(estimate - exact_similarity(first, second)) < 0.08


def test_the_same_text_is_similar_to_the_full() -> None:
    assert find_near_duplicates([document(REPORT), document("Nothing of the kind."), document(REPORT)]) == (
        (0, 2, 1.0),
    )


def test_case_punctuation_and_headline_do_not_count() -> None:
    other = "A headline of its own\n\n" + REPORT.upper().replace(".", " ;")
    assert find_near_duplicates([document(REPORT), document(other, start=23)]) == ((0, 1, 1.0),)


def test_different_reports_are_no_pair() -> None:
    texts = [" ".join(Random(seed).choices(WORDS, k=300)) for seed in range(20)]
    assert find_near_duplicates([document(text) for text in texts]) == ()


def test_pairs_stand_in_order() -> None:
    texts = [REPORT, "x " + REPORT, "Nothing of the kind.", REPORT + " y"]
    pairs = find_near_duplicates([document(text) for text in texts])
    assert [pair[:2] for pair in pairs] == [(0, 1), (0, 3), (1, 3)]


@pytest.mark.parametrize("texts", [[], ["one"], ["Short text", "Other text"], ["?!", "..."]])
def test_few_and_short_reports_are_no_pairs(texts: list[str]) -> None:
    assert find_near_duplicates([document(text) for text in texts]) == ()


def test_the_answer_is_the_same_under_every_hash_seed() -> None:
    program = (
        "from detente.documents import find_near_duplicates as f\nfrom detente.model import Document, Span\n"
        f"texts = [{REPORT!r}, {REPORT!r} + 'And one more sentence that is new here.']\n"
        "print(f([Document(text=t, name='a', body=Span(start=0, end=len(t))) for t in texts]))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert "(0, 1, 0." in answers.pop()


@pytest.mark.parametrize(
    "other", [REPORT, REPORT + " And one more thing.", "Nothing of the kind was said there at all."]
)
def test_one_newcomer_is_told_as_the_pairs_are(other: str) -> None:
    first, second = document(REPORT), document(other)
    assert are_near_duplicates(first, second) == bool(find_near_duplicates([first, second]))
