"""Whole answers kept in memory, the ones used last, up to a number of bytes.

A release never changes, so what is kept never grows old: a new release is a new key.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

from partnergraph.sparql.dataset import Dataset

__all__ = ["OVERHEAD", "Cache", "Kept", "Key"]

_SHARE: Final = 8
"""No answer may take more than this part of the cache."""

OVERHEAD: Final = 1_000
"""Bytes that an entry takes beside its question and its body, roughly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What an answer depends on: release, normalised query, dataset, the base of relative IRIs if any, and format.

    `rows` is the size of the part that was asked for, 0 where that was the whole.
    """

    release: str
    query: str
    dataset: Dataset
    base: str
    format: str
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer: its bytes, the seconds it once took, and the length of the question in characters.

    With `more` it holds the first rows of an answer, whose `mark` is what asking for the next ones takes.
    """

    body: bytes
    seconds: float
    asked: int = 0
    more: bool = False
    mark: str = ""

    @property
    def weight(self) -> int:
        """Return how many bytes this takes, roughly."""
        return len(self.body) + 4 * self.asked + OVERHEAD


class _Sized(Protocol):
    """Anything that knows how many bytes it takes."""

    @property
    def weight(self) -> int:
        """Return the number of bytes, roughly."""


_Known = TypeVar("_Known", bound=Hashable)
_Value = TypeVar("_Value", bound=_Sized)


@dataclass(slots=True, kw_only=True, eq=False)
class Cache(Generic[_Known, _Value]):
    """Values by key, at most `most` bytes of them; safe to share between threads."""

    most: int
    size: int = 0
    _kept: OrderedDict[_Known, _Value] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._kept)

    def takes(self, length: int) -> bool:
        """Return whether a value of this many bytes may be kept."""
        return length <= self.most // _SHARE

    def get(self, key: _Known) -> _Value | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: _Known, value: _Value) -> None:
        """Keep a value, and let those go that were not used for longest."""
        with self._lock:
            self._drop(key)
            self._kept[key] = value
            self.size += value.weight
            while self.size > self.most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: _Known) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.size -= found.weight
