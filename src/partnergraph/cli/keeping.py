"""`versions` and `rollback`: the releases that are kept, what differs between two, and the way back to one."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from partnergraph.errors import WrongUsage

if TYPE_CHECKING:
    from partnergraph.versions import Difference, Kept, Versions

__all__ = ["rollback", "versions", "versions_of"]

_RELEASES = click.option(
    "--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]"
)


@click.command()
@click.argument("what", metavar="[A..B]", required=False)
@_RELEASES
@click.option("--json", "as_json", is_flag=True, help="The list, or the numbers of the difference, as JSON.")
def versions(what: str | None, release: Path | None, *, as_json: bool) -> None:
    """List the releases that are kept, the newest first; with A..B print what differs as an RDF Patch.

    A and B are versions, or the words previous and current.
    """
    here = versions_of(release)
    if what is None:
        rows = [_row(each, here.current.version) for each in reversed(here.all())]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else "\n".join(map(_line, rows)))
        return
    difference = _difference(here, what)
    if as_json:
        click.echo(json.dumps(_numbers(difference), ensure_ascii=False, indent=2))
        return
    from partnergraph.iris import Minter

    mint = Minter()
    _, rows_of_patch = difference.patch(str(mint.version(difference.before)), str(mint.version(difference.after)))
    sys.stdout.buffer.writelines(rows_of_patch)
    sys.stdout.flush()


@click.command()
@click.argument("version", default="previous")
@_RELEASES
def rollback(version: str, release: Path | None) -> None:
    """Make a kept release current again, by default the one made before the current one.

    A server that runs goes on with the release it opened until it is started anew.
    """
    from partnergraph.release import point_to

    folder = point_to(_folder(release), versions_of(release).named(version))
    click.echo(f"Release {folder.name} is current")


def versions_of(releases: Path | None) -> "Versions":
    """Return the releases kept beside the current one below `releases`, or below the usual folder.

    Raises WrongUsage when there is none, ReleaseDamaged when the current one is not whole.
    """
    from partnergraph import manifest
    from partnergraph.versions import Versions

    folder = manifest.current(_folder(releases))
    if folder is None:
        reason = f"There is no release in {_folder(releases)}"
        raise WrongUsage(reason, hint="Build one with `partnergraph build`.")
    return Versions(folder=folder, current=manifest.Manifest.read(folder))


def _folder(releases: Path | None) -> Path:
    from partnergraph import manifest
    from partnergraph.settings import Settings

    return releases or Settings.read().release or manifest.default_folder()


def _difference(here: "Versions", what: str) -> "Difference":
    from partnergraph.versions import Differences

    names = what.split("..")
    if len(names) != 2 or not all(names):  # noqa: PLR2004 - a pair has two
        raise WrongUsage(f"{what!r} names no two releases", hint="Write A..B, such as previous..current.")
    before, after = (here.find(here.named(each)) for each in names)
    return Differences().between(before, after, float("inf"))


def _row(kept: "Kept", current: str) -> dict[str, Any]:
    if kept.manifest is None or kept.damage:
        return {"version": kept.version, "damaged": kept.damage}
    return {
        "version": kept.version,
        "current": kept.version == current,
        "created": kept.manifest.created,
        "harvested": kept.manifest.harvested,
        "quads": kept.manifest.quads,
        "counts": dict(kept.manifest.counts),
    }


def _line(row: dict[str, Any]) -> str:
    if "damaged" in row:
        return f"  {row['version']}  damaged: {row['damaged']}"
    mark = "*" if row["current"] else " "
    partnerships = row["counts"].get("partnerships", 0)
    made = row["created"][:19].replace("T", " ")
    return f"{mark} {row['version']}  {made}  {row['quads']} statements, {partnerships} partnerships"


def _numbers(difference: "Difference") -> dict[str, Any]:
    return {
        "before": difference.before,
        "after": difference.after,
        "added": difference.count.added,
        "removed": difference.count.removed,
        "resources": difference.resources,
        "graphs": {
            graph or "default": {"added": count.added, "removed": count.removed}
            for graph, count in difference.graphs.items()
        },
    }
