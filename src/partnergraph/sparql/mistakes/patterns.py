"""Mistakes in the triples: a dot that is missing or too many, a triple that is too short, a literal as property."""

from collections.abc import Iterator
from typing import Final

from partnergraph.sparql.elements import Block, Piece, cut
from partnergraph.sparql.outline import Outline

from .vocabulary import Vocabulary
from .wording import Clue

__all__ = ["CLUES"]

_MOST: Final = {".": 3, ";": 2, ",": 1}
"""What stood before a piece of triples → the most terms it may have."""

_NEW: Final = frozenset({"<<", "<<(", "~"})
"""Signs of SPARQL 1.2, whose triples are left to the engine."""


def triples(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find the first stretch of triples that cannot be right."""
    if any(token.text in _NEW for token in outline.tokens):
        return None
    for index, token in enumerate(outline.tokens):
        opens = token.text == "{" and outline.at(index + 1).zone in {"pattern", "template"}
        if not opens or index in outline.queries:
            continue
        if (found := next(_in_group(outline, index), None)) is not None:
            return found
    return None


def _in_group(outline: Outline, opener: int) -> Iterator[Clue]:
    for part in cut(outline, opener):
        if isinstance(part, Block):
            continue
        before = outline.at(part.first - 1)
        if not part.terms:
            yield from _empty(outline, part)
        elif len(part.terms) > _MOST[part.lead]:
            yield _too_many(outline, part)
        elif len(part.terms) < _MOST[part.lead] and not _may_be_short(outline, opener, part):
            at = outline.at(part.tokens[0]).start
            words = {"found": str(len(part.terms) + (before.text == ";"))}
            yield Clue(kind="short-triple", at=at, words=words)
        elif len(part.terms) > 1 and (found := _property(outline, part)) is not None:
            yield found


def _empty(outline: Outline, part: Piece) -> Iterator[Clue]:
    """Yield what is wrong where separators follow each other."""
    token, before = outline.at(part.first), outline.at(part.first - 1)
    if part.lead == ",":
        yield Clue(kind="nothing-after-comma", at=before.start)
    elif token.text == "." and part.lead == "." and before.text in {".", "{"}:
        yield Clue(kind="stray-dot", at=token.start)
    elif token.text in {";", ","} and part.lead == ".":
        yield Clue(kind="stray-separator", at=token.start, words={"found": token.text})


def _too_many(outline: Outline, part: Piece) -> Clue:
    """Say where a dot is missing, or that `;` was written for a dot."""
    if part.lead == ";":
        return Clue(kind="semicolon-for-dot", at=outline.at(part.first - 1).start)
    extra = outline.at(part.tokens[_MOST[part.lead]])
    return Clue(kind="missing-dot", at=extra.start, words={"found": extra.text})


def _may_be_short(outline: Outline, opener: int, part: Piece) -> bool:
    """Return whether a piece says all within a `[ … ]` or `( … )`, or is cut off where the text ends."""
    first, last = outline.at(part.tokens[0]), outline.at(part.tokens[-1])
    alone = part.lead == "." and len(part.terms) == 1 and first.text in {"[", "("}
    return alone or (opener not in outline.closers and last is outline.tokens[-1])


def _property(outline: Outline, part: Piece) -> Clue | None:
    """Find a literal as property, or a path that holds a variable."""
    index = part.tokens[len(part.terms) - 2]
    token = outline.at(index)
    if token.kind in {"string", "number"}:
        return Clue(kind="literal-property", at=token.start, words={"found": token.text})
    start, end = part.terms[len(part.terms) - 2]
    if token.kind == "variable" and end - start > len(token.text):
        return Clue(kind="variable-in-path", at=token.start, words={"found": outline.text[start:end]})
    return None


CLUES: Final = (triples,)
