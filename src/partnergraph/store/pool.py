"""The counter where the web process hands in a stranger's query and gets a whole answer, or an error, back.

A worker answers one query at a time, so the number of workers is the limit of what runs at once.
A worker that passes its deadline is killed, and so is one whose client has left; one that dies takes nothing with it,
and the next query finds a fresh one.
"""

import select
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, cast

from partnergraph.errors import Abandoned, Busy, DeadlineExceeded, EngineFailure, MemoryExceeded, PartnerGraphError

from .answers import Answer, Limits, QueryRequest
from .channel import receive, send
from .process import Ending, NurseryProcess, WorkerLine, raised

__all__ = ["WorkerPool"]

_OUT_OF_MEMORY: Final = ("memory allocation of", "MemoryError")

_LOOK_SECONDS: Final = 0.25
"""How often a waiting query looks whether its client is still there."""


def _stays() -> bool:
    """Say of a client that cannot leave that it has not."""
    return False


class WorkerPool:
    """Workers over one release, safe to share between threads; use as a context manager, or `close` it."""

    def __init__(self, release: Path, limits: Limits | None = None) -> None:
        """Load the release and start the workers; raise ReleaseDamaged when it is not what its manifest says."""
        self._limits = limits or Limits()
        self._nursery = NurseryProcess(release, self._limits)
        self._changed = threading.Condition()
        self._waiting = 0
        self._closed = False
        # One place for each query that may run; None is a place whose worker is yet to be born.
        self._free: list[WorkerLine | None] = [None] * (self._limits.workers - 1)
        self._free.append(self._nursery.fork())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def nursery_pid(self) -> int:
        """Return the process id of the workers' parent, for whoever watches processes."""
        return self._nursery.pid

    def query(self, request: QueryRequest, left: Callable[[], bool] = _stays) -> Answer:
        """Have a worker evaluate a query and return its whole answer; the caller closes it.

        `left` says whether whoever asked has gone; it is called several times a second, and ends the work.
        Raises QuerySyntax, DeadlineExceeded, MemoryExceeded, AnswerTooLarge, Busy, Abandoned, or EngineFailure.
        """
        spool = cast("BinaryIO", tempfile.TemporaryFile(prefix="partnergraph-"))  # noqa: SIM115 - goes into the answer
        try:
            reply = self._reply(request, spool, left)
            spool.seek(0)
        except BaseException:
            spool.close()
            raise
        return Answer(body=spool, length=reply["length"], format=request.format, seconds=reply["seconds"])

    def close(self) -> None:
        """End all workers and their parent, and wait until they are gone; queries still running fail."""
        with self._changed:
            self._closed = True
            idle = [worker for worker in self._free if worker is not None]
            self._free.clear()
            self._changed.notify_all()
        for worker in idle:
            worker.socket.close()
        self._nursery.close()

    def _reply(self, request: QueryRequest, spool: BinaryIO, left: Callable[[], bool]) -> dict[str, Any]:
        """Return the reply of a worker that has written its answer into `spool`."""
        place = self._take(left)
        kept: WorkerLine | None = None
        try:
            worker = self._living(place)
            reply, late = None, False
            try:
                reply = _ask(worker, request, spool, left)
            except TimeoutError:
                late = True
            finally:
                kept = worker if reply is not None and not reply["retire"] else None
                ending = self._nursery.end(worker) if kept is None else None
        finally:
            self._give_back(kept)
        if reply is None:
            raise _late(request) if late or ending is None else _cause(ending)
        if "error" in reply:
            raise raised(reply)
        return reply

    def _living(self, worker: WorkerLine | None) -> WorkerLine:
        if worker is not None and worker.gone():
            self._nursery.end(worker)
            worker = None
        return worker or self._nursery.fork()

    def _take(self, left: Callable[[], bool]) -> WorkerLine | None:
        """Wait for a place and take it; raise Busy when too many wait already or the wait is too long."""
        until = time.monotonic() + self._limits.queue_seconds
        with self._changed:
            if not self._free and self._waiting >= self._limits.queue:
                raise _busy()
            self._waiting += 1
            try:
                while not self._free and not self._closed:
                    self._changed.wait(min(_LOOK_SECONDS, max(0.0, until - time.monotonic())))
                    if left():
                        raise _abandoned()
                    if not self._free and time.monotonic() >= until:
                        raise _busy()
            finally:
                self._waiting -= 1
            if self._closed:
                raise EngineFailure("The service is stopping")
            return self._free.pop()

    def _give_back(self, worker: WorkerLine | None) -> None:
        with self._changed:
            if not self._closed:
                self._free.append(worker)
                self._changed.notify()
            elif worker is not None:
                worker.socket.close()


def _ask(
    worker: WorkerLine, request: QueryRequest, spool: BinaryIO, left: Callable[[], bool]
) -> dict[str, Any] | None:
    """Hand a query to a worker and wait for its reply; None when it died, TimeoutError at the deadline."""
    until = time.monotonic() + request.deadline
    message = {
        "query": request.query,
        "format": request.format.name,
        "deadline": request.deadline,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "prefixes": dict(request.prefixes),
    }
    worker.socket.settimeout(request.deadline)
    try:
        send(worker.socket, message, [spool.fileno()])
    except ConnectionError:
        return None
    _await(worker, until, left)
    received = receive(worker.socket)
    return received and received[0]


def _await(worker: WorkerLine, until: float, left: Callable[[], bool]) -> None:
    """Wait until a worker has something to say or is gone; raise TimeoutError at `until`, Abandoned when nobody asks."""
    waiting = select.poll()
    waiting.register(worker.socket, select.POLLIN)
    while not waiting.poll(1000 * max(0.0, min(_LOOK_SECONDS, until - time.monotonic()))):
        if left():
            raise _abandoned()
        if time.monotonic() >= until:
            raise TimeoutError


def _busy() -> Busy:
    return Busy("All workers are busy and no more queries may wait", hint="Ask again in a few seconds.")


def _abandoned() -> Abandoned:
    return Abandoned("The client left before its answer was ready")


def _late(request: QueryRequest) -> DeadlineExceeded:
    reason = f"The query was stopped after {request.deadline:g} seconds"
    return DeadlineExceeded(reason, hint="Ask for less at once: name a subject, add a LIMIT, or aggregate first.")


def _cause(ending: Ending) -> PartnerGraphError:
    """Return why a worker died that was not killed by us."""
    if ending.code == -signal.SIGALRM:
        return DeadlineExceeded("The query was stopped at its deadline")
    if ending.code == -signal.SIGKILL or any(words in ending.words for words in _OUT_OF_MEMORY):
        return MemoryExceeded("The query needs more memory than it may have", hint="Ask for less at once.")
    name = signal.Signals(-ending.code).name if ending.code < 0 else f"exit code {ending.code}"
    return EngineFailure(f"The engine stopped on this query ({name})", hint="Write it with fewer nested brackets.")
