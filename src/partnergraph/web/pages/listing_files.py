"""A result as a file: every page of exactly what is shown, as a table, as places on a map, or as RDF."""

import io
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, Final

from flask import Response, make_response

from partnergraph.exports import Style, Table, collection, write
from partnergraph.formats import CSV, GEOJSON, GRAPHS, HTML, XLSX, Format
from partnergraph.namespaces import LICENCE, XSD
from partnergraph.store.embedded import Value
from partnergraph.store.rows import Row as Cells
from partnergraph.web.citing import catalogue_words
from partnergraph.web.links import Linked, public_address
from partnergraph.web.service import service

from .facet_lists import titles
from .listing import Row, columns, ordered, rows_at
from .selection import MAPPED, Selection

__all__ = ["file_of", "offered"]

_BETWEEN: Final = "; "
_NUMBERS: Final = ("partnerships", "projects")


def offered(kind: str) -> tuple[Format, ...]:
    """Return the formats in which the things of a kind come, the page first."""
    return (HTML, CSV, XLSX, *([GEOJSON] if kind in MAPPED else []), *GRAPHS)


def file_of(selection: Selection, wanted: Format) -> Response:
    """Return all that is selected in a format."""
    if wanted in GRAPHS:
        shelf = selection.shelf
        iris = [shelf.items[place] for place in ordered(selection)]
        response = make_response(service().embedded.statements(iris, wanted))
    elif wanted is GEOJSON:
        response = make_response("".join(collection(_features(selection), _about(selection))))
    else:
        response = make_response(_table(selection, wanted))
    response.content_type = wanted.content_type
    name = f"{selection.things}_{service().version}.{wanted.extension}"
    kind = "inline" if wanted in GRAPHS else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response


def _table(selection: Selection, wanted: Format) -> bytes:
    """Return a table with a row for each thing, whose columns hold names with semicolons between them."""
    named = (*columns(selection.kind), *(each for each in _NUMBERS if each != selection.things))
    words = {**titles(), "iri": "IRI", "name": catalogue_words()["name"]}
    output = io.BytesIO()
    style = Style(
        safe=True,
        headings={name: words.get(name, name) for name in ("iri", "name", *named)},
        sheets=(catalogue_words()["sheet_result"], catalogue_words()["sheet_about"]),
        notes=tuple((name, str(value)) for name, value in _about(selection).items()),
    )
    rows = (_cells(row, named) for row in rows_at(selection, ordered(selection)))
    write(Table(columns=("iri", "name", *named), rows=rows), wanted, output, style)
    return output.getvalue()


def _cells(row: Row, named: Iterable[str]) -> Cells:
    cells: list[Value | None] = [Value(text=row.item.iri, is_iri=True), _text([row.item])]
    for name in named:
        if name in row.numbers:
            cells.append(Value(text=str(row.numbers[name]), is_iri=False, datatype=str(XSD.integer)))
        else:
            cells.append(_text(row.cells[name]))
    return tuple(cells)


def _text(pieces: Iterable[Linked]) -> Value | None:
    text = _BETWEEN.join(piece.text for piece in pieces)
    return Value(text=text, is_iri=False) if text else None


def _features(selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield a feature for each thing: a body is a point, what joins bodies the lines between them."""
    for row in rows_at(selection, ordered(selection)):
        texts = {name: [piece.text for piece in pieces] for name, pieces in row.cells.items()}
        yield {
            "type": "Feature",
            "id": row.item.iri,
            "geometry": _geometry(selection, row),
            "properties": {"name": row.item.text, **texts, **row.numbers},
        }


def _geometry(selection: Selection, row: Row) -> dict[str, Any] | None:
    """Return where a thing is (RFC 7946: longitude first), None where nobody knows."""
    positions, shelf = service().facets.positions, selection.shelf
    if not {"municipality", "partner"} <= shelf.held.keys():
        place = positions.get(row.item.iri)
        return {"type": "Point", "coordinates": place[::-1]} if place else None
    ends = product(shelf.held["municipality"][row.place], shelf.held["partner"][row.place])
    lines = [[positions[end][::-1] for end in pair] for pair in ends if all(end in positions for end in pair)]
    return {"type": "MultiLineString", "coordinates": lines} if lines else None


def _about(selection: Selection) -> dict[str, str]:
    return {
        "release": service().version,
        "source": public_address(selection.address()),
        "license": str(LICENCE),
    }
