"""Rows of an answer: RDF terms in columns, as Python values, and as a frame of pandas."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from rdflib import XSD, BNode, Literal, URIRef, Variable
from rdflib.query import Result

from partnergraph.errors import WrongUsage
from partnergraph.rdf import without_normalisation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table", "Term"]

Term = URIRef | BNode | Literal | None
"""A cell: a term of RDF, or None where the row has none."""

_INTEGERS: Final = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "gYear",
)  # fmt: skip


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text]


_VALUES: Final[Mapping[str, Callable[[str], Any]]] = {
    **{str(XSD[name]): int for name in _INTEGERS},
    str(XSD.decimal): Decimal,
    str(XSD.double): float,
    str(XSD.float): float,
    str(XSD.boolean): _boolean,
    str(XSD.date): dt.date.fromisoformat,
    str(XSD.dateTime): dt.datetime.fromisoformat,
}
"""Datatype → the Python value of what is written; whatever else stays text, and so does what is not of its datatype."""

_TYPES: Final[Mapping[type, str]] = {
    int: "Int64",
    Decimal: "Float64",
    float: "Float64",
    bool: "boolean",
    str: "string",
}
"""Python type of the values of a column → its type in a frame, which takes missing values; others hold objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Sequence[Mapping[str, Any]]):
    """The rows of an answer, each a mapping from column to Python value, in which None is an empty cell.

    `terms` has the cells as terms of RDF, with language and datatype.  `labels` has names for the IRIs among them, as
    far as they were asked for.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term, ...], ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Return the rows of SPARQL results in JSON."""
        import io

        with without_normalisation():
            found = Result.parse(io.BytesIO(body), format="json")
        names = tuple(map(str, found.vars or ()))
        rows = (tuple(row.get(Variable(name)) for name in names) for row in found.bindings)
        return cls(columns=names, terms=tuple(rows))  # type: ignore[arg-type]  # rdflib calls its terms Identifier

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, index: Any) -> Any:
        chosen = self.terms[index]
        if isinstance(index, slice):
            return [self._row(row) for row in chosen]
        return self._row(chosen)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return map(self._row, self.terms)

    @property
    def iris(self) -> frozenset[str]:
        """Return all IRIs in the cells."""
        return frozenset(str(term) for row in self.terms for term in row if isinstance(term, URIRef))

    def frame(self) -> "pd.DataFrame":
        """Return a frame of pandas with a type for each column, and after each column of IRIs one with their labels.

        A column of labels is named after the other, with `Label` at its end; there is none for IRIs without any label.
        Raises WrongUsage where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise WrongUsage("pandas is not installed", hint="Install partnergraph[pandas].") from error
        series: dict[str, pd.Series[Any]] = {}
        for place, name in enumerate(self.columns):
            values = [_value(row[place]) for row in self.terms]
            series[name] = pd.Series(values, dtype=_type(values))
            labels = [self.labels.get(str(row[place])) for row in self.terms]
            if any(labels):
                label = f"{name}Label"
                series[label if label not in self.columns else f"{label}_"] = pd.Series(labels, dtype="string")
        return pd.DataFrame(series)

    def _row(self, terms: tuple[Term, ...]) -> Mapping[str, Any]:
        return {name: _value(term) for name, term in zip(self.columns, terms, strict=True)}


def _value(term: Term) -> Any:
    """Return the Python value of a term; IRIs are text, and so is a literal that is none of its datatype."""
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    try:
        return _VALUES.get(str(term.datatype), str)(str(term))
    except (ArithmeticError, KeyError, ValueError):
        return str(term)


def _type(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    return _TYPES.get(kinds.pop(), "object") if len(kinds) == 1 else "object"
