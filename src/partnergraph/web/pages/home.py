"""The front page: what is in the graph and how fresh it is, in pictures and numbers, and where to go on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.errors import NotOffered
from partnergraph.formats import of_file
from partnergraph.versions import Kept
from partnergraph.web.contract import Document
from partnergraph.web.counted import Counted, counted
from partnergraph.web.downloads import files
from partnergraph.web.labels import labels
from partnergraph.web.links import linked, public_address
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world
from partnergraph.web.service import page_language, service
from partnergraph.web.structured_data import structured_data
from partnergraph.web.translations import gettext as _

__all__ = ["blueprint"]

blueprint: Final = Blueprint("pages", __name__)

_NEWEST: Final = 3
_MOST_ARCS: Final = 500
"""Connections that are drawn on the map; a page about a larger graph says that there are more."""


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
    offered = files(service())
    found = _found_on_earth()
    page = render_template(
        "home.html",
        numbers=_numbers(),
        drawn=found,
        goals=counted("goals-by-evidence"),
        areas=counted("areas-by-count"),
        themes=counted("themes-by-count"),
        newest=_newest(),
        questions=len(service().catalogue),
        files=offered,
        structured=_dataset(offered),
    )
    return asked.answer(make_response(page))


def _numbers() -> list[Number]:
    """Return how many there are of the main things, each with the question behind it."""
    return [
        _number(_("partnerships"), counted("partnerships"), "partnership"),
        _number(_("Swedish municipalities and regions"), counted("municipalities-by-partnerships"), "municipality"),
        _number(_("partners abroad"), counted("partners-abroad"), "partner"),
        _number(_("countries"), counted("partners-by-country"), "country"),
        _number(_("projects"), counted("projects"), "project"),
    ]


def _number(text: str, answer: Counted, column: str) -> Number:
    return Number(text=text, count=len({row[column] for row in answer if column in row}), href=answer.address)


def _found_on_earth() -> WorldMap | None:
    """Return both sides of all partnerships and what connects them on a map; None where nobody knows where they lie."""
    try:
        known = service().facets
    except NotOffered:
        return None
    pairs = [pair for pair in known.pairs if pair[1] in known.positions and pair[2] in known.positions]
    shown = list(islice(pairs, _MOST_ARCS))
    bodies = list(dict.fromkeys(body for _partnership, home, away in shown for body in (home, away)))
    here = {home for _partnership, home, _away in shown}
    named = labels({*bodies, *(partnership for partnership, _home, _away in shown)})
    places = [
        Place(
            label=named.get(body, ""),
            latitude=known.positions[body][0],
            longitude=known.positions[body][1],
            href=linked(body).href,
            ours=body in here,
        )
        for body in bodies
    ]
    at = {body: place for place, body in enumerate(bodies)}
    return world(places, [_arc(partnership, at[home], at[away], named) for partnership, home, away in shown])


def _arc(partnership: str, start: int, end: int, named: Mapping[str, str]) -> Arc:
    return Arc(start=start, end=end, label=named.get(partnership, ""), href=linked(partnership).href)


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
