"""Errors as problem documents (RFC 9457), or as pages for people in their own language."""

import logging
from typing import Any, Final

from flask import Blueprint, Flask, Response, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from partnergraph.errors import (
    Busy,
    Gone,
    NotFound,
    PartnerGraphError,
    QuerySyntax,
    UnreadableInput,
    UnsuitableValue,
)
from partnergraph.formats import HTML, JSON, negotiate
from partnergraph.sparql.mistakes import Mistake, samples

from . import request_ids
from .contract import Document
from .kinds import STATUS, kind_of, kinds, status_of, statuses
from .pinning import address_in
from .request_ids import request_id
from .service import page_language, service

__all__ = ["STATUS", "blueprint", "register", "status_of"]

blueprint: Final = Blueprint("problems", __name__)

_log: Final = logging.getLogger(__name__)

_RETRY_SECONDS: Final = 5
_OUR_FAULT: Final = 500


def register(app: Flask) -> None:
    """Have every error of this application answered as a problem document, and none with a trace."""
    request_ids.register(app)
    app.register_blueprint(blueprint)
    app.register_error_handler(PartnerGraphError, _ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


@blueprint.get("/problems")
def index() -> Response:
    """List the kinds of problems."""
    return _page("problem_kinds.html")


@blueprint.get("/problems/<kind>")
def kind_page(kind: str) -> Response:
    """Say what a kind of problem means and how to mend it."""
    known = kinds(page_language())
    if kind not in known:
        raise NotFound(f"There is no kind of problem {kind}", hint=f"There are {', '.join(known)}.")
    mistakes = samples(page_language()) if kind == "query-syntax" else ()
    return _page("problem_kind.html", kind=known[kind], statuses=statuses(kind), mistakes=mistakes)


def _page(template: str, **members: object) -> Response:
    asked = Document.page()
    return asked.unchanged() or asked.answer(
        make_response(render_template(template, kinds=kinds(page_language()), **members))
    )


def _ours(error: PartnerGraphError) -> Response:
    status = status_of(error)
    if status >= _OUR_FAULT:
        _log.info("Request %s to %r was answered %d: %s", request_id(), request.path, status, error.message)
    response = _problem(status, kind_of(error), _particulars(error))
    if isinstance(error, Gone):
        response.headers.add("Link", f'<{address_in(error.release)}>; rel="predecessor-version"')
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _particulars(error: PartnerGraphError) -> dict[str, Any]:
    """Return what a problem says of an error beside its kind (RFC 9457 section 3.2)."""
    members: dict[str, Any] = {"detail": error.message, "hint": error.hint}
    match error:
        case NotFound() if error.near:
            members["suggestions"] = _labelled(error.near)
        case QuerySyntax(mistake=Mistake() as mistake):
            members |= _of_mistake(mistake)
        case UnreadableInput():
            members |= {"line": error.line, "column": error.column}
        case UnsuitableValue():
            members["parameter"] = error.parameter
        case Gone():
            members |= {"last_release": error.release, "address": address_in(error.release)}
        case _:
            pass
    return members


def _labelled(iris: tuple[str, ...]) -> list[dict[str, str]]:
    labels = service().trusted.labels(iris, page_language())
    return [{"iri": iri, "label": labels.get(iri, iri)} for iri in iris]


def _of_mistake(mistake: Mistake) -> dict[str, Any]:
    sentence, hint = mistake.text(page_language())
    return {
        "detail": sentence,
        "hint": hint,
        "mistake": mistake.kind,
        "line": mistake.line,
        "column": mistake.column,
        "source": mistake.source,
        "caret": mistake.caret,
    }


def _of_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are answers, not errors
        return make_response(error.get_response())
    response = _problem(error.code, kind_of(error.code), {"detail": error.description})
    kept = ("Allow", "Content-Range", "Retry-After")
    response.headers.extend((name, value) for name, value in error.get_headers() if name in kept)
    return response


def _unforeseen(error: Exception) -> Response:
    _log.error("Request %s to %r failed", request_id(), request.path, exc_info=error)
    return _problem(500, kind_of(500), {"detail": "Something went wrong here; it has been noted."})


def _problem(status: int, kind: str, members: dict[str, Any]) -> Response:
    """Return a problem as the client wants it; `kind` is "" where the status says all."""
    language = page_language()
    words = kinds(language).get(kind, {})
    title = words.get("title") or HTTP_STATUS_CODES.get(status, "Error")
    problem = {"type": _address(kind), "title": title, "status": status}
    problem |= {name: value for name, value in members.items() if value not in (None, "")}
    problem["request_id"] = request_id()
    if negotiate(request.headers.get("Accept"), (JSON, HTML)) is HTML:
        response = make_response(render_template("problem.html", problem=problem, kind=words))
    else:
        response = jsonify(problem)
        response.content_type = "application/problem+json"
    response.status_code = status
    response.vary.update(("Accept", "Accept-Language"))
    response.content_language.add(language)
    return response


def _address(kind: str) -> str:
    """Return the address of the page about a kind; "about:blank" says that the status is all there is to say."""
    if not kind:
        return "about:blank"
    return service().settings.public_url + url_for("problems.kind_page", kind=kind)
