"""Framed documents are nested, plain and stable, and parse back to exactly the triples they were made from."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph

from partnergraph import rdf
from partnergraph.formats import JSONLD, NTRIPLES
from partnergraph.jsonld import Statement, framed
from partnergraph.jsonld.context import load
from partnergraph.namespaces import BASE, PG, RDF, RDFS, SKOS, XSD
from partnergraph.store.embedded import Embedded

from .reading import meant, said

_ID = f"{BASE}id/"


def _framed(shipped: Embedded, iri: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shipped.document(iri, JSONLD) or b"null")
    return document


def _text(subject: str, predicate: str, text: str, language: str = "") -> Statement:
    datatype = RDF.langString if language else XSD.string
    return Statement(subject, str(predicate), text, str(datatype), language)


def _to(subject: str, predicate: str, resource: str) -> Statement:
    return Statement(subject, str(predicate), str(resource))


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
    """The keys have one order."""
    iri = f"{_ID}project/waste-not-revised"
    assert shipped.document(iri, JSONLD) == shipped.document(iri, JSONLD)
    keys = list(_framed(shipped, iri))
    assert keys[4:] == sorted(keys[4:])


def test_thousands_that_point_are_references() -> None:
    """Subjects of which nothing else is said are mere identifiers beside the ones that are described."""
    country, bodies = f"{_ID}country/xx", sorted(f"{_ID}body/xx-{number}" for number in range(5_000))
    statements = [_to(country, RDF.type, PG.Country), *(_to(body, PG.country, country) for body in bodies)]
    statements.append(_text(bodies[0], RDFS.label, "first", "en"))
    nested = framed(statements, country)
    contained = json.loads(nested)["contains"]
    assert {"en": "first"} == contained[0]["label"]
    assert bodies[1:] == contained[1:]
    assert meant(statements) == said(nested)


def test_thousands_that_are_pointed_at_are_references() -> None:
    """Crowds of values of which nothing is said stand in their list, or under a whole IRI where there is no term."""
    scheme, members = f"{_ID}scheme/x", [f"{_ID}area/{number}" for number in range(3_000)]
    statements = [_to(scheme, name, each) for name in (SKOS.hasTopConcept, "http://z/p") for each in members]
    statements.append(_text(members[7], RDFS.label, "seven", "en"))
    nested = framed(statements, scheme)
    found = json.loads(nested)
    assert scheme == found["id"]
    assert {"id": members[7], "label": {"en": "seven"}} in found["hasTopConcept"]
    assert members[8] in found["hasTopConcept"]
    assert {"id": members[8]} in found["http://z/p"]
    assert meant(statements) == said(nested)


def test_hundreds_of_texts_are_not_framed() -> None:
    """A property with more texts than framing can bear leaves the nodes as they are, and nothing is lost."""
    statements = [_text("http://a/1", RDFS.label, f"name {number}", "en") for number in range(2_000)]
    statements.append(_to(f"{_ID}body/xx", PG.country, "http://a/1"))
    assert meant(statements) == said(framed(statements, "http://a/1"))


def test_nothing_is_said_of_what_is_not_there() -> None:
    """A document about a resource without statements cannot be made."""
    with pytest.raises(ValueError, match="Nothing is said"):
        framed([_to("http://a/1", RDF.type, PG.Country)], "http://a/2")


@pytest.mark.parametrize("url", ["http://127.0.0.1/context", "file:///etc/passwd", f"{BASE}contexts/v0.jsonld"])
def test_no_other_context_is_loaded(url: str) -> None:
    """A frame or a document that names another context is refused, wherever that lies."""
    with pytest.raises(ValueError, match="is not loaded"):
        load(url, {})
