"""Tests of stores on disk: a damaged one is refused, a whole one answers alike in a worker and out of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from partnergraph.formats import JSON
from partnergraph.store import Limits, QueryRequest, WorkerPool
from tests.serving import make_release


def _truncate_manifest(store: Path) -> None:
    manifest = next(store.glob("MANIFEST-*"))
    os.truncate(manifest, manifest.stat().st_size // 2)


def _delete_table(store: Path) -> None:
    max(store.glob("*.sst"), key=lambda path: path.stat().st_size).unlink()


def _flip_byte(store: Path) -> None:
    table = max(store.glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 3] ^= 0x40
    table.write_bytes(content)


def _flip_dump(store: Path) -> None:
    dump = store.parent / "data.nq"
    dump.write_text(dump.read_text(encoding="utf-8").replace("Sweden", "Sveden", 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "most_quads"),
    [(_truncate_manifest, 0), (_delete_table, 0), (_flip_byte, 0), (_flip_dump, 1_000_000)],
)
def test_a_damaged_release_is_refused_at_the_start(
    shipped_releases: Path, tmp_path: Path, damage: Callable[[Path], None], most_quads: int
) -> None:
    """The server does not start over a damaged release, and says which file it is and how to make a new one."""
    copy = tmp_path / "releases"
    shutil.copytree(shipped_releases, copy, symlinks=True)
    damage((copy / "current").resolve() / "store")
    command = [sys.executable, "-m", "partnergraph", "serve", "--port", "0", "--release", str(copy)]
    variables = os.environ | {"PARTNERGRAPH_IN_MEMORY_QUADS": str(most_quads)}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, timeout=30, check=False)
    assert 4 == done.returncode
    assert "" == done.stdout
    assert "partnergraph build" in done.stderr
    assert "Traceback" not in done.stderr


_QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT ?n (COUNT(*) AS ?m) { ?s <http://x/in> ?n } GROUP BY ?n ORDER BY ?n",
    "SELECT ?s ?o { ?s <http://x/value> ?o } ORDER BY DESC(?o) ?s LIMIT 500",
    "SELECT ?s { ?s <http://x/in>/^<http://x/in> <http://x/117> } ORDER BY ?s",
    "SELECT (MAX(?o) AS ?x) (SUM(?o) AS ?y) { ?s <http://x/value> ?o }",
    "SELECT ?s { ?s <http://x/value> 7 FILTER NOT EXISTS { ?s <http://x/in> <http://x/group/3> } } ORDER BY ?s",
    "ASK { <http://x/2999> <http://x/value> ?o }",
)


@pytest.fixture(scope="module")
def many_tables(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a release whose store on disk has more than forty files of data."""
    batches = [
        "".join(
            f'<http://x/{n}> <http://x/value> "{n * 7 % 1_000}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
            f"<http://x/{n}> <http://x/in> <http://x/group/{n % 20}> <http://x/graph/{batch}> .\n"
            f'<http://x/{n}> <http://x/in> <http://x/group/{n % 20}> .\n<http://x/{n}> <http://x/as> "number {n}" .\n'
            for n in range(batch * 500, batch * 500 + 500)
        )
        for batch in range(9)
    ]
    turtle = root / "tests" / "data" / "serving" / "tiny.ttl"
    release = make_release(tmp_path_factory.mktemp("tables"), turtle, batches=batches)
    assert len(list((release / "store").glob("*.sst"))) > 40
    return release


def test_the_filter_changes_no_answer(many_tables: Path) -> None:
    """A worker behind its filter, on a store of many files, answers as the engine does in this process without one."""
    plain = ox.Store.read_only(str(many_tables / "store"))
    with WorkerPool(many_tables, Limits(workers=2, in_memory_quads=0)) as pool:
        for query in _QUESTIONS:
            with pool.query(QueryRequest(query=query, format=JSON, deadline=10)) as answer:
                ours = json.loads(answer.body.read())
            found = plain.query(query)
            assert not isinstance(found, ox.QueryTriples)
            theirs = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
            assert theirs == ours
            assert theirs.get("boolean") or theirs["results"]["bindings"]


def test_a_worker_may_open_as_many_files_as_its_parent(many_tables: Path) -> None:
    """No limit of open files is set, since the engine answers wrongly, without an error, when it meets one."""
    with WorkerPool(many_tables, Limits(workers=1, in_memory_quads=0)) as pool:
        pid = pool.nursery_pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        limits = {_open_files(str(each)) for each in (pid, *children)}
    assert len(children) == 1
    assert 1 == len(limits)


def _open_files(pid: str) -> str:
    lines = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    return next(line for line in lines if line.startswith("Max open files"))
