"""Tests of the killable workers: right answers, every limit, every death, and nothing left behind."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.errors import (
    Abandoned,
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    EngineFailure,
    MemoryExceeded,
    PartnerGraphError,
    QuerySyntax,
    ReleaseDamaged,
)
from partnergraph.formats import CSV, JSON, JSONLD, NTRIPLES, RDFXML, TSV, TURTLE, XML, Format
from partnergraph.manifest import Manifest
from partnergraph.namespaces import PREFIXES
from partnergraph.store import MEGABYTE, Limits, QueryRequest, WorkerPool
from tests.serving import make_release

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_BRACES = "ASK " + "{" * 3000 + "}" * 3000
_GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"
_LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def _ask(pool: WorkerPool, query: str, answer_format: Format = JSON, deadline: float = 5.0) -> str:
    with pool.query(QueryRequest(query=query, format=answer_format, deadline=deadline)) as answer:
        body = answer.body.read()
        assert answer.length == len(body)
        assert answer.format is answer_format
        return body.decode()


def _children(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in listed.stdout.split()}


def _gone(pids: set[int], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not any(_runs(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def _runs(pid: int) -> bool:
    """Return whether a process runs; a dead one that nobody has buried yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _alive(pool: WorkerPool) -> bool:
    return '"true"' in _ask(pool, "SELECT (true AS ?x) {}")


@pytest.mark.parametrize(
    ("answer_format", "start"),
    [
        (JSON, '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"{}"'),
        (XML, "<?xml"),
        (CSV, "n\r\n{}\r\n"),
        (TSV, "?n\n{}\n"),
    ],
)
def test_rows_come_in_each_format(pool: WorkerPool, release: Path, answer_format: Format, start: str) -> None:
    """A SELECT is answered over the whole default graph in each format of rows."""
    expected = start.replace("{}", str(Manifest.read(release).triples))
    assert _ask(pool, _COUNT, answer_format).startswith(expected)


@pytest.mark.parametrize(
    ("answer_format", "piece"),
    [
        (TURTLE, 'country:se pg:countryCode "SE"'),
        (NTRIPLES, '<https://w3id.org/partnergraph/ns#countryCode> "SE" .'),
        (RDFXML, "<rdf:Description"),
        (JSONLD, '"@id":"https://w3id.org/partnergraph/id/country/se"'),
    ],
)
def test_graphs_come_in_each_format(pool: WorkerPool, answer_format: Format, piece: str) -> None:
    """A DESCRIBE is answered in each format of graphs, Turtle with the prefixes of the request."""
    query = "DESCRIBE <https://w3id.org/partnergraph/id/country/se>"
    request = QueryRequest(query=query, format=answer_format, deadline=5, prefixes=PREFIXES)
    with pool.query(request) as answer:
        text = answer.body.read().decode()
    assert piece in text


def test_a_release_on_disk_answers_the_same(release: Path, pool: WorkerPool) -> None:
    """Workers that open the store on disk themselves give the answers of those that share it in memory."""
    queries = (_COUNT, "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c")
    with WorkerPool(release, Limits(workers=1, in_memory_quads=0)) as on_disk:
        assert [_ask(pool, query) for query in queries] == [_ask(on_disk, query) for query in queries]


def test_the_dataset_of_the_request_decides(pool: WorkerPool, release: Path) -> None:
    """Named graphs are kept apart, "" is the default graph, and unknown graphs are empty, never fetched."""
    findings = "https://w3id.org/partnergraph/graph/findings"
    listed = Manifest.read(release)
    in_findings = listed.quads - listed.triples

    def count(default: tuple[str, ...], named: tuple[str, ...], query: str = _COUNT) -> int:
        request = QueryRequest(query=query, format=CSV, deadline=5, default_graphs=default, named_graphs=named)
        with pool.query(request) as answer:
            return int(answer.body.read().split()[1])

    assert [in_findings, listed.triples, listed.quads, 0] == [
        count((findings,), ()),
        count(("",), ()),
        count(("", findings), ()),
        count(("http://127.0.0.1:1/",), ()),
    ]
    in_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert [in_findings, 0] == [count((), (findings,), in_graphs), count(("",), (), in_graphs)]


