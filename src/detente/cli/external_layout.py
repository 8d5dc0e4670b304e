"""Records of other data sets beside the commitments that they concern, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from detente.brief.external import external_lines
from detente.brief.terminal_page import Pen
from detente.brief.words import STATUS_WORDS, count_words, join_words
from detente.model.external import ExternalLink


def lay_out_external(
    links: Sequence[ExternalLink], read: int, added: int, names: Mapping[str, str], pen: Pen
) -> Iterator[RenderableType]:
    """Each commitment that records concern, with what ties them; never a verdict."""
    commitments = {link.clock.commitment.id: link.clock.commitment for link in links}
    concerned = f"{count_words(len(links), 'record')} concern{'s' if len(links) == 1 else ''}"
    yield pen(
        f"{count_words(read, 'record')} read, {added} of them new;"
        f" {concerned} {count_words(len(commitments), 'commitment')} of the ledger."
    )
    for key, lines in external_lines(links):
        commitment = commitments[key]
        yield Text()
        who = join_words([names.get(party, party) for party in commitment.parties])
        yield pen((commitment.what, "bold"), f": {STATUS_WORDS[commitment.status]}. {who}.")
        for line in lines:
            yield Padding(pen(line), (0, 0, 0, 2))
