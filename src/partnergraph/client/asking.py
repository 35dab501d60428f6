"""Asking: a canned query by its name, or any text of SPARQL, and the answer as what it is."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import rdflib

from partnergraph import rdf
from partnergraph.errors import WrongUsage
from partnergraph.formats import JSON, NTRIPLES, Format
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, Naming, bind, catalogue_of
from partnergraph.store import QueryRequest
from partnergraph.store.neighbourhood import Neighbourhood

from .endpoint import Endpoint
from .table import Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PartnerGraph"]

_NAME: Final = re.compile(r"[\w.-]+")


class PartnerGraph:
    """A SPARQL endpoint that holds the graph.

    `what` is everywhere the name of a canned query, with values for its parameters, or a text of SPARQL.  A value is
    what a person would write: an IRI, a code, a name or a number, or several of them; names are looked up at the
    endpoint.

    Every question raises PartialAnswer when the endpoint gives a part of the answer, WrongUsage for a query that it
    refuses, UnsuitableValue for a value that a parameter does not take, DeadlineExceeded, Busy and StoreFailure when it
    cannot answer now.
    """

    def __init__(self, url: str, *, version: str = "", timeout: float = 60.0) -> None:
        """Ask the SPARQL endpoint at `url`, which may be silent for `timeout` seconds.

        `version` is the release to ask, which a PartnerGraph server knows as long as it keeps it.
        """
        self._endpoint = Endpoint(address=url, seconds=timeout, version=version)
        self._known = Neighbourhood(self._endpoint)

    @cached_property
    def queries(self) -> Mapping[str, CannedQuery]:
        """The canned queries by name: those of the package, and those of the folder that the settings name."""
        return catalogue_of(Settings.read())

    def text(self, what: str, **values: Any) -> str:
        """Return the SPARQL that is sent for a question."""
        if not _NAME.fullmatch(what):
            if values:
                raise WrongUsage("A text of SPARQL takes no values", hint="Write them into the text.")
            return what
        if what not in self.queries:
            raise WrongUsage(f"There is no canned query {what!r}", hint=f"There are {', '.join(self.queries)}.")
        given = {name: _texts(value) for name, value in values.items()}
        return bind(self.queries[what], given, Naming(self._known), portable=True)

    def rows(self, what: str, **values: Any) -> Table:
        """Return the rows of a SELECT, whose values have Python's types."""
        answer = self._answer(what, JSON, values)
        if "results" not in json.loads(answer):
            raise WrongUsage("The answer is no rows but a truth", hint="Ask with `truth`.")
        return Table.read(answer)

    def frame(self, what: str, *, labels: str = "en", **values: Any) -> "pd.DataFrame":
        """Return the rows of a SELECT as a frame of pandas, with labels beside IRIs in the language `labels`.

        Labels are looked up at the endpoint; with an empty language there are none.
        Raises WrongUsage where pandas is not installed.
        """
        found = self.rows(what, **values)
        return (replace(found, labels=self._known.labels(found.iris, labels)) if labels else found).frame()

    def truth(self, what: str, **values: Any) -> bool:
        """Return the answer to an ASK."""
        answer = json.loads(self._answer(what, JSON, values))
        if "boolean" not in answer:
            raise WrongUsage("The answer is no truth but rows", hint="Ask with `rows` or `frame`.")
        return bool(answer["boolean"])

    def graph(self, what: str, **values: Any) -> rdflib.Graph:
        """Return the graph of a CONSTRUCT or DESCRIBE."""
        return rdf.parse_text(self._answer(what, NTRIPLES, values), ".nt")

    def _answer(self, what: str, wanted: Format, values: Mapping[str, Any]) -> bytes:
        request = QueryRequest(query=self.text(what, **values), format=wanted, deadline=self._endpoint.seconds)
        with self._endpoint.query(request) as answer:
            return answer.body.read()


def _texts(value: Any) -> list[str]:
    """Return one value or several as texts, as a form would send them."""
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in several if each is not None]
