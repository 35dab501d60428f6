"""Tests of dereferencing: every IRI of ours answers, however it is spelt, and what is gone says so."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from partnergraph.formats import GRAPHS, HTML, Format
from partnergraph.namespaces import BASE, DCTERMS, OWL, PG, SDG
from partnergraph.settings import Settings
from partnergraph.web import create_app
from partnergraph.web.spelling import encoded, spellings
from tests.serving import make_release

from .conftest import ADDED, Server, serving_app

FIVE = [each for each in GRAPHS if each.name in {"ttl", "nt", "rdf", "jsonld", "trig"}]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release in which some things are gone."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    return make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED], named=("findings", "history"))


@pytest.fixture(scope="module")
def server(release: Path) -> Iterator[Server]:
    """Return a real server of that release."""
    yield from serving_app(create_app(Settings(workers=1, cache_mb=0), release))


def addresses(release: Path) -> Iterator[str]:
    """Yield the path of every IRI of ours, and of every goal and target described, in the dump of a release."""
    text = (release / "data.nq").read_bytes()
    terms = {
        term.value
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode)
    }
    yield from sorted({f"/{iri.removeprefix(BASE).partition('#')[0]}" for iri in terms if iri.startswith(BASE)})
    described = {
        str(quad.subject.value)
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(str(SDG))
    }
    yield from sorted(f"/goals/{iri.removeprefix(str(SDG))}" for iri in described)


def parsed(body: bytes, wanted: Format) -> frozenset[ox.Triple]:
    """Return the triples of a document, which must all be in the default graph."""
    quads = list(ox.parse(body, ox.RdfFormat.from_media_type(wanted.media_type)))
    assert {ox.DefaultGraph()} >= {quad.graph_name for quad in quads if isinstance(quad, ox.Quad)}
    return frozenset(quad.triple if isinstance(quad, ox.Quad) else quad for quad in quads)


def same(documents: list[frozenset[ox.Triple]]) -> bool:
    """Return whether documents say the same, whatever their blank nodes are called."""
    first, *others = documents
    if not any(isinstance(term, ox.BlankNode) for triple in first for term in (triple.subject, triple.object)):
        return all(first == other for other in others)
    graphs = [Graph().parse(data="\n".join(f"{triple} ." for triple in each), format="nt") for each in documents]
    return all(isomorphic(graphs[0], graph) for graph in graphs[1:])


def test_every_iri_of_the_dump_answers_in_five_formats_with_the_same_triples(server: Server, release: Path) -> None:
    """Each IRI of ours leads to a document; its formats are isomorphic and speak of what was asked for."""
    found = list(addresses(release))
    assert len(found) > 20
    for path in found:
        replies = [server.follow(path, Accept=each.media_type) for each in FIVE]
        status = 410 if path.endswith("withdrawn") else 200
        assert [status] * 5 == [reply.status for reply in replies], path
        documents = [parsed(reply.body, each) for reply, each in zip(replies, FIVE, strict=True)]
        assert documents[0], path
        assert same(documents), path


def test_a_name_leads_to_its_document_with_what_was_asked_for(server: Server) -> None:
    """303 goes to the document; suffix, format and language stay, other parameters do not."""
    for asked, led in (
        ("/id/body/se-vasteras", "/doc/body/se-vasteras"),
        ("/id/body/se-vasteras.ttl", "/doc/body/se-vasteras.ttl"),
        ("/id/body/se-vasteras?format=nt&lang=sv&x=1", "/doc/body/se-vasteras?format=nt&lang=sv"),
        ("/id/record/vasteras-stad/1", "/doc/record/vasteras-stad/1"),
    ):
        reply = server.ask(asked, Accept="image/png")
        assert (303, led) == (reply.status, reply.headers["Location"])
        assert reply.headers["Vary"] is None
    swedish = server.follow("/id/body/se-vasteras?format=html&lang=sv")
    assert "<h1>Västerås kommun</h1>" in swedish.text


@pytest.mark.parametrize("place", ["/id", "/doc"])
@pytest.mark.parametrize(
    "spelt",
    [
        "body/se-vasteras/",
        "body/SE-Vasteras",
        "Body/se-vasteras",
        quote("body/se-västerås"),
        quote("body/se-västerås", safe="").replace("%2F", "/").lower(),
        quote(unicodedata.normalize("NFD", "body/se-Västerås")),
        quote("body/SE-VÄSTERÅS/"),
        "body/%73e-vasteras%2F",
    ],
)
def test_however_it_is_spelt_it_leads_to_one_place(server: Server, place: str, spelt: str) -> None:
    """Letters, case, Unicode forms, percent-encoding and a slash redirect for good to the one path on this server."""
    for suffix in ("", ".ttl") if not spelt.endswith(("/", "%2F")) else ("",):
        reply = server.ask(f"{place}/{spelt}{suffix}?lang=sv", Host="evil.example")
        assert (301, f"{place}/body/se-vasteras{suffix}?lang=sv") == (reply.status, reply.headers["Location"])
        assert "evil" not in str(reply.headers)


@pytest.mark.parametrize("path", ["/goals", "/goals/16", "/ns", "/shapes", "/graph/findings"])
def test_a_slash_at_the_end_leads_to_the_address_without(server: Server, path: str) -> None:
    """Documents that are no things have one address too."""
    reply = server.ask(f"{path}/?format=nt&lang=sv")
    assert (301, f"{path}?format=nt&lang=sv") == (reply.status, reply.headers["Location"])


@pytest.mark.parametrize("path", ["/goals/18", "/goals/16.99", "/graph/none", "/graph", "/doc/body", "/doc"])
def test_what_is_no_document_is_404(server: Server, path: str) -> None:
    """A goal, a graph or a kind that is not there is a problem of the client."""
    assert 404 == server.ask(path).status


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("body/se-håbo", "body/se-haabo"),
        ("body/se-håbo", "body/se-habo"),
        ("body/ua-шацьк", "body/ua-shatsk"),
        ("body/se-region norrbotten", "body/se-region-norrbotten"),
    ],
)
def test_spellings_try_what_a_slug_may_be(path: str, expected: str) -> None:
    """Letters with a sign are tried spelt out and plain, and spaces as hyphens."""
    assert expected in spellings(path)


def test_an_address_inside_an_address_stays_encoded() -> None:
    """What the server decoded is put back where an IRI holds another; other paths are left alone."""
    assert "dataset/property/http%3A%2F%2Fa%2Fb%23c" == encoded("dataset/property/http://a/b#c")
    assert "body/se-vasteras" == encoded("body/se-vasteras")


def test_a_letter_spelt_out_comes_before_the_plain_one() -> None:
    """Habo and Håbo are two places: the name with a ring is first looked for under the slug that says so."""
    found = list(spellings("body/se-håbo"))
    assert found.index("body/se-haabo") < found.index("body/se-habo")


@pytest.mark.parametrize("wanted", [*GRAPHS, HTML])
@pytest.mark.parametrize("place", ["/id", "/doc"])
def test_what_is_gone_says_so_in_every_format(server: Server, place: str, wanted: Format) -> None:
    """410 carries the tombstone, and no tag by which it could pass for a document."""
    reply = server.ask(f"{place}/project/withdrawn", Accept=wanted.media_type)
    assert (410, wanted.content_type) == (reply.status, reply.headers["Content-Type"])
    assert reply.headers["ETag"] is None
    if wanted is HTML:
        assert "withdrawn from the data" in reply.text
        assert "2026-10-01" in reply.text
    else:
        said = {str(triple.predicate.value) for triple in parsed(reply.body, wanted)}
        assert {str(OWL.deprecated), str(DCTERMS.modified)} <= said
        assert str(PG.Tombstone) in {str(getattr(each.object, "value", "")) for each in parsed(reply.body, wanted)}


def test_what_was_merged_leads_to_its_successor(server: Server) -> None:
    """301 goes from name to name and from document to document, with the format and language asked for."""
    for asked, led in (
        ("/id/project/shatsk", "/id/project/open-shatsk"),
        ("/id/project/shatsk.ttl?lang=sv", "/id/project/open-shatsk.ttl?lang=sv"),
        ("/doc/project/shatsk", "/doc/project/open-shatsk"),
        ("/doc/project/shatsk.jsonld", "/doc/project/open-shatsk.jsonld"),
    ):
        reply = server.ask(asked)
        assert (301, led) == (reply.status, reply.headers["Location"])
    assert "Öppna Shatsk" in server.follow("/id/project/shatsk", Accept="text/turtle").text


def test_rdflib_gets_what_it_wants_from_a_name(server: Server) -> None:
    """A client that only knows the address of a thing parses what is said of it."""
    graph = Graph().parse(f"{server.url.rstrip('/')}/id/body/se-vasteras")
    assert 36 == len(graph)
    assert {""} == {urlsplit(str(subject)).query for subject in graph.subjects()}


def test_a_term_has_its_place_on_the_page_of_the_vocabulary(server: Server) -> None:
    """The page at /ns has an anchor for each term, and so has that of the shapes."""
    assert '<section id="Partnership"' in server.ask("/ns", Accept="text/html").text
    assert '<tr id="Partnership-partner">' in server.ask("/shapes.html").text
    assert "Hur mycket iakttagelsen betyder" in server.ask("/ns.html?lang=sv").text
    assert 404 == server.ask("/nsx").status
    assert 406 == server.ask("/ns.xyz").status
