"""The rows of an answer in memory, and what stands in each of its columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from partnergraph.exports.plain import plain
from partnergraph.namespaces import GEO, XSD
from partnergraph.store.embedded import Value
from partnergraph.store.rows import Row

__all__ = ["Content", "Table", "count_in", "point_in", "year_in"]

_DATED: Final = frozenset(str(XSD[name]) for name in ("gYear", "gYearMonth", "date", "dateTime"))
_WKT: Final = str(GEO.wktLiteral)
_YEAR: Final = re.compile(r"(-?[0-9]{4})(?![0-9])")
_POINT: Final = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*Z?\s*\(\s*(\S+)\s+(\S+?)(?:\s+\S+)?\s*\)\s*", re.IGNORECASE)
_AXES: Final = {
    "latitude": "latitude", "lat": "latitude", "breddgrad": "latitude",
    "longitude": "longitude", "long": "longitude", "lon": "longitude", "lng": "longitude",
}  # fmt: skip
"""What columns of degrees are called → the axis."""

_FIRST_YEARS: Final = range(1000, 2200)
"""Whole numbers that are years where the column says so."""


class Content(Enum):
    """What stands in a column, in every row that has something there."""

    NOTHING = "nothing"
    THING = "thing"
    COUNT = "count"
    NUMBER = "number"
    YEAR = "year"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    POINT = "point"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Names of columns, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: Sequence[Row]

    def places(self, content: Content) -> list[int]:
        """Return the places of the columns in which this stands, in their order."""
        return [place for place, each in enumerate(self.contents) if each is content]

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """Return what stands in each column."""
        return tuple(_content(name, self.column(place)) for place, name in enumerate(self.columns))

    def column(self, place: int) -> Iterator[Value]:
        """Yield what there is in a column."""
        return (value for row in self.rows if (value := row[place]) is not None)

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of the rows, in their order and as often as they stand there."""
        return (value.text for row in self.rows for value in row if value is not None and value.is_iri)


def year_in(value: Value) -> int | None:
    """Return the year of a date, of a year, or of a number that may be one."""
    found = _YEAR.match(value.text)
    return int(found[1]) if found else None


def count_in(value: Value) -> int | None:
    """Return a value as a whole number that counts something, or None."""
    number = plain(value)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def point_in(value: Value) -> tuple[float, float] | None:
    """Return latitude and longitude of a point in WKT, or None where it is none or lies off the map."""
    found = _POINT.fullmatch(value.text)
    if found is None:
        return None
    try:
        longitude, latitude = float(found[1]), float(found[2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None  # noqa: PLR2004 - degrees


def _content(name: str, values: Iterable[Value]) -> Content:
    """Return what stands in every row of a column that has something there."""
    found = {_kind(name, value) for value in values}
    if found == {Content.COUNT, Content.NUMBER}:
        return Content.NUMBER
    return found.pop() if len(found) == 1 else Content.TEXT if found else Content.NOTHING


def _kind(name: str, value: Value) -> Content:
    if value.is_iri:
        return Content.THING
    if value.datatype in _DATED:
        return Content.YEAR if year_in(value) is not None else Content.TEXT
    if value.datatype == _WKT:
        return Content.POINT if point_in(value) else Content.TEXT
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return Content.TEXT
    return _of_number(name, number)


def _of_number(name: str, number: float) -> Content:
    """Return what a number is in a column of this name."""
    match _AXES.get(name.lower()):
        case "latitude" if abs(number) <= 90:  # noqa: PLR2004 - degrees
            return Content.LATITUDE
        case "longitude" if abs(number) <= 180:  # noqa: PLR2004 - degrees
            return Content.LONGITUDE
    whole = isinstance(number, int)
    if whole and number in _FIRST_YEARS and ("year" in name.lower() or name.lower() in {"år", "ar"}):
        return Content.YEAR
    return Content.COUNT if whole and number >= 0 else Content.NUMBER
