"""Reading RDF 1.1: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD 1.1, offline and all or nothing.

What harms a parser is refused before it runs: a DOCTYPE in XML (entities that grow without end) and JSON-LD that
is nested so deep that pyoxigraph's stack overflows. RDF 1.2 terms are refused by name.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.errors import UnreadableInput
from partnergraph.rdf.terms import to_rdflib, without_normalisation

__all__ = ["SUFFIXES", "parse_dataset", "parse_file", "parse_quads", "parse_text"]

SUFFIXES: Final = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".xml", ".jsonld", ".json")
"""The endings of file names by which a syntax is known."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DEEPEST_JSON: Final = 500
"""Levels of JSON-LD that are let through; pyoxigraph 0.5 overflows its stack at some 3,100."""

_ADVICE: Final = (
    ("UTF-8", "Expected UTF-8; save the file in that encoding."),
    ("absolute IRI", "Expected a full IRI such as <https://example.org/a>, or a base to count from."),
    ("prefix", "Expected a @prefix line for it before its first use."),
    ("nexpected end", "Expected more: the file ends in the middle of a statement."),
    ("valid RDF object", "Expected a value here: an IRI, a prefixed name, a text in quotes or a number."),
    ("valid predicate", "Expected a property here: an IRI, a prefixed name or the word a."),
    ("valid subject", "Expected the thing described here: an IRI, a prefixed name or a blank node."),
    ("dot is expected", "Expected a full stop at the end of the statement."),
    ("LoadDocumentCallback", "Expected the @context in the file itself; nothing is fetched from the network."),
)
"""Part of a parser's complaint → what was expected instead."""


def parse_file(path: Path, *, blank: str = "b") -> Graph:
    """Read the RDF file at `path`, its syntax known by the suffix, into one graph; named graphs are merged.

    Relative IRIs count from the file; blank nodes are named `blank` and a number, in order of appearance.
    Raise UnreadableInput, with line and column where they are known; then nothing of the file is returned.
    """
    return _merged(_parse(_read(path), path.suffix, source=str(path), base=path.resolve().as_uri(), blank=blank))


def parse_text(text: bytes, suffix: str, *, source: str = "", base: str | None = None, blank: str = "b") -> Graph:
    """Read `text`, whose syntax is that of files ending in `suffix` (`.ttl`), as `parse_file` does."""
    return _merged(_parse(text, suffix, source=source, base=base, blank=blank))


def parse_dataset(path: Path, *, blank: str = "b") -> dict[URIRef | BNode | None, Graph]:
    """Read the RDF file at `path` as `parse_file` does, but keep its graphs apart; None is the default graph."""
    graphs: dict[URIRef | BNode | None, Graph] = {None: _empty()}
    for quad in _parse(_read(path), path.suffix, source=str(path), base=path.resolve().as_uri(), blank=blank):
        graphs.setdefault(quad.graph, _empty()).add((quad.subject, quad.predicate, quad.object))
    return graphs


