"""The reader that ships: its files, and that its answer does not hang on the machine."""

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from detente.codebook import load_gazetteer
from detente.errors import ReaderError
from detente.model import Document, Span
from detente.statements.readers.protocol import Draft
from detente.statements.readers.trained import TrainedReader, shipped_reader
from detente.statements.resolve import resolve_parties
from detente.statements.segment import split_sentences

WEIGHTS = Path(str(files("detente.statements.readers") / "weights"))
NAMES = sorted(path.name for path in WEIGHTS.iterdir() if path.name != "card.json")
TEXT = (
    "Ukraine and Poland resumed talks on grain on Monday. Ukraine wants the ban on its grain lifted at once. Poland "
    "rejected the demand.\n\n“We will not reopen the border unless our farmers are paid,” the Polish government said. "
    "Ukraine agreed to limit its exports to 200,000 tonnes, but the European Union opposed the limit. Poland is ready "
    "to lift the ban only after a new agreement is signed."
)


def document_of(text: str) -> Document:
    return Document(text=text, name="report", body=Span(start=0, end=len(text)))


def drafts_of(reader: TrainedReader, text: str) -> tuple[Draft, ...]:
    document = document_of(text)
    sentences = split_sentences(document)
    look = reader.look(document, sentences)
    cast = resolve_parties(document, sentences, look, gazetteer=load_gazetteer())
    return reader.read(look, document, cast.mentions)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


def test_the_card_lists_every_file_with_its_hash() -> None:
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    assert card["sha256"] == {name: hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() for name in NAMES}


def test_all_files_together_stay_within_thirty_megabytes() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 30_000_000


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReaderError, match=name):
        TrainedReader(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_one_byte_changed_is_named(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ReaderError, match=name):
        TrainedReader(folder)


def test_a_missing_card_is_named(folder: Path) -> None:
    (folder / "card.json").unlink()
    with pytest.raises(ReaderError, match=r"card\.json"):
        TrainedReader(folder)


@pytest.mark.parametrize("card", ["", "{", "{}", "\x00", "[]", '{"sha256": []}', '{"sha256": {}}', "null"])
def test_a_damaged_card_is_a_reader_error(folder: Path, card: str) -> None:
    (folder / "card.json").write_text(card, encoding="utf-8")
    with pytest.raises(ReaderError):
        TrainedReader(folder)


def test_a_folder_that_is_not_there_is_a_reader_error(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="nowhere"):
        TrainedReader(tmp_path / "nowhere")


def test_an_error_says_what_to_do_next_and_shows_no_path_of_the_machine(folder: Path) -> None:
    (folder / "heads.npz").write_bytes(b"")
    with pytest.raises(ReaderError, match="install detente again") as caught:
        TrainedReader(folder)
    assert str(folder.parent) not in str(caught.value)


def test_the_shipped_reader_is_opened_once() -> None:
    assert shipped_reader() is shipped_reader()


@pytest.mark.parametrize("threads", [2, 5])
def test_any_number_of_threads_gives_the_very_same_answer(threads: int) -> None:
    text = "\n\n".join([TEXT] * 6)
    one, many = (drafts_of(TrainedReader(threads=n), text) for n in (1, threads))
    assert one
    assert [(d.party, d.span, d.act, d.stance, d.hedged, d.confidence) for d in one] == [
        (d.party, d.span, d.act, d.stance, d.hedged, d.confidence) for d in many
    ]
    assert all(np.array_equal(a.vector, b.vector) for a, b in zip(one, many, strict=True))


def test_reading_again_gives_equal_drafts() -> None:
    one, two = drafts_of(shipped_reader(), TEXT), drafts_of(shipped_reader(), TEXT)
    assert [(d.party, d.span, d.act, d.confidence) for d in one] == [
        (d.party, d.span, d.act, d.confidence) for d in two
    ]


def test_drafts_keep_to_their_types_promises() -> None:
    sentences = split_sentences(document_of(TEXT))
    drafts = drafts_of(shipped_reader(), TEXT)
    assert [d.span for d in drafts] == sorted(d.span for d in drafts)
    for draft in drafts:
        assert sentences[draft.sentence].span.contains(draft.span)
        assert 0.0 <= draft.confidence <= 1.0
        assert float(np.linalg.norm(draft.vector)) == pytest.approx(1.0, abs=1e-4)


def test_places_that_the_first_pass_finds_lie_within_the_text_and_their_vectors_are_units() -> None:
    document = document_of(TEXT)
    look = shipped_reader().look(document, split_sentences(document))
    assert look.named
    assert look.quoted
    for named in look.named:
        assert named.span.end <= len(TEXT)
        assert 0.0 <= named.score <= 1.0
        assert float(np.linalg.norm(named.vector)) == pytest.approx(1.0, abs=1e-4)
    for quoted in look.quoted:
        for span in (quoted.source, quoted.cue, quoted.content):
            assert span is None or span.end <= len(TEXT)


def test_nobody_named_means_nothing_stated() -> None:
    document = document_of(TEXT)
    look = shipped_reader().look(document, split_sentences(document))
    assert shipped_reader().read(look, document, ()) == ()


def test_no_sentence_gives_an_empty_look() -> None:
    look = shipped_reader().look(document_of(TEXT), ())
    assert look.named == ()
    assert look.quoted == ()
