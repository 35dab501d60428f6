"""The counter where the web process hands in a stranger's query and gets a whole answer, or an error, back.

A worker answers one query at a time, so the number of their places is the limit of what runs at once.
A worker that passes its deadline is killed, and so is one whose client has left; one that dies takes nothing with it,
and the next query finds a fresh one.
"""

import io
import os
import select
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final, Generic, Self, TypeVar, cast

from partnergraph.errors import DeadlineExceeded, EngineFailure, MemoryExceeded, PartnerGraphError

from .answers import Answer, Limits, QueryRequest, Request
from .channel import Message, receive, send
from .places import LOOK_SECONDS, Place, Places, abandoned
from .process import Ending, NurseryProcess, WorkerLine, raised

__all__ = ["Pool", "WorkerPool"]

_Request = TypeVar("_Request", bound=Request)

_OUT_OF_MEMORY: Final = ("memory allocation of", "MemoryError")


def _stays() -> bool:
    """Say of a client that cannot leave that it has not."""
    return False


class _MustLeaveError(Exception):
    """A query has been in the place that is kept for short ones for long enough."""


class Pool(Generic[_Request]):
    """Workers of one kind, safe to share between threads; use as a context manager, or `close` it."""

    def __init__(self, orders: Mapping[str, Any], limits: Limits, module: str) -> None:
        """Start the nursery in `module` with these orders, and a worker; raise what the nursery reports."""
        self._nursery = NurseryProcess({**asdict(limits), **orders}, module)
        try:
            self._places = Places(limits, self._nursery.fork())
        except BaseException:
            self._nursery.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def nursery_pid(self) -> int:
        """Return the process id of the workers' parent, for whoever watches processes."""
        return self._nursery.pid

    def query(self, request: _Request, left: Callable[[], bool] | None = None) -> Answer:
        """Have a worker evaluate a query and return its whole answer; the caller closes it.

        `left` says whether whoever asked has gone; it is called several times a second, and ends the work.
        Raises QuerySyntax, DeadlineExceeded, MemoryExceeded, AnswerTooLarge, Busy, Abandoned, or EngineFailure.
        """
        if request.partial:
            return self._looked_at(request, left or _stays)
        reply = self._reply(request, None, left or _stays)
        said = reply.content
        return Answer(
            body=_body(reply),
            length=said["length"],
            format=request.format,
            seconds=said["seconds"],
            more=said.get("more", False),
            mark=said.get("mark", ""),
        )

    def close(self) -> None:
        """End all workers and their parent, and wait until they are gone; queries still running fail."""
        self._places.close()
        self._nursery.close()

    def _looked_at(self, request: _Request, left: Callable[[], bool]) -> Answer:
        """Have work done of which each part counts: when it runs out of time, what was written so far is the answer."""
        spool = cast("BinaryIO", tempfile.TemporaryFile(prefix="partnergraph-"))  # noqa: SIM115 - goes into the answer
        try:
            try:
                seconds = float(self._reply(request, spool, left).content["seconds"])
            except (DeadlineExceeded, MemoryExceeded):
                seconds = request.deadline
            length = spool.seek(0, os.SEEK_END)
            spool.seek(0)
        except BaseException:
            spool.close()
            raise
        return Answer(body=spool, length=length, format=request.format, seconds=seconds)

    def _reply(self, request: _Request, spool: BinaryIO | None, left: Callable[[], bool]) -> Message:
        """Return the reply of a worker, which writes its answer into `spool` where there is one."""
        try:
            return self._run(request, spool, left, young=True)
        except _MustLeaveError:
            if spool is not None:
                spool.seek(0)
                spool.truncate()
            return self._run(request, spool, left, young=False)

    def _run(self, request: _Request, spool: BinaryIO | None, left: Callable[[], bool], *, young: bool) -> Message:
        """Have a query evaluated from its beginning; raise _MustLeaveError when it is `young` no more."""
        place = self._places.take(left, young=young)
        kept: WorkerLine | None = None
        try:
            worker = self._living(place.worker)
            reply, late = None, False
            try:
                reply = _ask(worker, request, spool, lambda: self._stop_if_needed(place, left))
            except TimeoutError:
                late = True
            finally:
                kept = worker if reply is not None and not reply.content["retire"] else None
                ending = self._nursery.end(worker) if kept is None else None
        finally:
            self._places.give_back(place, kept)
        if reply is None:
            raise _late(request) if late or ending is None else _cause(ending)
        if "error" in reply.content:
            raise raised(reply.content)
        return reply

    def _stop_if_needed(self, place: Place, left: Callable[[], bool]) -> None:
        """Raise Abandoned when the client has left, _MustLeaveError when others need the place."""
        if left():
            raise abandoned()
        if self._places.must_leave(place):
            raise _MustLeaveError

    def _living(self, worker: WorkerLine | None) -> WorkerLine:
        if worker is not None and worker.gone():
            self._nursery.end(worker)
            worker = None
        return worker or self._nursery.fork()


class WorkerPool(Pool[QueryRequest]):
    """Workers over one release."""

    def __init__(self, release: Path, limits: Limits | None = None) -> None:
        """Load the release and start the workers; raise ReleaseDamaged when it is not what its manifest says."""
        super().__init__({"release": str(release)}, limits or Limits(), "partnergraph.store.nursery")


def _body(reply: Message) -> BinaryIO:
    """Return the answer that came with a reply: its bytes, or the file that was handed over."""
    if not reply.files:
        return io.BytesIO(reply.body)
    spool = os.fdopen(reply.files[0], "rb")
    spool.seek(0)  # the place in a file is the same for all who have it open
    return spool


def _ask(worker: WorkerLine, request: Request, spool: BinaryIO | None, look: Callable[[], None]) -> Message | None:
    """Hand a query to a worker and wait for its reply; None when it died, TimeoutError at the deadline.

    `look` is called now and then, and may raise to end the wait.
    """
    until = time.monotonic() + request.deadline
    worker.socket.settimeout(request.deadline)
    try:
        send(worker.socket, request.message(), [] if spool is None else [spool.fileno()], body=request.body)
    except ConnectionError:
        return None
    _await(worker, until, look)
    return receive(worker.socket)


def _await(worker: WorkerLine, until: float, look: Callable[[], None]) -> None:
    """Wait until a worker has something to say or is gone; raise TimeoutError at `until`."""
    waiting = select.poll()
    waiting.register(worker.socket, select.POLLIN)
    while not waiting.poll(1000 * max(0.0, min(LOOK_SECONDS, until - time.monotonic()))):
        look()
        if time.monotonic() >= until:
            raise TimeoutError


def _late(request: Request) -> DeadlineExceeded:
    reason = f"The query was stopped after {request.deadline:g} seconds"
    return DeadlineExceeded(reason, hint="Ask for less at once: name a subject, add a LIMIT, or aggregate first.")


def _cause(ending: Ending) -> PartnerGraphError:
    """Return why a worker died that was not killed by us."""
    if ending.code is None:
        return EngineFailure("The query workers were ended from outside", hint="Ask again.")
    if ending.code == -signal.SIGALRM:
        return DeadlineExceeded("The query was stopped at its deadline")
    if ending.code == -signal.SIGKILL or any(words in ending.words for words in _OUT_OF_MEMORY):
        return MemoryExceeded("The query needs more memory than it may have", hint="Ask for less at once.")
    name = signal.Signals(-ending.code).name if ending.code < 0 else f"exit code {ending.code}"
    return EngineFailure(f"The engine stopped on this query ({name})", hint="Write it with fewer nested brackets.")
