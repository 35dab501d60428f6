"""Adding facts to a graph: labels in languages, numbers and years as typed literals, never a blank node."""

from collections.abc import Iterable, Mapping

from rdflib import Graph, Literal, URIRef

from partnergraph.ingest.records import Language
from partnergraph.namespaces import RDF, RDFS, XSD

__all__ = ["Triples"]


class Triples:
    """A graph under construction; every method states facts about one resource and returns nothing."""

    def __init__(self) -> None:
        self.graph = Graph(bind_namespaces="none")

    def resource(self, subject: URIRef, kind: URIRef, labels: Mapping[str, str] | Mapping[Language, str]) -> None:
        """State what a resource is and how it is called, by language."""
        self.link(subject, RDF.type, kind)
        self.texts(subject, RDFS.label, labels)

    def link(self, subject: URIRef, predicate: URIRef, *objects: URIRef) -> None:
        """State links to other resources."""
        for thing in objects:
            self.graph.add((subject, predicate, thing))

    def texts(self, subject: URIRef, predicate: URIRef, texts: Mapping[str, str] | Mapping[Language, str]) -> None:
        """State texts by language; an empty language leaves the text without one."""
        for language, text in texts.items():
            self.graph.add((subject, predicate, Literal(text, lang=language or None)))

    def strings(self, subject: URIRef, predicate: URIRef, strings: Iterable[str | None]) -> None:
        """State plain strings; None states nothing."""
        for text in strings:
            if text is not None:
                self.graph.add((subject, predicate, Literal(text)))

    def number(self, subject: URIRef, predicate: URIRef, number: int) -> None:
        """State a whole number."""
        self.graph.add((subject, predicate, Literal(str(number), datatype=XSD.integer)))

    def typed(self, subject: URIRef, predicate: URIRef, text: str, datatype: URIRef) -> None:
        """State a literal of another datatype in its lexical form."""
        self.graph.add((subject, predicate, Literal(text, datatype=datatype)))
