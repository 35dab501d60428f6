"""`/reconcile`, through each call that the reconciliation testbench and OpenRefine make.

The schemas below say what the specification (version 0.2) and the testbench demand, in our own words.
"""

import json
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # it ships no types

from .conftest import Reply, Server

_ID = "https://w3id.org/partnergraph/id/"
_FORM = "application/x-www-form-urlencoded"

_TEXT: Final = {"type": "string"}
_TYPES: Final = {
    "type": "array",
    "items": {"type": "object", "required": ["id"], "properties": {"id": _TEXT, "name": _TEXT}},
}
_SERVICE: Final = {
    "type": "object",
    "required": ["service_url", "service_path"],
    "properties": {"service_url": {"pattern": "^http"}, "service_path": {"pattern": "^/"}},
}
_WITH_ID: Final = {"type": "object", "required": ["url"], "properties": {"url": {"pattern": r"^http.*\{\{id\}\}"}}}
_MANIFEST: Final = {
    "type": "object",
    "required": [
        "versions", "name", "identifierSpace", "schemaSpace", "defaultTypes", "view", "preview", "suggest", "extend",
    ],
    "properties": {
        "versions": {"type": "array", "contains": {"const": "0.2"}, "items": _TEXT},
        "name": _TEXT,
        "identifierSpace": {"pattern": "^https://"},
        "schemaSpace": {"pattern": "^https://"},
        "serviceVersion": _TEXT,
        "defaultTypes": {**_TYPES, "uniqueItems": True, "minItems": 5},
        "view": _WITH_ID,
        "preview": {**_WITH_ID, "required": ["url", "width", "height"], "properties": {
            **_WITH_ID["properties"], "width": {"type": "integer"}, "height": {"type": "integer"},  # type: ignore[dict-item]
        }},
        "suggest": {"type": "object", "required": ["entity", "type", "property"], "additionalProperties": _SERVICE},
        "extend": {
            "type": "object",
            "properties": {"propose_properties": _SERVICE, "property_settings": {"type": "array"}},
        },
    },
}  # fmt: skip
_CANDIDATE: Final = {
    "type": "object",
    "required": ["id", "name", "score"],
    "properties": {
        "id": _TEXT,
        "name": _TEXT,
        "description": _TEXT,
        "score": {"type": "number"},
        "match": {"type": "boolean"},
        "type": _TYPES,
        "features": {
            "type": "array",
            "items": {"properties": {"id": _TEXT, "value": {"type": ["number", "boolean"]}}},
        },
    },
}
_BATCH: Final = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": _CANDIDATE}},
    },
}
_SUGGESTED: Final = {
    "type": "object",
    "required": ["result"],
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {"id": _TEXT, "name": _TEXT, "description": _TEXT, "notable": _TYPES},
            },
        }
    },
}
_EXTENDED: Final = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": _TYPES,
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "oneOf": [
                            {"required": ["str"], "properties": {"str": _TEXT}, "additionalProperties": False},
                            {
                                "required": ["id", "name"],
                                "properties": {"id": _TEXT, "name": _TEXT},
                                "additionalProperties": False,
                            },
                        ]
                    },
                },
            },
        },
    },
}  # fmt: skip


def _members(reply: Reply, schema: dict[str, Any]) -> Any:
    """Return the members of a JSON answer that any page may read, and that is of this form."""
    assert (200, "application/json", "*") == (
        reply.status, reply.headers["Content-Type"], reply.headers["Access-Control-Allow-Origin"],
    ), reply.text  # fmt: skip
    found = json.loads(reply.body)
    assert [] == [error.message for error in Draft7Validator(schema).iter_errors(found)]
    return found


def _post(server: Server, **parameters: object) -> Reply:
    body = urlencode({name: json.dumps(value) for name, value in parameters.items()}).encode()
    return server.ask("/reconcile", "POST", body, Content_Type=_FORM, Origin="https://example.org")


def _batch(server: Server, **queries: object) -> dict[str, list[dict[str, Any]]]:
    found = _members(_post(server, queries=queries), _BATCH)
    assert set(queries) == set(found)
    return {key: each["result"] for key, each in found.items()}


@pytest.fixture(scope="module")
def manifest(server: Server) -> Any:
    """Return the manifest, as a client reads it first."""
    return _members(server.ask("/reconcile", Origin="https://example.org"), _MANIFEST)


def _at(server: Server, address: str) -> str:
    """Return the path of an address that the manifest names, which must be one of this server's."""
    assert address.startswith(server.url)
    return "/" + address.removeprefix(server.url)


def test_the_manifest_is_in_the_readers_language(server: Server, manifest: Any) -> None:
    """Types have names in English and Swedish, and the same ids."""
    swedish = _members(server.ask("/reconcile", Accept_Language="sv"), _MANIFEST)
    assert {"id": "theme", "name": "theme"} in manifest["defaultTypes"]
    assert {"id": "theme", "name": "tema"} in swedish["defaultTypes"]


