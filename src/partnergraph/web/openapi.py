"""The description of our interface in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), made from the routes.

Which addresses there are is known by the routes, what the canned queries take by the catalogue, in which formats the
answers come by `formats`, and what else an operation takes and gives by the table in `operations`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from rdflib import XSD, URIRef
from werkzeug.routing import Rule

import partnergraph
from partnergraph.formats import DOCUMENT, EXPORTS, HTML, RESULTS
from partnergraph.namespaces import LICENCE
from partnergraph.rdf import compact
from partnergraph.sparql.catalogue import CannedQuery, Parameter, Term

from .canned import offered
from .operations import HIDDEN, OPERATIONS, TAGS, Described
from .parameters import PARAMETERS
from .pinning import PINNED

__all__ = ["OpenApi"]

_PLACE: Final = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")
_OF_QUERIES: Final = "/queries/<name>"
_METHODS: Final = ("GET", "POST")
"""The methods that OpenAPI 3.1 has words for; HEAD and OPTIONS work everywhere and are told once, as QUERY is."""

_HEADERS: Final = ("PG-Release", "X-Request-ID")
_TYPES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        str(XSD.integer): {"type": "integer"},
        str(XSD.nonNegativeInteger): {"type": "integer"},
        str(XSD.positiveInteger): {"type": "integer"},
        str(XSD.decimal): {"type": "number"},
        str(XSD.double): {"type": "number"},
        str(XSD.boolean): {"type": "boolean"},
        str(XSD.date): {"type": "string", "format": "date"},
        str(XSD.dateTime): {"type": "string", "format": "date-time"},
    }
)
"""Datatype of a parameter → how JSON Schema says it; any other is a string."""

_Object = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenApi:
    """What the description is made from: the routes, the canned queries, the words of one language, and our address.

    Without canned queries one address stands for those of all of them.
    """

    rules: tuple[Rule, ...]
    catalogue: Mapping[str, CannedQuery]
    words: Mapping[str, Any]
    language: str
    address: str

    def document(self) -> _Object:
        """Return the whole description, as JSON has it."""
        said = self.words
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "PartnerGraph",
                "version": partnergraph.__version__,
                "summary": said["summary"],
                "description": said["about"],
                "license": {"name": "CC BY 4.0", "url": str(LICENCE)},
            },
            "servers": [{"url": self.address}],
            "tags": [{"name": tag, "description": said["tags"][tag]} for tag in TAGS],
            "paths": self._paths(),
            "components": self._components(),
        }

    def _components(self) -> _Object:
        """Return the parts that several operations share."""
        parts: _Object = json.loads((files("partnergraph.web") / "components.json").read_text(encoding="utf-8"))
        for name, header in parts["headers"].items():
            header["description"] = self.words["headers"][name]
        for name, body in parts["requestBodies"].items():
            body["description"] = self.words["bodies"][name]
        media = {"application/problem+json": {"schema": _reference("schemas", "Problem")}, HTML.media_type: {}}
        parts["responses"] = {"Problem": self._response("problem", media)}
        parts["parameters"] = {name: self._parameter(name) for name in PARAMETERS}
        return parts

    def _parameter(self, name: str) -> _Object:
        rest = dict(PARAMETERS[name])
        return {
            "name": rest.pop("name", name),
            "in": "query",
            "description": self.words["parameters"][name],
            **rest,
        }

    def _paths(self) -> _Object:
        """Return the operations by address and method; a canned query has addresses of its own."""
        found: _Object = {}
        for rule in self.rules:
            if rule.endpoint not in HIDDEN:
                for address, canned in self._addresses(rule):
                    found.setdefault(_PLACE.sub(r"{\3}", address), {}).update(self._operations(rule, address, canned))
        return dict(sorted(found.items()))

    def _addresses(self, rule: Rule) -> Iterator[tuple[str, CannedQuery | None]]:
        """Yield the addresses of a route: one for each canned query, and one for each word where it has a choice."""
        if self.catalogue and rule.rule.startswith(_OF_QUERIES):
            rest = rule.rule.removeprefix(_OF_QUERIES)
            yield from (
                (f"/queries/{name}{rest}", canned)
                for name, canned in self.catalogue.items()
                if canned.parameters or "<parameter>" not in rest
            )
            return
        choice = next((each for each in _PLACE.finditer(rule.rule) if each[1] == "any"), None)
        if choice is None:
            yield rule.rule, None
            return
        before, after = rule.rule[: choice.start()], rule.rule[choice.end() :]
        yield from ((f"{before}{word.strip()}{after}", None) for word in choice[2].split(","))

    def _operations(self, rule: Rule, address: str, canned: CannedQuery | None) -> _Object:
        """Return the operations at one address by method."""
        found: _Object = {}
        for method in _METHODS:
            if method in (rule.methods or ()):
                posted = f"{rule.endpoint} {method}"
                name = posted if posted in OPERATIONS else rule.endpoint
                found[method.lower()] = self._operation(name, address, canned) | {
                    "operationId": _identifier(method, address)
                }
        return found

    def _operation(self, name: str, address: str, canned: CannedQuery | None) -> _Object:
        described, sentence = _fitted(OPERATIONS[name], address, canned), self.words["operations"][name]
        operation: _Object = {"tags": [described.tag], "summary": sentence}
        if canned is not None:
            about = f"{canned.description[self.language]} {sentence}"
            operation |= {"summary": canned.title[self.language], "description": about}
        bound = canned.parameters.values() if canned and "<parameter>" not in address else ()
        parameters = [
            *self._in_path(described, address),
            *self._shared(name, described, address),
            *(self._given(each, needed=described.results and "<suffix>" in address) for each in bound),
        ]
        operation |= {"parameters": parameters} if parameters else {}
        operation |= {"requestBody": _reference("requestBodies", described.body)} if described.body else {}
        return operation | {"responses": self._responses(described)}

    def _in_path(self, described: Described, address: str) -> Iterator[_Object]:
        """Yield the parameters in an address; a suffix is the extension of one of the formats offered."""
        for _, _, name in _PLACE.findall(address):
            schema = dict(described.path.get(name) or {"enum": [each.extension for each in described.offered]})
            examples = schema.pop("examples", [])
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "description": self.words["in_path"][name],
                "schema": {"type": "string"} | schema,
            } | ({"example": examples[0]} if examples else {})

    def _shared(self, name: str, described: Described, address: str) -> Iterator[_Object]:
        """Yield the parameters of the table, and the choice of format, language and release that many have."""
        yield from (_reference("parameters", each) for each in described.query)
        if len(described.offered) > 1 and "<suffix>" not in address:
            yield {
                "name": "format",
                "in": "query",
                "description": self.words["format"],
                "schema": {"type": "string", "enum": [*dict.fromkeys(each.name for each in described.offered)]},
            }
        if {HTML, DOCUMENT} & {*described.offered} or DOCUMENT.media_type in described.media:
            yield _reference("parameters", "lang")
        if name.partition(".")[0] in PINNED:
            yield _reference("parameters", "version")

    def _given(self, parameter: Parameter, *, needed: bool) -> _Object:
        """Return a parameter of a canned query; where a page comes without, words say that a result does not."""
        schema = _schema_of(parameter)
        if parameter.multiple:
            schema = {"type": "array", "items": schema}
        given = {"name": parameter.name, "in": "query", "description": parameter.label[self.language], "schema": schema}
        if not parameter.required:
            return given
        if needed:
            example = {"example": _written(parameter.default[0])} if parameter.default else {}
            return given | {"required": True} | example
        return given | {"description": f"{parameter.label[self.language]} ({self.words['needed']})"}

    def _responses(self, described: Described) -> _Object:
        """Return what an operation may answer, by status."""
        media = {each: _content(described, each) for each in _media_types(described)}
        found: _Object = {}
        for status in described.statuses:
            leads = status // 100 == 3 and status != 300  # noqa: PLR2004 - choices (300) are an answer of their own
            found[str(status)] = self._response(str(status), {HTML.media_type: {}} if leads else media, leads=leads)
        if described.tombstones:
            problem = {"application/problem+json": {"schema": _reference("schemas", "Problem")}}
            found["410"] = self._response("410", media | problem)
        problems = _reference("responses", "Problem")
        return found | {"4XX": problems, "5XX": problems}

    def _response(self, name: str, media: _Object, *, leads: bool = False) -> _Object:
        headers = (*_HEADERS, "Location") if leads else _HEADERS
        return {
            "description": self.words["responses"][name],
            "headers": {each: _reference("headers", each) for each in headers},
            "content": media,
        }


def _fitted(described: Described, address: str, canned: CannedQuery | None) -> Described:
    """Return what is said of an operation as it is for one canned query, or for any."""
    if described.results:
        rows = offered(canned) if canned is not None else (*RESULTS, *EXPORTS)
        formats = tuple(dict.fromkeys((*described.offered, *rows)))
        path = {"suffix": {"enum": [each.name for each in formats]}, **described.path}
        described = replace(described, offered=formats, path=path)
    if canned is not None and "<parameter>" in address:
        described = replace(described, path={"parameter": {"enum": [*canned.parameters]}})
    return described


def _media_types(described: Described) -> list[str]:
    return [*dict.fromkeys([*(each.media_type for each in described.direct or described.offered), *described.media])]


def _content(described: Described, media_type: str) -> _Object:
    name = described.schemas.get(media_type)
    return {"schema": _reference("schemas", name)} if name else {}


def _schema_of(parameter: Parameter) -> _Object:
    """Return what one value of a canned query's parameter may be, as far as JSON Schema can say it."""
    if parameter.kind == "in":
        return {"type": "string", "enum": [*map(_written, parameter.allowed)]}
    schema: _Object = dict(_TYPES.get(parameter.of, {"type": "string"}))
    if parameter.default and schema["type"] == "string":
        schema["examples"] = [*map(_written, parameter.default)]
    return schema


def _written(term: Term) -> str:
    return compact(term) if isinstance(term, URIRef) else str(term)


def _identifier(method: str, address: str) -> str:
    """Return a name for an operation that is unique and stays: made from its method and its address."""
    words = re.findall(r"\w+", _PLACE.sub(r"by \3", address))
    return "_".join([method.lower(), *words]) if words else f"{method.lower()}_start"


def _reference(kind: str, name: str) -> _Object:
    return {"$ref": f"#/components/{kind}/{name}"}
