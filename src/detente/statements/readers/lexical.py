"""What the codebook's word lists see in a sentence, as numbers beside what the encoder sees."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from detente.codebook.schemes import load_conditions, load_cues, load_hedges
from detente.model import Act

ACTS = tuple(Act)
_ENLARGED = re.compile(r"(?:[’']s)?(?:\s[A-Z][\w’'-]*)*,\s(?!(?:but|and|while)\b)[^,;.]{3,80},(?=\s[a-z])")
REACH = 30
"""Characters after a subject within which its verb is looked for."""
SIZE = 2 * len(ACTS) + 8
"""Numbers that :meth:`SentenceWords.features` gives."""


class SentenceWords:
    """The cue, hedge and condition words of one sentence.

    Parameters
    ----------
    sentence : str
        The sentence alone; spans asked about count from its first character.
    """

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self._cues = [(h.span.start, ACTS.index(h.act), h.said) for h in load_cues().find(sentence)]
        self._hedges = [(h.span.start, h.negation) for h in load_hedges().find(sentence)]
        self._conditions = [h.span.start for h in load_conditions().find(sentence) if not h.weak]

    def cue_after(self, at: int, end: int) -> tuple[int, int] | None:
        """The first cue after a subject ending at ``at``, within reach and before ``end``: its number in ``ACTS``, its distance.

        What enlarges on the subject between two commas is passed over: "France, led by its president, is considering".
        """
        enlarged = _ENLARGED.match(self.sentence, at)
        at = enlarged.end() if enlarged else at
        return next(((act, start - at) for start, act, _ in self._cues if at <= start < min(end, at + REACH)), None)

    def features(self, start: int, end: int) -> NDArray[np.float32]:
        """Presence of each act's cues inside and outside a span, then of negation, hedges, conditions and quotation marks.

        Returns
        -------
        array, shape (SIZE,), 0 or 1
        """
        out = np.zeros(SIZE, np.float32)
        n = len(ACTS)
        for at, act, said in self._cues:
            inside = start <= at < end
            out[act if inside else n + act] = 1.0
            out[2 * n] = max(out[2 * n], float(said and not inside))
        for at, negation in self._hedges:
            inside = start <= at < end
            out[2 * n + (1 if negation else 2) + (0 if inside else 2)] = 1.0
        for at in self._conditions:
            out[2 * n + (5 if start <= at < end else 6)] = 1.0
        out[2 * n + 7] = float(any(mark in self.sentence[max(0, start - 1) : start + 1] for mark in '“"'))
        return out
