"""Fixtures of the catalogue: the shipped data, built once."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shipped(shipped_release: Path) -> Path:
    """Return the directory of a release of the data that ships."""
    return shipped_release
