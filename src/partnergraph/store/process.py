"""The nursery and its workers as the web process sees them: started, spoken to, ended."""

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from partnergraph import errors
from partnergraph.errors import EngineFailure, PartnerGraphError, UnreadableInput

from .channel import receive, send

__all__ = ["Ending", "NurseryProcess", "WorkerLine", "raised"]

_log: Final = logging.getLogger(__name__)

_BIRTH_SECONDS: Final = 30.0
_CLOSE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLine:
    """A running worker: its process id, and the socket on which it takes queries."""

    number: int
    pid: int
    generation: int
    socket: socket.socket

    def gone(self) -> bool:
        """Return whether the worker has closed its end, which it does only by dying."""
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a worker ended: its exit `code`, negative for a signal, and the last `words` it wrote to stderr.

    The code is None when nobody knows, because the nursery died with it.
    """

    code: int | None
    words: str


class NurseryProcess:
    """One nursery process at a time; a new one is started when the old one is found dead."""

    def __init__(self, orders: Mapping[str, Any], module: str) -> None:
        """Start `module` as a process and wait until it is ready for its orders; raise what it reports instead."""
        self._orders = dict(orders)
        self._module = module
        self._lock = threading.Lock()
        self._born = 0
        self._generation = 0
        self._told = False
        self._process, self._channel = self._start()

    @property
    def pid(self) -> int:
        """Return the process id of the nursery."""
        return self._process.pid

    def fork(self) -> WorkerLine:
        """Have a worker born and return it ready for queries; raise EngineFailure when none can be had."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            self._born += 1
            number = self._born
            try:
                reply = self._call({"worker": number}, [theirs.fileno()])
                if reply is None:
                    self._restart()
                    reply = self._call({"worker": number}, [theirs.fileno()])
            except BaseException:
                ours.close()
                raise
            generation = self._generation
        if reply is None or "failed" in reply:
            ours.close()
            raise EngineFailure(f"No worker can be started: {(reply or {}).get('failed', 'the nursery is gone')}")
        worker = WorkerLine(number=number, pid=reply["pid"], generation=generation, socket=ours)
        self._greet(worker)
        return worker

    def end(self, worker: WorkerLine) -> Ending:
        """Kill a worker if it still runs, and return how it ended."""
        worker.socket.close()
        with self._lock:
            reply = None
            if worker.generation == self._generation:
                reply = self._call({"worker": worker.number})
        return Ending(**reply) if reply else Ending(code=None, words="")

    def close(self) -> None:
        """End the nursery and all its workers, and wait until they are gone."""
        with self._lock:
            self._stop()

    def _call(self, message: dict[str, Any], files: Sequence[int] = ()) -> dict[str, Any] | None:
        """Send one order and return the reply, or None when the nursery is gone."""
        try:
            send(self._channel, message, files)
            received = receive(self._channel)
        except OSError:
            return None
        return received and received.content

    def _greet(self, worker: WorkerLine) -> None:
        """Wait until a worker is ready; say once when it has no filter against sockets."""
        worker.socket.settimeout(_BIRTH_SECONDS)
        try:
            received = receive(worker.socket)
        except OSError:
            received = None
        if received is None:
            ending = self.end(worker)
            raise EngineFailure(f"A worker did not start: exit code {ending.code} {ending.words}".rstrip())
        reason = received.content["unfiltered"]
        if reason and not self._told:
            self._told = True
            _log.warning("Workers can open sockets (%s); only the scan of queries keeps them from it", reason)

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", self._module, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        with suppress(ConnectionError):  # a process that died already is noticed by its silence
            send(ours, self._orders)
        received = receive(ours)
        if received is None or "error" in received.content:
            ours.close()
            code = process.wait()
            raise (
                raised(received.content) if received else EngineFailure(f"The nursery did not start: exit code {code}")
            )
        return process, ours

    def _stop(self) -> None:
        self._channel.close()
        try:
            self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _restart(self) -> None:
        _log.error("The nursery of the query workers died with exit code %s; starting another", self._process.poll())
        self._stop()
        self._generation += 1
        self._process, self._channel = self._start()


def raised(reply: dict[str, Any]) -> PartnerGraphError:
    """Return the error that another process reported."""
    kind = getattr(errors, reply["error"])
    if issubclass(kind, UnreadableInput):
        place = {name: reply.get(name) for name in ("line", "column")}
        unreadable: UnreadableInput = kind(reply["message"], **place, hint=reply["hint"])
        return unreadable
    error: PartnerGraphError = kind(reply["message"], hint=reply["hint"])
    return error
