"""Whole answers kept in memory, the ones used last, up to a number of bytes.

A release never changes, so what is kept never grows old: a new release is a new key.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from partnergraph.sparql.dataset import Dataset

__all__ = ["Cache", "Kept", "Key"]

_SHARE: Final = 8
"""No answer may take more than this part of the cache."""

_OVERHEAD: Final = 1_000
"""Bytes that an entry takes beside its query and its body, roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What an answer depends on: release, normalised query, dataset, the base of relative IRIs if any, and format."""

    release: str
    query: str
    dataset: Dataset
    base: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A whole answer: its bytes, and the seconds it once took."""

    body: bytes
    seconds: float


@dataclass(slots=True, kw_only=True, eq=False)
class Cache:
    """Answers by key, at most `most` bytes of them; safe to share between threads."""

    most: int
    size: int = 0
    _kept: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._kept)

    def takes(self, length: int) -> bool:
        """Return whether an answer of this many bytes may be kept."""
        return length <= self.most // _SHARE

    def get(self, key: Key) -> Kept | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer, and let those go that were not used for longest."""
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self.size += _weight(key, kept)
            while self.size > self.most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.size -= _weight(key, kept)


def _weight(key: Key, kept: Kept) -> int:
    return len(kept.body) + 4 * len(key.query) + _OVERHEAD
