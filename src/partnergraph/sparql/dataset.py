"""The dataset of a query: which graphs its request or its FROM clauses name (SPARQL 1.1 section 13.2).

The default graph of a release has a name of its own besides; this is where that name is understood.
The engine reads the FROM clauses itself, so they are only looked at when they name that graph.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin

from .protocol import Operation
from .tokens import TOKEN, decoded

__all__ = ["Dataset", "dataset"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Graphs by IRI; "" is the default graph of the store.  Both empty: the text, or the store's own dataset.

    With `union` the default graph is all graphs of the store together.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = False


def dataset(operation: Operation, data_graph: str) -> Dataset:
    """Return the graphs to ask; those of the request win over those in the text (Protocol section 2.1.4).

    A union wins over FROM, and leaves FROM NAMED as it is.
    `data_graph` is the other name of the default graph.
    """
    default_graphs, named_graphs = operation.default_graphs, operation.named_graphs
    if operation.union:
        return Dataset(named_graphs=named_graphs, union=True)
    if not default_graphs and not named_graphs:
        clauses = _Clauses().read(operation.query)
        if data_graph not in clauses.default_graphs:
            return Dataset()
        default_graphs, named_graphs = tuple(clauses.default_graphs), tuple(clauses.named_graphs)
    renamed = tuple("" if graph == data_graph else graph for graph in default_graphs)
    return Dataset(default_graphs=renamed, named_graphs=named_graphs)


@dataclass(slots=True)
class _Clauses:
    """The prologue and the FROM clauses of a query, read up to its first brace."""

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    waits: str = ""
    prefix: str = ""

    def read(self, query: str) -> "_Clauses":
        """Read a query that need not be well-formed; what makes no sense is passed over."""
        if "from" not in query.lower():
            return self
        position = 0
        while (match := TOKEN.match(query, position)) and match.lastgroup not in {None, "end"}:
            kind, text = str(match.lastgroup), match[str(match.lastgroup)]
            if text == "{" and (self.default_graphs or self.named_graphs):
                break
            self._take(kind, text)
            position = match.end()
        return self

    def _take(self, kind: str, token: str) -> None:
        word = token.lower()
        if kind == "words" and word in {"base", "prefix", "from"}:
            self.waits = word
        elif kind == "words" and word == "named" and self.waits == "from":
            self.waits = "named"
        elif kind == "name" and self.waits == "prefix":
            self.waits, self.prefix = "prefix of", token
        elif kind in {"iri", "name"}:
            self._name(token)
        else:
            self.waits = ""

    def _name(self, token: str) -> None:
        iri = decoded(token[1:-1])
        if token[0] == "<":
            with suppress(ValueError):  # an address that Python cannot take apart stays as it is
                iri = urljoin(self.base, iri)
        else:
            prefix, _, local = token.partition(":")
            iri = self.prefixes.get(f"{prefix}:", f"{prefix}:") + local.replace("\\", "")
        match self.waits:
            case "base":
                self.base = iri
            case "prefix of":
                self.prefixes[self.prefix] = iri
            case "from":
                self.default_graphs.append(iri)
            case "named":
                self.named_graphs.append(iri)
            case _:
                pass
        self.waits = ""
