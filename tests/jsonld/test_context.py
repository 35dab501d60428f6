"""The context holds the vocabulary together with its JSON, and a published version never changes."""

import hashlib
import json

import pytest
from rdflib import Graph, URIRef

from partnergraph import jsonld, rdf, resources
from partnergraph.jsonld.context import forward_terms, terms
from partnergraph.namespaces import OWL, RDF, RDFS

_PUBLISHED = {1: "f6d59d4c16c5b7952f57a4955cb3a6bfade31dafe6b3a3d300aafc3fd77d4ad9"}

_MEND = """
Version {version} of the context may not change: documents elsewhere are read by it.
To add or change a term, make version {next}: keep the file that was published as ontology/contexts/v{version}.jsonld,
raise VERSION in jsonld/context.py to {next}, name contexts/v{next}.jsonld in every frame, and record its hash here.
"""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Return our vocabulary."""
    return rdf.parse_file(resources.folder("ontology") / "partnergraph.ttl")


def _iris() -> dict[str, str]:
    """Return the forward terms of the context with the IRI of each."""
    return {name: iri for iri, name in forward_terms().items() if not iri.startswith("@")}


def test_a_published_version_never_changes() -> None:
    """The bytes of each version of the context are those that were published."""
    digest = hashlib.sha256(jsonld.context_document()).hexdigest()
    mend = _MEND.format(version=jsonld.VERSION, next=jsonld.VERSION + 1)
    assert _PUBLISHED.get(jsonld.VERSION) == digest, mend


def test_every_term_of_the_vocabulary_has_a_name(ontology: Graph) -> None:
    """Each class, property and individual of the vocabulary has a term in the context: its local name."""
    ours = {str(term) for term in ontology.subjects(RDFS.isDefinedBy)}
    missing = sorted(iri for iri in ours if _iris().get(iri.rpartition("#")[2]) != iri)
    assert [] == missing, "Add a term for each to ontology/context.jsonld."


def test_every_term_of_ours_is_in_the_vocabulary(ontology: Graph) -> None:
    """No term of the context names something of ours that the vocabulary does not define."""
    ours = {str(term) for term in ontology.subjects(RDFS.isDefinedBy)}
    assert [] == [name for name, iri in _iris().items() if "/partnergraph/" in iri and iri not in ours]


def test_values_are_written_as_the_vocabulary_says(ontology: Graph) -> None:
    """A term of an object property takes identifiers, one of a datatype property its datatype or languages."""
    for name, iri in _iris().items():
        kinds = set(ontology.objects(URIRef(iri), RDF.type))
        found = terms()[name]
        coerced = found.get("@type") if isinstance(found, dict) else None
        datatype = ontology.value(URIRef(iri), RDFS.range)
        if OWL.ObjectProperty in kinds:
            assert coerced in {"@id", "@vocab"}, name
        elif datatype == RDF.langString:
            assert "@language" in found["@container"], name
        elif OWL.DatatypeProperty in kinds:
            assert (coerced or "http://www.w3.org/2001/XMLSchema#string") == str(datatype), name


def test_no_term_can_shorten_an_identifier() -> None:
    """No term is usable as a prefix, so that identifiers in documents stay whole (JSON-LD 1.1 section 4.1.5)."""
    assert [] == [name for name, iri in _iris().items() if iri[-1] in ":/?#[]@"]


@pytest.mark.parametrize("name", jsonld.frame_names())
def test_frames_speak_of_what_the_context_names(name: str) -> None:
    """Every frame refers to this version of the context, names a class, and nests only what has a term."""
    frame = json.loads(jsonld.frame_document(name))
    assert jsonld.CONTEXT == frame["@context"]
    local = "".join(part.capitalize() for part in name.split("-"))
    assert local == frame["type"]
    assert [] == [key for key in frame if key not in {"@context", *terms()}]
