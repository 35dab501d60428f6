"""The parts of a group graph pattern, in order and with their places in the text (SPARQL 1.1 sections 5 and 18.2).

Read from the outline of a query, without an engine; parts of a text that is not a query come out as they can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .outline import Outline

__all__ = ["Block", "Piece", "Span", "block", "cut"]

Span = tuple[int, int]
"""The offsets of a stretch of text: its start, and the place after its end."""

_BLOCKS: Final = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "LATERAL"})
_MODIFIERS: Final = frozenset({"ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET"})
_BEFORE_GROUP: Final = frozenset({"NOT", "EXISTS", "SILENT"})
_SEPARATORS: Final = frozenset({".", ";", ","})
_JOINING: Final = frozenset({"/", "|", "^^"})
_LEADING: Final = frozenset({"^", "!"})
_TRAILING: Final = frozenset({"+", "*", "?"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of triples between separators: after `.` or at the start, after `;`, or after `,` (the `lead`).

    `terms` are the places of its terms, a path, a `[ … ]` and a `( … )` being one each; `first` is the index of its
    first token, or of what stands there instead, and `tokens` has the index of each term's first token.
    """

    lead: Literal[".", ";", ","]
    first: int
    terms: tuple[Span, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Anything in a group that is not triples: a FILTER, BIND, VALUES, OPTIONAL, MINUS, GRAPH, or groups with UNION.

    `word` is its keyword, "{" for groups and "SELECT" for a sub-SELECT alone, and a solution modifier where one strays
    into a group.  `span` is its place, `first` the index of its first token, `groups` the braces it opens, and `name`
    the index of the name that GRAPH has.
    """

    word: str
    span: Span
    first: int
    groups: tuple[int, ...] = ()
    name: int = -1


def cut(outline: Outline, opener: int) -> Iterator[Piece | Block]:
    """Yield the parts of the group that opens at the token `opener`."""
    index, last = opener + 1, outline.closers.get(opener, len(outline.tokens))
    lead: Literal[".", ";", ","] = "."
    while index < last:
        token = outline.tokens[index]
        if token.word in _BLOCKS or token.word in _MODIFIERS or token.text == "{":
            found, index = _groups(outline, index) if token.text == "{" else block(outline, index)
            yield found
            lead = "."
        else:
            piece, index = _piece(outline, index, last, lead)
            yield piece
            lead = "."
            if index < last and outline.tokens[index].text in _SEPARATORS:
                lead = outline.tokens[index].text  # type: ignore[assignment]  # one of the three
                index += 1
            elif index == piece.first:  # a word that begins nothing, such as UNION after no group
                index += 1
    if lead != ".":
        yield Piece(lead=lead, first=last, terms=(), tokens=())


def _piece(outline: Outline, index: int, last: int, lead: Literal[".", ";", ","]) -> tuple[Piece, int]:
    """Read triples up to the next separator or block; what cannot stand here is passed over."""
    first = index
    terms: list[Span] = []
    tokens: list[int] = []
    joined = False
    while index < last and not _ends_piece(outline, index):
        token = outline.tokens[index]
        leads = token.kind == "sign" and (token.text in _LEADING or _signs(outline, index))
        after = outline.closers.get(index, index)
        end = outline.tokens[after].end
        if token.kind == "sign" and token.text in _JOINING:
            joined = bool(terms)
        elif terms and (joined or token.kind == "tag" or (token.text in _TRAILING and not leads)):
            terms[-1] = terms[-1][0], end
            joined = leads
        elif leads or after > index or token.is_term or token.word:
            terms.append((token.start, end))
            tokens.append(index)
            joined = leads
        index = after + 1
    return Piece(lead=lead, first=first, terms=tuple(terms), tokens=tuple(tokens)), index


def _signs(outline: Outline, index: int) -> bool:
    """Return whether a plus or minus is the sign of a number."""
    number = outline.at(index + 1)
    return outline.tokens[index].text in {"+", "-"} and number.kind == "number" and outline.touching(index + 1)


def _ends_piece(outline: Outline, index: int) -> bool:
    token = outline.tokens[index]
    sign = token.kind == "sign" and (token.text in _SEPARATORS or token.text == "{")
    return sign or token.word in _BLOCKS or token.word in _MODIFIERS or token.word == "UNION"


def _groups(outline: Outline, index: int) -> tuple[Block, int]:
    """Read a group, and those joined to it by UNION."""
    first, groups = index, [index]
    index = outline.closers.get(index, len(outline.tokens) - 1) + 1
    while outline.at(index).word == "UNION":
        index += 1
        if outline.at(index).text == "{":
            groups.append(index)
            index = outline.closers.get(index, len(outline.tokens) - 1) + 1
    alone = len(groups) == 1 and groups[0] in outline.queries
    return _of(outline, "SELECT" if alone else "{", (first, index), groups), index


def block(outline: Outline, index: int) -> tuple[Block, int]:
    """Return the block whose keyword is at `index`, with what belongs to it, and the index after it."""
    first, word = index, outline.tokens[index].word
    index += 1
    name = index if word in {"GRAPH", "SERVICE"} else -1
    if word in _MODIFIERS:
        return _of(outline, word, (first, index)), index
    while outline.at(index).word in _BEFORE_GROUP:
        index += 1
    if word == "VALUES":
        index = outline.closers.get(index, index) + 1
    elif outline.at(index).text not in {"(", "{"}:  # a function, or the name of a graph
        index += 1
    groups = [index] if outline.at(index).text == "{" else []
    index = outline.closers.get(index, index - 1) + 1
    return _of(outline, word, (first, index), groups, name), index


def _of(outline: Outline, word: str, tokens: Span, groups: list[int] | None = None, name: int = -1) -> Block:
    """Return a block that goes from one token up to before another."""
    first, after = tokens
    span = outline.at(first).start, outline.at(min(after, len(outline.tokens)) - 1).end
    return Block(word=word, span=span, first=first, groups=tuple(groups or ()), name=name)
