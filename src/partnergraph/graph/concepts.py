"""Project areas and themes as concepts: the known ones of the schemes, and new ones as they are published."""

from dataclasses import dataclass, field

from rdflib import URIRef

from partnergraph.iris import Kind, Minter
from partnergraph.names import slug
from partnergraph.namespaces import SKOS

from .triples import Triples

__all__ = ["Concepts"]


@dataclass(slots=True, kw_only=True)
class Concepts:
    """Turns published values into concepts; `known` are the IRIs the shipped schemes already describe."""

    known: frozenset[URIRef]
    minter: Minter
    added: set[URIRef] = field(default_factory=set)

    def area(self, triples: Triples, published: str) -> URIRef:
        """Return the concept of a project area."""
        return self._concept(triples, "area", "project-areas", published)

    def theme(self, triples: Triples, published: str) -> URIRef:
        """Return the concept of a theme."""
        return self._concept(triples, "theme", "themes", published)

    def _concept(self, triples: Triples, kind: Kind, scheme: str, published: str) -> URIRef:
        """Return a concept; one that no scheme knows is called as it was published, in no language."""
        concept = self.minter.id(kind, slug(published) or "unnamed")
        if concept not in self.known and concept not in self.added:
            self.added.add(concept)
            triples.resource(concept, SKOS.Concept, {"": published})
            triples.texts(concept, SKOS.prefLabel, {"": published})
            triples.link(concept, SKOS.inScheme, self.minter.id("scheme", scheme))
        return concept
