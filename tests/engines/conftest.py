"""The engines: the same small release in each, embedded in memory and on disk, and in two real servers."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest

from partnergraph.release.upload import upload
from partnergraph.store import MEGABYTE, Limits, WorkerPool
from partnergraph.store.remote import RemotePool, RemoteStore
from tests.serving import make_release

from .servers import oxigraph, virtuoso

ENGINES = ("memory", "disk", "oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release."""
    return make_release(tmp_path_factory.mktemp("releases"), root / "tests" / "data" / "serving" / "tiny.ttl")


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Run an Oxigraph server."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as store:
        yield store


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Run a Virtuoso."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as store:
        yield store


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, release: Path) -> Iterator[WorkerPool | RemotePool]:
    """Return workers over the small release in one engine after the other."""
    limits = Limits(workers=2, memory_bytes=256 * MEGABYTE, result_bytes=8 * MEGABYTE)
    with ExitStack() as open_ones:
        match request.param:
            case "memory":
                yield open_ones.enter_context(WorkerPool(release, limits))
            case "disk":
                on_disk = Limits(workers=2, memory_bytes=512 * MEGABYTE, in_memory_quads=0)
                yield open_ones.enter_context(WorkerPool(release, on_disk))
            case name:
                store = request.getfixturevalue(f"{name}_server")
                upload(release, store)
                yield open_ones.enter_context(RemotePool(store, limits))


@pytest.fixture(scope="session")
def reference(root: Path) -> ox.Store:
    """Return the small data in a store of this process."""
    store = ox.Store()
    folder = root / "tests" / "data" / "serving"
    store.bulk_load(path=str(folder / "tiny.ttl"), format=ox.RdfFormat.TURTLE)
    findings = ox.NamedNode("https://w3id.org/partnergraph/graph/findings")
    store.bulk_load(path=str(folder / "findings.ttl"), format=ox.RdfFormat.TURTLE, to_graph=findings)
    return store
