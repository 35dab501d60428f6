"""`serve` and `query`: asking a release, over HTTP or without a server."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from partnergraph.errors import QuerySyntax, UnreadableInput, WrongUsage

if TYPE_CHECKING:
    from partnergraph.formats import Format
    from partnergraph.settings import Settings

__all__ = ["query", "serve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A serialised answer, and whether it is to be laid out as a table for people."""

    text: bytes
    table: bool


_FORMATS = (
    "table",
    "json",
    "xml",
    "csv",
    "tsv",
    "xlsx",
    "ndjson",
    "geojson",
    "ttl",
    "nt",
    "rdf",
    "jsonld",
    "trig",
    "nq",
)


@click.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]")
@click.option(
    "--rdf",
    metavar="FILE",
    help="Serve this file of RDF instead of a release; may be given several times.",
    multiple=True,
)
@click.option("--store", help="Serve what this SPARQL endpoint holds instead of a release.")
@click.argument("more", metavar="[FILE]...", nargs=-1)
def serve(
    *,
    host: str | None,
    port: int | None,
    release: Path | None,
    rdf: tuple[str, ...],
    store: str | None,
    more: tuple[str, ...],
) -> None:
    """Serve the current release over HTTP; without one, build it first from the listings that ship.

    With --rdf FILE..., any files of RDF are served instead, each as its suffix says (.ttl, .nt, .nq, .trig, .rdf,
    .jsonld); IRI=FILE puts the file into a named graph.
    No shapes judge them, and nothing is kept of them.

    With --store the data stays in another store, and this server asks it over HTTP.
    """
    from dataclasses import replace

    from partnergraph.settings import Settings
    from partnergraph.web import create_app
    from partnergraph.web import serve as listen

    settings = Settings.read()
    settings = replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    settings = settings if store is None else settings.with_value("store", store)
    if sum(map(bool, (rdf, release, store))) > 1:
        raise WrongUsage("--rdf, --release and --store exclude each other")
    if more and not rdf:
        raise WrongUsage(f"What shall {more[0]} be?", hint="Files are served with --rdf FILE...")
    far = bool(settings.store) and not rdf and not release
    here = nullcontext(None if far else _current(release or settings.release)) if not rdf else _made_of(rdf + more)
    with here as folder:
        listen(create_app(settings, folder), settings.host, settings.port, announce=click.echo)


@click.command()
@click.argument("what", metavar="FILE|-|NAME")
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True, help="A value for a canned query's parameter.")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), help="Form of the answer.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]")
@click.option("--version", default="current", help="The release to ask, or previous.  [default: the current one]")
@click.option("--timeout", type=click.FloatRange(0.1), help="Seconds the query may run.  [default: 10]")
def query(
    *,
    what: str,
    params: tuple[str, ...],
    format_name: str | None,
    release: Path | None,
    version: str,
    timeout: float | None,
) -> None:
    """Ask a release without a server: a file, standard input (-) or a canned query by name.

    What a canned query takes is listed by `partnergraph queries`; places, goals, areas and themes may be named as
    people name them: --param municipality=Västerås --param goal=16.
    """
    from partnergraph.settings import Settings

    from .table import table

    settings = Settings.read()
    text = _text(what, params, lambda: _kept(release or settings.release, version))
    folder = _kept(release or settings.release, version)
    try:
        body = _answer(text, format_name, settings, folder, timeout or settings.deadline)
    except QuerySyntax as error:
        from partnergraph.sparql.mistakes import in_plain_words

        raise in_plain_words(error, text) from error
    if body.table:
        click.echo(table(body.text.decode()))
    else:
        sys.stdout.buffer.write(body.text)
        sys.stdout.flush()


