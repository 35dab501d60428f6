"""Tests of the SPARQL protocol as a pure function."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.errors import PartnerGraphError, QueryRefused, TooLarge, UnsupportedMedia, WrongUsage
from partnergraph.sparql.protocol import DIRECT, FORM, Operation, operation

_ASK = "ASK { <http://x/V%C3%A4ster%C3%A5s> ?p 'Västerås + 100%25 %41 &=#' }"


def _get(*pairs: tuple[str, str]) -> Operation | None:
    return operation("GET", urlencode(pairs).encode())


def _form(*pairs: tuple[str, str], content_type: str = FORM) -> Operation | None:
    return operation("POST", b"", content_type=content_type, body=urlencode(pairs).encode())


def test_a_query_means_the_same_by_every_route() -> None:
    """GET, form and direct POST hand on the same text, percent-encoded IRIs within it untouched."""
    routes = [
        _get(("query", _ASK)),
        operation("GET", b"query=" + quote(_ASK, safe="").encode()),
        operation("HEAD", b"query=" + quote(_ASK, safe="").encode()),
        operation("GET", b"query=" + quote(_ASK, safe="äå").encode()),  # bytes of UTF-8 that were not encoded
        _form(("query", _ASK)),
        operation("POST", b"", content_type=f"{FORM}; charset=UTF-8", body=urlencode({"query": _ASK}).encode()),
        operation("POST", b"", content_type=DIRECT, body=_ASK.encode()),
        operation("POST", b"", content_type=f"{DIRECT.upper()}; charset=utf-8", body=_ASK.encode()),
        operation("QUERY", b"", content_type=DIRECT, body=_ASK.encode()),
        operation("QUERY", b"", content_type=FORM, body=urlencode({"query": _ASK}).encode()),
    ]
    assert [Operation(query=_ASK)] * len(routes) == routes


@given(st.text(max_size=80).filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
def test_nothing_is_decoded_twice(text: str) -> None:
    """Any text comes through every route as it was sent."""
    expected = [text] * 3
    routes = (
        _get(("query", text)),
        _form(("query", text)),
        operation("POST", b"", content_type=DIRECT, body=text.encode()),
    )
    assert expected == [found.query for found in routes if found is not None]


def test_the_bare_address_asks_nothing() -> None:
    """A GET without a query, whatever else it says about the answer, is no operation."""
    assert operation("GET", b"") is None
    assert operation("GET", b"format=ttl&lang=sv") is None


def test_dataset_format_and_timeout_are_read_from_url_and_form() -> None:
    """Parameters of the dataset and of the answer come with any route, in order."""
    pairs = [
        ("default-graph-uri", "http://g/1"),
        ("default-graph-uri", "http://g/2"),
        ("named-graph-uri", "http://g/V%C3%A4"),
        ("format", "csv"),
        ("timeout", "2.5"),
    ]
    expected = Operation(
        query="ASK {}",
        default_graphs=("http://g/1", "http://g/2"),
        named_graphs=("http://g/V%C3%A4",),
        asked="csv",
        timeout=2.5,
    )
    assert expected == _get(("query", "ASK {}"), *pairs)
    assert expected == _form(("query", "ASK {}"), *pairs)
    assert expected == operation("POST", urlencode(pairs).encode(), content_type=DIRECT, body=b"ASK {}")


def test_the_union_of_all_graphs_is_switched_on_by_its_name_or_a_truth() -> None:
    """`union-default-graph` stands alone or with a truth value; without it the union is off."""
    texts = ["", "true", "True", "1", "false", "0"]
    found = [_get(("query", "ASK {}"), ("union-default-graph", text)) for text in texts]
    assert [True, True, True, True, False, False] == [asked is not None and asked.union for asked in found]
    assert Operation(query="ASK {}") == _get(("query", "ASK {}"))


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "error", "words"),
    [
        ("GET", "query=ASK{}&query=ASK{}", "", b"", WrongUsage, "2 values of `query`"),
        ("GET", "default-graph-uri=http://g/", "", b"", WrongUsage, "has no query"),
        ("GET", "query=%E5", "", b"", WrongUsage, "not UTF-8"),
        ("GET", "query=ASK{}&update=CLEAR+ALL", "", b"", QueryRefused, "Updates are refused"),
        ("GET", "update=CLEAR+ALL", "", b"", QueryRefused, "Updates are refused"),
        ("GET", "query=ASK{}&default-graph-uri=data", "", b"", WrongUsage, "not an absolute IRI"),
        ("GET", "query=ASK{}&named-graph-uri=http://a b", "", b"", WrongUsage, "not an absolute IRI"),
        ("GET", "query=ASK{}&timeout=soon", "", b"", WrongUsage, "`timeout` is 'soon'"),
        ("GET", "query=ASK{}&timeout=-1", "", b"", WrongUsage, "`timeout`"),
        ("GET", "query=ASK{}&timeout=inf", "", b"", WrongUsage, "`timeout`"),
        ("GET", "query=ASK{}&timeout=nan", "", b"", WrongUsage, "`timeout`"),
        ("GET", "query=ASK{}&format=csv&format=xml", "", b"", WrongUsage, "2 values of `format`"),
        ("GET", "a&" * 500, "", b"", WrongUsage, "more than 200 parameters"),
        ("GET", "union-default-graph", "", b"", WrongUsage, "has no query"),
        ("GET", "query=ASK{}&union-default-graph=maybe", "", b"", WrongUsage, "`union-default-graph` is 'maybe'"),
        ("GET", "query=ASK{}&union-default-graph&union-default-graph", "", b"", WrongUsage, "2 values"),
        ("GET", "query=ASK{}&union-default-graph&default-graph-uri=http://g/", "", b"", WrongUsage, "has both"),
        ("POST", "", FORM, b"", WrongUsage, "has no query"),
        ("QUERY", "", "", b"ASK{}", UnsupportedMedia, "no media type"),
        ("QUERY", "", "application/sparql-update", b"CLEAR ALL", QueryRefused, "Updates are refused"),
        ("POST", "", FORM, b"query=%FF", WrongUsage, "not UTF-8"),
        ("POST", "", FORM, b"query=\xff", WrongUsage, "not UTF-8"),
        ("POST", "", FORM, b"query=ASK{}&query=ASK{}", WrongUsage, "2 values of `query`"),
        ("POST", "query=ASK{}", FORM, b"query=ASK{}", WrongUsage, "2 values of `query`"),
        ("POST", "query=ASK{}", DIRECT, b"ASK{}", WrongUsage, "2 values of `query`"),
        ("POST", "", FORM, b"update=CLEAR+ALL", QueryRefused, "Updates are refused"),
        ("POST", "", "application/sparql-update", b"CLEAR ALL", QueryRefused, "Updates are refused"),
        ("POST", "", DIRECT, b"ASK { 'V\xe4' }", WrongUsage, "not UTF-8 at byte 8"),
        ("POST", "", f"{DIRECT}; charset=latin-1", b"ASK{}", UnsupportedMedia, "encoded as latin-1"),
        ("POST", "", f"{DIRECT}; charset=utf-16", "ASK{}".encode("utf-16"), UnsupportedMedia, "utf-16"),
        ("POST", "", "text/plain", b"ASK{}", UnsupportedMedia, "is text/plain"),
        ("POST", "", "", b"query=ASK{}", UnsupportedMedia, "no media type"),
        ("POST", "", "application/json", b'{"query": "ASK{}"}', UnsupportedMedia, "application/json"),
        ("POST", "", DIRECT, b"#" * 65_537, TooLarge, "65,537 bytes long; this service reads 65,536"),
    ],
)  # fmt: skip
def test_a_malformed_request_has_its_own_error(
    method: str, query_string: str, content_type: str, body: bytes, error: type[PartnerGraphError], words: str
) -> None:
    """Each way to get a request wrong raises its own error with words for it."""
    with pytest.raises(error, match=words) as caught:
        operation(method, query_string.encode("latin-1"), content_type=content_type, body=body)
    assert error is type(caught.value)


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from([FORM, DIRECT, "", ";", "text/plain;charset"]))
def test_no_bytes_fail_in_another_way_than_ours(query_string: bytes, body: bytes, content_type: str) -> None:
    """Whatever is sent is an operation, nothing, or an error of ours."""
    for method in ("GET", "POST"):
        try:
            found = operation(method, query_string, content_type=content_type, body=body)
        except PartnerGraphError:
            continue
        assert found is None or isinstance(found.query, str)
