"""One builder at a time: a lock that dies with its process.

The lock is `flock(2)` on a file that is never deleted, so a builder that was killed leaves nothing that blocks
the next one. The builder's process id inside only serves to name it.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from partnergraph.errors import BuildRunning

__all__ = ["NAME", "locked"]

NAME: Final = "lock"

_PAUSE: Final = 0.05
"""Seconds between two tries."""


@contextmanager
def locked(releases: Path, *, patience: float, waiting: Callable[[int | None], None]) -> Iterator[None]:
    """Hold the builders' lock of the folder `releases` for the length of the block.

    Waits up to `patience` seconds for another builder, after calling `waiting` once with its process id;
    then raises BuildRunning. Raises OSError where the lock file cannot be written.
    """
    descriptor = os.open(releases / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, releases, patience, waiting)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, releases: Path, patience: float, waiting: Callable[[int | None], None]) -> None:
    """Try until the lock is ours; raise BuildRunning when `patience` runs out."""
    deadline = time.monotonic() + patience
    told = False
    while not _taken(descriptor):
        pid = _builder(descriptor)
        if time.monotonic() >= deadline:
            raise BuildRunning(
                f"Another build is running in {releases} (process {pid or 'unknown'}).",
                pid=pid,
                hint="Wait until it is done and build again, or build into another folder.",
            )
        if not told:
            waiting(pid)
            told = True
        time.sleep(_PAUSE)


def _taken(descriptor: int) -> bool:
    """Try once to take the lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _builder(descriptor: int) -> int | None:
    """Return the process id in the lock file, or None while its holder has not written it yet."""
    text = os.pread(descriptor, 32, 0).strip()
    return int(text) if text.isdigit() else None
