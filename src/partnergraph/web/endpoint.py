"""`/sparql`: a request of the SPARQL protocol in, a whole answer of a worker out."""

import json
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wsgi import wrap_file

from partnergraph.errors import AnswerTooLarge, NotAcceptable, QuerySyntax
from partnergraph.formats import GRAPHS, HTML, JSON, RESULTS, TURTLE, Format, negotiate
from partnergraph.sparql.mistakes import in_plain_words
from partnergraph.sparql.protocol import DIRECT, FORM, Operation, operation, pairs
from partnergraph.sparql.scan import scan
from partnergraph.store import MEGABYTE, Answer

from .answering import Asked
from .completeness import announced, next_address, result
from .explanations import explained
from .labels import labels
from .links import Linked, linked
from .pinning import pin
from .service import current_service, page_language, service

__all__ = ["blueprint", "cells", "chosen", "sent"]

blueprint: Final = Blueprint("endpoint", __name__)

_AT_ONCE: Final = MEGABYTE
"""Answers up to this length are sent from memory, longer ones from their spool file."""

_MOST_LABELLED: Final = 1_000
"""IRIs on a page that are shown under their labels; the others stand under their prefixed names."""

_ON_A_PAGE: Final = 4 * MEGABYTE
"""The longest answer that is shown as a page."""


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


def chosen(offered: tuple[Format, ...], asked: str | None) -> Format:
    """Return the format of the answer to this request; raise NotAcceptable naming what there is."""
    found = negotiate(request.headers.get("Accept"), offered, asked=asked)
    if found is None:
        names = ", ".join(f"{each.media_type} (format={each.name})" for each in offered)
        raise NotAcceptable("The answer does not come in a format you accept", hint=f"There is {names}.")
    return found


def _answered(asked: Operation) -> Response:
    """Scan a query, have it answered in the format the client wants, and say how whole the answer is."""
    here, started = service(), time.perf_counter()
    form = scan(asked.query, here.bounds)
    wanted = chosen((*(GRAPHS if form.makes_graph else RESULTS), HTML), asked.asked)
    written = wanted if wanted is not HTML else TURTLE if form.makes_graph else JSON
    question = Asked.of(here, asked, written, _address())
    tag = question.tag(*([page_language(), current_service().version] if wanted is HTML else []))
    if tag and request.method != "POST" and request.if_none_match.contains_weak(tag):
        response = Response(status=304)
        return _with_validators(response, question, tag, wanted)
    kept = question.kept(here)
    answer = kept or question.answer(here, request.environ.get("waitress.client_disconnected"))
    following = ""
    if answer.more:
        if question.repeatable:
            following = _address() + next_address(asked, wanted, question.window, answer, here.version)
        answer = announced(asked, wanted, question.window, answer, following)
        tag = ""
    seconds = answer.seconds
    response = _page(asked, answer, following) if wanted is HTML else sent(answer)
    response.headers["PG-Result"] = result(question.window, more=answer.more)
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    total = time.perf_counter() - started
    engine = "" if kept else f"engine;dur={1000 * seconds:.1f}, "
    response.headers["Server-Timing"] = f"cache;desc={'hit' if kept else 'miss'}, {engine}total;dur={1000 * total:.1f}"
    return _with_validators(response, question, tag, wanted)


def _with_validators(response: Response, question: Asked, tag: str, wanted: Format) -> Response:
    """Say by what an answer is known again, and that it is to be asked for again."""
    response.vary.update(("Accept", "Accept-Language") if wanted is HTML else ("Accept",))
    if tag:
        response.set_etag(tag, weak=wanted is HTML)  # a page also says how long its answer took
    response.headers["Cache-Control"] = "public, no-cache" if question.key else "no-store"
    return response


def sent(answer: Answer) -> Response:
    """Send an answer whole: its length is known, so a cut connection is seen by the client."""
    if answer.length <= _AT_ONCE:
        with answer:
            return Response(answer.body.read(), content_type=answer.format.content_type)
    response = Response(
        wrap_file(request.environ, answer.body), content_type=answer.format.content_type, direct_passthrough=True
    )
    response.content_length = answer.length
    return response


def _page(asked: Operation, answer: Answer, following: str) -> Response:
    """Show an answer as a page: rows as a table, a truth as a word, a graph as Turtle."""
    with answer:
        if answer.length > _ON_A_PAGE:
            raise AnswerTooLarge("The answer is too long for a page", hint="Add a LIMIT, or ask for format=csv.")
        text = answer.body.read().decode("utf-8")
    page: dict[str, Any] = {"query": asked.query, "seconds": answer.seconds, "others": RESULTS}
    page |= {"more": answer.more, "following": following}
    if answer.format is TURTLE:
        page |= {"turtle": text, "others": GRAPHS}
    else:
        found = json.loads(text)
        page |= {"truth": found.get("boolean"), "columns": found["head"].get("vars", [])}
        page["rows"] = cells(page["columns"], found.get("results", {}).get("bindings", []))
    response = make_response(render_template("results.html", **page))
    response.content_language.add(page_language())
    return response


def cells(columns: Sequence[str], bindings: Sequence[Mapping[str, dict[str, str]]]) -> list[list[Linked]]:
    """Return the cells of a table; the first IRIs in it stand under their labels, which are looked up at once."""
    iris = dict.fromkeys(term["value"] for row in bindings for term in row.values() if term["type"] == "uri")
    known = labels(islice(iris, _MOST_LABELLED))
    return [[_cell(row.get(name), known) for name in columns] for row in bindings]


def _cell(term: dict[str, str] | None, known: Mapping[str, str]) -> Linked:
    if term is None:
        return Linked(text="")
    if term["type"] == "uri":
        return linked(term["value"], known.get(term["value"], ""))
    return Linked(text=str(term["value"]), language=term.get("xml:lang", ""))


def _address() -> str:
    """Return the address of this endpoint as the world knows it."""
    public = service().settings.public_url
    return public + url_for("endpoint.sparql") if public else url_for("endpoint.sparql", _external=True)


def _about() -> Response:
    """Return the service description, or the form for people."""
    here = service()
    wanted = chosen((*GRAPHS, HTML), dict(pairs(request.query_string)).get("format"))
    if wanted is HTML:
        response = make_response(render_template("sparql.html", query="", formats=(*RESULTS, *GRAPHS)))
        response.content_language.add(page_language())
    else:
        response = make_response(here.description.document(_address(), wanted))
        response.content_type = wanted.content_type
    response.vary.update(("Accept", "Accept-Language"))
    return response
