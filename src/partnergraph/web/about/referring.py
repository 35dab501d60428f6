"""`/pointing`: all who point at a resource by one property, page by page."""

from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for

from partnergraph.errors import NotFound, WrongUsage
from partnergraph.store.pointing import MOST_COUNTED, NOBODY
from partnergraph.web.found import number
from partnergraph.web.labels import labels
from partnergraph.web.links import linked
from partnergraph.web.service import page_language, service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("referring", __name__)

_ON_A_PAGE: Final = 100


@blueprint.get("/pointing")
def pointing() -> Response:
    """List who points at the resource `iri` by `property`."""
    iri, name = (_given(each) for each in ("iri", "property"))
    page = number("page", 1, MOST_COUNTED // _ON_A_PAGE)
    skipped = (page - 1) * _ON_A_PAGE
    found = service().trusted.pointing([iri], [name], _ON_A_PAGE, skipped).get((iri, name), NOBODY)
    if not found.subjects:
        raise NotFound(f"Nothing points at {iri} by {name} on page {page}", hint="The page about it says what does.")
    known = labels({iri, name, *found.subjects})
    response = make_response(
        render_template(
            "about/pointing.html",
            about=linked(iri, known.get(iri, "")),
            property=linked(name, known.get(name, "")),
            subjects=[linked(each, known.get(each, "")) for each in found.subjects],
            first=skipped + 1,
            found=found,
            previous=_address(iri, name, page - 1) if page > 1 else "",
            following=_address(iri, name, page + 1) if skipped + _ON_A_PAGE < found.count else "",
        )
    )
    response.vary.add("Accept-Language")
    response.content_language.add(page_language())
    return response


def _given(name: str) -> str:
    value = request.args.get(name, "")
    if not value:
        raise WrongUsage(f"The request names no {name}", hint="Send the IRIs of both as `iri` and `property`.")
    return value


def _address(iri: str, name: str, page: int) -> str:
    kept: dict[str, Any] = {"lang": request.args["lang"]} if "lang" in request.args else {}
    return url_for(".pointing", iri=iri, property=name, page=page, **kept)
