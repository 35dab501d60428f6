"""The columns of `SELECT *` in the order in which a reader of the query meets them (SPARQL 1.1 section 18.2.4.1).

The standard leaves the order open and the engine's is alphabetical.  Which variables there are is for the engine to
say; here only the order is found, so a text that is read wrongly costs the order and never a column.
"""

from collections.abc import Iterator

from partnergraph.store import Star

from .outline import Outline

__all__ = ["selected", "star"]

_TESTS = frozenset({"NOT", "EXISTS"})


def star(query: str) -> Star | None:
    """Return where a query says `SELECT *`, or None when it does not."""
    if "*" not in query:
        return None
    outline = Outline.of(query)
    at = _star(outline, -1)
    opener = next((index for index in outline.inside(-1) if index > at and outline.tokens[index].text == "{"), -1)
    if at < 0 or opener not in outline.closers:
        return None
    place, first, last = outline.tokens[at], outline.tokens[opener], outline.tokens[outline.closers[opener]]
    return Star(
        place=(place.start, place.end),
        pattern=(first.start, last.end),
        names=tuple(dict.fromkeys(_bound(outline, opener))),
    )


def selected(outline: Outline) -> tuple[str, ...]:
    """Return the columns that a query names in its SELECT, in order; those of `SELECT *` as far as they are found."""
    return tuple(dict.fromkeys(_projected(outline, -1)))


def _star(outline: Outline, query: int) -> int:
    """Return the index of the star that a query, opened at a bracket, selects by, or -1."""
    selected = (index for index in outline.inside(query) if outline.tokens[index].zone == "select")
    found = next((index for index in selected if outline.tokens[index].kind in {"sign", "variable"}), -1)
    after_select = outline.at(found - 1).word in {"SELECT", "DISTINCT", "REDUCED"}
    return found if found >= 0 and outline.tokens[found].text == "*" and after_select else -1


def _bound(outline: Outline, opener: int) -> Iterator[str]:
    """Yield the variables that a group may bind, in order; what only tests is passed over."""
    index, last = opener + 1, outline.closers.get(opener, len(outline.tokens))
    while index < last:
        token = outline.tokens[index]
        if token.word in {"FILTER", "MINUS"}:
            index = _after_test(outline, index)
        elif token.word == "BIND":
            index = outline.closers.get(index + 1, index + 1)
            yield from _named(outline, index - 1)
        elif index in outline.queries:
            yield from _projected(outline, index)
            index = outline.closers.get(index, last)
        else:
            yield from _named(outline, index)
        index += 1


def _after_test(outline: Outline, index: int) -> int:
    """Return the index of the last token of a FILTER or MINUS."""
    index += 1
    while outline.at(index).word in _TESTS:
        index += 1
    if outline.at(index).text not in {"(", "{"}:  # a function
        index += 1
    return outline.closers.get(index, index)


def _projected(outline: Outline, opener: int) -> Iterator[str]:
    """Yield the variables that a sub-SELECT hands on, in order."""
    everything = _star(outline, opener) >= 0
    for index in outline.inside(opener):
        token = outline.tokens[index]
        if token.text == "{":
            if everything:
                yield from _bound(outline, index)
            return
        if token.text == "(":
            yield from _named(outline, outline.closers.get(index, index) - 1)
        yield from _named(outline, index)


def _named(outline: Outline, index: int) -> Iterator[str]:
    """Yield the name of the variable at an index, if there is one."""
    if outline.at(index).kind == "variable":
        yield outline.at(index).text[1:]
