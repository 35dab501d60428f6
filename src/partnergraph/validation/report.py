"""What validation found, as frozen values: shown to people in Swedish or English, as JSON, and as RDF.

The report as RDF is that of SHACL (https://www.w3.org/TR/shacl/#validation-report), with IRIs for blank nodes.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any, Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.iris import Minter
from partnergraph.namespaces import RDF, RDFS, SH, XSD
from partnergraph.rdf import compact
from partnergraph.validation.messages import pick
from partnergraph.validation.paths import Path, path_text, path_triples

__all__ = ["Report", "Result", "Severity"]


class Severity(Enum):
    """How much a result matters: violations block a release, warnings and infos are published with the data."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @classmethod
    def of(cls, iri: Node | None) -> "Severity":
        """Return the severity for its SHACL IRI; one that we do not know counts as a violation."""
        if iri == SH.Warning:
            return cls.WARNING
        return cls.INFO if iri == SH.Info else cls.VIOLATION

    @property
    def iri(self) -> URIRef:
        """Its IRI in SHACL."""
        return SH[self.value.capitalize()]


_WORDS: Final[dict[str, dict[Severity | str, str]]] = {
    "en": {
        Severity.VIOLATION: "Violation",
        Severity.WARNING: "Warning",
        Severity.INFO: "Note",
        "yes": "Conforms",
        "no": "Does not conform",
        "counts": "{violation} violations, {warning} warnings, {info} notes",
        "at": "at",
        "property": "property",
        "value": "value",
        "rule": "rule",
        "line": "line",
        "report": "Validation report",
    },
    "sv": {
        Severity.VIOLATION: "Fel",
        Severity.WARNING: "Varning",
        Severity.INFO: "Upplysning",
        "yes": "Följer reglerna",
        "no": "Följer inte reglerna",
        "counts": "{violation} fel, {warning} varningar, {info} upplysningar",
        "at": "hos",
        "property": "egenskap",
        "value": "värde",
        "rule": "regel",
        "line": "rad",
        "report": "Valideringsrapport",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing a shape found; `messages`, `label` (of the focus node) and `name` (of the rule) are by language.

    `line` is where the focus node is described, counted from 1, None where that is not known.
    """

    severity: Severity
    focus_node: Node
    source_shape: Node
    component: URIRef
    path: Path | None = None
    value: Node | None = None
    source_constraint: Node | None = None
    messages: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None

    def message(self, language: str = "en") -> str:
        """Return what is wrong, in `language` where the shape has it."""
        return pick(self.messages, language)

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain values; terms are written as SPARQL's JSON results write them."""
        return self._said() | ({} if self.line is None else {"line": self.line})

    def _said(self) -> dict[str, Any]:
        """Return what the result says, wherever it stands."""
        return {
            "severity": self.severity.value,
            "focus_node": _plain(self.focus_node),
            "label": dict(self.label),
            "path": None if self.path is None else path_text(self.path),
            "value": None if self.value is None else _term(self.value),
            "messages": dict(self.messages),
            "source_shape": _plain(self.source_shape),
            "component": str(self.component),
        }

    def order(self) -> tuple[int, tuple[str, ...], str]:
        """Return where the result stands in a report: violations first, then by node, numbers in it by value."""
        place = tuple(part.zfill(12) if part.isdecimal() else part for part in re.split(r"(\d+)", str(self.focus_node)))
        whole = json.dumps(self._said(), sort_keys=True, ensure_ascii=False)
        return list(Severity).index(self.severity), place, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results, sorted; the same data and shapes give the same report."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether the data may be published: there is no violation. Warnings and infos do not block."""
        return not any(result.severity is Severity.VIOLATION for result in self.results)

    @property
    def w3c_conforms(self) -> bool:
        """Whether the data conforms in SHACL's own sense: there is no result of any severity."""
        return not self.results

    def counts(self) -> dict[str, int]:
        """Return how many results there are of each severity."""
        found = Counter(result.severity for result in self.results)
        return {severity.value: found[severity] for severity in Severity}

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values: `conforms`, `w3c_conforms`, `counts` and `results`."""
        return {
            "conforms": self.conforms,
            "w3c_conforms": self.w3c_conforms,
            "counts": self.counts(),
            "results": [result.as_json() for result in self.results],
        }

    def text(self, language: str = "en") -> str:
        """Return the report for people, in Swedish for `sv` and in English for anything else."""
        spoken = _WORDS["sv" if language == "sv" else "en"]
        verdict = spoken["yes" if self.conforms else "no"]
        head = f"{verdict}: {spoken['counts'].format(**self.counts())}."
        return "\n\n".join([head, *(_paragraph(result, spoken, language) for result in self.results)]) + "\n"

    def graph(self, minter: Minter) -> Graph:
        """Return the report as RDF without blank nodes; a result is named after what it says.

        The report itself has the name of its graph, `{base}graph/report`.
        """
        graph = Graph(bind_namespaces="none")
        report = minter.graph("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.w3c_conforms)))
        for language, spoken in _WORDS.items():
            graph.add((report, RDFS.label, Literal(spoken["report"], lang=language)))
        seen: Counter[str] = Counter()
        for result in self.results:
            key = hashlib.sha256(str(result.order()).encode()).hexdigest()[:16]
            seen[key] += 1
            node = minter.id("result", key if seen[key] == 1 else f"{key}-{seen[key]}")
            graph.add((report, SH.result, node))
            for triple in _described(result, node, minter):
                graph.add(triple)
        return graph


def _described(result: Result, node: URIRef, minter: Minter) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the triples of one result."""

    def named(term: Node) -> Node:
        return minter.id("result", "blank", str(term)) if isinstance(term, BNode) else term

    yield node, RDF.type, SH.ValidationResult
    yield node, SH.resultSeverity, result.severity.iri
    yield node, SH.focusNode, named(result.focus_node)
    yield node, SH.sourceShape, named(result.source_shape)
    yield node, SH.sourceConstraintComponent, result.component
    if result.source_constraint is not None:
        yield node, SH.sourceConstraint, named(result.source_constraint)
    if result.value is not None:
        yield node, SH.value, named(result.value)
    if result.path is not None:
        path, triples = path_triples(result.path, _numbered(node))
        yield node, SH.resultPath, path
        yield from triples
    for language, text in result.messages.items():
        yield node, SH.resultMessage, Literal(text, lang=language or None)
        yield node, RDFS.label, Literal(text, lang=language or None)


def _numbered(node: URIRef) -> Callable[[], URIRef]:
    """Return a function that names the parts of `node` one after the other."""
    numbers = count(1)
    return lambda: URIRef(f"{node}/path/{next(numbers)}")


def _paragraph(result: Result, spoken: Mapping[Severity | str, str], language: str) -> str:
    """Return one result in words: what is wrong, where, and which rule says so."""
    label = pick(result.label, language)
    name = pick(result.name, language)
    where = _plain(result.focus_node)
    lines = [f"{spoken[result.severity]}: {result.message(language) or name}"]
    line = "" if result.line is None else f", {spoken['line']} {result.line}"
    lines.append(f"{spoken['at']} {label} <{where}>{line}" if label else f"{spoken['at']} {where}{line}")
    if result.path is not None:
        lines.append(f"{spoken['property']} {path_text(result.path)}")
    if result.value is not None and result.value != result.focus_node:
        lines.append(f"{spoken['value']} {compact(result.value)}")
    rule = compact(result.source_shape)
    lines.append(f"{spoken['rule']} {rule}, {compact(result.component)}")
    return "\n  ".join(map(_printable, lines))


def _printable(text: str) -> str:
    """Return one line: what someone's data holds must neither break it nor steer a terminal."""
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\N{REPLACEMENT CHARACTER}", " ".join(text.split("\n"))
    )


def _plain(term: Node) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _term(term: Node) -> dict[str, str]:
    """Return a term as SPARQL 1.1 JSON results write it."""
    if isinstance(term, Literal):
        value = {"type": "literal", "value": str(term)}
        if term.language:
            return value | {"xml:lang": term.language}
        return value | ({"datatype": str(term.datatype)} if term.datatype not in {None, XSD.string} else {})
    return {"type": "bnode" if isinstance(term, BNode) else "uri", "value": str(term)}
