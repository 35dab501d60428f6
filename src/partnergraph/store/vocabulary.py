"""The vocabulary and the shapes that ship with the program, as documents about their terms.

The terms are hash IRIs: `…/ns#Partnership` is answered by the document at `…/ns`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import pyoxigraph as ox

from partnergraph import rdf, resources
from partnergraph.formats import Format
from partnergraph.manifest import UNKNOWN
from partnergraph.namespaces import BASE, RDF, SH

from .embedded import Embedded, Entity
from .shapes import Shape, read_shapes
from .writing import written

__all__ = ["Vocabulary"]

_TARGET: Final = ox.NamedNode(str(SH.targetClass))
_TYPE: Final = str(RDF.type)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What some files of ours say under `iri`; `said` answers questions about its terms."""

    iri: str
    store: ox.Store

    @classmethod
    def shipped(cls) -> dict[str, Self]:
        """Return the vocabulary under `ns` and the shapes under `shapes`, as they ship with the program."""
        return {
            "ns": cls.read(f"{BASE}ns", [resources.folder("ontology") / "partnergraph.ttl"]),
            "shapes": cls.read(f"{BASE}shapes", sorted(resources.folder("shapes").glob("*.ttl"))),
        }

    @classmethod
    def read(cls, iri: str, files: Iterable[Path]) -> Self:
        """Read Turtle files of ours; blank nodes get the same names each time."""
        store = ox.Store()
        for number, path in enumerate(files, 1):
            for triple in rdf.parse_file(path, blank=f"f{number}b"):
                subject, predicate, value = map(rdf.to_oxigraph, triple)
                store.add(ox.Quad(subject, predicate, value))  # type: ignore[arg-type]  # as rdflib has it
        return cls(iri=iri, store=store)

    @cached_property
    def said(self) -> Embedded:
        """Return what is said, to be asked as a release is."""
        return Embedded(UNKNOWN, self.store)

    @cached_property
    def terms(self) -> tuple[Entity, ...]:
        """Return the terms, sorted by name, without what points at them."""
        subjects = {quad.subject.value for quad in self.store if isinstance(quad.subject, ox.NamedNode)}
        found = (self.said.entity(iri, most=0) for iri in sorted(subjects) if iri.startswith(f"{self.iri}#"))
        return tuple(term for term in found if term and _TYPE in term.facts)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Return the shapes with a name of their own and their parts, sorted."""
        return read_shapes(self.store)

    @cached_property
    def shape_of(self) -> dict[str, str]:
        """Return class → the shape of its name, else the first that has the class for its target."""
        found: dict[str, str] = {}
        for quad in sorted(self.store.quads_for_pattern(None, _TARGET, None), key=str):
            class_iri, shape = str(quad.object.value), str(quad.subject.value)  # type: ignore[union-attr]  # both IRIs
            named_alike = shape.rpartition("#")[2] == class_iri.rpartition("#")[2]
            found[class_iri] = shape if named_alike else found.get(class_iri, shape)
        return found

    def document(self, wanted: Format) -> bytes:
        """Return all that is said as RDF."""
        return written((quad.triple for quad in self.store), wanted)
