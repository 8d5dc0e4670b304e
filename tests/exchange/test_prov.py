"""Provenance: PROV-O that an RDF library reads, whole and without the network."""

from __future__ import annotations

import json
import warnings

import rdflib
from hypothesis import given
from rdflib.namespace import PROV, RDF, RDFS, XSD

from detente.exchange import write_prov
from detente.model import Reading
from detente.model.record import Verdict
from tests.exchange.samples import FEW, full, hold, odd_readings, reviews_in

OURS = rdflib.Namespace("urn:detente:vocabulary:")


def graph_of(text: str) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a class that the library's own parser uses
        return rdflib.Graph().parse(data=text, format="json-ld")


def node(kind: str, key: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"urn:detente:{kind}:{key}")


def test_a_statement_leads_to_its_report_its_reader_and_its_time() -> None:
    held = hold(full())
    graph, recorded = graph_of(write_prov(held)), held.recorded[0]
    statement, report = node("statement", recorded.id), node("document", recorded.document)
    assert (statement, RDF.type, PROV.Entity) in graph
    assert (statement, PROV.wasQuotedFrom, report) in graph
    assert (statement, PROV.hadPrimarySource, report) in graph
    assert graph.value(statement, PROV.value).value == recorded.statement.evidence.quote
    assert graph.value(statement, PROV.generatedAtTime).value == recorded.recorded
    activity = graph.value(statement, PROV.wasGeneratedBy)
    assert (activity, RDF.type, PROV.Activity) in graph
    assert (activity, PROV.used, report) in graph
    agent = graph.value(activity, PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in graph
    assert str(graph.value(agent, RDFS.label)) == "by hand 1"
    assert (report, RDF.type, PROV.Entity) in graph
    assert (report, PROV.wasDerivedFrom, rdflib.URIRef("https://example.org/?a=1")) in graph
    publisher = graph.value(report, PROV.wasAttributedTo)
    assert str(graph.value(publisher, RDFS.label)) == "The Ferry"
    assert graph.value(statement, OURS.confidence).datatype == XSD.double


def test_who_said_it_is_told_and_is_no_agent_of_the_record() -> None:
    held = hold(full())
    graph = graph_of(write_prov(held))
    statement = node("statement", held.recorded[0].id)
    assert str(graph.value(statement, OURS.speaker)) == "Minister Lark"
    people = set(graph.subjects(RDF.type, PROV.Person))
    assert people == set()
    assert graph.value(statement, OURS.party) == node("party", "amber")
    assert str(graph.value(node("party", "amber"), RDFS.label)) == "Amber"


def test_a_review_is_an_activity_of_a_person_and_a_correction_an_entity_of_its_own() -> None:
    held = hold(full(), verdicts=(Verdict.REJECTED, Verdict.CORRECTED))
    graph = graph_of(write_prov(held))
    people = {str(graph.value(person, RDFS.label)): person for person in graph.subjects(RDF.type, PROV.Person)}
    assert set(people) == {review.reviewer for review in reviews_in(held)} > {"A. Reader; 読者"}
    every = set(graph.subjects(RDF.type, OURS.Review))
    assert len(every) == len(reviews_in(held))
    latest = [r for r in every if graph.value(r, PROV.wasAssociatedWith) == people["A. Reader; 読者"]]
    reviews = {str(graph.value(r, OURS.verdict)): r for r in latest}
    assert set(reviews) == {"rejected", "corrected"}
    first, second = held.recorded
    assert graph.value(reviews["rejected"], PROV.used) == node("statement", first.id)
    assert graph.value(reviews["rejected"], PROV.endedAtTime).value == first.review.at
    (correction,) = graph.subjects(RDF.type, OURS.Correction)
    assert graph.value(correction, PROV.wasRevisionOf) == node("statement", second.id)
    assert graph.value(correction, PROV.wasGeneratedBy) == reviews["corrected"]
    assert str(graph.value(node("statement", second.id), OURS.stance)) == full().statements[1].stance


def test_a_copy_leads_to_the_report_whose_words_it_has() -> None:
    one, other = full(0), full(1)
    held = hold(one, other)
    copied = type(held)(
        recorded=held.recorded, documents=held.documents, copies=((other.document.id, one.document.id),)
    )
    graph = graph_of(write_prov(copied))
    assert (node("document", other.document.id), PROV.alternateOf, node("document", one.document.id)) in graph


@FEW
@given(odd_readings())
def test_every_statement_and_report_is_there_whatever_its_words(readings: tuple[Reading, ...]) -> None:
    held = hold(*readings, verdicts=(Verdict.ACCEPTED, None))
    text = write_prov(held)
    assert text == write_prov(held)
    graph = graph_of(text)
    assert set(graph.subjects(RDF.type, OURS.Statement)) == {node("statement", r.id) for r in held.recorded}
    assert {graph.value(node("document", d.id), RDFS.label) for d in held.documents} == {
        rdflib.Literal(d.name) for d in held.documents
    }
    assert all(graph.value(s, PROV.wasQuotedFrom) for s in graph.subjects(RDF.type, OURS.Statement))


def test_nothing_has_to_be_fetched_to_read_it() -> None:
    context = json.loads(write_prov(hold(full())))["@context"]
    assert isinstance(context, dict)
    assert all(isinstance(prefix, str) for prefix in context.values())
