"""Fixtures of the store: a small release, made once and only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.store import MEGABYTE, Limits, WorkerPool
from tests.serving import make_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release."""
    return make_release(tmp_path_factory.mktemp("releases"), root / "tests" / "data" / "serving" / "tiny.ttl")


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Return limits small enough to be reached at once."""
    return Limits(workers=2, queue=1, queue_seconds=0.5, memory_bytes=128 * MEGABYTE, result_bytes=MEGABYTE)


@pytest.fixture
def pool(release: Path, limits: Limits) -> Iterator[WorkerPool]:
    """Return a pool of two workers over the small release, and end it."""
    with WorkerPool(release, limits) as pool:
        yield pool