def test_a_batch_by_form_and_by_address_is_the_same(server: Server) -> None:
    """Queries are answered under their own keys, whichever way they come."""
    queries = {"q0": {"query": "Shatsk"}, "åäö": {"query": "Tamale", "type": "territory"}, "": {"query": "zzzz"}}
    posted = _batch(server, **queries)
    got = _members(server.ask("/reconcile?" + urlencode({"queries": json.dumps(queries)})), _BATCH)
    assert posted == {key: each["result"] for key, each in got.items()}
    assert [f"{_ID}territory/gh-tamale"] == [each["id"] for each in posted["åäö"]]
    assert [] == posted[""]


def test_a_match_is_one_that_nothing_equals(server: Server) -> None:
    """Of a type there is one such name, so it is a match; without a type there are two, so none is."""
    found = _batch(
        server,
        body={"query": "Шацьк", "type": "body"},
        both={"query": "Shatsk", "type": ["body", "territory"]},
        any={"query": "Shatsk"},
        near={"query": "Shatskk", "type": "body"},
        code={"query": "1980", "type_strict": "any"},
    )
    first = found["body"][0]
    assert (f"{_ID}body/ua-shatsk", "Shatsk", 100, True) == (
        first["id"], first["name"], first["score"], first["match"],
    )  # fmt: skip
    assert [{"id": "body", "name": "local government"}] == first["type"]
    assert "local government, Ukraine" == first["description"]
    for key in ("both", "any"):
        assert {100} == {each["score"] for each in found[key][:2]}
        assert not any(each["match"] for each in found[key])
    assert found["near"][0]["id"] == first["id"]
    assert not found["near"][0]["match"]
    assert found["code"][0]["match"]


def test_scores_fall_and_limits_hold(server: Server) -> None:
    """The likeliest comes first, and there are as many as were asked for."""
    found = _batch(server, few={"query": "v", "limit": 2}, many={"query": "v", "limit": 10_000})
    assert 2 == len(found["few"])
    scores = [each["score"] for each in found["many"]]
    assert scores == sorted(scores, reverse=True)
    assert 2 < len(scores) <= 50


def test_known_values_tell_namesakes_apart(server: Server) -> None:
    """A candidate of another country is doubted; a country may be a name, a code or an IRI, in any form."""
    for value in ("Ghana", "GH", {"id": f"{_ID}country/gh"}, ["Sweden", "Ghana"]):
        query = {"query": "Tamale", "type": "body", "properties": [{"pid": "country", "v": value}]}
        assert _batch(server, q=query)["q"][0]["match"], value
    wrong = {"query": "Tamale", "type": "body", "properties": [{"pid": "country", "v": "Ukraine"}]}
    (doubted,) = _batch(server, q=wrong)["q"]
    assert (50, False) == (doubted["score"], doubted["match"])
    other = {"query": "Tamale", "type": "body", "properties": [{"pid": "colour", "v": "blue"}]}
    assert _batch(server, q=other)["q"][0]["match"]


@pytest.mark.parametrize(
    ("text", "matched"), [("Tamale, Ghana", True), ("tamale (GH)", True), ("Tamale, Sweden", False)]
)
def test_a_country_may_follow_the_name(server: Server, text: str, matched: bool) -> None:  # noqa: FBT001 - what is expected
    """A cell that names the country too is read as name and country."""
    found = _batch(server, q={"query": text, "type": "body"})["q"]
    assert [(f"{_ID}body/gh-tamale", matched)] == [(each["id"], each["match"]) for each in found]


def test_a_code_alone_is_enough(server: Server) -> None:
    """Without a name a known code finds its thing."""
    query = {"properties": [{"pid": "scbCode", "v": "1980"}]}
    assert [f"{_ID}body/se-vasteras"] == [each["id"] for each in _batch(server, q=query)["q"]]


def test_candidates_can_be_viewed(server: Server, manifest: Any) -> None:
    """The address of each candidate, made from the template, leads to it."""
    for candidate in _batch(server, q={"query": "Mjölby"})["q"]:
        address = manifest["view"]["url"].replace("{{id}}", quote(candidate["id"], safe=""))
        reply = server.ask(_at(server, address), Accept="text/html")
        assert (303, candidate["id"].removeprefix("https://w3id.org/partnergraph")) == (
            reply.status, reply.headers["Location"],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [
        ("entity", "mjol", f"{_ID}body/se-mjolby"),
        ("entity", "Шаць", f"{_ID}body/ua-shatsk"),
        ("type", "gov", "body"),
        ("type", "terr", "territory"),
        ("property", "count", "country"),
        ("property", "scb", "scbCode"),
    ],
)
def test_what_is_typed_is_completed(server: Server, manifest: Any, kind: str, prefix: str, expected: str) -> None:
    """Entities, types and properties are suggested by what their names begin with."""
    service = manifest["suggest"][kind]
    address = _at(server, service["service_url"] + service["service_path"])
    found = _members(server.ask(f"{address}?prefix={quote(prefix)}"), _SUGGESTED)["result"]
    assert expected in {each["id"] for each in found}
    further = _members(server.ask(f"{address}?prefix={quote(prefix)}&cursor={len(found)}"), _SUGGESTED)["result"]
    assert [] == further
    assert found == _members(server.ask(f"{address}?prefix={quote(prefix)}&cursor=0"), _SUGGESTED)["result"]


