"""Tests of the formats and of negotiation, with the Accept headers that clients really send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.formats import ATOM, EXPORTS, FORMATS, GRAPHS, HTML, PATCH, RESULTS, Format, Kind, named, negotiate

_PAGE = (*GRAPHS, HTML)
_ROWS = (*RESULTS, HTML)

_CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
_FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_OLD_EXPLORER = "image/gif, image/jpeg, image/pjpeg, application/x-ms-application, */*"
_RDFLIB_SELECT = (
    "application/sparql-results+xml, application/sparql-results+json;q=0.9, text/csv;q=0.5, "
    "text/tab-separated-values;q=0.5"
)
_RDFLIB_GRAPH = (
    "text/turtle, application/rdf+xml;q=0.9, application/n-triples;q=0.8, application/ld+json;q=0.7, */*;q=0.1"
)
_WRAPPER_JSON = "application/sparql-results+json,application/json,text/javascript,application/javascript"
_WRAPPER_XML = "application/sparql-results+xml"
_WRAPPER_ALL = (
    "application/sparql-results+xml,application/sparql-results+json,text/boolean,text/rdf+n3,"
    "application/rdf+xml,text/turtle,*/*"
)
_WRAPPER_RDF = "application/rdf+xml"
_WRAPPER_TURTLE = "application/turtle,text/turtle"
_JENA_SELECT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, "
    "text/csv;q=0.5, application/json;q=0.2, application/xml;q=0.2, */*;q=0.1"
)
_JENA_GRAPH = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
_JENA_DATASET = "application/trig,application/n-quads;q=0.9,application/ld+json;q=0.8,text/turtle;q=0.7,*/*;q=0.5"
_COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,text/html;q=0.2"
)
_COMUNICA_ROWS = (
    "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7,application/n-quads,"
    "application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6"
)
_YASGUI = "application/sparql-results+json,*/*;q=0.9"
_YASGUI_GRAPH = "text/turtle,*/*;q=0.9"
_SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_EDGE = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.9"
)
_OLD_WEBKIT = "application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5"
_OPERA = "text/html, application/xml;q=0.9, application/xhtml+xml, image/png, image/jpeg, image/gif, */*;q=0.1"
_LYNX = "text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01"
_JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
_RDF4J_ROWS = (
    "application/x-sparqlstar-results+json;q=0.8, application/sparql-results+json;q=0.8, application/json;q=0.8, "
    "text/x-tab-separated-values-star;q=0.8, application/sparql-results+xml, text/csv;q=0.5"
)
_RDF4J_GRAPH = (
    "application/rdf+json;q=0.6, text/turtle;q=0.7, application/x-turtle;q=0.7, application/trig;q=0.8, "
    "application/x-trig;q=0.8, application/n-quads, text/x-nquads, application/rdf+xml;q=0.5"
)
_VIRTUOSO = "application/sparql-results+xml, text/rdf+n3, application/rdf+xml, */*;q=0.1"
_PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
_RAPPER = (
    "application/n-triples, application/x-turtle, text/turtle, application/trig, application/rss+xml, "
    "application/rdf+xml, application/json;q=0.9, */*;q=0.1"
)
_RUBY_RDF = (
    "application/n-triples, text/plain;q=0.2, application/n-quads, application/ld+json, text/html;q=0.5, "
    "application/xhtml+xml;q=0.7, application/rdf+xml, text/turtle, text/rdf+n3, application/turtle, */*;q=0.1"
)
_PERL = "text/turtle;q=1.000, application/rdf+xml;q=0.900, application/n-triples;q=0.850, */*;q=0.001"
_JSONLD_JS = "application/ld+json, application/json"
_PYLD = (
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#context", application/ld+json, application/json;q=0.5'
)
_PANDAS_XML = "application/xml, text/xml;q=0.9, */*;q=0.1"
_EXCEL = "text/csv, application/vnd.ms-excel;q=0.9"
_R_SPARQL = "application/sparql-results+xml, application/sparql-results+json;q=0.9"
_OPENREFINE = "application/sparql-results+json, application/json, text/javascript"
_FETCH_CSV = "text/csv;header=present, application/json;q=0.5"


@pytest.mark.parametrize(
    ("accept", "offered", "expected"),
    [
        (None, _ROWS, "json"),
        ("", _ROWS, "json"),
        ("   ", _ROWS, "json"),
        ("*/*", _ROWS, "json"),  # curl, requests, pandas
        ("*/*", _PAGE, "ttl"),
        ("*/*;q=0.1", _ROWS, "json"),
        (_CHROME, _ROWS, "html"),
        (_CHROME, _PAGE, "html"),
        (_FIREFOX, _ROWS, "html"),
        (_FIREFOX, _PAGE, "html"),
        (_FIREFOX, RESULTS, "xml"),
        (_OLD_EXPLORER, _PAGE, "ttl"),
        (_RDFLIB_SELECT, _ROWS, "xml"),
        (_RDFLIB_GRAPH, _PAGE, "ttl"),
        (_WRAPPER_JSON, _ROWS, "json"),
        (_WRAPPER_XML, _ROWS, "xml"),
        (_WRAPPER_ALL, _ROWS, "json"),
        (_WRAPPER_ALL, _PAGE, "ttl"),
        (_WRAPPER_RDF, _PAGE, "rdf"),
        (_WRAPPER_TURTLE, _PAGE, "ttl"),
        (_JENA_SELECT, _ROWS, "json"),
        (_JENA_GRAPH, _PAGE, "ttl"),
        (_JENA_DATASET, _PAGE, "trig"),
        (_COMUNICA, _PAGE, "nq"),
        (_YASGUI, _ROWS, "json"),
        (_YASGUI_GRAPH, _PAGE, "ttl"),
        (_COMUNICA_ROWS, _ROWS, "json"),
        (_COMUNICA_ROWS, _PAGE, "nq"),
        (_SAFARI, _PAGE, "html"),
        (_SAFARI, _ROWS, "html"),
        (_EDGE, _ROWS, "html"),
        (_EDGE, GRAPHS, "rdf"),
        (_OLD_WEBKIT, _PAGE, "rdf"),  # what it says: XML before HTML
        (_OPERA, _ROWS, "html"),
        (_LYNX, _PAGE, "html"),
        (_LYNX, RESULTS, "json"),
        (_JAVA, _ROWS, "html"),
        (_JAVA, RESULTS, "json"),
        (_RDFLIB_SELECT, _PAGE, None),
        (_RDFLIB_GRAPH, _ROWS, "json"),
        (_RDF4J_ROWS, _ROWS, "xml"),
        (_RDF4J_GRAPH, _PAGE, "nq"),
        (_VIRTUOSO, _ROWS, "xml"),
        (_VIRTUOSO, _PAGE, "rdf"),
        (_PROTEGE, _PAGE, "rdf"),
        (_RAPPER, _PAGE, "ttl"),
        (_RUBY_RDF, _PAGE, "ttl"),
        (_PERL, _PAGE, "ttl"),
        (_JSONLD_JS, _PAGE, "jsonld"),
        (_PYLD, _PAGE, "jsonld"),
        (_PANDAS_XML, _ROWS, "xml"),
        (_EXCEL, _ROWS, "csv"),
        (_R_SPARQL, _ROWS, "xml"),
        (_OPENREFINE, _ROWS, "json"),
        (_FETCH_CSV, _ROWS, "csv"),
        (_JENA_SELECT, _PAGE, "rdf"),
        (_JENA_GRAPH, _ROWS, "json"),
        (_WRAPPER_JSON, _PAGE, "jsonld"),
        ("application/trig", _PAGE, "trig"),
        ("application/x-trig", _PAGE, "trig"),
        ("application/n-quads", _PAGE, "nq"),
        ("application/n-quads, */*;q=0.1", _ROWS, "json"),
        ("application/n-triples", _ROWS, None),
        ("text/turtle;version=1.2", _PAGE, "ttl"),
        ("application/ld+json;q=0.1, */*;q=0.05", _PAGE, "jsonld"),
        ("text/csv;q=0.001", _ROWS, "csv"),
        ("text/csv;q=0.0001, application/json;q=0.1", _ROWS, "json"),
        ("text/csv ; q = 0.9 , text/tab-separated-values ; q = 0.95", _ROWS, "tsv"),
        ("application/json;charset=utf-8", _ROWS, "json"),
        ("*/*;q=0.2, text/*;q=0.3, text/csv;q=0.1", RESULTS, "tsv"),
        ("application/sparql-results+json;q=0, application/json", _ROWS, None),
        ("text/csv", _ROWS, "csv"),
        ("text/csv, */*", _ROWS, "csv"),
        ("TEXT/CSV", _ROWS, "csv"),
        ("text/tab-separated-values", _ROWS, "tsv"),
        ("text/*", _ROWS, "csv"),
        ("text/*;q=0.5, text/html", _ROWS, "html"),
        ("text/*, text/csv;q=0", _ROWS, "tsv"),
        ("text/csv;q=0, */*", RESULTS, "json"),
        ("application/json", _ROWS, "json"),
        ("application/json", _PAGE, "jsonld"),
        ("application/xml", _PAGE, "rdf"),
        ("text/xml", _ROWS, "xml"),
        ("application/xhtml+xml", _PAGE, "html"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', _PAGE, "jsonld"),
        ('application/ld+json;profile="a,b;q=0";q=0.9, text/turtle;q=0.8', _PAGE, "jsonld"),
        ("text/turtle; charset=utf-8", _PAGE, "ttl"),
        ("text/turtle;charset=utf-8;q=0.5,application/n-triples;q=0.6", _PAGE, "nt"),
        ("text/turtle;q=0.9,application/rdf+xml;q=0.9", _PAGE, "ttl"),
        ("application/rdf+xml;q=0.9,text/turtle;q=0.9", _PAGE, "ttl"),
        ("text/n3", _PAGE, "ttl"),
        ("application/x-turtle;q=0.2, application/n-triples;q=0.1", _PAGE, "ttl"),
        ("text/turtle;q=1.5, application/n-triples;q=0.1", _PAGE, "nt"),
        ("text/turtle;q=, application/n-triples;q=0.1", _PAGE, "nt"),
        ("turtle, application/n-triples", _PAGE, "nt"),
        ("text/turtle/x", _PAGE, "ttl"),  # nothing readable: as if no header had been sent
        (",,;q=1,", _PAGE, "ttl"),
        ("text/turtle;q=0.5, text/turtle;level=1;q=0.9, application/n-triples;q=0.7", _PAGE, "ttl"),
        ("application/*;q=0.4, text/html;q=0.3", _PAGE, "nt"),
        ("application/*", RESULTS, "json"),
        ("image/png", _ROWS, None),
        ("image/*", _PAGE, None),
        ("text/csv", _PAGE, None),
        ("text/turtle", _ROWS, None),
        ("*/*;q=0", _ROWS, None),
        ("text/turtle;q=0, application/n-triples;q=0", _PAGE, None),
        ("application/pdf, image/png;q=0.9", _PAGE, None),
        ("*/*", (), None),
    ],
)
def test_clients_get_what_they_ask_for(accept: str | None, offered: tuple[Format, ...], expected: str | None) -> None:
    """For each Accept header the format is the one the standard means, or none."""
    found = negotiate(accept, offered)
    assert expected == (found and found.name)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("csv", "csv"), ("CSV", "csv"), ("srj", "json"), ("json", "json"), ("text/csv", "csv"),
        ("application/json", "json"), ("text/csv; charset=utf-8", "csv"), ("html", "html"), ("ttl", None),
        ("foo", None), ("", None),
    ],
)  # fmt: skip
def test_an_asked_format_wins_over_the_header(asked: str, expected: str | None) -> None:
    """`?format=` and suffixes win over Accept, and an unknown one is not replaced by another."""
    found = negotiate("application/sparql-results+xml", _ROWS, asked=asked)
    assert expected == (found and found.name)


def test_names_extensions_and_media_types_are_unambiguous() -> None:
    """No two formats share a name, an extension or a media type, and those that the W3C has no name for are few."""
    for attribute in ("name", "extension", "media_type"):
        values = [getattr(each, attribute) for each in FORMATS]
        assert len(values) == len(set(values))
    assert [*EXPORTS, PATCH, ATOM, HTML] == [each for each in FORMATS if not each.iri]


def test_each_kind_is_offered_in_its_own_place() -> None:
    """Formats of rows and of graphs do not mix."""
    assert {Kind.RESULTS} == {each.kind for each in RESULTS}
    assert {Kind.GRAPH} == {each.kind for each in GRAPHS}
    assert {Kind.EXPORT} == {each.kind for each in EXPORTS}


def test_texts_say_their_encoding() -> None:
    """Every text format is announced as UTF-8, other types stay as registered."""
    found = [named(name) for name in ("csv", "ttl", "json")]
    assert [each and each.content_type for each in found] == [
        "text/csv; charset=utf-8",
        "text/turtle; charset=utf-8",
        "application/sparql-results+json",
    ]


@given(st.one_of(st.none(), st.text(alphabet='abtexurlcsv/*;,q=.10" \\', max_size=200)))
def test_only_what_is_offered_is_chosen(accept: str | None) -> None:
    """Whatever the header, the choice is one of the offered formats or none."""
    assert negotiate(accept, _PAGE) in {*_PAGE, None}


def test_a_long_hostile_header_is_read_at_once() -> None:
    """A header of separators and quotes takes no time worth naming."""
    for part in ("; ", ",", '"', '\\"', "a/b;q=", "*/"):
        assert negotiate(part * 16_000, _PAGE) in {*_PAGE, None}
