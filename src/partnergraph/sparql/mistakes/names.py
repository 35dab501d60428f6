"""Mistakes in the words: prefixes nobody declared, keywords misspelt, functions of other languages, forgotten `?`."""

from types import MappingProxyType
from typing import Final

from partnergraph.sparql.outline import Outline

from .vocabulary import AGGREGATES, FUNCTIONS, KEYWORDS, MODIFIERS, SYNONYMS, Vocabulary, nearest
from .wording import Clue

__all__ = ["CLUES"]

_KNOWN: Final = KEYWORDS | FUNCTIONS | AGGREGATES
_OPERATORS: Final = MappingProxyType({"AND": "&&", "OR": "||"})
_OTHER_WAYS: Final = frozenset({"LIKE", "ILIKE", "IS", "NULL", "TOP", "LET", "JOIN", "BETWEEN", "TABLE"})
"""Words of SQL and of older dialects that SPARQL says in another way; each has a hint of its own."""

_GROUPS: Final = ("OPTIONAL", "FILTER", "UNION", "MINUS", "BIND", "VALUES", "GRAPH")
_EXPRESSIONS: Final = ("EXISTS", "NOT", "AS", "TRUE", "FALSE", "DISTINCT", "IN", "SEPARATOR")
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "prologue": ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"),
    "select": ("WHERE", "FROM", "DISTINCT", "REDUCED", "AS"),
    "construct": ("WHERE", "FROM"),
    "dataset": ("WHERE", "FROM", "NAMED"),
    "where": ("WHERE", "FROM"),
    "modifiers": (*MODIFIERS, "BY", "ASC", "DESC", "VALUES", "UNION"),
    "pattern": (*_GROUPS, *MODIFIERS),
    "template": ("WHERE",),
    "values": ("UNDEF", "TRUE", "FALSE"),
}
"""Part of a query → keywords that are at home there."""


def unknown_prefix(outline: Outline, vocabulary: Vocabulary) -> Clue | None:
    """Find a name whose prefix is not declared."""
    for index, token in enumerate(outline.tokens):
        prefix = token.text.partition(":")[0]
        known = token.kind != "name" or prefix in outline.prefixes or prefix == "_"
        if known or outline.at(index - 1).word == "PREFIX" or outline.at(index + 1).text in {"=", "/"}:
            continue
        words = {"prefix": prefix, "near": "", "namespace": vocabulary.namespace(prefix)}
        if words["namespace"]:
            return Clue(kind="unknown-prefix", at=token.start, case="known", words=words)
        declared = nearest(prefix, outline.prefixes, 0.5)
        words["near"] = declared or nearest(prefix, vocabulary.prefixes, 0.5)
        words["namespace"] = vocabulary.namespace(words["near"])
        case = "declared" if declared else "near" if words["near"] else "strange"
        return Clue(kind="unknown-prefix", at=token.start, case=case, words=words)
    return None


def no_form(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find that a text is not a query at all."""
    first = outline.at(0)
    if not any(token.word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"} for token in outline.tokens):
        misspelt = next(
            (token for token in outline.tokens if token.kind == "words" and token.word not in KEYWORDS), None
        )
        if misspelt is None or not nearest(misspelt.text, _PARTS["prologue"]):
            return Clue(kind="no-form", at=first.start if outline.tokens else 0)
    return None


def unknown_word(outline: Outline, vocabulary: Vocabulary) -> Clue | None:
    """Find a bare word that SPARQL does not have."""
    for index, token in enumerate(outline.tokens):
        if token.kind != "words" or (token.word in _KNOWN and token.text != "A"):
            continue
        before = outline.at(index - 1)
        part_of_name = outline.touching(index) and (before.kind == "tag" or before.text in {"&", "-"})
        if part_of_name and token.word not in _OPERATORS:
            continue
        return _word(outline, index, vocabulary)
    return None


def negation(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find NOT where `!` is meant."""
    for index, token in enumerate(outline.tokens):
        if token.word == "NOT" and outline.at(index + 1).word not in {"IN", "EXISTS"} and token.zone == "pattern":
            return Clue(kind="foreign-operator", at=token.start, words={"found": token.text, "right": "!"})
    return None


def _word(outline: Outline, index: int, vocabulary: Vocabulary) -> Clue:
    """Say what a bare word may be meant for."""
    found = _by_what_it_is(outline, index) or _by_what_is_before(outline, index)
    return found or _function(outline, index) or _keyword(outline, index) or _plain(outline, index, vocabulary)


def _by_what_it_is(outline: Outline, index: int) -> Clue | None:
    """Say what is meant by a word that other languages have."""
    token = outline.tokens[index]
    if token.text == "A":
        return Clue(kind="upper-case-a", at=token.start)
    if token.word in _OPERATORS and outline.at(token.outer).text == "(":
        words = {"found": token.text, "right": _OPERATORS[token.word]}
        return Clue(kind="foreign-operator", at=token.start, words=words)
    if token.word in _OTHER_WAYS and outline.at(index - 1).word != "FROM":
        return Clue(kind="foreign-word", at=token.start, case=token.word.lower(), words={"found": token.text})
    return None


def _by_what_is_before(outline: Outline, index: int) -> Clue | None:
    """Say what a word is part of, or what it stands for, from what comes before it."""
    token, before = outline.tokens[index], outline.at(index - 1)
    if before.text == "/" and outline.touching(index) and outline.at(index - 2).kind == "name":
        return Clue(kind="slash-in-name", at=before.start)
    if before.word == "FROM":
        return Clue(kind="from-table", at=token.start, words={"found": token.text})
    if before.text in {"?", "$"} and not outline.touching(index):
        return Clue(kind="blank-in-variable", at=before.start, words={"right": f"{before.text}{token.text}"})
    return None


def _function(outline: Outline, index: int) -> Clue | None:
    """Say which function may be meant by a word before a parenthesis."""
    token = outline.tokens[index]
    expression = outline.at(token.outer).text == "(" or token.zone == "select" or outline.at(index - 1).word == "FILTER"
    if outline.at(index + 1).text != "(" or not expression:
        return None
    near = SYNONYMS.get(token.word) or nearest(token.text, FUNCTIONS | AGGREGATES | set(_EXPRESSIONS))
    words = {"found": token.text, "near": near}
    return Clue(kind="unknown-function", at=token.start, case="near" if near else "", words=words)


def _keyword(outline: Outline, index: int) -> Clue | None:
    """Say which keyword may be misspelt here."""
    token = outline.tokens[index]
    if token.text in outline.variables:
        return None
    inside = outline.at(token.outer).text == "("
    near = nearest(token.text, _EXPRESSIONS if inside else _PARTS[token.zone])
    return Clue(kind="misspelt-keyword", at=token.start, words={"found": token.text, "near": near}) if near else None


def _plain(outline: Outline, index: int, vocabulary: Vocabulary) -> Clue:
    """Say that a word is a variable without `?`, a term without its prefix, or nothing at all."""
    token = outline.tokens[index]
    words = {"found": token.text, "prefix": vocabulary.prefix}
    if token.text in outline.variables:
        return Clue(kind="bare-word", at=token.start, case="variable", words=words)
    if token.text in vocabulary.terms:
        return Clue(kind="bare-word", at=token.start, case="term", words=words)
    return Clue(kind="bare-word", at=token.start, case="select" if token.zone == "select" else "", words=words)


CLUES: Final = (no_form, unknown_prefix, unknown_word, negation)
