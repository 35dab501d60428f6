"""The context of our JSON-LD (JSON-LD 1.1 section 3.1): names for the terms, and how their values are written.

A version never changes once it was published, because documents elsewhere are read by it.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from partnergraph import resources
from partnergraph.errors import NotFound
from partnergraph.namespaces import BASE

__all__ = [
    "CONTEXT",
    "VERSION",
    "context_document",
    "forward_terms",
    "list_terms",
    "load",
    "reverse_terms",
    "terms",
    "used",
]

VERSION: Final = 1
"""The version of `ontology/context.jsonld`."""

CONTEXT: Final = f"{BASE}contexts/v{VERSION}.jsonld"
"""The name by which frames refer to the context."""

_ALWAYS: Final = ("@version", "id", "type")


@cache
def context_document(version: int = VERSION) -> bytes:
    """Return a version of the context as it was published; raise NotFound when there is none of this number.

    Versions before the present one lie in `ontology/contexts/`.
    """
    name = "context.jsonld" if version == VERSION else f"contexts/v{version}.jsonld"
    path = resources.folder("ontology") / name
    if not path.is_file():
        raise NotFound(f"There is no version {version} of the context", hint=f"The present one is {VERSION}.")
    return path.read_bytes()


@cache
def terms() -> Mapping[str, Any]:
    """Return term → definition, as the context writes it."""
    return MappingProxyType(json.loads(context_document())["@context"])


@cache
def forward_terms() -> Mapping[str, str]:
    """Return IRI → the term that stands for it: a property, a class or an individual."""
    named = ((name, each.get("@id") if isinstance(each, dict) else each) for name, each in terms().items())
    return MappingProxyType({iri: name for name, iri in named if isinstance(iri, str)})


@cache
def reverse_terms() -> Mapping[str, str]:
    """Return IRI of a property → the term for its reading from value to subject."""
    definitions = ((name, definition) for name, definition in terms().items() if isinstance(definition, dict))
    return MappingProxyType({each["@reverse"]: name for name, each in definitions if "@reverse" in each})


@cache
def list_terms() -> Mapping[str, str]:
    """Return IRI of a property → the term whose values are always a list of identifiers."""
    definitions = ((name, definition) for name, definition in terms().items() if isinstance(definition, dict))
    found = {each["@id"]: name for name, each in definitions if "@id" in each and each.get("@type") == "@id"}
    return MappingProxyType({iri: name for iri, name in found.items() if "@set" in terms()[name].get("@container", ())})


def load(url: str, _: Any) -> dict[str, Any]:
    """Return our own context from disk, as a processor asks for it; raise ValueError for any other document.

    The face is that of a document loader (JSON-LD 1.1 API section 9.4).
    """
    if url != CONTEXT:
        raise ValueError(f"{url} is not loaded: only {CONTEXT} is")
    found = {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url}
    return found | {"document": json.loads(context_document())}


def used(document: Any) -> dict[str, Any]:
    """Return that part of the context by which a compacted document is read, in the order of the context."""
    found = {*_strings(document), *_ALWAYS}
    return {name: definition for name, definition in terms().items() if name in found}


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