@pytest.mark.parametrize(
    ("query", "answer_format", "error", "words"),
    [
        ("SELECT *\n{ ?s ?p", JSON, QuerySyntax, "not well-formed: expected"),
        ("INSERT DATA { <a:s> <a:p> 1 }", JSON, QuerySyntax, "not well-formed"),
        ('SELECT ("\ud800" AS ?x) {}', JSON, QuerySyntax, "not well-formed"),
        ("ASK { FILTER(<http://x/f>(1)) }", JSON, QuerySyntax, "There is no function <http://x/f>"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", JSON, EngineFailure, "which json cannot carry"),
        ("ASK {}", TURTLE, EngineFailure, "which ttl cannot carry"),
        (_LONG, JSON, AnswerTooLarge, "longer than this service gives"),
        (_LONG, CSV, AnswerTooLarge, "longer than this service gives"),
    ],
)
def test_a_query_that_fails_has_its_own_error_and_costs_no_worker(
    pool: WorkerPool, query: str, answer_format: Format, error: type[PartnerGraphError], words: str
) -> None:
    """Errors of the query are reported by a worker that lives on."""
    before = _children(pool.nursery_pid)
    with pytest.raises(error, match=words):
        _ask(pool, query, answer_format)
    assert _alive(pool)
    assert before == _children(pool.nursery_pid)


def test_a_syntax_error_has_its_place(pool: WorkerPool) -> None:
    """Line and column count from 1."""
    with pytest.raises(QuerySyntax) as caught:
        _ask(pool, "SELECT *\n{ ?s ?p nix }")
    assert (2, 12) == (caught.value.line, caught.value.column)


def test_a_query_is_killed_at_its_deadline(pool: WorkerPool) -> None:
    """A cartesian product ends at its deadline, and the next query is answered."""
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="stopped after 1 seconds"):
        _ask(pool, _BOMB, deadline=1)
    assert 1 <= time.monotonic() - started < 1.5
    assert _alive(pool)


def test_a_stack_overflow_takes_only_its_worker(pool: WorkerPool) -> None:
    """Three thousand braces end the process that parses them, and nothing else."""
    before = os.getpid(), pool.nursery_pid
    for _ in range(3):
        with pytest.raises(EngineFailure, match="stopped on this query"):
            _ask(pool, _BRACES)
    assert _alive(pool)
    assert before == (os.getpid(), pool.nursery_pid)


def test_memory_is_bounded(pool: WorkerPool) -> None:
    """A sort of a cross product ends at the memory limit and says so."""
    with pytest.raises(MemoryExceeded, match="more memory than it may have"):
        _ask(pool, _GREEDY, deadline=30)
    assert _alive(pool)


def test_a_worker_that_grew_is_replaced(release: Path) -> None:
    """After a query that took much of the budget the worker is replaced, so that its memory returns."""
    values = " ".join(map(str, range(1000)))
    product = f"SELECT ?a ?b {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }} ORDER BY ?b"
    query = f"SELECT (COUNT(*) AS ?n) {{ {product} }}"
    with WorkerPool(release, Limits(workers=1, memory_bytes=400 * MEGABYTE)) as pool:
        before = _children(pool.nursery_pid)
        assert "1000000" in _ask(pool, query, deadline=30)
        assert _alive(pool)
        assert before.isdisjoint(_children(pool.nursery_pid))


def test_a_worker_that_died_between_queries_is_replaced_unnoticed(release: Path) -> None:
    """A worker killed from outside while it waits costs no query."""
    with WorkerPool(release, Limits(workers=1)) as pool:
        _kill_workers(pool)
        assert _alive(pool)


def test_a_worker_killed_from_outside_is_told_as_want_of_memory(pool: WorkerPool) -> None:
    """A worker that the system kills during a query is reported, and the pool goes on."""
    killer = threading.Timer(0.5, _kill_workers, args=(pool,))
    killer.start()
    with pytest.raises(MemoryExceeded):
        _ask(pool, _BOMB, deadline=10)
    killer.join()
    assert _alive(pool)


def _kill_workers(pool: WorkerPool) -> None:
    pids = _children(pool.nursery_pid)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert _gone(pids)
    time.sleep(0.2)  # the threads of a store on disk hold its line a little longer


def test_a_nursery_that_died_is_replaced(pool: WorkerPool, caplog: pytest.LogCaptureFixture) -> None:
    """When the parent of the workers is killed, its workers go with it and the next query finds others."""
    workers = _children(pool.nursery_pid)
    before = pool.nursery_pid
    os.kill(before, signal.SIGKILL)
    assert _gone({before, *workers})
    with caplog.at_level(logging.ERROR):
        assert _alive(pool)
    assert before != pool.nursery_pid
    assert "starting another" in caplog.text


