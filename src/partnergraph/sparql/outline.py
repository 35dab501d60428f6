"""The outline of a query's text: its words, which bracket each stands in, and which part of the query that is.

Read in linear time and without an engine, from text that need not be a query; used to say what is wrong with one that
the engine refuses, and to cut one that it answers into the parts that `explain` counts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, Self

from .tokens import TOKEN, decoded

__all__ = ["Outline", "Token", "Zone"]

Zone = Literal["prologue", "select", "construct", "dataset", "where", "modifiers", "pattern", "template", "values"]

_STARTS: Final[dict[str, Zone]] = {
    "SELECT": "select",
    "ASK": "where",
    "DESCRIBE": "select",
    "CONSTRUCT": "construct",
    "FROM": "dataset",
    "WHERE": "where",
    "GROUP": "modifiers",
    "HAVING": "modifiers",
    "ORDER": "modifiers",
    "LIMIT": "modifiers",
    "OFFSET": "modifiers",
    "VALUES": "modifiers",
}
"""Words of a query's top level and the part that each begins."""

_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
_OPENS: Final = frozenset(_CLOSES.values())


@dataclass(slots=True, kw_only=True, eq=False)
class Token:
    """One token: `start` and `end` are offsets, `outer` is the index of the bracket it stands in, -1 for none.

    `word` is a bare word in upper case, empty for all else; `zone` is the part of the query.
    """

    kind: str
    text: str
    start: int
    end: int
    word: str = ""
    outer: int = -1
    zone: Zone = "prologue"

    @property
    def is_term(self) -> bool:
        """Return whether this stands for a node: an IRI, a prefixed name, a variable, a literal, `a` or a truth."""
        return self.kind in {"iri", "name", "variable", "string", "number"} or self.word in {"A", "TRUE", "FALSE"}


@dataclass(slots=True, kw_only=True, eq=False)
class _Frame:
    """An open bracket: the index of its token, and what its inside is; a query has its parts one after the other."""

    opener: int
    kind: Literal["query", "inside"]
    zone: Zone


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """The tokens of a text in order, without space and comments.

    `closers` maps the index of an opening bracket to that of its closing one; `unclosed` lists those that have none,
    the outermost first, and `stray` the closing brackets that close nothing.  `queries` holds the opening brackets of
    sub-SELECTs, and -1 for the query itself.
    `prefixes` are the declared ones with their namespaces, `variables` the names in use.
    """

    text: str
    tokens: list[Token] = field(default_factory=list)
    closers: dict[int, int] = field(default_factory=dict)
    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    queries: list[int] = field(default_factory=lambda: [-1])
    prefixes: dict[str, str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, most: int | None = None) -> Self:
        """Return the outline of any text, or of its beginning up to so many tokens."""
        outline = cls(text=text)
        position = 0
        while most is None or len(outline.tokens) < most:
            match = TOKEN.match(text, position)
            if match is None or match.lastgroup in {None, "end"}:
                break
            kind = str(match.lastgroup)
            outline._add(kind, match[kind], match.start(kind))
            position = match.end()
        outline._nest()
        outline._collect()
        return outline

    def at(self, index: int) -> Token:
        """Return the token at an index; before the first and after the last there is an empty one."""
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        end = 0 if index < 0 else len(self.text.rstrip())
        return Token(kind="end", text="", start=end, end=end)

    def inside(self, opener: int) -> Iterator[int]:
        """Yield the tokens directly inside a bracket, or of the whole text for -1; brackets within are skipped."""
        index = opener + 1
        last = self.closers.get(opener, len(self.tokens))
        while index < last:
            yield index
            token = self.tokens[index]
            open_end = last if token.kind == "sign" and token.text in _OPENS else index
            index = self.closers.get(index, open_end) + 1

    def touching(self, index: int) -> bool:
        """Return whether no space stands between a token and the one before it."""
        return index > 0 and self.at(index - 1).end == self.at(index).start

    def iri(self, token: Token) -> str:
        """Return the IRI that a token stands for, or "" when it is none or its prefix is not declared."""
        if token.kind == "iri":
            return decoded(token.text[1:-1])
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in self.prefixes:
                return self.prefixes[prefix] + local.replace("\\", "")
        return ""

    def _add(self, kind: str, words: str, start: int) -> None:
        end = start + len(words)
        if kind == "number" and words[-1] == ".":  # the dot ends the triple (section 19.8, rule 147)
            self._add(kind, words[:-1], start)
            self._add("sign", ".", end - 1)
            return
        word = words.upper() if kind == "words" else ""
        self.tokens.append(Token(kind=kind, text=words, start=start, end=end, word=word))

    def _nest(self) -> None:
        frames = [_Frame(opener=-1, kind="query", zone="prologue")]
        opened: Counter[str] = Counter()
        for index, token in enumerate(self.tokens):
            if token.text in _CLOSES and token.kind == "sign":
                self._close(index, frames, opened)
            frame = frames[-1]
            if frame.kind == "query" and token.word in _STARTS:
                frame.zone = _STARTS[token.word]
            token.outer, token.zone = frame.opener, frame.zone
            if token.kind == "sign" and token.text in _OPENS:
                frames.append(self._opened(index, frame))
                opened[token.text] += 1
        self.unclosed.extend(frame.opener for frame in frames[1:])

    def _opened(self, index: int, frame: _Frame) -> _Frame:
        """Return what begins at an opening bracket."""
        if self.tokens[index].text != "{":
            return _Frame(opener=index, kind="inside", zone=frame.zone)
        if self._of_values(index):
            return _Frame(opener=index, kind="inside", zone="values")
        if frame.zone == "construct" and self.at(index - 1).word == "CONSTRUCT":
            return _Frame(opener=index, kind="inside", zone="template")
        if frame.kind == "query":
            frame.zone = "modifiers"
        elif self.at(index + 1).word == "SELECT":
            self.queries.append(index)
            return _Frame(opener=index, kind="query", zone="select")
        return _Frame(opener=index, kind="inside", zone="pattern")

    def _of_values(self, index: int) -> bool:
        """Return whether a brace holds the rows of VALUES."""
        opener, closer = next(reversed(self.closers.items()), (-1, -1))  # the bracket that was closed last
        before = opener if closer == index - 1 else index - 1
        row = self.at(before).kind == "variable" or before == opener
        return row and self.at(before - 1).word == "VALUES"

    def _close(self, index: int, frames: list[_Frame], opened: Counter[str]) -> None:
        """Close the innermost bracket that fits, and leave those within it unclosed."""
        wanted = _CLOSES[self.tokens[index].text]
        if not opened[wanted]:
            self.stray.append(index)
            return
        while (opener := self.tokens[frames[-1].opener].text) != wanted:
            opened[opener] -= 1
            self.unclosed.append(frames.pop().opener)
        opened[wanted] -= 1
        self.closers[frames.pop().opener] = index

    def _collect(self) -> None:
        self.variables.update(token.text[1:] for token in self.tokens if token.kind == "variable")
        for (before, name), iri in zip(pairwise(self.tokens), self.tokens[2:], strict=False):
            if before.word == "PREFIX" and name.kind == "name" and iri.kind == "iri":
                self.prefixes[name.text.partition(":")[0]] = decoded(iri.text[1:-1])
