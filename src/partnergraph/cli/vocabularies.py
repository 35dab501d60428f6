"""`mappings` and `vocabulary`: what we link to, and files of others' RDF beside our data."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .progress import progress

if TYPE_CHECKING:
    from partnergraph.release.vocabularies import Change

__all__ = ["mappings", "vocabulary"]

_OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the releases.  [default: ./release in a checkout]"
)


@click.command()
def mappings() -> None:
    """Print data/mappings/places.sssom.tsv: the identifiers in the tables of bodies, places and countries, as SSSOM."""
    from partnergraph import resources
    from partnergraph.graph.gazetteer_matches import gazetteer_matches

    click.echo(gazetteer_matches(resources.folder("data")), nl=False)


@click.group()
def vocabulary() -> None:
    """Add, list and remove vocabularies of others, each a named graph beside the data.

    What was added goes along into every later build, until it is removed.
    """


@vocabulary.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="End of the graph's name, such as un-sdg.  [default: made from the file's]")
@_OUT
def add(file: Path, name: str, out: Path | None) -> None:
    """Make a release with the RDF of FILE as one graph more.

    A vocabulary of that name is replaced. The file is published as it is; no shape judges it.
    """
    from partnergraph.iris import Minter
    from partnergraph.release.vocabularies import Change, read

    found = read(file, Minter(), name)
    state = _rebuild(Change(vocabulary=found), out)
    graph = Minter().graph(f"vocabulary/{found.name}")
    click.echo(f"{state}\n  {len(found.quads)} triples of {file.name} in <{graph}>")


@vocabulary.command()
@click.argument("name")
@_OUT
def remove(name: str, out: Path | None) -> None:
    """Make a release without the vocabulary called NAME; releases made before still have it."""
    from partnergraph.release.vocabularies import Change

    click.echo(_rebuild(Change(without=name), out))


@vocabulary.command("list")
@_OUT
def list_(out: Path | None) -> None:
    """List the vocabularies in the current release: name, file and graph."""
    from partnergraph import manifest
    from partnergraph.iris import Minter
    from partnergraph.release.vocabularies import added

    folder = manifest.current(_releases(out))
    for name, entry in (added(manifest.Manifest.read(folder)) if folder else {}).items():
        click.echo(f"{name}  {entry.name.rpartition('/')[2]}  <{Minter().graph(f'vocabulary/{name}')}>")


def _rebuild(change: "Change", out: Path | None) -> str:
    """Build a release on the current one, and say in a sentence what came of it."""
    from partnergraph.iris import Minter
    from partnergraph.release import build
    from partnergraph.settings import Settings
    from partnergraph.validation import shipped_shapes

    from .knowledge import shipped_questions

    with progress() as tell:
        result = build(
            change,
            shipped_shapes(),
            _releases(out),
            minter=Minter(),
            questions=shipped_questions,
            progress=lambda step, _: tell(step),
            keep=Settings.read().keep_releases,
        )
    state = "was there already" if result.existed else "is built"
    return f"Release {result.version} {state}: {result.folder}"


def _releases(out: Path | None) -> Path:
    """Return the folder of the releases: as told, as set, or where they are by default."""
    from partnergraph import manifest
    from partnergraph.settings import Settings

    return out or Settings.read().release or manifest.default_folder()
