"""The page where one asks: a form, the canned queries beside it, and below it the answer in the view that fits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request, url_for

from partnergraph.errors import AnswerTooLarge
from partnergraph.formats import GRAPHS, RESULTS, TURTLE, XLSX
from partnergraph.sparql.catalogue import CannedQuery
from partnergraph.sparql.protocol import Operation
from partnergraph.store import MEGABYTE, Answer
from partnergraph.store.rows import columns_and_rows, statements

from .completeness import question
from .results import Hint, Result, Table, as_comment, hinted, of_chart, of_graph, of_rows, of_truth
from .service import page_language, service
from .sharing import ways_of
from .shelves import shelves

__all__ = ["FRAMED", "View", "editable", "embedded", "form_page", "framed", "read", "result_page", "views_of"]

_HEADER: Final = "#+"
"""How the lines of a canned query's header begin."""

_ON_A_PAGE: Final = 4 * MEGABYTE
"""The longest answer that is shown as a page."""

FRAMED: Final = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""The policy of a result that other pages may frame: it only shows, so there is nothing in it to be misled into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view of a result, the address that shows it, and whether it is shown now."""

    name: str
    href: str
    current: bool


def form_page(canned: CannedQuery | None = None) -> Response:
    """Return the form, with a canned query in it where one is given."""
    query = editable(canned, canned.text) if canned else ""
    return _spoken(render_template("sparql.html", query=query, loaded=canned.name if canned else "", **_around()))


def editable(canned: CannedQuery, text: str) -> str:
    """Return the text of a canned query, with its values, for people to go on with: its header is one of comments.

    The title stays, and how the answer is best seen; what the header says to programs does not.
    """
    lines = text.splitlines()
    body = "\n".join(lines[sum(1 for line in lines if line.startswith(_HEADER)) :]).strip()
    head = [f"# {canned.title[page_language()]}", as_comment(of_chart(canned.chart))]
    return "\n".join([*filter(None, head), "", body, ""])


def result_page(asked: Operation, answer: Answer, following: str, base: str, form: str | None) -> Response:
    """Show an answer below the query; or alone, for the pages of others, where that is what is asked for."""
    seconds, more = answer.seconds, answer.more
    result = read(answer, hinted(asked.query), request.args.get("view", ""))
    kept = [*question(asked), ("format", "html"), *([("cursor", str(asked.cursor))] if asked.cursor else [])]
    page: dict[str, Any] = {
        "query": asked.query,
        "result": result,
        "views": views_of(result, url_for("endpoint.sparql"), kept),
        "headings": {},
        "more": more,
        "part": more or asked.cursor is not None,
        "following": following,
        "seconds": seconds,
        "why": f"?{urlencode([*question(asked), ('explain', 'true')])}",
        "ways": ways_of(asked, form, base, result.view),
    }
    if embedded():
        return framed(render_template("embedded.html", title="", **page))
    return _spoken(render_template("sparql.html", loaded="", **_around(), **page))


def read(answer: Answer, hint: Hint, asked: str) -> Result:
    """Return what a page shows of an answer in JSON or Turtle, which is read and closed; raise AnswerTooLarge."""
    with answer:
        if answer.length > _ON_A_PAGE:
            raise AnswerTooLarge("The answer is too long for a page", hint="Add a LIMIT, or ask for format=csv.")
        if answer.format is TURTLE:
            raw = answer.body.read().decode("utf-8")
            answer.body.seek(0)
            return of_graph(statements(answer.body), raw, hint, asked)
        raw = answer.body.read().decode("utf-8")
        truth = json.loads(raw).get("boolean") if '"boolean"' in raw[:_HEAD] else None
        if isinstance(truth, bool):
            return of_truth(truth)
        columns, rows = columns_and_rows(answer.body)
        return of_rows(Table(columns=columns, rows=list(rows)), raw, hint, asked)


_HEAD: Final = 2_000
"""Characters in which an answer says that it is a truth."""


def views_of(result: Result, path: str, kept: list[tuple[str, str]]) -> list[View]:
    """Return the views that fit a result, at a path and with the parameters that are kept."""
    return [
        View(
            name=name,
            href=f"{path.partition('?')[0]}?{urlencode([*kept, ('view', name)])}",
            current=name == result.view,
        )
        for name in result.views
    ]


def embedded() -> bool:
    """Return whether this request wants a result alone, to be shown in a frame."""
    return request.args.get("embed", "").lower() in {"1", "true"}


def framed(page: str) -> Response:
    """Return a page that any other page may show in a frame; it has no form and no way to act."""
    response = _spoken(page)
    response.headers["Content-Security-Policy"] = FRAMED
    return response


def _spoken(page: str) -> Response:
    response = make_response(page)
    response.content_language.add(page_language())
    return response


def _around() -> Mapping[str, Any]:
    """Return what stands around the form: what can be asked, how, and within which limits."""
    settings = service().settings
    return {
        "formats": (*RESULTS, XLSX, *GRAPHS),
        "shelves": shelves(service().catalogue),
        "limits": {"seconds": settings.deadline, "rows": settings.result_rows, "bytes": settings.query_bytes},
    }
