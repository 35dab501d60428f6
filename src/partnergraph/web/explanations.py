"""`/sparql?explain=true`: why a query has the answer it has, as JSON or as a page."""

from typing import Any

from flask import Response, jsonify, make_response, render_template, request
from rdflib import URIRef

from partnergraph.formats import DOCUMENT, HTML, JSON, negotiate
from partnergraph.language import in_language
from partnergraph.rdf import compact
from partnergraph.sparql.dataset import dataset
from partnergraph.sparql.explanation import Explanation, Step, Unknown, explanation, plan
from partnergraph.sparql.protocol import Operation
from partnergraph.sparql.scan import scan
from partnergraph.store import QueryRequest
from partnergraph.store.examination import findings

from .service import page_language, service

__all__ = ["explained"]


def explained(asked: Operation, base: str = "") -> Response:
    """Explain the answer of a query; whatever else a client accepts, it is told in JSON.

    `base` is what relative IRIs count from.

    Raises what asking the query itself raises but DeadlineExceeded and MemoryExceeded: what is known by then is told.
    """
    here = service()
    scan(asked.query, here.bounds)
    looked = plan(asked.query)
    graphs = dataset(asked, str(here.minter.graph("data")))
    answer = here.pool.query(
        QueryRequest(
            query=asked.query,
            format=JSON,
            deadline=min(asked.timeout or here.settings.deadline, here.settings.deadline_max),
            default_graphs=graphs.default_graphs,
            named_graphs=graphs.named_graphs,
            union=graphs.union,
            base=base,
            checks=looked.checks,
        ),
        left=request.environ.get("waitress.client_disconnected"),
    )
    with answer:
        found, ended = findings(answer.body.read())
    members = _members(asked.query, explanation(looked, found, ended=ended))
    if negotiate(request.headers.get("Accept"), (DOCUMENT, HTML), asked=asked.asked) is HTML:
        response = make_response(render_template("explanation.html", **members))
    else:
        response = jsonify(members)
    response.vary.update(("Accept", "Accept-Language"))
    response.content_language.add(page_language())
    return response


def _members(query: str, told: Explanation) -> dict[str, Any]:
    """Return the members of the document, in the reader's language."""
    language = page_language()
    return {
        "query": query,
        "release": service().version,
        "complete": told.whole,
        "answers": {"count": told.answers, "more": told.answers_more},
        "steps": [_step(step) for step in told.steps],
        "first_empty": told.empty,
        "unknown_terms": [_unknown(unknown, language) for unknown in told.unknown],
        "literals": [
            {
                "literal": each.written.text,
                "line": each.written.line,
                "column": each.written.column,
                "mismatch": each.mismatch,
                "found": [
                    {"value": term.value, "language": term.language, "datatype": term.datatype} for term in each.found
                ],
            }
            for each in told.literals
        ],
        "hints": [
            {"text": in_language(hint.sentence, language), "line": hint.line, "column": hint.column}
            for hint in told.hints
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    part = step.part
    return {
        "kind": part.kind,
        "pattern": part.text,
        "line": part.line,
        "column": part.column,
        "depth": part.depth,
        "alone": {"count": step.alone, "more": step.alone_more},
        "joined": {"count": step.joined, "more": step.joined_more},
    }


def _unknown(unknown: Unknown, language: str) -> dict[str, Any]:
    labels = service().trusted.labels(unknown.near, language)
    return {
        "term": unknown.written.text,
        "iri": unknown.written.iri,
        "line": unknown.written.line,
        "column": unknown.written.column,
        "in_ontology": unknown.in_ontology,
        "near": [{"iri": iri, "name": compact(URIRef(iri)), "label": labels.get(iri, "")} for iri in unknown.near],
    }
