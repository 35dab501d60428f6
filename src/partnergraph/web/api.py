"""`/openapi.json` and `/api`: the interface of this server, for programs and for people."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, render_template, request

from .contract import Document
from .found import as_json
from .openapi import OpenApi
from .service import current_service, page_language

__all__ = ["blueprint"]

blueprint: Final = Blueprint("api", __name__)


class _Operation(NamedTuple):
    """One operation as the page shows it; `example` is an address to try, or ""."""

    method: str
    path: str
    said: Mapping[str, Any]
    parameters: list[Mapping[str, Any]]
    statuses: list[str]
    example: str


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the interface in OpenAPI 3.1, in the language asked for."""
    return as_json(_described())


@blueprint.get("/api")
def page() -> Response:
    """Show the same to people."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    described = _described()
    operations = [*_operations(described)]
    sections = [
        (tag["description"], [each for each in operations if tag["name"] in each.said["tags"]])
        for tag in described["tags"]
    ]
    words = _words(page_language())
    return asked.answer(make_response(render_template("api.html", w=words, described=described, sections=sections)))


def _described() -> dict[str, Any]:
    here, tag = current_service(), page_language()
    return OpenApi(
        rules=tuple(current_app.url_map.iter_rules()),
        catalogue=here.catalogue,
        words=_words(tag),
        language=tag,
        address=here.settings.public_url or request.host_url.rstrip("/") + request.script_root,
    ).document()


def _operations(described: Mapping[str, Any]) -> Iterator[_Operation]:
    """Yield the operations of a description with what they refer to in its place."""
    shared = described["components"]["parameters"]
    for path, item in described["paths"].items():
        for method, said in item.items():
            parameters = [
                shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
                for each in said.get("parameters", ())
            ]
            yield _Operation(
                method=method.upper(),
                path=path,
                said=said,
                parameters=parameters,
                statuses=[status for status in said["responses"] if status.isdigit()],
                example=_example(path, parameters) if method == "get" else "",
            )


def _example(path: str, parameters: list[Mapping[str, Any]]) -> str:
    """Return an address such as a client asks for, of the examples in the description; "" where one is missing."""
    asked: dict[str, str] = {}
    for each in parameters:
        value = each.get("example") or (each["schema"]["enum"][0] if each["in"] == "path" else None)
        if value is None and each.get("required"):
            return ""
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(value))
        elif value is not None:
            asked[each["name"]] = str(value)
    return f"{path}?{urlencode(asked)}" if asked else path


@cache
def _words(language: str) -> Mapping[str, Any]:
    path = files("partnergraph.web") / "texts" / "api" / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
