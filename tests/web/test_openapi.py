"""Tests of the description of the interface: it is valid, leaves nothing out, and the server does what it says."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from openapi_spec_validator import validate
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from partnergraph import formats
from partnergraph.settings import Settings
from partnergraph.web import create_app
from partnergraph.web.operations import HIDDEN, OPERATIONS, TAGS
from partnergraph.web.parameters import PARAMETERS
from partnergraph.web.wording import table

from .conftest import Server, serving_app

Operation = schemathesis.APIOperation[Any, Any, Any, Any]

_VASTERAS = "https://w3id.org/partnergraph/id/body/se-vasteras"
_PARTS = "multipart/form-data"
_CHECKS: list[CheckFunction] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


_ = schemathesis.serializer("application/sparql-query")(lambda _, value: str(value).encode())


@pytest.fixture(scope="module")
def site(shipped_release: Path) -> Iterator[Server]:
    """Return a server of the data that ships."""
    yield from serving_app(create_app(Settings(workers=2, deadline=5), shipped_release))


def described(server: Server, language: str = "en") -> dict[str, Any]:
    """Return the description that a server gives of itself."""
    found: dict[str, Any] = json.loads(server.ask(f"/openapi.json?lang={language}").body)
    return found


@pytest.fixture(scope="module")
def schema(site: Server) -> BaseSchema:
    """Return the description as schemathesis reads it."""
    return schemathesis.openapi.from_url(f"{site.url}openapi.json")


def operations(schema: BaseSchema) -> list[Operation]:
    """Return every operation of a description."""
    return [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]


@pytest.fixture(scope="module")
def document(site: Server) -> Mapping[str, Any]:
    """Return the description of the data that ships."""
    return described(site)


def examples(operation: Operation) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the examples in a description ask of an operation: the values in its path, and its parameters."""
    place, asked = dict[str, Any](), dict[str, Any]()
    shared = operation.schema.raw_schema["components"]["parameters"]
    for each in operation.definition.raw.get("parameters", ()):
        parameter = shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
        value = parameter.get("example")
        if parameter["in"] == "path":
            place[parameter["name"]] = value or parameter["schema"]["enum"][0]
        elif value is not None or parameter.get("required"):
            asked[parameter["name"]] = value or _VASTERAS
    return place, asked


def formats_of(operation: Operation) -> list[str]:
    """Return the formats in which an operation is said to answer its example, by name."""
    parameters = operation.definition.raw.get("parameters", ())
    offered: list[str] = next((each["schema"]["enum"] for each in parameters if each.get("name") == "format"), [])
    rows = {each.name for each in formats.GRAPHS} if operation.path == "/sparql" else set()
    if operation.path.startswith("/queries/"):
        return []  # the tests of the catalogue ask each query in each format
    return [name for name in offered if name not in rows]  # the query of the example makes rows


@pytest.mark.parametrize("language", ["en", "sv"])
def test_description_is_valid(site: Server, language: str) -> None:
    """The description is OpenAPI 3.1 by its own schema, in both languages."""
    found = described(site, language)

    validate(found)
    assert "3.1.0" == found["openapi"]
    assert site.url.rstrip("/") == found["servers"][0]["url"]


