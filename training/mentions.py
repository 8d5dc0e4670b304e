"""Whom the program itself finds named in the corpus: ``python training/mentions.py CORPUS_DIR OUT.json WEIGHTS_DIR...``.

The reader is trained with these beside the annotators' mentions, since these are what it will be given. With as many weights
as folds, each text is looked at by the weights that have not seen its fold; else all by the first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data import find_mentions, folds

from detente.codebook.gazetteer import load_gazetteer
from detente.documents import load_documents
from detente.statements.readers.trained import TrainedReader
from detente.statements.resolve import resolve_parties
from detente.statements.segment import split_sentences


def plain(name: str) -> str:
    """A name without its article, case and stops, to compare."""
    return name.lower().replace(".", "").strip().removeprefix("the ")


def main() -> None:
    corpus, out, *weights = (Path(a) for a in sys.argv[1:])
    names = sorted(p.stem for p in (corpus / "annotations").glob("*.json"))
    parts = folds(names, len(weights)) if len(weights) > 1 else [names]
    found = {}
    for part, folder in zip(parts, weights, strict=True):
        reader = TrainedReader(folder, threads=1)
        for name in part:
            gold = json.loads((corpus / "annotations" / f"{name}.json").read_text(encoding="utf-8"))
            document = load_documents([str(corpus / "texts" / f"{name}.txt")]).documents[0]
            text = (corpus / "texts" / f"{name}.txt").read_text(encoding="utf-8")
            assert document.text == text, name
            sentences = split_sentences(document)
            cast = resolve_parties(document, sentences, reader.look(document, sentences), gazetteer=load_gazetteer())
            index: dict[str, int] = {}
            for k, party in enumerate(gold["parties"]):
                for mention in (party["name"], *party["mentions"]):
                    index.setdefault(plain(mention), k)
            numbers = {p.id: n for n, p in enumerate(cast.parties)}
            meant = [
                next((index[plain(m)] for m in (p.name, *p.aliases) if plain(m) in index), -1) for p in cast.parties
            ]
            mentions = [(m.span.start, m.span.end, numbers[m.party]) for m in cast.mentions]
            known = find_mentions(text, gold["parties"])
            for n, k in enumerate(meant):  # no name in common: then by where they stand
                if k < 0:
                    hits = [g for a, b, p in mentions if p == n for x, y, g in known if a < y and x < b]
                    total = sum(p == n for _, _, p in mentions)
                    if hits and len(hits) * 2 >= total:
                        meant[n] = max(sorted(set(hits)), key=hits.count)
            found[name] = {"mentions": mentions, "meant": meant}
    out.write_text(json.dumps(found), encoding="utf-8")
    count = sum(len(f["meant"]) for f in found.values())
    print(
        f"{len(found)} texts, {count} parties, {sum(k >= 0 for f in found.values() for k in f['meant'])} of them annotated"
    )


if __name__ == "__main__":
    main()
