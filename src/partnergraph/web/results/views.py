"""The views of a result: which of them fit its columns, and which is shown where nobody has chosen.

A query may say how it is best seen, in a comment of its own: `#view:map`, or with the columns that the picture is of,
`#view:chart ?goal ?projects`; `#view:matrix` is a chart too.  The `#defaultView:BarChart` of Wikidata's query service
is understood as well.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .table import Content, Table

__all__ = ["VIEWS", "Hint", "as_comment", "chosen", "fitting", "hinted", "of_chart"]

VIEWS: Final = ("table", "map", "network", "chart", "timeline", "raw")
"""The views in the order in which they are offered; the first is there for every answer."""

_IN_TEXT: Final = re.compile(
    r"^[ \t]*#[ \t]*(?:view|defaultView)[ \t]*:[ \t]*(\w+)((?:[ \t]+\?\w+)*)[ \t]*\r?$", re.MULTILINE
)
_ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "matrix": "chart",
        "graph": "network",
        "barchart": "chart",
        "linechart": "timeline",
        "bubblechart": "chart",
        "areachart": "timeline",
    }
)
"""What views are called too, most of them in Wikidata's query service → what they are here."""

_OF_CHART: Final[Mapping[str, str]] = MappingProxyType(
    {"bar": "chart", "heatmap": "chart", "line": "timeline", "map": "map", "network": "network", "table": "table"}
)
"""What the header of a canned query hints at → the view."""

_MATRIX: Final = "matrix"
_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """How a result is best seen: a view, "" where nothing is said, and the columns that the picture is of."""

    view: str = ""
    columns: tuple[str, ...] = ()
    matrix: bool = False


def hinted(query: str) -> Hint:
    """Return what the text of a query says of its view."""
    found = _IN_TEXT.search(query)
    if found is None:
        return Hint()
    said = found[1].lower()
    view = _ELSEWHERE.get(said, said)
    columns = tuple(each.lstrip("?") for each in found[2].split())
    return Hint(view=view, columns=columns, matrix=said == _MATRIX) if view in VIEWS else Hint()


def as_comment(hint: Hint) -> str:
    """Return the comment by which the text of a query gives a hint, or "" for none."""
    view = _MATRIX if hint.matrix else hint.view
    return f"#view:{' ?'.join((view, *hint.columns))}" if view else ""


def of_chart(chart: str) -> Hint:
    """Return the hint of a canned query's header."""
    return Hint(view=_OF_CHART.get(chart, ""), matrix=chart == "heatmap")


def fitting(table: Table, placed: Collection[str]) -> tuple[str, ...]:
    """Return the views that fit a table; `placed` are the IRIs in it whose position is known."""
    if not table.rows:
        return ("table", "raw")
    has = {content: len(table.places(content)) for content in Content}
    has_points = bool(has[Content.POINT] or (has[Content.LATITUDE] and has[Content.LONGITUDE]))
    named = has[Content.THING] + has[Content.TEXT]
    fits = {
        "table": True,
        "map": has_points or bool(placed),
        "network": has[Content.THING] >= _TWO,
        "chart": bool(has[Content.COUNT] and (named or has[Content.YEAR])),
        "timeline": bool(has[Content.YEAR]),
        "raw": True,
    }
    return tuple(view for view in VIEWS if fits[view])


def chosen(fits: tuple[str, ...], asked: str, hint: Hint) -> str:
    """Return the view to show: the one that is asked for, else the one hinted at, else the table, if they fit."""
    return next((view for view in (asked, hint.view) if view in fits), fits[0])
