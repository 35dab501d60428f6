"""One meaning of "these words match that text", for the search page and for the SPARQL function `pg:matches`."""

from functools import lru_cache
from typing import Final

from partnergraph.names import loose, romanised

__all__ = ["excerpt", "matches"]

_KEPT: Final = 4_096
_LONGEST_KEPT: Final = 500
_AROUND: Final = 80


def matches(text: str, query: str) -> bool:
    """Return whether every word of `query` begins a word of `text`, accents, case and alphabet set aside.

    A query without letters and digits matches nothing.
    """
    wanted = _wanted(query)
    return bool(wanted) and any(
        all(any(word.startswith(start) for word in words) for start in wanted)
        for words in (_words(text) if len(text) <= _LONGEST_KEPT else _words.__wrapped__(text))
    )


def excerpt(text: str, query: str) -> str:
    """Return the part of a long `text` around the first word that one of `query` begins."""
    pieces = text.split()
    wanted = _wanted(query)
    hit = next((n for n, piece in enumerate(pieces) if loose(piece).startswith(wanted)), 0) if wanted else 0
    start = end = hit
    while sum(map(len, pieces[start:end])) < 2 * _AROUND and (start > 0 or end < len(pieces)):
        start, end = max(0, start - 1), min(len(pieces), end + 1)
    return f"{'… ' if start else ''}{' '.join(pieces[start:end])}{' …' if end < len(pieces) else ''}"


@lru_cache(maxsize=_KEPT)
def _wanted(query: str) -> tuple[str, ...]:
    return tuple(loose(query).split())


@lru_cache(maxsize=_KEPT)
def _words(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(form.split()) for form in romanised(text))
