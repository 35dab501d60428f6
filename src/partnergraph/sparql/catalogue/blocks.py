"""The blocks `VALUES ?name { … }` of a query: where their insides lie, and the terms that stand there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from partnergraph.rdf import read_term
from partnergraph.sparql.elements import Span
from partnergraph.sparql.outline import Outline

from .form import Term

__all__ = ["Block", "blocks"]

_JOINING: Final = frozenset({"^^"})
_SIGNS: Final = frozenset({"+", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of one variable: the `inside` of its braces, its `terms` as written, and the line it begins on."""

    name: str
    inside: Span
    terms: tuple[str, ...]
    line: int

    @property
    def anything(self) -> bool:
        """Return whether the block leaves the variable free."""
        return tuple(word.upper() for word in self.terms) == ("UNDEF",)

    def read(self, prefixes: Mapping[str, str]) -> tuple[Term, ...]:
        """Return the terms; raise ValueError with the first text that is none."""
        return () if self.anything else tuple(read_term(text, prefixes) for text in self.terms)


def blocks(outline: Outline) -> Iterator[Block]:
    """Yield the blocks of one variable each, in the order of the text."""
    for index, token in enumerate(outline.tokens):
        opener = index + 2
        variable = outline.at(index + 1)
        closer = outline.closers.get(opener)
        if token.word == "VALUES" and variable.kind == "variable" and closer is not None:
            yield Block(
                name=variable.text[1:],
                inside=(outline.at(opener).end, outline.at(closer).start),
                terms=tuple(_terms(outline, opener + 1, closer)),
                line=outline.text.count("\n", 0, token.start) + 1,
            )


def _terms(outline: Outline, index: int, closer: int) -> Iterator[str]:
    """Yield the terms between two tokens as they are written; a literal goes on with its language or datatype."""
    while index < closer:
        start = outline.at(index).start
        if outline.at(index).text in _SIGNS:
            index += 1
        if outline.at(index + 1).kind == "tag":
            index += 1
        elif outline.at(index + 1).text in _JOINING:
            index += 2
        index += 1
        yield outline.text[start : outline.at(min(index, closer) - 1).end]
