"""`/queries`: the canned queries as pages with forms, as files in every format, and what can be chosen in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for

from partnergraph.errors import NotFound, PartnerGraphError
from partnergraph.formats import CSV, GRAPHS, HTML, JSON, TURTLE, XLSX, Format
from partnergraph.sparql.catalogue import Parameter

from .canned import Wanted, canned_query, format_of, offered
from .choices import Choice, choices, fitting, named
from .citing import cited, today
from .contract import Document
from .dataset import CITATIONS, citation_as
from .exporting import Found, asked_of, export, question_of
from .found import number
from .links import public_address
from .results import hinted, of_chart
from .sending import chosen
from .service import page_language, pinned, service
from .sharing import EMBEDDED, Ways, sentence
from .shelves import shelves
from .workbench import editable, embedded, framed, read, views_of

__all__ = ["blueprint"]

blueprint: Final = Blueprint("catalogue", __name__)

_ON_A_PAGE: Final = 100
_MOST_LISTED: Final = 400
_SUGGESTED: Final = 50
_MOST_SUGGESTED: Final = 10_000
_HIDDEN: Final = ("lang", "version")
"""What a form hands on as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field of the form: what can be chosen, whether that is all there is, and what is chosen or written now."""

    parameter: Parameter
    choices: list[Choice]
    more: bool
    chosen: tuple[str, ...]


@blueprint.get("/queries")
def index() -> Response:
    """List the canned queries."""
    asked = Document.page()
    page = asked.unchanged()
    return page or asked.answer(make_response(render_template("queries.html", shelves=shelves(service().catalogue))))


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """Show one canned query with its form and its result, or give what the graph says of it.

    Formats of rows give the result; those of graphs describe the query, and have results under a suffix.
    """
    canned, here = canned_query(name), service()
    rows = () if canned.makes_graph else offered(canned)
    wanted = chosen((HTML, *rows, *GRAPHS), request.args.get("format"))
    if wanted in rows:
        return export(Wanted.of_request(canned, wanted))
    iri = str(here.minter.query(name))
    asked = Document(path=request.path, wanted=wanted, resource=iri)
    if unchanged := asked.unchanged():
        return unchanged
    if wanted is not HTML and (document := here.trusted.document(iri, wanted)):
        response = make_response(document)
        response.content_type = wanted.content_type
        return asked.answer(response)
    return asked.answer(_page(Wanted.of_request(canned, HTML)))


@blueprint.get("/queries/<name>.<suffix>")
def result(name: str, suffix: str) -> Response:
    """Return the result of a canned query in the format of the suffix."""
    canned = canned_query(name)
    wanted = format_of(canned, suffix)
    if wanted is HTML:
        return Document.page().answer(_page(Wanted.of_request(canned, HTML)))
    return export(Wanted.of_request(canned, wanted))


@blueprint.get("/queries/<name>/citation.<suffix>")
def citation(name: str, suffix: str) -> Response:
    """Return how to cite a result: `bib` for BibTeX, `json` for citation managers (CSL)."""
    canned = canned_query(name)
    if suffix not in CITATIONS:
        raise NotFound(f"There is no citation as {suffix}", hint=f"There are {', '.join(CITATIONS)}.")
    return Document.page().answer(citation_as(cited(Wanted.of_request(canned, HTML)), suffix))


@blueprint.get("/queries/<name>/parameters/<parameter>/choices")
def choose(name: str, parameter: str) -> Response:
    """Return what can be chosen for a parameter; `q` is a part of its name, or a code; `limit` is the most to give."""
    canned = canned_query(name)
    if parameter not in canned.parameters:
        raise NotFound(f"{name} has no parameter {parameter}", hint=f"There are {', '.join(canned.parameters)}.")
    wanted, limit = request.args.get("q", "").strip(), number("limit", _SUGGESTED, _MOST_SUGGESTED)
    found, _ = choices(canned.parameters[parameter])
    fits = fitting(found, wanted, canned.parameters[parameter]) if wanted else found
    members = {
        "query": name,
        "parameter": parameter,
        "language": page_language(),
        "total": len(fits),
        "complete": len(fits) <= limit,
        "choices": [{"value": each.value, "label": each.label, "count": each.count} for each in fits[:limit]],
    }
    return Document.page().answer(jsonify(members))


def _page(wanted: Wanted) -> Response:
    """Show the form, the query and, when no value is missing, its result; or the result alone, for a frame."""
    wanted = wanted if wanted.size else wanted.sized(_ON_A_PAGE)
    found = (
        asked_of(wanted, question_of(wanted, TURTLE if wanted.canned.makes_graph else JSON)) if wanted.ready else None
    )
    page: dict[str, Any] = {"canned": wanted.canned, "text": wanted.text, "ready": wanted.ready}
    if found:
        page |= _result(wanted, found)
    if embedded() and found:
        response = framed(render_template("embedded.html", title=wanted.canned.title[page_language()], **page))
    else:
        response = make_response(
            render_template(
                "query.html",
                hidden=[name for name in _HIDDEN if name in request.args and name not in wanted.canned.parameters],
                fields=[_field(each, wanted) for each in wanted.canned.parameters.values()],
                today=today(wanted) if found else "",
                change=url_for("endpoint.sparql", query=editable(wanted.canned, wanted.text), format="html"),
                **page,
            )
        )
    if found:
        for address, relation in found.links(wanted):
            response.headers.add("Link", f'<{address}>; rel="{relation}"')
        if differs := today(wanted):
            response.headers["PG-Today"] = differs
    return response


def _ways_on(wanted: Wanted, view: str) -> Ways:
    """Return where a page of a result leads: files, programs, citations."""
    canned, tag = wanted.canned, page_language()
    files = {each.name: wanted.path(f".{each.name}", version=pinned()) for each in offered(canned)}
    forms: Mapping[str, tuple[Format, dict[str, str]]] = {
        "xlsx": (XLSX, {"labels": tag}),
        "csv": (CSV, {"labels": tag}),
        "excel": (CSV, {"labels": tag, "excel": "1"}),
    }
    whole = cited(wanted)
    return Ways(
        name=canned.name,
        files=files,
        people={
            name: wanted.path(f".{form.name}", version=pinned(), **more)
            for name, (form, more) in forms.items()
            if form.name in files and canned.form == "select"
        },
        programs={name: public_address(path) for name, path in files.items()},
        permalink=whole.address,
        frame=public_address(wanted.path(version=pinned(), **EMBEDDED, view=view)),
        citation=sentence(whole),
        citations={suffix: wanted.path(f"/citation.{suffix}", version=pinned()) for suffix in CITATIONS},
    )


def _result(wanted: Wanted, found: Found) -> dict[str, Any]:
    """Return what the page shows of the result."""
    canned, tag = wanted.canned, page_language()
    hint = hinted(wanted.text)
    view = request.args.get("view", "") if "view" not in canned.parameters else ""
    shown = read(found.answer, hint if hint.view else of_chart(canned.chart), view)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"view", "embed"}]
    return {
        "result": shown,
        "views": views_of(shown, request.script_root + request.path, kept),
        "headings": {name: canned.columns[name][tag] for name in shown.columns if name in canned.columns},
        "more": found.answer.more,
        "part": found.answer.more or wanted.cursor is not None,
        "first": wanted.at(None) if wanted.cursor else "",
        "following": found.following,
        "seconds": found.answer.seconds,
        "why": url_for("endpoint.sparql", query=wanted.text, explain="true"),
        "ways": _ways_on(wanted, shown.view),
    }


def _field(parameter: Parameter, wanted: Wanted) -> _Field:
    """Return a field with its choices; where those cannot be had now, one writes the value."""
    now = tuple(map(str, wanted.terms.get(parameter.name) or parameter.default))
    try:
        found, more = choices(parameter, _MOST_LISTED)
    except PartnerGraphError:
        found, more = [], True
    if found and not more:
        found += named((value, None) for value in now if value not in {each.value for each in found})
    return _Field(parameter=parameter, choices=found, more=more, chosen=now)
