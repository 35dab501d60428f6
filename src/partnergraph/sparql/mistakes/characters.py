"""Mistakes in the characters: quotes that never close, typographic signs, odd blanks, and signs of other languages."""

import re
import unicodedata
from types import MappingProxyType
from typing import Final

from partnergraph.sparql.outline import Outline, Token

from .vocabulary import FUNCTIONS, KEYWORDS, Vocabulary
from .wording import Clue

__all__ = ["CLUES"]

_PLAIN: Final = MappingProxyType(
    {
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys("‘’‚‛‹›´`", "'"),
        **dict.fromkeys("−–—", "-"),
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "×": "*",
        "÷": "/",
    }
)
"""Typographic characters → what SPARQL has in their place."""

_OPERATORS: Final = MappingProxyType({"==": "=", "=>": ">=", "=<": "<="})
_KNOWN_SIGNS: Final = frozenset("{}()[]<>.,;/|^!+*?-=&$@~")
_OPEN_IRI: Final = re.compile(r"<(?:https?|urn|mailto|ftp|file|tag|info):", re.IGNORECASE)
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<\"{}|^`\\]")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = frozenset("tbnrf\\\"'uU")
_ENTITY: Final = re.compile(r"&(?:gt|lt|amp|quot);")


def open_quote(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a string that is never closed."""
    return next((Clue(kind="open-quote", at=token.start) for token in outline.tokens if token.kind == "open"), None)


def odd_character(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a character that looks like one of SPARQL's, or like a blank, and is not."""
    for token in outline.tokens:
        found = token.text
        if token.kind == "words" and not found.isascii():
            plain = unicodedata.normalize("NFKC", found)
            if plain.upper() in KEYWORDS | FUNCTIONS:
                return _typographic(token, plain)
        if token.kind != "sign" or len(found) > 1 or found in _KNOWN_SIGNS:
            continue
        if unicodedata.category(found) in {"Zs", "Zl", "Zp", "Cf", "Cc"}:
            name = unicodedata.name(found, "control character").lower()
            return Clue(kind="odd-blank", at=token.start, words={"code": f"U+{ord(found):04X}", "name": name})
        plain = _PLAIN.get(found) or unicodedata.normalize("NFKC", found)
        if plain != found and plain.isascii():
            return _typographic(token, plain)
        return Clue(kind="stray-character", at=token.start, words={"found": found})
    return None


def foreign_comment(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a comment as other languages write it: `// …`, `-- …` or `/* … */`."""
    for index, token in enumerate(outline.tokens):
        mark = outline.at(index - 1).text + token.text
        if token.kind != "sign" or mark not in {"//", "/*", "--"} or not outline.touching(index):
            continue
        before = outline.at(index - 2)
        address = mark == "//" and before.end == token.start - 1 and before.text.endswith(":")
        if not address and (mark != "--" or outline.text[token.end : token.end + 1].strip() == ""):
            return Clue(kind="foreign-comment", at=token.start - 1, words={"mark": mark})
    return None


def broken_iri(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find an IRI that is never closed, or that holds a character it may not."""
    for token in outline.tokens:
        if token.text != "<" or not _OPEN_IRI.match(outline.text, token.start):
            continue
        inner, closed, _rest = outline.text[token.end :].partition("\n")[0].partition(">")
        wrong = _NOT_IN_IRI.search(inner)
        if not closed or wrong is None or re.search(r"\s[?$]|[{}()<]", inner):
            return Clue(kind="open-iri", at=token.start)
        if wrong[0].isspace():
            return Clue(kind="blank-in-iri", at=token.end + wrong.start(), start=token.start)
        words = {"found": wrong[0]}
        return Clue(kind="character-in-iri", at=token.end + wrong.start(), start=token.start, words=words)
    return None


def bare_address(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find an address that stands without its angle brackets."""
    for index, token in enumerate(outline.tokens):
        following = outline.at(index + 1), outline.at(index + 2)
        address = token.kind == "name" and token.text.lower() in {"http:", "https:"}
        opened = outline.at(index - 1).text == "<" and outline.touching(index)
        if address and not opened and [each.text for each in following] == ["/", "/"]:
            return Clue(kind="bare-address", at=token.start)
    return None


def bad_escape(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find an escape in a string that SPARQL does not have."""
    for token in outline.tokens:
        escapes = _ESCAPE.finditer(token.text) if token.kind == "string" else ()
        for match in escapes:
            if match[1] not in _ESCAPED:
                return Clue(kind="bad-escape", at=token.start + match.start(), words={"found": match[0]})
    return None


def foreign_operator(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find an operator that is another language's: `==`, `<>`, `=>`, `:=`, a single `&`, or `&gt;` of HTML."""
    for index, token in enumerate(outline.tokens):
        pair = outline.at(index - 1).text + token.text if outline.touching(index) else token.text
        at = token.start + len(token.text) - len(pair)
        if pair == ":=":
            return Clue(kind="assignment", at=at)
        if token.text == "&" and (entity := _ENTITY.match(outline.text, token.start)):
            return Clue(kind="html-entity", at=at, words={"found": entity[0]})
        if pair in _OPERATORS:
            return _operator(pair, _OPERATORS[pair], at)
        if right := _right(outline, index):
            return _operator(token.text, right, token.start)
    return None


def _right(outline: Outline, index: int) -> str:
    """Return what a single token is written for that is an operator elsewhere, or ""."""
    token = outline.tokens[index]
    if token.text == "<>" and outline.at(token.outer).text == "(":
        return "!="
    if token.text == "^" and outline.at(index - 1).kind == "string":
        return "^^"
    return "&&" if token.text == "&" else ""


def bad_language_tag(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a language tag with an underscore."""
    for index, token in enumerate(outline.tokens):
        tag = outline.at(index - 1)
        if tag.kind == "tag" and token.kind == "words" and outline.touching(index) and token.text[0] == "_":
            found = tag.text + token.text
            return Clue(kind="language-tag", at=tag.start, words={"found": found, "right": found.replace("_", "-")})
    return None


def hyphen_in_variable(outline: Outline, _: Vocabulary) -> Clue | None:
    """Find a variable whose name has a hyphen."""
    for index, token in enumerate(outline.tokens):
        variable = outline.at(index - 2)
        hyphen = outline.at(index - 1).text == "-" and outline.touching(index - 1) and outline.touching(index)
        if hyphen and token.kind == "words" and variable.kind == "variable":
            found = f"{variable.text}-{token.text}"
            words = {"found": found, "right": found.replace("-", "_")}
            return Clue(kind="hyphen-in-variable", at=variable.start, words=words)
    return None


def _typographic(token: Token, plain: str) -> Clue:
    return Clue(kind="typographic", at=token.start, words={"found": token.text, "plain": plain})


def _operator(found: str, right: str, at: int) -> Clue:
    return Clue(kind="foreign-operator", at=at, words={"found": found, "right": right})


CLUES: Final = (
    open_quote,
    odd_character,
    foreign_comment,
    broken_iri,
    bare_address,
    bad_escape,
    foreign_operator,
    bad_language_tag,
    hyphen_in_variable,
)
