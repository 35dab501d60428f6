"""Tests that no query reaches a file or a host, in any spelling, through the server and straight into a worker."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from partnergraph.errors import PartnerGraphError
from partnergraph.formats import JSON, NTRIPLES
from partnergraph.store import Limits, QueryRequest, WorkerPool

from .conftest import Canary
from .live import Live

_QUERIES = (
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * from<{url}>{{ ?s ?p ?o }}",
    "SELECT * FROM # where from\n <{url}> WHERE {{ ?s ?p ?o }}",
    "SELECT * FROM\t\r\n<{escaped}> {{ ?s ?p ?o }}",
    "PREFIX c: <{url}#> PREFIX d: <{parent}> SELECT * FROM d:{name} {{ ?s ?p ?o }}",
    "BASE <{parent}> SELECT * FROM <{name}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM nAmEd <{url}> {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} FROM <{url}> WHERE {{ ?s ?p ?o }}",
    "DESCRIBE <{url}>",
    "DESCRIBE <http://x/s> FROM <{url}>",
    "ASK FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT*{{service<{url}>{{?s ?p ?o}}}}",
    "SELECT * {{ sErViCe#c\n sIlEnT\t<{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVIC\\U00000045 SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <{escaped}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI('{url}') AS ?x) SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "PREFIX d: <{parent}> SELECT * {{ SERVICE d:{name} {{ ?s ?p ?o }} }}",
    "PREFIX d: <{parent}> SELECT * {{ SERVICEd:{name}{{ ?s ?p ?o }} }}",
    "BASE <{parent}> SELECT * {{ SERVICE <{name}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ OPTIONAL {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{}} UNION {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ FILTER(1<'b>c'||true)SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?s ?p trueSERVICE<{url}>{{ ?s ?p ?o }} }}",
    "LOAD <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <http://x/g>",
    "load#\n<{url}>",
    "\\u004COAD <{url}>",
    "INSERT {{ ?s ?p ?o }} USING <{url}> WHERE {{ ?s ?p ?o }}",
    "DELETE {{ ?s ?p ?o }} USING NAMED <{url}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "WITH <{url}> DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{}} ; LOAD <{url}>",
)


def _spellings(canary: Canary) -> Iterator[tuple[str, str]]:
    """Yield each query for the canary's socket and for its file."""
    file = canary.file.as_uri()
    for url in (f"http://127.0.0.1:{canary.port}/secret", f"http://localhost:{canary.port}/secret", file):
        parent, _, name = url.rpartition("/")
        escaped = f"\\u{ord(url[0]):04x}{url[1:]}"
        for template in _QUERIES:
            local = name.replace(".", "\\.") if "d:{name}" in template else name
            yield url, template.format(url=url, escaped=escaped, parent=f"{parent}/", name=local)


def test_no_request_reaches_a_host_or_a_file(live: Live, canary: Canary) -> None:
    """Whatever names the canary, as query or update and by every route, nobody comes and nothing is told."""
    seen = list(_spellings(canary))
    for _, query in seen:
        form = urlencode({"query": query}).encode()
        update = urlencode({"update": query}).encode()
        replies = (
            live.query(query),
            live.query("", body=query.encode()),
            live.ask("/sparql", "POST", form, Content_Type="application/x-www-form-urlencoded"),
            live.ask("/sparql", "POST", update, Content_Type="application/x-www-form-urlencoded"),
            live.ask("/sparql", "POST", query.encode(), Content_Type="application/sparql-update"),
        )
        assert {reply.status for reply in replies} <= {200, 400, 403}
        assert not [reply for reply in replies if canary.marker in reply.text]
        assert "SERVICE" not in query.upper().replace("\\U0053", "S") or replies[0].status in {400, 403}
    assert [] == canary.notes
    assert len(seen) > 100


def test_no_dataset_of_a_request_is_fetched(live: Live, canary: Canary) -> None:
    """`default-graph-uri` and its kin name graphs of the store and nothing else."""
    queries = ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }", "CONSTRUCT WHERE { ?s ?p ?o }")
    for url in {url for url, _ in _spellings(canary)}:
        for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"):
            for query in queries:
                reply = live.ask("/sparql?" + urlencode({"query": f"{query} LIMIT 5", name: url}))
                assert reply.status in {200, 400}
                assert canary.marker not in reply.text
    assert [] == canary.notes


@pytest.mark.parametrize("most_quads", [0, 1_000_000], ids=["disk", "memory"])
def test_the_worker_alone_reaches_nothing(shipped_releases: Path, canary: Canary, most_quads: int) -> None:
    """With the scan left out, each spelling handed straight to a worker still brings nobody to the canary."""
    failed = 0
    with WorkerPool(shipped_releases / "current", Limits(workers=1, in_memory_quads=most_quads)) as pool:
        for _, query in _spellings(canary):
            wanted = NTRIPLES if query.startswith(("CONSTRUCT", "DESCRIBE")) else JSON
            try:
                with pool.query(QueryRequest(query=query, format=wanted, deadline=5)) as answer:
                    assert canary.marker.encode() not in answer.body.read()
            except PartnerGraphError:
                failed += 1
    assert failed > 40
    assert [] == canary.notes


def test_the_canary_hears_who_comes(canary: Canary) -> None:
    """Positive control: a plain connection is noted."""
    import http.client

    before = len(canary.notes)
    connection = http.client.HTTPConnection("127.0.0.1", canary.port, timeout=5)
    connection.request("GET", "/control")
    assert canary.marker.encode() in connection.getresponse().read()
    connection.close()
    assert b"/control" in canary.notes[before]
    canary.notes.clear()


def test_files_of_the_machine_are_not_told(live: Live) -> None:
    """`/etc/passwd` is no graph, no download and no page."""
    for reply in (
        live.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"),
        live.query("SELECT * { ?s ?p ?o }", default_graph_uri="file:///etc/passwd"),
        live.query("DESCRIBE <file:///etc/passwd>"),
        live.ask("/download/..%2f..%2f..%2fetc%2fpasswd"),
    ):
        assert "root:" not in reply.text
