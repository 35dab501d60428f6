"""The search index of the shipped data, made once."""

from collections.abc import Iterator

import pytest
from rdflib import Graph

from partnergraph import resources, search
from partnergraph.graph.assembly import Knowledge, assemble
from partnergraph.iris import Minter
from partnergraph.search import Index


@pytest.fixture(scope="session")
def shipped() -> Graph:
    """Return the graph of all shipped listings."""
    knowledge = Knowledge.read(resources.folder("data"), resources.folder("ontology"))
    return assemble(sorted((resources.folder("data") / "sources").glob("*.txt")), knowledge, Minter()).data


@pytest.fixture(scope="session")
def index(shipped: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Return the index of the shipped data."""
    path = tmp_path_factory.mktemp("search") / search.FILE
    _ = search.write(path, shipped, Minter())
    found = Index(path)
    yield found
    found.close()
