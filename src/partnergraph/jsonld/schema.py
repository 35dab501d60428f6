"""JSON Schema (2020-12) of framed documents, derived from the shapes and the context.

A schema demands what the shapes demand of one resource by itself: how often a property stands there, and how its values
are written.  What needs a look at other resources, and what is only a warning, is left to SHACL.
"""

import json
from functools import cache
from typing import Any, Final

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from partnergraph import rdf, resources
from partnergraph.jsonld.context import VERSION, forward_terms, reverse_terms, terms
from partnergraph.jsonld.frames import frame_class, frame_document
from partnergraph.jsonld.values import LANGUAGE_MAP, REFERENCE, Constraints, property_schema
from partnergraph.namespaces import BASE, RDFS, SH

__all__ = ["schema_document"]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema_document(name: str) -> bytes:
    """Return the schema of documents with the frame `name`; raise NotFound when there is no such frame."""
    frame = json.loads(frame_document(name))
    target = URIRef(frame_class(name))
    shapes = _shapes()
    nodes = list(shapes.subjects(SH.targetClass, target))
    properties, required = _properties(nodes)
    patterns = sorted({str(each) for node in nodes for each in shapes.objects(node, SH.pattern)})
    kind = {"const": frame["type"]}
    schema = {
        "$schema": _DRAFT,
        "$id": f"{BASE}schemas/v{VERSION}/{name}.json",
        "title": frame["type"],
        "description": _comment(target) or f"A framed document about a resource of the class {target}.",
        "type": "object",
        "required": ["@context", "id", "type", *sorted(required)],
        "properties": {
            "@context": {"type": "object"},
            "id": {"type": "string", "format": "iri", **({"pattern": patterns[0]} if patterns else {})},
            "type": {"anyOf": [kind, {"type": "array", "contains": kind}]},
            **{each: _reversed(each) for each in frame if each in reverse_terms().values()},
            **dict(sorted(properties.items())),
            "included": {"type": "array", "items": {"type": "object", "required": ["id"]}},
        },
        "dependentSchemas": _where_used(set(properties)),
        "$defs": {"reference": REFERENCE, "languageMap": LANGUAGE_MAP},
    }
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()


@cache
def _shapes() -> Graph:
    """Return all shapes as one graph."""
    graph = Graph()
    for path in sorted(resources.folder("shapes").glob("*.ttl")):
        graph += rdf.parse_file(path, blank=path.stem.replace("-", ""))
    return graph


@cache
def _vocabulary() -> Graph:
    return rdf.parse_file(resources.folder("ontology") / "partnergraph.ttl")


def _properties(nodes: list[Node]) -> tuple[dict[str, Any], list[str]]:
    """Return term → schema of its values, and the terms that must be there, by what node shapes demand together."""
    demands: dict[str, Constraints] = {}
    for node in sorted(nodes, key=str):
        for shape in sorted(_shapes().objects(node, SH.property), key=str):
            name = forward_terms().get(str(_shapes().value(shape, SH.path)))
            if name and _shapes().value(shape, SH.severity) in (None, SH.Violation):
                demands[name] = demands.get(name, Constraints()) | _constraints(shape)
    schemas = {name: _explained(name, property_schema(terms()[name], found)) for name, found in demands.items()}
    return schemas, [name for name, found in demands.items() if found.least]


def _where_used(names: set[str]) -> dict[str, Any]:
    """Return term → what is demanded of a document in which it stands, for these terms or else for any."""
    found = {}
    for iri in sorted(set(map(str, _shapes().objects(None, SH.targetSubjectsOf)))):
        name = forward_terms().get(iri)
        properties, required = _properties(list(_shapes().subjects(SH.targetSubjectsOf, URIRef(iri))))
        if name and properties and (name in names or not names):
            found[name] = {"required": sorted(required), "properties": dict(sorted(properties.items()))}
    return found


def _constraints(shape: Node) -> Constraints:
    """Read what a property shape demands of values one by one."""

    def value(name: URIRef) -> Any:
        found = _shapes().value(shape, name)
        return found.toPython() if isinstance(found, Literal) else found

    some = value(SH.qualifiedMinCount) or 0
    languages = _members(value(SH.qualifiedValueShape), SH.languageIn) if some else frozenset()
    return Constraints(
        least=max(value(SH.minCount) or 0, some),
        most=value(SH.maxCount),
        datatype=str(value(SH.datatype) or ""),
        pattern=value(SH.pattern) or "",
        minimum=value(SH.minInclusive),
        maximum=value(SH.maxInclusive),
        shortest=value(SH.minLength),
        one_per_language=bool(value(SH.uniqueLang)),
        languages=languages,
        members=frozenset(forward_terms().get(each, each) for each in _members(shape, SH["in"])),
    )


def _members(subject: Node | None, name: URIRef) -> frozenset[str]:
    """Return the members of the list that a subject has as value of a property; none where it has none."""
    head = _shapes().value(subject, name) if subject else None
    return frozenset(map(str, Collection(_shapes(), head))) if head else frozenset()


def _explained(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    definition = terms()[name]
    comment = _comment(URIRef(definition["@id"] if isinstance(definition, dict) else definition))
    return ({"description": comment} if comment else {}) | schema


def _reversed(name: str) -> dict[str, Any]:
    """Return the schema of a property that is read from value to subject."""
    iri = terms()[name]["@reverse"]
    return {
        "description": f"Resources that have this one as value of {forward_terms().get(iri, iri)}.",
        "type": "array",
        "items": {"$ref": "#/$defs/reference"},
    }


def _comment(term: URIRef) -> str:
    """Return the English definition of a term of ours."""
    comments = _vocabulary().objects(term, RDFS.comment)
    return next((str(text) for text in comments if isinstance(text, Literal) and text.language == "en"), "")
