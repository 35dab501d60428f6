"""Which things a text means: by the search index of the release, and by the words of their own names."""

from typing import Final

from partnergraph.names import fold
from partnergraph.web.labels import labels
from partnergraph.web.service import page_language, service

__all__ = ["matching"]

_MOST: Final = 1_000
_SEARCHED: Final = {"municipality": "body", "partner": "body"}
"""Kind → what the search index calls it, where that is another word."""


def matching(kind: str, text: str) -> int:
    """Return the bitset of the things of a kind that a text finds.

    The search index knows every spelling, code and description, and stops at a thousand; the names that people see are
    looked through to the end, each word of the text in any place of the name.
    """
    here = service()
    shelf, index = here.facets.shelves[kind], here.indexes.of(here.release) if here.release else None
    names = here.facets.folded(page_language(), labels)
    words = fold(text).split()
    found = {item for item in shelf.items if words and all(word in names.get(item, "") for word in words)}
    if index is not None:
        kinds = (_SEARCHED.get(kind, kind),)
        found |= {hit.iri for hit in index.find(text, kinds=kinds, most=_MOST, texts=True, fuzzy=False).hits}
    return shelf.of(found)
