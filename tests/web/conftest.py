"""Fixtures of the web: a small release served over a real socket."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from flask import Flask

from partnergraph.settings import Settings
from partnergraph.web import create_app, serve
from tests.serving import make_release

ADDED = """\
<http://metadata.un.org/sdg> <http://www.w3.org/2000/01/rdf-schema#label> "Sustainable Development Goals"@en .
<http://metadata.un.org/sdg> <http://www.w3.org/2004/02/skos/core#hasTopConcept> <http://metadata.un.org/sdg/16> .
<{0}> <http://www.w3.org/2000/01/rdf-schema#label> "Findings"@en <{0}> .
""".format("https://w3id.org/partnergraph/graph/findings")
"""What a build adds to the data: the scheme of the goals, and that the graph of findings says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server and its address."""

    host: str
    port: int
    url: str

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """Send a request and return the whole answer; `content_type=…` stands for Content-Type."""
        connection = HTTPConnection(self.host, self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        reply = Reply(status=response.status, headers=response.headers, body=response.read())
        connection.close()
        return reply

    def follow(self, path: str, **headers: str) -> Reply:
        """Ask as `ask` does, and go where a redirect leads; each must stay on this server."""
        for _ in range(5):
            reply = self.ask(path, "GET", None, **headers)
            if reply.status not in {301, 303, 308}:
                return reply
            path = reply.headers["Location"]
            assert path.startswith("/"), path
            assert not path.startswith("//"), path
        raise AssertionError(f"{path} leads in circles")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release, whose goals have a scheme and whose graphs have names."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    return make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED])


@pytest.fixture(scope="session")
def app(release: Path) -> Iterator[Flask]:
    """Return the application over the small release, with limits that are soon reached."""
    app = create_app(Settings(workers=2, deadline=5, deadline_max=8, memory_mb=128, result_mb=8, cache_mb=0), release)
    yield app
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[Server]:
    """Return a real server on a free port of loopback."""
    yield from serving_app(app)


def serving_app(app: Flask) -> Iterator[Server]:
    """Serve an application on a free port of loopback, and end it with its workers."""
    told: queue.Queue[str] = queue.Queue()
    stopping = threading.Event()
    thread = threading.Thread(target=serve, args=(app, "127.0.0.1", 0, told.put), kwargs={"stopping": stopping})
    thread.start()
    url = told.get(timeout=10).rpartition(" on ")[2]
    yield Server(host="127.0.0.1", port=int(url.rpartition(":")[2].strip("/")), url=url)
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()
