"""Fixtures of the catalogue: the shipped data, built once."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a release of the data that ships."""
    folder = tmp_path_factory.mktemp("releases")
    command = [sys.executable, "-m", "partnergraph", "build", "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return (folder / "current").resolve()
