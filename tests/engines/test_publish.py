"""Publishing into real stores: whole or not at all, and readers never see anything in between."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from partnergraph.errors import PartialAnswer, ReleaseDamaged, StoreFailure
from partnergraph.formats import CSV, JSON
from partnergraph.release.upload import upload
from partnergraph.store import Limits, QueryRequest
from partnergraph.store.remote import RemotePool, RemoteStore
from partnergraph.store.transport import Credentials
from tests.serving import make_release
from tests.store.misbehaving import Misbehaving

from .servers import oxigraph, virtuoso

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_MARK = "SELECT ?n { <urn:mark> <urn:is> ?n }"
_FINDING = "SELECT ?n { GRAPH ?g { <urn:finding> <urn:is> ?n } }"


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """Run one real store after the other, each with nothing in it."""
    folder = tmp_path_factory.mktemp(request.param)
    with oxigraph(folder) if request.param == "oxigraph" else virtuoso(folder) as running:
        yield running


def _release(folder: Path, data: Path, mark: int, extra: int = 0) -> Path:
    """Make a release that says `mark` in its data and its findings, each `extra` statements longer than the small."""
    sources = folder / f"source-{mark}"
    sources.mkdir(parents=True)
    for name, subject in (("tiny.ttl", "mark"), ("findings.ttl", "finding")):
        more = "".join(f"<urn:more-{n}> <urn:is> {n} .\n" for n in range(extra))
        text = data.joinpath(name).read_text("utf-8")
        sources.joinpath(name).write_text(f"{text}\n<urn:{subject}> <urn:is> {mark} .\n{more}", "utf-8")
    return make_release(folder / f"release-{mark}", sources / "tiny.ttl", version=f"{mark:016x}")


@pytest.fixture
def data(root: Path) -> Path:
    """Return the folder of the small data."""
    return root / "tests" / "data" / "serving"


def _said(pool: RemotePool, query: str) -> str:
    with pool.query(QueryRequest(query=query, format=CSV, deadline=10.0)) as answer:
        return answer.body.read().decode().split()[-1]


def test_publishing_twice_changes_nothing(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """The second time finds the version current and whole, and leaves it."""
    release = _release(tmp_path, data, 10)

    first, second = upload(release, store), upload(release, store)

    assert (False, True) == (first.existed, second.existed)
    assert (first.version, first.graph) == (second.version, second.graph)


def test_readers_change_over_to_a_new_version(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """What a pool answers, in the data and in the reports, is the version published last; older ones are removed."""
    for mark in (21, 22, 23, 24):
        upload(_release(tmp_path, data, mark), store)
        with RemotePool(store, Limits(workers=1)) as pool:
            assert (str(mark), str(mark)) == (_said(pool, _MARK), _said(pool, _FINDING))
            assert f"{mark:016x}" == pool.layout().version
            kept = QueryRequest(
                query="SELECT DISTINCT ?g { GRAPH ?g { <urn:mark> <urn:is> ?n } }", format=CSV, deadline=10.0
            )
            with pool.ask_as_it_is(kept) as answer:
                assert 2 >= len(answer.body.read().split()) - 1


def test_no_reader_sees_a_version_in_part(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """While one version follows another, each answer is of one of them, count and mark together."""
    small, large = _release(tmp_path, data, 31), _release(tmp_path, data, 32, extra=4000)
    both = "SELECT ?n (COUNT(*) AS ?c) { <urn:mark> <urn:is> ?n . ?s ?p ?o } GROUP BY ?n"
    upload(small, store)
    seen: set[str] = set()
    done = threading.Event()

    with RemotePool(store, Limits(workers=2)) as pool:

        def read() -> None:
            while not done.is_set():
                pool.forget()
                seen.add(_said(pool, both))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        upload(large, store)
        pool.forget()
        last = _said(pool, both)
        done.set()
        for reader in readers:
            reader.join()

    assert last.startswith("32,")
    before = next(each for each in seen if each.startswith("31,"))
    assert {before, last} >= seen
    assert int(before.partition(",")[2]) + 4000 == int(last.partition(",")[2])


def test_a_failure_on_the_way_leaves_readers_where_they_were(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """When the store fails while graphs are sent, the old version is current; publishing again then works."""
    upload(_release(tmp_path, data, 41), store)
    release = _release(tmp_path, data, 42)
    with Misbehaving() as broken, pytest.raises(StoreFailure):
        upload(release, store, graph_url=broken.address)
    with RemotePool(store, Limits(workers=1)) as pool:
        assert "41" == _said(pool, _MARK)

    upload(release, store)

    with RemotePool(store, Limits(workers=1)) as pool:
        assert "42" == _said(pool, _MARK)


def test_a_version_that_lost_something_is_loaded_again(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """A current version whose graphs do not hold what they should is not taken for whole."""
    release = _release(tmp_path, data, 51)
    first = upload(release, store)
    upload(_release(tmp_path, data, 52), store)
    third = upload(release, store)

    assert not third.existed
    assert first.graph != third.graph


def test_a_damaged_release_is_not_published(store: RemoteStore, data: Path, tmp_path: Path) -> None:
    """A dump that is not what the manifest says never leaves this machine."""
    release = _release(tmp_path, data, 61)
    (release / "data.nq").write_bytes(b"")

    with pytest.raises(ReleaseDamaged):
        upload(release, store)


def test_virtuoso_that_cuts_rows_is_noticed(virtuoso_server: RemoteStore, release: Path) -> None:
    """Rows beyond the store's own limit are an error, not an answer."""
    upload(release, virtuoso_server)
    query = QueryRequest(query="SELECT * { ?a ?b ?c . ?d ?e ?f }", format=JSON, deadline=20.0)

    with RemotePool(virtuoso_server, Limits(workers=1)) as pool, pytest.raises(PartialAnswer):
        pool.query(query)


def test_virtuoso_wants_its_password(virtuoso_server: RemoteStore, data: Path, tmp_path: Path) -> None:
    """Without the right one nothing is written, and the error says where it comes from."""
    stranger = replace(virtuoso_server, credentials=Credentials(user="dba", password="wrong"))  # noqa: S106 - wrong

    with pytest.raises(StoreFailure, match="PARTNERGRAPH_STORE_PASSWORD"):
        upload(_release(tmp_path, data, 71), stranger)


def test_a_store_filled_by_others_is_asked_as_it_is(tmp_path: Path, data: Path) -> None:
    """Without a pointer the store's own default graph is asked, and its named graphs."""
    (tmp_path / "given").mkdir()
    shutil.copy(data / "tiny.ttl", tmp_path / "given")
    import pyoxigraph as ox

    store = ox.Store(str(tmp_path / "data"))
    store.bulk_load(path=str(data / "tiny.ttl"), format=ox.RdfFormat.TURTLE)
    expected = len(store)
    store.flush()
    del store
    with oxigraph(tmp_path) as running, RemotePool(running, Limits(workers=1)) as pool:
        assert str(expected) == _said(pool, _COUNT)
        asked = QueryRequest(query=_COUNT, format=CSV, deadline=5.0, default_graphs=("",))
        with pool.query(asked) as answer:
            assert str(expected) == answer.body.read().decode().split()[-1]
