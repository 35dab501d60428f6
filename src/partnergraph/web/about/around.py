"""What a page about a resource may look at: the resource itself, what lies around it, and what all that is called.

Neighbours are read in sets, a few bounded questions for a page, because the store may be far away.
"""

from collections.abc import Iterable
from typing import Final

from partnergraph.language import in_language
from partnergraph.namespaces import DCTERMS, OWL, PG, PROV, RDF, RDFS, SKOS, SSSOM, WGS
from partnergraph.store.embedded import Details, Entity, Value
from partnergraph.store.pointing import NOBODY, Pointing
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import page_language, service

__all__ = ["MOST_NEAR", "Around"]

MOST_NEAR: Final = 50
"""How many who point at a resource by one property a page names; the rest are counted."""

_READ: Final = tuple(
    str(each)
    for each in (
        RDF.type, RDFS.comment, DCTERMS.description, DCTERMS.language, DCTERMS.source, PROV.wasDerivedFrom,
        SKOS.altLabel, WGS.lat, WGS.long, PG.partner, PG.swedishPartner, PG.internationalPartner, PG.inPartnership,
        PG.country, PG.countryCode, PG.territory, PG.goal, PG.target, PG.goalStatement, PG.projectArea, PG.theme,
        PG.startYear, PG.endYear, PG.linkedGoal, PG.evidence, PG.rule, PG.suggestedBy, PG.confidence, PG.inDocument,
        PG.inRecord, PG.firstLine, PG.lastLine, PG.line, PG.asWritten, PG.value, PG.states, PG.severity, PG.shortName,
        RDFS.label, OWL.annotatedTarget, SSSOM.object_label, SSSOM.confidence,
    )
)  # fmt: skip
"""The properties of neighbours that pages show."""


class Around:
    """A resource and what lies around it, as far as one page asks; made for one request."""

    def __init__(self, entity: Entity) -> None:
        """Begin with the resource itself, which is read already."""
        self.entity = entity
        self._near: dict[str, Details] = {entity.iri: entity.facts}
        self._pointing: dict[tuple[str, str], Pointing] = {}
        self._asked: set[tuple[str, str]] = set()
        self._labels: dict[str, str] = {}

    @property
    def iri(self) -> str:
        """Return the IRI of the resource."""
        return self.entity.iri

    def read(self, iris: Iterable[str]) -> None:
        """Read what is shown of some resources, those that are not read yet."""
        missing = set(iris) - self._near.keys()
        if missing:
            self._near |= {iri: {} for iri in missing} | dict(service().trusted.details(sorted(missing), _READ))

    def read_pointing(self, iris: Iterable[str], *predicates: object) -> None:
        """Read who points at some resources by some properties, and what is shown of them."""
        names, asked = list(map(str, predicates)), list(iris)
        new = sorted({iri for iri in asked for name in names if (iri, name) not in self._asked})
        if new:
            self._asked |= {(iri, name) for iri in new for name in names}
            found = service().trusted.pointing(new, names, MOST_NEAR)
            self._pointing |= found
            self.read(subject for each in found.values() for subject in each.subjects)

    def said(self, iri: str, predicate: object) -> tuple[Value, ...]:
        """Return the values of a property of a resource that has been read."""
        return self._near.get(iri, {}).get(str(predicate), ())

    def values(self, iri: str, *predicates: object) -> list[str]:
        """Return the values of some properties of a resource that has been read, as texts."""
        return [value.text for name in predicates for value in self.said(iri, name)]

    def one(self, iri: str, predicate: object) -> str:
        """Return the first value of a property of a resource that has been read, or ""."""
        return next(iter(self.values(iri, predicate)), "")

    def text(self, iri: str, *predicates: object) -> Linked | None:
        """Return the text of the first of some properties that has one, in the reader's language where there is one."""
        for name in predicates:
            texts = {value.language: value.text for value in self.said(iri, name) if not value.is_iri}
            if texts:
                found = in_language(texts, page_language())
                spoken = next(language for language, text in texts.items() if text == found)
                return Linked(text=found, language="" if spoken == page_language() else spoken)
        return None

    def pointing(self, iri: str, predicate: object) -> Pointing:
        """Return who points at a resource by a property, as far as it has been read."""
        return self._pointing.get((iri, str(predicate)), NOBODY)

    def name_itself(self) -> None:
        """Ask what all is called that stands on the page whatever its kind: its facts, and some who point at it."""
        facts, inverse = self.entity.facts, self.entity.inverse
        values = {value.text for values in facts.values() for value in values if value.is_iri}
        pointing = {subject for subjects in inverse.values() for subject in subjects[:MOST_NEAR]}
        self.name({self.iri, *facts, *inverse, *values, *pointing})

    def name(self, iris: Iterable[str]) -> None:
        """Ask what some resources are called, so that `link` knows it; all at once."""
        missing = set(iris) - self._labels.keys()
        if missing:
            self._labels |= dict.fromkeys(missing, "") | labels(missing)

    @property
    def known(self) -> dict[str, str]:
        """Return the names that are known so far."""
        return {iri: label for iri, label in self._labels.items() if label}

    def link(self, iri: str) -> Linked:
        """Return a resource as a link under its name."""
        self.name([iri])
        return linked(iri, self._labels[iri])

    def links(self, iris: Iterable[str]) -> list[Linked]:
        """Return some resources as links under their names, in the order of the names."""
        asked = list(dict.fromkeys(iris))
        self.name(asked)
        return sorted(map(self.link, asked), key=lambda each: (each.text.casefold(), each.iri))
