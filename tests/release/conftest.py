"""Builders in processes of their own, which tests may kill."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import pytest


class Driver:
    """The commanding end of tests/release/driver.py; `around` is a command line to start it inside of."""

    def __init__(self, root: Path, *, around: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*around, sys.executable, "-m", "tests.release.driver"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def start(self, releases: Path, **members: Any) -> int:
        """Start one child and return its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"releases": str(releases), **members}) + "\n")
        self._process.stdin.flush()
        return int(self._answer()["pid"])

    def end(self) -> dict[str, Any]:
        """Wait for the child's end and return all it said, with `exit`."""
        said = self._answer()
        while "exit" not in said:
            said |= self._answer()
        return said

    def run(self, releases: Path, **members: Any) -> dict[str, Any]:
        """Start one child, wait for its end and return all it said."""
        self.start(releases, **members)
        return self.end()

    def _answer(self) -> dict[str, Any]:
        """Read one line."""
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@pytest.fixture(scope="session")
def driver(root: Path) -> Iterator[Driver]:
    """Give a process that builds on command."""
    with Driver(root) as running:
        yield running


@pytest.fixture
def mounted(root: Path, tmp_path: Path) -> "Mounter":
    """Give a starter of drivers inside a mount of their own, or skip where mounting is not allowed."""
    probe = tmp_path / "probe"
    probe.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount, so a full disk and a read-only file system are not tried")
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(probe)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine does not let root mount, so a full disk and a read-only file system are not tried")
    return Mounter(root)


class Mounter:
    """Starts drivers that see a folder mounted in another way; the mount ends with them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def small(self, folder: Path, size: str) -> Driver:
        """Start a driver for which `folder` is an empty disk of `size` (`2m`)."""
        return self._start(f'mount -t tmpfs -o size={size} tmpfs "{folder}"')

    def read_only(self, folder: Path) -> Driver:
        """Start a driver for which `folder` is on a read-only file system."""
        return self._start(f'mount --bind "{folder}" "{folder}" && mount -o remount,bind,ro "{folder}"')

    def _start(self, mount: str) -> Driver:
        """Start a driver that runs the shell command `mount` first, where nobody else sees it."""
        return Driver(self._root, around=["unshare", "--mount", "sh", "-c", f'{mount} && exec "$@"', "sh"])
