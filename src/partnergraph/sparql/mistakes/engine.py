"""What an engine's own wording adds: the place, and the rules that are not about the form of the text.

Measured with pyoxigraph 0.5.13.  It points at the farthest place that any of its attempts read up to, and an attempt
at a keyword reads as many characters as the keyword has: "1:26: expected OPTIONAL" is a mistake at column 18.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from partnergraph.namespaces import PREFIXES
from partnergraph.sparql.outline import Outline

from .vocabulary import AGGREGATES, FUNCTIONS, nearest
from .wording import Clue

__all__ = ["clue", "place"]

_KEYWORD: Final = re.compile(r"(?<![\w'\"\[{\\])[A-Za-z][A-Za-z0-9_]{1,}(?![\w'\"\]}])")
_UNKNOWN_FUNCTION: Final = re.compile(r"There is no function <([^>]*)>")


def place(outline: Outline, message: str, line: int | None, column: int | None) -> tuple[int, int]:
    """Return the index of the token where an engine was stuck, and the offset up to which it read.

    Without a place that is the end of the text.
    """
    if line is None or column is None:
        return len(outline.tokens), len(outline.text)
    start = 0
    for _ in range(line - 1):
        start = outline.text.find("\n", start) + 1
    farthest = min(start + column - 1, len(outline.text))
    wanted = message.rpartition("expected ")[2]
    begins = {farthest - len(word) for word in _KEYWORD.findall(wanted) if not word.islower()}
    at = [index for index, token in enumerate(outline.tokens) if token.start in begins]
    over = (index for index, token in enumerate(outline.tokens) if token.end > farthest)
    stuck = at[-1] if at else next(over, len(outline.tokens))
    return stuck, farthest


def clue(outline: Outline, message: str, stuck: int, farthest: int) -> Clue | None:
    """Return the mistake that an engine names in words of its own, or None."""
    function = _UNKNOWN_FUNCTION.search(message)
    found = {
        "IRI parsing failed": _bad_iri(outline, farthest),
        "language tag parsing failed": _bad_tag(outline, farthest),
        "overrides an existing variable": next(_taken(outline), None),
        "SELECT * is not authorized": _star(outline),
        "<unreported>": _blank_node(outline),
        "There is no function": _function(outline, function[1]) if function else None,
    }
    return next((found[words] for words in found if words in message), None) or _call(outline, stuck)


def _bad_iri(outline: Outline, farthest: int) -> Clue | None:
    for token in outline.tokens:
        if token.kind == "iri" and token.end >= farthest:
            relative = re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text) is None
            return Clue(
                kind="bad-iri", at=token.start, case="relative" if relative else "", words={"found": token.text}
            )
    return None


def _bad_tag(outline: Outline, farthest: int) -> Clue | None:
    for token in outline.tokens:
        if token.kind == "tag" and token.end >= farthest:
            return Clue(kind="language-tag", at=token.start, case="long", words={"found": token.text})
    return None


def _star(outline: Outline) -> Clue | None:
    return next((Clue(kind="star-with-group", at=token.start) for token in outline.tokens if token.text == "*"), None)


def _blank_node(outline: Outline) -> Clue | None:
    for token in reversed(outline.tokens):
        if token.text.startswith("_:"):
            return Clue(kind="blank-node-reused", at=token.start, words={"found": token.text})
    return None


def _function(outline: Outline, iri: str) -> Clue | None:
    for token in outline.tokens:
        if outline.iri(token) == iri:
            namespace, _, local = iri.rpartition("#")
            near = nearest(local, ["matches"]) if f"{namespace}#" == PREFIXES["pg"] else ""
            words = {"found": token.text, "near": f"pg:{near}"}
            return Clue(kind="unknown-function", at=token.start, case="near" if near else "", words=words)
    return None


def _call(outline: Outline, stuck: int) -> Clue | None:
    """Return what is wrong with the call of a function, or with the name it gives its value."""
    token, following = outline.at(stuck), outline.at(stuck + 1)
    if token.kind == "end" or token.word == "AS":
        return next(_bound(outline), None)
    opener = next((index for index, closer in outline.closers.items() if closer == stuck), token.outer)
    call = token if following.text == "(" else outline.at(opener - 1)
    if call.word in FUNCTIONS | AGGREGATES:
        return Clue(kind="wrong-arguments", at=call.start, words={"found": call.word})
    return None


def _bound(outline: Outline) -> Iterator[Clue]:
    """Yield the variables that BIND names though the patterns before it name them too."""
    seen: set[str] = set()
    for index, token in enumerate(outline.tokens):
        binds = outline.at(index - 1).word == "AS" and outline.at(token.outer - 1).word == "BIND"
        if binds and token.text in seen:
            yield Clue(kind="name-taken", at=token.start, words={"found": token.text})
        if token.kind == "variable" and token.zone == "pattern":
            seen.add(token.text)


def _taken(outline: Outline) -> Iterator[Clue]:
    """Yield the variables that AS names though something else names them too."""
    names = Counter(token.text for token in outline.tokens if token.kind == "variable")
    for index, token in enumerate(outline.tokens):
        if outline.at(index - 1).word == "AS" and names[token.text] > 1:
            yield Clue(kind="name-taken", at=token.start, words={"found": token.text})
