"""Rows with a position as GeoJSON (RFC 7946): each row is a feature, also one whose position is not known."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from partnergraph.store.rows import Row

from .plain import plain
from .table import Table

__all__ = ["POSITION", "collection", "features"]

POSITION: Final = ("longitude", "latitude")
"""The columns that a table must have; the order is that of GeoJSON's coordinates."""


def features(table: Table, about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pieces of a collection of features; the members of `about` stand beside them."""
    places = [table.columns.index(name) for name in POSITION]
    rest = [(place, name) for place, name in enumerate(table.columns) if name not in POSITION]
    yield from collection((_feature(row, places, rest) for row in table.rows), about)


def collection(features: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pieces of a collection of features that are made already."""
    head = json.dumps({"type": "FeatureCollection", **about}, ensure_ascii=False)
    yield f'{head[:-1]}, "features": [\n'
    between = ""
    for feature in features:
        yield between + json.dumps(feature, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _feature(row: Row, places: Sequence[int], rest: Sequence[tuple[int, str]]) -> dict[str, Any]:
    position = [plain(row[place]) for place in places]
    there = all(isinstance(each, int | float) for each in position)
    first = row[0]
    feature: dict[str, Any] = {"type": "Feature"}
    feature |= {"id": first.text} if first is not None and first.is_iri else {}
    feature["geometry"] = {"type": "Point", "coordinates": position} if there else None
    feature["properties"] = {name: plain(row[place]) for place, name in rest}
    return feature
