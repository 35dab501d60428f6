"""Evaluate one query on a store of this process and write the answer as bytes.

Runs in a worker process, because nothing can stop it: pyoxigraph has no deadline, no memory limit, and a query with
thousands of brackets ends the process.  The answer is serialised in the thread that asked, because the results of
pyoxigraph may not leave it.
"""

import errno
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from partnergraph.errors import AnswerTooLarge, EngineFailure, MemoryExceeded, PartnerGraphError, QuerySyntax
from partnergraph.formats import Format, Kind

from .functions import FUNCTIONS
from .solutions import Star, Window, Written, in_order, write_rows, write_triples

__all__ = ["evaluate", "translated"]

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UNKNOWN_FUNCTION: Final = re.compile(r"The custom function (<.*>) is not supported")
_LONGEST_REASON: Final = 300

_Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def evaluate(  # noqa: PLR0913 - the parts of a request, by name
    store: ox.Store,
    query: str,
    output: BinaryIO,
    *,
    answer_format: Format,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    union: bool = False,
    base: str = "",
    star: Star | None = None,
    window: Window | None = None,
    prefixes: Mapping[str, str] | None = None,
    ready: Callable[[str], ox.QuerySolutions | None] | None = None,
) -> Written:
    """Evaluate `query`, write the whole answer or a `window` of it to `output` in `answer_format`, and say which.

    The graphs are those of SPARQL 1.1 Protocol section 2.1.4; "" among `default_graphs` is the store's default graph,
    and with `union` the default graph is all graphs of the store.  Relative IRIs count from `base`.
    The columns of a `star` come in the order of its names.
    What is `ready` gives the rows of a query on the store's own graphs without asking the store, where it has them.
    Raises QuerySyntax, MemoryExceeded, AnswerTooLarge (the file may grow no more), CursorStale, or EngineFailure.
    """
    dataset = _dataset(default_graphs, named_graphs, union=union)
    try:
        text = in_order(store, query, star, base) if star else query

        def ask() -> _Results:
            known = ready(text) if ready and dataset == _OWN else None
            return _asked(store, text, base, dataset) if known is None else known

        written = _write(ask, output, answer_format, dict(prefixes or {}), window or Window())
        output.flush()
    except Exception as error:
        raise translated(error) from error
    return written


_OWN: Final[Mapping[str, Any]] = {"use_default_graph_as_union": False}
"""The dataset of who names none."""


def _dataset(default_graphs: Sequence[str], named_graphs: Sequence[str], *, union: bool) -> dict[str, Any]:
    """Return a dataset as the engine takes it."""
    found: dict[str, Any] = {"use_default_graph_as_union": union}
    if default_graphs or named_graphs:
        found["named_graphs"] = [ox.NamedNode(name) for name in named_graphs]
        if not union:
            found["default_graph"] = [ox.NamedNode(name) if name else ox.DefaultGraph() for name in default_graphs]
    return found


def _write(
    ask: Callable[[], _Results], output: BinaryIO, answer_format: Format, prefixes: dict[str, str], window: Window
) -> Written:
    results = ask()
    try:
        if isinstance(results, ox.QueryTriples):
            if answer_format.kind is not Kind.GRAPH:
                raise EngineFailure(f"The query makes a graph, which {answer_format.name} cannot carry")
            return write_triples(results, output, answer_format, prefixes, window)
        if answer_format.kind is not Kind.RESULTS:
            raise EngineFailure(f"The query gives rows or a truth, which {answer_format.name} cannot carry")
        if isinstance(results, ox.QuerySolutions):
            return write_rows(results, ask, output, answer_format, window)
        results.serialize(output, ox.QueryResultsFormat.from_media_type(answer_format.media_type))
        return Written()
    finally:
        del results  # an error must not carry it into another thread, where dropping it fails


def _asked(store: ox.Store, query: str, base: str, dataset: Mapping[str, Any]) -> _Results:
    return store.query(query, base_iri=base or None, custom_functions=dict(FUNCTIONS), **dataset)


def translated(error: Exception) -> PartnerGraphError:
    """Return our error for what pyoxigraph raised."""
    words = str(error)
    place = _PLACE.fullmatch(words)
    function = _UNKNOWN_FUNCTION.fullmatch(words)
    if isinstance(error, PartnerGraphError):
        return error
    if isinstance(error, SyntaxError | ValueError):
        reason = f"The query is not well-formed: {(place[3] if place else words)[:_LONGEST_REASON]}"
        return QuerySyntax(reason, line=int(place[1]) if place else None, column=int(place[2]) if place else None)
    if function is not None:
        return QuerySyntax(
            f"There is no function {function[1]}", hint="Casts, GeoSPARQL functions and pg:matches are known."
        )
    if isinstance(error, MemoryError):
        return MemoryExceeded("The query needs more memory than it may have", hint="Ask for less at once.")
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return AnswerTooLarge("The answer is longer than this service gives", hint="Add a LIMIT, or ask for less.")
    return EngineFailure(f"The engine failed: {words[:_LONGEST_REASON]}")
