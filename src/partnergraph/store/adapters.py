"""What remote stores do each in a way of their own: one row for each kind, and nothing about them anywhere else.

All speak the SPARQL 1.1 Protocol; the rows say what to ask them for, where they take data, and what to mend.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from partnergraph.errors import WrongUsage
from partnergraph.formats import JSON, NTRIPLES, TURTLE, XML, Format

__all__ = ["ADAPTERS", "AUTO", "GENERIC", "Adapter", "adapter", "recognised"]

AUTO: Final = "auto"

_WKT: Final = (
    b"http://www.openlinksw.com/schemas/virtrdf#Geometry",
    b"http://www.opengis.net/ont/geosparql#wktLiteral",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One kind of store.

    `server` is how its Server header begins, `rows` and `graph` what it is asked for.
    `ending` is the pattern of what a query address ends with; `update` and `graphs` stand in its place (with its
    groups) in the addresses for updates and for the Graph Store Protocol, whose parameter for a graph is `parameter`.
    `joins_from` says that it joins FROM of the text with the dataset of the request, where the protocol prefers the
    request, and `shuffles` that the columns of a `SELECT *` come in an order of its own.
    `renamed` are datatypes it gives names of its own, each with the true name.
    """

    name: str
    server: str = ""
    rows: Format = JSON
    graph: Format = NTRIPLES
    ending: str = "$"
    update: str = ""
    graphs: str = ""
    parameter: str = "graph"
    joins_from: bool = False
    shuffles: bool = False
    renamed: tuple[tuple[bytes, bytes], ...] = ()

    def update_address(self, query_address: str) -> str:
        """Return the address that takes SPARQL updates; raise WrongUsage when it cannot be known."""
        return self._beside(query_address, self.update)

    def graph_address(self, query_address: str) -> str:
        """Return the address of the Graph Store Protocol; raise WrongUsage when it cannot be known."""
        return self._beside(query_address, self.graphs)

    def _beside(self, query_address: str, ending: str) -> str:
        scheme, host, path, *_ = urlsplit(query_address)
        if not ending or not re.search(self.ending, path):
            reason = f"Where a store of the kind {self.name!r} takes data cannot be told from {query_address}"
            raise WrongUsage(reason, hint="Name the addresses with --update-url and --graph-url.")
        return urlunsplit((scheme, host, re.sub(self.ending, ending, path), "", ""))


GENERIC: Final = Adapter(name="generic")

ADAPTERS: Final = (
    Adapter(name="oxigraph", server="oxigraph/", ending=r"/query$", update="/update", graphs="/store", shuffles=True),
    # Its JSON writes the boolean true as "1"; its XML does not.
    Adapter(
        name="virtuoso",
        server="virtuoso/",
        rows=XML,
        ending=r"/sparql(?:-auth)?$",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        parameter="graph-uri",
        joins_from=True,
        renamed=(_WKT,),
    ),
    Adapter(name="fuseki", server="apache jena fuseki", ending=r"/(?:sparql|query)$", update="/update", graphs="/data"),
    Adapter(name="qlever", graph=TURTLE, ending=r"$", update="/", graphs="/"),
    Adapter(
        name="graphdb",
        server="graphdb",
        ending=r"(/repositories/[^/]+)$",
        update=r"\1/statements",
        graphs=r"\1/rdf-graphs/service",
    ),
    Adapter(name="neptune", ending=r"/sparql$", update="/sparql", graphs="/sparql/gsp/"),
    GENERIC,
)
"""Every kind of store that is known; those without a `server` must be named."""


def adapter(name: str) -> Adapter:
    """Return the adapter of this name; raise WrongUsage naming those there are."""
    found = next((each for each in ADAPTERS if each.name == name), None)
    if found is None:
        names = ", ".join(each.name for each in ADAPTERS)
        raise WrongUsage(f"There is no kind of store called {name!r}", hint=f"Kinds are {names}.")
    return found


def recognised(server: str) -> Adapter:
    """Return the adapter for a store that sends this Server header."""
    said = server.strip().lower()
    return next((each for each in ADAPTERS if each.server and said.startswith(each.server)), GENERIC)
