"""`/validate`: data in, and what the shapes find in it out: as RDF, as JSON, as text or as a page.

Nothing that is handed in is kept, and the request has succeeded when there is a report, whatever that says.
"""

import json
import re
from typing import Any, Final, NamedTuple

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from partnergraph.errors import TooLarge, UnsupportedMedia, WrongUsage
from partnergraph.formats import CSV, GRAPHS, HTML, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format, Kind, named
from partnergraph.language import in_language
from partnergraph.settings import Settings
from partnergraph.sparql.protocol import FORM, pairs

from .judging import ValidationRequest
from .links import Linked, linked
from .sending import chosen
from .service import page_language, service

__all__ = ["blueprint", "longest_body"]

blueprint: Final = Blueprint("validation", __name__)

_READ: Final = (TURTLE, CSV, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
"""The formats in which data may be handed in."""

_JSON: Final = Format(name="json", media_type="application/json", extension="json", iri="", kind=Kind.PAGE)
_TEXT: Final = Format(name="txt", media_type="text/plain", extension="txt", iri="", kind=Kind.PAGE)
_REPORTS: Final = (_JSON, *GRAPHS, _TEXT, HTML)
"""The formats of a report, the default first."""

_FORMS: Final = frozenset({"multipart/form-data", FORM})
_FORM_ROOM: Final = 65_536
"""Bytes that a form may hold beside the data and its percent-encoding."""

_ON_A_PAGE: Final = 500
"""The most results that a page shows; it says so when there are more."""

_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f]{1,100}")


class _Handed(NamedTuple):
    """What was handed in: the data, its format, and the name of its file."""

    data: bytes
    format: Format
    source: str


def longest_body(settings: Settings) -> int:
    """Return how many bytes the body of a request to validate may be long: a form encodes each byte as three."""
    return 3 * settings.validation_bytes + _FORM_ROOM


@blueprint.get("/validate")
def form() -> Response:
    """Show the form for people."""
    return _page("validate.html", formats=_READ, longest=service().settings.validation_bytes)


@blueprint.post("/validate")
def validate() -> Response:
    """Validate what was posted: as it is, or in a form as `file` or `text`; `syntax` says what it is."""
    here = service()
    request.max_content_length = longest_body(here.settings)
    request.max_form_memory_size = request.max_content_length
    wanted = chosen(_REPORTS, request.args.get("format"))
    handed = _handed(here.settings.validation_bytes)
    asked = ValidationRequest(
        body=handed.data,
        suffix=f".{handed.format.extension}",
        source=handed.source,
        format=_JSON if wanted is HTML else wanted,
        language=page_language(),
        deadline=here.settings.validation_seconds,
    )
    with here.judges.report(asked, request.environ.get("waitress.client_disconnected")) as answer:
        report = answer.body.read()
    if wanted is HTML:
        return _report_page(json.loads(report), handed)
    response = make_response(report)
    response.content_type = wanted.content_type
    response.vary.update(("Accept", "Accept-Language"))
    if wanted is _TEXT:
        response.content_language.add(page_language())
    response.headers["Cache-Control"] = "no-store"
    return response


def _handed(longest: int) -> _Handed:
    """Return what a request hands in; raise WrongUsage, UnsupportedMedia or TooLarge."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise UnsupportedMedia("The request is compressed", hint="Send it as it is, without Content-Encoding.")
    try:
        handed = _of_form() if request.mimetype in _FORMS else _direct()
    except RequestEntityTooLarge as error:
        raise TooLarge(f"The request is too long; this service reads {longest:,} bytes of data") from error
    if not handed.data:
        hint = f"Send a form with a `file` or a `text`, or the data itself: {_readable()}"
        raise WrongUsage("There is nothing to validate", hint=hint)
    if len(handed.data) > longest:
        raise TooLarge(f"The data is {len(handed.data):,} bytes long; this service reads {longest:,}")
    return handed


def _direct() -> _Handed:
    """Return the body of the request, in the format that its media type or `?syntax=` says."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedMedia(f"The request is encoded as {charset[:50]}", hint="Send it in UTF-8.")
    asked = request.args.get("syntax") or request.mimetype
    known = _read_as(asked)
    if known is None:
        given = f"The request is {asked[:100]}" if asked else "The request has no media type"
        raise UnsupportedMedia(given, hint=_readable())
    return _Handed(request.get_data(cache=False), known, f"request.{known.extension}")


def _of_form() -> _Handed:
    """Return the file of a form, or else its text."""
    if request.mimetype == FORM:  # read by our own hand, which bounds the number of fields
        fields, file = dict(pairs(request.get_data(cache=False))), None
    else:
        fields, file = request.form.to_dict(), request.files.get("file")
    asked = request.args.get("syntax") or fields.get("syntax", "")
    if file is not None and file.filename:
        if fields.get("text", "").strip():
            raise WrongUsage("The form has both a `file` and a `text`", hint="Send one of them.")
        return _of_file(file, asked)
    known = _read_as(asked) if asked else TURTLE
    if known is None:
        raise _unknown(asked)
    return _Handed(fields.get("text", "").encode("utf-8", "surrogatepass"), known, f"request.{known.extension}")


def _of_file(file: FileStorage, asked: str) -> _Handed:
    """Return a file of a form, in the format that is asked for, or that its name or its media type says."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    known = _read_as(asked) if asked else _read_as(name.rpartition(".")[2]) or _read_as(file.mimetype)
    if known is None:
        raise _unknown(asked or name)
    return _Handed(file.read(), known, name if _NAME.fullmatch(name) else f"request.{known.extension}")


def _unknown(name: str) -> UnsupportedMedia:
    return UnsupportedMedia(f"It is not known how to read “{name[:100]}”", hint=_readable())


def _read_as(name: str) -> Format | None:
    """Return the format that a name, a media type or the ending of a file's name means."""
    return named({"xml": "rdf", "json": "jsonld"}.get(name.lower(), name), _READ)


def _readable() -> str:
    return ", ".join(f"{each.media_type} (syntax={each.name})" for each in _READ)


def _page(template: str, **members: object) -> Response:
    response = make_response(render_template(template, **members))
    response.vary.add("Accept-Language")
    response.content_language.add(page_language())
    return response


def _report_page(report: dict[str, Any], handed: _Handed) -> Response:
    """Show a report in words: a sentence for each finding, and where it stands."""
    response = _page(
        "report.html",
        report=report,
        results=[_shown(result) for result in report["results"][:_ON_A_PAGE]],
        more=max(0, len(report["results"]) - _ON_A_PAGE),
        source=handed.source,
    )
    response.vary.add("Accept")
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    language = page_language()
    focus, label = result["focus_node"], in_language(result["label"], language)
    value = result["value"]
    return {
        "severity": result["severity"],
        "message": in_language(result["messages"], language),
        "focus": linked(focus, label) if ":" in focus and not focus.startswith("_:") else Linked(text=focus),
        "line": result.get("line"),
        "path": result["path"],
        "value": value and value["value"] != focus and value["value"],
        "shape": linked(result["source_shape"]),
    }
