"""The kinds of pages there are, each with an address of one such page over the data that ships."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

__all__ = ["KINDS", "Kind"]

_PREFIX: Final = "PREFIX pg: <https://w3id.org/partnergraph/ns#>\n"
_TABLE: Final = (
    _PREFIX + "SELECT ?partnership ?partner { ?partnership pg:internationalPartner ?partner } ORDER BY ?partner"
)
_COUNTS: Final = _PREFIX + "SELECT ?area (COUNT(*) AS ?projects) { ?project pg:projectArea ?area } GROUP BY ?area"
_GRAPH: Final = "DESCRIBE <https://w3id.org/partnergraph/id/body/se-vasteras>"
_SOMETHING_WRONG: Final = """\
PREFIX pg: <https://w3id.org/partnergraph/ns#>
<https://w3id.org/partnergraph/id/project/unheard-of> a pg:Project ; pg:startYear "soon" .
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: where one of it stands, and with which status it is answered.

    `{version}` in the path is the release that is served.  `typed` is written into the page's big field and sent, and
    the page that comes then is meant.  `with_map` says that the basemap comes with the page.  One that is `alike` is
    made of the same pieces as another kind, and is looked at in one window only.
    """

    path: str
    _: KW_ONLY
    status: int = 200
    typed: str = ""
    with_map: bool = False
    alike: bool = False


def _ask(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, "format": "html"} | more)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "home": Kind("/", with_map=True),
        "home in Swedish": Kind("/?lang=sv", with_map=True, alike=True),
        "home in Ukrainian": Kind("/?lang=uk", with_map=True, alike=True),
        "goals": Kind("/goals"),
        "goal": Kind("/goals/16"),
        "target": Kind("/goals/16.6"),
        "area": Kind("/doc/area/education"),
        "theme": Kind("/doc/theme/digitalisation-and-e-governance"),
        "partnership": Kind("/doc/partnership/se-almhult--za-jb-marks", with_map=True),
        "project": Kind("/doc/project/building-better-cities-together", with_map=True),
        "municipality": Kind("/doc/body/se-vasteras", with_map=True),
        "territory": Kind("/doc/territory/se-vasteras", with_map=True),
        "network": Kind("/doc/network/climate-action", with_map=True),
        "record": Kind("/doc/record/almhult-sv/1"),
        "finding": Kind("/doc/finding/ale-en/10-blank-value"),
        "partnerships": Kind("/partnerships"),
        "partnerships as a table": Kind("/partnerships?view=table&country=ua"),
        "partnerships on a map": Kind("/partnerships?view=map&goal=16", with_map=True),
        "projects": Kind("/projects?theme=human-rights", alike=True),
        "municipalities": Kind("/municipalities", alike=True),
        "partners": Kind("/partners"),
        "areas": Kind("/areas", alike=True),
        "themes": Kind("/themes"),
        "networks": Kind("/networks"),
        "map": Kind("/map", with_map=True),
        "network of partners": Kind("/network"),
        "charts": Kind("/charts"),
        "quality": Kind("/quality"),
        "rules": Kind("/quality/validation"),
        "search": Kind("/search?q=shatsk"),
        "nothing found": Kind("/search?q=qqqqqq", alike=True),
        "queries": Kind("/queries"),
        "canned query": Kind("/queries/goals-by-country"),
        "canned query to fill in": Kind("/queries/goals-of-municipality"),
        "query form": Kind("/sparql"),
        "table": Kind(_ask(_TABLE)),
        "graph": Kind(_ask(_GRAPH)),
        "chart of a result": Kind(_ask(_COUNTS, view="chart")),
        "network of a result": Kind(_ask(_TABLE, view="network"), alike=True),
        "map of a result": Kind(_ask(_TABLE, view="map"), with_map=True),
        "mistake": Kind(_ask("SELECT * WHERE {\n  ?s ?p ?o\n  FILTR(?o > 1)\n}"), status=400),
        "why empty": Kind(_ask(_PREFIX + "SELECT * { ?s a pg:Unheard }", explain="true")),
        "validate": Kind("/validate"),
        "report": Kind("/validate", typed=_SOMETHING_WRONG),
        "versions": Kind("/versions"),
        "version": Kind("/versions/{version}"),
        "comparison": Kind("/versions/{version}..{version}"),
        "earlier": Kind("/doc/body/se-vasteras?version={version}", with_map=True, alike=True),
        "dataset": Kind("/dataset"),
        "kinds of problems": Kind("/problems"),
        "kind of problem": Kind("/problems/query-syntax"),
        "problem": Kind("/nowhere", status=404),
        "API": Kind("/api"),
        "ontology": Kind("/ns"),
        "shapes": Kind("/shapes"),
    }
)
"""Name of a kind → a page of it."""
