"""One answer as a page shows it: cells under labels, the views that fit, and the picture of the one that is shown."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Final

from partnergraph.errors import PartnerGraphError
from partnergraph.store.embedded import Value
from partnergraph.store.positions import Position
from partnergraph.store.rows import Row
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.pictures.picture import Picture
from partnergraph.web.service import service

from .charts import bars_of, matrix_of, timeline_of
from .maps import map_of
from .motif import Motif
from .networks import STATEMENT, network_of
from .table import Content, Table
from .views import Hint, chosen, fitting

__all__ = ["Result", "of_graph", "of_rows", "of_truth"]

_MOST_LABELLED: Final = 1_000
"""IRIs on a page that are shown under their labels; the others stand under their prefixed names."""

_MOST_PLACED: Final = 400
"""Things whose position is looked up."""

_OURS: Final = "country/se"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a page shows of an answer.

    `truth` is that of an ASK, None for other forms; `raw` is the answer as a program gets it.  `picture` is what the
    `view` draws and `drawn` its kind; both are empty for the views that draw nothing.
    """

    view: str = "table"
    views: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: list[list[Linked]] = field(default_factory=list)
    numeric: frozenset[int] = frozenset()
    truth: bool | None = None
    graph: bool = False
    raw: str = ""
    picture: Picture | None = None
    drawn: str = ""


def of_truth(truth: bool) -> Result:  # noqa: FBT001 - the answer itself
    """Return the truth of an ASK."""
    return Result(truth=truth)


def of_rows(table: Table, raw: str, hint: Hint, asked: str) -> Result:
    """Return the rows of a SELECT in the view that is asked for, or hinted at, if it fits."""
    return _shown(table, hint, asked, raw)


def of_graph(statements: Iterable[Row], raw: str, hint: Hint, asked: str) -> Result:
    """Return a graph, whose statements are the rows of a table."""
    return _shown(Table(columns=STATEMENT, rows=list(statements)), hint, asked, raw, graph=True)


def _shown(table: Table, hint: Hint, asked: str, raw: str, *, graph: bool = False) -> Result:
    iris = dict.fromkeys(table.iris())
    positions = _positions(islice(iris, _MOST_PLACED))
    known = labels([*islice(iris, _MOST_LABELLED), *(each.iri for some in positions.values() for each in some)])
    shown = partial(_cell, known)
    fits = fitting(table, positions)
    view = chosen(fits, asked, hint)
    motif = Motif(table=table, hint=hint, shown=shown, positions=positions, ours=service().minter.base + f"id/{_OURS}")
    drawn, picture = _picture(motif, view)
    return Result(
        view=view,
        views=fits,
        columns=table.columns,
        rows=[[Linked(text="") if value is None else shown(value) for value in row] for row in table.rows],
        numeric=frozenset(table.places(Content.COUNT) + table.places(Content.NUMBER)),
        graph=graph,
        raw=_indented(raw) if view == "raw" and not graph else raw if graph else "",
        picture=picture,
        drawn=drawn if picture is not None else "",
    )


def _picture(motif: Motif, view: str) -> tuple[str, Picture | None]:
    """Return the kind of picture, which is the name of its template, and the picture of a view."""
    match view:
        case "map":
            return "map", map_of(motif)
        case "network":
            return "network", network_of(motif)
        case "timeline":
            return "timeline", timeline_of(motif)
        case "chart":
            squares = matrix_of(motif)
            return ("matrix", squares) if squares is not None else ("bars", bars_of(motif))
        case _:
            return "", None


def _positions(iris: Iterable[str]) -> Mapping[str, tuple[Position, ...]]:
    """Return where things are; a store that does not say it in time costs the map and not the page."""
    try:
        return service().trusted.positions(iris)
    except PartnerGraphError:
        return {}


def _cell(known: Mapping[str, str], value: Value) -> Linked:
    if value.is_iri:
        return linked(value.text, known.get(value.text, ""))
    return Linked(text=value.text, language=value.language)


def _indented(raw: str) -> str:
    """Return JSON as people read it."""
    return json.dumps(json.loads(raw), ensure_ascii=False, indent=2)
