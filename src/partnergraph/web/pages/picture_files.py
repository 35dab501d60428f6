"""Pictures as files of their own: the same shapes as on a page, with where they come from inside."""

from typing import Final, Literal

from flask import Response, make_response, render_template

from partnergraph.web.contract import Document
from partnergraph.web.dataset import citation
from partnergraph.web.links import public_address
from partnergraph.web.pictures.picture import Picture
from partnergraph.web.service import service
from partnergraph.web.translations import gettext as _

__all__ = ["Kind", "credit", "picture_file"]

Kind = Literal["bars", "timeline", "matrix", "network", "map"]

_HERE: Final = ' href="/'
"""How a link to this server begins; no text can, since a quotation mark in one is escaped."""


def credit() -> str:
    """Return what a picture says of where it comes from, wherever it is shown."""
    whole = citation(service())
    return _("PartnerGraph, release %(version)s. CC BY 4.0. %(address)s") % {
        "version": whole.version,
        "address": whole.address,
    }


def picture_file(picture: Picture, kind: Kind, title: str, name: str) -> Response:
    """Return a picture as an SVG file with a name for when it is saved."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    drawn = render_template("pictures/file.svg", picture=picture, kind=kind, title=title)
    response = make_response(drawn.replace(_HERE, f"{_HERE[:-1]}{public_address('/')}"))  # a file may lie anywhere
    response.content_type = "image/svg+xml; charset=utf-8"
    response.headers["Content-Disposition"] = f'inline; filename="partnergraph-{name}.svg"'
    return asked.answer(response)