def test_every_route_is_described(app: Flask) -> None:
    """Every route has a row in the table, and every row a route; only what belongs to the pages is left out."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes == {name.partition(" ")[0] for name in OPERATIONS} | HIDDEN


def test_words_are_those_of_the_table() -> None:
    """Each operation, parameter and part of the interface is described, and nothing else is."""
    said = table("api", "en")

    assert [*OPERATIONS] == [*said["operations"]]
    assert [*PARAMETERS] == [*said["parameters"]]
    assert [*TAGS] == [*said["tags"]]


def test_every_canned_query_is_described(app: Flask, document: Mapping[str, Any]) -> None:
    """Each canned query has an address of its own with all its parameters."""
    catalogue = app.extensions["partnergraph"].catalogue
    assert len(catalogue) >= 30
    for name, canned in catalogue.items():
        said = document["paths"][f"/queries/{name}"]["get"]
        assert canned.title["en"] == said["summary"]
        assert {*canned.parameters} <= {each.get("name") for each in said["parameters"]}


def test_every_operation_answers_its_example_in_every_format(schema: BaseSchema) -> None:
    """With its examples each operation succeeds as described, and comes in every format that it is said to come in."""
    asked = 0
    for operation in operations(schema):
        if operation.method == "get":
            place, query = examples(operation)
            for more in [{}, *({"format": name} for name in formats_of(operation))]:
                case = operation.Case(path_parameters=place, query={**query, **more})
                assert case.call_and_validate(checks=_CHECKS).status_code < 400, (operation.label, more)
                asked += 1
    assert asked > 250


@pytest.mark.parametrize(
    ("path", "method", "values"),
    [
        ("/sparql", "GET", {"query": {"query": "SELECT ?s { ?s a <http://example.org/Nothing> }", "explain": "true"}}),
        ("/sparql", "GET", {"query": {"query": "ASK {}", "format": "json"}}),
        ("/sparql", "POST", {"body": "ASK {}", "media_type": "application/sparql-query"}),
        ("/sparql", "POST", {"body": {"query": "ASK {}"}, "media_type": "application/x-www-form-urlencoded"}),
        ("/reconcile", "GET", {"query": {}}),
        ("/reconcile", "GET", {"query": {"extend": json.dumps({"ids": [_VASTERAS], "properties": [{"id": "qid"}]})}}),
        (
            "/reconcile",
            "POST",
            {
                "body": {"queries": json.dumps({"q0": {"query": "Kherson"}})},
                "media_type": "application/x-www-form-urlencoded",
            },
        ),
        (
            "/queries/goals-by-count.{suffix}",
            "GET",
            {"path_parameters": {"suffix": "json"}, "query": {"shape": "arrays"}},
        ),
        ("/queries/goals-by-count.{suffix}", "GET", {"path_parameters": {"suffix": "xlsx"}, "query": {"labels": "sv"}}),
        ("/queries/places-with-coordinates.{suffix}", "GET", {"path_parameters": {"suffix": "geojson"}}),
        ("/resolve", "GET", {"query": {"iri": _VASTERAS, "format": "json"}}),
        ("/validate", "POST", {"body": {"text": "[] a <http://example.org/Nothing> ."}, "media_type": _PARTS}),
    ],
)
def test_what_is_asked_most_is_as_described(schema: BaseSchema, path: str, method: str, values: dict[str, Any]) -> None:
    """Requests that no example makes, and no chance finds, succeed and have the JSON that is described."""
    response = schema[path][method].Case(**values).call_and_validate(checks=_CHECKS)

    assert 200 == response.status_code


def test_releases_and_their_differences_are_as_described(site: Server, schema: BaseSchema) -> None:
    """A release and a difference have the JSON that is described; the names that move lead to them."""
    version = site.ask("/").headers["PG-Release"]
    for name in (version, f"{version}..{version}"):
        case = schema["/versions/{name}"]["GET"].Case(path_parameters={"name": name}, query={"format": "json"})
        assert 200 == case.call_and_validate(checks=_CHECKS).status_code
    moved = site.ask("/versions/current..current/added.nq")
    assert (302, f"/versions/{version}..{version}/added.nq") == (moved.status, moved.headers["Location"])


def test_server_does_what_the_description_says(schema: BaseSchema) -> None:
    """Whatever values are sent: nothing fails inside, and status, type, headers and JSON are as described."""
    bounds = hypothesis.settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[*hypothesis.HealthCheck],
        phases=[hypothesis.Phase.generate],
    )
    asked = set()
    for operation in operations(schema):
        asked.add(operation.label)

        @bounds
        @hypothesis.given(case=operation.as_strategy())
        def conforms(case: schemathesis.Case[Any]) -> None:
            _ = case.query.pop("version", None)  # almost every one is of no release, and that is answered first
            case.call_and_validate(checks=_CHECKS)

        conforms()

    assert len(asked) > 80


def test_page_shows_every_operation(site: Server, schema: BaseSchema) -> None:
    """The page has every operation, those of canned queries once, in both languages, and leads to the description."""
    shown = {
        f"<code>{each.method.upper()} {re.sub('^/queries/[^/.]+', '/queries/{name}', each.path)}</code>"
        for each in operations(schema)
    }
    for language, word in (("en", "Programming interface"), ("sv", "Programmeringsgränssnitt")):
        page = site.ask(f"/api?lang={language}").text
        assert word in page
        assert f"/openapi.json?lang={language}" in page
        assert [] == sorted(each for each in shown if each not in page)
