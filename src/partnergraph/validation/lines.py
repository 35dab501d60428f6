"""On which line a node is described: told by the records of a table, and by the look of Turtle and N-Triples."""

import re
from typing import Final

from rdflib import Graph, URIRef
from rdflib.term import Node

from partnergraph.namespaces import PG, PROV

__all__ = ["lines_of_records", "lines_of_subjects"]

_LINED: Final = (".ttl", ".trig", ".nt", ".nq")
_PREFIX: Final = re.compile(r"^[ \t]*@?prefix[ \t]+([^\s:]*):[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_SUBJECT: Final = re.compile(r"^(?:<([^<>\s]+)>|([^\s:<>\"'@#()\[\];,]*):([^\s<>\"'()\[\];,]*))[ \t\r]*(?:[^\s:]|$)")


def lines_of_subjects(text: bytes, suffix: str) -> dict[Node, int]:
    """Return the first line that begins, without a space, with a subject, for each subject that is written so.

    Other syntaxes, and Turtle that is laid out in another way, have no lines here: none is better than a wrong one.
    """
    found: dict[Node, int] = {}
    if suffix.lower() not in _LINED:
        return found
    written = text.decode("utf-8", "replace")
    prefixes = dict(_PREFIX.findall(written))
    for number, line in enumerate(written.split("\n"), start=1):
        subject = _SUBJECT.match(line)
        if subject is None:
            continue
        whole, prefix, local = subject.groups()
        if whole or prefix in prefixes:
            found.setdefault(URIRef(whole or prefixes[prefix] + local.replace("\\", "")), number)
    return found


def lines_of_records(data: Graph) -> dict[Node, int]:
    """Return the line of each finding, field and record, and of what was read from a record its first one."""
    found: dict[Node, int] = {}
    for predicate in (PG.firstLine, PG.line):
        for node, line in data.subject_objects(predicate):
            found[node] = int(str(line))
    for node, record in data.subject_objects(PROV.wasDerivedFrom):
        if record in found:
            found[node] = min(found[record], found.get(node, found[record]))
    return found
