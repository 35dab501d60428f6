"""The query behind a browse page: the same selection in SPARQL, for whoever wants to go on from there."""

import re
from typing import Final

from flask import url_for
from rdflib import Literal, URIRef

from partnergraph.sparql.catalogue import CannedQuery, Term, fill
from partnergraph.web.service import page_language

from .selection import Selection, template

__all__ = ["query_address", "query_text"]

_OPEN: Final = re.compile(r"^ *VALUES \?\w+ \{ UNDEF \}$")
_VALUES: Final = re.compile(r"^ *VALUES ")
_HEADER: Final = re.compile(r"\A(?:#\+.*\n)+\n*")
_MOST_ITEMS: Final = 100
"""Things that a text found and that a query can name one by one; an address has no room for more."""


def query_text(selection: Selection) -> str:
    """Return the query that finds what a selection shows; "" where its text finds too many things to name them.

    It is the file of the kind with the values that are chosen in it, less the parts in which nothing is chosen.  Text
    is searched for in other ways than SPARQL knows, so a query names what was found.
    """
    asked = template(selection.things)
    terms = {facet: [_term(asked, facet, value) for value in some] for facet, some in selection.chosen.items()}
    if selection.within is not None:
        shelf = selection.shelf
        found = [URIRef(shelf.items[place]) for place in shelf.places(selection.within)]
        if len(found) > _MOST_ITEMS:
            return ""
        terms[selection.kind] = [*found]
    terms["language"] = [Literal(page_language())]
    text = _HEADER.sub("", fill(asked, terms))
    return "\n\n".join(part for part in text.split("\n\n") if not _free(part))


def query_address(selection: Selection) -> str:
    """Return where the query behind a page can be changed and run, or ""."""
    text = query_text(selection)
    return url_for("endpoint.sparql", query=text, format="html") if text else ""


def _free(part: str) -> bool:
    """Return whether a part of a query says something of a facet in which nothing is chosen."""
    said = [line for line in part.split("\n") if _VALUES.match(line)]
    return bool(said) and all(_OPEN.match(line) for line in said)


def _term(asked: CannedQuery, facet: str, value: str) -> Term:
    """Return a value as the term that a store has."""
    parameter = asked.parameters[facet]
    if parameter.kind == "datatype":
        return Literal(value, datatype=parameter.of, normalize=False)
    return URIRef(value) if ":" in value else Literal(value)
