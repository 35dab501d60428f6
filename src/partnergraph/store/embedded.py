"""The trusted store: bounded questions that our own pages ask, answered in this process.

It takes no query text.  Every question names its subject or its limit, so none can run long.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Self, TypeAlias

import pyoxigraph as ox

from partnergraph.formats import Format
from partnergraph.language import in_language
from partnergraph.manifest import Manifest
from partnergraph.namespaces import DCTERMS, PG, RDF, RDFS, SH, SKOS

from . import document, writing
from .facets import Facets, read_facets
from .goal_work import GoalWork, Parties, goal_work, parties
from .goals import GoalLink, goal_counts, goal_links
from .named import named
from .opening import open_release
from .pointing import MOST_COUNTED, Pointing, pointing
from .positions import Position, positions_of

__all__ = ["Details", "Embedded", "Entity", "Tombstone", "Value"]

_LABELS: Final = tuple(ox.NamedNode(str(name)) for name in (RDFS.label, SKOS.prefLabel, DCTERMS.title))
_TYPE: Final = ox.NamedNode(str(RDF.type))
_MOST_LOOKED_AT: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An IRI, or a literal with its language tag and datatype; both are empty for an IRI."""

    text: str
    is_iri: bool
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a resource that is gone: where it went, "" when nowhere, and since when (ISO 8601, or "")."""

    replaced_by: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What a release says of a resource: property → values, and property → subjects that point at it.

    `more` says that further subjects point at it than are listed.
    """

    iri: str
    facts: Mapping[str, tuple[Value, ...]]
    inverse: Mapping[str, tuple[str, ...]]
    more: bool

    @property
    def tombstone(self) -> Tombstone | None:
        """Return what is left of the resource when it is gone, or None while it is there."""
        if str(PG.Tombstone) not in self.values(RDF.type):
            return None
        replaced, since = self.values(DCTERMS.isReplacedBy), self.values(DCTERMS.modified)
        return Tombstone(replaced_by="".join(replaced[:1]), since="".join(since[:1]))

    def values(self, *predicates: str) -> tuple[str, ...]:
        """Return the values of some properties as texts, in the order of the properties."""
        return tuple(value.text for name in predicates for value in self.facts.get(str(name), ()))

    def iris(self) -> frozenset[str]:
        """Return every IRI that occurs, so that their labels can be asked for at once."""
        values = {value.text for values in self.facts.values() for value in values if value.is_iri}
        subjects = {subject for subjects in self.inverse.values() for subject in subjects}
        datatypes = {value.datatype for values in self.facts.values() for value in values if value.datatype}
        return frozenset({self.iri, *self.facts, *self.inverse, *values, *subjects, *datatypes})


Details: TypeAlias = Mapping[str, tuple[Value, ...]]
"""Property → values."""


