"""A file without a name: written once, then read by many at once, and gone when nobody holds it any more."""

import os
import tempfile
import weakref
from collections.abc import Iterator
from typing import BinaryIO, Final

__all__ = ["Spool"]

_AT_ONCE: Final = 1 << 16


class Spool:
    """Lines on disk; reading takes no place of its own, so threads may read at the same time."""

    def __init__(self) -> None:
        self._number, path = tempfile.mkstemp(prefix="partnergraph-")
        os.unlink(path)  # noqa: PTH108 - beside the other calls of os
        weakref.finalize(self, os.close, self._number)

    @property
    def length(self) -> int:
        """Return how many bytes it holds."""
        return os.fstat(self._number).st_size

    def writer(self) -> BinaryIO:
        """Return a buffered file to fill this with; to be closed before anybody reads."""
        return os.fdopen(os.dup(self._number), "wb", buffering=_AT_ONCE)

    def lines(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the lines from one offset to another, which must both lie between lines."""
        position, rest = start, b""
        stop = self.length if end is None else end
        while position < stop:
            chunk = os.pread(self._number, min(_AT_ONCE, stop - position), position)
            position += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            yield from (line + b"\n" for line in whole)
