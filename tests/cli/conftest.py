"""The command line as a person calls it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs `partnergraph` with arguments in an empty folder."""

    def run_it(*arguments: str | Path, stdin: str | None = None) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNERGRAPH_")}
        return subprocess.run(
            [sys.executable, "-m", "partnergraph", *(str(argument) for argument in arguments)],
            cwd=tmp_path,
            env=environment | {"XDG_DATA_HOME": str(tmp_path / "share")},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run_it
