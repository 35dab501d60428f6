"""The process in which workers are born: `python -m partnergraph.store.nursery` with the number of its channel.

It has one thread, takes its orders from the channel (a command line would show them to everybody), loads the data of
a release once, and forks a worker whenever the web process asks; forking the web
process itself would copy the locks of its threads.  Each worker speaks with the web process over a line of its own;
this process only starts workers, kills them and tells how they ended.  When its channel closes, the web process has
stopped or died: this process kills its workers and ends.
"""

import functools
import gc
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn

from pyoxigraph import Store

from partnergraph.errors import PartnerGraphError

from . import opening, sandbox
from .channel import receive, send
from .materialised import Materialised
from .worker import Evaluate, Worker, on_store

__all__ = ["Nursery", "main", "run"]

_WORDS: Final = 2000
"""Bytes that are kept of the first and of the last that a worker said."""

_MOST_FILES: Final = 65_536
_STDERR, _LINE = 2, 3
_LEAVE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Nursery:
    """The workers of one pool: `hire` makes a worker of its line.

    `children` maps the number of a worker to its process id and the file with its last words.
    """

    channel: socket.socket
    hire: Callable[[socket.socket], Worker]
    children: dict[int, tuple[int, BinaryIO]] = field(default_factory=dict)

    def serve(self) -> None:
        """Obey the web process until it closes the channel, then kill all workers."""
        try:
            while (received := receive(self.channel)) is not None:
                number, files = int(received.content["worker"]), received.files
                send(self.channel, self._fork(number, files[0]) if files else self._end(number))
        finally:
            self._see_off()

    def _see_off(self) -> None:
        """Let idle workers end by themselves, as they do when their lines close, and kill those that are busy."""
        until = time.monotonic() + _LEAVE_SECONDS
        while self.children and time.monotonic() < until:
            for number, (child, words) in list(self.children.items()):
                if os.waitpid(child, os.WNOHANG) != (0, 0):
                    words.close()
                    del self.children[number]
            time.sleep(_LEAVE_SECONDS / 50)
        for number in list(self.children):
            self._end(number)

    def _fork(self, number: int, line: int) -> dict[str, Any]:
        words = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the worker lives
        parent = os.getpid()
        try:
            child = os.fork()
        except OSError as error:
            words.close()
            return {"failed": str(error)}
        finally:
            if os.getpid() == parent:
                os.close(line)
        if child == 0:
            self._become_worker(parent, line, words.fileno())
        self.children[number] = child, words
        return {"pid": child}

    def _become_worker(self, parent: int, line: int, words: int) -> NoReturn:
        """Turn this fresh fork into a worker, which never comes back into the code of the nursery."""
        code = 1
        try:
            sandbox.die_with_parent(parent)
            os.dup2(words, _STDERR)
            os.dup2(line, _LINE)
            os.closerange(_LINE + 1, _MOST_FILES)
            self.hire(socket.socket(fileno=_LINE)).run()
            code = 0
        finally:
            os._exit(code)

    def _end(self, number: int) -> dict[str, Any]:
        """Kill a worker if it still lives, and tell how it ended and what it said first and last."""
        child, words = self.children.pop(number)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with words:
            words.seek(0)
            said = words.read(_WORDS)  # the reason comes first, and what may be a long trace of it after
            words.seek(max(len(said), words.seek(0, os.SEEK_END) - _WORDS))
            said += words.read()
        return {"code": os.waitstatus_to_exitcode(status), "words": said.decode("utf-8", "replace")}


def run(channel_number: int, hiring: Callable[[dict[str, Any]], Callable[[socket.socket], Worker]]) -> None:
    """Take the orders, have `hiring` prepare for them, report, and serve; a failure is reported and ends all."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the web process decides when to stop, by closing the channel
    with socket.socket(fileno=channel_number) as channel:
        if (received := receive(channel)) is None:
            return
        try:
            hire = hiring(received.content)
        except PartnerGraphError as error:
            send(channel, {"error": type(error).__name__, "message": error.message, "hint": error.hint})
            return
        send(channel, {"ready": True})
        Nursery(channel=channel, hire=hire).serve()


def main(channel_number: int) -> None:
    """Run the nursery of workers over a release, which the orders name."""
    run(channel_number, _hiring)


def _hiring(orders: dict[str, Any]) -> Callable[[socket.socket], Worker]:
    release = Path(orders["release"])
    open_store, ready = _opener(release, int(orders["in_memory_quads"])), Materialised.of(release)
    memory, result = int(orders["memory_bytes"]), int(orders["result_bytes"])

    def prepare() -> Evaluate:
        return on_store(open_store(), ready)

    return lambda line: Worker(line=line, prepare=prepare, memory=memory, result=result)


def _opener(folder: Path, most_quads: int) -> Callable[[], Store]:
    """Return what gives a worker its store: the one in memory, shared by fork, or a fresh opening of the one on disk.

    RocksDB's threads do not survive a fork, so a store on disk is opened after it.
    """
    _, small = opening.check(folder, most_quads)
    if not small:
        return functools.partial(opening.on_disk, folder)
    store = opening.in_memory(folder)
    gc.collect()
    gc.freeze()
    return lambda: store


if __name__ == "__main__":
    main(int(sys.argv[1]))
