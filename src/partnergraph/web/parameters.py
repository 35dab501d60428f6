"""The parameters that operations of this server take: the table of their Parameter Objects in OpenAPI."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from partnergraph import language
from partnergraph.search import KINDS

from .results import VIEWS

__all__ = ["PARAMETERS"]

_TEXT: Final = {"type": "string"}
_SEVERAL: Final = {"type": "array", "items": _TEXT}
_GROUNDS: Final = ("stated", "inherited", "suggested", "notstated", "unknown")
_SWITCH: Final = {"type": "string", "enum": ["true", "false"]}

PARAMETERS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "lang": {"schema": {"type": "string", "enum": [*language.OFFERED]}},
        "version": {"schema": _TEXT},
        "query": {"schema": _TEXT, "example": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 3"},
        "default-graph-uri": {"schema": {"type": "array", "items": {"type": "string", "format": "iri"}}},
        "named-graph-uri": {"schema": {"type": "array", "items": {"type": "string", "format": "iri"}}},
        "union-default-graph": {"schema": _SWITCH},
        "timeout": {"schema": {"type": "number", "exclusiveMinimum": 0}},
        "truncate": {"schema": {"type": "string", "enum": ["allow"]}},
        "cursor": {"schema": _TEXT},
        "explain": {"schema": _SWITCH},
        "labels": {"schema": {"type": "string", "enum": [*language.OFFERED]}},
        "multi": {"schema": {"type": "string", "enum": ["rows", "join", "first"]}},
        "shape": {"schema": {"type": "string", "enum": ["objects", "arrays"]}},
        "excel": {"schema": _SWITCH},
        "bom": {"schema": _SWITCH},
        "page_size": {"schema": {"type": "integer", "minimum": 1, "maximum": 100_000}},
        "most": {"name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 10_000}},
        "q": {"schema": _TEXT, "example": "Västerås"},
        "iri": {"schema": {"type": "string", "format": "iri"}},
        "type": {"schema": {"type": "array", "items": {"type": "string", "enum": [*KINDS]}}},
        "page": {"schema": {"type": "integer", "minimum": 1}},
        "size": {"schema": {"type": "integer", "minimum": 1, "maximum": 100}},
        "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 50}},
        "prefix": {"schema": _TEXT, "example": "Väst"},
        "skip": {"name": "cursor", "schema": {"type": "integer", "minimum": 0, "maximum": 10_000}},
        "id": {"required": True, "schema": {"type": "string", "format": "iri"}},
        "property": {
            "required": True,
            "schema": {"type": "string", "format": "iri"},
            "example": "https://w3id.org/partnergraph/ns#partner",
        },
        "resource": {"name": "iri", "required": True, "schema": {"type": "string", "format": "iri"}},
        "queries": {"schema": _TEXT, "example": '{"q0": {"query": "Kherson"}}'},
        "extend": {"schema": _TEXT},
        "syntax": {"schema": _TEXT},
        "of-country": {"name": "country", "schema": _TEXT, "example": "ua"},
        "of-goal": {"name": "goal", "schema": _TEXT, "example": "16"},
        "municipality": {"schema": _SEVERAL, "example": ["se-vasteras"]},
        "partner": {"schema": _SEVERAL},
        "country": {"schema": _SEVERAL, "example": ["ua"]},
        "goal": {"schema": _SEVERAL, "example": ["16"]},
        "evidence": {"schema": {"type": "array", "items": {"type": "string", "enum": [*_GROUNDS]}}},
        "area": {"schema": _SEVERAL},
        "theme": {"schema": _SEVERAL},
        "network": {"schema": _SEVERAL},
        "year": {"schema": _SEVERAL},
        "body-type": {"name": "type", "schema": _SEVERAL},
        "paired": {"schema": {"type": "string", "enum": ["yes", "no"]}},
        "words": {"name": "q", "schema": _TEXT},
        "drawn": {"name": "view", "schema": {"type": "string", "enum": [*VIEWS]}},
        "embed": {"schema": _SWITCH},
        "view": {"schema": {"type": "string", "enum": ["list", "table", "map"]}},
        "source": {"schema": _TEXT, "example": "ale-en.txt"},
        "severity": {"schema": {"type": "string", "enum": ["warning", "info"]}},
        "code": {"schema": _TEXT, "example": "blank-value"},
    }
)
"""Parameter → its Parameter Object but for name, place and words; `name` is there where several are called alike."""
