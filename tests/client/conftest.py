"""Fixtures of the client: the shipped data behind a live server of ours, and one that soon cuts answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardening.live import running


@pytest.fixture(scope="session")
def address(shipped_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server over it, as a person would write it."""
    with running(shipped_releases, tmp_path_factory.mktemp("server") / "log", workers="2", deadline="3") as live:
        yield f"http://127.0.0.1:{live.port}/"


@pytest.fixture(scope="session")
def cutting(shipped_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that gives at most 5 rows."""
    with running(shipped_releases, tmp_path_factory.mktemp("cutting") / "log", workers="1", result_rows="5") as live:
        yield f"http://127.0.0.1:{live.port}/sparql"
