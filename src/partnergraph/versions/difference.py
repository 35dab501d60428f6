"""What differs between two releases: their sorted dumps, gone through side by side.

Memory does not grow with the releases: what differs goes to a file that has no name, as the rows of an RDF Patch
(https://jena.apache.org/documentation/rdf-patch/), in the order of the dumps, so that rows about a resource stand
together.  Two releases never change, so neither does their difference.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import BinaryIO, Final

from partnergraph import manifest
from partnergraph.errors import Busy, DeadlineExceeded, ReleaseDamaged
from partnergraph.manifest import DUMP

from .kept import Kept
from .spool import Spool

__all__ = ["Changed", "Count", "Difference", "Differences", "Section"]

_ON_A_PAGE: Final = 50
_ROWS_OF_ONE: Final = 100
"""Rows of one resource that a page shows; how many there are it says in any case."""

_MOST_KEPT: Final = 8
_CLOCK_EVERY: Final = 4_096
_ADDED, _REMOVED = b"A ", b"D "
_COMMIT: Final = b"TC .\n"
_QUAD: Final = re.compile(
    rb"(?P<subject><[^>]*>|_:\S+) <[^>]*> "
    rb'(?:<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)'
    rb"(?: <(?P<graph>[^>]*)>)? \.\n"
)
"""A line of N-Quads as the dumps of releases have them."""

_PREFIX: Final = re.compile(r"<(.*?/id/[^/>]+/|.*[/#])")
"""What the IRIs of one kind of thing have in common: ours up to their kind, those of others up to the last part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many statements were added, and how many removed."""

    added: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A resource of which something else is said: its IRI, and lines of N-Quads.

    `count` tells of all its lines; no more than a page has room for stand here.
    """

    subject: str
    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]
    count: Count

    @property
    def left_out(self) -> int:
        """Return how many lines do not stand here."""
        return self.count.added + self.count.removed - len(self.added) - len(self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Changed resources whose IRIs begin alike, which stand together: how many, and the page where they begin."""

    prefix: str
    page: int
    resources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one must do to the release `before` to have the release `after`; both are versions.

    `graphs` counts by the IRI of the named graph, "" for the default graph.
    `resources` is the number of subjects of which something else is said, `sizes` are bytes of N-Quads.
    """

    before: str
    after: str
    graphs: Mapping[str, Count]
    sections: tuple[Section, ...]
    resources: int
    sizes: Count
    _rows: Spool
    _starts: tuple[int, ...]

    @property
    def count(self) -> Count:
        """Return how many statements were added and removed in all graphs together."""
        counts = self.graphs.values()
        return Count(added=sum(each.added for each in counts), removed=sum(each.removed for each in counts))

    @property
    def pages(self) -> int:
        """Return on how many pages the changed resources stand, at least one."""
        return max(1, len(self._starts))

    def page(self, number: int) -> tuple[Changed, ...]:
        """Return the changed resources of a page, in the order of their IRIs; pages count from 1."""
        if not self._starts:
            return ()
        ends = (*self._starts[1:], self._rows.length)
        rows = self._rows.lines(self._starts[number - 1], ends[number - 1])
        return tuple(_changed(subject, found) for subject, found in groupby(rows, key=_subject))

    def added(self) -> Iterator[bytes]:
        """Yield the lines of N-Quads that only the later release has, sorted."""
        return (row.removeprefix(_ADDED) for row in self._rows.lines() if row.startswith(_ADDED))

    def removed(self) -> Iterator[bytes]:
        """Yield the lines of N-Quads that only the earlier release has, sorted."""
        return (row.removeprefix(_REMOVED) for row in self._rows.lines() if row.startswith(_REMOVED))

    def patch(self, before: str, after: str) -> tuple[int, Iterator[bytes]]:
        """Return an RDF Patch as its length in bytes and its lines; its header names the releases by these IRIs."""
        head = f"H id <{after}> .\nH prev <{before}> .\nTX .\n".encode()
        return len(head) + self._rows.length + len(_COMMIT), chain([head], self._rows.lines(), [_COMMIT])


@dataclass(slots=True, kw_only=True, eq=False)
class Differences:
    """Differences by pair of versions, the ones made last; safe to share between threads.

    One is made at a time; `patience` is how many seconds to wait for that.
    """

    patience: float = 5.0
    _made: dict[tuple[str, str], Difference] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def between(self, before: Kept, after: Kept, seconds: float) -> Difference:
        """Return what differs between two kept releases, made in at most so many seconds.

        Raises ReleaseDamaged, DeadlineExceeded, or Busy.
        """
        key = before.version, after.version
        found = self._made.get(key)
        if found is not None:
            return found
        if not self._lock.acquire(timeout=self.patience):
            raise Busy("Other releases are being compared", hint="Ask again in a few seconds.")
        try:
            if key not in self._made:
                self._made[key] = _compared(before, after, seconds)
            found = self._made[key]
            while len(self._made) > _MOST_KEPT:
                del self._made[next(iter(self._made))]
            return found
        finally:
            self._lock.release()


def _compared(before: Kept, after: Kept, seconds: float) -> Difference:
    for each in (before, after):
        _check(each)
    tally = _Tally()
    rows = Spool()
    with before.dump.open("rb") as old, after.dump.open("rb") as new, rows.writer() as output:
        for row in _rows(old, new, time.monotonic() + seconds):
            tally.take(row)
            output.write(row)
    return Difference(
        before=before.version,
        after=after.version,
        graphs={
            graph: Count(added=tally.added[graph], removed=tally.removed[graph])
            for graph in sorted({*tally.added, *tally.removed})
        },
        sections=tuple(
            Section(prefix=prefix, page=tally.pages[prefix], resources=number)
            for prefix, number in sorted(tally.sections.items())
        ),
        resources=tally.resources,
        sizes=Count(added=tally.sizes[_ADDED], removed=tally.sizes[_REMOVED]),
        _rows=rows,
        _starts=tuple(tally.starts),
    )


def _check(each: Kept) -> None:
    """Compare a dump with its manifest; raise ReleaseDamaged, which names the version and no path."""
    try:
        manifest.verify(each.folder, only=[DUMP])
    except ReleaseDamaged as error:
        reason = f"The kept release {each.version} is damaged: its data is not what its manifest says"
        raise ReleaseDamaged(reason, hint="Compare other releases.") from error


@dataclass(slots=True)
class _Tally:
    """Counts rows as they come, by graph, and notes where each page of resources starts."""

    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    sizes: Counter[bytes] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)
    pages: dict[str, int] = field(default_factory=dict)
    resources: int = 0
    starts: list[int] = field(default_factory=list)
    subject: bytes = b""
    position: int = 0

    def take(self, row: bytes) -> None:
        """Count a row."""
        match = _QUAD.fullmatch(row, len(_ADDED))
        if match is None:
            raise ReleaseDamaged("A dump holds a line that is no quad", hint="Build the release anew.")
        if match["subject"] != self.subject:
            self.subject = match["subject"]
            if self.resources % _ON_A_PAGE == 0:
                self.starts.append(self.position)
            self.resources += 1
            self._begin(match["subject"].decode())
        sign = row[: len(_ADDED)]
        self.sizes[sign] += len(row) - len(sign)
        counter = self.added if sign == _ADDED else self.removed
        counter[(match["graph"] or b"").decode()] += 1
        self.position += len(row)

    def _begin(self, subject: str) -> None:
        found = _PREFIX.match(subject)
        prefix = found[1] if found else ""
        self.sections[prefix] += 1
        self.pages.setdefault(prefix, len(self.starts))


