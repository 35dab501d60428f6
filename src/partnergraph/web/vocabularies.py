"""`/ns` and `/shapes`: the vocabulary and the shapes, each one document about all its terms (hash IRIs)."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from rdflib import URIRef

from partnergraph.formats import GRAPHS, HTML
from partnergraph.rdf import compact

from .contract import Document
from .entities import OFFERED, facts, without_slash
from .service import page_language, service

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
    found = service().vocabularies[name]
    iris = {found.iri, *(iri for term in found.terms for iri in term.iris())}
    known = service().vocabularies["ns"].said.labels(iris, page_language())
    terms = [(term.iri.rpartition("#")[2], compact(URIRef(term.iri)), facts(term, known)) for term in found.terms]
    return make_response(
        render_template(
            "vocabulary.html",
            name=name,
            iri=found.iri,
            title=known.get(found.iri),
            terms=terms,
            address=f"{request.script_root}/{name}",
            formats=GRAPHS,
        )
    )
