"""`/network`: who works with whom, as a picture that can be explored and as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request, url_for

from partnergraph.web.canned import canned_query
from partnergraph.web.choices import Choice, choices
from partnergraph.web.contract import Document
from partnergraph.web.counted import Counted, counted
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.pages.picture_files import picture_file
from partnergraph.web.pictures.network import Edge, Network, Node, network
from partnergraph.web.service import pinned
from partnergraph.web.translations import gettext as _

__all__ = ["blueprint"]

blueprint: Final = Blueprint("network", __name__)

_MOST_ROWS: Final = 300
_FILTERS: Final = {"country": "partnerships", "goal": "projects-of-goal"}
"""Name of a filter → the canned query that has it as a parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pairs:
    """Pairs of bodies that work together, as a picture and as rows; `behind` are the queries whose answers they are."""

    picture: Network | None
    rows: list[tuple[Linked, Linked, Linked, Linked]]
    pairs: int
    partnerships: int
    behind: Mapping[str, Counted]


@blueprint.get("/network")
def shown() -> Response:
    """Show Swedish bodies and their partners abroad, of one country and one goal if that is asked for."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    found = _found()
    given: dict[str, Any] = {name: value for name in _FILTERS if (value := request.args.get(name, "").strip())}
    page = render_template(
        "network.html",
        found=found,
        choices={name: _choices(name) for name in _FILTERS},
        chosen={name: each.chosen(name) for name, each in found.behind.items()},
        file=url_for("network.drawn", **given),
        hidden={"lang": request.args.get("lang", ""), "version": pinned()},
    )
    return asked.answer(make_response(page))


@blueprint.get("/network.svg")
def drawn() -> Response:
    """Return the picture of the same as an SVG file."""
    found = _found()
    picture = found.picture or Network(width=320, height=40, nodes=(), edges=(), kinds=(), total=0)
    return picture_file(picture, "network", _("Who works with whom"), "network")


def _found() -> _Pairs:
    """Return the pairs that this request asks for; raises WrongUsage for a country or a goal that there is not."""
    behind = {"country": counted("partnerships", {"country": request.args.getlist("country")})}
    rows = list(behind["country"])
    if request.args.get("goal", "").strip():
        behind["goal"] = counted("projects-of-goal", {"goal": request.args.getlist("goal")})
        with_goal = {row["partnership"] for row in behind["goal"]}
        rows = [row for row in rows if row["partnership"] in with_goal]
    picture = _drawn(rows)
    known = labels(
        {row[name] for row in rows[:_MOST_ROWS] for name in ("municipality", "partner", "country", "partnership")}
    )

    def one(iri: str) -> Linked:
        return linked(iri, known.get(iri, ""))

    return _Pairs(
        picture=picture,
        rows=[
            (one(row["municipality"]), one(row["partner"]), one(row["country"]), one(row["partnership"]))
            for row in rows[:_MOST_ROWS]
        ],
        pairs=len(rows),
        partnerships=len({row["partnership"] for row in rows}),
        behind=behind,
    )


def _drawn(rows: list[Mapping[str, str]]) -> Network | None:
    """Return the picture of some pairs."""
    sides = dict.fromkeys(row["municipality"] for row in rows)
    there = dict.fromkeys(sides, "ours") | {row["partner"]: "theirs" for row in rows if row["partner"] not in sides}
    places = {iri: number for number, iri in enumerate(there)}
    names = labels(there)
    nodes = []
    for iri, kind in there.items():
        piece = linked(iri, names.get(iri, ""))
        nodes.append(Node(label=piece.text, href=piece.href, kind=kind, iri=iri))
    return network(
        nodes,
        [
            Edge(start=places[row["municipality"]], end=places[row["partner"]], label=row.get("partnershipName", ""))
            for row in rows
        ],
    )


def _choices(name: str) -> list[Choice]:
    """Return what a filter can be set to."""
    found, _more = choices(canned_query(_FILTERS[name]).parameters[name])
    return found
