"""From the triples of a release to what can be found in it: one entry for each resource, with all its names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from rdflib import Literal, URIRef
from rdflib.term import Node

from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDFS, SCHEMA, SDG, SKOS

from .identifiers import codes_in

__all__ = ["KINDS", "Entry", "Name", "entries"]

KINDS: Final = (
    "goal", "target", "country", "body", "territory", "area", "theme", "body-type", "network", "partnership", "project",
)  # fmt: skip
"""The kinds of resources that can be found: those of our IRIs, and the goals and targets under the UN's."""

_GOAL: Final = re.compile(rf"{re.escape(str(SDG))}([0-9]+)(\.[0-9a-z]+)?")

_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        str(name): role
        for role, names in {
            "label": (RDFS.label, SKOS.prefLabel, DCTERMS.title),
            "name": (SKOS.altLabel, PG.shortName),
            "hidden": (SKOS.hiddenLabel,),
            "code": (
                PG.scbCode, PG.countyCode, PG.katottg, PG.qid, PG.geonamesId, PG.subdivisionCode, PG.countryCode,
                SKOS.notation,
            ),
            "iri": (SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs),
            "text": (DCTERMS.description, SKOS.definition, SKOS.scopeNote, RDFS.comment),
        }.items()
        for name in names
    }
)  # fmt: skip
"""Property → what its values are to somebody who searches."""

_ORDER: Final = tuple(dict.fromkeys(_ROLES.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name, code, IRI or text of a resource, as the graph has it; `property` is empty for its own IRI."""

    role: str
    text: str
    language: str = ""
    property: str = ""


@dataclass(slots=True, kw_only=True)
class Entry:
    """A resource that can be found."""

    iri: str
    kind: str
    country: str = ""
    place: str = ""
    names: set[Name] = field(default_factory=set)

    def in_order(self) -> list[Name]:
        """Return the names, the labels first, always in the same order."""
        return sorted(self.names, key=lambda name: (_ORDER.index(name.role), name.property, name.language, name.text))


def entries(triples: Iterable[tuple[Node, Node, Node]], minter: Minter) -> list[Entry]:
    """Return what the triples of a default graph name, what is most pointed at first, always in the same order.

    Targets come last: their goals point at each of them, and they are rarely what is meant.
    """
    found: dict[str, Entry] = {}
    pointed: Counter[str] = Counter()
    for subject, predicate, value in triples:
        if isinstance(value, URIRef):
            pointed[str(value)] += 1
        kind = _kind(str(subject), minter)
        if kind:
            entry = found.setdefault(str(subject), Entry(iri=str(subject), kind=kind))
            _add(entry, predicate, value)
    named = [entry for entry in found.values() if entry.names]
    for entry in named:
        entry.names.update(tuple(_further(entry)))
    return sorted(
        named, key=lambda entry: (entry.kind == "target", -pointed[entry.iri], KINDS.index(entry.kind), entry.iri)
    )


def _kind(iri: str, minter: Minter) -> str:
    """Return the kind of a resource, or "" for what is not to be found."""
    if found := _GOAL.fullmatch(iri):
        return "target" if found[2] else "goal"
    ours = minter.parse(iri)
    return ours[0] if ours and ours[0] in KINDS else ""


def _add(entry: Entry, predicate: Node, value: Node) -> None:
    role = _ROLES.get(str(predicate))
    if predicate == PG.country:
        entry.country = str(value)
    elif predicate == PG.territory:
        entry.place = str(value)
    elif role and isinstance(value, URIRef) == (role == "iri"):
        language = (value.language or "") if isinstance(value, Literal) else ""
        entry.names.add(Name(role=role, text=str(value), language=language, property=str(predicate)))


def _further(entry: Entry) -> Iterator[Name]:
    """Yield the names that the graph implies: the IRI itself, codes inside IRIs, and what people call a target."""
    yield Name(role="iri", text=entry.iri)
    for name in entry.names:
        if name.role == "iri":
            for code, _ in codes_in(name.text):
                yield Name(role="code", text=code, property=name.property)
        if name.property == str(SKOS.notation) and entry.kind == "target":
            yield Name(role="name", text=f"SDG {name.text}", language="en", property=name.property)
            yield Name(role="name", text=f"Delmål {name.text}", language="sv", property=name.property)
