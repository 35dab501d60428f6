"""`/sparql`: a request of the SPARQL protocol in, a whole answer of a worker out."""

import time
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response, request, url_for

from partnergraph.errors import QuerySyntax
from partnergraph.formats import CSV, GRAPHS, HTML, JSON, RESULTS, TURTLE, XLSX, Format
from partnergraph.sparql.mistakes import in_plain_words
from partnergraph.sparql.protocol import DIRECT, FORM, Operation, operation, pairs
from partnergraph.sparql.scan import Scan, scan
from partnergraph.store import Answer

from .answering import Asked
from .canned import Options, canned_query
from .completeness import announced, next_address, result
from .explanations import explained
from .pinning import pin
from .sending import chosen, sent
from .service import current_service, page_language, service
from .spreadsheets import sheet
from .workbench import embedded, form_page, result_page

__all__ = ["blueprint"]

blueprint: Final = Blueprint("endpoint", __name__)

_NOT_HERE: Final = ("multi", "shape", "bom")
"""Options of canned queries that this endpoint does not have."""


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def sparql() -> Response:
    """Answer a query; without one, say what this endpoint is."""
    asked = operation(
        request.method,
        request.query_string,
        content_type=request.content_type or "",
        body=request.get_data(cache=False) if request.method in {"POST", "QUERY"} else b"",
        longest=service().settings.query_bytes,
    )
    if asked is None:
        return _about()
    pin(asked.version)
    try:
        return explained(asked, _address()) if asked.explain else _answered(asked)
    except QuerySyntax as error:
        raise in_plain_words(error, asked.query) from error


@blueprint.after_request
def _with_query(response: Response) -> Response:
    """Say which bodies the method QUERY may carry here."""
    response.headers["Accept-Query"] = f"{DIRECT}, {FORM}"
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """How an answer is wanted: its format, what a worker writes for it, and how we write it where a worker does not."""

    form: str | None
    format: Format
    written: Format
    options: Options

    @classmethod
    def of(cls, asked: Operation, found: Scan) -> "_Wanted":
        """Return how this request wants the answer to a query that was scanned; raise NotAcceptable."""
        rows = (*RESULTS, HTML, XLSX) if found.form == "select" else (*RESULTS, HTML)
        wanted = chosen((*GRAPHS, HTML) if found.makes_graph else rows, asked.asked)
        options = Options.of_request(_NOT_HERE) if wanted in {CSV, XLSX} else Options()
        page = TURTLE if found.makes_graph else JSON
        ours = wanted is XLSX or not options.plain
        return cls(form=found.form, format=wanted, written=page if wanted is HTML or ours else wanted, options=options)

    @property
    def ours(self) -> bool:
        """Return whether we write the answer from its rows, since no worker writes it so."""
        return self.format is not self.written

    @property
    def traits(self) -> tuple[object, ...]:
        """Return what an answer that we write depends on beside the rows."""
        if not self.ours:
            return ()
        shown = (request.args.get("view", ""), embedded()) if self.format is HTML else ()
        return self.format.name, page_language(), current_service().version, self.options, *shown


def _answered(asked: Operation) -> Response:
    """Scan a query, have it answered in the format the client wants, and say how whole the answer is."""
    here, started = service(), time.perf_counter()
    wanted = _Wanted.of(asked, scan(asked.query, here.bounds))
    question = Asked.of(here, asked, wanted.written, _address())
    tag = question.tag(*map(str, wanted.traits))
    if tag and request.method != "POST" and request.if_none_match.contains_weak(tag):
        response = Response(status=304)
        return _with_validators(response, question, tag, wanted.format)
    kept = question.kept(here)
    answer = kept or question.answer(here, request.environ.get("waitress.client_disconnected"))
    following = ""
    if answer.more:
        if question.repeatable:
            following = _address() + next_address(asked, wanted.format, question.window, answer, here.version)
        answer = announced(asked, wanted.format, question.window, answer, following)
        tag = ""
    seconds = answer.seconds
    response = _response(asked, answer, wanted, following)
    response.headers["PG-Result"] = result(question.window, more=answer.more)
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    total = time.perf_counter() - started
    engine = "" if kept else f"engine;dur={1000 * seconds:.1f}, "
    response.headers["Server-Timing"] = f"cache;desc={'hit' if kept else 'miss'}, {engine}total;dur={1000 * total:.1f}"
    return _with_validators(response, question, tag, wanted.format)


def _response(asked: Operation, answer: Answer, wanted: _Wanted, following: str) -> Response:
    """Return an answer as it is wanted: as a page, as a spreadsheet, or as a worker wrote it."""
    if wanted.format is HTML:
        return result_page(asked, answer, following, _address(), wanted.form)
    if wanted.ours:
        return sheet(asked, answer, wanted.format, wanted.options, _address())
    return sent(answer)


def _with_validators(response: Response, question: Asked, tag: str, wanted: Format) -> Response:
    """Say by what an answer is known again, and that it is to be asked for again."""
    spoken = wanted in {HTML, XLSX}
    response.vary.update(("Accept", "Accept-Language") if spoken else ("Accept",))
    if tag:
        response.set_etag(tag, weak=wanted is HTML)  # a page also says how long its answer took
    response.headers["Cache-Control"] = "public, no-cache" if question.key else "no-store"
    return response


def _address() -> str:
    """Return the address of this endpoint as the world knows it."""
    public = service().settings.public_url
    return public + url_for("endpoint.sparql") if public else url_for("endpoint.sparql", _external=True)


def _about() -> Response:
    """Return the service description, or the form for people."""
    here = service()
    wanted = chosen((*GRAPHS, HTML), dict(pairs(request.query_string)).get("format"))
    if wanted is HTML:
        name = request.args.get("canned", "")
        response = form_page(canned_query(name) if name else None)
    else:
        response = make_response(here.description.document(_address(), wanted))
        response.content_type = wanted.content_type
    response.vary.update(("Accept", "Accept-Language"))
    return response
