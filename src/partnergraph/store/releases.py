"""Kept releases that are asked beside the current one: opened on disk when somebody asks, closed when nobody does.

Few are open at once, whoever asks for how many: the one that was not used for longest makes room for the next.
Strangers' queries go to workers of their own, under the same limits and without sockets, as those of the current
release do; they are started by the first query, because a page needs none.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from partnergraph.errors import Busy, EngineFailure, ReleaseDamaged
from partnergraph.versions import Kept

from .answers import Answer, Limits, QueryRequest
from .embedded import Embedded
from .pool import WorkerPool

__all__ = ["LatePool", "OpenRelease", "OpenReleases"]

_WORKERS: Final = 2
"""Queries that may run at once on one kept release, where the limits do not say fewer."""


@dataclass(slots=True, kw_only=True, eq=False)
class LatePool:
    """Workers over a kept release, started by the first query; safe to share between threads."""

    kept: Kept
    limits: Limits
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: WorkerPool | None = None
    _closed: bool = False

    def query(self, request: QueryRequest, left: Callable[[], bool] | None = None) -> Answer:
        """Have a worker evaluate a query, as `Pool.query` does; raise ReleaseDamaged, which names no path."""
        return self._started().query(request, left)

    def close(self) -> None:
        """End the workers, if there are any, and start none any more."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def _started(self) -> WorkerPool:
        with self._lock:
            if self._closed:
                raise EngineFailure("The service is stopping")
            try:
                self._pool = self._pool or WorkerPool(self.kept.folder, self.limits)
            except ReleaseDamaged as error:
                raise _damaged(self.kept) from error
            return self._pool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRelease:
    """A kept release that is open: our own bounded questions, and strangers' queries."""

    kept: Kept
    trusted: Embedded
    pool: LatePool


@dataclass(slots=True, kw_only=True, eq=False)
class _Entry:
    """A release that is open, or being opened; `users` are the requests that use it now."""

    kept: Kept
    users: int = 0
    used: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    release: OpenRelease | None = None


class OpenReleases:
    """At most `most` kept releases open at once, each closed when nobody used it for `idle` seconds.

    Safe to share between threads.
    """

    def __init__(self, limits: Limits, *, most: int = 2, idle: float = 60.0) -> None:
        self._limits = replace(limits, workers=min(limits.workers, _WORKERS), in_memory_quads=0)
        self._most = most
        self._idle = idle
        self._changed = threading.Condition()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._timer: threading.Timer | None = None
        self._closed = False

    def take(self, kept: Kept) -> OpenRelease:
        """Open a release, unless it is open, and keep it open until `give_back`.

        Raises ReleaseDamaged, which names no path, or Busy when all that may be open are used for too long.
        """
        entry = self._entry(kept)
        try:
            with entry.lock:
                if entry.release is None:
                    entry.release = self._opened(kept)
                return entry.release
        except BaseException:
            self._leave(entry, keep=False)
            raise

    def give_back(self, release: OpenRelease) -> None:
        """Say that a request is done with a release."""
        with self._changed:
            entry = self._entries.get(release.kept.version)
        if entry is not None and entry.release is release:
            self._leave(entry, keep=True)

    def open_now(self) -> tuple[str, ...]:
        """Return the versions that are open, the one used last at the end."""
        with self._changed:
            return tuple(version for version, entry in self._entries.items() if entry.release is not None)

    def close(self) -> None:
        """Close all; queries that run on them fail."""
        with self._changed:
            self._closed = True
            entries = list(self._entries.values())
            self._entries.clear()
            if self._timer is not None:
                self._timer.cancel()
        _close(entries)

    def _opened(self, kept: Kept) -> OpenRelease:
        try:
            trusted = Embedded.open(kept.folder, self._limits.in_memory_quads)
        except ReleaseDamaged as error:
            raise _damaged(kept) from error
        return OpenRelease(kept=kept, trusted=trusted, pool=LatePool(kept=kept, limits=self._limits))

    def _entry(self, kept: Kept) -> _Entry:
        """Return the entry of a release with one more user, a new one where need be."""
        with self._changed:
            gone = self._room_for(kept.version)
            if self._closed:
                raise EngineFailure("The service is stopping")
            entry = self._entries.setdefault(kept.version, _Entry(kept=kept))
            self._entries.move_to_end(kept.version)
            entry.users += 1
        _close(gone)
        return entry

    def _room_for(self, version: str) -> list[_Entry]:
        """Wait, with the lock held, until a version is open or may be opened; return what is to be closed for it."""
        until = time.monotonic() + self._limits.queue_seconds
        while version not in self._entries and len(self._entries) >= self._most:
            unused = next((each for each in self._entries.values() if each.users == 0), None)
            if unused is not None:
                return [self._entries.pop(unused.kept.version)]
            if not self._changed.wait(max(0.0, until - time.monotonic())):
                raise Busy("Too many other releases are being asked", hint="Ask again in a few seconds.")
        return []

    def _leave(self, entry: _Entry, *, keep: bool) -> None:
        with self._changed:
            entry.users -= 1
            entry.used = time.monotonic()
            if not keep and entry.users == 0 and entry.release is None:
                self._entries.pop(entry.kept.version, None)
            if self._timer is None and not self._closed:
                self._watch()
            self._changed.notify_all()

    def _watch(self) -> None:
        self._timer = threading.Timer(self._idle, self._close_idle)
        self._timer.daemon = True
        self._timer.start()

    def _close_idle(self) -> None:
        """Close what nobody used for long enough, and look again later while anything is open."""
        with self._changed:
            since = time.monotonic() - self._idle
            idle = [each for each in self._entries.values() if each.users == 0 and each.used <= since]
            for each in idle:
                del self._entries[each.kept.version]
            self._timer = None
            if self._entries and not self._closed:
                self._watch()
        _close(idle)


def _close(entries: list[_Entry]) -> None:
    for entry in entries:
        if entry.release is not None:
            entry.release.pool.close()


def _damaged(kept: Kept) -> ReleaseDamaged:
    reason = f"The kept release {kept.version} is damaged: its data is not what its manifest says"
    return ReleaseDamaged(reason, hint="Ask another release; /versions lists them.")
