"""Pairs of a Swedish body and a partner abroad, of one country and one goal if a request asks for that.

The rows are those of canned queries, so what is shown of them can be asked for again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from partnergraph.web.canned import canned_query
from partnergraph.web.choices import Choice, choices
from partnergraph.web.counted import Counted, counted
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import pinned

__all__ = ["Pairs", "filters", "given", "named", "pairs", "table_of"]

_MOST_ROWS: Final = 150
_FILTERS: Final = {"country": "partnerships", "goal": "projects-of-goal"}
"""Name of a filter → the canned query that has it as a parameter."""

_COLUMNS: Final = ("municipality", "partner", "country", "partnership")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Rows of the query `partnerships`; `behind` are the queries whose answers they are, by the filter."""

    rows: tuple[Row, ...]
    behind: Mapping[str, Counted]

    @property
    def partnerships(self) -> int:
        """Return how many partnerships the pairs are in."""
        return len({row["partnership"] for row in self.rows})


def pairs() -> Pairs:
    """Return the pairs that this request asks for; raises WrongUsage for a country or a goal that there is not."""
    behind = {"country": counted("partnerships", {"country": request.args.getlist("country")})}
    rows = behind["country"].rows
    if request.args.get("goal", "").strip():
        behind["goal"] = counted("projects-of-goal", {"goal": request.args.getlist("goal")})
        with_goal = {row["partnership"] for row in behind["goal"]}
        rows = tuple(row for row in rows if row["partnership"] in with_goal)
    return Pairs(rows=rows, behind=behind)


def given() -> dict[str, Any]:
    """Return the filters that this request has, for other addresses of the same."""
    return {name: value for name in _FILTERS if (value := request.args.get(name, "").strip())}


def filters(found: Pairs) -> dict[str, Any]:
    """Return what the form of the filters takes: what can be chosen, what is, and what the form hands on as it is."""
    return {
        "choices": {name: _choices(name) for name in _FILTERS},
        "chosen": {name: each.chosen(name) for name, each in found.behind.items()},
        "hidden": {"lang": request.args.get("lang", ""), "version": pinned()},
    }


def table_of(found: Pairs) -> list[tuple[Linked, ...]]:
    """Return the first pairs as pieces of a table: in Sweden, abroad, the country, the partnership."""
    shown = found.rows[:_MOST_ROWS]
    known = named(row[name] for row in shown for name in _COLUMNS)
    return [tuple(known[row[name]] for name in _COLUMNS) for row in shown]


def named(iris: Iterable[str]) -> dict[str, Linked]:
    """Return resources as links under their labels."""
    asked = dict.fromkeys(iris)
    known = labels(asked)
    return {iri: linked(iri, known.get(iri, "")) for iri in asked}


def _choices(name: str) -> list[Choice]:
    """Return what a filter can be set to."""
    found, _more = choices(canned_query(_FILTERS[name]).parameters[name])
    return found
