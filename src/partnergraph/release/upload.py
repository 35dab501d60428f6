"""Loading a release into a remote store, whole or not at all, while others read from it.

The data goes into a graph with a new name, the reports into graphs aside, through the Graph Store Protocol; then all
are counted.  Only then one update moves the reports to their names and gives the new graph the highest number, which
is the pointer that readers follow (`store.remote`).  Where an update is one transaction, readers see all of it at once;
elsewhere the pointer comes last and is a single triple, so the data is never seen in part.  Until that moment every
failure leaves readers on the version they had, and the version before stays for those who still read it.
"""

import secrets
import tempfile
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import urlencode

import pyoxigraph as ox

from partnergraph import manifest
from partnergraph.errors import StoreFailure
from partnergraph.formats import JSON, NTRIPLES
from partnergraph.iris import Minter
from partnergraph.manifest import Manifest
from partnergraph.namespaces import DCTERMS, OWL, RDF
from partnergraph.store import Limits, QueryRequest
from partnergraph.store.adapters import AUTO, Adapter, adapter, recognised
from partnergraph.store.remote import Layout, RemotePool, RemoteStore, bindings, query_text
from partnergraph.store.transport import opener

__all__ = ["Upload", "upload"]

_PIECE: Final = 1_000_000
"""Bytes of N-Triples sent at once; stores and the servers before them take bodies of this length."""

