"""Other engines that the canned queries are put to: Virtuoso at full size, and rdflib at a size that it can bear."""

import contextlib
import multiprocessing
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import rdflib

from benchmarks.client import Line
from tests.engines.servers import virtuoso as running

__all__ = ["Endpoint", "Taken", "in_rdflib", "virtuoso"]

_LIMIT_SECONDS: Final = 60
_GRAPHS: Final = "https://w3id.org/partnergraph/graph/"
_DATA: Final = f"{_GRAPHS}data"
_NAMED: Final = "&".join(f"named-graph-uri={quote(f'{_GRAPHS}{name}', safe='')}" for name in ("findings", "report"))
_BUFFERS: Final = 170_000
"""Pages of 8 KB that Virtuoso may hold in memory, some 1.5 GB of them."""

_SQL_PORT: Final = re.compile(r"ServerPort = 127\.0\.0\.1:(\d+)")
_LOAD: Final = "ld_dir('.', 'data.nq', '{graph}'); rdf_loader_run(); checkpoint; exit;"
_TIMED_OUT: Final = "S1T00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The seconds that an answer took, and its rows; `fault` says why there is none, else it is empty."""

    seconds: float = 0.0
    rows: int = 0
    fault: str = ""

    @property
    def words(self) -> str:
        """Return the time in words."""
        return self.fault or f"{1000 * self.seconds:,.1f} ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A SPARQL endpoint on a port of loopback; `graph` is the name of its default graph, empty where it has none."""

    port: int
    graph: str = ""

    def take(self, query: str, *, graph: bool = False) -> Taken:
        """Ask for everything, as CSV or, for a `graph`, as N-Triples; a fault is an error or more than a minute."""
        default = f"default-graph-uri={quote(self.graph, safe='')}&{_NAMED}&" if self.graph else ""
        return self.get(f"/sparql?{default}query={quote(query, safe='')}", graph=graph)

    def get(self, target: str, *, graph: bool = False) -> Taken:
        """Ask for what is at an address of this server, in the same formats."""
        started = time.perf_counter()
        try:
            with Line.to(self.port, "/sparql") as line:
                got = line.get(target, 200, Accept="application/n-triples" if graph else "text/csv")
        except TimeoutError:
            return Taken(fault=f"past {_LIMIT_SECONDS} s")
        except (RuntimeError, OSError) as error:
            return Taken(fault=f"past {_LIMIT_SECONDS} s" if _TIMED_OUT in str(error) else "errs")
        seconds = time.perf_counter() - started
        return Taken(seconds=seconds, rows=_rows(got, graph=graph))


def _rows(answer: bytes, *, graph: bool) -> int:
    """Count the rows of an answer: the lines of its body without the chunks that carry it and the names of columns."""
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        pieces, at = [], 0
        while length := int(body[at : (end := body.index(b"\r\n", at))], 16):
            pieces.append(body[end + 2 : end + 2 + length])
            at = end + 4 + length
        body = b"".join(pieces)
    return body.count(b"\n") - (0 if graph else 1)


@contextlib.contextmanager
def virtuoso(folder: Path, dump: Path) -> Iterator[Endpoint | None]:
    """Load a dump into a new Virtuoso by its own loader; give None where it is not installed."""
    loader = shutil.which("isql-vt")
    if loader is None or shutil.which("virtuoso-t") is None:
        yield None
        return
    (folder / "data.nq").hardlink_to(dump)
    with running(folder, rows=10_000_000, buffers=_BUFFERS) as store:
        found = _SQL_PORT.search((folder / "virtuoso.ini").read_text("utf-8"))
        address = f"127.0.0.1:{found[1] if found else ''}"
        command = [loader, address, "dba", "dba", f"exec={_LOAD.format(graph=_DATA)}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a program of this machine
        yield Endpoint(port=urlsplit(store.address).port or 0, graph=_DATA)


def in_rdflib(data: bytes, queries: Sequence[str]) -> list[tuple[Taken, Taken]]:
    """Put queries to the same N-Quads in pyoxigraph and rdflib, each of rdflib in a process that ends in a minute."""
    store, dataset = ox.Store(), rdflib.Dataset()
    store.bulk_load(data, ox.RdfFormat.N_QUADS)
    dataset.parse(data=data, format="nquads")
    return [(_best(store, query), _bounded(dataset, query)) for query in queries]


def _best(store: ox.Store, query: str) -> Taken:
    taken, rows = [], 0
    for _ in range(3):
        started = time.perf_counter()
        answer = store.query(query)
        rows = 0 if isinstance(answer, ox.QueryBoolean) else sum(1 for _ in answer)
        taken.append(time.perf_counter() - started)
    return Taken(seconds=min(taken), rows=rows)


def _bounded(dataset: rdflib.Dataset, query: str) -> Taken:
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_ask, args=(dataset, query, there))
    process.start()
    there.close()
    try:
        return here.recv() if here.poll(_LIMIT_SECONDS) else Taken(fault=f"past {_LIMIT_SECONDS} s")
    except EOFError:
        return Taken(fault="errs")
    finally:
        process.kill()
        process.join()


def _ask(dataset: rdflib.Dataset, query: str, there: Connection) -> None:
    started = time.perf_counter()
    try:
        rows = sum(1 for _ in dataset.query(query))
    except Exception:  # noqa: BLE001 - whatever it raises, it has no answer
        there.send(Taken(fault="errs"))
    else:
        there.send(Taken(seconds=time.perf_counter() - started, rows=rows))
