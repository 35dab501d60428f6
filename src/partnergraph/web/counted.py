"""Rows of canned queries for our own pages, so that a number on a page is the answer of the query it leads to.

They are asked as a stranger asks them, in the language of the page where they have names in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from partnergraph.formats import JSON
from partnergraph.sparql.catalogue import LANGUAGE, LANGUAGES, fill, values
from partnergraph.sparql.cursor import Cursor

from .canned import Options, Wanted, canned_query
from .exporting import asked_of, question_of
from .service import page_language, pinned, service

__all__ = ["Counted", "counted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The answer of a canned query: each row has the texts of its terms, without those that are unbound.

    `following` is the address of this page with the rows after these, and `first` with those at the beginning; both
    are "" where there are none.
    """

    rows: tuple[Mapping[str, str], ...]
    wanted: Wanted
    following: str = ""
    first: str = ""

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        return iter(self.rows)

    @property
    def address(self) -> str:
        """Return where the canned query gives these rows, all of them, as a page."""
        return self.file("")

    def file(self, ending: str) -> str:
        """Return where the canned query gives these rows, all of them, in the format of an ending such as `.csv`."""
        return self.wanted.path(ending, version=pinned())

    @property
    def skipped(self) -> int:
        """Return how many rows come before these."""
        return self.wanted.cursor.skip if self.wanted.cursor else 0

    def chosen(self, parameter: str) -> str:
        """Return the value that is given for a parameter, or "" where none is."""
        return next(map(str, self.wanted.terms.get(parameter, ())), "")


def counted(name: str, given: Mapping[str, Sequence[str]] | None = None, *, size: int = 0, cursor: str = "") -> Counted:
    """Return the rows of a canned query with some values, all of them or, where `size` is not 0, so many.

    Raises UnsuitableValue, and what asking the query raises.
    """
    here, canned = service(), canned_query(name)
    asked = dict(given or {})
    if LANGUAGE in canned.parameters:
        asked[LANGUAGE] = [page_language() if page_language() in LANGUAGES else LANGUAGES[0]]
    terms = values(canned, asked, here.naming, portable=here.release is None)
    wanted = Wanted(
        canned=canned,
        terms=terms,
        text=fill(canned, terms),
        format=JSON,
        options=Options(),
        size=size,
        cursor=Cursor.read(cursor) if cursor else None,
    )
    found = asked_of(wanted, question_of(wanted, JSON))
    with found.answer as answer:
        bindings = json.load(answer.body)["results"]["bindings"]
    rows = tuple({column: str(term["value"]) for column, term in row.items()} for row in bindings)
    return Counted(rows=rows, wanted=wanted, following=found.following, first=wanted.at(None) if cursor else "")
