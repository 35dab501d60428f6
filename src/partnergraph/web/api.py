"""`/openapi.json` and `/api`: the interface of this server, for programs and for people."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, render_template, request

from partnergraph.sparql.catalogue import CannedQuery

from .contract import Document
from .found import as_json
from .openapi import OpenApi
from .service import current_service, page_language
from .wording import table

__all__ = ["Operation", "blueprint", "operations", "words"]

blueprint: Final = Blueprint("api", __name__)

_ANSWERS: Final = ("200", "300")
"""Statuses of answers that lead nowhere else."""


class Operation(NamedTuple):
    """One operation as a page shows it: what is `said` of it, the `media` types of its answer, and an `example`.

    The example is an address, or "" where one would need what is not known here.
    """

    method: str
    path: str
    said: Mapping[str, Any]
    parameters: list[Mapping[str, Any]]
    statuses: list[str]
    media: list[str]
    example: str


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the interface in OpenAPI 3.1, in the language asked for."""
    asked = Document.page()
    return asked.unchanged() or asked.answer(as_json(_described(current_service().catalogue)))


@blueprint.get("/api")
def shown() -> Response:
    """Show the same to people; one address stands for those of all canned queries, whose pages say what each takes."""
    asked = Document.page()
    if unchanged := asked.unchanged():
        return unchanged
    described = _described({})
    every = [*operations(described)]
    sections = [
        (tag["description"], [each for each in every if tag["name"] in each.said["tags"]]) for tag in described["tags"]
    ]
    page = render_template("api.html", w=words(page_language()), described=described, sections=sections)
    return asked.answer(make_response(page))


def _described(catalogue: Mapping[str, CannedQuery]) -> dict[str, Any]:
    here, tag = current_service(), page_language()
    return OpenApi(
        rules=tuple(current_app.url_map.iter_rules()),
        catalogue=catalogue,
        words=words(tag),
        language=tag,
        address=here.settings.public_url or request.host_url.rstrip("/") + request.script_root,
    ).document()


def operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield the operations of a description with what they refer to in its place."""
    shared = described["components"]["parameters"]
    for path, item in described["paths"].items():
        for method, said in item.items():
            parameters = [
                shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
                for each in said.get("parameters", ())
            ]
            answers = [answer for status, answer in said["responses"].items() if status in _ANSWERS]
            yield Operation(
                method=method.upper(),
                path=path,
                said=said,
                parameters=parameters,
                statuses=[status for status in said["responses"] if status.isdigit()],
                media=[*dict.fromkeys(media for answer in answers for media in answer["content"])],
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


def words(language: str) -> Mapping[str, Any]:
    """Return the words about the interface in a language of our pages."""
    return table("api", language)
