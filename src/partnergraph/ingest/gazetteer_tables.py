"""The gazetteer's tables under `data/`: their columns, and each row made into a value or refused with its line."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from .bodies import Body, Country, Name, Network, Territory
from .naming import BODY_TYPES
from .tables import Row, read_rows

__all__ = [
    "BODY_COLUMNS",
    "COUNTRY_COLUMNS",
    "NETWORK_COLUMNS",
    "PLACE_COLUMNS",
    "read_bodies",
    "read_countries",
    "read_networks",
    "read_territories",
]

BODY_COLUMNS: Final = (
    "key", "territory", "country", "types", "name", "name_language", "short_name", "names", "published_as",
    "misspellings", "scb_code", "county_code", "katottg", "qid", "name_source", "names_source", "code_source",
    "qid_source",
)  # fmt: skip
PLACE_COLUMNS: Final = (
    "key", "country", "name", "names", "subdivision", "katottg", "geonames", "qid", "lat", "lon", "name_source",
    "code_source", "geonames_source", "qid_source", "point_source", "note",
)  # fmt: skip
COUNTRY_COLUMNS: Final = ("code", "alpha3", "name_en", "name_sv", "name_uk", "qid", "source")
NETWORK_COLUMNS: Final = ("slug", "name_en", "name_sv", "names", "start_year", "end_year", "source")

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_QID: Final = re.compile(r"Q[1-9]\d*", re.ASCII)
_KATOTTG: Final = re.compile(r"UA\d{17}", re.ASCII)
_DIGITS: Final = re.compile(r"[1-9]\d*", re.ASCII)
_SUBDIVISION: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_SCB: Final = re.compile(r"\d{4}", re.ASCII)
_COUNTY: Final = re.compile(r"\d{2}", re.ASCII)
_ALPHA2: Final = re.compile(r"[A-Z]{2}")
_ALPHA3: Final = re.compile(r"[A-Z]{3}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_T = TypeVar("_T")


def read_countries(path: Path) -> dict[str, Country]:
    """Read `countries.csv` into countries by their two-letter code."""
    return _unique(read_rows(path, COUNTRY_COLUMNS), "code", _country)


def read_territories(path: Path, countries: Collection[str]) -> dict[str, Territory]:
    """Read `places.csv` into territories by key, each in one of `countries`."""
    return _unique(read_rows(path, PLACE_COLUMNS), "key", lambda row: _territory(row, countries))


def read_bodies(path: Path, countries: Collection[str], territories: Mapping[str, Territory]) -> dict[str, Body]:
    """Read `bodies.csv` into bodies by key, each in one of `countries` and with one of `territories`."""
    return _unique(read_rows(path, BODY_COLUMNS), "key", lambda row: _body(row, countries, territories))


def read_networks(path: Path) -> dict[str, Network]:
    """Read `networks.csv` into networks by slug."""
    return _unique(read_rows(path, NETWORK_COLUMNS), "slug", _network)


def _unique(rows: Iterable[Row], column: str, made: Callable[[Row], _T]) -> dict[str, _T]:
    """Return what is `made` of each row by the value of `column`, which may not come twice."""
    found: dict[str, _T] = {}
    for row in rows:
        if row.required(column) in found:
            raise row.broken(f"{column} “{row[column]}” stands on an earlier line too")
        found[row[column]] = made(row)
    return found


def _country(row: Row) -> Country:
    """Return the country of one row; its English name is required."""
    row.required("name_en")
    named = [(language, row[f"name_{language}"]) for language in ("en", "sv", "uk")]
    return Country(
        code=_required_code(row, "code", _ALPHA2),
        alpha3=_required_code(row, "alpha3", _ALPHA3),
        names=tuple(Name(text=text, language=language) for language, text in named if text),
        qid=_code(row, "qid", _QID),
    )


def _territory(row: Row, countries: Collection[str]) -> Territory:
    """Return the territory of one row."""
    latitude, longitude = row.degrees("lat", 90), row.degrees("lon", 180)
    if (latitude is None) != (longitude is None):
        raise row.broken("lat and lon go together; one of them is empty")
    row.required("name")
    return Territory(
        key=_required_code(row, "key", _SLUG),
        country=_one_of(row, "country", countries),
        name=_names(row, "name")[0],
        names=_names(row, "names"),
        subdivision=_code(row, "subdivision", _SUBDIVISION),
        katottg=_code(row, "katottg", _KATOTTG),
        geonames=_code(row, "geonames", _DIGITS),
        qid=_code(row, "qid", _QID),
        point=(latitude, longitude) if latitude is not None and longitude is not None else None,
    )


def _body(row: Row, countries: Collection[str], territories: Mapping[str, Territory]) -> Body:
    """Return the body of one row."""
    types = row.several("types")
    if not types or not BODY_TYPES.issuperset(types):
        raise row.broken(f"types is “{row['types']}”", hint=f"Expected one or more of {', '.join(sorted(BODY_TYPES))}")
    territory = _one_of(row, "territory", territories)
    country = _one_of(row, "country", countries)
    if territories[territory].country != country:
        raise row.broken(f"The territory {territory} is not in {country}")
    return Body(
        key=_required_code(row, "key", _SLUG),
        territory=territory,
        country=country,
        types=types,
        name=Name(text=row.required("name"), language=_code(row, "name_language", _LANGUAGE)),
        short_name=row.required("short_name"),
        names=_names(row, "names"),
        published_as=row.several("published_as"),
        misspellings=row.several("misspellings"),
        scb_code=_code(row, "scb_code", _SCB),
        county_code=_code(row, "county_code", _COUNTY),
        katottg=_code(row, "katottg", _KATOTTG),
        qid=_code(row, "qid", _QID),
    )


def _network(row: Row) -> Network:
    """Return the network of one row; its English name is required."""
    row.required("name_en")
    named = [(language, row[f"name_{language}"]) for language in ("en", "sv")]
    start, end = row.year("start_year"), row.year("end_year")
    if start is not None and end is not None and start > end:
        raise row.broken(f"It ends in {end}, before it starts in {start}")
    return Network(
        slug=_required_code(row, "slug", _SLUG),
        names=tuple(Name(text=text, language=language) for language, text in named if text),
        forms=_names(row, "names"),
        start_year=start,
        end_year=end,
    )


def _names(row: Row, column: str) -> tuple[Name, ...]:
    """Return the names in a cell that are written `text@language`, with a bar between them."""
    found = []
    for value in row.several(column):
        text, at, language = value.rpartition("@")
        if not at or not text or not _LANGUAGE.fullmatch(language):
            raise row.broken(f"{column} holds “{value}”, expected text@language")
        found.append(Name(text=text, language=language))
    return tuple(found)


def _one_of(row: Row, column: str, known: Collection[str]) -> str:
    """Return the cell, which must be one of `known`."""
    if row.required(column) not in known:
        raise row.broken(f"{column} “{row[column]}” is in no table")
    return row[column]


def _required_code(row: Row, column: str, pattern: re.Pattern[str]) -> str:
    """Return the cell, which must match `pattern`."""
    if not pattern.fullmatch(row.required(column)):
        raise row.broken(f"{column} is “{row[column]}”", hint=f"Expected the pattern {pattern.pattern}")
    return row[column]


def _code(row: Row, column: str, pattern: re.Pattern[str]) -> str | None:
    """Return the cell, which must match `pattern`, or None when it is empty."""
    return _required_code(row, column, pattern) if row[column] else None
