"""`/goals`: documents about the UN's goals and targets, and what is linked to each, with the evidence kept apart."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request

from partnergraph.errors import NotFound
from partnergraph.formats import GRAPHS, HTML
from partnergraph.namespaces import OWL, PG, SDG, SDGO, SKOS
from partnergraph.store.embedded import Entity

from .about.facts import facts
from .contract import Document
from .entities import OFFERED, documented, without_slash
from .labels import labels
from .links import Linked, address, linked, public_address
from .service import page_language, service
from .structured_data import structured_data

__all__ = ["blueprint"]

blueprint: Final = Blueprint("goals", __name__)
blueprint.before_request(without_slash)

_SCHEME: Final = SDG.rstrip("/")
_MOST_LISTED: Final = 1_000
_MOST_GOALS: Final = 100

_EVIDENCE: Final = tuple(map(str, (PG.Stated, PG.Inherited, PG.Suggested)))
"""The kinds of evidence, the strongest first; what one of them says is never counted as another."""

_EQUIVALENT: Final = tuple(
    str(each)
    for each in (SKOS.exactMatch, OWL.sameAs, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
)


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
    return documented(path, str(SDG), "/goals", _page)


def _list(asked: Document) -> Response:
    trusted = service().trusted
    found = sorted(trusted.instances(str(SDGO.Goal), _MOST_GOALS), key=_order)
    counts = trusted.goal_counts()
    known = labels({*found, *_EVIDENCE})
    rows = [
        (_code(iri), linked(iri, known.get(iri, "")), [counts.get(iri, {}).get(kind, 0) for kind in _EVIDENCE])
        for iri in found
    ]
    evidence = [linked(kind, known.get(kind, "")) for kind in _EVIDENCE]
    return make_response(render_template("goals.html", rows=rows, evidence=evidence, **_around(asked)))


def _page(entity: Entity, asked: Document) -> Response:
    trusted = service().trusted
    links = trusted.goal_links(entity.iri, _MOST_LISTED)
    counts = trusted.goal_counts().get(entity.iri, {})
    targets = sorted(set(entity.values(str(SDGO.hasTarget), str(SKOS.narrower))), key=_order)
    iris = {*entity.iris(), *_EVIDENCE, *targets, *(link.subject for link in links)}
    known = labels(iris)

    def one(iri: str) -> Linked:
        return linked(iri, known.get(iri, ""))

    sections = [
        {
            "evidence": one(kind),
            "count": counts.get(kind, 0),
            "links": [(one(link.subject), link.rule, link.confidence) for link in links if link.evidence == kind],
        }
        for kind in _EVIDENCE
    ]
    return make_response(
        render_template(
            "goal.html",
            iri=entity.iri,
            code=_code(entity.iri),
            title=known.get(entity.iri, entity.iri),
            sections=sections,
            targets=[(_code(iri), one(iri)) for iri in targets],
            broader=[(_code(iri), one(iri)) for iri in entity.values(str(SKOS.broader))],
            equivalents=_equivalents(entity, known),
            facts=facts(entity, known),
            structured=structured_data(
                entity, known, public_address(f"{request.script_root}{address(asked.path)}"), page_language()
            ),
            **_around(asked),
        )
    )


def _equivalents(entity: Entity, known: Mapping[str, str]) -> list[tuple[Linked, list[Linked]]]:
    """Return the IRIs of others for the same or nearly the same, by the property that says how near."""
    return [
        (linked(name, known.get(name, "")), [linked(iri) for iri in entity.values(name)])
        for name in _EQUIVALENT
        if name in entity.facts
    ]


def _around(asked: Document) -> dict[str, Any]:
    return {"address": f"{request.script_root}{address(asked.path)}", "formats": GRAPHS}


def _code(iri: str) -> str:
    """Return the number of a goal or target: `16`, `16.7`."""
    return iri.removeprefix(str(SDG))


def _order(iri: str) -> list[tuple[int, str]]:
    """Return where a goal or target stands: by number, and lettered targets after the numbered ones."""
    return [(int(part), "") if part.isdecimal() else (_LAST, part) for part in _code(iri).split(".")]


_LAST: Final = 1_000
