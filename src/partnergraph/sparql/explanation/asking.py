"""The queries that look at a query: stretches of its own text between words of ours.

A stretch is a part of a query that the scan has passed, and what is made here goes to the same workers.
"""

import re
from dataclasses import dataclass
from typing import Final

from partnergraph.sparql.elements import Span
from partnergraph.sparql.outline import Outline
from partnergraph.store.examination import MOST

__all__ = ["Asking"]

_MOST_ALIKE: Final = 20_000
"""IRIs of one namespace among which the most alike is sought."""

_MOST_SAME: Final = 10

_ADORNED: Final = re.compile(r"^(?:has|is|get)(?=[A-Z])")
"""What other vocabularies put before a name: `hasGoal` is compared as `Goal`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Makes queries from the stretches of one text, under its prologue and its FROM clauses."""

    outline: Outline

    def text(self, span: Span) -> str:
        """Return a stretch of the text."""
        return self.outline.text[span[0] : span[1]]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, from 1."""
        before = self.outline.text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def counting(self, group: str) -> str:
        """Return a query that counts the solutions of a group, up to one more than is told."""
        inner = f"{{ SELECT * WHERE {{ {group}\n}} LIMIT {MOST + 1} }}"
        return f"{self._head()} SELECT (COUNT(*) AS ?count_) {self._dataset()} WHERE {{ {inner} }}"

    def known(self, name: str) -> str:
        """Return a query that counts 1 when a term occurs anywhere, as a name of a graph too."""
        places = f"{{ {name} ?p_ ?o_ }} UNION {{ ?s_ {name} ?o_ }} UNION {{ ?s_ ?p_ {name} }}"
        anywhere = f"{places} UNION {{ GRAPH ?g_ {{ {places} }} }} UNION {{ GRAPH {name} {{ ?s_ ?p_ ?o_ }} }}"
        return f"{self._head()} SELECT (COUNT(*) AS ?count_) WHERE {{ {{ SELECT * WHERE {{ {anywhere} }} LIMIT 1 }} }}"

    def alike(self, namespace: str) -> str:
        """Return a query for the IRIs of a namespace."""
        found = "{ ?x_ ?p_ ?o_ } UNION { ?s_ ?x_ ?o_ } UNION { ?s_ ?p_ ?x_ }"
        graphs = "{ SELECT DISTINCT ?x_ WHERE { GRAPH ?x_ { ?s_ ?p_ ?o_ } } }"
        like = f'FILTER(isIRI(?x_) && STRSTARTS(STR(?x_), "{namespace}"))'
        return f"SELECT DISTINCT ?x_ WHERE {{ {found} UNION {graphs} {like} }} LIMIT {_MOST_ALIKE}"

    def same(self, literal: str, pattern: str) -> str:
        """Return a query for the literals `?found_` of a pattern that differ from one in no more than they may.

        They may differ in language, datatype and case; each comes with the literal that was asked for.
        """
        like = "FILTER(isLiteral(?found_) && LCASE(STR(?found_)) = LCASE(STR(?asked_)))"
        where = f"BIND({literal} AS ?asked_) {pattern} {like}"
        return (
            f"{self._head()} SELECT DISTINCT ?found_ ?asked_ {self._dataset()} WHERE {{ {where} }} LIMIT {_MOST_SAME}"
        )

    def split(self, iri: str) -> tuple[str, str]:
        """Return the namespace of an IRI and the name to compare, both empty when it has none."""
        at = max(iri.rfind("#"), iri.rfind("/")) + 1
        plain = at and at < len(iri) and not set(iri) & set('"\\')
        return (iri[:at], _ADORNED.sub("", iri[at:])) if plain else ("", "")

    def _head(self) -> str:
        """Return the prologue."""
        first = next((token.start for token in self.outline.tokens if token.zone != "prologue"), 0)
        return self.outline.text[:first]

    def _dataset(self) -> str:
        """Return the FROM clauses."""
        inside = [token for token in self.outline.tokens if token.zone == "dataset" and token.text != "{"]
        return self.text((inside[0].start, inside[-1].end)) if inside else ""
