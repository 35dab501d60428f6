"""Mistakes in the clauses around and between the patterns: prologue, SELECT, FILTER, BIND, ORDER BY and LIMIT."""

from collections.abc import Iterator
from typing import Final

from partnergraph.sparql.outline import Outline, Token

from .vocabulary import AGGREGATES, FUNCTIONS, MODIFIERS, Vocabulary
from .wording import Clue

__all__ = ["CLUES", "ungrouped"]

_CALLS: Final = AGGREGATES | FUNCTIONS | {"NOT", "EXISTS"}
_ORDER: Final = {word: min(place, MODIFIERS.index("LIMIT")) for place, word in enumerate(MODIFIERS)}
"""Each solution modifier and its place among them."""


def prologue(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find what is wrong with a PREFIX line."""
    for index, token in enumerate(outline.tokens):
        name, iri = outline.at(index + 1), outline.at(index + 2)
        if token.kind == "tag" and token.text.lower() in {"@prefix", "@base"}:
            return Clue(kind="at-prefix", at=token.start, words={"found": token.text, "right": token.text[1:].upper()})
        if token.word != "PREFIX":
            if token.text == "." and token.zone == "prologue":
                return Clue(kind="dot-after-prefix", at=token.start)
        elif token.zone != "prologue":
            return Clue(kind="late-prefix", at=token.start)
        elif name.kind == "words":
            return Clue(kind="prefix-without-colon", at=name.start, words={"prefix": name.text})
        elif name.kind == "name" and iri.kind != "iri" and iri.text != "<":
            return Clue(kind="prefix-without-iri", at=iri.start, words={"prefix": name.text})
    return None


def selected(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find what is wrong between SELECT and WHERE."""
    for query in outline.queries:
        inside = [index for index in outline.inside(query) if outline.tokens[index].zone == "select"]
        if inside and outline.tokens[inside[0]].word == "SELECT":
            found = next(_of_select(outline, inside), None)
            if found is not None:
                return found
    return None


def _of_select(outline: Outline, inside: list[int]) -> Iterator[Clue]:
    """Yield what is wrong in the SELECT clause whose tokens these are, brackets left out."""
    first = 2 if outline.at(inside[0] + 1).word in {"DISTINCT", "REDUCED"} else 1
    chosen = inside[first:]
    if not chosen or outline.tokens[chosen[0]].text == "{":
        yield Clue(kind="select-nothing", at=outline.at(inside[first - 1] + 1).start)
    for index in chosen:
        token = outline.tokens[index]
        if token.text == ",":
            yield Clue(kind="comma-in-select", at=token.start)
        elif token.word in AGGREGATES | FUNCTIONS | {"AS"}:
            yield Clue(kind="bare-expression", at=token.start, words={"found": token.text})
        elif token.word in {"DISTINCT", "REDUCED"}:
            yield Clue(kind="late-distinct", at=token.start, words={"word": token.word})
        elif token.text == "(" and not any(outline.tokens[each].word == "AS" for each in outline.inside(index)):
            yield Clue(kind="expression-without-name", at=token.start)


def arguments(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a keyword that something else follows than must."""
    for index, token in enumerate(outline.tokens):
        if token.word and (found := _argument(outline, index, token)) is not None:
            return found
    return None


def _argument(outline: Outline, index: int, token: Token) -> Clue | None:
    following = outline.at(index + 1)
    words = {"word": token.word}
    wrong = {
        "FILTER": following.text != "(" and not _is_call(following),
        "BIND": following.text != "(",
        "LIMIT": following.kind != "number" or "." in following.text,
        "OFFSET": following.kind != "number" or "." in following.text,
        "IN": following.text != "(",
        "AS": following.kind != "variable",
        "ORDER": following.word != "BY",
        "GROUP": following.word != "BY",
        "BY": following.kind == "end" or following.text == "}" or following.word in MODIFIERS,
        "DESC": following.text != "(",
        "ASC": following.text != "(",
    }
    if wrong.get(token.word):
        kind = {"LIMIT": "no-number", "OFFSET": "no-number", "AS": "as-without-variable", "BY": "by-nothing"}
        kind |= {"ORDER": "no-by", "GROUP": "no-by", "FILTER": "filter-without-parentheses"}
        words["found"] = following.text
        at = token.start if kind.get(token.word) == "by-nothing" else following.start
        return Clue(kind=kind.get(token.word, "no-parenthesis"), at=at, words=words)
    if token.word == "BIND" and not any(outline.tokens[each].word == "AS" for each in outline.inside(index + 1)):
        closer = outline.at(outline.closers.get(index + 1, index + 1))
        return Clue(kind="bind-without-name", at=closer.start)
    return None


def _is_call(token: Token) -> bool:
    return token.word in _CALLS or token.kind in {"iri", "name", "words"}


def aggregate_in_pattern(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find an aggregate inside the braces, where there is nothing to count yet."""
    for index, token in enumerate(outline.tokens):
        if token.word in AGGREGATES and token.zone == "pattern" and outline.at(index + 1).text == "(":
            return Clue(kind="aggregate-in-pattern", at=token.start, words={"found": token.word})
    return None


def ungrouped(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a variable that is selected beside an aggregate, or beside GROUP BY, without being grouped by."""
    for query in outline.queries:
        inside = list(outline.inside(query))
        words = [outline.tokens[index].word for index in inside]
        if "GROUP" not in words and not any(_aggregates(outline, index) for index in inside):
            continue
        grouped = _grouped(outline, inside, words)
        for index in inside:
            token = outline.tokens[index]
            if token.zone == "select" and token.kind == "variable" and token.text not in grouped:
                return Clue(kind="ungrouped-variable", at=token.start, words={"found": token.text})
    return None


def _aggregates(outline: Outline, index: int) -> bool:
    """Return whether a parenthesis of SELECT, HAVING or ORDER BY holds an aggregate."""
    token = outline.tokens[index]
    if token.text != "(" or token.zone not in {"select", "modifiers"}:
        return False
    return any(each.word in AGGREGATES for each in outline.tokens[index : outline.closers.get(index, index)])


def _grouped(outline: Outline, inside: list[int], words: list[str]) -> set[str]:
    """Return the variables that GROUP BY names, by themselves or after AS."""
    start = words.index("GROUP") if "GROUP" in words else len(words)
    last = next((n for n in range(start + 1, len(words)) if words[n] in MODIFIERS), len(words))
    named = {outline.tokens[index].text for index in inside[start:last]}
    opened = [index for index in inside[start:last] if outline.tokens[index].text == "("]
    return named | {outline.at(outline.closers.get(index, index) - 1).text for index in opened}


def out_of_order(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find solution modifiers in the wrong order, and what comes after the end."""
    for query in outline.queries:
        latest, closed = "", False
        for index in outline.inside(query):
            token = outline.tokens[index]
            if closed and token.text == ",":
                return Clue(kind="comma-in-modifiers", at=token.start)
            if closed and token.text in {";", "."}:
                return Clue(kind="sign-after-end", at=token.start, words={"found": token.text})
            if closed and token.word in {"SELECT", "WHERE", "ASK", "CONSTRUCT", "DESCRIBE"}:
                return Clue(kind="second-query", at=token.start, words={"found": token.word})
            if token.word in _ORDER:
                if latest and _ORDER[token.word] < _ORDER[latest]:
                    return Clue(kind="modifier-order", at=token.start, words={"word": token.word, "other": latest})
                latest = token.word
            closed = closed or outline.at(outline.closers.get(index, -1)).zone == "modifiers"
    return None


def values_rows(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a comma, a variable or a row of the wrong length in VALUES."""
    for index, token in enumerate(outline.tokens):
        if token.zone != "values" or outline.at(token.outer).text not in {"{", "("}:
            continue
        if token.text == ",":
            return Clue(kind="comma-in-values", at=token.start)
        if token.kind == "variable":
            return Clue(kind="variable-in-values", at=token.start, words={"found": token.text})
        if token.text == "(" and (wanted := _width(outline, token.outer)) != (found := _terms(outline, index)):
            return Clue(kind="values-width", at=token.start, words={"found": str(found), "wanted": str(wanted)})
    return None


def _width(outline: Outline, brace: int) -> int:
    """Return how many variables the VALUES has whose rows stand in these braces."""
    if outline.at(brace - 1).kind == "variable":
        return 1
    count, index = 0, brace - 2
    while outline.at(index).kind == "variable":
        count, index = count + 1, index - 1
    return count


def _terms(outline: Outline, row: int) -> int:
    tokens = [outline.tokens[each] for each in outline.inside(row)]
    types = sum(token.text == "^^" for token in tokens)
    return sum(token.is_term or token.word == "UNDEF" for token in tokens) - types


CLUES: Final = (
    prologue,
    selected,
    arguments,
    aggregate_in_pattern,
    out_of_order,
    values_rows,
)