def test_queries_beyond_the_queue_are_turned_away(release: Path) -> None:
    """When every place is taken and nobody may wait, a short query has the kept place, and a long one must go."""
    endings: list[str] = []

    def run() -> None:
        with pytest.raises((DeadlineExceeded, Busy)) as caught:
            _ask(pool, _BOMB, deadline=2)
        endings.append(type(caught.value).__name__)

    with WorkerPool(release, Limits(workers=2, queue=0)) as pool:
        running = [threading.Thread(target=run) for _ in range(3)]
        for thread in running:
            thread.start()
        time.sleep(0.5)
        assert _alive(pool)
        for thread in running:
            thread.join()
        assert ["Busy", "DeadlineExceeded", "DeadlineExceeded"] == endings
        assert _alive(pool)


def test_a_short_query_is_answered_however_many_long_ones_there_are(release: Path) -> None:
    """A long query leaves the place that is kept for short ones, and waits for another no longer than it may."""
    with WorkerPool(release, Limits(workers=1, queue=10, queue_seconds=0.6)) as pool:
        first = threading.Thread(target=_expire, args=(pool, 2.0))
        first.start()
        time.sleep(0.3)
        second = threading.Thread(target=_turned_away, args=(pool, 0.6), kwargs={"query": _BOMB, "slack": 1.0})
        second.start()
        time.sleep(0.3)
        started = time.monotonic()
        assert _alive(pool)
        assert time.monotonic() - started < 1
        second.join()
        assert _alive(pool)
        first.join()


def test_a_long_query_that_had_to_leave_is_answered_whole(release: Path) -> None:
    """A query that was stopped for a short one begins anew, and its answer holds nothing of its first attempt."""
    country = "a <https://w3id.org/partnergraph/ns#Country>"
    slow = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g a ?h . ?i {country} . ?j {country} }}"
    answers: list[str] = []
    with WorkerPool(release, Limits(workers=1, queue=10, queue_seconds=10)) as pool:
        started = time.monotonic()
        alone = _ask(pool, slow, deadline=20)
        assert time.monotonic() - started > 0.3  # else it need not leave, and this test shows nothing
        first = threading.Thread(target=_expire, args=(pool, 1.0))
        first.start()
        time.sleep(0.1)
        second = threading.Thread(target=lambda: answers.append(_ask(pool, slow, deadline=20)))
        second.start()
        while second.is_alive():
            assert _alive(pool)
            time.sleep(0.05)
        first.join()
    assert [alone] == answers