_SEND_SECONDS: Final = 600.0
_COUNT_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What was done: the `version` that is current now, whether it was so before, and the graph that holds it."""

    version: str
    existed: bool
    graph: str
    quads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """The ways into a store: `pool` for questions, an opener and two addresses for changes."""

    pool: RemotePool
    director: urllib.request.OpenerDirector
    updates: str
    graphs: str
    parameter: str

    def put(self, graph: str, triples: BinaryIO) -> None:
        """Let `graph` hold these N-Triples and nothing else."""
        address = f"{self.graphs}?{urlencode({self.parameter: graph})}"
        _send(self.director, "PUT", address, b"", NTRIPLES.media_type)
        triples.seek(0)
        while piece := b"".join(triples.readlines(_PIECE)):
            _send(self.director, "POST", address, piece, NTRIPLES.media_type)

    def update(self, *operations: str) -> None:
        """Have the store do these operations of SPARQL Update, as one request."""
        form = urlencode({"update": " ;\n".join(operations)}).encode()
        _send(self.director, "POST", self.updates, form, "application/x-www-form-urlencoded")

    def count(self, graph: str) -> int:
        """Return how many triples a graph of the store holds."""
        return int(self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"]["value"])

    def versions(self, minter: Minter) -> list[str]:
        """Return the graphs of data in the store, the current one first, those never finished last."""
        rows = self._rows(query_text("versions", BASE=minter.base))
        return [row["data"]["value"] for row in rows]

    def _rows(self, query: str) -> list[dict[str, dict[str, str]]]:
        # Named graphs only: the questions name their graphs themselves, whatever the layout makes the default graph.
        with self.pool.ask_as_it_is(QueryRequest(query=query, format=JSON, deadline=_COUNT_SECONDS)) as answer:
            return bindings(answer)


def upload(
    release: Path,
    store: RemoteStore,
    *,
    minter: Minter | None = None,
    update_url: str = "",
    graph_url: str = "",
    tell: Callable[[str], object] = str,
) -> Upload:
    """Load a release into a store and make it current there; a version that is current and whole stays untouched.

    `tell` hears the name of each step.  Addresses that are empty follow from the kind of the store.
    Raises ReleaseDamaged, WrongUsage when an address cannot be told, or StoreFailure; until the last step readers
    keep what they had.
    """
    mint = minter or Minter()
    director = opener(store.address, store.credentials)
    kind = adapter(store.kind) if store.kind != AUTO else _recognise(director, store.address)
    with RemotePool(store, Limits(workers=1), mint) as pool, ExitStack() as files:
        target = _Target(
            pool=pool,
            director=director,
            updates=update_url or kind.update_address(store.address),
            graphs=graph_url or kind.graph_address(store.address),
            parameter=kind.parameter,
        )
        tell("reading")
        listed = manifest.verify(release, only=[manifest.DUMP])
        parts, counts = _split(release / manifest.DUMP, files)
        before = pool.layout()
        if before.version == listed.version and _whole(target, before, counts):
            return Upload(version=listed.version, existed=True, graph=before.data, quads=listed.quads)
        graph = _load(target, listed, parts, counts, mint, tell)
        _switch(target, before, graph, [name for name in parts if name], mint, tell)
        tell("clearing")
        _clear(target, graph, mint)
    return Upload(version=listed.version, existed=False, graph=graph, quads=listed.quads)


def _recognise(director: urllib.request.OpenerDirector, address: str) -> Adapter:
    with _opened(director, urllib.request.Request(f"{address}?{urlencode({'query': 'ASK {}'})}")) as response:  # noqa: S310
        return recognised(response.headers.get("Server", ""))


def _split(dump: Path, files: ExitStack) -> tuple[dict[str, BinaryIO], dict[str, int]]:
    """Write the triples of each graph of a dump ("" is the default graph) to a file of its own, and count them."""
    parts: dict[str, BinaryIO] = {}
    counts: dict[str, int] = {}
    for quad in ox.parse(path=str(dump), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if name not in parts:
            parts[name] = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is one
        parts[name].write(f"{quad.triple} .\n".encode())
        counts[name] = counts.get(name, 0) + 1
    return parts, counts


def _whole(target: _Target, layout: Layout, counts: Mapping[str, int]) -> bool:
    """Tell whether each graph of the current version holds as many triples as it should."""
    held = {"": layout.data} | {name: name for name in layout.named}
    return held.keys() == counts.keys() and all(target.count(held[name]) == counts[name] for name in counts)


def _load(
    target: _Target,
    listed: Manifest,
    parts: Mapping[str, BinaryIO],
    counts: Mapping[str, int],
    minter: Minter,
    tell: Callable[[str], object],
) -> str:
    """Load every graph aside, count what arrived, and return the name of the new graph of data."""
    graph = f"{minter.graph('data')}/{listed.version}-{secrets.token_hex(4)}"
    facts = [f'<{OWL.versionInfo}> "{listed.version}"', *(f"<{DCTERMS.hasPart}> <{name}>" for name in parts if name)]
    target.update(f"INSERT DATA {{ GRAPH <{minter.graph('current')}> {{ <{graph}> {' ; '.join(facts)} }} }}")
    for name, triples in parts.items():
        tell(f"loading {name or 'the data'}")
        aside = _aside(graph, name)
        target.put(aside, triples)
        if (found := target.count(aside)) != counts[name]:
            reason = f"The store holds {found} of the {counts[name]} triples it was sent, so nothing was switched"
            raise StoreFailure(reason, hint="Publish again; what was loaded is replaced.")
    return graph


def _aside(graph: str, name: str) -> str:
    """Return the graph in which a graph of a release waits; that of the data is where it will stay."""
    return f"{graph}/{name.rsplit('/', 1)[-1]}" if name else graph


def _switch(
    target: _Target, before: Layout, graph: str, named: list[str], minter: Minter, tell: Callable[[str], object]
) -> None:
    """Make the new version current, and see that it is."""
    tell("switching")
    gone = [f"DROP SILENT GRAPH <{name}>" for name in before.named if name not in named]
    moves = [f"MOVE <{_aside(graph, name)}> TO <{name}>" for name in named]
    number = before.number + 1
    pointer = f"INSERT DATA {{ GRAPH <{minter.graph('current')}> {{ <{graph}> <{RDF.value}> {number} }} }}"
    target.update(*moves, *gone, pointer)
    target.pool.forget()
    if target.pool.layout().data != graph:
        raise StoreFailure("The store took the new version but another is current", hint="Publish one at a time.")


def _clear(target: _Target, graph: str, minter: Minter) -> None:
    """Remove what no reader can still be reading: all but the current version and the one before."""
    for old in target.versions(minter)[2:]:
        if old != graph:
            facts = f"DELETE WHERE {{ GRAPH <{minter.graph('current')}> {{ <{old}> ?p ?o }} }}"
            target.update(f"DROP SILENT GRAPH <{old}>", facts)


def _send(director: urllib.request.OpenerDirector, method: str, address: str, body: bytes, media_type: str) -> None:
    """Send a body; raise StoreFailure with the store's own words when it is not taken."""
    headers = {"Content-Type": media_type, "Accept": "*/*"}
    request = urllib.request.Request(address, data=body, headers=headers, method=method)  # noqa: S310 - as configured
    with _opened(director, request) as response:
        said = response.read(500).decode("utf-8", "replace")
        if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            reason = f"The store answered {response.status} to a {method} at {address.partition('?')[0]}: {said}"
            raise StoreFailure(reason, hint="Check PARTNERGRAPH_STORE_USER and PARTNERGRAPH_STORE_PASSWORD, or _TOKEN.")


def _opened(director: urllib.request.OpenerDirector, request: urllib.request.Request) -> HTTPResponse:
    """Open an address; raise StoreFailure when nobody answers there."""
    try:
        return cast("HTTPResponse", director.open(request, timeout=_SEND_SECONDS))
    except (OSError, HTTPException) as error:
        raise StoreFailure(f"The store at {request.host} cannot be reached: {error}") from error
