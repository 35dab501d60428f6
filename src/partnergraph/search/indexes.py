"""The search indexes of several releases: each is opened, and held against its manifest, when it is first asked for."""

import threading
from collections import OrderedDict
from pathlib import Path

from .index import Index

__all__ = ["Indexes"]


class Indexes:
    """Indexes by the folder of their release, those used last; safe to share between threads."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[Path, Index | None] = OrderedDict()

    def of(self, release: Path) -> Index | None:
        """Return the index of a release, or None for one that was built without; raise ReleaseDamaged."""
        with self._lock:
            if release not in self._open:
                self._open[release] = Index.open(release)
            self._open.move_to_end(release)
            index = self._open[release]
            while len(self._open) > self._most:
                _close(self._open.popitem(last=False)[1])
        return index

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            while self._open:
                _close(self._open.popitem()[1])


def _close(index: Index | None) -> None:
    if index is not None:
        index.close()
