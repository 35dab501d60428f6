"""The W3C's cases of the CSV, TSV and JSON results, read from ../shared and asked of a server that was started."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from partnergraph.formats import CSV, JSON, TSV, named

from .serving import Served, serving

_CASES = (
    ("csv-tsv-res", "data.ttl", "csvtsv01"), ("csv-tsv-res", "data.ttl", "csvtsv02"),
    ("csv-tsv-res", "data2.ttl", "csvtsv03"), ("json-res", "data.ttl", "jsonres01"),
    ("json-res", "data.ttl", "jsonres02"), ("json-res", "data.ttl", "jsonres03"), ("json-res", "data.ttl", "jsonres04"),
)  # fmt: skip
_NUMBERS = ("#double", "#decimal", "#integer", "#negativeInteger")
_QUERIES = {"csvtsv03": "csvtsv01"}


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    """Return the folder of the cases, or skip when the shared material lacks them."""
    folder = shared / "conformance" / "sparql11"
    if not (folder / "json-res").is_dir():
        pytest.skip("the W3C SPARQL cases are not in the shared test material")
    return folder


@pytest.fixture(scope="module", params=sorted({case[:2] for case in _CASES}), ids="/".join)
def served(
    request: pytest.FixtureRequest, suite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, tuple[str, str]]]:
    """Serve one file of data; return the server and which file it is."""
    part, data = request.param
    with serving(tmp_path_factory.mktemp("results"), str(suite / part / data)) as running:
        yield running, (part, data)


def test_results_are_what_the_w3c_expects(suite: Path, served: tuple[Served, tuple[str, str]]) -> None:
    """Every case over this data has the rows, in their columns, that the W3C expects."""
    running, (part, data) = served
    names = [name for of, on, name in _CASES if (of, on) == (part, data)]
    assert names
    for name in names:
        query = (suite / part / f"{_QUERIES.get(name, name)}.rq").read_bytes()
        for expected in sorted((suite / part).glob(f"{name}.[cst][sr]?")):
            wanted = named(expected.suffix[1:])
            assert wanted is not None
            headers = {"Content-Type": "application/sparql-query", "Accept": wanted.media_type}
            reply = running.ask("POST", "/sparql", query, headers)
            assert (200, wanted.media_type) == (reply.status, reply.media_type)
            read = {CSV: _csv, TSV: _tsv, JSON: _json}[wanted]
            assert read(expected.read_bytes()) == read(reply.body), expected.name


def _csv(body: bytes) -> Any:
    """Return header and rows by value; blank nodes are all alike, since their names are anybody's."""
    header, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
    return header, sorted([_cell(cell) for cell in row] for row in rows)


def _tsv(body: bytes) -> Any:
    return _rows(body, ox.QueryResultsFormat.TSV), body.splitlines()[0].rstrip()


def _json(body: bytes) -> Any:
    found = json.loads(body)
    return found["boolean"] if "boolean" in found else (found["head"]["vars"], _rows(body, ox.QueryResultsFormat.JSON))


def _rows(body: bytes, syntax: ox.QueryResultsFormat) -> list[list[str]]:
    """Return rows of terms by value, since that is how the store keeps them.

    `1.0E0` and `1` are one double, and a negativeInteger comes out as the integer that it is.
    """
    results = ox.parse_query_results(body, format=syntax)
    assert isinstance(results, ox.QuerySolutions)
    return sorted([_term(row[name]) for name in results.variables] for row in results)


def _cell(cell: str) -> str:
    try:
        return str(float(cell))  # the store keeps numbers by value: `1.0E6` comes out as 1000000
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def _term(term: Any) -> str:
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(_NUMBERS):
        return f"{float(term.value)} {term.datatype.value.replace('#negativeInteger', '#integer')}"
    return str(term)
