"""Tests of the shipped data as it is served: every IRI of ours answers, with the same triples in each format."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient

from partnergraph.formats import HTML
from partnergraph.namespaces import BASE
from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.web.test_entities import FIVE, addresses, parsed, same

_PARTS: Final = 4
"""Into so many tests the addresses are dealt, so that each ends in time."""


@pytest.fixture(scope="module")
def shipped(shipped_release: Path) -> Iterator[tuple[FlaskClient, Path]]:
    """Return a client of the shipped data, and the folder of the release."""
    app = create_app(Settings(workers=1, cache_mb=0), shipped_release)
    yield app.test_client(), shipped_release
    app.extensions["partnergraph"].close()


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_iri_of_the_shipped_dump_answers(shipped: tuple[FlaskClient, Path], part: int) -> None:
    """Each IRI of ours, goal and target has a page and five formats of RDF that say the same."""
    client, release = shipped
    found = list(addresses(release))
    assert len(found) > 1_000
    wrong = []
    for path in sorted({_landing(client, each) for each in found[part::_PARTS]}):
        replies = [client.get(path, headers={"Accept": each.media_type}) for each in (*FIVE, HTML)]
        if [200] * 6 != [reply.status_code for reply in replies]:
            wrong.append((path, [reply.status_code for reply in replies]))
            continue
        documents = [parsed(reply.data, each) for reply, each in zip(replies, FIVE, strict=False)]
        if not documents[0] or not same(documents):
            wrong.append((path, [len(each) for each in documents]))
    assert [] == wrong


def _landing(client: FlaskClient, path: str) -> str:
    """Return where an address leads; the parts of the description lead to one document, which is read once."""
    reply = client.head(path, headers={"Accept": "text/turtle"})
    while reply.status_code in {301, 302, 303}:
        path = reply.headers["Location"]
        reply = client.head(path, headers={"Accept": "text/turtle"})
    return path


def test_every_term_of_the_shipped_dump_is_described(shipped: tuple[FlaskClient, Path]) -> None:
    """Each hash IRI in the dump is a subject of the document that its IRI leads to."""
    client, release = shipped
    terms = set(re.findall(rf"<({BASE}(?:ns|shapes)#[^>]+)>", (release / "data.nq").read_text("utf-8")))
    described = client.get("/ns.nt").text + client.get("/shapes.nt").text
    assert len(terms) > 50
    assert set() == {term for term in terms if f"<{term}> <http://www.w3.org/1999/02/22-rdf" not in described}
