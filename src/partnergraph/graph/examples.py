"""The canned queries as a part of the graph, so that query editors find them there (SHACL, sections 5 and 6).

Each has its text, its words and its keywords; its parameters are described by SHACL, its columns by CSV on the Web.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import Literal, URIRef

from partnergraph.iris import Minter
from partnergraph.namespaces import CSVW, PG, RDF, RDFS, SCHEMA, SH, SKOS, XSD

from .triples import Triples

__all__ = ["Example", "ExampleParameter", "add_example"]

_CLASSES: Final = {
    "select": SH.SPARQLSelectExecutable,
    "ask": SH.SPARQLAskExecutable,
    "construct": SH.SPARQLConstructExecutable,
}
"""Form of a query → its class; SHACL has none for DESCRIBE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleParameter:
    """What may be given for one variable of a query.

    `kind` says what a value is: of the `datatype` or the `class` that `of` names, a concept of the `scheme` that it
    names, or one of those `allowed` (`in`).  `default` is an example where a value is `required`, else what is meant
    without one.
    """

    name: str
    label: Mapping[str, str]
    kind: str
    of: str = ""
    allowed: tuple[URIRef | Literal, ...] = ()
    required: bool = False
    multiple: bool = False
    default: tuple[URIRef | Literal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One canned query: its `form` (`select`), words by language, whole `text`, and labels of `columns` in order."""

    name: str
    form: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    text: str
    keywords: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parameters: tuple[ExampleParameter, ...] = ()


def add_example(triples: Triples, example: Example, minter: Minter) -> None:
    """State a query with what it asks, takes and gives; it stands under the address of its page."""
    query = minter.query(example.name)
    triples.resource(query, SH.SPARQLExecutable, example.title)
    if example.form in _CLASSES:
        triples.link(query, RDF.type, _CLASSES[example.form])
    triples.texts(query, RDFS.comment, example.description)
    triples.strings(query, SH[example.form], [example.text])
    triples.strings(query, SCHEMA.keywords, example.keywords)
    triples.link(query, SH.prefixes, URIRef(str(PG).removesuffix("#")))
    for place, parameter in enumerate(example.parameters, 1):
        node = minter.query(example.name, f"parameter-{parameter.name}")
        triples.link(query, SH.parameter, node)
        # The local name of the path is the name of the parameter (SHACL, section 6.2.1).
        triples.link(node, SH.path, minter.query(example.name, parameter.name))
        triples.number(node, SH.order, place)
        _add_parameter(triples, node, parameter)
    for place, (name, label) in enumerate(example.columns.items(), 1):
        node = minter.query(example.name, f"column-{name}")
        triples.link(query, CSVW.column, node)
        triples.link(node, RDF.type, CSVW.Column)
        triples.strings(node, CSVW.name, [name])
        triples.texts(node, CSVW.title, label)
        triples.number(node, SH.order, place)


def _add_parameter(triples: Triples, node: URIRef, parameter: ExampleParameter) -> None:
    """State what a parameter is called and takes."""
    triples.link(node, RDF.type, SH.Parameter)
    triples.texts(node, SH.name, parameter.label)
    triples.typed(node, SH.optional, str(not parameter.required).lower(), XSD.boolean)
    if not parameter.multiple:
        triples.number(node, SH.maxCount, 1)
    match parameter.kind:
        case "datatype":
            triples.link(node, SH.datatype, URIRef(parameter.of))
        case "class":
            triples.link(node, SH["class"], URIRef(parameter.of))
        case "scheme":
            triples.link(node, SH["class"], SKOS.Concept)
            triples.link(node, RDFS.seeAlso, URIRef(parameter.of))
        case _:
            _add_list(triples, node, parameter.allowed)
    # What stands in the text of a query that needs a value is one of many, and would only turn up on that one's page.
    for term in () if parameter.required else parameter.default:
        triples.graph.add((node, SH.defaultValue, term))


def _add_list(triples: Triples, node: URIRef, terms: tuple[URIRef | Literal, ...]) -> None:
    """State the terms that are allowed as a list whose cells have IRIs, since this graph has no blank nodes."""
    cells = [URIRef(f"{node}-{place}") for place in range(1, len(terms) + 1)]
    triples.link(node, SH["in"], *(cells[:1] or [RDF.nil]))
    for cell, term, rest in zip(cells, terms, [*cells[1:], RDF.nil], strict=True):
        triples.graph.add((cell, RDF.first, term))
        triples.link(cell, RDF.rest, rest)
