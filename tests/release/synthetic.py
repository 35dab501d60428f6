"""Graphs of any size, shaped like those of a build, for tests that need more than a listing gives."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph import rdf
from partnergraph.graph.assembly import Assembled, Input
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SDG, SH, XSD

Triples = Iterator[tuple[Node, Node, Node]]

MINT = Minter()
SHAPES = Path(__file__).resolve().parents[1] / "data" / "release" / "shapes.ttl"


def shapes() -> Graph:
    """Return the small gate that these tests build through."""
    return rdf.parse_file(SHAPES)


def assembled(partnerships: int = 3, *, note: str = "", partners: int = 2) -> Assembled:
    """Return graphs with some 20 triples for each of `partnerships`.

    `note` makes the content, and so the version, another one; with one of `partners` the gate stays shut.
    """
    data, findings = Graph(bind_namespaces="none"), Graph(bind_namespaces="none")
    for n in range(partnerships):
        for triple in (*_bodies(n), *_partnership(n, partners), *_project(n, note), *_record(n)):
            data.add(triple)
        for triple in _finding(n):
            findings.add(triple)
    return Assembled(
        data=data,
        findings=findings,
        inputs=(Input(name="listing.txt", sha256="0" * 64, lines=10 * partnerships),),
        counts={"partnerships": partnerships, "projects": partnerships},
        harvested="2026-05-04",
    )


def _bodies(n: int) -> Triples:
    """Yield two bodies."""
    for country, name in (("se", "Ort"), ("ua", "Stad")):
        body = MINT.id("body", f"{country}-{name.lower()}-{n}")
        yield body, RDF.type, PG.LocalGovernment
        yield body, RDFS.label, Literal(f"{name} {n} med åäö", lang="sv")
        yield body, PG.country, MINT.id("country", country)


def _partnership(n: int, partners: int) -> Triples:
    """Yield a partnership; the first of all is in a network, which the gate warns of."""
    this = MINT.id("partnership", f"se-ort-{n}--ua-stad-{n}")
    yield this, RDF.type, PG.Partnership
    yield this, RDFS.label, Literal(f"Ort {n} – Stad {n}", lang="sv")
    for body in (f"se-ort-{n}", f"ua-stad-{n}")[:partners]:
        yield this, PG.partner, MINT.id("body", body)
    if n == 0:
        yield this, PG.inNetwork, MINT.id("network", "ring")


def _project(n: int, note: str) -> Triples:
    """Yield a project, with a decimal that the store writes in another way."""
    this = MINT.id("project", f"vatten-{n}")
    yield this, RDF.type, PG.Project
    yield this, DCTERMS.title, Literal(f'Vatten "{n}" {note}', lang="sv")
    yield this, PG.goal, SDG[str(n % 17 + 1)]
    yield this, PG.inPartnership, MINT.id("partnership", f"se-ort-{n}--ua-stad-{n}")
    yield this, PG.startYear, Literal("2019", datatype=XSD.gYear)
    yield this, PG.confidence, Literal("0.50", datatype=XSD.decimal)
    yield this, PROV.wasDerivedFrom, MINT.id("record", "vasteras", n)


def _record(n: int) -> Triples:
    """Yield the record all was read from."""
    this = MINT.id("record", "vasteras", n)
    yield this, RDF.type, PG.SourceRecord
    yield this, PG.firstLine, Literal(str(10 * n + 1), datatype=XSD.integer)
    yield this, PG.asWritten, Literal(f"Projekt: Vatten\n{n}")
    yield this, DCTERMS.source, URIRef(f"https://example.org/listing/{n}")


def _finding(n: int) -> Triples:
    """Yield a finding about it."""
    this = MINT.id("finding", "vasteras", f"{10 * n + 1}-blank-value")
    yield this, RDF.type, PG.Finding
    yield this, PG.severity, SH.Warning
    yield this, PG.line, Literal(str(10 * n + 1), datatype=XSD.integer)
