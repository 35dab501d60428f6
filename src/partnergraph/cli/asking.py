"""`serve`, `query` and `queries`: asking a release, over HTTP or without a server."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partnergraph.errors import UnreadableInput, WrongUsage

if TYPE_CHECKING:
    from partnergraph.formats import Format
    from partnergraph.settings import Settings

__all__ = ["queries", "query", "serve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A serialised answer, and whether it is to be laid out as a table for people."""

    text: bytes
    table: bool


_FORMATS = ("table", "json", "xml", "csv", "tsv", "ttl", "nt", "rdf", "jsonld")


@click.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]")
def serve(host: str | None, port: int | None, release: Path | None) -> None:
    """Serve the current release over HTTP; without one, build it first from the listings that ship."""
    from dataclasses import replace

    from partnergraph.settings import Settings
    from partnergraph.web import create_app
    from partnergraph.web import serve as listen

    settings = Settings.read()
    settings = replace(settings, host=host or settings.host, port=settings.port if port is None else port)
    folder = _current(release or settings.release)
    listen(create_app(settings, folder), settings.host, settings.port, announce=click.echo)


@click.command()
@click.argument("what", metavar="FILE|-|NAME")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), help="Form of the answer.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases.  [default: as for build]")
@click.option("--timeout", type=click.FloatRange(0.1), help="Seconds the query may run.  [default: 10]")
def query(what: str, format_name: str | None, release: Path | None, timeout: float | None) -> None:
    """Ask the current release without a server: a file, standard input (-) or a canned query by name."""
    from partnergraph.settings import Settings

    from .table import table

    settings = Settings.read()
    text = _text(what)
    body = _answer(text, format_name, settings, _current(release or settings.release), timeout or settings.deadline)
    if body.table:
        click.echo(table(body.text.decode()))
    else:
        sys.stdout.buffer.write(body.text)
        sys.stdout.flush()


@click.command()
def queries() -> None:
    """List the canned queries."""
    from partnergraph import resources
    from partnergraph.sparql.catalogue import read_catalogue

    for canned in read_catalogue(resources.queries()).values():
        click.echo(f"{canned.name:32} {canned.title['en']}")


def _answer(text: str, name: str | None, settings: "Settings", release: Path, deadline: float) -> _Body:
    """Have a worker evaluate a query, scanned and bounded as a server would, and return its whole answer."""
    from dataclasses import replace

    from partnergraph.iris import Minter
    from partnergraph.namespaces import PREFIXES
    from partnergraph.sparql.dataset import dataset
    from partnergraph.sparql.protocol import Operation
    from partnergraph.sparql.scan import Bounds, scan
    from partnergraph.store import Limits, QueryRequest, WorkerPool

    graph = scan(text, Bounds.of(settings)).form in {"construct", "describe"}
    name = name or ("ttl" if graph else "table")
    graphs = dataset(Operation(query=text), str(Minter().graph("data")))
    request = QueryRequest(
        query=text,
        format=_format(name, graph=graph),
        deadline=deadline,
        default_graphs=graphs.default_graphs,
        named_graphs=graphs.named_graphs,
        prefixes=PREFIXES,
    )
    limits = replace(Limits.of(settings), workers=1)
    with WorkerPool(release, limits) as pool, pool.query(request) as answer:
        return _Body(text=answer.body.read(), table=name == "table")


def _format(name: str, *, graph: bool) -> "Format":
    """Return a format by name; raise WrongUsage for a table of a graph, or the other way round."""
    from partnergraph import formats

    wanted = formats.named("csv" if name == "table" else name)
    if wanted is None or (wanted.kind is formats.Kind.GRAPH) != graph:
        kind = "a graph: ttl, nt, rdf or jsonld" if graph else "a table: table, json, xml, csv or tsv"
        raise WrongUsage(f"The answer does not come as {name}", hint=f"This query gives {kind}.")
    return wanted


def _text(what: str) -> str:
    """Return the text of a query from standard input, a file, or the catalogue."""
    from partnergraph import resources
    from partnergraph.sparql.catalogue import read_catalogue

    if what == "-" or Path(what).is_file():
        text = sys.stdin.buffer.read() if what == "-" else Path(what).read_bytes()
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableInput("The query is not UTF-8", source=what, hint="Save it as UTF-8.") from error
    catalogue = read_catalogue(resources.queries())
    if what in catalogue:
        return catalogue[what].text
    raise WrongUsage(
        f"There is no file and no canned query called {what!r}", hint=f"Canned queries are {', '.join(catalogue)}."
    )


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
