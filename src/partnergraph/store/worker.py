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
from typing import Any, Final

from pyoxigraph import Store

from partnergraph.errors import PartnerGraphError, UnreadableInput
from partnergraph.formats import TURTLE, named

from . import sandbox
from .channel import receive, send
from .evaluation import evaluate, translated

__all__ = ["Worker"]

_GRACE: Final = 1.0
"""Seconds after which a worker that was not killed at its deadline ends itself."""

_SHARE: Final = 4
"""A worker that ever took more than this part of its memory budget is replaced, to give the memory back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What a worker is made of: its line to the web process, its store, and its limits in bytes."""

    line: socket.socket
    open_store: Callable[[], Store]
    memory: int
    result: int

    def run(self) -> None:
        """Shut the doors, then answer queries until the line closes or the worker has grown too large."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        store = self.open_store()
        sandbox.no_core_file()
        sandbox.limit_output(self.result)
        sandbox.limit_memory(self.memory)
        largest = _peak() + self.memory // _SHARE
        send(self.line, {"unfiltered": sandbox.deny_sockets()})
        while (received := receive(self.line)) is not None:
            request, files = received
            reply = _answered(store, request, files[0])
            gc.collect()
            reply["retire"] = _peak() > largest
            send(self.line, reply)
            if reply["retire"]:
                return


def _answered(store: Store, request: dict[str, Any], file: int) -> dict[str, Any]:
    """Evaluate one request into the open `file`, close it, and return the reply."""
    signal.setitimer(signal.ITIMER_REAL, request["deadline"] + _GRACE)
    started = time.monotonic()
    try:
        with os.fdopen(file, "wb", buffering=1 << 16) as output:
            evaluate(
                store,
                request["query"],
                output,
                answer_format=named(request["format"]) or TURTLE,
                default_graphs=request["default_graphs"],
                named_graphs=request["named_graphs"],
                prefixes=request["prefixes"],
            )
            length = output.tell()
    except PartnerGraphError as error:
        return _failed(error)
    except OSError as error:
        return _failed(translated(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return {"length": length, "seconds": time.monotonic() - started}


def _failed(error: PartnerGraphError) -> dict[str, Any]:
    reply: dict[str, Any] = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    if isinstance(error, UnreadableInput):
        reply |= {"line": error.line, "column": error.column}
    return reply


def _peak() -> int:
    """Return the most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