class Embedded:
    """The data of one release, read-only."""

    def __init__(self, manifest: Manifest, store: ox.Store) -> None:
        self.manifest = manifest
        self._store = store
        self._work: dict[str, GoalWork] = {}

    @classmethod
    def open(cls, release: Path, in_memory_quads: int = 1_000_000) -> Self:
        """Open a release; raise ReleaseDamaged when it is not what its manifest says."""
        return cls(*open_release(release, in_memory_quads))

    def entity(self, iri: str, most: int = document.MOST_POINTING) -> Entity | None:
        """Return what all graphs say of a resource, or None when they do not name it as a subject.

        At most `most` statements that point at it are listed; with none, the question is a small one.
        """
        facts: dict[str, set[Value]] = {}
        own = list(self._quads(iri))
        for quad in own:
            facts.setdefault(quad.predicate.value, set()).add(_value(quad.object))
        if not facts:
            return None
        inverse: dict[str, set[str]] = {}
        pointing = list(islice(self._pointing_at(iri), most + 1))
        for quad in pointing[:most]:
            if isinstance(quad.subject, ox.NamedNode):
                inverse.setdefault(quad.predicate.value, set()).add(quad.subject.value)
        return Entity(
            iri=iri,
            facts={name: tuple(sorted(facts[name], key=_order)) for name in sorted(facts)},
            inverse={name: tuple(sorted(inverse[name])) for name in sorted(inverse)},
            more=len(pointing) > most,
        )

    def document(self, iri: str, wanted: Format) -> bytes | None:
        """Return the document about a resource as RDF, or None when it is unknown; see `document` for what it holds."""
        triples = document.document(self._store, iri)
        return document.written(triples, iri, wanted) if triples else None

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """Return a label for each IRI that has one, in `language` where there is one."""
        found: dict[str, str] = {}
        for iri in iris:
            for predicate in _LABELS:
                texts = {value.language: value.text for value in self._values(iri, predicate) if not value.is_iri}
                if texts:
                    found[iri] = in_language(texts, language)
                    break
        return found

    def values(self, iri: str, predicate: str) -> tuple[Value, ...]:
        """Return the values of one property of a resource, in a stable order."""
        return tuple(sorted(self._values(iri, ox.NamedNode(predicate)), key=_order))

    def details(self, iris: Iterable[str], predicates: Iterable[str]) -> Mapping[str, Details]:
        """Return what some properties of some resources are, for those of which anything is said."""
        wanted = frozenset(predicates)
        found: dict[str, Details] = {}
        for iri in iris:
            said: dict[str, set[Value]] = {}
            for quad in self._quads(iri):
                if quad.predicate.value in wanted:
                    said.setdefault(quad.predicate.value, set()).add(_value(quad.object))
            if said:
                found[iri] = {name: tuple(sorted(values, key=_order)) for name, values in said.items()}
        return found

    def pointing(
        self, iris: Iterable[str], predicates: Iterable[str], most: int, skipped: int = 0
    ) -> Mapping[tuple[str, str], Pointing]:
        """Return (resource, property) → who points at it so; at most `most` are named, after the first `skipped`."""
        return pointing(self._store, iris, predicates, most, skipped)

    def positions(self, iris: Iterable[str]) -> dict[str, tuple[Position, ...]]:
        """Return where things are, for each of them of which that is known."""
        found = {iri: positions_of(self._store, iri) for iri in iris}
        return {iri: places for iri, places in found.items() if places}

    def instances(self, class_iri: str, most: int) -> tuple[str, ...]:
        """Return at most `most` resources of a class in the default graph, sorted."""
        quads = self._store.quads_for_pattern(None, _TYPE, ox.NamedNode(class_iri), ox.DefaultGraph())
        subjects = (quad.subject for quad in islice(quads, most))
        return tuple(sorted(subject.value for subject in subjects if isinstance(subject, ox.NamedNode)))

    def examples(self, term: str, most: int) -> tuple[tuple[str, Value | None], ...]:
        """Return at most `most` resources that show how a term is used, with the value where the term is a property.

        A class is shown by its instances, and any other term by what has it for the value of a property of ours.
        """
        node = ox.NamedNode(term)
        uses = sorted(islice(self._store.quads_for_pattern(None, node, None, None), most), key=str)
        if uses:
            return tuple((str(quad.subject.value), _value(quad.object)) for quad in uses)  # type: ignore[union-attr]  # no triple is a subject
        found = list(islice(self._store.quads_for_pattern(None, _TYPE, node, None), most))
        if not found:
            near = islice(self._pointing_at(term), _MOST_LOOKED_AT)
            found = list(islice((quad for quad in near if quad.predicate.value.startswith(str(PG))), most))
        return tuple((iri, None) for iri in sorted({str(quad.subject.value) for quad in found}))  # type: ignore[union-attr]  # as above

    def goal_links(self, goal: str, most: int) -> tuple[GoalLink, ...]:
        """Return at most `most` links to a goal or target for each kind of evidence, sorted."""
        return goal_links(self._store, goal, most)

    def goal_counts(self) -> dict[str, Mapping[str, int]]:
        """Return goal → evidence → how many things are linked to it so."""
        return dict(self._counts)

    def goal_work(self, goal: str) -> GoalWork:
        """Return who works on a goal or target, by evidence, and who works together with others at all."""
        found = self._work.get(goal)
        if found is None:
            links = goal_links(self._store, goal, MOST_COUNTED)
            found = goal_work(self._store, links, self._parties)
            if links:  # so that only goals of the data are kept
                self._work[goal] = found
        return found

    def facets(self) -> Facets:
        """Return what there is by kind and facet; reads much of the default graph, so whoever asks keeps it."""
        return read_facets(self._store)

    def statements(self, iris: Iterable[str], wanted: Format) -> bytes:
        """Return what the default graph says of some resources, in a format of graphs."""
        ours = ox.DefaultGraph()
        found = (self._store.quads_for_pattern(ox.NamedNode(iri), None, None, ours) for iri in iris)
        return writing.written((quad.triple for quads in found for quad in quads), wanted)

    def description(self, dataset: str) -> bytes:
        """Return what the default graph says of a dataset and the parts of its description, as N-Triples.

        Parts have IRIs below that of the dataset; they are found by the links among them, and the prefixes by the
        vocabulary that the dataset conforms to.
        """
        found: set[ox.Triple] = set()
        seen: set[str] = set()
        todo = [dataset, *self._prefixes(dataset)]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            own = list(self._store.quads_for_pattern(ox.NamedNode(here), None, None, ox.DefaultGraph()))
            found.update(quad.triple for quad in own)
            near = [*(quad.object for quad in own), *(quad.subject for quad in self._pointing_at(here))]
            todo += [
                term.value for term in near if isinstance(term, ox.NamedNode) and term.value.startswith(f"{dataset}/")
            ]
        return ox.serialize(sorted(found, key=str), format=ox.RdfFormat.N_TRIPLES) or b""

    @cached_property
    def _counts(self) -> dict[str, Mapping[str, int]]:
        """Counted once, because a release never changes."""
        return goal_counts(self._store)

    @cached_property
    def _parties(self) -> Parties:
        """Read once, because a release never changes."""
        return parties(self._store)

    def _prefixes(self, dataset: str) -> list[str]:
        standards = self._values(dataset, ox.NamedNode(str(DCTERMS.conformsTo)))
        return [each.text for one in standards for each in self._values(one.text, ox.NamedNode(str(SH.declare)))]

    def named(self, texts: Iterable[str], of: str) -> tuple[str, ...]:
        """Return the members of a class or scheme that have one of these as IRI, name, code or link, sorted."""
        return named(self._store, texts, of)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the named graphs, sorted."""
        return tuple(sorted(str(graph.value) for graph in self._store.named_graphs()))

    def sizes(self) -> dict[str, int]:
        """Return the names of the named graphs with the number of their statements; reads them whole."""
        return {
            name: sum(1 for _ in self._store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
            for name in self.graphs()
        }

    def _quads(self, iri: str, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        try:
            subject = ox.NamedNode(iri)
        except ValueError:
            return iter(())
        return self._store.quads_for_pattern(subject, predicate, None, None)

    def _pointing_at(self, iri: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, None, ox.NamedNode(iri), None)

    def _values(self, iri: str, predicate: ox.NamedNode) -> Iterator[Value]:
        return (_value(quad.object) for quad in self._quads(iri, predicate))


def _value(term: object) -> Value:
    match term:
        case ox.Literal():
            return Value(text=term.value, is_iri=False, language=term.language or "", datatype=term.datatype.value)
        case ox.NamedNode() | ox.BlankNode():
            return Value(text=term.value, is_iri=isinstance(term, ox.NamedNode))
        case _:
            return Value(text=str(term), is_iri=False)


def _order(value: Value) -> tuple[bool, str, str, str]:
    return value.is_iri, value.language, value.text, value.datatype
