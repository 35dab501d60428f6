"""`/goals`: documents about the UN's goals and targets, and what is linked to each, with the evidence kept apart."""

from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request

from partnergraph.errors import NotFound
from partnergraph.formats import GRAPHS, HTML
from partnergraph.namespaces import SDG, SDGO

from .about.claims import EVIDENCE, number, order
from .about.goal import goal_page
from .contract import Document
from .entities import OFFERED, documented
from .labels import labels
from .leading import without_slash
from .links import address, linked
from .service import service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("goals", __name__)
blueprint.before_request(without_slash)

_SCHEME: Final = SDG.rstrip("/")
_MOST_GOALS: Final = 100


@blueprint.get("/goals")
@blueprint.get("/goals.<suffix>")
def goals(suffix: str | None = None) -> Response:
    """List the goals with how many things are linked to each; as RDF, the scheme they are in."""
    asked = Document.asked("/goals", OFFERED, suffix, _SCHEME)
    if unchanged := asked.unchanged():
        return unchanged
    if asked.wanted is HTML:
        return asked.answer(_list(asked))
    scheme = service().trusted.document(_SCHEME, asked.wanted)
    if scheme is None:
        raise NotFound("There are no goals in this data", hint="The front page and /sparql show what there is.")
    response = make_response(scheme)
    response.content_type = asked.wanted.content_type
    return asked.answer(response)


@blueprint.get("/goals/<path:path>")
def goal(path: str) -> Response:
    """Answer with the document about a goal (`16`) or a target (`16.7`) under the UN's own IRI."""
    return documented(path, str(SDG), "/goals", goal_page)


def _list(asked: Document) -> Response:
    trusted = service().trusted
    found = sorted(trusted.instances(str(SDGO.Goal), _MOST_GOALS), key=lambda iri: order(number(iri)))
    counts = trusted.goal_counts()
    known = labels({*found, *EVIDENCE})
    rows = [
        (number(iri), linked(iri, known.get(iri, "")), [counts.get(iri, {}).get(kind, 0) for kind in EVIDENCE])
        for iri in found
    ]
    evidence = [linked(kind, known.get(kind, "")) for kind in EVIDENCE]
    return make_response(render_template("about/goals.html", rows=rows, evidence=evidence, **_around(asked)))


def _around(asked: Document) -> dict[str, Any]:
    return {"address": f"{request.script_root}{address(asked.path)}", "formats": GRAPHS}
