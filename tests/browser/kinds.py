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
_GRAPH: Final = "DESCRIBE <https://w3id.org/partnergraph/id/body/se-vasteras>"
_SOMETHING_WRONG: Final = """\
PREFIX pg: <https://w3id.org/partnergraph/ns#>
<https://w3id.org/partnergraph/id/project/unheard-of> a pg:Project ; pg:startYear "soon" .
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: where one of it stands, and with which status it is answered.

    `{version}` in the path is the release that is served.  `typed` is written into the page's big field and sent, and
    the page that comes then is meant.  `with_map` says that the basemap comes with the page.
    """

    path: str
    _: KW_ONLY
    status: int = 200
    typed: str = ""
    with_map: bool = False


def _ask(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, "format": "html"} | more)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "home": Kind("/"),
        "home in Swedish": Kind("/?lang=sv"),
        "home in Ukrainian": Kind("/?lang=uk"),
        "goals": Kind("/goals"),
        "goal": Kind("/goals/16"),
        "partnership": Kind("/doc/partnership/se-almhult--za-jb-marks"),
        "project": Kind("/doc/project/building-better-cities-together"),
        "municipality": Kind("/doc/body/se-vasteras"),
        "territory": Kind("/doc/territory/se-vasteras"),
        "network": Kind("/doc/network/climate-action"),
        "record": Kind("/doc/record/almhult-sv/1"),
        "finding": Kind("/doc/finding/ale-en/10-blank-value"),
        "search": Kind("/search?q=shatsk"),
        "nothing found": Kind("/search?q=qqqqqq"),
        "queries": Kind("/queries"),
        "canned query": Kind("/queries/goals-by-country"),
        "canned query to fill in": Kind("/queries/goals-of-municipality"),
        "query form": Kind("/sparql"),
        "table": Kind(_ask(_TABLE)),
        "graph": Kind(_ask(_GRAPH)),
        "mistake": Kind(_ask("SELECT * WHERE {\n  ?s ?p ?o\n  FILTR(?o > 1)\n}"), status=400),
        "why empty": Kind(_ask(_PREFIX + "SELECT * { ?s a pg:Unheard }", explain="true")),
        "validate": Kind("/validate"),
        "report": Kind("/validate", typed=_SOMETHING_WRONG),
        "versions": Kind("/versions"),
        "version": Kind("/versions/{version}"),
        "comparison": Kind("/versions/{version}..{version}"),
        "earlier": Kind("/doc/body/se-vasteras?version={version}"),
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
