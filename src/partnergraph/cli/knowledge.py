"""What every command that reads listings must know first: the shipped tables and vocabularies."""

from pathlib import Path

from partnergraph import resources
from partnergraph.graph.assembly import Knowledge

__all__ = ["read_knowledge", "shipped_sources"]


def read_knowledge() -> Knowledge:
    """Read the shipped tables and vocabularies."""
    return Knowledge.read(resources.folder("data"), resources.folder("ontology"))


def shipped_sources() -> tuple[Path, ...]:
    """Return the listings that ship with the package."""
    return tuple(sorted((resources.folder("data") / "sources").glob("*.txt")))
