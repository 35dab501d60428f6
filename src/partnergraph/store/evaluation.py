"""Evaluate one query on a store of this process and write the answer as bytes.

Runs in a worker process, because nothing can stop it: pyoxigraph has no deadline, no memory limit, and a query with
thousands of brackets ends the process.  The answer is serialised in the thread that asked, because the results of
pyoxigraph may not leave it.
"""

import errno
import re
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

import pyoxigraph as ox

from partnergraph.errors import AnswerTooLarge, EngineFailure, MemoryExceeded, PartnerGraphError, QuerySyntax
from partnergraph.formats import Format, Kind

__all__ = ["evaluate", "translated"]

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UNKNOWN_FUNCTION: Final = re.compile(r"The custom function (<.*>) is not supported")
_LONGEST_REASON: Final = 300


def evaluate(  # noqa: PLR0913 - the parts of a request, by name
    store: ox.Store,
    query: str,
    output: BinaryIO,
    *,
    answer_format: Format,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Evaluate `query` and write the whole answer to `output` in `answer_format`.

    The graphs are those of SPARQL 1.1 Protocol section 2.1.4; "" among `default_graphs` is the store's default graph.
    Raises QuerySyntax, MemoryExceeded, AnswerTooLarge (the file may grow no more), or EngineFailure.
    """
    try:
        given = bool(default_graphs or named_graphs)
        results = store.query(
            query,
            default_graph=[ox.NamedNode(name) if name else ox.DefaultGraph() for name in default_graphs]
            if given
            else None,
            named_graphs=[ox.NamedNode(name) for name in named_graphs] if given else None,
        )
        _serialise(results, output, answer_format, dict(prefixes or {}))
        output.flush()
    except Exception as error:
        raise translated(error) from error


def _serialise(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    output: BinaryIO,
    answer_format: Format,
    prefixes: dict[str, str],
) -> None:
    if isinstance(results, ox.QueryTriples):
        if answer_format.kind is not Kind.GRAPH:
            raise EngineFailure(f"The query makes a graph, which {answer_format.name} cannot carry")
        # Only the module's own function binds prefixes; it draws the triples one by one.
        ox.serialize(results, output, ox.RdfFormat.from_media_type(answer_format.media_type), prefixes=prefixes)
    elif answer_format.kind is Kind.RESULTS:
        results.serialize(output, ox.QueryResultsFormat.from_media_type(answer_format.media_type))
    else:
        raise EngineFailure(f"The query gives rows or a truth, which {answer_format.name} cannot carry")


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
        return QuerySyntax(f"There is no function {function[1]}", hint="GeoSPARQL functions and casts are known.")
    if isinstance(error, MemoryError):
        return MemoryExceeded("The query needs more memory than it may have", hint="Ask for less at once.")
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return AnswerTooLarge("The answer is longer than this service gives", hint="Add a LIMIT, or ask for less.")
    return EngineFailure(f"The engine failed: {words[:_LONGEST_REASON]}")
