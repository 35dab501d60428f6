"""The shipped data as a store, made once and only read."""

import pyoxigraph as ox
import pytest

from partnergraph import rdf, resources
from partnergraph.formats import JSONLD
from partnergraph.graph.assembly import Knowledge, assemble
from partnergraph.iris import Minter
from partnergraph.manifest import Manifest
from partnergraph.store.embedded import Embedded

_MANIFEST = Manifest(
    version="", created="", tool="", triples=0, quads=0, digest="", counts={}, files={}, inputs=(), harvested=""
)


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """Return a store with all that is built from the shipped sources."""
    knowledge = Knowledge.read(resources.folder("data"), resources.folder("ontology"))
    sources = sorted((resources.folder("data") / "sources").glob("*.txt"))
    assembled = assemble(sources, knowledge, Minter())
    store = ox.Store()
    quads = rdf.nquads({None: assembled.data, Minter().graph("findings"): assembled.findings})
    store.bulk_load(quads, ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def shipped(store: ox.Store) -> Embedded:
    """Return the questions of our pages, asked of the shipped data."""
    return Embedded(_MANIFEST, store)


@pytest.fixture(scope="session")
def subjects(store: ox.Store) -> list[str]:
    """Return every resource that something is said about."""
    return sorted({str(quad.subject.value) for quad in store})


@pytest.fixture(scope="session")
def documents(shipped: Embedded, subjects: list[str]) -> dict[str, bytes]:
    """Return the framed document about every resource."""
    return {iri: shipped.document(iri, JSONLD) or b"" for iri in subjects}
