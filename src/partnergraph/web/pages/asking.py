"""Canned queries that our own pages show: asked as a stranger asks, so that a number is the same everywhere."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph.formats import HTML, JSON
from partnergraph.sparql.catalogue import LANGUAGES, fill, values
from partnergraph.sparql.cursor import Cursor
from partnergraph.web.canned import Options, Wanted, canned_query
from partnergraph.web.exporting import asked_of, question_of
from partnergraph.web.service import page_language, pinned, service

__all__ = ["Rows", "rows_of"]

_LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of an answer as texts by column, and the request that they answer.

    `following` is the address of this page with the rows after these, and `first` with those at the beginning; both
    are "" where there are none.
    """

    rows: tuple[Mapping[str, str], ...]
    wanted: Wanted
    following: str = ""
    first: str = ""

    @property
    def skipped(self) -> int:
        """Return how many rows come before these."""
        return self.wanted.cursor.skip if self.wanted.cursor else 0

    def chosen(self, parameter: str) -> str:
        """Return the value that is given for a parameter, or "" where none is."""
        return next(map(str, self.wanted.terms.get(parameter, ())), "")

    def address(self, ending: str = "", **more: str) -> str:
        """Return where the canned query gives these rows, all of them, as a page or as a file."""
        return self.wanted.path(ending, version=pinned(), **more)


def rows_of(name: str, given: Mapping[str, Sequence[str]] | None = None, *, size: int = 0, cursor: str = "") -> Rows:
    """Ask a canned query with values, in parts of `size` rows where that is more than 0; raises as `values` does."""
    here, canned = service(), canned_query(name)
    asked = dict(given or {})
    if _LANGUAGE in canned.parameters:
        asked[_LANGUAGE] = [page_language() if page_language() in LANGUAGES else LANGUAGES[0]]
    terms = values(canned, asked, here.naming, portable=here.release is None)
    wanted = Wanted(
        canned=canned,
        terms=terms,
        text=fill(canned, terms),
        format=HTML,
        options=Options(),
        size=size,
        cursor=Cursor.read(cursor) if cursor else None,
    )
    found = asked_of(wanted, question_of(wanted, JSON))
    with found.answer as answer:
        bindings = json.loads(answer.body.read())["results"]["bindings"]
    rows = tuple({column: str(term["value"]) for column, term in row.items()} for row in bindings)
    return Rows(rows=rows, wanted=wanted, following=found.following, first=wanted.at(None) if cursor else "")
