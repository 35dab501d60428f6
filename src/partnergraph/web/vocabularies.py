"""`/ns` and `/shapes`: the vocabulary and the shapes, each one document about all its terms (hash IRIs)."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from rdflib import URIRef

from partnergraph.formats import GRAPHS, HTML
from partnergraph.rdf import compact

from .about.facts import facts
from .contract import Document
from .entities import OFFERED
from .labels import shipped_labels
from .leading import without_slash
from .links import Linked
from .pages.class_diagram import class_diagram
from .pages.ontology import ontology
from .pages.rules import Ruled, ruled
from .service import service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("vocabularies", __name__)
blueprint.before_request(without_slash)


@blueprint.get("/<any(ns, shapes):terms>")
@blueprint.get("/<any(ns, shapes):terms>.<suffix>")
def vocabulary(terms: str, suffix: str | None = None) -> Response:
    """Answer with all that is said of the terms; a page has a place for each of them."""
    found = service().vocabularies[terms]
    asked = Document.asked(f"/{terms}", OFFERED, suffix, found.iri)
    if unchanged := asked.unchanged():
        return unchanged
    response = _page(terms) if asked.wanted is HTML else make_response(found.document(asked.wanted))
    response.content_type = asked.wanted.content_type
    return asked.answer(response)


def _page(name: str) -> Response:
    """Return the page about the terms, which has a place for each under its name."""
    found = service().vocabularies[name]
    around = {"iri": found.iri, "address": f"{request.script_root}/{name}", "formats": GRAPHS}
    if name == "shapes":
        shapes = ruled(found.shapes)
        return make_response(render_template("shapes.html", shapes=shapes, others=_others(shapes), **around))
    said = ontology()
    return make_response(render_template("ontology.html", diagram=class_diagram(said["linkings"]), **said, **around))


def _others(shapes: list[Ruled]) -> list[tuple[str, str, list[tuple[Linked, list[Linked]]]]]:
    """Return the terms of the shapes that are no shape: place, name and facts of each."""
    found = service().vocabularies["shapes"]
    shown = {shape.anchor for shape in shapes} | {rule.anchor for shape in shapes for rule in shape.rules}
    rest = [term for term in found.terms if term.iri.rpartition("#")[2] not in shown]
    known = shipped_labels({iri for term in rest for iri in term.iris()})
    return [(term.iri.rpartition("#")[2], compact(URIRef(term.iri)), facts(term, known)) for term in rest]
