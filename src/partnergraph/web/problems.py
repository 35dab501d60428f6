"""Errors as problem documents (RFC 9457): the one table of error and status, and how a problem is told."""

import logging
from typing import Any, Final

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from partnergraph import errors
from partnergraph.errors import Busy, PartnerGraphError, UnreadableInput
from partnergraph.formats import HTML, JSON, negotiate

__all__ = ["STATUS", "register", "status_of"]

_log: Final = logging.getLogger(__name__)

STATUS: Final[dict[type[PartnerGraphError], int]] = {
    errors.NotFound: 404,
    errors.NotAcceptable: 406,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.QueryTooComplex: 400,
    errors.QueryRefused: 403,
    errors.WrongUsage: 400,
    errors.UnreadableInput: 400,
    errors.Busy: 503,
    errors.MemoryExceeded: 507,
    errors.AnswerTooLarge: 413,
    errors.DeadlineExceeded: 504,
    errors.PartnerGraphError: 500,
}
"""Error → HTTP status; an error that is not named has the status of the nearest one above it in the tree."""

_RETRY_SECONDS: Final = 5


def status_of(error: PartnerGraphError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def register(app: Flask) -> None:
    """Have every error of this application answered as a problem document, and none with a trace."""
    app.register_error_handler(PartnerGraphError, _ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def _ours(error: PartnerGraphError) -> Response:
    status = status_of(error)
    members: dict[str, Any] = {"detail": error.message, "hint": error.hint}
    if isinstance(error, UnreadableInput):
        members |= {"line": error.line, "column": error.column}
    response = _problem(status, members)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _of_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are answers, not errors
        return make_response(error.get_response())
    response = _problem(error.code, {"detail": error.description})
    kept = ("Allow", "Retry-After")
    response.headers.extend((name, value) for name, value in error.get_headers() if name in kept)
    return response


def _unforeseen(error: Exception) -> Response:
    _log.error("A request to %r failed", request.path, exc_info=error)
    return _problem(500, {"detail": "Something went wrong here; it has been noted."})


def _problem(status: int, members: dict[str, Any]) -> Response:
    title = HTTP_STATUS_CODES.get(status, "Error")
    problem = {"type": "about:blank", "title": title, "status": status}
    problem |= {name: value for name, value in members.items() if value not in (None, "")}
    if negotiate(request.headers.get("Accept"), (JSON, HTML)) is HTML:
        response = make_response(render_template("problem.html", problem=problem))
    else:
        response = jsonify(problem)
        response.content_type = "application/problem+json"
    response.status_code = status
    response.vary.update(("Accept", "Accept-Language"))
    return response
