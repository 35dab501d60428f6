"""Fixtures of the client: the shipped data behind a live server of ours, and one that soon cuts answers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardening.live import running


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a release of the data that ships."""
    folder = tmp_path_factory.mktemp("releases")
    command = [sys.executable, "-m", "partnergraph", "build", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="session")
def address(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server over it, as a person would write it."""
    with running(releases, tmp_path_factory.mktemp("server") / "log", workers="2", deadline="3") as live:
        yield f"http://127.0.0.1:{live.port}/"


@pytest.fixture(scope="session")
def cutting(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that gives at most 5 rows."""
    with running(releases, tmp_path_factory.mktemp("cutting") / "log", workers="1", result_rows="5") as live:
        yield f"http://127.0.0.1:{live.port}/sparql"
