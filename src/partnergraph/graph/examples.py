"""The canned queries as a part of the graph, so that query editors find them there (SHACL, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from partnergraph.iris import Minter
from partnergraph.namespaces import PG, RDF, RDFS, SH

from .triples import Triples

__all__ = ["Example", "add_example"]

_CLASSES: Final = {
    "select": SH.SPARQLSelectExecutable,
    "ask": SH.SPARQLAskExecutable,
    "construct": SH.SPARQLConstructExecutable,
}
"""Form of a query → its class; SHACL has none for DESCRIBE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One canned query: its `form` (`select`), `title` and `description` by language, and whole `text`."""

    name: str
    form: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    text: str


def add_example(triples: Triples, example: Example, minter: Minter) -> None:
    """State a query with what it asks; it stands under the address of its page."""
    query = minter.query(example.name)
    triples.resource(query, SH.SPARQLExecutable, example.title)
    if example.form in _CLASSES:
        triples.link(query, RDF.type, _CLASSES[example.form])
    triples.texts(query, RDFS.comment, example.description)
    triples.strings(query, SH[example.form], [example.text])
    triples.link(query, SH.prefixes, URIRef(str(PG).removesuffix("#")))
