"""A query looked at from several sides: counts, one after the other, written down as soon as each is known.

Runs in a worker process like any query of a stranger.  When the worker is stopped, what it has written remains.
"""

import difflib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO, Final, Literal

import pyoxigraph as ox

from partnergraph.errors import MemoryExceeded

from .evaluation import translated
from .functions import FUNCTIONS

__all__ = ["MOST", "Check", "Found", "Term", "examine", "findings"]

MOST: Final = 100_000
"""Nothing is counted any further than this."""

_NEAREST: Final = 3
_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at the data: a query of ours made from pieces of a stranger's.

    `kind` says what is wanted of its answer: the number in its one row, how many rows it has, or the rows themselves.
    `after` names an earlier check; this one is made only when that one counted nothing.
    `near` is a name: of the IRIs in the first column those most like it are kept.
    `everywhere` has the query asked of the whole store, not of the dataset of the request.
    """

    name: str
    query: str
    kind: Literal["number", "count", "rows"] = "number"
    after: str = ""
    near: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An RDF term of a row; `language` and `datatype` are empty for an IRI or a blank node."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found: a `count` up to MOST, with `more` when there are more, or `rows`; `failed` when neither."""

    name: str
    count: int | None = None
    more: bool = False
    rows: tuple[tuple[Term, ...], ...] = ()
    failed: bool = False


def examine(  # noqa: PLR0913 - the parts of a request, by name
    store: ox.Store,
    query: str,
    checks: Sequence[Check],
    output: BinaryIO,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    union: bool = False,
    base: str = "",
) -> None:
    """Make all checks and write each finding as a line of JSON; an empty object ends them.

    `query` is what the checks were made from: it must be a query, and is not evaluated.  The rest is as for `evaluate`.
    Raises QuerySyntax or MemoryExceeded.
    """
    graphs: dict[str, Any] = {"use_default_graph_as_union": union}
    if (default_graphs or named_graphs) and not union:
        graphs["default_graph"] = [ox.NamedNode(name) if name else ox.DefaultGraph() for name in default_graphs]
    if default_graphs or named_graphs:
        graphs["named_graphs"] = [ox.NamedNode(name) for name in named_graphs]
    try:
        # Of an empty store: all that is wanted is to have it parsed.
        ox.Store().query(query, base_iri=base or None, custom_functions=dict(FUNCTIONS))
    except Exception as error:
        raise translated(error) from error
    empty: set[str] = set()
    for check in checks:
        if check.after and check.after not in empty:
            continue
        found = _found(store, check, {"base_iri": base or None} | ({} if check.everywhere else graphs))
        if found.count == 0:
            empty.add(check.name)
        _write(output, asdict(found))
    _write(output, {})


def findings(lines: bytes) -> tuple[dict[str, Found], bool]:
    """Read what `examine` wrote; return the findings by the name of their check, and whether all were made."""
    found: dict[str, Found] = {}
    for line in lines.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        members: dict[str, Any] = json.loads(line)
        if not members:
            return found, True
        rows = tuple(tuple(Term(**term) for term in row) for row in members.pop("rows"))
        found[members["name"]] = Found(**members, rows=rows)
    return found, False


def _found(store: ox.Store, check: Check, options: dict[str, Any]) -> Found:
    try:
        results = store.query(check.query, custom_functions=dict(FUNCTIONS), **options)
        try:
            return _rows(check, results) if check.kind == "rows" else _counted(check, results)
        finally:
            del results
    except Exception as error:
        cause = translated(error)
        if isinstance(cause, MemoryExceeded):
            raise cause from error
        return Found(name=check.name, failed=True)


def _counted(check: Check, results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Found:
    if isinstance(results, ox.QueryBoolean):
        return Found(name=check.name, count=int(bool(results)))
    first: Any = next(results) if check.kind == "number" else None
    counted = sum(1 for _ in islice(results, MOST + 1)) if first is None else int(first[0].value)
    return Found(name=check.name, count=min(counted, MOST), more=counted > MOST)


def _rows(check: Check, results: Any) -> Found:
    rows = [tuple(_term(term) for term in row) for row in islice(results, MOST)]
    if check.near:
        names = {_local(row[0].value).casefold(): row for row in reversed(rows)}
        alike = difflib.get_close_matches(check.near.casefold(), names, n=_NEAREST, cutoff=_ALIKE)
        rows = [names[name] for name in alike]
    return Found(name=check.name, rows=tuple(rows))


def _term(term: object) -> Term:
    if isinstance(term, ox.Literal):
        return Term(value=term.value, language=term.language or "", datatype=term.datatype.value)
    return Term(value=term.value if isinstance(term, ox.NamedNode) else str(term))


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _write(output: BinaryIO, members: dict[str, Any]) -> None:
    output.write(json.dumps(members).encode("ascii") + b"\n")
    output.flush()
