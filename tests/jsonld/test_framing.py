"""Framed documents are nested, plain and stable, and parse back to exactly the triples they were made from."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from partnergraph import rdf
from partnergraph.formats import JSONLD, NTRIPLES
from partnergraph.jsonld import framed
from partnergraph.jsonld.framing import _our_context
from partnergraph.namespaces import BASE, PG, RDF, RDFS, SKOS, XSD
from partnergraph.store.embedded import Embedded

_ID = f"{BASE}id/"


def _framed(shipped: Embedded, iri: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shipped.document(iri, JSONLD) or b"null")
    return document


def _lines(text: bytes, form: str) -> set[str]:
    """Return what rdflib reads, as lines of N-Triples with literals as written."""
    with rdf.without_normalisation():
        graph = Graph().parse(data=text, format=form)
    return {" ".join(term.n3() for term in triple) for triple in graph}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser
def test_every_document_is_its_triples_again(shipped: Embedded, documents: dict[str, bytes]) -> None:
    """For each shipped resource, two parsers without a network read from framed JSON-LD what N-Triples say."""
    assert len(documents) > 1_000
    for iri, nested in documents.items():
        plain = shipped.document(iri, NTRIPLES)
        assert plain is not None
        by_oxigraph = {str(quad.triple) for quad in ox.parse(nested, ox.RdfFormat.JSON_LD)}
        assert {str(quad.triple) for quad in ox.parse(plain, ox.RdfFormat.N_TRIPLES)} == by_oxigraph, iri
        assert _lines(plain, "nt") == _lines(nested, "json-ld"), iri


def test_a_partnership_nests_its_partners_projects_and_goals(shipped: Embedded) -> None:
    """Partners come with their names, projects with their goals, and everything in plain values."""
    found = _framed(shipped, f"{_ID}partnership/se-vasteras--ua-shatsk")
    assert ["@context", "id", "type", "label"] == list(found)[:4]
    assert ("Partnership", "Västerås – Shatsk") == (found["type"], found["label"]["sv"])
    assert [{"id": f"{_ID}body/ua-shatsk", "type": "LocalGovernment", "label": {"en": "Shatsk", "uk": "Шацьк"}}] == (
        found["internationalPartner"]
    )
    assert [f"{_ID}body/se-vasteras", f"{_ID}body/ua-shatsk"] == found["partner"]
    goal = found["projects"][0]["goal"][0]
    assert ("http://metadata.un.org/sdg/16", "Fredliga och inkluderande samhällen") == (goal["id"], goal["label"]["sv"])
    assert {"Inherited"} == {link["evidence"] for link in found["goalLinks"]}


def test_a_record_nests_its_lines(shipped: Embedded) -> None:
    """Whoever reads a record sees the strings as written, with lines as numbers and truths as truths."""
    found = _framed(shipped, f"{_ID}record/vasteras-stad-sv/1")
    assert (True, 4, "ProjectPost") == (found["complete"], found["firstLine"], found["recordKind"])
    line = next(part["line"] for part in found["recordParts"] if part.get("asWritten", "").startswith("16"))
    assert isinstance(line, int)


def test_the_context_is_inside_and_no_larger_than_needed(shipped: Embedded) -> None:
    """Only terms that occur are defined in a document, so that it is small and needs no network."""
    found = _framed(shipped, f"{_ID}country/bw")
    assert {"@version", "id", "type", "Country", "LocalGovernment", "Territory"} <= set(found["@context"])
    assert {"countryCode", "contains", "country", "label"} <= set(found["@context"])
    assert not {"partner", "wasDerivedFrom", "goal"} & set(found["@context"])


def test_the_same_triples_are_the_same_bytes(shipped: Embedded) -> None:
    """Keys have one order, whatever the order of the triples."""
    iri = f"{_ID}project/waste-not-revised"
    triples = sorted(Graph().parse(data=shipped.document(iri, NTRIPLES) or b"", format="nt"))
    assert framed(triples, iri) == framed(triples, iri)
    keys = list(json.loads(framed(triples, iri)))
    assert keys[4:] == sorted(keys[4:])


def test_thousands_that_point_are_references() -> None:
    """Subjects of which nothing else is said are mere identifiers beside the ones that are described."""
    country = URIRef(f"{_ID}country/xx")
    bodies = [URIRef(f"{_ID}body/xx-{number}") for number in range(5_000)]
    triples: list[rdf.Triple] = [(country, RDF.type, PG.Country), *((body, PG.country, country) for body in bodies)]
    triples.append((bodies[0], RDFS.label, Literal("first", lang="en")))
    nested = framed(triples, str(country))
    contained = json.loads(nested)["contains"]
    assert {"en": "first"} == contained[0]["label"]
    assert sorted(map(str, bodies[1:])) == contained[1:]
    assert len(triples) == len({str(quad.triple) for quad in ox.parse(nested, ox.RdfFormat.JSON_LD)})


def test_thousands_that_are_pointed_at_are_references() -> None:
    """Crowds of values of which nothing is said stand in their list, or under a whole IRI where there is no term."""
    scheme, members = URIRef(f"{_ID}scheme/x"), [URIRef(f"{_ID}area/{number}") for number in range(3_000)]
    foreign = URIRef("http://z/p")
    triples: list[rdf.Triple] = [(scheme, name, each) for name in (SKOS.hasTopConcept, foreign) for each in members]
    triples += [(members[7], RDFS.label, Literal("seven", lang="en"))]
    nested = framed(triples, str(scheme))
    found = json.loads(nested)
    assert str(scheme) == found["id"]
    assert {"id": str(members[7]), "label": {"en": "seven"}} in found["hasTopConcept"]
    assert str(members[8]) in found["hasTopConcept"]
    assert {"id": str(members[8])} in found[str(foreign)]
    assert {str(triple.triple) for triple in ox.parse(nested, ox.RdfFormat.JSON_LD)} == {
        " ".join(term.n3() for term in triple) for triple in triples
    }


def test_hundreds_of_texts_are_not_framed() -> None:
    """A property with more texts than framing can bear leaves the nodes as they are, and nothing is lost."""
    about = URIRef("http://a/1")
    triples: list[rdf.Triple] = [(about, RDFS.label, Literal(f"name {number}", lang="en")) for number in range(2_000)]
    triples += [(URIRef(f"{_ID}body/xx"), PG.country, about)]
    nested = framed(triples, str(about))
    assert len(triples) == len({str(quad.triple) for quad in ox.parse(nested, ox.RdfFormat.JSON_LD)})


def test_what_no_frame_knows_is_kept() -> None:
    """Foreign properties, blank nodes, odd literals and statements between others are all there afterwards."""
    about, other, blank = URIRef("http://a/1"), URIRef("http://a/2"), BNode("x")
    triples: list[rdf.Triple] = [
        (about, URIRef("http://a/p"), blank),
        (blank, URIRef("http://a/q"), about),
        (blank, URIRef("http://a/q"), Literal("urn", lang="sv-se")),
        (other, URIRef("http://a/p"), URIRef("http://a/3")),
        (about, RDFS.label, Literal("untagged")),
        (about, RDFS.label, Literal("a", lang="en")),
        (about, RDFS.label, Literal("b", lang="en")),
        (about, PG.line, Literal("007", datatype=XSD.integer, normalize=False)),
        (about, PG.line, Literal(str(2**60), datatype=XSD.integer)),
        (about, PG.line, Literal("many")),
        (about, PG.complete, Literal("1", datatype=XSD.boolean, normalize=False)),
        (about, PG.goalStatement, URIRef("http://a/statement")),
        (about, PG.partner, Literal("no identifier")),
    ]
    nested = framed(triples, str(about))
    expected = Graph()
    for triple in triples:
        expected.add(triple)
    with rdf.without_normalisation():
        found = rdf.parse_text(nested, ".jsonld")
    assert isomorphic(expected, found)


def test_nothing_is_said_of_what_is_not_there() -> None:
    """A document about a resource without statements cannot be made."""
    with pytest.raises(ValueError, match="Nothing is said"):
        framed([(URIRef("http://a/1"), RDF.type, PG.Country)], "http://a/2")


@pytest.mark.parametrize("url", ["http://127.0.0.1/context", "file:///etc/passwd", f"{BASE}contexts/v0.jsonld"])
def test_no_other_context_is_loaded(url: str) -> None:
    """A frame or a document that names another context is refused, wherever that lies."""
    with pytest.raises(ValueError, match="is not loaded"):
        _our_context(url, {})
