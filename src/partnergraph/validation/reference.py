"""The gate as the reference engine decides it: pySHACL over rdflib graphs in memory.

Core and SPARQL constraints of SHACL (https://www.w3.org/TR/shacl/); no inference, no imports, no JavaScript, no rules.
`rdfs:subClassOf` counts where the data holds it. Literals stay as they are written while shapes look at them.
"""

import logging
import re
from typing import Final

import pyshacl
from pyshacl.graph_abstraction import DataGraph
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.errors import UnreadableInput
from partnergraph.namespaces import OWL, RDF, RDFS, SH, SHAPE, XSD
from partnergraph.rdf import without_normalisation
from partnergraph.validation.messages import by_language, words
from partnergraph.validation.paths import read_path
from partnergraph.validation.report import Report, Result, Severity

__all__ = ["validate", "w3c_report"]

_UNUSED: Final = {SH.name, SH.description, SH.group, SH.order, SHAPE.messageTemplate}
"""What pySHACL never uses but compares with every parameter it knows, for each shape and focus node."""


def validate(data: Graph, shapes: Graph) -> Report:
    """Return what the shapes find in the data; neither graph is changed.

    Raise UnreadableInput when the shapes themselves are not well-formed.
    """
    reported = w3c_report(data, shapes)
    results = [
        _result(reported, node, data, shapes)
        for report in reported.subjects(SH.conforms, None)
        for node in reported.objects(report, SH.result)
        if (report, RDF.type, SH.ValidationReport) in reported
    ]
    return Report(results=tuple(sorted(results, key=Result.order)))


def w3c_report(data: Graph, shapes: Graph) -> Graph:
    """Return the validation report as SHACL defines it and as pySHACL wrote it, blank nodes and all."""
    try:
        with without_normalisation():
            try:
                return _run(data, shapes)
            except re.error:  # pySHACL takes a value with a backslash for a pattern when it fills a message
                return _run(data, shapes, mute=True)
    except MemoryError:
        raise  # no fault of the shapes
    except RecursionError as error:
        raise UnreadableInput(
            "The data is linked too deeply to be judged.",
            hint="Shorten the chains of rdfs:subClassOf; some hundred steps can be followed.",
        ) from error
    except Exception as error:  # pySHACL and rdflib raise anything for shapes that make no sense
        raise UnreadableInput(
            f"The shapes cannot be used: {_plainly(error)}",
            hint="See https://www.w3.org/TR/shacl/ for what shapes may say.",
        ) from error


def _run(data: Graph, shapes: Graph, *, mute: bool = False) -> Graph:
    """Run pySHACL's validator itself: its outer functions switch the normalisation of literals back on."""
    silent = logging.getLogger(f"{__name__}.pyshacl")
    silent.disabled = True  # what it logs it also raises
    validator = pyshacl.Validator(
        DataGraph.from_rdflib(data), shacl_graph=_prepared(shapes, mute=mute), options={"logger": silent}
    )
    _, report, _ = validator.run()  # type: ignore[no-untyped-call]  # pySHACL leaves it untyped
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL answered with {type(report).__name__}, not with a graph")
    return report


def _prepared(shapes: Graph, *, mute: bool) -> Graph:
    """Return a copy of the shapes for pySHACL, which adds triples of its own to what it gets."""
    copy = Graph(bind_namespaces="none")
    for subject, predicate, value in shapes:
        if predicate in _UNUSED or (mute and predicate == SH.message):
            continue
        if predicate == SH.uniqueLang and value == Literal("1", datatype=XSD.boolean):
            continue  # only "true" asks for unique languages; pySHACL goes by value
        copy.add((subject, predicate, value))
    for declaring in set(shapes.objects(None, SH.prefixes)):  # pySHACL leaves out what it should import
        for imported in shapes.transitive_objects(declaring, OWL.imports):
            for declaration in shapes.objects(imported, SH.declare):
                copy.add((declaring, SH.declare, declaration))
    return copy


def _result(reported: Graph, node: Node, data: Graph, shapes: Graph) -> Result:
    """Read one result from pySHACL's report and give it the words that its shape has for it."""
    shape = reported.value(node, SH.sourceShape)
    focus = reported.value(node, SH.focusNode)
    component = reported.value(node, SH.sourceConstraintComponent)
    if shape is None or focus is None or not isinstance(component, URIRef):
        raise TypeError(f"pySHACL's result {node} names no shape, focus node or component")
    path = reported.value(node, SH.resultPath)
    constraint = reported.value(node, SH.sourceConstraint)
    messages = reported.objects(node, SH.resultMessage)
    return Result(
        severity=Severity.of(reported.value(node, SH.resultSeverity)),
        focus_node=focus,
        path=None if path is None else read_path(reported, path),
        value=reported.value(node, SH.value),
        source_shape=shape,
        source_constraint=constraint,
        component=component,
        messages=words(messages, shapes, [n for n in (shape, constraint) if n is not None], data, focus),
        label=by_language(data.objects(focus, RDFS.label)),
        name=by_language(shapes.objects(shape, SH.name)),
    )


def _plainly(error: Exception) -> str:
    """Return the first line of an error; what pySHACL adds is for its own developers."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
