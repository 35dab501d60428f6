"""The W3C's cases of the SPARQL 1.1 Protocol, read from ../shared and sent to a server that was really started."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, Namespace
from rdflib.term import Node

from partnergraph.formats import GRAPHS, RESULTS
from partnergraph.rdf import parse_file

from .serving import Reply, Served, serving

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data"

CASES = (
    "query_post_form", "query_dataset_default_graphs_get", "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post", "query_dataset_named_graphs_get", "query_dataset_full", "query_multiple_dataset",
    "query_get", "query_content_type_select", "query_content_type_ask", "query_content_type_describe",
    "query_content_type_construct", "query_post_direct", "bad_query_method", "bad_multiple_queries",
    "bad_query_wrong_media_type", "bad_query_missing_form_type", "bad_query_missing_direct_type", "bad_query_non_utf8",
    "bad_query_syntax", "bad_update_get", "bad_multiple_updates", "bad_update_wrong_media_type",
    "bad_update_missing_form_type", "bad_update_non_utf8", "bad_update_syntax", "bad_update_dataset_conflict",
)  # fmt: skip
"""Cases that a read-only endpoint must pass as they stand: questions, and all that is wrong."""

UPDATES = (
    "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
    "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri",
)  # fmt: skip
"""Cases that change the data; here the change itself must be refused."""


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    """Return the folder of the cases, or skip when the shared material lacks them."""
    folder = shared / "conformance" / "sparql11" / "protocol"
    if not folder.is_dir():
        pytest.skip("the W3C SPARQL cases are not in the shared test material")
    return folder


@pytest.fixture(scope="module")
def served(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the data of the cases, each file in the graph they call it by."""
    files = [f"{DATA}/data{number}.rdf={suite / f'data{number}.nt'}" for number in (1, 2, 3)]
    with serving(tmp_path_factory.mktemp("protocol"), *files) as served:
        yield served


@pytest.fixture(scope="module")
def cases(suite: Path) -> Graph:
    """Return the manifest of the cases."""
    return parse_file(suite / "manifest.ttl")


def test_every_case_is_run(cases: Graph) -> None:
    """No case of the manifest is left out."""
    entries = next(cases.objects(None, MF.entries))
    assert {*CASES, *UPDATES} == {str(entry).rpartition("#")[2] for entry in cases.items(entries)}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_passed(cases: Graph, served: Served, name: str) -> None:
    """Each request of the case has the status, the kind of answer and the truth that the W3C expects."""
    for request in _requests(cases, name):
        reply, expected = _sent(cases, served, request), cases.value(request, HT.resp)
        statuses = {str(status)[-3] for status in cases.objects(expected, MF.expectedStatus)}
        assert str(reply.status)[0] in statuses, reply
        truth, kind = cases.value(expected, MF.expectedBoolean), cases.value(expected, MF.expectedFormat)
        assert truth is None or json.loads(reply.body)["boolean"] is truth.toPython()  # type: ignore[attr-defined]  # a literal
        assert kind is None or reply.media_type in _media_types(str(kind))


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_refused(cases: Graph, served: Served, name: str) -> None:
    """The first request of each case, which would change the data, is forbidden with a reason."""
    reply = _sent(cases, served, next(_requests(cases, name)))
    assert 403 == reply.status
    assert "Updates are refused" in json.loads(reply.body)["detail"]


def _requests(cases: Graph, name: str) -> Iterator[Node]:
    case = next(entry for entry in cases.subjects(MF.name) if str(entry).endswith(f"#{name}"))
    action = cases.value(case, MF.action)
    yield from cases.items(next(cases.objects(action, HT.requests)))


def _sent(cases: Graph, served: Served, request: Node) -> Reply:
    """Send one request of a manifest as it is described there."""
    headers = {}
    for collection in cases.objects(request, HT.headers):
        for header in cases.items(collection):
            headers[str(cases.value(header, HT.fieldName))] = str(cases.value(header, HT.fieldValue))
    body = cases.value(request, HT.body)
    chars = cases.value(body, CNT.chars) if body else None
    encoding = str(cases.value(body, CNT.characterEncoding, default=Literal("utf-8"))) if body else "utf-8"
    method, path = (str(cases.value(request, part)) for part in (HT.methodName, HT.absolutePath))
    return served.ask(method, path, None if chars is None else str(chars).encode(encoding), headers)


def _media_types(kind: str) -> set[str]:
    return {each.media_type for each in (GRAPHS if kind == "RDF" else RESULTS)}
