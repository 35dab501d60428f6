"""The lists of pairs in an article: lines that join two names, next to each other or each over a text of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from .labels import project_name
from .lines import Block, Line, is_bullet
from .records import Pair
from .titles import pairs_on
from .vocabulary import Vocabulary

__all__ = ["pairs_in"]

_INTRODUCES: Final = re.compile(
    r"\b(?:följande|dessa|nedan\w*|following|these|below)\b[^.!?]*"
    r"(?:partnerskap|partnership|samarbet|collaboration|cooperation|kommun|region|municipalit|projekt|project)[^.!?]*\.?\s*\Z",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(r"[^\W\d][^:.]{2,40}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """A pair alone over some text: its place, and the line below it, which is empty at the end."""

    place: int
    below: str

    @property
    def lead(self) -> str:
        """The words before a colon with which the text begins, or nothing."""
        match = _LEAD.match(self.below.strip())
        return match.group().casefold() if match else ""

    def is_alike(self, other: "_Heading") -> bool:
        """Tell whether the text below another heading begins like this one's, as far as the file goes."""
        return other.lead == self.lead or self.lead.startswith(other.below.strip().casefold())


def pairs_in(blocks: Sequence[Block], vocabulary: Vocabulary) -> dict[int, tuple[Pair, ...]]:
    """Find the pairs that a post's text lists, by the number of their line; its first line is its title, not a pair."""
    lines = [line for block in blocks for line in block]
    found = [() if place == 0 else pairs_on(line, vocabulary) for place, line in enumerate(lines)]
    for place, line in enumerate(lines):
        if found[place] and place + 1 < len(lines) and not is_bullet(line.text) and project_name(lines[place + 1].text):
            found[place] = ()
    beside = {
        place
        for place in range(1, len(lines))
        if found[place] and (found[place - 1] or any(found[place + 1 : place + 2]))
    }
    listed = beside or _headings(blocks, lines, found)
    return {lines[place].number: found[place] for place in sorted(listed)}


def _headings(blocks: Sequence[Block], lines: Sequence[Line], found: Sequence[tuple[Pair, ...]]) -> set[int]:
    """Find pairs that are introduced as a list and head texts of their own, each begun like the first one's."""
    firsts = {block[0].number for block in blocks}
    headings = [
        _Heading(place=place, below=lines[place + 1].text if place + 1 < len(lines) else "")
        for place, line in enumerate(lines)
        if found[place] and line.number in firsts
    ]
    first = next((number for number, one in enumerate(headings) if _introduced(lines[one.place - 1].text)), None)
    if first is None:
        return set()
    alike = [one.place for one in takewhile(headings[first].is_alike, headings[first:])]
    return set(alike) if len(alike) > 1 or not lines[alike[0] - 1].text.rstrip().endswith(".") else set()


def _introduced(text: str) -> bool:
    return text.rstrip().endswith(":") or bool(_INTRODUCES.search(text))
