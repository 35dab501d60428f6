"""The trusted questions of our own pages, asked of a remote store: the same face as `Embedded`.

Each question fetches a small, bounded part of the store by a query of ours and asks `Embedded` about that part, so
what a page says does not depend on where the data lies.  Deadlines are short: a page waits for no slow store.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from partnergraph.errors import PartnerGraphError
from partnergraph.formats import JSON, NTRIPLES, Format
from partnergraph.manifest import Manifest

from .answers import QueryRequest
from .embedded import Embedded, Entity, Value
from .remote import RemotePool, bindings, query_text

__all__ = ["Neighbourhood"]

_SECONDS: Final = 5.0
_LISTED_SECONDS: Final = 10.0
_AT_ONCE: Final = 200
_UNKNOWN: Final = Manifest(
    version="unknown", created="", tool="", triples=0, quads=0, digest="", counts={}, files={}, inputs=(), harvested=""
)


class Neighbourhood:
    """Bounded questions to a remote store, safe to share between threads."""

    def __init__(self, pool: RemotePool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._manifest = _UNKNOWN
        self._listed = Embedded(_UNKNOWN, ox.Store())
        self._listed_at = float("-inf")

    @property
    def manifest(self) -> Manifest:
        """Return what is known of the release in the store; its version is "unknown" where nobody has said it.

        A store that fails does not change it: pages of errors name the version too.
        """
        try:
            version = self._pool.layout(_SECONDS).version
            if version != self._manifest.version:
                described = self._described(version)
                with self._lock:
                    self._manifest = described
        except PartnerGraphError:
            pass
        return self._manifest

    def entity(self, iri: str) -> Entity | None:
        """Return what all graphs say of a resource, or None when they do not name it as a subject."""
        return self._around(iri).entity(iri)

    def document(self, iri: str, wanted: Format) -> bytes | None:
        """Return the statements about a resource and those that point at it as RDF, or None when it is unknown."""
        return self._around(iri).document(iri, wanted)

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """Return a label for each IRI that has one, in `language` where there is one."""
        asked = sorted(iri for iri in iris if _term(iri))
        found: dict[str, str] = {}
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            part = self._part("labels", IRIS=" ".join(map(_term, some)))
            found |= part.labels(some, language)
        return found

    def values(self, iri: str, predicate: str) -> tuple[Value, ...]:
        """Return the values of one property of a resource, in a stable order."""
        with self._lock:
            fresh = time.monotonic() - self._listed_at < _LISTED_SECONDS
            listed = self._listed.values(iri, predicate) if fresh else ()
        return listed or (self._part("statements", IRI=_term(iri)).values(iri, predicate) if _term(iri) else ())

    def instances(self, class_iri: str, most: int) -> tuple[str, ...]:
        """Return at most `most` resources of a class in the default graph, sorted.

        What they say is kept for a moment, because whoever lists resources asks for their values next.
        """
        part = self._part("instances", CLASS=_term(class_iri), MOST=str(most))
        with self._lock:
            self._listed, self._listed_at = part, time.monotonic()
        return part.instances(class_iri, most)

    def description(self, dataset: str) -> bytes:
        """Return what the default graph says of a dataset and the parts of its description, as N-Triples."""
        return self._part("dataset", DATASET=_term(dataset)).description(dataset)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted."""
        named = self._pool.layout(_SECONDS).named
        return named or tuple(sorted(row["graph"]["value"] for row in self._rows("graphs")))

    def sizes(self) -> dict[str, int]:
        """Return the names of the named graphs with the number of their statements."""
        return {row["graph"]["value"]: int(row["size"]["value"]) for row in self._rows("sizes")}

    def _around(self, iri: str) -> Embedded:
        """Return the statements about a resource and one more of those that point at it than is ever shown."""
        if not _term(iri):
            return Embedded(_UNKNOWN, ox.Store())
        return self._part("statements", "pointing", IRI=_term(iri))

    def _part(self, *names: str, **parts: str) -> Embedded:
        store = ox.Store()
        for name in names:
            request = QueryRequest(query=query_text(name, **parts), format=NTRIPLES, deadline=_SECONDS)
            with self._pool.query(request) as answer:
                store.bulk_load(answer.body, ox.RdfFormat.N_TRIPLES)
        return Embedded(self._manifest, store)

    def _rows(self, name: str) -> list[dict[str, dict[str, str]]]:
        with self._pool.query(QueryRequest(query=query_text(name), format=JSON, deadline=_SECONDS)) as answer:
            return bindings(answer)

    def _described(self, version: str) -> Manifest:
        """Return a manifest of what the store's own description of the data says (VoID)."""
        rows = self._rows("description")
        said = {row["what"]["value"]: row["value"]["value"] for row in rows}
        counts = {name: int(number) for name, number in sorted(said.items()) if name not in {"triples", "harvested"}}
        return replace(
            _UNKNOWN,
            version=version or _UNKNOWN.version,
            triples=int(said.get("triples", 0)),
            counts=counts,
            harvested=said.get("harvested", ""),
        )


def _term(iri: str) -> str:
    """Return an IRI as SPARQL writes it, or "" for a text that is none."""
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        return ""
