"""The graph of history: what the register says is merged or gone, as tombstones."""

from rdflib import Literal, URIRef

from partnergraph.graph.assembly import Assembled
from partnergraph.graph.history import add_history
from partnergraph.graph.identifiers import Identifier, Register
from partnergraph.graph.triples import Triples
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SD, XSD
from partnergraph.validation import shipped_ontology, shipped_shapes, validate

_PROJECT = "https://w3id.org/partnergraph/id/project/"
_ROWS = (
    Identifier(kind="project", slug="here", key="here"),
    Identifier(kind="project", slug="away", key="away", status="gone", since="2026-12-01"),
    Identifier(kind="project", slug="old", key="old", status="merged", replaced_by="older"),
    Identifier(kind="project", slug="older", key="older", status="merged", replaced_by="here"),
)


def test_what_is_gone_or_merged_has_a_tombstone() -> None:
    """A tombstone says that, since when, and what it was merged into in the end; what is active has none."""
    triples = Triples()
    add_history(triples, Register(rows=_ROWS), Minter())
    graph = triples.graph
    away, old, older = (URIRef(f"{_PROJECT}{slug}") for slug in ("away", "old", "older"))

    assert {away, old, older} == set(graph.subjects(RDF.type, PG.Tombstone))
    assert {away, old, older} == set(graph.subjects(OWL.deprecated, Literal(True)))
    assert [Literal("2026-12-01", datatype=XSD.date)] == list(graph.objects(away, DCTERMS.modified))
    assert [] == list(graph.objects(away, DCTERMS.isReplacedBy))
    here = URIRef(f"{_PROJECT}here")
    assert [here, here] == [*graph.objects(old, DCTERMS.isReplacedBy), *graph.objects(older, DCTERMS.isReplacedBy)]
    assert {"en", "sv"} == {label.language for label in graph.objects(old, RDFS.label) if isinstance(label, Literal)}
    assert validate(graph + shipped_ontology(), shipped_shapes()).w3c_conforms


def test_named_graphs_say_what_they_are(shipped: Assembled) -> None:
    """The graphs of findings and of history hold their own names."""
    for name, graph in (("findings", shipped.findings), ("history", shipped.history)):
        assert (URIRef(f"https://w3id.org/partnergraph/graph/{name}"), RDF.type, SD.Graph) in graph


def test_what_the_sources_state_cannot_be_gone() -> None:
    """A thing that is a tombstone and a project at once does not pass the gate."""
    triples = Triples()
    add_history(triples, Register(rows=_ROWS[1:2]), Minter())
    triples.link(URIRef(f"{_PROJECT}away"), RDF.type, PG.Project)

    report = validate(triples.graph + shipped_ontology(), shipped_shapes())

    assert not report.conforms
    assert any("active again" in result.message("en") for result in report.results)
