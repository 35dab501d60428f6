"""What is dear to make and only read: made once a run, however many processes test."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["build", "once"]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder called `name` that all processes of this run share; whoever comes first fills it by `make`."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = shared / f"{name}.making"
            make(making)
            making.rename(folder)
    return folder


def build(folder: Path) -> None:
    """Build a release of the data that ships, as a person does, in a process of its own."""
    command = [sys.executable, "-m", "partnergraph", "build", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
