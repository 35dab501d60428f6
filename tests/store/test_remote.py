"""Tests of the pool in front of a remote store: whatever the store does, an answer is whole and right or an error."""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from partnergraph.errors import (
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    PartialAnswer,
    PartnerGraphError,
    QuerySyntax,
    StoreFailure,
    WrongUsage,
)
from partnergraph.formats import CSV, JSON, TSV, TURTLE, XML, Format
from partnergraph.store import MEGABYTE, Limits, QueryRequest
from partnergraph.store.remote import Layout, RemotePool, RemoteStore
from partnergraph.store.transport import Credentials
from partnergraph.web.problems import status_of

from .misbehaving import BAD, BUSY, GOOD, LARGE, PARTIAL, REDIRECTS, SLOW, SOUND, WAYS, Misbehaving
from .test_workers import _children, _gone

_LIMITS = Limits(workers=2, queue=50, queue_seconds=10, memory_bytes=256 * MEGABYTE, result_bytes=MEGABYTE)
_DEADLINE = 0.8
_EXPECTED: dict[str, tuple[type[PartnerGraphError], int]] = {
    SLOW: (DeadlineExceeded, 504),
    LARGE: (AnswerTooLarge, 413),
    BAD: (StoreFailure, 502),
    PARTIAL: (PartialAnswer, 502),
    BUSY: (Busy, 503),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Misbehaving]:
    """Return a store that misbehaves on command."""
    with Misbehaving() as store:
        yield store


@pytest.fixture(scope="module")
def remote(store: Misbehaving) -> Iterator[RemotePool]:
    """Return workers in front of it."""
    with RemotePool(RemoteStore(address=store.address), _LIMITS) as pool:
        yield pool


def _ask(pool: RemotePool, way: str, wanted: Format = JSON, deadline: float = 5.0) -> bytes:
    with pool.query(QueryRequest(query=f"SELECT * {{ ?s ?p ?o }} # {way}", format=wanted, deadline=deadline)) as answer:
        body = answer.body.read()
        assert answer.length == len(body)
        return body


@pytest.mark.parametrize("way", [*WAYS, *REDIRECTS])
def test_a_store_that_misbehaves_is_told_from_one_that_answers(
    store: Misbehaving, remote: RemotePool, way: str
) -> None:
    """Each fault has its error and status within the deadline, its worker ends, and the next query is answered."""
    kind, _ = (WAYS | REDIRECTS)[way]
    error, status = _EXPECTED[kind]
    with Misbehaving() as elsewhere:
        store.elsewhere = elsewhere.address
        _ask(remote, "good")
        before = _children(remote.nursery_pid)

        started = time.monotonic()
        with pytest.raises(PartnerGraphError) as caught:
            _ask(remote, way, TURTLE if way.startswith("graph") else JSON, _DEADLINE if kind == SLOW else 5.0)

        assert (error, status) == (type(caught.value), status_of(caught.value))
        assert time.monotonic() - started < (_DEADLINE + 0.5 if kind == SLOW else 4.0)
        assert json.loads(GOOD) == json.loads(_ask(remote, "good"))
        assert kind != SLOW or way == "timeout" or _gone(before - _children(remote.nursery_pid))
        assert [] == elsewhere.heard


@pytest.mark.parametrize("way", SOUND)
@pytest.mark.parametrize("wanted", [JSON, XML, CSV, TSV])
def test_a_sound_answer_comes_in_every_format(remote: RemotePool, way: str, wanted: Format) -> None:
    """However the store frames its answer and in whatever it sends it, ours comes as it was asked for."""
    assert (b"true" if way == "good-xml" else b"good") in _ask(remote, way, wanted)


def test_a_long_query_is_posted(store: Misbehaving, remote: RemotePool) -> None:
    """A query too long for an address goes into the body; a short one stays where caches can see it."""
    _ask(remote, "good")
    short = store.heard[-1]
    _ask(remote, f"{'long ' * 1000}# good")

    assert short.startswith("GET /sparql?query=SELECT")
    assert store.heard[-1].startswith("POST /sparql HTTP")


def test_the_store_is_told_formats_it_may_answer_in_and_nothing_of_a_client(
    store: Misbehaving, remote: RemotePool
) -> None:
    """One Accept header of ours, our own name, no cookies and no credentials."""
    _ask(remote, "good", CSV)
    head = store.heard[-1].lower()

    assert "application/sparql-results+json" in head
    assert "text/csv" not in head
    assert "user-agent: partnergraph/" in head
    assert "authorization" not in head
    assert "cookie" not in head


@pytest.mark.parametrize(
    ("credentials", "sent"),
    [
        (Credentials(user="åsa", password="hemligt"), b64encode("åsa:hemligt".encode()).decode()),  # noqa: S106 - a test
        (Credentials(token="sesame"), "Bearer sesame"),  # noqa: S106 - a test
    ],
)
def test_credentials_come_from_the_operator_and_go_to_the_store_only(
    store: Misbehaving, credentials: Credentials, sent: str
) -> None:
    """A password goes out on demand and a token at once; neither is on a command line or in a text of the object."""
    with RemotePool(RemoteStore(address=store.address, credentials=credentials), _LIMITS) as pool:
        with pytest.raises(StoreFailure):
            _ask(pool, "unauthorised")
        shown = Path(f"/proc/{pool.nursery_pid}/cmdline").read_bytes()

    assert sent in store.heard[-1]
    assert not any(secret in repr(credentials) for secret in ("hemligt", "sesame"))
    assert not any(secret in shown for secret in (b"hemligt", b"sesame"))


