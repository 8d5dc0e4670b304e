"""A quick reader that worker processes can open, and reports that make it fail in all ways that a worker can."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from detente.errors import ReaderError
from detente.ledger import Ledger
from detente.model import Act, Document, Mention, PartyId, Sentence, Span, Stance
from detente.pipeline.scale.engine import Engine
from detente.statements.readers.protocol import Draft, Look, Named, Quoted, Reader

NOW = datetime(2031, 4, 1, 12, tzinfo=UTC)
AGENDA = """
[[party]]
name = "Chile"
aliases = ["Santiago"]
[[party]]
name = "Bolivia"
[[issue]]
name = "Sea access"
keywords = ["port", "coast"]
"""
NAMES = ("Chile", "Bolivia", "Peru", "Brazil")


class FakeReader:
    """Takes every sentence with a country in it as that country's; what a text asks for happens to its process."""

    name = "fake"
    version = "1"

    def look(self, document: Document, sentences: Sequence[Sentence]) -> Look:
        """Do what the text asks for, and find the countries."""
        obey(document.text)
        named = [
            Named(span=Span(start=at, end=at + len(name)), score=0.9, vector=vector(name))
            for name in NAMES
            for at in [document.text.find(name)]
            if at >= 0
        ]
        quoted = tuple(Quoted(source=None, cue=None, content=s.span) for s in sentences if "said" in document.text)
        return Look(named=tuple(sorted(named, key=lambda n: n.span.start)), quoted=quoted, memory=tuple(sentences))

    def read(self, look: Look, document: Document, mentions: Sequence[Mention]) -> tuple[Draft, ...]:
        """A draft of each sentence for each country named in it."""
        return tuple(
            Draft(
                party=PartyId(mention.party),
                span=sentence.span,
                sentence=number,
                act=Act.PROPOSE,
                stance=Stance.SUPPORT,
                hedged=False,
                confidence=0.75,
                vector=vector(document.text[sentence.span.start : sentence.span.end]),
            )
            for number, sentence in enumerate(look.memory)
            for mention in mentions
            if sentence.span.contains(mention.span)
        )


def vector(text: str) -> np.ndarray:
    """A direction that the words decide."""
    values = np.frombuffer(hashlib.blake2b(text.encode(), digest_size=32).digest(), np.uint8).astype(np.float32) - 127.5
    return values / np.linalg.norm(values)


def obey(text: str) -> None:
    """Die, fail or wait, as a text asks."""
    if "DIE ALWAYS" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "DIE ONCE AT " in text:
        mark = Path(text.split("DIE ONCE AT ")[1].split(".mark")[0] + ".mark")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if "FAIL" in text:
        raise RuntimeError("the text asked for it")
    if "SLOW" in text:
        time.sleep(60)


def fake_reader(cores: int) -> Reader:
    """Open the reader."""
    return FakeReader()


def broken_reader(cores: int) -> Reader:
    """Fail as a reader without its model does."""
    raise ReaderError("the reader's model is missing")


def dying_reader(cores: int) -> Reader:
    """End the process."""
    os._exit(3)


def report(number: int, more: str = "") -> Document:
    """A report with words of its own, of its own day; every eighth has none."""
    own = " ".join(f"matter{number * 7 + k}" for k in range(9))
    text = (
        f"Chile offers Bolivia a port at the coast for {number} ships if {own} holds. Peru said it rejects {own}.{more}"
    )
    day = None if number % 8 == 7 else date(2031, 1, 1) + timedelta(days=number)
    return Document(text=text, name=f"report-{number:03}", body=Span(start=0, end=len(text)), published=day)


def ray_run(folder: Path) -> None:
    """Two runs of ``add`` on two Ray workers of which some are killed, and one in this process; the three heads."""
    from detente.pipeline.adding import add_reports
    from detente.pipeline.scale.cluster import Cluster
    from detente.pipeline.scale.engine import Serial

    documents = [report(n, f" DIE ONCE AT {folder / str(n)}.mark" if n in (2, 9) else "") for n in range(20)]
    documents.append(report(90, " DIE ALWAYS"))
    heads = []
    engines: list[Engine] = [Cluster(2), Serial()]
    for number, engine in enumerate(engines):
        given = documents if number == 0 else documents[:-1]
        with Ledger.create(folder / f"{number}.db", agenda=AGENDA, now=NOW) as ledger:
            added = add_reports(ledger, *given, recorded=NOW, engine=engine, open_reader=fake_reader)
            heads.append((ledger.head, len(added.new), [(s.document, s.reason.split(" (")[0]) for s in added.skipped]))
    print(heads)


if __name__ == "__main__":
    ray_run(Path(sys.argv[1]))
