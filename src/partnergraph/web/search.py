"""`/search`: names, codes and texts in any spelling, as a page and as JSON, with suggestions while one types."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from partnergraph.errors import WrongUsage
from partnergraph.formats import DOCUMENT, HTML
from partnergraph.search import KINDS, LONGEST, Found

from .found import Shown, absolute, as_json, kinds_asked, number, search_words, shown
from .sending import chosen
from .service import page_language, service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("search", __name__)

_ON_A_PAGE: Final = 20
_MOST_ON_A_PAGE: Final = 100
_LAST_PAGE: Final = 1_000
_SUGGESTED: Final = 10
_MOST_SUGGESTED: Final = 50


@blueprint.get("/search")
def search() -> Response:
    """Answer a search, or show the form; `q`, `type`, `page`, `size` and `lang` say what is wanted."""
    wanted = chosen((DOCUMENT, HTML), request.args.get("format"))
    query = request.args.get("q", "").strip()
    kinds, page, size = kinds_asked(), number("page", 1, _LAST_PAGE), number("size", _ON_A_PAGE, _MOST_ON_A_PAGE)
    if not query and wanted is DOCUMENT:
        raise WrongUsage("There is nothing to search for", hint="Say it in the parameter q.")
    index = service().search
    found = index.find(query, kinds=kinds, skip=(page - 1) * size, most=size, texts=True) if query else None
    results = shown(found.hits) if found else []
    if wanted is HTML:
        return _page(query, found, results, page, size)
    return as_json(_members(query, found, results, page, size))


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """Return what begins as `q` does, in any spelling, the weightiest first."""
    query = request.args.get("q", "").strip()
    most = number("limit", _SUGGESTED, _MOST_SUGGESTED)
    found = service().search.find(query, kinds=kinds_asked(), most=most, fuzzy=False)
    return as_json({"query": query, "suggestions": [each.members() for each in shown(found.hits)]})


@blueprint.get("/search/completions")
def completions() -> Response:
    """Return the same as browsers want it (OpenSearch Suggestions 1.1): names, each once, with descriptions."""
    query = request.args.get("q", "").strip()
    named: dict[str, str] = {}
    for each in shown(service().search.find(query, most=_MOST_SUGGESTED, fuzzy=False).hits):
        _ = named.setdefault(each.label, each.description)
    response = as_json([query, [*named][:_SUGGESTED], [*named.values()][:_SUGGESTED]])
    response.content_type = "application/x-suggestions+json"
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch 1.1)."""
    text = render_template(
        "opensearch.xml", w=search_words(), search=absolute(".search"), completions=absolute(".completions")
    )
    response = make_response(text)
    response.content_type = "application/opensearchdescription+xml"
    response.vary.add("Accept-Language")
    response.content_language.add(page_language())
    return response


def _members(query: str, found: Found | None, results: list[Shown], page: int, size: int) -> dict[str, Any]:
    total, more = (found.total, found.more) if found else (0, False)
    return {
        "query": query,
        "language": page_language(),
        "types": list(kinds_asked()),
        "total": total,
        "complete": not more,
        "page": page,
        "next": _address(page + 1) if page * size < total else None,
        "results": [each.members() for each in results],
    }


def _page(query: str, found: Found | None, results: list[Shown], page: int, size: int) -> Response:
    response = make_response(
        render_template(
            "search.html",
            w=search_words(),
            query=query,
            kinds=KINDS,
            chosen=kinds_asked(),
            longest=LONGEST,
            found=found,
            results=results,
            previous=_address(page - 1) if page > 1 else "",
            following=_address(page + 1) if found and page * size < found.total else "",
            json=_address(page, format="json"),
        )
    )
    response.vary.update(("Accept", "Accept-Language"))
    response.content_language.add(page_language())
    return response


def _address(page: int, **more: str) -> str:
    """Return the address of another page of the same search."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", *more}]
    return f"{request.script_root}{request.path}?{urlencode([*kept, ('page', page), *more.items()])}"
