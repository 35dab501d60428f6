"""Lines with their numbers, the blocks they stand in, and the marks of a list before them."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["Block", "Line", "in_blocks", "is_bullet", "is_prose", "numbered", "without_bullet"]

_BULLET: Final = re.compile(r"\s*(?:[•*·‣▪◦]\s*|[-–—]\s+|\d{1,2}[.)]\s+)")
_SENTENCE_END: Final = re.compile(r"[.!?:…][”’\"')\]»]*\s*\Z")
_NEXT_SENTENCE: Final = re.compile(r"[^\W\d_]{3}[.!?]\s+[A-ZÅÄÖ“”\"]")
_SHORTEST_PROSE: Final = 60


class Line(NamedTuple):
    """A line that is not blank, and its number in the file."""

    number: int
    text: str


Block = tuple[Line, ...]
"""Lines that follow each other without a blank one between them; never empty."""


def numbered(lines: Iterable[str]) -> list[Line]:
    """Give the lines their numbers, from 1, and leave out the blank ones."""
    return [Line(number, text) for number, text in enumerate(lines, start=1) if text.strip()]


def in_blocks(lines: Iterable[Line]) -> list[Block]:
    """Part lines where a number is missing between them."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and blocks[-1][-1].number == line.number - 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [tuple(block) for block in blocks]


def is_bullet(text: str) -> bool:
    """Tell whether a line begins with the mark or the number of a list."""
    return _BULLET.match(text) is not None


def without_bullet(text: str) -> str:
    """Return a line without the mark or the number of a list before it."""
    mark = _BULLET.match(text)
    return text[mark.end() if mark else 0 :].strip()


def is_prose(text: str) -> bool:
    """Tell whether a line is a paragraph: not short, and either ended like a sentence or of more than one."""
    return len(text.strip()) >= _SHORTEST_PROSE and bool(_SENTENCE_END.search(text) or _NEXT_SENTENCE.search(text))
