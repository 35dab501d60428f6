"""Tests of the addresses of contexts, frames and schemas, over a real connection."""

import json

import pytest
from rdflib import Graph

from partnergraph import jsonld

from .conftest import Server


def test_the_context_is_at_its_address_for_ever(server: Server) -> None:
    """The context may be kept for ever, is readable from any page, and is the one that frames name."""
    reply = server.ask("/contexts/v1.jsonld", Origin="https://elsewhere.example")
    assert (200, "application/ld+json") == (reply.status, reply.headers["Content-Type"])
    assert jsonld.context_document() == reply.body
    assert "immutable" in reply.headers["Cache-Control"]
    assert "*" == reply.headers["Access-Control-Allow-Origin"]
    assert jsonld.CONTEXT.endswith("/contexts/v1.jsonld")
    assert "Mon, 23 Nov 2026 12:00:00 GMT" == reply.headers["Last-Modified"]
    again = server.ask("/contexts/v1.jsonld", If_None_Match=reply.headers["ETag"])
    assert (304, b"") == (again.status, again.body)


@pytest.mark.parametrize("name", jsonld.frame_names())
def test_each_class_has_its_frame_and_its_schema(server: Server, name: str) -> None:
    """Frame and schema of a class are at addresses made from its name."""
    frame, schema = server.ask(f"/frames/{name}.jsonld"), server.ask(f"/schemas/v1/{name}.json")
    assert (200, 200) == (frame.status, schema.status)
    assert 'profile="http://www.w3.org/ns/json-ld#frame"' in frame.headers["Content-Type"]
    assert "application/schema+json" == schema.headers["Content-Type"]
    assert json.loads(frame.body)["type"] == json.loads(schema.body)["title"]


@pytest.mark.parametrize(
    "path",
    [
        "/contexts/v2.jsonld",
        "/contexts/v0.jsonld",
        "/contexts/v1",
        "/frames/nothing.jsonld",
        "/frames/..%2fcontext.jsonld",
        "/schemas/v1/nothing.json",
        "/schemas/v2/project.json",
    ],
)
def test_other_versions_and_names_are_not_found(server: Server, path: str) -> None:
    """What was never published is 404."""
    assert 404 == server.ask(path).status


def test_framed_documents_name_their_schema(server: Server) -> None:
    """The header of a framed document leads to the schema that it fits, and other formats name none."""
    framed = server.ask("/doc/body/se-vasteras.jsonld")
    assert '</schemas/v1/local-government.json>; rel="describedby"' in ", ".join(framed.headers.get_all("Link", []))
    turtle = server.ask("/doc/body/se-vasteras.ttl")
    assert "/schemas/" not in ", ".join(turtle.headers.get_all("Link", []))
    assert "Västerås kommun" == json.loads(framed.body)["label"]["sv"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser
def test_a_library_reads_framed_documents_from_their_address(server: Server) -> None:
    """A library reads the same triples from the address of JSON-LD and from that of Turtle, and asks nobody else."""
    address = f"{server.url.rstrip('/')}/doc/partnership/se-vasteras--ua-shatsk"
    framed, turtle = (Graph().parse(f"{address}.{suffix}") for suffix in ("jsonld", "ttl"))
    assert len(turtle) > 20
    assert set(turtle) == set(framed)