def test_a_preview_may_be_framed(server: Server, manifest: Any) -> None:
    """The preview is a small page that other pages may frame, and that can do nothing there."""
    preview = manifest["preview"]
    address = preview["url"].replace("{{id}}", quote(f"{_ID}body/se-vasteras", safe=""))
    reply = server.ask(_at(server, address))
    assert "text/html; charset=utf-8" == reply.headers["Content-Type"]
    assert "Västerås Municipality" in reply.text
    assert "1980" in reply.text
    policy = reply.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'self'" in policy
    assert "&lt;Metropolitan&gt;" in server.ask(
        f"/reconcile/preview?id={quote(f'{_ID}body/gh-tamale', safe='')}"
    ).text  # fmt: skip
    for unknown in ("", "x", f"{_ID}body/xx", "Mjölby"):
        assert 404 == server.ask(f"/reconcile/preview?id={quote(unknown, safe='')}").status


def test_values_can_be_fetched(server: Server, manifest: Any) -> None:
    """Properties are proposed, and their values come as texts, or as things with names."""
    service = manifest["extend"]["propose_properties"]
    proposed = json.loads(
        server.ask(_at(server, service["service_url"] + service["service_path"]) + "?type=body&limit=3").body
    )
    assert ("body", 3, 3) == (proposed["type"], proposed["limit"], len(proposed["properties"]))
    ids = [f"{_ID}body/se-vasteras", f"{_ID}body/xx"]
    wanted = [{"id": "scbCode"}, {"id": "country"}, {"id": "qid", "settings": {}}]
    found = _members(_post(server, extend={"ids": ids, "properties": wanted}), _EXTENDED)
    assert ["scbCode", "country", "qid"] == [each["id"] for each in found["meta"]]
    assert {
        "scbCode": [{"str": "1980"}],
        "country": [{"id": f"{_ID}country/se", "name": "Sweden"}],
        "qid": [{"str": "Q500217"}],
    } == found["rows"][ids[0]]
    assert {"scbCode": [], "country": [], "qid": []} == found["rows"][ids[1]]


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"queries": "{"}, 400, "not JSON"),
        ({"queries": "[]"}, 400, "no object"),
        ({"queries": "[" * 50_000}, 400, "nested"),
        ({"queries": '{"q": "x"}'}, 400, "no object"),
        ({"queries": '{"q": {"query": 1}}'}, 400, "no text"),
        ({"queries": '{"q": {"query": "a", "type": [1]}}'}, 400, "a type"),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400, "limit"),
        ({"queries": '{"q": {"query": "a", "limit": NaN}}'}, 400, "limit"),
        ({"queries": '{"q": {"query": "a", "properties": {"pid": "x"}}}'}, 400, "properties"),
        ({"queries": json.dumps({str(n): {"query": "a"} for n in range(201)})}, 413, "200 queries"),
        ({"extend": "{}"}, 400, "nothing to fetch"),
        ({"extend": '{"ids": [], "properties": [{"id": "colour"}]}'}, 400, "no property"),
        ({"extend": json.dumps({"ids": ["a"] * 10_001, "properties": [{"id": "qid"}]})}, 413, "10000 values"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_wrong_request_is_told_plainly(server: Server, parameters: dict[str, str], status: int, words: str) -> None:
    """What is wrong is said in a problem document."""
    reply = server.ask("/reconcile", "POST", urlencode(parameters).encode(), Content_Type=_FORM)
    assert status == reply.status
    assert words in json.loads(reply.body)["detail"]


def test_a_cell_that_is_too_long_has_no_candidates(server: Server) -> None:
    """One long cell does not stop the batch it is in."""
    odd = {"query": "a" + " " * 60_000 + "b"}
    assert [] == _batch(server, odd=odd)["odd"]
    found = _batch(server, long={"query": "a" * 1_000}, short={"query": "Mjölby", "type": "body"})
    assert [] == found["long"]
    assert found["short"][0]["match"]


def test_text_that_is_none_has_no_candidates(server: Server) -> None:
    """Half a surrogate pair, which JSON can spell, is a cell like any other: in a key, a query, a value or an id."""
    odd = "\ud800"
    assert {odd: []} == _batch(server, **{odd: {"query": odd, "properties": [{"pid": "country", "v": odd}]}})
    found = _members(_post(server, extend={"ids": [odd], "properties": [{"id": "qid"}]}), _EXTENDED)
    assert {odd: {"qid": []}} == found["rows"]


def test_there_is_no_jsonp(server: Server) -> None:
    """No answer is a program for another page to run."""
    reply = server.ask("/reconcile?callback=run")
    assert (400, "application/problem+json") == (reply.status, reply.headers["Content-Type"])
    assert "CORS" in json.loads(reply.body)["hint"]
