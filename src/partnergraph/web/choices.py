"""What can be chosen for a parameter of a canned query, with labels, and how often each occurs where that is known."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from partnergraph.formats import JSON
from partnergraph.language import NAMES as _LANGUAGES
from partnergraph.names import fold
from partnergraph.rdf import compact
from partnergraph.sparql.catalogue import Parameter
from partnergraph.sparql.protocol import Operation

from .answering import Asked
from .labels import labels
from .service import service

__all__ = ["Choice", "choices", "fitting", "named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value: what the parameter takes, what people call it, and how often it occurs, None where nobody counted."""

    value: str
    label: str
    count: int | None = None


def choices(parameter: Parameter, most: int = 0) -> tuple[list[Choice], bool]:
    """Return at most `most` choices, 0 for all, in the order of their query, and whether there are more.

    A parameter that takes any value of a datatype has none.  Raises what asking a query raises.
    """
    if parameter.kind == "in":
        return named([(str(term), None) for term in parameter.allowed]), False
    if not parameter.choices:
        return [], False
    here = service()
    question = Asked.of(here, Operation(query=parameter.choices), JSON, "", rows=most)
    with question.kept(here) or question.answer(here) as answer:
        rows = json.load(answer.body)["results"]["bindings"]
    found = [(row["value"]["value"], int(row["count"]["value"]) if "count" in row else None) for row in rows]
    return named(found), answer.more


def fitting(found: list[Choice], query: str, parameter: Parameter) -> list[Choice]:
    """Return the choices in whose label or IRI a text occurs, in any spelling, and those that it is a code of."""
    wanted = fold(query)
    exact = set(service().naming(query, parameter.of)) if parameter.kind in {"class", "scheme"} else set()
    return [
        each
        for each in found
        if each.value in exact or (wanted and (wanted in fold(each.label) or wanted in fold(_short(each.value))))
    ]


def named(found: Iterable[tuple[str, int | None]]) -> list[Choice]:
    """Return values, with how often each occurs, as choices under their labels."""
    found = list(found)
    known = labels(value for value, _ in found)
    return [
        Choice(value=value, label=known.get(value) or _LANGUAGES.get(value) or _short(value), count=count)
        for value, count in found
    ]


def _short(value: str) -> str:
    return compact(URIRef(value)).strip("<>") if "://" in value else value
