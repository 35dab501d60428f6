"""Mistakes in the brackets: one that is missing, one too many, and what strays over their edge."""

from typing import Final

from partnergraph.sparql.outline import Outline

from .vocabulary import MODIFIERS, Vocabulary
from .wording import Clue

__all__ = ["CLUES"]

_BEFORE_BRACE: Final = frozenset({"WHERE", "OPTIONAL", "MINUS", "UNION", "EXISTS"})
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def no_brace_after(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a keyword that a brace must follow, without it."""
    for index, token in enumerate(outline.tokens):
        following = outline.at(index + 1)
        if token.word in _BEFORE_BRACE and following.text != "{":
            return Clue(kind="missing-open-brace", at=following.start, words={"word": token.word})
        if token.word == "UNION" and outline.at(index - 1).text != "}":
            return Clue(kind="bare-union", at=token.start)
    return None


def no_braces(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a query without any group of patterns."""
    form = next((token for token in outline.tokens if token.word in {"SELECT", "ASK", "CONSTRUCT"}), None)
    groups = (index for index, token in enumerate(outline.tokens) if token.text == "{")
    if form is None or any(outline.at(index - 1).word != "CONSTRUCT" for index in groups):
        return None
    return Clue(kind="no-patterns", at=outline.at(len(outline.tokens)).start)


def never_closed(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a bracket that nothing closes; for a brace, point at what shows that it is missing."""
    for opener in outline.unclosed:
        token = outline.tokens[opener]
        words = {"opener": token.text, "closer": _CLOSING[token.text]} | _place(outline, opener)
        if token.text != "{":
            return Clue(kind="open-bracket", at=token.start, words=words)
        stray = next((index for index in outline.inside(opener) if outline.tokens[index].word in MODIFIERS), None)
        after = outline.tokens[stray].start if stray is not None else outline.at(len(outline.tokens)).start
        return Clue(kind="missing-close-brace", at=after, words=words)
    return None


def closes_nothing(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a closing bracket that no opening one belongs to."""
    if not outline.stray:
        return None
    token = outline.tokens[outline.stray[0]]
    return Clue(kind="stray-bracket", at=token.start, words={"closer": token.text})


def modifier_inside(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find LIMIT, ORDER BY or the like inside the braces of a group."""
    for token in outline.tokens:
        inside = token.zone == "pattern" and outline.at(token.outer).text == "{"
        if inside and token.word in MODIFIERS and token.outer in outline.closers:
            return Clue(kind="modifier-inside", at=token.start, words={"word": token.word})
    return None


def _place(outline: Outline, index: int) -> dict[str, str]:
    start = outline.tokens[index].start
    before = outline.text[:start]
    return {"line": str(before.count("\n") + 1), "column": str(start - before.rfind("\n"))}


CLUES: Final = (no_brace_after, no_braces, never_closed, closes_nothing, modifier_inside)
"""Each finds the first mistake of its kind in an outline, or None."""