def _rows(old: BinaryIO, new: BinaryIO, until: float) -> Iterator[bytes]:
    """Yield the rows of the patch between two sorted files; raise DeadlineExceeded at the monotonic time `until`."""
    ours, theirs, read = old.readline(), new.readline(), 0
    while ours or theirs:
        read += 1
        if read % _CLOCK_EVERY == 0 and time.monotonic() > until:
            raise DeadlineExceeded("Comparing the two releases took too long", hint="Fetch both dumps instead.")
        if ours == theirs:
            ours, theirs = old.readline(), new.readline()
        elif not theirs or (ours and ours < theirs):
            yield _REMOVED + ours
            ours = old.readline()
        else:
            yield _ADDED + theirs
            theirs = new.readline()


def _subject(row: bytes) -> bytes:
    return row.split(b" ", 2)[1]


def _changed(subject: bytes, rows: Iterator[bytes]) -> Changed:
    added: list[bytes] = []
    removed: list[bytes] = []
    numbers = [0, 0]
    for row in rows:
        place, lines = (0, added) if row.startswith(_ADDED) else (1, removed)
        numbers[place] += 1
        if len(lines) < _ROWS_OF_ONE:
            lines.append(row[len(_ADDED) :])
    return Changed(
        subject=subject.decode().strip("<>"),
        added=tuple(added),
        removed=tuple(removed),
        count=Count(added=numbers[0], removed=numbers[1]),
    )
