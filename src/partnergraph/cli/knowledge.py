"""What every command that reads listings must know first, the shipped tables and vocabularies; and `mappings`."""

from pathlib import Path

import click

from partnergraph import resources
from partnergraph.graph.assembly import Knowledge

__all__ = ["mappings", "read_knowledge", "shipped_sources"]


def read_knowledge() -> Knowledge:
    """Read the shipped tables and vocabularies."""
    return Knowledge.read(resources.folder("data"), resources.folder("ontology"))


def shipped_sources() -> tuple[Path, ...]:
    """Return the listings that ship with the package."""
    return tuple(sorted((resources.folder("data") / "sources").glob("*.txt")))


@click.command()
def mappings() -> None:
    """Print data/mappings/places.sssom.tsv: the identifiers in the tables of bodies, places and countries, as SSSOM."""
    from partnergraph.graph.gazetteer_matches import gazetteer_matches

    click.echo(gazetteer_matches(resources.folder("data")), nl=False)
