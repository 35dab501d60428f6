"""Shapes as values: what each asks for, how severe it is, and what it says to people, read from a graph of shapes.

The graph is one of ours, small and trusted; nothing here judges data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import RDF, SH, SHAPE

from .embedded import Value

__all__ = ["Constraint", "Path", "Shape", "Step", "read_shapes"]

_ASIDE: Final = frozenset(
    str(name)
    for name in (
        SH.path, SH.name, SH.message, SH.severity, SH.property, SH.sparql, SH.prefixes, SH.order, SH.description,
        SH.declare, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode, SH.select, SH.ask,
        SH.qualifiedValueShapesDisjoint, SHAPE.messageTemplate,
    )
)  # fmt: skip
"""What a shape says beside its constraints."""

_TARGETS: Final = tuple(map(str, (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)))
_NIL: Final = ox.NamedNode(str(RDF.nil))

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One property of a path, followed backwards where it is `inverse`."""

    iri: str
    inverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The properties that lead to the values: one after the other, or with `either` any of them."""

    steps: tuple[Step, ...]
    either: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One demand: the IRI of the parameter, such as that of `sh:minCount`, and its values, those of a list in order."""

    parameter: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape: its names and messages by language, the IRI of its severity, and what it demands.

    `targets` are pairs of the way of choosing and what it names.  `parts` are the shapes of its properties, and its
    questions in SPARQL, which have no path.
    """

    iri: str
    names: Mapping[str, str]
    messages: Mapping[str, str]
    severity: str
    path: Path | None
    targets: tuple[tuple[str, str], ...]
    constraints: tuple[Constraint, ...]
    parts: tuple["Shape", ...]

    @cached_property
    def values(self) -> Mapping[str, tuple[Value, ...]]:
        """Return the values of each constraint by the IRI of its parameter."""
        return {each.parameter: each.values for each in self.constraints}

    def number(self, parameter: object) -> int | None:
        """Return the whole number that a constraint demands, or None where the shape has none such."""
        found = self.values.get(str(parameter), ())
        return int(found[0].text) if found else None


def read_shapes(store: ox.Store) -> tuple[Shape, ...]:
    """Return the node shapes of a graph, sorted, each with its parts; what must be there comes first among those."""
    reading = _Reading(store)
    kind, node_shape = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(SH.NodeShape))
    found = {quad.subject for quad in store.quads_for_pattern(None, kind, node_shape)}
    named = (each for each in found if isinstance(each, ox.NamedNode))
    return tuple(reading.shape(each, str(SH.Violation)) for each in sorted(named, key=str))


class _Reading:
    """Reads shapes from a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def shape(self, node: ox.NamedNode, inherited: str) -> Shape:
        """Return a shape; a part has the severity of its parent where it says nothing of its own."""
        severity = next((str(each.value) for each in self._objects(node, SH.severity)), inherited)
        parts = [*self._objects(node, SH.property), *self._objects(node, SH.sparql)]
        path = next(self._objects(node, SH.path), None)
        return Shape(
            iri=node.value,
            names=self._words(node, SH.name),
            messages=self._words(node, SH.message),
            severity=severity,
            path=None if path is None else self._path(path),
            targets=tuple(
                (way, str(each.value)) for way in _TARGETS for each in sorted(self._objects(node, way), key=str)
            ),
            constraints=tuple(self._constraints(node)),
            parts=tuple(
                sorted((self.shape(each, severity) for each in parts if isinstance(each, ox.NamedNode)), key=_order)
            ),
        )

    def _objects(self, node: Term, predicate: object) -> Iterator[Term]:
        if isinstance(node, ox.Literal):
            return
        for quad in self._store.quads_for_pattern(node, ox.NamedNode(str(predicate)), None):
            yield quad.object  # type: ignore[misc]  # no quoted triples in shapes

    def _words(self, node: Term, predicate: object) -> Mapping[str, str]:
        return {
            each.language or "": each.value for each in self._objects(node, predicate) if isinstance(each, ox.Literal)
        }

    def _constraints(self, node: ox.NamedNode) -> Iterator[Constraint]:
        if any(self._objects(node, SH.select)):
            yield Constraint(parameter=str(SH.sparql), values=())
        said: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(node, None, None):
            name = quad.predicate.value
            if name.startswith((str(SH), str(SHAPE))) and name not in _ASIDE:
                said.setdefault(name, []).append(quad.object)  # type: ignore[arg-type]  # as above
        for name in sorted(said):
            items = [item for each in sorted(said[name], key=str) for item in self._items(each)]
            yield Constraint(parameter=name, values=tuple(map(_value, items)))

    def _items(self, node: Term) -> list[Term]:
        """Return the items of an RDF list, or what is no list as it is."""
        found: list[Term] = []
        rest: Term | None = node
        while rest is not None and rest != _NIL:
            first = next(self._objects(rest, RDF.first), None)
            if first is None:
                return [node]
            found.append(first)
            rest = next(self._objects(rest, RDF.rest), None)
        return found

    def _path(self, node: Term) -> Path:
        either = next(self._objects(node, SH.alternativePath), None)
        return Path(steps=tuple(map(self._step, self._items(node if either is None else either))), either=bool(either))

    def _step(self, node: Term) -> Step:
        back = next(self._objects(node, SH.inversePath), None)
        return Step(iri=str((node if back is None else back).value), inverse=back is not None)


def _order(part: Shape) -> tuple[bool, str]:
    return not part.number(SH.minCount), part.iri


def _value(term: Term) -> Value:
    if isinstance(term, ox.Literal):
        return Value(text=term.value, is_iri=False, language=term.language or "", datatype=term.datatype.value)
    return Value(text=term.value, is_iri=isinstance(term, ox.NamedNode))
