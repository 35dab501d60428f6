"""The counter in front of a remote store: the same face as `WorkerPool`, with the store asked over HTTP.

What `partnergraph publish` loads lies in graphs with names of their own, so each request names its dataset:
the graph of the version that the pointer names is the default graph, and the reports are named graphs.
The pointer moves in one step, and a graph that readers may still use is kept; so readers see one version or the next.
A store that holds no pointer was filled by somebody else and is asked as it is.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any, Final, Self

from partnergraph.errors import DeadlineExceeded, PartnerGraphError, StoreFailure, WrongUsage
from partnergraph.formats import JSON
from partnergraph.iris import Minter
from partnergraph.settings import Settings

from .adapters import AUTO
from .answers import Answer, Limits, QueryRequest
from .clauses import from_clauses
from .pool import Pool
from .transport import Credentials

__all__ = ["Layout", "RemotePool", "RemoteStore", "bindings", "pointer", "query_text"]

_FRESH_SECONDS: Final = 2.0
_POINTER_SECONDS: Final = 5.0
_SHORTEST_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStore:
    """Where a store takes queries, which kind it is (`auto` finds out), and what it wants to know of us."""

    address: str
    kind: str = AUTO
    credentials: Credentials = field(default_factory=Credentials)

    @classmethod
    def of(cls, settings: Settings, address: str = "") -> Self:
        """Return the store that the settings name, or the one at `address` with what they say of it."""
        told = Credentials(user=settings.store_user, password=settings.store_password, token=settings.store_token)
        return cls(address=address or settings.store, kind=settings.store_kind, credentials=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where in a store the current version lies, the `number`-th that was published there.

    All is empty for a store that we did not fill.
    """

    version: str = ""
    number: int = 0
    data: str = ""
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Sequence[dict[str, Any]]) -> Self:
        """Return the layout that the rows of the question for the pointer tell, the current version first."""
        if not rows:
            return cls()
        data = _of(rows[0])
        return cls(
            version=rows[0]["version"]["value"],
            number=int(rows[0]["number"]["value"]),
            data=data,
            named=tuple(sorted(row["named"]["value"] for row in rows if "named" in row and _of(row) == data)),
        )

    def dataset(self, request: QueryRequest) -> QueryRequest:
        """Return the request with every graph of its dataset under the name it has in the store."""
        if request.checks:
            raise WrongUsage("A remote store does not explain queries", hint="Leave out explain=true.")
        if request.union:
            return self._union(request)
        default, named = request.default_graphs, request.named_graphs
        if self.data:
            if not default and not named and from_clauses(request.query):
                return request
            if not default and not named:
                return replace(request, default_graphs=(self.data,), named_graphs=self.named)
            # A dataset of named graphs alone has an empty default graph, which some stores must be told.
            default = tuple(each or self.data for each in default) or (f"{self.data}/none",)
            return replace(request, default_graphs=default)
        if "" not in default:
            return request
        if default == ("",) and not named and "graph" not in request.query.lower():
            return replace(request, default_graphs=())
        raise WrongUsage(
            "This store cannot join its default graph with graphs that have names",
            hint="Leave the dataset out, and ask for the other graphs with GRAPH.",
        )

    def _union(self, request: QueryRequest) -> QueryRequest:
        """Return the request with every graph of the current version in its default graph."""
        if not self.data:
            raise WrongUsage("The graphs of this store cannot be joined", hint="Ask for them with GRAPH ?g { … }.")
        named = request.named_graphs or self.named
        return replace(request, default_graphs=(self.data, *self.named), named_graphs=named, union=False)


class RemotePool(Pool[QueryRequest]):
    """Workers in front of a remote store, safe to share between threads; `close` it."""

    def __init__(self, store: RemoteStore, limits: Limits | None = None, minter: Minter | None = None) -> None:
        """Start the workers; the store itself need not be there yet."""
        told = store.credentials
        orders = {"address": store.address, "kind": store.kind}
        orders |= {"user": told.user, "password": told.password, "token": told.token}
        super().__init__(orders, limits or Limits(), "partnergraph.store.asking")
        self._pointer = pointer(minter or Minter())
        self._looking = threading.Lock()
        self._layout: Layout | None = None
        self._failure: PartnerGraphError | None = None
        self._read = float("-inf")

    def query(self, request: QueryRequest, left: Callable[[], bool] | None = None) -> Answer:
        """Have the store answer a query and return the whole, checked answer; the caller closes it.

        Raises what `WorkerPool.query` raises, and StoreFailure or PartialAnswer when the store is at fault.
        """
        started = time.monotonic()
        there = self.layout(request.deadline).dataset(request)
        remaining = request.deadline - (time.monotonic() - started)
        return super().query(replace(there, deadline=max(_SHORTEST_SECONDS, round(remaining, 1))), left)

    def ask_as_it_is(self, request: QueryRequest) -> Answer:
        """Have the store answer a query of ours that names its graphs itself."""
        return super().query(request)

    def layout(self, seconds: float = _POINTER_SECONDS) -> Layout:
        """Return where the current version lies; what was read, or failed, a moment ago is taken as it was.

        One thread looks for all.  While the store fails, what was read last still stands.
        """
        seconds = min(seconds, _POINTER_SECONDS)
        known = self._layout
        if not self._looking.acquire(timeout=0 if known else seconds):
            if known is None:
                raise DeadlineExceeded("The store did not say in time which version is current")
            return known
        try:
            if time.monotonic() - self._read >= _FRESH_SECONDS:
                self._refresh(seconds)
        finally:
            self._looking.release()
        if self._layout is None:
            raise self._failure or StoreFailure("The store did not say which version is current")
        return self._layout

    def forget(self) -> None:
        """Read the pointer anew before the next query."""
        with self._looking:
            self._read = float("-inf")

    def _refresh(self, seconds: float) -> None:
        try:
            self._layout, self._failure = self._look(seconds), None
        except PartnerGraphError as error:
            self._failure = error
        self._read = time.monotonic()

    def _look(self, seconds: float) -> Layout:
        with super().query(QueryRequest(query=self._pointer, format=JSON, deadline=seconds)) as answer:
            return Layout.of(bindings(answer))


def _of(row: dict[str, Any]) -> str:
    return str(row["data"]["value"])


def pointer(minter: Minter) -> str:
    """Return the question which version in a store is current, whose rows `Layout.of` reads."""
    return query_text("pointer", BASE=minter.base)


def query_text(name: str, **parts: str) -> str:
    """Return a query of this room with each `$PART` of its text replaced; parts are terms that we made ourselves."""
    text = (files("partnergraph.store") / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    return re.sub(r"\$([A-Z]+)", lambda part: parts.get(part[1], part[0]), text)  # at once: a value may hold a `$PART`


def bindings(answer: Answer) -> list[dict[str, Any]]:
    """Return the rows of an answer in JSON."""
    rows: list[dict[str, Any]] = json.loads(answer.body.read())["results"]["bindings"]
    return rows
