"""Places for queries that run: a fixed number, one more kept for short queries, and a bounded line before them.

The kept place is taken only when all others are.  Who has been in it for longer than a moment must leave it as soon as
somebody else waits, and may then only have one of the others.  So a short query is answered soon however many long ones
there are, and where nobody waits nobody is disturbed.
A place that becomes free is handed to whoever has waited longest and may have it; nobody else is woken.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from partnergraph.errors import Abandoned, Busy, EngineFailure

from .answers import Limits
from .process import WorkerLine

__all__ = ["LOOK_SECONDS", "Place", "Places", "abandoned"]

LOOK_SECONDS: Final = 0.05
"""How often whoever waits looks whether its client is still there, and whether it must leave the kept place."""

_YOUNG_SECONDS: Final = 0.15
_PATIENCE_SECONDS: Final = 0.4
"""How long one waits who comes when the line is full: a burst of short queries passes, or the kept place is cleared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that somebody has: its worker, None where one is yet to be born, and whether it is the kept one."""

    worker: WorkerLine | None
    kept: bool
    since: float


@dataclass(slots=True, kw_only=True, eq=False)
class _Waiting:
    """Somebody in the line, and the place once it is handed over."""

    young: bool
    woken: threading.Condition
    place: Place | None = None


class Places:
    """The places of a pool, safe to share between threads."""

    def __init__(self, limits: Limits, worker: WorkerLine) -> None:
        """Begin with one worker that is born already."""
        self._limits = limits
        self._lock = threading.Lock()
        self._line: list[_Waiting] = []
        self._closed = False
        self._free: list[WorkerLine | None] = [*[None] * (limits.workers - 1), worker]
        self._kept: list[WorkerLine | None] = [None]

    def take(self, left: Callable[[], bool], *, young: bool) -> Place:
        """Wait for a place and take it; only who is `young` may have the kept one.

        Raises Busy when too many wait already or the wait is too long, Abandoned when the client has left, and
        EngineFailure when all is closed.
        """
        with self._lock:
            if self._closed:
                raise _stopping()
            if self._free:
                return _taken(self._free.pop(), kept=False)
            if young and self._kept:
                return _taken(self._kept.pop(), kept=True)
            waiting = _Waiting(young=young, woken=threading.Condition(self._lock))
            room = len(self._line) < self._limits.queue
            seconds = self._limits.queue_seconds if room else min(self._limits.queue_seconds, _PATIENCE_SECONDS)
            self._line.append(waiting)
            try:
                return self._wait(waiting, time.monotonic() + seconds, left)
            finally:
                if waiting in self._line:
                    self._line.remove(waiting)

    def must_leave(self, place: Place) -> bool:
        """Return whether a query has been in the kept place for long enough while others wait who may have it."""
        if not place.kept or time.monotonic() - place.since <= _YOUNG_SECONDS:
            return False
        with self._lock:
            return any(each.young for each in self._line)

    def give_back(self, place: Place, worker: WorkerLine | None) -> None:
        """Leave a place to the next, with the worker that may go on or None."""
        with self._lock:
            following = next((each for each in self._line if each.young or not place.kept), None)
            if self._closed:
                if worker is not None:
                    worker.socket.close()
            elif following is None:
                (self._kept if place.kept else self._free).append(worker)
            else:
                self._line.remove(following)
                following.place = _taken(worker, kept=place.kept)
                following.woken.notify()

    def close(self) -> None:
        """Let nobody in any more, and close the lines of the workers that are free."""
        with self._lock:
            self._closed = True
            idle = [worker for worker in (*self._free, *self._kept) if worker is not None]
            self._free.clear()
            self._kept.clear()
            for each in self._line:
                each.woken.notify()
        for worker in idle:
            worker.socket.close()

    def _wait(self, waiting: _Waiting, until: float, left: Callable[[], bool]) -> Place:
        """Wait in the line, with the lock held but while asleep, until a place is handed over."""
        while waiting.place is None:
            waiting.woken.wait(min(LOOK_SECONDS, max(0.0, until - time.monotonic())))
            if waiting.place is None:
                if self._closed:
                    raise _stopping()
                if left():
                    raise abandoned()
                if time.monotonic() >= until:
                    raise Busy("All workers are busy and no more queries may wait", hint="Ask again in a few seconds.")
        return waiting.place


def abandoned() -> Abandoned:
    """Return the error for a client that has left."""
    return Abandoned("The client left before its answer was ready")


def _stopping() -> EngineFailure:
    return EngineFailure("The service is stopping")


def _taken(worker: WorkerLine | None, *, kept: bool) -> Place:
    return Place(worker=worker, kept=kept, since=time.monotonic())
