"""A small release made by hand, so that the serving wing is tested without the wing that builds."""

import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store
from rdflib import Graph

from partnergraph import search
from partnergraph.iris import Minter
from partnergraph.manifest import FileEntry, InputEntry, Manifest

__all__ = ["VERSION", "make_release"]

VERSION = "0123456789abcdef"

_GRAPHS = "https://w3id.org/partnergraph/graph/"


def make_release(
    releases: Path,
    turtle: Path,
    *,
    version: str = VERSION,
    batches: Sequence[str] = (),
    named: Sequence[str] = ("findings",),
    created: str = "2026-11-23T12:00:00Z",
) -> Path:
    """Write a release of the data in `turtle`, and of the `named` graphs in files beside it, and make it current.

    Each of `batches` is more data as N-Quads, which fills files of its own in the store.
    """
    folder = releases / "releases" / version
    folder.mkdir(parents=True)
    store = Store(str(folder / "store"))
    store.bulk_load(path=str(turtle), format=RdfFormat.TURTLE)
    for batch in batches:
        store.bulk_load(batch, RdfFormat.N_QUADS)
    for name in named:
        beside = str(turtle.with_name(f"{name}.ttl"))
        store.bulk_load(path=beside, format=RdfFormat.TURTLE, to_graph=NamedNode(f"{_GRAPHS}{name}"))
    lines = sorted(str(quad) + " .\n" for quad in store)
    store.flush()
    quads, triples = len(store), sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    del store
    (folder / "data.nq").write_text("".join(lines), encoding="utf-8")
    (folder / "data.ttl").write_bytes(turtle.read_bytes())
    _ = search.write(folder / search.FILE, Graph().parse(turtle, format="turtle"), Minter())
    (folder / "dumps").mkdir()
    (folder / "dumps" / "data.nq.gz").write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in {"LOG", "LOCK"}]
    Manifest(
        version=version,
        created=created,
        tool="partnergraph tests",
        triples=triples,
        quads=quads,
        digest=hashlib.sha256("".join(lines).encode()).hexdigest(),
        counts={"partnerships": 2, "projects": 2, "partners": 3},
        files={path.relative_to(folder).as_posix(): FileEntry.of(path) for path in names},
        inputs=(InputEntry(name=turtle.name, sha256=FileEntry.of(turtle).sha256, lines=1),),
        harvested="2026-11-01",
    ).write(folder)
    (releases / "current").unlink(missing_ok=True)
    (releases / "current").symlink_to(Path("releases") / version)
    return folder
