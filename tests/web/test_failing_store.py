"""Tests of documents over a store that fails: its failure is never taken for a thing that is not there."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask.testing import FlaskClient

from partnergraph.settings import Settings
from partnergraph.web import create_app

_PATHS = ("/id/body/se-vasteras", "/id/body/SE-Nowhere/", "/doc/body/se-vasteras.ttl", "/doc/body/se-vasteras.html")


class _Failing(BaseHTTPRequestHandler):
    """Answers with the status that the server was given, or with 0 not at all."""

    server: "_Store"

    def do_GET(self) -> None:
        """Fail as told."""
        if self.server.status:
            self.send_error(self.server.status)
        else:
            self.server.stopping.wait(30)

    def do_POST(self) -> None:
        """Fail as told."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Store(ThreadingHTTPServer):
    status = 500

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Failing)
        self.stopping = threading.Event()


@pytest.fixture(scope="module")
def store() -> Iterator[_Store]:
    """Return a store that fails."""
    with _Store() as failing:
        thread = threading.Thread(target=failing.serve_forever)
        thread.start()
        yield failing
        failing.stopping.set()
        failing.shutdown()
        thread.join()


@pytest.fixture
def client(store: _Store) -> Iterator[FlaskClient]:
    """Return a client of a server in front of that store, which has met no failure yet."""
    address = f"http://127.0.0.1:{store.server_address[1]}/sparql"
    app = create_app(Settings(store=address, store_kind="generic", workers=2), None)
    yield app.test_client()
    app.extensions["partnergraph"].close()


@pytest.mark.parametrize(("status", "expected"), [(500, 502), (404, 502), (503, 503), (429, 503), (410, 502)])
def test_a_failing_store_is_told_from_a_thing_that_is_not_there(
    store: _Store, client: FlaskClient, status: int, expected: int
) -> None:
    """Whatever the store says, a document is 502 or 503: never 404, 410 or a redirect."""
    store.status = status
    for path in _PATHS:
        for condition in ({}, {"If-None-Match": "*"}, {"If-None-Match": '"x"'}):
            answer = client.get(path, headers=condition)
            assert expected == answer.status_code, path
            assert "no-store" == answer.headers["Cache-Control"]


def test_a_store_that_does_not_answer_is_a_timeout(store: _Store, client: FlaskClient) -> None:
    """The deadline of a page ends the wait, and 504 says so."""
    store.status = 0
    assert 504 == client.get(_PATHS[2]).status_code


def test_what_ships_with_the_program_needs_no_store(store: _Store, client: FlaskClient) -> None:
    """The vocabulary and the shapes are there while the store is away."""
    store.status = 500
    for path in ("/ns.ttl", "/shapes.nt", "/ns.html"):
        answer = client.get(path)
        assert 200 == answer.status_code, path
        assert answer.headers["ETag"]


def test_what_needs_the_whole_release_is_not_offered(client: FlaskClient) -> None:
    """Pages that list things by facets answer 501 with a way on, without asking the store."""
    for path in ("/partnerships", "/areas.csv", "/municipalities?q=ale"):
        answer = client.get(path)
        assert 501 == answer.status_code
        assert "/queries" in answer.get_json()["hint"]
