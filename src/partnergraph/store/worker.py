"""A worker process: takes one query at a time, evaluates it, and hands the answer back.

A short answer goes with the reply; a longer one lies in a file that the worker opens for it and hands over.
Who must know how far a worker that is killed has come hands it a file of his own.

It is forked by the nursery, has no other thread, and may be killed at any moment.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from pyoxigraph import Store

from partnergraph.errors import MemoryExceeded, PartnerGraphError, UnreadableInput
from partnergraph.formats import TURTLE, named

from . import sandbox
from .channel import receive, send
from .evaluation import evaluate, translated
from .examination import Check, examine
from .materialised import Materialised
from .solutions import Star, Window, Written

__all__ = ["Evaluate", "Worker", "on_store"]

Evaluate = Callable[[dict[str, Any], BinaryIO], Written]
"""Evaluates a request, writes the answer into the open file and says if it is whole, or raises one of our errors.

The `body` of a request is what came beside it.
"""

_GRACE: Final = 1.0
"""Seconds after which a worker that was not killed at its deadline ends itself."""

_SHORT: Final = 64 * 1024
"""Bytes up to which an answer goes with the reply: it then costs no file."""

_IDLE_MS: Final = 20
"""How long nobody asks before a worker tidies up: a query that waits must not wait for that."""

_SHARE: Final = 4
"""A worker that ever took more than this part of its memory budget is replaced, to give the memory back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What a worker is made of: its line to the web process, its engine, and its limits in bytes.

    `prepare` gives the engine, once, in the worker; `shut` then closes the doors it needs no more, and returns "" or
    why it cannot.
    """

    line: socket.socket
    prepare: Callable[[], Evaluate]
    memory: int
    result: int
    shut: Callable[[], str] = sandbox.deny_sockets

    def run(self) -> None:
        """Shut the doors, then answer queries until the line closes; say when the worker has grown too large."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        engine = self.prepare()
        sandbox.no_core_file()
        sandbox.limit_output(self.result)
        sandbox.limit_memory(self.memory)
        largest = _peak() + self.memory // _SHARE
        send(self.line, {"unfiltered": self.shut()})
        asked = select.poll()
        asked.register(self.line, select.POLLIN)
        while (received := receive(self.line)) is not None:
            with _spool(received.files) as spool:
                reply = _answered(engine, received.content | {"body": received.body}, spool)
                reply["retire"] = _peak() > largest
                _hand_back(self.line, reply, None if received.files else spool)
            if not asked.poll(_IDLE_MS):
                gc.collect()


def on_store(store: Store, ready: Materialised | None = None) -> Evaluate:
    """Return the engine of a store of this process, which reads the answers that are `ready` instead of asking."""

    def engine(request: dict[str, Any], output: BinaryIO) -> Written:
        if request["checks"]:
            checks = [Check(**check) for check in request["checks"]]
            examine(store, request["query"], checks, output, **_dataset(request))
            return Written()
        return evaluate(
            store,
            request["query"],
            output,
            answer_format=named(request["format"]) or TURTLE,
            prefixes=request["prefixes"],
            star=Star(**request["star"]) if request["star"] else None,
            window=Window(**request["window"]),
            ready=ready.rows if ready else None,
            **_dataset(request),
        )

    return engine


@contextlib.contextmanager
def _spool(files: Sequence[int]) -> Iterator[BinaryIO]:
    """Open the file that was handed over, or one that is in memory as long as it is short."""
    spool = cast(
        "BinaryIO",
        os.fdopen(files[0], "wb", buffering=_SHORT)
        if files
        else tempfile.SpooledTemporaryFile(max_size=_SHORT, buffering=_SHORT, prefix="partnergraph-"),  # noqa: SIM115 - closed below
    )
    try:
        yield spool
    finally:
        with contextlib.suppress(OSError):  # what could not be written was told with the reply
            spool.close()


def _hand_back(line: socket.socket, reply: dict[str, Any], spool: BinaryIO | None) -> None:
    """Send a reply, with the answer in `spool` where there is one."""
    length = reply.get("length", 0) if spool else 0
    if spool is None or length == 0:
        send(line, reply)
    elif length > _SHORT:
        send(line, reply, [spool.fileno()])
    else:
        spool.seek(0)
        send(line, reply, body=spool.read())


def _answered(engine: Evaluate, request: dict[str, Any], output: BinaryIO) -> dict[str, Any]:
    """Evaluate one request, write the answer to `output`, and return the reply."""
    signal.setitimer(signal.ITIMER_REAL, request["deadline"] + _GRACE)
    started = time.monotonic()
    try:
        written = engine(request, output)
        output.flush()
        length = output.tell()
    except PartnerGraphError as error:
        return _failed(error)
    except OSError as error:
        return _failed(translated(error))
    except MemoryError:  # of Python; the engine's own ends the process
        return _failed(MemoryExceeded("The query needs more memory than it may have", hint="Ask for less at once."))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {"length": length, "seconds": time.monotonic() - started, "more": written.more, "mark": written.mark}


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    return {name: request[name] for name in ("default_graphs", "named_graphs", "union", "base")}


def _failed(error: PartnerGraphError) -> dict[str, Any]:
    reply: dict[str, Any] = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    if isinstance(error, UnreadableInput):
        reply |= {"line": error.line, "column": error.column}
    return reply


def _peak() -> int:
    """Return the most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