def test_a_client_that_leaves_stops_its_work(release: Path) -> None:
    """Running or waiting, a query whose client has gone ends within a moment, and its worker with it."""
    gone = threading.Event()

    def leave() -> None:
        with pytest.raises(Abandoned):
            pool.query(QueryRequest(query=_BOMB, format=JSON, deadline=20), gone.is_set)

    with WorkerPool(release, Limits(workers=1)) as pool:
        threads = [threading.Thread(target=leave) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        busy = _children(pool.nursery_pid)
        gone.set()
        started = time.monotonic()
        for thread in threads:
            thread.join()
        assert time.monotonic() - started < 1
        assert _gone(busy)
        assert _alive(pool)


def _await_work(pool: WorkerPool, workers: int) -> None:
    """Wait until so many workers have spent time on the processor."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        spent = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11] for pid in _children(pool.nursery_pid)
        ]
        if sum(int(ticks) > 5 for ticks in spent) >= workers:
            return
        time.sleep(0.02)


def _expire(pool: WorkerPool, deadline: float) -> None:
    with pytest.raises(DeadlineExceeded):
        _ask(pool, _BOMB, deadline=deadline)


def _turned_away(pool: WorkerPool, after: float, *, query: str = _COUNT, slack: float = 0.3) -> None:
    started = time.monotonic()
    with pytest.raises(Busy):
        _ask(pool, query)
    assert after <= time.monotonic() - started < after + slack


def test_a_waiting_query_gets_the_next_free_worker(release: Path) -> None:
    """A query that waits is answered when the one before it is done."""
    with WorkerPool(release, Limits(workers=1, queue=4)) as pool:
        running = threading.Thread(target=_expire, args=(pool, 1.0))
        running.start()
        _await_work(pool, 1)
        assert _alive(pool)
        running.join()


def test_many_threads_share_a_pool(release: Path) -> None:
    """Answers do not mix between threads, whatever else runs."""
    answers: dict[int, str] = {}
    with WorkerPool(release, Limits(workers=3, queue=50)) as shared:

        def work(number: int) -> None:
            for _ in range(10):
                answers[number] = _ask(shared, f"SELECT ({number} AS ?x) {{}}", CSV)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {number: f"x\r\n{number}\r\n" for number in range(20)} == answers


@pytest.fixture
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """Return the port of a server that notes whoever connects, and its notes."""
    notes: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            notes.append(connection.recv(100))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield listener.getsockname()[1], notes
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <http://localhost:{port}/> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <http://127.0.0.1:{port}/> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    ],
)
@pytest.mark.parametrize("most_quads", [0, 1_000_000], ids=["disk", "memory"])
def test_no_query_reaches_the_network_even_without_the_scan(
    release: Path, canary: tuple[int, list[bytes]], query: str, most_quads: int
) -> None:
    """Handed straight to a worker, SERVICE and FROM still reach nothing."""
    port, notes = canary
    with WorkerPool(release, Limits(workers=1, in_memory_quads=most_quads)) as pool:
        try:
            found = _ask(pool, query.format(port=port))
        except EngineFailure as error:
            assert "engine failed" in error.message  # noqa: PT017 - SILENT and FROM do not fail
        else:
            assert "uri" not in json.dumps(json.loads(found)["results"])
        assert _alive(pool)
    assert [] == notes


def test_the_canary_hears_who_is_not_kept_in(canary: tuple[int, list[bytes]]) -> None:
    """Positive control: the same query in a process without the filter reaches the canary."""
    port, notes = canary
    query = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    code = f"import pyoxigraph; pyoxigraph.Store().query({query!r}).serialize(format=pyoxigraph.QueryResultsFormat.CSV)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    assert notes


def test_close_leaves_no_process_behind(release: Path) -> None:
    """After close neither the parent of the workers nor any worker runs, even one in the midst of a query."""
    pool = WorkerPool(release, Limits(workers=3))
    running = threading.Thread(target=_interrupted, args=(pool,))
    running.start()
    time.sleep(0.3)
    pids = {pool.nursery_pid, *_children(pool.nursery_pid)}
    pool.close()
    running.join()
    assert _gone(pids)
    with pytest.raises(EngineFailure, match="stopping"):
        _ask(pool, _COUNT)
    pool.close()


def _interrupted(pool: WorkerPool) -> None:
    with pytest.raises(PartnerGraphError):
        _ask(pool, _BOMB, deadline=20)


def test_nothing_survives_the_death_of_the_web_process(release: Path) -> None:
    """When the process that owns a pool is killed, its nursery and its workers end too."""
    code = (
        "import sys, threading, time; from pathlib import Path; from partnergraph.store import *\n"
        "from partnergraph.formats import JSON\n"
        "pool = WorkerPool(Path(sys.argv[1]), Limits(workers=2))\n"
        f"request = QueryRequest(query={_BOMB!r}, format=JSON, deadline=60)\n"
        "threading.Thread(target=pool.query, args=(request,), daemon=True).start(); time.sleep(0.3)\n"
        "print(pool.nursery_pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(release)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        nursery = int(owner.stdout.readline())
        pids = {nursery, *_children(nursery)}
        assert len(pids) >= 2
        owner.kill()
    assert _gone(pids)


def test_a_worker_that_cannot_start_is_told(tmp_path: Path, root: Path) -> None:
    """When the store goes away under the pool, the query fails with words, and so does the next."""
    folder = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    with WorkerPool(folder, Limits(workers=1, in_memory_quads=0)) as pool:
        assert _alive(pool)
        shutil.rmtree(folder / "store")
        _kill_workers(pool)
        for _ in range(2):
            with pytest.raises(EngineFailure, match="A worker did not start: exit code 1"):
                _ask(pool, _COUNT)


def test_a_pool_whose_release_is_gone_cannot_start_again(tmp_path: Path, root: Path) -> None:
    """When nursery and release are both gone, queries fail with the damage, and closing still works."""
    folder = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    with WorkerPool(folder, Limits(workers=1)) as pool:
        shutil.rmtree(folder)
        workers = _children(pool.nursery_pid)
        os.kill(pool.nursery_pid, signal.SIGKILL)
        assert _gone(workers)
        for _ in range(2):
            with pytest.raises(ReleaseDamaged):
                _ask(pool, _COUNT)


def test_a_damaged_release_is_refused_at_the_start(tmp_path: Path, root: Path) -> None:
    """A dump that was changed after the build stops the pool with the reason and the way out."""
    folder = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    with (folder / "data.nq").open("a", encoding="utf-8") as dump:
        dump.write("<a:s> <a:p> <a:o> .\n")
    with pytest.raises(ReleaseDamaged, match="not what the manifest says") as caught:
        WorkerPool(folder)
    assert "build" in caught.value.hint
