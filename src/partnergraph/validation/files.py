"""Validation of files: against the shapes that ship with the package, or against shapes of somebody else."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from partnergraph import resources
from partnergraph.rdf import parse_file
from partnergraph.validation.reference import validate
from partnergraph.validation.report import Report

__all__ = ["check_files", "shipped_ontology", "shipped_shapes"]


def shipped_shapes() -> Graph:
    """Return the shapes of every class in one graph."""
    return _merged(sorted(resources.folder("shapes").glob("*.ttl")))


def shipped_ontology() -> Graph:
    """Return the vocabulary, the schemes and the goals in one graph."""
    return _merged(sorted(resources.folder("ontology").glob("*.ttl")))


def check_files(files: Iterable[Path], shapes_file: Path | None = None) -> Report:
    """Validate RDF files, taken together as one graph.

    Against our own shapes the vocabulary, schemes and goals that ship with us are taken for known.
    With `shapes_file` nothing of ours is added: data and shapes are judged as they are.
    Raise UnreadableInput for a file that cannot be read, with line and column where they are known.
    """
    data = _merged(files)
    if shapes_file is not None:
        return validate(data, parse_file(shapes_file, blank="shape"))
    return validate(data + shipped_ontology(), shipped_shapes())


def _merged(files: Iterable[Path]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for number, path in enumerate(files, 1):
        for triple in parse_file(path, blank=f"f{number}b"):
            graph.add(triple)
    return graph
