"""A worker process: takes one query at a time, evaluates it, and writes the answer into the file it was handed.

It is forked by the nursery, has no other thread, and may be killed at any moment.
"""

import gc
import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from pyoxigraph import Store

from partnergraph.errors import PartnerGraphError, UnreadableInput
from partnergraph.formats import TURTLE, named

from . import sandbox
from .channel import receive, send
from .evaluation import evaluate, translated
from .examination import Check, examine
from .solutions import Star, Window, Written

__all__ = ["Evaluate", "Worker", "on_store"]

Evaluate = Callable[[dict[str, Any], BinaryIO], Written]
"""Evaluates a request, writes the answer into the open file and says if it is whole, or raises one of our errors."""

_GRACE: Final = 1.0
"""Seconds after which a worker that was not killed at its deadline ends itself."""

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
        while (received := receive(self.line)) is not None:
            request, files = received
            reply = _answered(engine, request, files[0])
            reply["retire"] = _peak() > largest
            send(self.line, reply)
            gc.collect()


def on_store(store: Store) -> Evaluate:
    """Return the engine of a store of this process."""

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
            **_dataset(request),
        )

    return engine


def _answered(engine: Evaluate, request: dict[str, Any], file: int) -> dict[str, Any]:
    """Evaluate one request into the open `file`, close it, and return the reply."""
    signal.setitimer(signal.ITIMER_REAL, request["deadline"] + _GRACE)
    started = time.monotonic()
    try:
        with os.fdopen(file, "wb", buffering=1 << 16) as output:
            written = engine(request, output)
            length = output.tell()
    except PartnerGraphError as error:
        return _failed(error)
    except OSError as error:
        return _failed(translated(error))
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
