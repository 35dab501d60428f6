"""Tests of the server as a process: its start, its end, slow clients, and the clients people use."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, SPARQLWrapper

from partnergraph.errors import EngineFailure, ReleaseDamaged, WrongUsage
from partnergraph.namespaces import PG
from partnergraph.settings import Settings
from partnergraph.web import create_app, serve
from tests.serving import make_release

from .conftest import Server

_CODE = (
    "import sys; from pathlib import Path; from partnergraph.settings import Settings\n"
    "from partnergraph.web import create_app, serve\n"
    "app = create_app(Settings(workers=2, deadline=20), Path(sys.argv[1]))\n"
    "serve(app, '127.0.0.1', 0, lambda words: print(words, flush=True))\n"
    "print('stopped', flush=True)\n"
)
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_POSTED = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
_BODY = URIRef("https://w3id.org/partnergraph/id/body/se-vasteras")


@pytest.fixture
def process(release: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Return a server process of its own and its port; it is killed in any case."""
    with subprocess.Popen([sys.executable, "-c", _CODE, str(release)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        port = int(re.findall(r":(\d+)/", running.stdout.readline())[0])
        yield running, port
        running.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_running_requests_finish(process: tuple[subprocess.Popen[str], int], number: int) -> None:
    """On SIGTERM and SIGINT a running query is answered, new connections are refused, and the process ends well."""
    running, port = process
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sparql?" + urlencode({"query": _BOMB, "timeout": "1.5"}))
    time.sleep(0.4)
    running.send_signal(number)
    time.sleep(0.4)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    with contextlib.closing(connection):
        response = connection.getresponse()
        assert 504 == response.status
        assert b"stopped after 1.5 seconds" in response.read()
    assert running.stdout is not None
    assert "stopped\n" == running.stdout.read()
    assert 0 == running.wait(10)


def test_a_second_signal_ends_at_once(process: tuple[subprocess.Popen[str], int]) -> None:
    """Who is in a hurry asks twice."""
    running, port = process
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sparql?" + urlencode({"query": _BOMB, "timeout": "20"}))
    time.sleep(0.4)
    running.send_signal(signal.SIGTERM)
    time.sleep(0.4)
    running.send_signal(signal.SIGTERM)
    assert -signal.SIGTERM == running.wait(5)
    connection.close()


def test_a_killed_server_leaves_no_worker(process: tuple[subprocess.Popen[str], int]) -> None:
    """When the server is killed, its query workers end with it."""
    running, port = process
    with pytest.raises(OSError, match=r".*"):
        _ask_and_kill(running, port)
    until = time.monotonic() + 5
    while time.monotonic() < until and _nurseries(running.pid):
        time.sleep(0.05)
    assert [] == _nurseries(running.pid)


def _ask_and_kill(running: subprocess.Popen[str], port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/sparql?" + urlencode({"query": _BOMB, "timeout": "20"}))
    time.sleep(0.4)
    assert _nurseries(running.pid)
    running.kill()
    try:
        connection.getresponse()
    finally:
        connection.close()


def _nurseries(owner: int) -> list[str]:
    """Return the processes that evaluate queries for the server process `owner`."""
    marks = Path(f"/proc/{owner}/task/{owner}/children")
    if not marks.exists():
        return []
    return [child for child in marks.read_text(encoding="ascii").split() if Path(f"/proc/{child}/exe").exists()]


def test_a_taken_port_is_told_with_the_way_out(app: Flask, release: Path) -> None:
    """A second server on the same port says so and what to do, and leaves no worker behind."""
    other = create_app(Settings(workers=1), release)
    nursery = other.extensions["partnergraph"].pool.nursery_pid
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EngineFailure, match=f"Port {port} on 127.0.0.1 is taken") as caught:
            serve(other, "127.0.0.1", port)
    assert "--port 0" in caught.value.hint
    assert not Path(f"/proc/{nursery}").exists()
    assert app.extensions["partnergraph"].pool.nursery_pid != nursery


def test_a_host_that_is_none_is_wrong_usage(release: Path) -> None:
    """A name that does not resolve is told as such; one of another machine too."""
    with pytest.raises(WrongUsage, match=r"There is no host nowhere\.invalid"):
        serve(create_app(Settings(workers=1), release), "nowhere.invalid", 0)
    with pytest.raises(EngineFailure, match=r"on 192\.0\.2\.1 cannot be used"):
        serve(create_app(Settings(workers=1), release), "192.0.2.1", 0)


def test_a_damaged_release_is_not_served(tmp_path: Path, root: Path) -> None:
    """A release that was changed is refused before any port is opened."""
    folder = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    (folder / "data.nq").write_text("", encoding="utf-8")
    with pytest.raises(ReleaseDamaged, match="not what the manifest says"):
        create_app(Settings(workers=1), folder)


def test_idle_and_slow_clients_keep_nobody_waiting(server: Server) -> None:
    """While 300 connections idle and 100 send a request drop by drop, others are answered at once."""
    idle = [socket.create_connection((server.host, server.port)) for _ in range(300)]
    slow = [socket.create_connection((server.host, server.port)) for _ in range(100)]
    for each in slow:
        each.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type: ")
    try:
        started = time.monotonic()
        assert 200 == server.ask("/sparql?query=ASK%7B%7D").status
        assert time.monotonic() - started < 1
    finally:
        for each in (*idle, *slow):
            each.close()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 40_000 + b"\r\n\r\n",
        _POSTED + b"Content-Length: -1\r\n\r\n",
        _POSTED + b"Content-Length: 900000000\r\n\r\n",
        _POSTED + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK {}\r\n0\r\n\r\n",
    ],
)
def test_broken_http_is_turned_away(server: Server, request_bytes: bytes) -> None:
    """What is not HTTP, or too large to be read, has a 4xx and costs nobody else anything."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(request_bytes)
        assert re.match(rb"HTTP/1\.[01] 4\d\d ", connection.recv(1000))
    assert 200 == server.ask("/sparql?query=ASK%7B%7D").status


def test_a_chunked_query_is_read(server: Server) -> None:
    """A client that does not know the length of its query may send it in chunks."""
    connection = HTTPConnection(server.host, server.port, timeout=10)
    connection.request(
        "POST", "/sparql", iter([b"ASK ", b"{}"]), {"Content-Type": "application/sparql-query"}, encode_chunked=True
    )
    assert 200 == connection.getresponse().status
    connection.close()


def test_many_clients_at_once_are_all_answered(server: Server) -> None:
    """Sixty clients of a two-worker service get their own answers."""
    answers: dict[int, str] = {}

    def work(number: int) -> None:
        path = "/sparql?" + urlencode({"query": f"SELECT ({number} AS ?x) {{}}", "format": "csv"})
        answers[number] = server.ask(path).text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: f"x\r\n{number}\r\n" for number in range(30)} == answers


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_works(server: Server, method: str) -> None:
    """SPARQLWrapper gets JSON and CSV by GET, form and direct POST."""
    wrapper = SPARQLWrapper(f"{server.url}sparql")
    wrapper.setQuery(f"SELECT ?label {{ <{_BODY}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    found = wrapper.queryAndConvert()
    assert isinstance(found, dict)
    assert {"Västerås kommun", "Västerås Municipality"} == {
        row["label"]["value"] for row in found["results"]["bindings"]
    }
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(CSV)
    answer = wrapper.queryAndConvert()
    assert isinstance(answer, bytes)
    assert "Västerås kommun" in answer.decode()


def test_rdflib_works(server: Server) -> None:
    """A graph of rdflib over our endpoint answers triples and queries, and reads an entity by its address."""
    graph = Graph(SPARQLStore(f"{server.url}sparql"))
    assert 2 == len(list(graph.subjects(PG.swedishPartner, _BODY)))
    assert Graph().parse(f"{server.url}id/body/se-vasteras").value(_BODY, PG.scbCode) is not None


def test_the_serving_wing_loads_nothing_of_the_building_wing() -> None:
    """A server imports neither pySHACL nor any room that builds."""
    code = "import partnergraph.web, sys; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "partnergraph.web.app" in loaded
    for room in (
        "pyshacl",
        "partnergraph.ingest",
        "partnergraph.graph",
        "partnergraph.validation",
        "partnergraph.release",
    ):
        assert f"'{room}'" not in loaded


def test_no_descriptors_leak(server: Server) -> None:
    """Two hundred answers of each kind leave no file open in the server's process."""
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the names alone are wanted
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=ASK%7B", "/download/data.nq", "/"):
        for _ in range(50):
            server.ask(path)
    time.sleep(0.2)
    assert len(os.listdir("/proc/self/fd")) <= before + 3  # noqa: PTH208 - the names alone are wanted
