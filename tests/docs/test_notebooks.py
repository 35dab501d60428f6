"""Every notebook runs from top to bottom against a live server, and answers what it asks."""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.hardening.live import running

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture
def endpoint(shipped_releases: Path, tmp_path: Path) -> Iterator[str]:
    """Return the address of a server over the shipped data, for a kernel to find."""
    with running(shipped_releases, tmp_path / "log", workers="2") as live:
        yield f"http://127.0.0.1:{live.port}/sparql"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs(tmp_path: Path, endpoint: str, path: Path) -> None:
    """Each cell that ends in a value shows something, and none fails; nothing is kept of an earlier run."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    assert not any(cell.get("outputs") for cell in notebook.cells)

    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env={**os.environ, "ENDPOINT": endpoint})

    shown = "\n".join(
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output
    )
    for expected in (
        "goals-by-count",
        "Jönköping",
        "Sustainable cities and communities",
        "Bekämpa klimatförändringarna",
    ):
        assert expected in shown
    assert (tmp_path / "ukraine.csv").read_text(encoding="utf-8-sig").startswith("municipality,municipalityLabel,")
