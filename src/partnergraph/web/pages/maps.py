"""`/map`: where the partners are, as a map with a line for each partnership and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.web.contract import Document
from partnergraph.web.counted import Counted, counted
from partnergraph.web.pages.pairs import Pairs, filters, given, named, pairs, table_of
from partnergraph.web.pages.picture_files import picture_file
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world
from partnergraph.web.translations import gettext as _

__all__ = ["blueprint"]

blueprint: Final = Blueprint("map", __name__)

_MOST_ARCS: Final = 300
_POSITIONS: Final = "places-with-coordinates"
_FILES: Final = {"GeoJSON": "geojson", "CSV": "csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The map of some pairs; pairs without a position, and those that are too many, are counted and not on it."""

    picture: WorldMap | None
    positions: Counted
    left_out: int
    too_many: int


@blueprint.get("/map")
def shown() -> Response:
    """Show the partners where they are, of one country and one goal if that is asked for."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    found = pairs()
    drawing = _drawn(found)
    page = render_template(
        "map.html",
        found=found,
        picture=drawing.picture,
        left_out=drawing.left_out,
        too_many=drawing.too_many,
        rows=table_of(found),
        file=url_for("map.drawn", **given()),
        positions=drawing.positions.address,
        files={label: _file(suffix) for label, suffix in _FILES.items()},
        **filters(found),
    )
    return asked.answer(make_response(page))


@blueprint.get("/map.svg")
def drawn() -> Response:
    """Return the picture of the same as an SVG file, with the land in it."""
    picture = _drawn(pairs()).picture or world([Place("", 60.0, 15.0)])
    assert picture is not None  # noqa: S101 - there is a place
    return picture_file(picture, "map", _("Partnerships on the map"), "map")


def _file(suffix: str) -> str:
    """Return the address of the positions as a file, of the country that is asked for."""
    country: dict[str, Any] = {name: value for name, value in given().items() if name == "country"}
    return url_for("catalogue.result", name=_POSITIONS, suffix=suffix, **country)


def _drawn(found: Pairs) -> _Shown:
    """Return the map of some pairs."""
    positions = counted(_POSITIONS)
    known = {row["partner"]: row for row in positions}
    there = [row for row in found.rows if row["municipality"] in known and row["partner"] in known]
    return _Shown(
        picture=_picture(there[:_MOST_ARCS], known),
        positions=positions,
        left_out=len(found.rows) - len(there),
        too_many=max(len(there) - _MOST_ARCS, 0),
    )


def _picture(rows: Sequence[Mapping[str, str]], known: Mapping[str, Mapping[str, str]]) -> WorldMap | None:
    sides = dict.fromkeys(row["municipality"] for row in rows)
    bodies = list(sides | dict.fromkeys(row["partner"] for row in rows))
    names = named([*bodies, *(row["partnership"] for row in rows)])
    index = {iri: position for position, iri in enumerate(bodies)}
    places = [
        Place(
            label=names[iri].text,
            latitude=float(known[iri]["latitude"]),
            longitude=float(known[iri]["longitude"]),
            href=names[iri].href,
            count=int(known[iri]["partnerships"]),
            ours=iri in sides,
            country=known[iri]["country"].rpartition("/")[2].upper(),
        )
        for iri in bodies
    ]
    arcs = [
        Arc(
            start=index[row["municipality"]],
            end=index[row["partner"]],
            label=names[row["partnership"]].text,
            href=names[row["partnership"]].href,
        )
        for row in rows
    ]
    return world(places, arcs)
