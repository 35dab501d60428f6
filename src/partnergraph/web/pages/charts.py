"""`/charts`: what the release counts, as pictures with their tables below, each from the canned query it leads to."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template

from partnergraph.errors import NotFound
from partnergraph.web.contract import Document
from partnergraph.web.pages.charted import CHARTS
from partnergraph.web.pages.picture_files import credit, picture_file

__all__ = ["blueprint"]

blueprint: Final = Blueprint("charts", __name__)
blueprint.add_app_template_global(credit, "credit")


@blueprint.get("/charts")
def shown() -> Response:
    """Show all charts."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    charts = {name: make() for name, make in CHARTS.items()}
    return asked.answer(make_response(render_template("charts.html", charts=charts)))


@blueprint.get("/charts/<name>.svg")
def one(name: str) -> Response:
    """Return one chart as an SVG file."""
    if name not in CHARTS:
        raise NotFound(f"There is no chart {name}", hint=f"There are {', '.join(CHARTS)}.")
    chart = CHARTS[name]()
    return picture_file(chart.picture, chart.kind, f"{chart.title}. {chart.caption}", name)
