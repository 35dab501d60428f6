"""`validate`, `build` and `identifiers`: from listings to a release that may be served."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partnergraph.errors import NonConformance, WrongUsage

from .progress import progress

if TYPE_CHECKING:
    from partnergraph.release import BuildResult

__all__ = ["build", "build_release", "identifiers", "publish", "validate"]


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--shapes", "shapes_file", type=click.Path(path_type=Path), help="Judge by these shapes instead of ours.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON; the same as --format json.")
@click.option(
    "--format", "format_name", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True
)
@click.option("--lang", type=click.Choice(["en", "sv"]), default="en", show_default=True, help="Language of the text.")
def validate(files: tuple[Path, ...], shapes_file: Path | None, format_name: str, lang: str, *, as_json: bool) -> None:
    """Check RDF or tables of projects (CSV) against the shapes: exit 0 conforms, 1 does not, 3 cannot be read."""
    from partnergraph import rdf
    from partnergraph.iris import Minter
    from partnergraph.validation import check_files

    report = check_files(files, shapes_file)
    match "json" if as_json else format_name:
        case "json":
            click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        case "turtle":
            click.echo(rdf.turtle(report.graph(Minter())).decode(), nl=False)
        case _:
            click.echo(report.text(lang).rstrip())
    if not report.conforms:
        sys.exit(NonConformance.exit_code)


@click.command()
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the releases.  [default: ./release in a checkout]"
)
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--json", "as_json", is_flag=True, help="Say what was built as JSON.")
def build(sources: tuple[Path, ...], out: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Build a release from listings (those that ship with the package, unless others are named) and publish it.

    A violation stops the build; what was current before then still is.
    """
    result = build_release(sources, out, dry_run=dry_run)
    counts = dict(result.manifest.counts)
    if as_json:
        said = {
            "version": result.version,
            "folder": str(result.folder),
            "existed": result.existed,
            "published": not dry_run,
            "seconds": round(result.seconds, 3),
            "triples": result.manifest.triples,
            "quads": result.manifest.quads,
            "counts": counts,
            "results": result.report.counts(),
            "cleaned": list(result.cleaned),
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    state = "would be built" if dry_run else "was there already; nothing changed" if result.existed else "is built"
    click.echo(f"Release {result.version} {state}: {result.folder}")
    click.echo("  " + ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items()))
    found = ", ".join(f"{number} {severity}" for severity, number in result.report.counts().items() if number)
    click.echo(f"  SHACL: conforms; {found or 'no results'}")
    if result.cleaned:
        click.echo(f"  Removed: {', '.join(result.cleaned)}")


def build_release(sources: tuple[Path, ...], out: Path | None, *, dry_run: bool = False) -> "BuildResult":
    """Compose the building wing: read, map, validate, publish."""
    from dataclasses import replace

    from partnergraph import manifest
    from partnergraph.graph.assembly import assemble
    from partnergraph.iris import Minter
    from partnergraph.release import build as publish
    from partnergraph.release.vocabularies import added, added_before
    from partnergraph.settings import Settings
    from partnergraph.validation import shipped_shapes

    from .knowledge import read_knowledge, shipped_queries, shipped_questions, shipped_sources

    minter, settings = Minter(), Settings.read()
    releases = out or settings.release or manifest.default_folder()
    before = added_before(releases)
    with progress() as tell:
        knowledge = replace(read_knowledge(), queries=shipped_queries())
        assembled = assemble(sources or shipped_sources(), knowledge, minter, progress=tell)
        result = publish(
            assembled,
            shipped_shapes(),
            releases,
            minter=minter,
            questions=shipped_questions,
            progress=lambda step, _: tell(step),
            dry_run=dry_run,
            keep=settings.keep_releases,
        )
    for name in sorted(before - added(result.manifest).keys()):
        click.echo(f"The release before is damaged, and its vocabulary {name} is lost: add it again.", err=True)
    if assembled.minted:
        new = f"{len(assembled.minted)} slugs are new, the first {assembled.minted[0].slug}"
        click.echo(f"{new}; `partnergraph identifiers` prints their rows for data/identifiers.csv.", err=True)
    return result


@click.command()
@click.argument("sources", type=click.Path(path_type=Path), nargs=-1)
@click.option("--since", default="", help="The date to note beside new slugs (YYYY-MM-DD).")
def identifiers(sources: tuple[Path, ...], since: str) -> None:
    """Print rows for data/identifiers.csv: the slugs that these listings need and the register does not hold."""
    import csv
    from dataclasses import replace

    from partnergraph.graph.assembly import assemble
    from partnergraph.iris import Minter

    from .knowledge import read_knowledge, shipped_sources

    assembled = assemble(sources or shipped_sources(), read_knowledge(), Minter())
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for identifier in assembled.minted:
        writer.writerow(replace(identifier, since=since).cells)


@click.command()
@click.option("--to", "address", required=True, help="Where the store takes queries, such as http://host:7878/query.")
@click.option("--kind", help="Kind of store: oxigraph, virtuoso, fuseki, …  [default: found out]")
@click.option("--update-url", default="", help="Where it takes updates, if that does not follow from the kind.")
@click.option("--graph-url", default="", help="Where it takes graphs (Graph Store Protocol), likewise.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]")
def publish(address: str, kind: str | None, update_url: str, graph_url: str, release: Path | None) -> None:
    """Load the current release into a SPARQL store, for `serve --store`; readers change over when all is there.

    User and password come from PARTNERGRAPH_STORE_USER and PARTNERGRAPH_STORE_PASSWORD, a token from
    PARTNERGRAPH_STORE_TOKEN.
    """
    from partnergraph import manifest
    from partnergraph.release.upload import upload
    from partnergraph.settings import Settings
    from partnergraph.store.remote import RemoteStore

    settings = Settings.read().with_value("store", address)
    settings = settings.with_value("store_kind", kind) if kind else settings
    releases = release or settings.release or manifest.default_folder()
    folder = manifest.current(releases)
    if folder is None:
        raise WrongUsage(f"There is no release in {releases}", hint="Build one with `partnergraph build`.")
    with progress() as tell:
        done = upload(folder, RemoteStore.of(settings), update_url=update_url, graph_url=graph_url, tell=tell)
    state = "was there already; nothing changed" if done.existed else "is current"
    click.echo(f"Release {done.version} {state}: {done.quads} quads, the data in <{done.graph}>")
