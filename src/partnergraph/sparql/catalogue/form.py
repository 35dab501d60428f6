"""What a canned query is, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import rdflib

from partnergraph.sparql.elements import Span
from partnergraph.sparql.scan import Form

__all__ = ["CHARTS", "KINDS", "LANGUAGE", "LANGUAGES", "CannedQuery", "Kind", "Parameter", "Term"]

LANGUAGES: Final = ("en", "sv")
"""The languages in which every canned query is described."""

LANGUAGE: Final = "language"
"""The parameter for the language of names."""

CHARTS: Final = ("bar", "line", "heatmap", "map", "network", "table")
"""What a header may hint at: the picture that shows the rows best."""

Kind = Literal["datatype", "class", "scheme", "in"]

KINDS: Final[tuple[Kind, ...]] = Kind.__args__  # type: ignore[attr-defined]  # typing does not type its own tuple

Term = rdflib.URIRef | rdflib.Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What may be given for the blocks `VALUES ?name { … }`, which say the same, and where their `insides` lie.

    `kind` says what a value is: a literal of the datatype `of`, an instance of the class `of`, a concept of the scheme
    `of`, or one of the terms that are `allowed`.  `default` is what stands in the file: for a `required` parameter no
    more than an example, for another what is meant when nothing is given; empty where that is anything at all.
    `choices` is a query for what can be chosen: each `?value`, and `?count` where it is known how often it occurs.
    """

    name: str
    label: Mapping[str, str]
    kind: Kind
    of: str
    allowed: tuple[Term, ...]
    required: bool
    multiple: bool
    default: tuple[Term, ...]
    choices: str
    insides: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedQuery:
    """One canned query; its words are by language, and `text` is the whole of its file.

    `columns` has a label for each column of a SELECT in order, and is empty for other forms.  `chart` is one of CHARTS
    or empty; `since` is the version of the program that first had the query, empty where that is not said.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    chart: str
    since: str
    columns: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, Parameter]
    text: str
    form: Form

    @property
    def runs_alone(self) -> bool:
        """Return whether the query means something with no value given."""
        return not any(parameter.required for parameter in self.parameters.values())

    @property
    def makes_graph(self) -> bool:
        """Return whether the answer is a graph rather than rows or a truth."""
        return self.form in {"construct", "describe"}
