"""From a refused query to a mistake in plain words.

Each rule looks for one kind of mistake and reports the first it finds; all of them can only be mistakes.  An engine
stops at the first mistake, so of several the earliest is told, unless the engine was stuck before it.
"""

from typing import Final

from partnergraph.errors import QuerySyntax
from partnergraph.sparql.outline import Outline

from . import brackets, characters, clauses, engine, names, patterns
from .vocabulary import Vocabulary
from .wording import Clue, Mistake, told

__all__ = ["RULES", "diagnose", "in_plain_words"]

_ANYWHERE: Final = (*characters.CLUES, *clauses.CLUES, *names.CLUES)
"""In this order: of two clues at the same place the first is told."""

_TO_THE_END: Final = (*brackets.CLUES, *patterns.CLUES)
"""Rules that must have seen the whole query."""

RULES: Final = (*_ANYWHERE, *_TO_THE_END, clauses.ungrouped)
"""All rules: none of them may find anything in a query that is well-formed."""

_MOST_TOKENS: Final = 10_000
"""Tokens of a query that are looked at: what passes the scan has fewer, but for long lists of VALUES."""


def diagnose(
    query: str,
    message: str = "",
    line: int | None = None,
    column: int | None = None,
    vocabulary: Vocabulary | None = None,
) -> Mistake:
    """Say what is wrong with a query that an engine refused with `message` at `line` and `column` (from 1).

    Takes linear time and never fails: where nothing better is known, the place is told.
    """
    outline = Outline.of(query, _MOST_TOKENS)
    rules = _ANYWHERE if len(outline.tokens) >= _MOST_TOKENS else (*_ANYWHERE, *_TO_THE_END)
    words = vocabulary or Vocabulary()
    stuck, farthest = engine.place(outline, message, line, column)
    clues = [clue for rule in rules if (clue := rule(outline, words)) is not None]
    first = min(clues, key=Clue.begin, default=None) or clauses.ungrouped(outline, words)
    if first is None or first.begin() > farthest:
        first = engine.clue(outline, message, stuck, farthest) or first or _unexpected(outline, stuck)
    return told(query, first)


def in_plain_words(error: QuerySyntax, query: str, vocabulary: Vocabulary | None = None) -> QuerySyntax:
    """Return an error that says of `query` in plain words what `error` says in an engine's."""
    mistake = diagnose(query, error.message, error.line, error.column, vocabulary)
    sentence, hint = mistake.text("en")
    return QuerySyntax(sentence, line=mistake.line, column=mistake.column, hint=hint, mistake=mistake)


def _unexpected(outline: Outline, stuck: int) -> Clue:
    token = outline.at(stuck)
    if not token.text:
        return Clue(kind="unreadable", at=token.start)
    return Clue(kind="unexpected", at=token.start, words={"found": token.text})
