"""Tests of the blocks of data in pages: what they say in schema.org's words, and that no text breaks out of them."""

import json
import re
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.namespace import SDO

from partnergraph.manifest import Manifest
from partnergraph.namespaces import PG, RDF
from partnergraph.store.embedded import Embedded, Entity
from partnergraph.web.structured_data import PROPERTIES, TYPES, structured_data

from .conftest import Server

_NOTHING = Manifest(
    version="", created="", tool="", triples=0, quads=0, digest="", counts={}, files={}, inputs=(), harvested=""
)


def _block(page: str) -> dict[str, Any]:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    block: dict[str, Any] = json.loads(text)
    return block


def _entity(kind: str) -> Entity:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a/1"), ox.NamedNode(RDF.type), ox.NamedNode(kind)))
    found = Embedded(_NOTHING, store).entity("http://a/1")
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_page_of_a_partnership_says_who_takes_part(server: Server, language: str) -> None:
    """Members come with their names in the language of the page."""
    block = _block(server.ask("/doc/partnership/se-vasteras--ua-shatsk.html", Accept_Language=language).text)
    assert ("https://schema.org", "Organization") == (block["@context"], block["@type"])
    assert "https://w3id.org/partnergraph/id/partnership/se-vasteras--ua-shatsk" == block["@id"]
    assert f"{server.url.rstrip('/')}/doc/partnership/se-vasteras--ua-shatsk" == block["url"]
    names = {"en": {"Västerås Municipality", "Shatsk"}, "sv": {"Västerås kommun", "Shatsk"}}
    assert names[language] == {each["name"] for each in block["member"]}


def test_the_page_of_a_project_says_what_it_is_about(server: Server) -> None:
    """Years, goals and the description in one language are there."""
    block = _block(server.ask("/doc/project/open-shatsk", Accept="text/html", Accept_Language="sv").text)
    assert ("Project", "2023", "2025") == (block["@type"], block["foundingDate"], block["dissolutionDate"])
    assert "Om öppenhet." == block["description"]
    assert "http://metadata.un.org/sdg/16" in {each["@id"] for each in block["knowsAbout"]}
    assert "partnership/se-vasteras--ua-shatsk" in block["parentOrganization"]["@id"]


def test_the_page_of_a_body_says_who_it_is_elsewhere(server: Server) -> None:
    """Its item of Wikidata and its code are named."""
    block = _block(server.ask("/doc/body/se-vasteras", Accept="text/html").text)
    assert ("GovernmentOrganization", "1980") == (block["@type"], block["identifier"])
    assert "http://www.wikidata.org/entity/Q500217" == block["sameAs"]


def test_no_text_ends_the_block(server: Server) -> None:
    """A name that holds markup stays a name: no angle bracket of the data is one of the page."""
    page = server.ask("/doc/body/gh-tamale", Accept="text/html").text
    assert "Tamale <Metropolitan>" == _block(page)["name"]
    assert "<Metropolitan" not in page


def test_whatever_has_no_word_there_is_a_thing() -> None:
    """A resource of a class that schema.org does not know keeps its name and address."""
    block = structured_data(_entity(str(PG.GoalLink)), {}, "http://here/", "en")
    assert {"@context": "https://schema.org", "@type": "Thing", "@id": "http://a/1", "name": "http://a/1"} == {
        name: value for name, value in block.items() if name != "url"
    }


def test_every_word_is_one_of_schema_org() -> None:
    """Types and properties exist in schema.org as rdflib lists it."""
    words = {name for table in PROPERTIES.values() for name in table.values()} | set(TYPES.values()) | set(PROPERTIES)
    words |= {"identifier", "name", "url", "distribution", "encodingFormat", "contentUrl", "DataDownload"}
    assert [] == sorted(word for word in words if SDO[word] not in SDO)
    assert set(PROPERTIES) == {*TYPES.values(), "Thing"}
