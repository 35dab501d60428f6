"""`/sparql/terms.json`: what an editor completes while somebody writes a query, from our own ontology and shapes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify
from rdflib import URIRef

from partnergraph.language import in_language
from partnergraph.namespaces import OWL, PREFIXES, RDF, RDFS, SH
from partnergraph.rdf import compact
from partnergraph.sparql.mistakes.vocabulary import AGGREGATES, FOREIGN, FUNCTIONS, KEYWORDS
from partnergraph.store.embedded import Entity

from .contract import Document
from .labels import labels
from .service import page_language, service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("completing", __name__)

_CLASSES: Final = frozenset({str(OWL.Class), str(RDFS.Class)})
_PROPERTIES: Final = frozenset({str(OWL.ObjectProperty), str(OWL.DatatypeProperty)})


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """Answer with prefixes, terms with their labels, which properties things of a class have, and words of SPARQL.

    Labels and definitions are in the language of this request.
    """
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    used = _used()
    own = [_term(term) for term in service().vocabularies["ns"].terms]
    others = {path for paths in used.values() for path in paths} - {each["iri"] for each in own}
    members = {
        "prefixes": {**FOREIGN, **PREFIXES},
        "terms": [*own, *_of_others(others)],
        "properties": {compact(URIRef(name)): [compact(URIRef(path)) for path in used[name]] for name in sorted(used)},
        "keywords": sorted(KEYWORDS - {"SERVICE", "SILENT"}),
        "functions": sorted(FUNCTIONS | AGGREGATES),
    }
    return asked.answer(jsonify(members))


def _term(term: Entity) -> dict[str, Any]:
    """Return what is told of a term of ours."""
    types = set(term.values(RDF.type))
    kind = "class" if types & _CLASSES else "property" if types & _PROPERTIES else "thing"
    said = {value.language: value.text for value in term.facts.get(str(RDFS.comment), ())}
    return _told(term.iri, kind, in_language(said, page_language()) if said else "")


def _of_others(iris: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what is told of the properties of others that our shapes speak of."""
    return (_told(iri, "property", "") for iri in sorted(iris))


def _told(iri: str, kind: str, about: str) -> dict[str, Any]:
    name = compact(URIRef(iri)).strip("<>")
    label = labels([iri]).get(iri, "")
    return {"name": name, "iri": iri, "kind": kind, "label": label, "about": about}


def _used() -> Mapping[str, list[str]]:
    """Return class → the properties that its shape speaks of: first those that it asks for, each group by name."""
    shapes = service().vocabularies["shapes"].said
    found: dict[str, list[str]] = {}
    for class_iri, shape in service().vocabularies["shapes"].shape_of.items():
        parts = [each.text for each in shapes.values(shape, str(SH.property))]
        asked_for = {part for part in parts if shapes.values(part, str(SH.minCount))}
        paths = [
            (part not in asked_for, path.text)
            for part in parts
            for path in shapes.values(part, str(SH.path))
            if path.is_iri
        ]
        found[class_iri] = list(dict.fromkeys(path for _, path in sorted(paths)))
    return found
