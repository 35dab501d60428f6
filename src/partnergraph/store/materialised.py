"""Answers that lie in a release: its rows for questions that everybody asks, worked out once when it was built.

A release never changes, so neither does an answer.  A question is known by the whole of its text and by nothing else;
what was asked in other words, or of other graphs, is worked out as ever.
"""

import gzip
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Self

import pyoxigraph as ox

from partnergraph.errors import EngineFailure
from partnergraph.formats import TSV
from partnergraph.manifest import Manifest

from .evaluation import evaluate
from .opening import ANSWERS, in_memory

__all__ = ["Ask", "Materialised", "Questions", "materialise", "no_questions"]

_ENDING: Final = ".tsv.gz"
"""Each answer is a file of SPARQL 1.1 TSV, compressed, named by the digest of its question."""

_LEVEL: Final = 6
_AT_ONCE: Final = 1024 * 1024


Ask = Callable[[str], Sequence[str]]
"""From a query to the texts in the first column of its rows."""

Questions = Callable[[Ask], Iterator[str]]
"""What people ask of a release: queries for rows, which may follow from what is found in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Materialised:
    """The answers that a release in `folder` has, by the names of their files."""

    folder: Path
    names: frozenset[str]

    @classmethod
    def of(cls, release: Path) -> Self:
        """Return what a release lists in its manifest; nothing where it is of a layout without answers."""
        files = (Path(name) for name in Manifest.read(release).files)
        return cls(folder=release / ANSWERS, names=frozenset(file.name for file in files if file.parts[0] == ANSWERS))

    def rows(self, query: str) -> ox.QuerySolutions | None:
        """Return all rows that answer a query on the graphs of the store itself, or None where they are not here.

        Raises EngineFailure when the file is no answer, which a release that was checked has not.
        """
        name = _name(query)
        if name not in self.names:
            return None
        packed = io.BytesIO((self.folder / name).read_bytes())
        lines = io.BufferedReader(gzip.GzipFile(fileobj=packed), _AT_ONCE)
        rows = ox.parse_query_results(lines, ox.QueryResultsFormat.TSV)
        if isinstance(rows, ox.QuerySolutions):
            return rows
        raise EngineFailure(f"{name} in the release holds no rows")


def materialise(questions: Questions, release: Path) -> None:
    """Write the rows that answer some questions into the release, whose dump is there: the same bytes each time.

    They are worked out in memory, since that is several times faster than on disk and a build has the room.
    Raises what asking a query raises, and OSError when it cannot be written.
    """
    store = in_memory(release)
    folder = release / ANSWERS
    for query in dict.fromkeys(questions(partial(_first_column, store))):
        folder.mkdir(exist_ok=True)
        with (
            (folder / _name(query)).open("wb") as file,
            gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed,
            io.BufferedWriter(packed, _AT_ONCE) as lines,
        ):
            evaluate(store, query, lines, answer_format=TSV)


def no_questions(_ask: Ask, /) -> Iterator[str]:
    """Yield no question."""
    return iter(())


def _first_column(store: ox.Store, query: str) -> tuple[str, ...]:
    """Return what the first column of a query holds, as texts."""
    rows = store.query(query)
    return tuple(str(row[0].value) for row in rows) if isinstance(rows, ox.QuerySolutions) else ()


def _name(query: str) -> str:
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest() + _ENDING
