"""From the statements of a document to a nested JSON object, with the part of the context by which it is read."""

import json
import threading
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from pyld import jsonld  # type: ignore[import-untyped]  # it ships no types

from partnergraph.jsonld.context import CONTEXT, list_terms, load, reverse_terms, used
from partnergraph.jsonld.frames import frame_for
from partnergraph.namespaces import RDF, XSD

__all__ = ["Statement", "framed"]

_TYPE: Final = str(RDF.type)
_STRING: Final = str(XSD.string)

_FIRST: Final = ("id", "type", "label")
_BLANK: Final = "urn:partnergraph:blank-node:"
"""Stands before the names of blank nodes while they are framed: pyld would give them other names."""

_CROWD: Final = 200
"""Values of one property that are framed; pyld compares each with all before it."""

_EXACT: Final = 2**53
"""Integers below this are the same in every JSON parser (RFC 8259 section 6)."""

_one_at_a_time: Final = threading.Lock()
"""Framing keeps a processor busy and shares a cache between threads, so requests take turns."""


class Statement(NamedTuple):
    """A triple in plain texts: a blank node is `_:` and its name, and a value without a datatype is a resource."""

    subject: str
    predicate: str
    value: str
    datatype: str = ""
    language: str = ""


def framed(statements: Iterable[Statement], iri: str) -> bytes:
    """Return the statements about `iri` and around it as framed JSON-LD, in UTF-8 and with sorted keys.

    It has the frame of the resource's class.  What no frame has a place for stands under `included`, so that the
    document parses back to exactly these triples.  Where one property has hundreds of texts the nodes are returned
    as they are (JSON-LD 1.1 section 5.1, expanded).  Raises ValueError when there is nothing about `iri`.
    """
    statements = list(statements)
    nodes = _nodes(statements)
    about = nodes.get(iri)
    if about is None:
        raise ValueError(f"Nothing is said about {iri}")
    mere = {**_pointing(nodes, iri), **_listed(nodes, about)}
    if any(len(values) > _CROWD for node in nodes.values() for values in node.values() if isinstance(values, list)):
        return f"{_json(list(_nodes(statements).values()))}\n".replace(_BLANK, "_:").encode()
    options = {"documentLoader": load, "omitDefault": True, "omitGraph": True}
    frame = {"@context": CONTEXT, "@embed": "@once", **_frame(nodes, about), "id": iri}
    with _one_at_a_time:
        found = jsonld.frame(list(nodes.values()), frame, options)
        embedded = set(_embedded(found))
        rest = [node for name, node in sorted(nodes.items()) if len(node) > 1 and name not in embedded]
        included = jsonld.compact(rest, CONTEXT, options | {"graph": True})["@graph"] if rest else []
    for name, references in mere.items():
        there = found.get(name, [])
        found[name] = [*(there if isinstance(there, list) else [there]), *references]
    if included:
        found["included"] = included
    document = {"id": iri} | {name: value for name, value in found.items() if name != "@context"}
    return _text(document).replace(_BLANK, "_:").encode()


def _text(document: dict[str, Any]) -> str:
    """Return a compacted document as text, with its context first and one term of it on a line."""
    definitions = (f"    {_json(name)}: {_json(definition)}" for name, definition in used(document).items())
    rest = json.dumps(_ordered(document), ensure_ascii=False, indent=2)
    return '{\n  "@context": {\n' + ",\n".join(definitions) + "\n  }," + rest.removeprefix("{") + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nodes(statements: Iterable[Statement]) -> dict[str, dict[str, Any]]:
    """Return the expanded node objects by identifier; values are in the order of the statements."""
    nodes: dict[str, dict[str, Any]] = {}
    for each in statements:
        subject = _named(each.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        if each.predicate == _TYPE and not each.datatype:
            node.setdefault("@type", []).append(_named(each.value))
        else:
            node.setdefault(each.predicate, []).append(_value(each))
    return nodes


def _named(identifier: str) -> str:
    """Return an identifier that stays what it is, also where it names a blank node."""
    return f"{_BLANK}{identifier[2:]}" if identifier.startswith("_:") else identifier


def _value(statement: Statement) -> dict[str, Any]:
    """Return a value object or a reference; integers and truths are JSON's own where that changes nothing."""
    if not statement.datatype:
        return {"@id": _named(statement.value)}
    if statement.language:
        return {"@value": statement.value, "@language": statement.language}
    if statement.datatype == _STRING:
        return {"@value": statement.value}
    return {"@value": _native(statement.value, statement.datatype), "@type": statement.datatype}


def _native(text: str, datatype: str) -> str | int | bool:
    if datatype == str(XSD.boolean) and text in {"true", "false"}:
        return text == "true"
    if datatype == str(XSD.integer) and text.lstrip("-").isdecimal() and abs(number := int(text)) < _EXACT:
        return number if str(number) == text else text
    return text


def _pointing(nodes: dict[str, dict[str, Any]], iri: str) -> dict[str, list[str]]:
    """Take out the nodes that only point at `iri`, and return them by the term for their reading from there.

    They are written as mere references: framing takes a time that grows with the square of what one property holds.
    """
    names, found = reverse_terms(), dict[str, list[str]]()
    for subject, node in sorted(nodes.items()):
        name, *others = (name for name in node if name != "@id")
        if subject != iri and not others and name in names and node[name] == [{"@id": iri}]:
            found.setdefault(names[name], []).append(subject)
            del nodes[subject]
    return found


def _listed(nodes: dict[str, dict[str, Any]], about: dict[str, Any]) -> dict[str, list[Any]]:
    """Take crowds of references to what nothing is said of out of a node, and return them by term, or else by IRI."""
    names, found = list_terms(), dict[str, list[Any]]()
    for name in [name for name in about if not name.startswith("@")]:
        mere = [value["@id"] for value in about[name] if "@id" in value and value["@id"] not in nodes]
        if mere and len(about[name]) > _CROWD:
            found |= {names[name]: mere} if name in names else {name: [{"id": each} for each in mere]}
            about[name] = [value for value in about[name] if "@id" not in value or value["@id"] in nodes]
    return found


def _frame(nodes: dict[str, dict[str, Any]], about: dict[str, Any]) -> dict[str, Any]:
    """Return the frame for a node, without the reverse properties that have a text somewhere: pyld fails at those."""
    texts = {reverse_terms().get(name) for node in nodes.values() for name in node if _has_text(node[name])}
    return {name: nested for name, nested in frame_for(about.get("@type", ())).items() if name not in texts}


def _has_text(values: Any) -> bool:
    return isinstance(values, list) and any("@value" in value for value in values)


def _embedded(value: Any) -> Iterator[str]:
    """Yield the identifiers of all nodes that a compacted document says something about."""
    if isinstance(value, dict):
        if len(value) > 1 and "id" in value:
            yield value["id"]
        for each in value.values():
            yield from _embedded(each)
    elif isinstance(value, list):
        for each in value:
            yield from _embedded(each)


def _ordered(value: Any) -> Any:
    """Return a JSON value with the keys of each object in one order: what it is first, then by name."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
        return {name: _ordered(value[name]) for name in names}
    return [_ordered(each) for each in value] if isinstance(value, list) else value