def parse_quads(path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of the RDF file at `path` as a store takes them, RDF 1.2 among them.

    Blank nodes get new names, so that those of several files never meet.
    Raise UnreadableInput, also in the middle of a file.
    """
    text, syntax = _readable(_read(path), path.suffix, str(path))
    try:
        for quad in ox.parse(text, format=syntax, base_iri=path.resolve().as_uri(), rename_blank_nodes=True):
            yield quad if isinstance(quad, ox.Quad) else ox.Quad(*quad)
    except SyntaxError as error:
        raise _unreadable(error, text, syntax, str(path)) from error


class _Quad(NamedTuple):
    subject: URIRef | BNode
    predicate: URIRef
    object: URIRef | BNode | Literal
    graph: URIRef | BNode | None


def statements(nquads: bytes) -> Iterator[tuple[Node, Node, Node, Node | None]]:
    """Yield the terms of lines of N-Quads that we wrote ourselves, as they are; no fourth is the default graph."""
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        graph = None if isinstance(quad.graph_name, ox.DefaultGraph) else to_rdflib(quad.graph_name)
        yield to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object), graph


def _empty() -> Graph:
    return Graph(bind_namespaces="none")


def _merged(quads: Iterable[_Quad]) -> Graph:
    graph = _empty()
    for quad in quads:
        graph.add((quad.subject, quad.predicate, quad.object))
    return graph


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInput(f"The file cannot be opened: {reason}.", source=str(path)) from error


def _parse(text: bytes, suffix: str, *, source: str, base: str | None, blank: str) -> list[_Quad]:
    """Return every quad of `text`; being a list, it is complete or not there at all."""
    text, syntax = _readable(text, suffix, source)
    names: dict[str, BNode] = {}
    with without_normalisation():
        try:
            return [_quad(quad, names, blank) for quad in ox.parse(text, format=syntax, base_iri=base)]
        except SyntaxError as error:
            raise _unreadable(error, text, syntax, source) from error
        except ValueError as error:
            raise UnreadableInput(f"This is not {syntax.name} as we read it: {error}.", source=source) from error


def _readable(text: bytes, suffix: str, source: str) -> tuple[bytes, ox.RdfFormat]:
    """Return a text that does a parser no harm, with the syntax that files ending in `suffix` have."""
    syntax = ox.RdfFormat.from_extension(suffix.lstrip(".").lower()) if suffix.lower() in SUFFIXES else None
    if syntax is None:
        raise UnreadableInput(
            f"A name that ends in “{suffix}” does not tell which RDF syntax the file has.",
            source=source,
            hint=f"Expected one of {', '.join(SUFFIXES)}.",
        )
    text = text.removeprefix(_BYTE_ORDER_MARK)
    _refuse_what_harms(text, syntax, source)
    return text, syntax


def _quad(quad: ox.Quad | ox.Triple, names: dict[str, BNode], blank: str) -> _Quad:
    """Carry one quad over, giving blank nodes names that depend on nothing but the text."""

    def resource(value: object) -> URIRef | BNode:
        if isinstance(value, ox.BlankNode):
            return names.setdefault(value.value, BNode(f"{blank}{len(names)}"))
        if isinstance(value, ox.NamedNode):
            return URIRef(value.value)
        raise ValueError("it has a triple term (RDF 1.2), which is not supported")

    value = quad.object
    if isinstance(value, ox.Literal) and value.direction is not None:
        raise ValueError("a text has a base direction (RDF 1.2), which is not supported")
    return _Quad(
        resource(quad.subject),
        URIRef(quad.predicate.value),
        to_rdflib(value) if isinstance(value, ox.Literal) else resource(value),
        None if isinstance(quad, ox.Triple) or quad.graph_name == ox.DefaultGraph() else resource(quad.graph_name),
    )


def _refuse_what_harms(text: bytes, syntax: ox.RdfFormat, source: str) -> None:
    """Refuse what makes the parser expand entities without end, or overflow its stack."""
    if syntax == ox.RdfFormat.RDF_XML:
        text = text.replace(b"\0", b"")  # UTF-16 puts a zero beside each letter
        at = text.find(b"<!DOCTYPE")
        message = "RDF/XML with a document type (DOCTYPE) is not read: its entities can grow without end."
        hint = "Expected XML without it; write namespaces and characters out."
    else:
        at = _too_deep(text) if syntax == ox.RdfFormat.JSON_LD else -1
        message = f"The JSON is nested more than {_DEEPEST_JSON} levels deep."
        hint = "Expected nodes that refer to each other by @id instead of nesting."
    if at >= 0:
        line, column = text.count(b"\n", 0, at) + 1, at - text.rfind(b"\n", 0, at)
        raise UnreadableInput(message, source=source, line=line, column=column, hint=hint)


def _too_deep(text: bytes) -> int:
    """Return where JSON nests deeper than we allow, or -1."""
    depth = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.DOTALL):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token.group(), 0)
        if depth > _DEEPEST_JSON:
            return token.start()
    return -1


def _unreadable(error: SyntaxError, text: bytes, syntax: ox.RdfFormat, source: str) -> UnreadableInput:
    """Put a parser's complaint in plain words, with its place and what was expected there."""
    what = re.sub(r"^Parser error (?:at|between) line .*?: ", "", error.msg).rstrip(".")
    line, column = (error.lineno, error.offset) if error.lineno else _xml_place(text, syntax)
    hint = next((advice for sign, advice in _ADVICE if sign in what), f"Expected {syntax.name} in UTF-8.")
    message = f"This is not valid {syntax.name}: {what}."
    return UnreadableInput(message, source=source, line=line, column=column, hint=hint)


def _xml_place(text: bytes, syntax: ox.RdfFormat) -> tuple[int | None, int | None]:
    """Return line and column where `text` stops being well-formed XML, which pyoxigraph does not tell."""
    if syntax == ox.RdfFormat.RDF_XML:
        parser = expat.ParserCreate()
        try:
            parser.Parse(text, True)
        except expat.ExpatError as error:
            return error.lineno, error.offset + 1
    return None, None
