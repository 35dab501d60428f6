"""Rows of canned queries for our own pages, so that a number on a page is the answer of the query it leads to."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from partnergraph.formats import JSON
from partnergraph.sparql.catalogue import Term, fill, values

from .canned import Options, Wanted, canned_query
from .exporting import asked_of, question_of
from .service import service

__all__ = ["Counted", "counted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The answer of a canned query: each row has the texts of its terms, without those that are unbound.

    `terms` are the values that were given, and `address` is that of the page of the query with them.
    """

    rows: tuple[Mapping[str, str], ...]
    terms: Mapping[str, tuple[Term, ...]]
    address: str

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        return iter(self.rows)


def counted(name: str, given: Mapping[str, Sequence[str]] | None = None) -> Counted:
    """Return the whole answer of a canned query that gives rows, with some values; raises as asking it does."""
    here, canned = service(), canned_query(name)
    terms = values(canned, given or {}, here.naming, portable=here.release is None)
    wanted = Wanted(canned=canned, terms=terms, text=fill(canned, terms), format=JSON, options=Options())
    with asked_of(wanted, question_of(wanted, JSON)).answer as answer:
        found = json.load(answer.body)["results"]["bindings"]
    rows = tuple({column: term["value"] for column, term in row.items()} for row in found)
    said: dict[str, Any] = {parameter: [str(term) for term in some] for parameter, some in terms.items()}
    return Counted(rows=rows, terms=terms, address=url_for("catalogue.query", name=name, **said))