def test_a_mistake_in_a_query_is_told_from_a_failing_store(remote: RemotePool) -> None:
    """What the store refuses is a syntax error where the parser agrees, with line and column."""
    mistaken = QueryRequest(query="SELECT * {\n ?s ?p } # refused", format=JSON, deadline=5.0)

    with pytest.raises(QuerySyntax) as caught:
        remote.query(mistaken)

    assert 2 == caught.value.line


def test_a_query_that_breaks_the_parser_is_judged_elsewhere(remote: RemotePool) -> None:
    """Thousands of braces end the process that looks for the mistake, and no other."""
    braces = QueryRequest(query=f"ASK {'{' * 5000}{'}' * 5000} # refused", format=JSON, deadline=5.0)

    with pytest.raises(StoreFailure):
        remote.query(braces)

    assert b"good" in _ask(remote, "good")


def test_a_refused_service_call_reaches_nothing(remote: RemotePool) -> None:
    """The parser that judges a refused query cannot open a socket, whatever the query calls."""
    with Misbehaving() as canary:
        call = f"ASK {{ SERVICE <{canary.address}> {{ ?s ?p ?o }} }} # refused"
        with pytest.raises(PartnerGraphError):
            remote.query(QueryRequest(query=call, format=JSON, deadline=5.0))

        assert [] == canary.heard


def test_nobody_there_is_a_failure_of_the_store() -> None:
    """A pool starts without its store, says that it cannot be reached, and says it at once."""
    with RemotePool(RemoteStore(address="http://127.0.0.1:9/sparql"), _LIMITS) as pool:
        started = time.monotonic()
        with pytest.raises(StoreFailure, match="cannot be reached"):
            _ask(pool, "good")

        assert time.monotonic() - started < 1.0


def test_many_who_wait_for_a_hanging_store_wait_only_once(store: Misbehaving) -> None:
    """Ten queries to a store that never answers all end at their deadline, not one after the other."""
    ended: list[float] = []
    limits = replace(_LIMITS, workers=4, queue_seconds=0.2)
    with RemotePool(RemoteStore(address=store.address.replace("/sparql", "/hang"), kind="generic"), limits) as pool:

        def ask() -> None:
            with pytest.raises((DeadlineExceeded, Busy)):
                _ask(pool, "hang", deadline=_DEADLINE)
            ended.append(time.monotonic())

        threads = [threading.Thread(target=ask) for _ in range(10)]
        started = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert 10 == len(ended)
    assert max(ended) - started < 2 * _DEADLINE + 0.5


def test_an_unknown_kind_of_store_is_wrong_usage() -> None:
    """The name of the adapter is checked when the pool starts."""
    with pytest.raises(WrongUsage, match="kind of store"):
        RemotePool(RemoteStore(address="http://127.0.0.1:9/", kind="notastore"), _LIMITS)


def test_from_clauses_are_never_joined_with_the_graphs_of_a_request(store: Misbehaving) -> None:
    """Where a store would ask both, such a request is refused; graphs that only the text names are no reason."""
    with RemotePool(RemoteStore(address=store.address, kind="virtuoso"), _LIMITS) as pool:
        text = "SELECT * FROM <urn:a> { ?s ?p ?o } # good"
        with pytest.raises(WrongUsage, match="FROM"):
            pool.query(QueryRequest(query=text, format=JSON, deadline=5.0, default_graphs=("urn:b",)))
        with pool.query(QueryRequest(query=text, format=JSON, deadline=5.0, default_graphs=("urn:a",))) as answer:
            assert b"good" in answer.body.read()


_REQUEST = QueryRequest(query="ASK {}", format=JSON, deadline=1.0)
_OURS = Layout(version="1", number=1, data="urn:data/1", named=("urn:findings",))


@pytest.mark.parametrize(
    ("layout", "asked", "sent"),
    [
        (_OURS, ((), ()), (("urn:data/1",), ("urn:findings",))),
        (_OURS, (("",), ()), (("urn:data/1",), ())),
        (_OURS, (("", "urn:x"), ("urn:y",)), (("urn:data/1", "urn:x"), ("urn:y",))),
        (_OURS, ((), ("urn:y",)), (("urn:data/1/none",), ("urn:y",))),
        (Layout(), ((), ()), ((), ())),
        (Layout(), (("urn:x",), ("urn:y",)), (("urn:x",), ("urn:y",))),
        (Layout(), (("",), ()), ((), ())),
    ],
)
def test_each_request_names_its_dataset(
    layout: Layout, asked: tuple[tuple[str, ...], ...], sent: tuple[tuple[str, ...], ...]
) -> None:
    """Graphs go out under the names they have in the store."""
    there = layout.dataset(replace(_REQUEST, default_graphs=asked[0], named_graphs=asked[1]))

    assert sent == (there.default_graphs, there.named_graphs)


def test_a_union_is_that_of_the_current_version() -> None:
    """All graphs of the version make the default graph; where nobody knows them, the request is refused."""
    there = _OURS.dataset(replace(_REQUEST, union=True))

    assert (("urn:data/1", "urn:findings"), ("urn:findings",)) == (there.default_graphs, there.named_graphs)
    with pytest.raises(WrongUsage, match="joined"):
        Layout().dataset(replace(_REQUEST, union=True))


def test_a_default_graph_without_a_name_is_not_joined_with_others() -> None:
    """What the protocol cannot say is refused, not answered wrongly."""
    with pytest.raises(WrongUsage, match="default graph"):
        Layout().dataset(replace(_REQUEST, default_graphs=("", "urn:x")))
