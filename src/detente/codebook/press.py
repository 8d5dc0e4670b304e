"""News outlets: who only passes on what others say, and whose own agency an outlet is."""

from __future__ import annotations

import re
from functools import cache

from detente.codebook.schemes import read_data
from detente.model import PartyId

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)


class Press:
    """The outlets of ``data/press.toml``; made once by :func:`load_press`."""

    def __init__(self, independent: list[str], state: dict[str, list[str]], dressing: list[str]) -> None:
        self._owners: dict[str, PartyId | None] = dict.fromkeys(independent)
        self._owners |= {name: PartyId(owner) for owner, names in state.items() for name in names}
        words = "|".join(re.escape(word) for word in sorted(dressing, key=lambda word: (-len(word), word)))
        self._dressing = re.compile(rf"^(?:(?:{words})\s+)+|(?:\s+(?:{words}))+$", re.I)

    def is_outlet(self, phrase: str) -> bool:
        """Whether a naming phrase names an outlet and nobody else: "the state news agency IRNA", "a New York Times report"."""
        return self._plain(phrase) is not None

    def owner(self, phrase: str) -> PartyId | None:
        """The state whose own outlet a phrase names; ``None`` for independent ones and for what is no outlet."""
        name = self._plain(phrase)
        return self._owners[name] if name is not None else None

    def _plain(self, phrase: str) -> str | None:
        """The listed name inside a phrase, if it names nothing else."""
        for name in (phrase, _ARTICLE.sub("", phrase)):
            for bare in (name, self._dressing.sub("", name), _ARTICLE.sub("", self._dressing.sub("", name))):
                if bare in self._owners:
                    return bare
        return None


@cache
def load_press() -> Press:
    """The outlets that ship with detente, read once."""
    data = read_data("press")
    return Press(data["independent"], data["state"], data["dressing"])
