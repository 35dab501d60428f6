"""`/robots.txt` (RFC 9309): what crawlers are asked to leave alone, and where all of it lies as files instead."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.web.downloads import files
from partnergraph.web.links import public_address
from partnergraph.web.service import current_service

from .selection import KINDS

__all__ = ["blueprint"]

blueprint: Final = Blueprint("robots", __name__)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Ask crawlers not to walk through selections and answers, and tell them where the whole is."""
    dumps = [public_address(url_for("downloads.download", name=name)) for name in files(current_service())]
    dataset = public_address(url_for("dataset.dataset"))
    response = make_response(render_template("robots.txt", things=KINDS, dumps=dumps, dataset=dataset))
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
