"""The kept releases as RDF: versions of one dataset, in the words of DCAT 3 (section 11, versioning)."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef

from partnergraph.iris import Minter
from partnergraph.manifest import Manifest
from partnergraph.namespaces import DCAT, DCTERMS, PROV, RDF, VOID, XSD

from .kept import Kept

__all__ = ["describe"]

_PREFIXES = {"dcat": DCAT, "dcterms": DCTERMS, "prov": PROV, "void": VOID, "xsd": XSD}


def describe(releases: Iterable[Kept], current: str, minter: Minter) -> Graph:
    """Return what is known of the releases that are whole; each follows the one before it in the order given."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    before: URIRef | None = None
    for each in releases:
        if each.manifest is None or each.damage:
            continue
        this = minter.version(each.version)
        graph.add((minter.dataset(), DCAT.hasVersion, this))
        if each.version == current:
            graph.add((minter.dataset(), DCAT.hasCurrentVersion, this))
        _one(graph, this, each.manifest, minter)
        if before is not None:
            graph.add((this, DCAT.previousVersion, before))
            graph.add((this, PROV.wasRevisionOf, before))
        before = this
    return graph


def _one(graph: Graph, this: URIRef, manifest: Manifest, minter: Minter) -> None:
    graph.add((this, RDF.type, DCAT.Dataset))
    graph.add((this, DCAT.isVersionOf, minter.dataset()))
    graph.add((this, DCAT.version, Literal(manifest.version)))
    graph.add((this, VOID.triples, Literal(manifest.triples)))
    if manifest.created:
        graph.add((this, DCTERMS.created, Literal(manifest.created, datatype=XSD.dateTime, normalize=False)))
