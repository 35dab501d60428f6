"""`/partnerships`, `/projects` and the like: all things of a kind, chosen by facets, in three views and as files.

A selection is its address.  Every link that changes it is a plain link, so all works without a script, and none of
them is for crawlers: there are more selections than anybody will ever count, and the whole is there as a file.
"""

from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template

from partnergraph.errors import NotFound
from partnergraph.formats import HTML
from partnergraph.web.contract import Document
from partnergraph.web.leading import without_slash
from partnergraph.web.links import public_address
from partnergraph.web.translations import gettext as _

from .behind import query_address, query_text
from .facet_lists import facet_lists, titles
from .listing import Rows, columns, filled, rows_of
from .listing_files import file_of, offered
from .listing_map import map_of
from .selection import KINDS, MAPPED, VIEWS, Selection

__all__ = ["blueprint"]

blueprint: Final = Blueprint("browse", __name__)
blueprint.before_request(without_slash)


def listing(things: str, suffix: str | None = None) -> Response:
    """List the things of a kind that are chosen, with what else may be chosen, or give all of them as a file."""
    formats = offered(KINDS[things])
    if suffix is not None and suffix not in {each.extension for each in formats}:
        hint = f"There are {', '.join(each.extension for each in formats)}."
        raise NotFound(f"{things} do not come as .{suffix[:50]}", hint=hint)
    selection = Selection.of_request(things)
    asked = Document.asked(f"/{things}", formats, suffix, query=selection.query())
    if unchanged := asked.unchanged():
        return unchanged
    if asked.wanted is not HTML:
        return asked.answer(file_of(selection, asked.wanted))
    result = rows_of(selection)
    response = make_response(render_template("browse.html", **_page(selection, result)))
    for relation, address in _neighbours(selection, result).items():
        response.headers.add("Link", f'<{public_address(address)}>; rel="{relation}"')
    return asked.answer(response)


def _page(selection: Selection, result: Rows) -> dict[str, Any]:
    """Return what the template shows."""
    facets, counted = facet_lists(selection)
    files = [each for each in offered(selection.kind) if each is not HTML]
    views = VIEWS if selection.kind in MAPPED else VIEWS[:-1]
    return {
        "selection": selection,
        "heading": headings()[selection.things],
        "about": _about()[selection.things],
        "result": result,
        "facets": facets,
        "counted": counted,
        "titles": titles(),
        "columns": [name for name in columns(selection.kind) if filled(selection.shelf, name)],
        "mapped": map_of(selection) if selection.view == "map" else None,
        "views": [(view, selection.viewed(view).address()) for view in views],
        "neighbours": _neighbours(selection, result),
        "files": [(each, selection.address(each.extension)) for each in files],
        "behind": query_address(selection),
        "query": query_text(selection),
        "bare": Selection(things=selection.things, chosen={}).address(),
        "without_text": Selection(things=selection.things, chosen=selection.chosen).address(),
    }


def headings() -> dict[str, str]:
    """Return what the pages are called, by the things they list."""
    return {
        "partnerships": _("Partnerships"),
        "projects": _("Projects"),
        "municipalities": _("Municipalities and regions"),
        "partners": _("Partners abroad"),
        "areas": _("Project areas"),
        "themes": _("Themes"),
        "networks": _("Networks"),
    }


def _about() -> dict[str, str]:
    """Return a sentence about the things of each page."""
    return {
        "partnerships": _("Who works with whom: municipalities and regions in Sweden with their partners abroad."),
        "projects": _("What partnerships do together, with the goals that the sources state."),
        "municipalities": _("All municipalities and regions of Sweden, with and without partnerships."),
        "partners": _("Local governments in other countries that take part in a partnership."),
        "areas": _("The areas in which projects work, as ICLD names them."),
        "themes": _("The themes of projects, as ICLD names them."),
        "networks": _("Networks of municipalities, and the partnerships in them."),
    }


def _neighbours(selection: Selection, result: Rows) -> dict[str, str]:
    """Return the addresses of the pages around this one by their relation (RFC 8288)."""
    found = {}
    if result.page > 1:
        found["first"] = selection.turned(1).address()
        found["prev"] = selection.turned(result.page - 1).address()
    if result.page < result.pages:
        found["next"] = selection.turned(result.page + 1).address()
        found["last"] = selection.turned(result.pages).address()
    return found


for _things in KINDS:
    for _rule in (f"/{_things}", f"/{_things}.<suffix>"):
        blueprint.add_url_rule(_rule, _things, listing, defaults={"things": _things})
