"""Which annotated party a reader's name for it means."""

from __future__ import annotations

from collections.abc import Sequence

from detente.evaluation.annotation import AnnotatedParty


def name_key(name: str | None) -> str:
    """A name as it is compared: whatever its case, its full stops, and a leading "the".

    Examples
    --------
    >>> name_key("The U.S."), name_key(None)
    ('us', '')
    """
    return (name or "").lower().replace(".", "").strip().removeprefix("the ")


class PartyNames:
    """The names of both sides for the same parties.

    Parameters
    ----------
    gold : sequence of AnnotatedParty
        The annotated parties; of two that share a name or mention, it means the first.
    read : sequence of AnnotatedParty
        The reader's parties.
    """

    def __init__(self, gold: Sequence[AnnotatedParty], read: Sequence[AnnotatedParty]) -> None:
        self._meant: dict[str, str] = {}
        for party in gold:
            for name in (party.name, *party.mentions):
                self._meant.setdefault(name_key(name), party.name)
        self._mentions = {party.name: party.mentions for party in read}
        self._gold = {party.name for party in gold}
        self._found = {self.party(party.name) for party in read}

    def party(self, name: str | None) -> str | None:
        """The annotated party that the reader's name, or else the first of its mentions that fits, stands for.

        Returns
        -------
        str or None
            The annotator's name for it; the reader's own where it stands for none of theirs; ``None`` for no party.
        """
        if name is None:
            return None
        for known in (name, *self._mentions.get(name, ())):
            if name_key(known) in self._meant:
                return self._meant[name_key(known)]
        return name

    def speaker(self, name: str) -> str:
        """The annotated party that a speaker's name itself is, else the name."""
        return self._meant.get(name_key(name), name)

    def is_annotated(self, name: str) -> bool:
        """Whether the reader's name stands for one of the annotated parties."""
        return self.party(name) in self._gold

    def is_found(self, party: str) -> bool:
        """Whether the reader found an annotated party."""
        return party in self._found
