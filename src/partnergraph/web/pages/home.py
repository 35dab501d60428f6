"""The front page: what is in the graph and how fresh it is, in pictures and numbers, and where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.errors import NotOffered
from partnergraph.formats import of_file
from partnergraph.store.facets import Facets
from partnergraph.versions import Kept
from partnergraph.web.contract import Document
from partnergraph.web.counted import counted
from partnergraph.web.downloads import files
from partnergraph.web.labels import labels
from partnergraph.web.links import public_address
from partnergraph.web.service import page_language, service
from partnergraph.web.structured_data import structured_data
from partnergraph.web.translations import gettext as _

from .listing_map import map_of
from .selection import Selection

__all__ = ["blueprint"]

blueprint: Final = Blueprint("pages", __name__)

_NEWEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many there are of something, and the question whose answer that is."""

    text: str
    count: int
    href: str


@blueprint.get("/")
def home() -> Response:
    """Show what is in the graph, first as pictures, and three ways to go on."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    offered, known = files(service()), _index()
    page = render_template(
        "home.html",
        numbers=_numbers(known),
        mapped=map_of(Selection(things="partnerships", chosen={})) if known else None,
        goals=counted("goals-by-evidence"),
        areas=counted("areas-by-count"),
        themes=counted("themes-by-count"),
        newest=_newest(),
        questions=len(service().catalogue),
        files=offered,
        structured=_dataset(offered),
    )
    return asked.answer(make_response(page))


def _numbers(known: Facets | None) -> list[Number]:
    """Return how many there are of the main things, each with the question behind it.

    The index knows the numbers of a release; of a store elsewhere, the questions are asked.
    """
    partners = _held(known, "partner")
    paired = known.shelves["municipality"].facets["paired"].get("yes", 0).bit_count() if known else None
    abroad = len({land for lands in known.shelves["partner"].held["country"] for land in lands}) if known else None
    return [
        _number(_("partnerships"), "partnerships", "partnership", _held(known, "partnership")),
        _number(_("Swedish municipalities and regions"), "municipalities-by-partnerships", "municipality", paired),
        _number(_("partners abroad"), "partners-abroad", "partner", partners),
        _number(_("countries"), "partners-by-country", "country", abroad),
        _number(_("projects"), "projects", "project", _held(known, "project")),
    ]


def _held(known: Facets | None, kind: str) -> int | None:
    return len(known.shelves[kind].items) if known else None


def _number(text: str, query: str, column: str, count: int | None) -> Number:
    href = url_for("catalogue.query", name=query)
    if count is None:
        count = len({row[column] for row in counted(query) if column in row})
    return Number(text=text, count=count, href=href)


def _index() -> Facets | None:
    try:
        return service().facets
    except NotOffered:
        return None


def _newest() -> list[Kept]:
    """Return the releases that were made last, the newest first."""
    return list(islice(service().versions.all(), _NEWEST))


def _dataset(offered: Iterable[str]) -> dict[str, object]:
    """Return the dataset in schema.org's words with the files it comes in; empty when nothing is said about it."""
    here = service()
    found = here.trusted.entity(str(here.minter.dataset()))
    if found is None:
        return {}
    downloads = [
        {
            "@type": "DataDownload",
            "name": name,
            "encodingFormat": known.media_type,
            "contentUrl": public_address(url_for("downloads.download", name=name)),
        }
        for name in offered
        if (known := of_file(name)[0])
    ]
    block = structured_data(found, labels([found.iri]), public_address(), page_language())
    return block | ({"distribution": downloads} if downloads else {})
