"""Rows of an answer as values, drawn from its bytes one by one: no answer is ever in memory as a whole."""

from collections.abc import Iterator
from typing import BinaryIO, Final

import pyoxigraph as ox

from partnergraph.errors import WrongUsage

from .embedded import Value

__all__ = ["Row", "columns_and_rows", "statements"]

Row = tuple[Value | None, ...]
"""The cells of one row in the order of the columns; None where nothing is bound."""

_JSON: Final = ox.QueryResultsFormat.JSON


def columns_and_rows(body: BinaryIO) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the names of the columns and the rows of a SELECT's answer in JSON, which is read from its start.

    Raises WrongUsage for the answer of an ASK.
    """
    body.seek(0)
    found = ox.parse_query_results(body, _JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise WrongUsage("The answer is a truth and has no rows", hint="Ask for it as json, xml, csv or tsv.")
    columns = tuple(each.value for each in found.variables)
    return columns, (tuple(map(_value, solution)) for solution in found)


def statements(body: BinaryIO) -> Iterator[Row]:
    """Yield subject, predicate and object of each statement of an answer in Turtle, which is read from its start."""
    body.seek(0)
    for quad in ox.parse(body, ox.RdfFormat.TURTLE):
        yield _value(quad.subject), _value(quad.predicate), _value(quad.object)


def _value(term: object) -> Value | None:
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Value(text=term.value, is_iri=True)
        case ox.Literal():
            return Value(text=term.value, is_iri=False, language=term.language or "", datatype=term.datatype.value)
        case _:
            return Value(text=str(term), is_iri=False)
