"""How an answer is written: the columns of `SELECT *` in order, and no more rows than asked for.

An answer that is cut can be gone on with: the query is evaluated again and the rows that were given are skipped.
That is sound because a release never changes and the engine goes through it in the same order each time; a digest of
the rows that are skipped proves it each time, so an order that changed after all is an error and never a wrong page.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Final, cast

import pyoxigraph as ox

from partnergraph.errors import CursorStale
from partnergraph.formats import CSV, JSON, TSV, XML, Format

from .functions import FUNCTIONS

__all__ = ["Star", "Window", "Written", "in_order", "write_rows", "write_triples"]

_MARKERS: Final = {CSV: (b"\n", -1), TSV: (b"\n", -1), JSON: (b"},{", 1), XML: (b"</result>", 0)}
"""What stands at least once for each row of a format, and how many rows there are more; it may stand elsewhere too.

So its number is a bound that no number of rows passes, found without reading what is written.
"""

_DIGITS: Final = 16
_ROUTE: Final = ox.QueryResultsFormat.TSV
"""The format that has one line for each row and loses nothing, so that rows can be counted and cut in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """Where a text says `SELECT *`: offsets of the star and of the pattern with its braces, and names in order.

    The names are without their mark; they may be too many or too few, and only their order counts.
    """

    place: tuple[int, int]
    pattern: tuple[int, int]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which rows of an answer (statements, of a graph) to write: at most `rows`, 0 for all, after `skip` others.

    `mark` is the mark of those that are skipped, as it came with the answer before.
    """

    rows: int = 0
    skip: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: whether there are `more` rows; if so, the `mark` of all up to here."""

    more: bool = False
    mark: str = ""


def in_order(store: ox.Store, query: str, star: Star, base: str) -> str:
    """Return a query with its star written out, the columns in the order of their names in the text.

    The engine says which columns there are, of a query that can have no row and so costs nothing.
    """
    start, end = star.pattern
    empty = f"{query[:start]}{{ {query[start:end]} FILTER(false) }}{query[end:]}"
    try:
        results = store.query(empty, base_iri=base or None, custom_functions=dict(FUNCTIONS))
    except SyntaxError:
        return query  # whose own mistakes are told with their own places
    if not isinstance(results, ox.QuerySolutions):
        return query
    ranks = {name: rank for rank, name in enumerate(star.names)}
    columns = sorted((each.value for each in results.variables), key=lambda name: ranks.get(name, len(ranks)))
    start, end = star.place
    written = " ".join(f"?{name}" for name in columns)
    return f"{query[:start]} {written} {query[end:]}" if columns else query


def write_rows(
    rows: ox.QuerySolutions, again: Callable[[], object], output: BinaryIO, wanted: Format, window: Window
) -> Written:
    """Write those of `rows` that are in `window`; `again` gives them once more, for when there are too many.

    Raises CursorStale when the rows that are skipped are not those of the mark.
    """
    syntax = ox.QueryResultsFormat.from_media_type(wanted.media_type)
    if not window.skip:
        marker, found = _MARKERS[wanted]
        counting = _Counting(output=output, marker=marker, found=found, most=window.rows)
        try:
            rows.serialize(cast("BinaryIO", counting), syntax)
        except _EnoughError:
            output.seek(0)
            output.truncate()
            rows = cast("ox.QuerySolutions", again())
        else:
            return Written()
    lines = _Lines(window=window)
    with suppress(_EnoughError):
        rows.serialize(cast("BinaryIO", lines), _ROUTE)
    kept = b"".join(line + b"\n" for line in lines.kept)
    lines.check()
    ox.parse_query_results(kept, _ROUTE).serialize(output, syntax)
    return Written(more=lines.more, mark=lines.mark() if lines.more else "")


def write_triples(
    triples: Iterable[ox.Triple], output: BinaryIO, wanted: Format, prefixes: dict[str, str], window: Window
) -> Written:
    """Write the statements of `window`; raise CursorStale when those that are skipped are not those of the mark."""
    statements = iter(triples)
    digest = hashlib.sha256()
    for statement in islice(statements, window.skip):
        digest.update(f"{statement}\n".encode())
    if window.skip and digest.hexdigest()[:_DIGITS] != window.mark:
        raise _stale()
    # Only the module's own function binds prefixes; it draws the triples one by one.
    syntax = ox.RdfFormat.from_media_type(wanted.media_type)
    if not window.rows:
        ox.serialize(statements, output, syntax, prefixes=prefixes)
        return Written()
    batch = list(islice(statements, window.rows))
    ox.serialize(batch, output, syntax, prefixes=prefixes)
    if next(statements, None) is None:
        return Written()
    for statement in batch:
        digest.update(f"{statement}\n".encode())
    return Written(more=True, mark=digest.hexdigest()[:_DIGITS])


class _EnoughError(Exception):
    """There are more rows than are wanted."""


@dataclass(slots=True, kw_only=True)
class _Counting:
    """A file that stops the engine as soon as there may be more than `most` rows; 0 lets all pass."""

    output: BinaryIO
    marker: bytes
    most: int
    found: int
    tail: bytes = b""

    def write(self, chunk: bytes) -> int:
        if self.most and self.found <= self.most:
            self.found += chunk.count(self.marker)
            if beside := len(self.marker) - 1:  # a marker may lie across two chunks
                self.found += (self.tail + chunk[:beside]).count(self.marker)
                self.tail = (self.tail + chunk[-beside:])[-beside:]
            if self.found > self.most:
                raise _EnoughError
        if not self.most or self.found <= self.most:
            self.output.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: whoever opened the file flushes it."""


@dataclass(slots=True, kw_only=True)
class _Lines:
    """A file that takes lines, keeps the header and those of a window, and stops the engine after them."""

    window: Window
    kept: list[bytes] = field(default_factory=list)
    seen: int = -1
    more: bool = False
    tail: bytes = b""
    skipped: str = ""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> int:
        *lines, self.tail = (self.tail + chunk).split(b"\n")
        for line in lines:
            if self.more:
                break
            self._take(line)
        if self.more:
            raise _EnoughError
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: all is kept."""

    def check(self) -> None:
        """Raise CursorStale when the rows skipped are not those of the mark."""
        if self.window.skip and self.skipped != self.window.mark:
            raise _stale()

    def mark(self) -> str:
        """Return the mark of all rows so far."""
        return self.digest.hexdigest()[:_DIGITS]

    def _take(self, line: bytes) -> None:
        self.seen += 1
        skip, rows = self.window.skip, self.window.rows
        if rows and self.seen > skip + rows:
            self.more = True
            return
        if self.seen:
            self.digest.update(line + b"\n")
        if self.seen == skip:
            self.skipped = self.mark()
        if self.seen == 0 or self.seen > skip:
            self.kept.append(line)


def _stale() -> CursorStale:
    return CursorStale("This cursor does not fit the answer any more", hint="Ask again without `cursor`.")
