"""Where facets lie among the lines of a page: each block of facets ends a chapter of text."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from .labels import Facet, Label, cut_label, label_of, project_name
from .lines import Block, Line, is_bullet, is_prose
from .placing import facet_by_value, order, surely_cut_label
from .titles import partners_in
from .vocabulary import Vocabulary

__all__ = ["Chapter", "chapters"]

_LONGEST_VALUE: Final = 70
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_NO_VALUE_ENDS: Final = (".", "!", "?", ":", ";", ",", "…", "”", '"', ")")
_LATE: Final = ("swedish-partners", "international-partners", "period")

_Kind = Facet | Literal["label"] | None


@dataclass(slots=True, kw_only=True)
class Chapter:
    """Blocks of text and the facets that end them; the text is that of one post, or of several without facets."""

    text: list[Block] = field(default_factory=list)
    facets: list[Line] = field(default_factory=list)
    early: list[Line] = field(default_factory=list)
    touches_text: bool = False

    @property
    def labels(self) -> list[tuple[int, Label]]:
        """The labels among the facets, each with its place."""
        return [(place, label) for place, line in enumerate(self.facets) if (label := label_of(line.text))]

    @property
    def spaced(self) -> bool:
        """Whether blank lines stand between labels and their values."""
        pairs = [
            (self.facets[place], self.facets[place + 1]) for place, _ in self.labels if place + 1 < len(self.facets)
        ]
        return any(below.number > label.number + 1 and not label_of(below.text) for label, below in pairs)


def chapters(blocks: Sequence[Block], vocabulary: Vocabulary) -> list[Chapter]:
    """Part blocks into chapters; every line stands in exactly one, in its text or its facets."""
    found = [Chapter()]
    finder = _Finder(vocabulary, last_line=blocks[-1][-1].number if blocks else 0)
    rest = deque(blocks)
    while rest:
        block = rest.popleft()
        if rest and _is_bare_period(block) and _YEAR.search(rest[0][0].text):
            block = (*block, *rest.popleft())
        following = rest[0] if rest else None
        chapter = found[-1]
        if chapter.facets:
            if finder.goes_on(chapter, block, following):
                _take(chapter, block, 0, finder.end(block, 0), rest)
                continue
            chapter = Chapter()
            found.append(chapter)
        start = finder.start(chapter, block, following)
        if start is None:
            chapter.text.append(block)
        elif _only_period(block) and len(chapter.text) <= 1:
            chapter.early += block
        else:
            _take(chapter, block, start, finder.end(block, start), rest)
            if not start:
                finder.pull_in(chapter)
    return found if found[0].text or found[0].facets or found[0].early else []


def _take(chapter: Chapter, block: Block, start: int, end: int, rest: deque[Block]) -> None:
    """Put the lines from `start` to `end` among the facets, those before to the text, those behind back."""
    if start:
        chapter.touches_text = bool(chapter.text) or start > 1
        chapter.text.append(block[:start])
    chapter.facets += block[start:end]
    if block[end:]:
        rest.appendleft(block[end:])


def _is_bare_label(line: Line) -> bool:
    label = label_of(line.text)
    return label is not None and not label.value


def _is_bare_period(block: Block) -> bool:
    label = label_of(block[-1].text)
    return label is not None and label.facet == "period" and not label.value


def _only_period(block: Block) -> bool:
    label = label_of(block[0].text)
    return label is not None and label.facet == "period" and len(block) <= 1 + (not label.value)


class _Finder:
    """Finds facets in blocks, by labels and by known values."""

    def __init__(self, vocabulary: Vocabulary, *, last_line: int) -> None:
        self.vocabulary = vocabulary
        self.last_line = last_line

    def start(self, chapter: Chapter, block: Block, following: Block | None) -> int | None:
        """Return where in a block facets begin, or None when it holds none.

        A label, a line of goals, or a Swedish body with another value beside it shows that there are facets; known
        areas and themes right before it belong to them, and so does one short line that is no sentence.
        """
        first = 0 if chapter.text or label_of(block[0].text) else 1
        kinds = [None if place < first else self._kind(line) for place, line in enumerate(block)]
        anchor = next(
            (place for place in range(first, len(block)) if self._anchors(block, kinds, place, following)), None
        )
        if anchor is None:
            return 0 if first == 0 and self._ends_in_values(kinds, following) else None
        start = anchor
        while start > first and kinds[start - 1] in ("project-areas", "themes"):
            start -= 1
        label = label_of(block[anchor].text)
        begins = label is not None and label.facet == "project-areas"
        if first < start == anchor and not begins and _like_a_value(block[start - 1].text):
            start -= 1
        return start

    def end(self, block: Block, start: int) -> int:
        """Return where the facets of a block end that begin at `start`: before the next post, if that touches them."""
        for place in range(start + 1, len(block)):
            if self._kind(block[place]) is not None or _is_bare_label(block[place - 1]):
                continue
            if partners_in(block[place].text, self.vocabulary) and self._has_text(block, place):
                return place
            if is_prose(block[place].text):
                titled = place - 1 > start and self._kind(block[place - 1]) is None
                return place - 1 if titled and not _is_bare_label(block[place - 2]) else place
        return len(block)

    def _has_text(self, block: Block, place: int) -> bool:
        """Tell whether a line is followed by the name of a project or by prose, as a title is."""
        below = block[place + 1].text if place + 1 < len(block) else ""
        return project_name(below) is not None or is_prose(below)

    def goes_on(self, chapter: Chapter, block: Block, following: Block | None) -> bool:
        """Tell whether a block continues the facets before it: a later label, or a value that is due."""
        labels = [label for _, label in chapter.labels]
        latest = max((order(label.facet) for label in labels), default=-1)
        if label := label_of(block[0].text):
            return order(label.facet) > latest
        kind = self._kind(block[0])
        if self._is_cut_label(block[0]) and chapter.spaced:
            return latest < order("international-partners")
        last = label_of(chapter.facets[-1].text)
        if last and not last.value:
            return self._is_due(last.facet, kind, chapter, block, following)
        before = self._kind(chapter.facets[-1])
        if kind is None or kind == "label" or before is None or before == "label":
            return False
        return order(kind) > order(before) and all(self._kind(line) not in (None, "label") for line in block)

    def pull_in(self, chapter: Chapter) -> None:
        """Move known areas and themes that stand alone above the facets, over a blank line, into them."""
        while len(chapter.text) > 1 and all(
            self._kind(line) in ("project-areas", "themes") for line in chapter.text[-1]
        ):
            chapter.facets[:0] = chapter.text.pop()

    def _kind(self, line: Line) -> _Kind:
        at_end = line.number == self.last_line
        if label := label_of(line.text):
            return "label" if self._stands_for_itself(label) else None
        if at_end and surely_cut_label(line.text):
            return "label"
        return facet_by_value(line.text, self.vocabulary, at_end_of_file=at_end)

    def _stands_for_itself(self, label: Label) -> bool:
        """Tell whether a label has nothing behind it, or a value of its own: “Topic: why we went there” is prose."""
        if not label.value or facet_by_value(label.value, self.vocabulary) == label.facet:
            return True
        return label.facet in _LATE and _like_a_value(label.value)

    def _anchors(self, block: Block, kinds: Sequence[_Kind], place: int, following: Block | None) -> bool:
        """Tell whether a line shows that facets have begun."""
        match kinds[place]:
            case "goals":
                return True
            case "label":
                return self._is_no_heading(block, kinds, place, following)
            case "swedish-partners" if place and kinds[place - 1] in ("project-areas", "themes"):
                return True
            case "swedish-partners" if place + 1 < len(block):
                return kinds[place + 1] == "international-partners" or _like_a_value(block[place + 1].text)
            case _:
                return False

    def _is_no_heading(self, block: Block, kinds: Sequence[_Kind], place: int, following: Block | None) -> bool:
        """Tell a label from the same word over a paragraph or a list."""
        if not _is_bare_label(block[place]) or (place and kinds[place - 1] is not None):
            return True
        if place + 1 < len(block):
            return kinds[place + 1] is not None or not _like_text(block[place + 1].text)
        return following is None or not _like_text(following[0].text)

    def _ends_in_values(self, kinds: Sequence[_Kind], following: Block | None) -> bool:
        """Tell whether a block is nothing but known areas and themes, with the file's end or another post behind it."""
        if not all(kind in ("project-areas", "themes") for kind in kinds):
            return False
        return following is None or partners_in(following[0].text, self.vocabulary) is not None

    def _is_due(self, facet: Facet, kind: _Kind, chapter: Chapter, block: Block, following: Block | None) -> bool:
        """Tell whether a block below a blank line is the value that the label above it waits for."""
        titled = following is not None and not is_prose(following[0].text)
        if kind == facet:
            return facet != "international-partners" or chapter.spaced or following is None or titled
        if kind is not None or len(block) > 1 or not _like_a_value(block[0].text):
            return False
        if facet == "international-partners":
            return chapter.spaced and (following is None or titled)
        if following is None or self._is_cut_label(following[0]):
            return True
        label = label_of(following[0].text)
        return label is not None and order(label.facet) > order(facet)

    def _is_cut_label(self, line: Line) -> bool:
        return line.number == self.last_line and cut_label(line.text) is not None


def _like_text(text: str) -> bool:
    return is_bullet(text) or is_prose(text)


def _like_a_value(text: str) -> bool:
    """Tell whether a line looks like a facet's value that nobody knows: short, no bullet, no sentence, no heading."""
    line = text.strip()
    named = line[:1].isupper() or line[1:2].isupper() or line[:1].isdigit()
    return named and len(line) <= _LONGEST_VALUE and not is_bullet(line) and not line.endswith(_NO_VALUE_ENDS)
