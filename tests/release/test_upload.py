"""Publishing into a store that goes wrong: every failure says what happened, and nothing is switched."""

import socketserver
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from partnergraph.errors import ReleaseDamaged, StoreFailure, WrongUsage
from partnergraph.release.upload import upload
from partnergraph.store.remote import RemoteStore
from tests.serving import make_release

_NOTHING = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
_NONE = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"0"}}]}}'


class _Forgetful(BaseHTTPRequestHandler):
    """A store that takes everything and keeps nothing; what it was asked for is in `heard` of its server."""

    server: "_Server"

    def do_GET(self) -> None:
        """Answer that there is nothing."""
        self._say(_NONE if "COUNT" in self.path else _NOTHING)

    def do_POST(self) -> None:
        """Take what is sent."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(body).get("update", [self.path])[0])
        self._say(_NOTHING)

    do_PUT = do_POST  # noqa: N815 - as its base spells it

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Forgetful)
        self.heard: list[str] = []


@pytest.fixture
def server() -> Iterator[_Server]:
    """Run a forgetful store."""
    with _Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def address(server: _Server) -> str:
    """Return where it takes queries."""
    return f"http://127.0.0.1:{server.server_address[1]}/query"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release."""
    return make_release(tmp_path_factory.mktemp("releases"), root / "tests" / "data" / "serving" / "tiny.ttl")


def test_what_did_not_arrive_is_not_switched_to(server: _Server, address: str, release: Path) -> None:
    """A store that says yes and holds nothing is found out by counting; the pointer is not touched."""
    with pytest.raises(StoreFailure, match="nothing was switched"):
        upload(release, RemoteStore(address=address, kind="oxigraph"))

    assert any(each.startswith("/store?graph=") for each in server.heard)
    assert not any("MOVE" in each or "#value" in each for each in server.heard)


def test_a_store_that_says_nothing_of_itself_needs_its_addresses_named(address: str, release: Path) -> None:
    """An unknown store is recognised as such, before anything is sent."""
    with pytest.raises(WrongUsage, match="--update-url"):
        upload(release, RemoteStore(address=address))


def test_addresses_that_are_named_are_used(server: _Server, address: str, release: Path) -> None:
    """Updates and graphs go where the options say."""
    base = address.removesuffix("/query")
    with pytest.raises(StoreFailure, match="nothing was switched"):
        upload(release, RemoteStore(address=address), update_url=f"{base}/u", graph_url=f"{base}/g")

    assert any(each.startswith("/g?graph=") for each in server.heard)


def test_nobody_there_is_said(release: Path) -> None:
    """The error names the host."""
    with pytest.raises(StoreFailure, match=r"127\.0\.0\.1:9 cannot be reached"):
        upload(release, RemoteStore(address="http://127.0.0.1:9/query"))


def test_a_folder_without_a_release_is_not_published(address: str, tmp_path: Path) -> None:
    """There must be a manifest, and the dump must be what it says."""
    with pytest.raises(ReleaseDamaged):
        upload(tmp_path, RemoteStore(address=address, kind="oxigraph"))
