"""`/network`: who works with whom, as a picture that can be explored and as a table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.web.contract import Document
from partnergraph.web.pages.pairs import Pairs, filters, given, named, pairs, table_of
from partnergraph.web.pages.picture_files import picture_file
from partnergraph.web.pictures.network import Edge, Network, Node, network
from partnergraph.web.translations import gettext as _

__all__ = ["blueprint"]

blueprint: Final = Blueprint("network", __name__)


@blueprint.get("/network")
def shown() -> Response:
    """Show Swedish bodies and their partners abroad, of one country and one goal if that is asked for."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    found = pairs()
    page = render_template(
        "network.html",
        found=found,
        picture=_drawn(found),
        rows=table_of(found),
        file=url_for("network.drawn", **given()),
        **filters(found),
    )
    return asked.answer(make_response(page))


@blueprint.get("/network.svg")
def drawn() -> Response:
    """Return the picture of the same as an SVG file."""
    picture = _drawn(pairs()) or Network(width=320, height=40, nodes=(), edges=(), kinds=(), total=0)
    return picture_file(picture, "network", _("Who works with whom"), "network")


def _drawn(found: Pairs) -> Network | None:
    """Return the picture of some pairs."""
    sides = dict.fromkeys((row["municipality"] for row in found.rows), "ours")
    there = sides | {row["partner"]: "theirs" for row in found.rows if row["partner"] not in sides}
    places = {iri: number for number, iri in enumerate(there)}
    edges = [Edge(start=places[row["municipality"]], end=places[row["partner"]]) for row in found.rows]
    return network([Node(label="", kind=kind, iri=iri) for iri, kind in there.items()], edges, named=_named)


def _named(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes with the names of what they stand for, and the addresses."""
    pieces = named(node.iri for node in nodes)
    return [replace(node, label=pieces[node.iri].text, href=pieces[node.iri].href) for node in nodes]
