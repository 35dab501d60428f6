"""Reading the current release the way a server does: check the manifest, open the store read-only, ask."""

from pathlib import Path

import pyoxigraph as ox

from partnergraph import manifest


def ask_current(releases: Path) -> str:
    """Return the version of the current release after proving that it is whole and answers."""
    folder = manifest.current(releases)
    assert folder is not None
    said = manifest.verify(folder)
    answer = ox.Store.read_only(str(folder / "store")).query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(answer, ox.QuerySolutions)
    [row] = answer
    assert isinstance(row["n"], ox.Literal)
    assert int(row["n"].value) == said.triples
    assert folder.name == said.version
    return said.version


def leftovers(releases: Path) -> list[str]:
    """Return the names of half-made releases."""
    return sorted(path.name for path in releases.glob("building-*"))
