"""Validation of files: against the shapes that ship with the package, or against shapes of somebody else."""

from collections.abc import Sequence
from pathlib import Path

from rdflib import Graph

from partnergraph.errors import UnreadableInput
from partnergraph.rdf import parse_file
from partnergraph.validation.gate import TABLE, Gate, Submission, with_lines
from partnergraph.validation.reference import validate
from partnergraph.validation.report import Report

__all__ = ["check_files"]


def check_files(files: Sequence[Path], shapes_file: Path | None = None) -> Report:
    """Validate files of RDF, and tables of projects (CSV), taken together as one graph.

    Against our own shapes the vocabulary, schemes, goals, bodies and places that ship with us are taken for known.
    With `shapes_file` nothing of ours is added: data and shapes are judged as they are.
    A single file gives the lines of its results, where they are known.
    Raise UnreadableInput for a file that cannot be read, with line and column where they are known.
    """
    gate = Gate.shipped() if shapes_file is None or any(path.suffix.lower() == TABLE for path in files) else None
    read = [_read(path, f"f{number}b", gate) for number, path in enumerate(files, 1)]
    data = Graph(bind_namespaces="none")
    for each in read:
        data += each.data
    submitted = Submission(data=data, lines=read[0].lines if len(read) == 1 else {})
    if shapes_file is not None:
        return with_lines(validate(data, parse_file(shapes_file, blank="shape")), submitted.lines)
    return (gate or Gate.shipped()).judge(submitted)


def _read(path: Path, blank: str, gate: Gate | None) -> Submission:
    try:
        text = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInput(f"The file cannot be opened: {reason}.", source=str(path)) from error
    base = path.resolve().as_uri()
    if gate is None:
        return Submission.of_rdf(text, path.suffix, source=str(path), base=base, blank=blank)
    return gate.read(text, path.suffix, source=str(path), base=base, blank=blank)
