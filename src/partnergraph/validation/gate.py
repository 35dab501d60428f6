"""The gate as files and requests meet it: what was handed in, judged by our shapes beside all that is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final, Self

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph import rdf, resources
from partnergraph.graph.assembly import Knowledge, mapped
from partnergraph.graph.places import add_gazetteer
from partnergraph.graph.triples import Triples
from partnergraph.ingest.project_table import parse_table
from partnergraph.iris import Minter
from partnergraph.validation.lines import lines_of_records, lines_of_subjects
from partnergraph.validation.reference import validate
from partnergraph.validation.report import Report, Result

__all__ = ["TABLE", "Gate", "Submission", "shipped_ontology", "shipped_shapes", "with_lines"]

TABLE: Final = ".csv"
"""The ending of the name of a table of projects; whatever else is read is RDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What was handed in, as one graph, and the line on which each node is described, where that is known."""

    data: Graph
    lines: Mapping[Node, int] = field(default_factory=dict)

    @classmethod
    def of_rdf(cls, text: bytes, suffix: str, *, source: str = "", base: str | None = None, blank: str = "b") -> Self:
        """Read RDF as `rdf.parse_text` does; raise UnreadableInput."""
        data = rdf.parse_text(text, suffix, source=source, base=base, blank=blank)
        return cls(data=data, lines=lines_of_subjects(text, suffix))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Our shapes, and what is known beside any data: the vocabulary, the schemes, the goals, bodies and places."""

    shapes: Graph
    known: Graph
    knowledge: Knowledge
    minter: Minter

    @classmethod
    def shipped(cls) -> Self:
        """Return the gate of what ships with the package."""
        knowledge = Knowledge.read(resources.folder("data"), resources.folder("ontology"))
        minter, places = Minter(), Triples()
        add_gazetteer(places, knowledge.gazetteer, minter)
        return cls(shapes=shipped_shapes(), known=knowledge.schemes + places.graph, knowledge=knowledge, minter=minter)

    def read(
        self, text: bytes, suffix: str, *, source: str = "", base: str | None = None, blank: str = "f1b"
    ) -> Submission:
        """Read RDF, or for the suffix TABLE a table of projects; `source` names it, blank nodes begin with `blank`.

        Raises UnreadableInput with line and column where they are known.
        """
        if suffix.lower() != TABLE:
            return Submission.of_rdf(text, suffix, source=source, base=base, blank=blank)
        page = parse_table(text, self.knowledge.vocabulary, file_name=PurePath(source).name or f"table{TABLE}")
        data = mapped(page, self.knowledge, self.minter)
        return Submission(data=data, lines=lines_of_records(data))

    def judge(self, submitted: Submission) -> Report:
        """Return what our shapes find in what was handed in; what they would say of the known alone is left out."""
        data = submitted.data
        terms = {term for subject, _, value in data for term in (subject, value)}
        found = validate(data + self._beside(data, terms), self.shapes).results
        own = Report(results=tuple(result for result in found if result.focus_node in terms))
        return with_lines(own, submitted.lines)

    def _beside(self, data: Graph, terms: set[Node]) -> Graph:
        """Return what is known of all that the data names, of what that names in turn, and of who has the same code.

        Shapes look no further, and the gate need not judge three hundred municipalities for one project.
        """
        beside = Graph(bind_namespaces="none")
        waiting = [term for term in terms if isinstance(term, URIRef)]
        reached = set(waiting)
        while waiting:
            for triple in self.known.triples((waiting.pop(), None, None)):
                beside.add(triple)
                if isinstance(triple[2], URIRef) and triple[2] not in reached:
                    reached.add(triple[2])
                    waiting.append(triple[2])
        for _, predicate, value in data:
            if isinstance(value, Literal):
                for triple in self.known.triples((None, predicate, value)):
                    beside.add(triple)
        return beside


def with_lines(report: Report, lines: Mapping[Node, int]) -> Report:
    """Return a report whose results say on which line their node is described."""

    def placed(result: Result) -> Result:
        line = lines.get(result.focus_node)
        return result if line is None else replace(result, line=line)

    return Report(results=tuple(map(placed, report.results)))


def shipped_shapes() -> Graph:
    """Return the shapes of every class in one graph."""
    return _merged("shapes")


def shipped_ontology() -> Graph:
    """Return the vocabulary, the schemes and the goals in one graph."""
    return _merged("ontology")


def _merged(folder: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    for number, path in enumerate(sorted(resources.folder(folder).glob("*.ttl")), 1):
        for triple in rdf.parse_file(path, blank=f"f{number}b"):
            graph.add(triple)
    return graph
