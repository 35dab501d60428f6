"""How a mistake is told: the sentences, in each language of our pages, and the line with its caret."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Final

from partnergraph.language import WRITTEN, in_language

__all__ = ["Clue", "Mistake", "Sample", "samples", "told", "wording"]

_WIDEST: Final = 100
"""Characters of a line that are shown."""

_LONGEST: Final = 60
"""Characters of a word of the query that are repeated in a sentence."""


@cache
def wording(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return every kind of mistake with its `sentence` and its `hint`, or a `hint-…` for each case it has."""
    path = files("partnergraph.sparql.mistakes") / "texts" / f"{language}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A kind of mistake as a list of kinds tells it: its sentence and all its hints, with dots for what varies."""

    kind: str
    sentence: str
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A mistake that was found: its kind, the offset in the query, the case its hint is for, and what fills them in.

    `start` is the offset of what it spoils, where that begins before the place to point at.
    """

    kind: str
    at: int
    start: int = -1
    case: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def begin(self) -> int:
        """Return where the first thing is that cannot be read because of this."""
        return self.at if self.start < 0 else self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake in a query: what kind, where (from 1, in characters), the line with a caret below it, and the words.

    `sentence` and `hint` are by language.
    """

    kind: str
    line: int
    column: int
    source: str
    caret: str
    sentence: Mapping[str, str]
    hint: Mapping[str, str]

    def text(self, language: str) -> tuple[str, str]:
        """Return the sentence and the hint in a language."""
        return in_language(self.sentence, language), in_language(self.hint, language)


def told(query: str, clue: Clue) -> Mistake:
    """Return a mistake with its words and its place in the query."""
    before = query[: clue.at]
    start = before.rfind("\n") + 1
    source, caret = _shown(query[start:].partition("\n")[0].rstrip("\r"), clue.at - start)
    words = {name: _short(word) for name, word in clue.words.items()}
    hint = f"hint-{clue.case}" if clue.case else "hint"
    return Mistake(
        kind=clue.kind,
        line=before.count("\n") + 1,
        column=clue.at - start + 1,
        source=source,
        caret=caret,
        sentence={tag: wording(tag)[clue.kind]["sentence"].format(**words) for tag in WRITTEN},
        hint={tag: wording(tag)[clue.kind][hint].format(**words) for tag in WRITTEN},
    )


def samples(language: str) -> tuple[Sample, ...]:
    """Return every kind of mistake in a language, or in the nearest that they are written in."""
    return tuple(
        Sample(
            kind=kind,
            sentence=_filled(words["sentence"]),
            hints=tuple(dict.fromkeys(_filled(text) for name, text in words.items() if name != "sentence")),
        )
        for kind, words in wording(language if language in WRITTEN else WRITTEN[0]).items()
    )


def _filled(text: str) -> str:
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return text.format(**dict.fromkeys(names, "…"))


def _shown(line: str, column: int) -> tuple[str, str]:
    """Return as much of a line as can be shown, and a caret to stand below the place."""
    first = max(0, min(column - _WIDEST // 2, len(line) - _WIDEST))
    cut = line[first : first + _WIDEST]
    start, end = "… " if first else "", " …" if first + _WIDEST < len(line) else ""
    indent = "".join("\t" if character == "\t" else " " for character in line[first:column])
    shown = "".join(character if character.isprintable() or character == "\t" else "\ufffd" for character in cut)
    return f"{start}{shown}{end}", f"{' ' * len(start)}{indent}^"


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"
