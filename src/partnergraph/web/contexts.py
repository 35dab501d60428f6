"""`/contexts/…`, `/frames/…` and `/schemas/…`: what readers and writers of our JSON-LD need beside the documents."""

from datetime import datetime
from typing import Final

from flask import Blueprint, Response, make_response, request, url_for
from werkzeug.http import http_date

from partnergraph import jsonld
from partnergraph.errors import NotFound
from partnergraph.formats import JSONLD

from .service import service

__all__ = ["blueprint", "describe"]

blueprint: Final = Blueprint("contexts", __name__)

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FRAME: Final = f'{JSONLD.media_type};profile="http://www.w3.org/ns/json-ld#frame"'
_SCHEMA: Final = "application/schema+json"


@blueprint.get("/contexts/v<int:number>.jsonld")
def context(number: int) -> Response:
    """Answer with a version of the context, which never changes."""
    return _answer(jsonld.context_document(number), JSONLD.media_type, _FOR_EVER)


@blueprint.get("/frames/<thing>.jsonld")
def frame(thing: str) -> Response:
    """Answer with the frame of a class."""
    return _answer(jsonld.frame_document(thing), _FRAME)


@blueprint.get("/schemas/v<int:number>/<thing>.json")
def schema(number: int, thing: str) -> Response:
    """Answer with the JSON Schema of documents with a frame, for one version of the context."""
    if number != jsonld.VERSION:
        raise NotFound(f"There are no schemas of version {number}", hint=f"The present one is {jsonld.VERSION}.")
    return _answer(jsonld.schema_document(thing), _SCHEMA)


def describe(response: Response, classes: list[str]) -> None:
    """Name the JSON Schema of a framed document in a Link header, where its classes (IRIs) have one."""
    if name := jsonld.frame_name(classes):
        address = url_for("contexts.schema", number=jsonld.VERSION, thing=name)
        response.headers.add("Link", f'<{address}>; rel="describedby"; type="{_SCHEMA}"')


def _answer(body: bytes, content_type: str, lasting: str = "public, no-cache") -> Response:
    response = make_response(body)
    response.content_type = content_type
    response.headers["Cache-Control"] = lasting
    if made := service().trusted.manifest.created:
        response.headers["Last-Modified"] = http_date(datetime.fromisoformat(made))
    response.add_etag()
    response.make_conditional(request)
    return response
