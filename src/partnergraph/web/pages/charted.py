"""The charts of a release: each is a canned query, the picture that shows its rows best, and the rows as a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flask import url_for

from partnergraph.namespaces import SDG
from partnergraph.web.counted import counted
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.pages.picture_files import Kind
from partnergraph.web.pictures.charts import Bars, Matrix, Timeline, bars, bars_by, matrix, timeline
from partnergraph.web.translations import gettext as _
from partnergraph.web.translations import ngettext, number

__all__ = ["CHARTS", "Chart"]

_MOST_BARS: Final = 25
_MOST_ROWS: Final = 200
_EVIDENCE: Final = ("stated", "inherited", "suggested")
"""The columns of the query about goals and evidence, the strongest evidence first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its words, and the rows that it shows; `address` is that of the query behind it.

    `note` says what the picture leaves out, "" where that is nothing.
    """

    kind: Kind
    picture: Bars | Timeline | Matrix
    title: str
    caption: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Linked | int, ...]]
    address: str
    note: str = ""


def _countries() -> Chart:
    found = counted("partners-by-country")
    names = _named(row["country"] for row in found)
    items = [
        (
            Linked(text=names[row["country"]].text, href=_network(row["country"]), iri=row["country"]),
            int(row["partnerships"]),
        )
        for row in found
    ]
    items.sort(key=lambda item: (-item[1], item[0].text))
    return Chart(
        kind="bars",
        picture=bars(items[:_MOST_BARS]),
        title=_("Countries"),
        caption=_(
            "Partnerships by the country of the partner abroad. "
            "A partnership with partners in two countries counts in both."
        ),
        headings=(_("Country"), _("Partners"), _("Partnerships")),
        rows=[(names[row["country"]], int(row["partners"]), int(row["partnerships"])) for row in found],
        address=found.address,
        note=_left_out(len(items)),
    )


def _municipalities() -> Chart:
    found = counted("municipalities-by-partnerships")
    names = _named(row["municipality"] for row in found)
    items = [(names[row["municipality"]], int(row["partnerships"])) for row in found]
    return Chart(
        kind="bars",
        picture=bars(items[:_MOST_BARS]),
        title=_("Municipalities and regions"),
        caption=_("Partnerships of each Swedish municipality or region that has any, the most active first."),
        headings=(_("Municipality or region"), _("Partnerships"), _("Partners"), _("Countries")),
        rows=[
            (names[row["municipality"]], int(row["partnerships"]), int(row["partners"]), int(row["countries"]))
            for row in found.rows[:_MOST_ROWS]
        ],
        address=found.address,
        note=_left_out(len(items)),
    )


def _goals() -> Chart:
    found = counted("goals-by-evidence")
    names = _goal_names(row["goal"] for row in found)
    items = [(names[row["goal"]], [int(row[name]) for name in _EVIDENCE]) for row in found]
    series = [_("stated"), _("inherited"), _("suggested")]
    return Chart(
        kind="bars",
        picture=bars_by(items, series),
        title=_("Goals, and on what they rest"),
        caption=_(
            "Partnerships with each goal: stated by a source, inherited from an article, or suggested by a rule. "
            "They are counted apart."
        ),
        headings=(_("Goal"), *series),
        rows=[(label, *counts) for label, counts in items],
        address=found.address,
    )


def _goals_and_areas() -> Chart:
    found = counted("goals-by-area")
    areas = list(dict.fromkeys(row["area"] for rows in (counted("areas-by-count"), found) for row in rows))
    goals = list(dict.fromkeys(row["goal"] for rows in (counted("goals-by-evidence"), found) for row in rows))
    area_names, goal_names = _named(areas), _goal_names(goals)
    cells = {
        (areas.index(row["area"]), goals.index(row["goal"])): (
            int(row["projects"]),
            _projects(row["goal"], row["area"]),
        )
        for row in found
    }
    return Chart(
        kind="matrix",
        picture=matrix([area_names[iri] for iri in areas], [goal_names[iri] for iri in goals], cells),
        title=_("Goals and project areas"),
        caption=_(
            "Projects in each project area that state each goal. The stronger the colour of a cell, the more projects."
        ),
        headings=(_("Project area"), _("Goal"), _("Projects")),
        rows=[
            (area_names[row["area"]], goal_names[row["goal"]], int(row["projects"])) for row in found.rows[:_MOST_ROWS]
        ],
        address=found.address,
    )


def _years() -> Chart:
    found = counted("projects-by-start-year")
    items = [(int(row["year"][:4]), int(row["projects"])) for row in found]
    stating, whole = (int(found.rows[0][name]) for name in ("stating", "all")) if found.rows else (0, 0)
    return Chart(
        kind="timeline",
        picture=timeline(items),
        title=_("Years"),
        caption=_("Projects by the year in which they begin.")
        + " "
        + ngettext(
            "A year is stated for %(stating)s of %(num)s project.",
            "A year is stated for %(stating)s of %(num)s projects.",
            whole,
        )
        % {"stating": number(stating), "num": number(whole)},
        headings=(_("Year"), _("Projects")),
        rows=[(Linked(text=str(year)), count) for year, count in items],
        address=found.address,
    )


CHARTS: Final[Mapping[str, Callable[[], Chart]]] = MappingProxyType(
    {
        "goals-and-areas": _goals_and_areas,
        "goals": _goals,
        "countries": _countries,
        "municipalities": _municipalities,
        "years": _years,
    }
)
"""Name in addresses → what makes the chart for this request, in the order of the page."""


def _named(iris: Iterable[str]) -> dict[str, Linked]:
    asked = list(iris)
    known = labels(asked)
    return {iri: linked(iri, known.get(iri, "")) for iri in asked}


def _goal_names(iris: Iterable[str]) -> dict[str, Linked]:
    """Return goals under their numbers and names."""
    return {
        iri: Linked(text=f"{iri.removeprefix(str(SDG))} {name.text}", href=name.href, iri=iri)
        for iri, name in _named(iris).items()
    }


def _network(country: str) -> str:
    return url_for("network.shown", country=country.rpartition("/")[2])


def _projects(goal: str, area: str) -> str:
    """Return where the projects of an area that state a goal are listed."""
    number_of, name = goal.removeprefix(str(SDG)), area.rpartition("/")[2]
    return url_for("browse.projects", goal=number_of, area=name, evidence="stated")


def _left_out(count: int) -> str:
    if count <= _MOST_BARS:
        return ""
    return _("The picture shows the first %(shown)s of %(all)s.") % {"shown": number(_MOST_BARS), "all": number(count)}
