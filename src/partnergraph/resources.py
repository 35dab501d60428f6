"""Where ontology, shapes and data lie: inside the installed package, or at the root of a checkout."""

from importlib.resources import files
from pathlib import Path

__all__ = ["checkout", "folder", "queries", "text"]

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the shipped folder `ontology`, `shapes` or `data`; raise FileNotFoundError when it is not shipped."""
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The folder {name}/ is neither in the package nor beside src/")


def queries() -> Path:
    """Return the folder of the canned queries, which ships inside the package."""
    return _PACKAGE / "queries"


def text(package: str, name: str) -> str:
    """Return the text of a file that lies beside the modules of a package, such as a Turtle file."""
    return (files(package) / name).read_text(encoding="utf-8")


def checkout() -> Path | None:
    """Return the root of the checkout this package runs from, or None when it is installed."""
    root = _PACKAGE.parents[1]
    return root if (root / "pyproject.toml").is_file() and (root / "src").is_dir() else None
