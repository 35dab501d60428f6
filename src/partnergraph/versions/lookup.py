"""Finding a resource in the dump of a release: the lines are sorted, so those about one subject stand together."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

__all__ = ["lines_about"]

_NOT_IN_IRIS: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def lines_about(dump: Path, iri: str) -> Iterator[bytes]:
    """Yield the lines whose subject is a resource, as they stand; raise OSError when the dump cannot be read.

    A text that is no IRI is the subject of none.
    """
    if _NOT_IN_IRIS.search(iri):
        return
    key = f"<{iri}> ".encode("utf-8", "replace")
    with dump.open("rb") as stream:
        _go_to(stream, key)
        for line in stream:
            if not line.startswith(key):
                return
            yield line


def _go_to(stream: BinaryIO, key: bytes) -> None:
    """Set a sorted file to its first line that is not less than `key`, by halving what may hold it."""
    low, high = 0, stream.seek(0, os.SEEK_END)  # every line before `low` is less, and none from `high` on is
    while low < high:
        middle = (low + high) // 2
        stream.seek(max(0, middle - 1))
        if middle:
            stream.readline()  # on to the first line that begins at the middle or after it
        line = stream.readline()
        if line and line < key:
            low = stream.tell()
        else:
            high = middle
    stream.seek(low)
