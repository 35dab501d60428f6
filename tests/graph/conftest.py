"""The graph of the shipped data, and of the listing the project was started from, made once."""

from pathlib import Path

import pytest

from partnergraph import resources
from partnergraph.graph.assembly import Assembled, Knowledge, assemble
from partnergraph.iris import Minter


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Return the shipped tables and vocabularies."""
    return Knowledge.read(resources.folder("data"), resources.folder("ontology"))


@pytest.fixture(scope="session")
def shipped(knowledge: Knowledge) -> Assembled:
    """Return the graph of all shipped listings."""
    return assemble(sorted((resources.folder("data") / "sources").glob("*.txt")), knowledge, Minter())


@pytest.fixture(scope="session")
def vasteras(knowledge: Knowledge) -> Assembled:
    """Return the graph of the shipped Västerås listing alone."""
    return assemble([resources.folder("data") / "sources" / "vasteras-stad-sv.txt"], knowledge, Minter())


@pytest.fixture(scope="session")
def received(knowledge: Knowledge, shared: Path) -> Assembled:
    """Return the graph of the Västerås listing as it was received."""
    return assemble([shared / "source" / "icld-vasteras-stad.txt"], knowledge, Minter())
