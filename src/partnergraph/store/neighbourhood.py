"""The trusted questions of our own pages, asked of a remote store: the same face as `Embedded`.

Each question fetches a small, bounded part of the store by a query of ours and asks `Embedded` about that part, so
what a page says does not depend on where the data lies.  Deadlines are short: a page waits for no slow store.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol

import pyoxigraph as ox

from partnergraph.errors import NotOffered, PartnerGraphError
from partnergraph.formats import JSON, NTRIPLES, Format
from partnergraph.manifest import UNKNOWN, Manifest

from .answers import Answer, QueryRequest
from .document import MOST_POINTING, rings
from .embedded import Details, Embedded, Entity, Value
from .goal_work import GoalWork
from .goals import GoalLink
from .named import as_terms
from .pointing import Pointing
from .positions import Position
from .remote import Layout, bindings, query_text

__all__ = ["Neighbourhood"]

_SECONDS: Final = 5.0
_LISTED_SECONDS: Final = 10.0
_AT_ONCE: Final = 200


class Asked(Protocol):
    """What is asked: a remote store behind workers, or one that a client speaks to by itself."""

    def layout(self, seconds: float) -> Layout:
        """Return where in the store the current version lies."""

    def query(self, request: QueryRequest) -> Answer:
        """Return the whole, checked answer to a query."""


class Neighbourhood:
    """Bounded questions to a remote store, safe to share between threads."""

    def __init__(self, pool: Asked) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._manifest = UNKNOWN
        self._listed = Embedded(UNKNOWN, ox.Store())
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

    def entity(self, iri: str, most: int = MOST_POINTING) -> Entity | None:
        """Return what all graphs say of a resource, or None when they do not name it as a subject.

        At most `most` statements that point at it are listed; with none, the question is a small one.
        """
        if not _term(iri):
            return None
        names = ("statements", "pointing") if most else ("statements",)
        return self._part(*names, IRI=_term(iri)).entity(iri, most)

    def document(self, iri: str, wanted: Format) -> bytes | None:
        """Return the document about a resource as RDF, or None when it is unknown; see `document` for what it holds."""
        if not _term(iri):
            return None
        store = self._loaded("statements", "pointing", IRI=_term(iri))
        for ring in rings(store, iri) if len(store) else ():
            properties = " ".join(map(str, ring.properties))
            for start in range(0, len(ring.resources), _AT_ONCE):
                some = " ".join(map(str, ring.resources[start : start + _AT_ONCE]))
                self._load(store, "details", IRIS=some, PROPERTIES=properties)
        return Embedded(self._manifest, store).document(iri, wanted)

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """Return a label for each IRI that has one, in `language` where there is one."""
        found: dict[str, str] = {}
        for some, part in self._parts("labels", iris):
            found |= part.labels(some, language)
        return found

    def positions(self, iris: Iterable[str]) -> dict[str, tuple[Position, ...]]:
        """Return where things are, for each of them of which that is known."""
        found: dict[str, tuple[Position, ...]] = {}
        for some, part in self._parts("positions", iris):
            found |= part.positions(some)
        return found

    def values(self, iri: str, predicate: str) -> tuple[Value, ...]:
        """Return the values of one property of a resource, in a stable order."""
        with self._lock:
            fresh = time.monotonic() - self._listed_at < _LISTED_SECONDS
            listed = self._listed.values(iri, predicate) if fresh else ()
        return listed or (self._part("statements", IRI=_term(iri)).values(iri, predicate) if _term(iri) else ())

    def details(self, iris: Iterable[str], predicates: Iterable[str]) -> Mapping[str, Details]:
        """Return what some properties of some resources are, for those of which anything is said."""
        asked, names = sorted({iri for iri in iris if _term(iri)}), list(predicates)
        properties = " ".join(map(_term, names))
        found: dict[str, Details] = {}
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            part = self._part("details", IRIS=" ".join(map(_term, some)), PROPERTIES=properties)
            found.update(part.details(some, names))
        return found

    def pointing(
        self, iris: Iterable[str], predicates: Iterable[str], most: int, skipped: int = 0
    ) -> Mapping[tuple[str, str], Pointing]:
        """Return (resource, property) → who points at it so; at most `most` are named, after the first `skipped`."""
        asked, names = ([each for each in some if _term(each)] for some in (sorted(set(iris)), predicates))
        if not asked or not names:
            return {}
        wanted, properties = " ".join(map(_term, asked)), " ".join(map(_term, names))
        return self._part("pointing-by", IRIS=wanted, PROPERTIES=properties).pointing(asked, names, most, skipped)

    def instances(self, class_iri: str, most: int) -> tuple[str, ...]:
        """Return at most `most` resources of a class in the default graph, sorted.

        What they say is kept for a moment, because whoever lists resources asks for their values next.
        """
        part = self._part("instances", CLASS=_term(class_iri), MOST=str(most))
        with self._lock:
            self._listed, self._listed_at = part, time.monotonic()
        return part.instances(class_iri, most)

    def examples(self, term: str, most: int) -> tuple[tuple[str, Value | None], ...]:
        """Raise NotOffered: a page shows some for each term, and so many questions are too many over a network."""
        raise NotOffered(f"No {most} examples of {term} are asked of a remote store", hint="Ask for them with SPARQL.")

    def goal_links(self, goal: str, most: int) -> tuple[GoalLink, ...]:
        """Return at most `most` links to a goal or target for each kind of evidence, sorted."""
        return self._part("goal-links", GOAL=_term(goal)).goal_links(goal, most) if _term(goal) else ()

    def goal_counts(self) -> dict[str, Mapping[str, int]]:
        """Return goal → evidence → how many things are linked to it so."""
        found: dict[str, dict[str, int]] = {}
        for row in self._rows("goal-counts"):
            found.setdefault(row["goal"]["value"], {})[row["evidence"]["value"]] = int(row["size"]["value"])
        return dict(found)

    def goal_work(self, goal: str) -> GoalWork:
        """Return who works on a goal or target, by evidence, and who works together with others at all."""
        return self._part("goal-links", "goal-work", GOAL=_term(goal)).goal_work(goal)

    def description(self, dataset: str) -> bytes:
        """Return what the default graph says of a dataset and the parts of its description, as N-Triples."""
        return self._part("dataset", DATASET=_term(dataset)).description(dataset)

    def named(self, texts: Iterable[str], of: str) -> tuple[str, ...]:
        """Return the members of a class or scheme of which one of these is the IRI, a name, a code or a link, sorted.

        Texts with a backslash or a control character name nothing here, because stores read them in different ways.
        """
        wanted = [text for text in texts if "\\" not in text and text.isprintable()]
        terms = [term for text in wanted for term in as_terms(text)]
        if not terms or not _term(of):
            return ()
        iris = " ".join(str(term) for term in terms if isinstance(term, ox.NamedNode))
        return self._part("named", OF=_term(of), IRIS=iris, TERMS=" ".join(map(str, terms))).named(wanted, of)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted."""
        named = self._pool.layout(_SECONDS).named
        return named or tuple(sorted(row["graph"]["value"] for row in self._rows("graphs")))

    def sizes(self) -> dict[str, int]:
        """Return the names of the named graphs with the number of their statements."""
        return {row["graph"]["value"]: int(row["size"]["value"]) for row in self._rows("sizes")}

    def _parts(self, name: str, iris: Iterable[str]) -> Iterator[tuple[list[str], Embedded]]:
        """Yield resources, so many at once, with the part of the store that a question about them fetches."""
        asked = sorted(iri for iri in iris if _term(iri))
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            yield some, self._part(name, IRIS=" ".join(map(_term, some)))

    def _part(self, *names: str, **parts: str) -> Embedded:
        return Embedded(self._manifest, self._loaded(*names, **parts))

    def _loaded(self, *names: str, **parts: str) -> ox.Store:
        store = ox.Store()
        for name in names:
            self._load(store, name, **parts)
        return store

    def _load(self, store: ox.Store, name: str, **parts: str) -> None:
        """Ask one of our questions of the remote store, and add its answer to a store in memory."""
        request = QueryRequest(query=query_text(name, **parts), format=NTRIPLES, deadline=_SECONDS)
        with self._pool.query(request) as answer:
            store.bulk_load(answer.body, ox.RdfFormat.N_TRIPLES)

    def _rows(self, name: str) -> list[dict[str, dict[str, str]]]:
        with self._pool.query(QueryRequest(query=query_text(name), format=JSON, deadline=_SECONDS)) as answer:
            return bindings(answer)

    def _described(self, version: str) -> Manifest:
        """Return a manifest of what the store's own description of the data says (VoID)."""
        rows = self._rows("description")
        said = {row["what"]["value"]: row["value"]["value"] for row in rows}
        counts = {name: int(number) for name, number in sorted(said.items()) if name not in {"triples", "harvested"}}
        return replace(
            UNKNOWN,
            version=version or UNKNOWN.version,
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
