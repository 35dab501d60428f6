"""`/resolve`: from whatever names a thing (an IRI of anyone's, a code, a name in any spelling) to the thing itself.

Only what is sure leads on by itself.  Where several things are meant, all are named with the reason; where none is,
near ones are suggested.  Nothing is guessed.
"""

import re
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request

from partnergraph.errors import NotFound, WrongUsage
from partnergraph.formats import DOCUMENT, FORMATS, GRAPHS, HTML, Format
from partnergraph.namespaces import RDF, SDG
from partnergraph.search import Hit, Match

from .found import Shown, as_json, kinds_asked, search_words, shown
from .sending import chosen
from .service import page_language, service

__all__ = ["blueprint", "meant"]

blueprint: Final = Blueprint("resolver", __name__)

_MOST: Final = 50
_NEAR: Final = 5
_GOAL: Final = re.compile(r"goals/([0-9]+(?:\.[0-9a-z]+)?)")


@blueprint.get("/resolve")
def resolve() -> Response:
    """Lead to what `iri` or `q` names; `type` limits what it may be, and JSON says how it was found."""
    wanted = chosen((HTML, *GRAPHS, DOCUMENT), request.args.get("format"))
    query = _asked()
    found = meant(query, kinds_asked())
    if not found:
        raise _unknown(query)
    alike, also = _without_territories(found)
    candidates = shown(alike)
    if len(candidates) > 1:
        return _choices(query, candidates, wanted)
    if wanted is DOCUMENT or not candidates[0].href.startswith("/"):
        members = _members(query, candidates) | {"also": [each.members() for each in shown(also)]}
        return as_json(members)
    return _lead(candidates[0].href, shown(also))


def meant(query: str, kinds: tuple[str, ...] = ()) -> tuple[Hit, ...]:
    """Return what a query names for sure, in the surest way in which anything is; empty when nothing is."""
    hits = service().search.find(_local(query), kinds=kinds, most=_MOST, fuzzy=False).hits
    sure = [hit for hit in hits if hit.match.sure]
    if sure:
        return tuple(hit for hit in sure if hit.match is sure[0].match)
    return _known(_local(query)) if not kinds else ()


def _asked() -> str:
    given = [(name, request.args[name].strip()) for name in ("iri", "q") if request.args.get(name, "").strip()]
    if len(given) != 1:
        raise WrongUsage("Say what to resolve, once", hint="Use /resolve?iri=… or /resolve?q=….")
    return given[0][1]


def _local(query: str) -> str:
    """Return an address below this server, or a document of ours, as the IRI of what it is about."""
    base = service().minter.base
    own = (service().settings.public_url or request.host_url.rstrip("/") + request.script_root) + "/"
    path = next((query.removeprefix(start) for start in (own, base) if query.startswith(start)), None)
    if path is None:
        return query
    if found := _GOAL.fullmatch(path):
        return f"{SDG}{found[1]}"
    ending = next((f".{each.extension}" for each in FORMATS if path.endswith(f".{each.extension}")), "")
    return f"{base}{re.sub('^doc/', 'id/', path.removesuffix(ending))}"


def _known(iri: str) -> tuple[Hit, ...]:
    """Return a resource that is not searched for (a record, a source, a finding) by its own IRI."""
    ours = service().minter.parse(iri)
    if ours is None or not service().trusted.values(iri, str(RDF.type)):
        return ()
    return (Hit(iri=iri, kind=ours[0], match=Match.IRI, score=100, text=iri),)


def _without_territories(hits: tuple[Hit, ...]) -> tuple[list[Hit], list[Hit]]:
    """Part hits from the territories of bodies among them: a name that both have means the body, and this is said."""
    governed = {hit.place for hit in hits if hit.place}
    return [hit for hit in hits if hit.iri not in governed], [hit for hit in hits if hit.iri in governed]


def _lead(address: str, also: list[Shown]) -> Response:
    kept = urlencode([(name, request.args[name]) for name in ("format", "lang") if name in request.args])
    joint = "&" if "?" in address else "?"
    response = redirect(f"{address}{joint}{kept}" if kept else address, 303)
    response.vary.update(("Accept", "Accept-Language"))
    for each in also:
        response.headers.add("Link", f'<{each.href}>; rel="related"')
    return make_response(response)


def _choices(query: str, candidates: list[Shown], wanted: Format) -> Response:
    if wanted is not HTML:
        return as_json(_members(query, candidates), 300)
    page = render_template("choices.html", w=search_words(), query=query, results=candidates)
    response = make_response(page, 300)
    response.vary.update(("Accept", "Accept-Language"))
    response.content_language.add(page_language())
    return response


def _members(query: str, candidates: list[Shown]) -> dict[str, Any]:
    how = candidates[0].hit.match.value
    return {
        "query": query,
        "match": how,
        "reason": search_words()["matches"][how],
        "iri": candidates[0].hit.iri if len(candidates) == 1 else None,
        "candidates": [each.members() for each in candidates],
    }


def _unknown(query: str) -> NotFound:
    near = service().search.find(query, kinds=kinds_asked(), most=_NEAR).hits
    hint = "Did you mean " + ", ".join(hit.text for hit in near) + "?" if near else "See /search, and /sparql."
    return NotFound(f"Nothing is called {query!r}", hint=hint, near=tuple(hit.iri for hit in near))
