"""`/sparql`: a request of the SPARQL protocol in, a whole answer of a worker out."""

import json
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wsgi import wrap_file

from partnergraph.errors import AnswerTooLarge, NotAcceptable
from partnergraph.formats import GRAPHS, HTML, JSON, RESULTS, TURTLE, Format, negotiate
from partnergraph.namespaces import PREFIXES
from partnergraph.sparql.dataset import dataset
from partnergraph.sparql.protocol import Operation, operation, pairs
from partnergraph.sparql.scan import scan
from partnergraph.sparql.service_description import describe
from partnergraph.store import MEGABYTE, Answer, QueryRequest

from .links import Linked, linked
from .service import page_language, service

__all__ = ["blueprint", "chosen"]

blueprint: Final = Blueprint("endpoint", __name__)

_AT_ONCE: Final = MEGABYTE
"""Answers up to this length are sent from memory, longer ones from their spool file."""

_ON_A_PAGE: Final = 4 * MEGABYTE
"""The longest answer that is shown as a page."""

_RDFLIB_NAMES: Final = {"ttl": "turtle", "nt": "nt", "rdf": "pretty-xml", "jsonld": "json-ld"}


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; without one, say what this endpoint is."""
    asked = operation(
        request.method,
        request.query_string,
        content_type=request.content_type or "",
        body=request.get_data(cache=False) if request.method == "POST" else b"",
        longest=service().settings.query_bytes,
    )
    return _about() if asked is None else _answered(asked)


def chosen(offered: tuple[Format, ...], asked: str | None) -> Format:
    """Return the format of the answer to this request; raise NotAcceptable naming what there is."""
    found = negotiate(request.headers.get("Accept"), offered, asked=asked)
    if found is None:
        names = ", ".join(f"{each.media_type} (format={each.name})" for each in offered)
        raise NotAcceptable("The answer does not come in a format you accept", hint=f"There is {names}.")
    return found


def _answered(asked: Operation) -> Response:
    """Scan a query, have it evaluated, and answer in the format the client wants."""
    here = service()
    form = scan(asked.query, here.bounds)
    offered = (*(GRAPHS if form.makes_graph else RESULTS), HTML)
    wanted = chosen(offered, asked.asked)
    graphs = dataset(asked, str(here.minter.graph("data")))
    answer = here.pool.query(
        QueryRequest(
            query=asked.query,
            format=wanted if wanted is not HTML else TURTLE if form.makes_graph else JSON,
            deadline=min(asked.timeout or here.settings.deadline, here.settings.deadline_max),
            default_graphs=graphs.default_graphs,
            named_graphs=graphs.named_graphs,
            prefixes=PREFIXES,
        )
    )
    response = _page(asked, answer) if wanted is HTML else _file(answer)
    response.vary.update(("Accept", "Accept-Language") if wanted is HTML else ("Accept",))
    return response


def _file(answer: Answer) -> Response:
    """Send an answer whole: its length is known, so a cut connection is seen by the client."""
    if answer.length <= _AT_ONCE:
        with answer:
            response = make_response(answer.body.read())
    else:
        response = Response(wrap_file(request.environ, answer.body), direct_passthrough=True)
        response.content_length = answer.length
    response.content_type = answer.format.content_type
    return response


def _page(asked: Operation, answer: Answer) -> Response:
    """Show an answer as a page: rows as a table, a truth as a word, a graph as Turtle."""
    with answer:
        if answer.length > _ON_A_PAGE:
            raise AnswerTooLarge("The answer is too long for a page", hint="Add a LIMIT, or ask for format=csv.")
        text = answer.body.read().decode("utf-8")
    page: dict[str, Any] = {"query": asked.query, "seconds": answer.seconds, "others": RESULTS}
    if answer.format is TURTLE:
        page |= {"turtle": text, "others": GRAPHS}
    else:
        found = json.loads(text)
        page |= {"truth": found.get("boolean"), "columns": found["head"].get("vars", [])}
        page["rows"] = [
            [_cell(row.get(name)) for name in page["columns"]] for row in found.get("results", {}).get("bindings", [])
        ]
    return make_response(render_template("results.html", **page))


def _cell(term: dict[str, str] | None) -> Linked:
    if term is None:
        return Linked(text="")
    if term["type"] == "uri":
        return linked(term["value"])
    return Linked(text=str(term["value"]), language=term.get("xml:lang", ""))


def _about() -> Response:
    """Return the service description, or the form for people."""
    here = service()
    wanted = chosen((*GRAPHS, HTML), dict(pairs(request.query_string)).get("format"))
    if wanted is HTML:
        response = make_response(render_template("sparql.html", query="", formats=(*RESULTS, *GRAPHS)))
        response.content_language.add(page_language())
    else:
        address = (
            here.settings.public_url + url_for("endpoint.sparql") if here.settings.public_url else request.base_url
        )
        graph = describe(address, here.trusted.graphs(), here.trusted.manifest.triples, here.version, here.minter)
        response = make_response(graph.serialize(format=_RDFLIB_NAMES[wanted.name], encoding="utf-8"))
        response.content_type = wanted.content_type
    response.vary.update(("Accept", "Accept-Language"))
    return response