def _answer(text: str, name: str | None, settings: "Settings", release: Path, deadline: float) -> _Body:
    """Have a worker evaluate a query, scanned and bounded as a server would, and return its whole answer."""
    from dataclasses import replace

    from partnergraph.formats import EXPORTS, JSON
    from partnergraph.iris import Minter
    from partnergraph.namespaces import PREFIXES
    from partnergraph.sparql.columns import star
    from partnergraph.sparql.dataset import dataset
    from partnergraph.sparql.protocol import Operation
    from partnergraph.sparql.scan import Bounds, scan
    from partnergraph.store import Limits, QueryRequest, WorkerPool

    graph = scan(text, Bounds.of(settings)).form in {"construct", "describe"}
    name = name or ("ttl" if graph else "table")
    graphs = dataset(Operation(query=text), str(Minter().graph("data")))
    wanted = _format(name, graph=graph)
    request = QueryRequest(
        query=text,
        format=JSON if wanted in EXPORTS else wanted,
        deadline=deadline,
        default_graphs=graphs.default_graphs,
        named_graphs=graphs.named_graphs,
        star=star(text),
        prefixes=PREFIXES,
    )
    limits = replace(Limits.of(settings), workers=1)
    with WorkerPool(release, limits) as pool, pool.query(request) as answer:
        body = _exported(answer.body, wanted, text) if wanted in EXPORTS else answer.body.read()
        return _Body(text=body, table=name == "table")


def _exported(body: BinaryIO, wanted: "Format", query: str) -> bytes:
    """Return rows in a form that no engine writes; raise WrongUsage for a map of rows without a position."""
    import io

    from partnergraph.exports import POSITION, Style, Table, write
    from partnergraph.formats import GEOJSON
    from partnergraph.store.rows import columns_and_rows

    columns, rows = columns_and_rows(body)
    if wanted is GEOJSON and not set(POSITION) <= set(columns):
        raise WrongUsage(
            "The answer has no position to put on a map", hint=f"GeoJSON takes columns {' and '.join(POSITION)}."
        )
    output = io.BytesIO()
    notes = tuple(("SPARQL" if number == 0 else "", line) for number, line in enumerate(query.splitlines()))
    write(Table(columns=columns, rows=rows), wanted, output, Style(notes=notes))
    return output.getvalue()


def _format(name: str, *, graph: bool) -> "Format":
    """Return a format by name; raise WrongUsage for a table of a graph, or the other way round."""
    from partnergraph import formats

    wanted = formats.named("csv" if name == "table" else name)
    if wanted is None or (wanted.kind is formats.Kind.GRAPH) != graph:
        kind = (
            "a graph: ttl, nt, rdf, jsonld, trig or nq"
            if graph
            else "a table: table, json, xml, csv, tsv, xlsx, ndjson or geojson"
        )
        raise WrongUsage(f"The answer does not come as {name}", hint=f"This query gives {kind}.")
    return wanted


def _text(what: str, params: tuple[str, ...], release: Callable[[], Path]) -> str:
    """Return the text of a query from standard input, a file, or the catalogue."""
    from .canned import canned_text

    if what != "-" and (params or not Path(what).is_file()):
        return canned_text(what, params, release)
    if params:
        raise WrongUsage("A query from standard input has no parameters", hint="Save it as a file with a header.")
    text = sys.stdin.buffer.read() if what == "-" else Path(what).read_bytes()
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInput("The query is not UTF-8", source=what, hint="Save it as UTF-8.") from error


def _made_of(files: tuple[str, ...]) -> AbstractContextManager[Path]:
    """Return a release of any files, which is there for as long as the context lasts."""
    from partnergraph.store.loading import RdfFile, release_of

    return release_of([RdfFile.read(file) for file in files])


def _kept(releases: Path | None, version: str) -> Path:
    """Return a kept release by its version, or the current one."""
    current = _current(releases)
    if version == "current":
        return current
    from .keeping import versions_of

    here = versions_of(releases)
    return here.find(here.named(version)).folder


def _current(releases: Path | None) -> Path:
    """Return the current release below `releases`; build it first when there is none."""
    from partnergraph import manifest

    folder = releases or manifest.default_folder()
    found = manifest.current(folder)
    if found is None:
        from .publishing import build_release

        click.echo(f"There is no release in {folder} yet; building one from the listings that ship.", err=True)
        found = build_release((), folder).folder
    return found
