"""Fixtures for following the documentation: a repository to clone, and a clone with a release in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .session import Session

_PARTS = ("src", "ontology", "shapes", "data", "Makefile", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="session")
def repository(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the files of this checkout as they are now, committed or not."""
    missing = [part for part in (*_PARTS, "docs") if not (root / part).exists()]
    missing += [tool for tool in ("bash", "curl", "git", "make") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"following the documentation needs {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("repository")
    for part in _PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    author = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "-m", "As it is now"]):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)
    return folder


@pytest.fixture
def newcomer(repository: Path, tmp_path: Path) -> Iterator[Session]:
    """Give the shell of somebody who has nothing yet but the address of the repository."""
    with Session(
        folder=tmp_path, variables=_variables(tmp_path / "partnergraph") | {"ADDRESS": str(repository)}
    ) as shell:
        yield shell


@pytest.fixture(scope="session")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout with a release in it."""
    checkout = tmp_path_factory.mktemp("built") / "partnergraph"
    shutil.copytree(repository, checkout, ignore=shutil.ignore_patterns(".git"))
    command = [sys.executable, "-m", "partnergraph", "build"]
    subprocess.run(command, check=True, cwd=checkout, env=os.environ | _variables(checkout), stdout=subprocess.DEVNULL)
    return checkout


@pytest.fixture
def reader(built: Path, tmp_path: Path) -> Iterator[Session]:
    """Give the shell of somebody who stands in a checkout, with a release built."""
    shutil.copytree(built, tmp_path / "partnergraph", symlinks=True)
    with Session(folder=tmp_path, variables=_variables(tmp_path / "partnergraph"), start="partnergraph") as shell:
        yield shell


def _variables(checkout: Path) -> dict[str, str]:
    """Let the programs of these tests' environment run the code of another checkout."""
    return {"PYTHONPATH": str(checkout / "src")}
