"""Web annotations: of the W3C's model, and found again on texts that changed."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DocumentUnreadable
from detente.exchange import Imported, read_annotations, write_annotations
from detente.exchange.passages import find_again
from detente.model import Document, Reading
from detente.model.record import Verdict
from tests.exchange.samples import FEW, full, hold, odd_readings, put_before, reviews_in
from tests.factories import LAW, make_document

EVERY = (Verdict.ACCEPTED, None, Verdict.REJECTED, Verdict.CORRECTED)
NO_ADDRESS = replace(full().document, url=None)


def items_of(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["first"]["items"])


def quotes_of(found: Imported) -> list[str]:
    return [s.evidence.quote for r in found.readings for s in r.statements]


def verbatim(found: Imported) -> bool:
    """Whether every quotation stands in its report to the letter."""
    return all(
        r.document.text[e.span.start : e.span.end] == e.quote
        for r in found.readings
        for s in r.statements
        for e in (s.evidence, s.hedge, *(q.evidence for q in s.quantities), s.said and s.said.evidence)
        if e
    )


def test_everything_that_a_statement_can_hold_comes_back_as_it_was() -> None:
    held = hold(full(0), full(4), verdicts=EVERY)
    found = read_annotations(write_annotations(held), held.documents)
    assert [r.statements for r in found.readings] == [full(0).statements, full(4).statements]
    assert found.reviews == reviews_in(held)
    assert found.skipped == ()
    assert found.readings[0].issues == full().issues[:1]


def test_an_annotation_is_of_the_model() -> None:
    text = write_annotations(hold(full()), title="Tolls")
    collection = json.loads(text)
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(full().statements)
    annotation, statement = items_of(text)[0], full().statements[0]
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] == "classifying"
    assert annotation["created"] == "2031-04-01T12:30:00Z"
    assert annotation["creator"]["name"] == "by hand 1"
    assert annotation["target"]["source"] == full().document.url
    quotation, position = annotation["target"]["selector"]
    span, words = statement.evidence.span, full().document.text
    assert quotation == {
        "type": "TextQuoteSelector",
        "exact": statement.evidence.quote,
        "prefix": words[max(0, span.start - 32) : span.start],
        "suffix": words[span.end : span.end + 32],
    }
    assert position == {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    assert annotation["body"]["value"] == "Amber, Tolls on the bridge: accepts, supports"
    assert (annotation["body"]["party"], annotation["body"]["act"]) == ("urn:detente:party:amber", "accept")


def test_a_report_without_an_address_goes_by_the_hash_of_its_text() -> None:
    reading = full(1)
    assert reading.document.url is None
    sources = {item["target"]["source"] for item in items_of(write_annotations(hold(reading)))}
    assert sources == {f"urn:detente:document:{reading.document.id}"}


@FEW
@given(odd_readings(reports=1), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_annotations_are_found_again_after_text_was_put_before(readings: tuple[Reading, ...], words: str) -> None:
    held = hold(*readings)
    if held.recorded:
        moved = put_before(held.documents[0], f"{words}\n")
        found = read_annotations(write_annotations(held), [moved])
        assert verbatim(found)
        # Words that stand several times with the same around them are told, never guessed.
        assert len(quotes_of(found)) + len(found.skipped) == len(held.recorded)
        assert all("several places" in s.reason for s in found.skipped)


def test_all_that_hangs_on_a_statement_moves_with_it() -> None:
    held = hold(full())
    moved = put_before(full().document, "CORRECTION: an earlier version was wrong.\n\n")
    found = read_annotations(write_annotations(held), [moved])
    assert found.skipped == ()
    assert verbatim(found)
    assert quotes_of(found) == [s.evidence.quote for s in full().statements]
    assert [s.said and s.said.surface for s in found.readings[0].statements] == ["On Monday", None]


def test_what_stood_around_a_quotation_tells_it_from_its_twin() -> None:
    text = "Amber said no. Later Birch said no. In the end Cedar said no."
    at = text.index("said no", text.index("Birch"))
    moved = "Amended. " + text.replace("Amber said no. ", "")
    found = find_again(moved, at, at + 7, "said no", before=text[at - 32 : at], after=text[at + 7 : at + 39])
    assert found is not None
    assert moved[: found.start].endswith("Birch ")
    assert find_again(moved, 3, 10, "said no") is None


@LAW
@given(st.text("ab ", max_size=12), st.text("ab", min_size=1, max_size=3), st.text("ab ", max_size=12), st.text("ab "))
def test_what_is_found_again_is_always_the_quotation(left: str, words: str, right: str, put: str) -> None:
    text = left + words + right
    found = find_again(put + text, len(left), len(left) + len(words), words, before=left[-32:], after=right[:32])
    if found:
        assert (put + text)[found.start : found.end] == words
    assert find_again(text, len(left), len(left) + len(words), words, before=left[-32:], after=right[:32]) is not None


def altered(change: Callable[[dict[str, Any]], None]) -> str:
    items = items_of(write_annotations(hold(full())))
    change(items[0])
    return json.dumps(items)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda a: a.pop("target"), "target is to be an object, found nothing"),
        (lambda a: a["target"].update(selector=[]), "it has no TextQuoteSelector"),
        (lambda a: a["target"]["selector"][0].update(exact="never said"), "quotes other words than its statement"),
        (lambda a: a["body"]["statement"].update(quote="Tolls"), "quotes other words than its statement"),
        (lambda a: a["body"].pop("statement"), "body.statement is to be an object"),
        (lambda a: a["body"]["statement"].update(format="detente-statement/9"), "of detente-statement/9"),
        (lambda a: a["body"]["statement"].update(act="shout"), "act is to be one of"),
        (lambda a: a["body"]["statement"]["quantities"][0].update(quote="9 boats"), "'9 boats' does not stand"),
        (lambda a: a["target"]["selector"][1].update(start=-1), "start is to be a whole number from 0"),
    ],
)
def test_what_does_not_hold_together_is_skipped_and_named(
    change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    found = read_annotations(altered(change), [full().document])
    assert [s.document for s in found.skipped] == ["annotation 1"]
    assert reason in found.skipped[0].reason
    assert quotes_of(found) == [full().statements[1].evidence.quote]


def test_an_annotation_whose_words_are_gone_is_told() -> None:
    text = full().document.text.replace("Amber would accept", "Amber might accept")
    changed = replace(full().document, text=text)
    found = read_annotations(write_annotations(hold(full())), [changed])
    assert verbatim(found)
    assert [s.document for s in found.skipped] == ["annotation 1"]
    assert "is not found in" in found.skipped[0].reason


@pytest.mark.parametrize("shape", ["page", "list", "single"])
def test_whatever_holds_the_annotations_is_read(shape: str) -> None:
    collection = json.loads(write_annotations(hold(full())))
    page = collection["first"]
    given_as = {"page": page, "list": page["items"], "single": page["items"][0]}[shape]
    found = read_annotations("\ufeff" + json.dumps(given_as), [full().document])
    assert len(quotes_of(found)) == (1 if shape == "single" else 2)


@pytest.mark.parametrize(("text", "message"), [("<html>", "are no JSON"), ("{}", "nothing in it is"), ("3", "nothing")])
def test_a_file_of_another_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(DocumentUnreadable, match=message):
        read_annotations(text, [NO_ADDRESS])


def test_reports_that_are_not_at_hand_are_told() -> None:
    others: list[Document] = [make_document("One thing."), make_document("Another thing.")]
    with pytest.raises(DocumentUnreadable, match="is not at hand"):
        read_annotations(write_annotations(hold(full())), others)


def test_our_own_terms_are_linked_data_too() -> None:
    """With a few terms of the published context put in its place, since nothing is fetched here."""
    collection = json.loads(write_annotations(hold(full())))
    stand_in = {
        "oa": "http://www.w3.org/ns/oa#",
        "id": "@id",
        "type": "@type",
        "Annotation": "oa:Annotation",
        "body": {"@id": "oa:hasBody", "@type": "@id"},
    }
    annotation = collection["first"]["items"][0] | {"@context": [stand_in, *collection["@context"][1:]]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a class that the library's own parser uses
        graph = rdflib.Graph().parse(data=json.dumps(annotation), format="json-ld")
    ours = rdflib.Namespace("urn:detente:vocabulary:")
    (body,) = graph.objects(rdflib.URIRef(annotation["id"]), rdflib.URIRef("http://www.w3.org/ns/oa#hasBody"))
    assert graph.value(body, ours.party) == rdflib.URIRef("urn:detente:party:amber")
    assert str(graph.value(body, ours.stance)) == "support"
    kept = graph.value(body, ours.statement)
    assert str(kept.datatype) == "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
    assert json.loads(str(kept)) == annotation["body"]["statement"]
