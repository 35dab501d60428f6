"""`/reconcile`: the Reconciliation Service API 0.2 of the W3C community group, as OpenRefine speaks it.

Without a query it answers with its manifest.  Programs of other pages read it by CORS; there is no JSONP, because that
would hand a page a program to run.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request

import partnergraph
from partnergraph.errors import NotFound, TooLarge, WrongUsage
from partnergraph.namespaces import PREFIXES
from partnergraph.search import matches

from .candidates import PROPERTIES, Query, candidates, members, property_names, types
from .found import absolute, as_json, number, search_words, shown
from .links import Linked, linked
from .service import page_language, service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("reconciliation", __name__)

_SUGGESTED: Final = 20
_MOST_SUGGESTED: Final = 50
_MOST_FETCHED: Final = 10_000
_TYPED: Final = ("body", "territory", "goal", "area", "theme")
"""The types that a table is most often about."""

_PREVIEW: Final = {"width": 400, "height": 220}
_FRAMED: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *; object-src 'none'"
"""The policy of what is shown inside of other pages, and does nothing there."""


@blueprint.route("/reconcile", methods=["GET", "POST"])
def reconcile() -> Response:
    """Answer a batch of queries, or of values to fetch; without either, say what this service is."""
    if "callback" in request.args:
        raise WrongUsage("There is no JSONP here", hint="Read the answer by CORS, which any page may.")
    if queries := request.values.get("queries"):
        asked = {key: Query.of(key, query) for key, query in members("queries", queries).items()}
        return as_json({key: {"result": candidates(query)} for key, query in asked.items()})
    if extend := request.values.get("extend"):
        return as_json(_fetched(members("extend", extend)))
    return as_json(_manifest())


@blueprint.get("/reconcile/suggest/entity")
def suggest_entity() -> Response:
    """Suggest things whose names begin with `prefix`."""
    skip, kinds = _skip(), tuple(request.args.getlist("type"))
    found = service().search.find(request.args.get("prefix", ""), kinds=kinds, skip=skip, most=_SUGGESTED)
    names = types()
    result = [
        {
            "id": each.hit.iri,
            "name": each.label,
            "description": each.description,
            "notable": [{"id": each.hit.kind, "name": names[each.hit.kind]}],
        }
        for each in shown(found.hits)
    ]
    return as_json({"result": result})


@blueprint.get("/reconcile/suggest/type")
def suggest_type() -> Response:
    """Suggest types whose names have a word that begins with `prefix`."""
    return as_json({"result": _named(types())})


@blueprint.get("/reconcile/suggest/property")
def suggest_property() -> Response:
    """Suggest properties whose names have a word that begins with `prefix`."""
    return as_json({"result": _named(property_names(PROPERTIES))})


@blueprint.get("/reconcile/properties")
def propose_properties() -> Response:
    """Propose properties whose values can be fetched."""
    limit = number("limit", len(PROPERTIES), 1_000)
    proposed = [{"id": name, "name": label} for name, label in property_names(PROPERTIES).items()]
    return as_json({"type": request.args.get("type", ""), "limit": limit, "properties": proposed[:limit]})


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """Show in a few lines what a thing is, for a frame of another page."""
    iri = request.args.get("id", "")
    hit = next(iter(service().search.find(iri, most=1, fuzzy=False).hits), None) if iri else None
    if hit is None or hit.iri != iri:
        raise NotFound(f"There is nothing to preview under {iri[:200]!r}", hint="Send an IRI that was a candidate.")
    facts = {name: [each.text for each in _terms(iri, name)] for name in PROPERTIES}
    names = property_names(name for name, values in facts.items() if values)
    page = render_template(
        "preview.html",
        shown=shown([hit])[0],
        facts=[(label, facts[name]) for name, label in names.items()],
        address=absolute("resolver.resolve"),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = _FRAMED
    response.vary.add("Accept-Language")
    response.content_language.add(page_language())
    return response


def _manifest() -> dict[str, Any]:
    base = absolute(".reconcile")
    names = types()

    def at(path: str) -> dict[str, str]:
        return {"service_url": base, "service_path": path}

    return {
        "versions": ["0.2"],
        "name": search_words()["reconciliation"],
        "identifierSpace": service().minter.base,
        "schemaSpace": PREFIXES["pg"],
        "serviceVersion": f"partnergraph {partnergraph.__version__}, release {service().version}",
        "defaultTypes": [{"id": kind, "name": names[kind]} for kind in _TYPED],
        "view": {"url": f"{absolute('resolver.resolve')}?iri={{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {name: at(f"/suggest/{name}") for name in ("entity", "type", "property")},
        "extend": {"propose_properties": at("/properties"), "property_settings": []},
    }


def _fetched(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of properties of things (data extension)."""
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list):
        raise WrongUsage("There is nothing to fetch", hint='Send {"ids": ["…"], "properties": [{"id": "qid"}]}.')
    pids = [str(each.get("id")) for each in wanted if isinstance(each, dict)]
    if len(ids) * len(pids) > _MOST_FETCHED:
        raise TooLarge(f"These are more than {_MOST_FETCHED} values", hint="Fetch them in several batches.")
    if unknown := [pid for pid in pids if pid not in PROPERTIES]:
        raise WrongUsage(f"There is no property {unknown[0]!r}", hint=f"There are {', '.join(PROPERTIES)}.")
    names = property_names(pids)
    rows = {
        iri: {pid: [_cell(each.iri, each.text) for each in _terms(iri, pid)] for pid in pids} for iri in map(str, ids)
    }
    return {"meta": [{"id": pid, "name": names[pid]} for pid in pids], "rows": rows}


def _terms(iri: str, pid: str) -> list[Linked]:
    """Return the values of a property as pieces of a page: things under their labels, texts as they are."""
    values = service().trusted.values(iri, PROPERTIES[pid])
    labels = service().trusted.labels({value.text for value in values if value.is_iri}, page_language())
    return [
        linked(value.text, labels.get(value.text, value.text)) if value.is_iri else Linked(text=value.text)
        for value in values
    ]


def _cell(iri: str, text: str) -> dict[str, str]:
    return {"id": iri, "name": text} if iri else {"str": text}


def _named(names: Mapping[str, str]) -> list[dict[str, str]]:
    prefix = request.args.get("prefix", "").strip()
    found = [{"id": key, "name": name} for key, name in names.items() if not prefix or matches(f"{name} {key}", prefix)]
    return found[_skip() : _skip() + _MOST_SUGGESTED]


def _skip() -> int:
    """Return how many suggestions are passed over: the parameter `cursor` of the API."""
    text = request.args.get("cursor", "0")
    if not text.isascii() or not text.isdigit() or int(text[:9]) > _MOST_FETCHED:
        raise WrongUsage(f"The cursor is {text[:20]!r}", hint="It is a whole number: how many to pass over.")
    return int(text)
