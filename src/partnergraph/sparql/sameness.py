"""When two questions are the same question, and when one question has the same answer each time it is asked.

Both look at words only, and err on the safe side: a text that is read wrongly is taken for another text.
"""

import re
from typing import Final

from .outline import Outline
from .tokens import TOKEN, decoded

__all__ = ["normalised", "relative", "repeatable"]

_FRESH: Final = ("rand", "now", "uuid", "bnode")
"""Functions whose value is another each time; `uuid` also finds STRUUID."""

_UNTIDY: Final = re.compile(r"[\t\r\n]|  |\A | \Z")
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_MAYBE_RELATIVE: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)")
_MAYBE_FRESH: Final = re.compile("|".join((*_FRESH, "construct")), re.IGNORECASE)
_BLANK: Final = frozenset({"[", "("})


def normalised(query: str) -> str:
    """Return a query with each run of space and comments as one space, and none around it.

    Space is neither added nor taken away altogether, so no two words meet that stood apart.
    """
    if not _UNTIDY.search(query):
        return query
    pieces: list[str] = []
    position = 0
    while match := TOKEN.match(query, position):
        kind = match.lastgroup
        if kind in {None, "open"}:  # a string that is never closed
            return query
        if kind == "end":
            break
        pieces.append(" " if pieces and match.start(kind) > position else "")
        pieces.append(match[kind])
        position = match.end()
    return "".join(pieces)


def repeatable(query: str) -> bool:
    """Return whether a query has the same answer each time, asked of data that does not change.

    Not so where a function gives a fresh value, or CONSTRUCT makes blank nodes.
    """
    text = decoded(query)
    if not _MAYBE_FRESH.search(text):  # most queries; the outline of one takes longer than its answer
        return True
    outline = Outline.of(text)
    if any(name in token.text.casefold() for token in outline.tokens if token.kind == "words" for name in _FRESH):
        return False
    template = (token for token in outline.tokens if token.zone == "template")
    return not any(token.text in _BLANK or token.text.startswith("_:") for token in template)


def relative(query: str) -> bool:
    """Return whether a query has an IRI without a scheme, which means something else at another address."""
    text = decoded(query)
    if not _MAYBE_RELATIVE.search(text):
        return False
    iris = (token.text for token in Outline.of(text).tokens if token.kind == "iri")
    return not all(_ABSOLUTE.match(iri) for iri in iris)
