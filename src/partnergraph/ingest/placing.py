"""Which facet each line belongs to: by its label, else by its value, else by its place in the fixed order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .goal_values import begins_with_a_number, like_goals
from .known_names import Names
from .labels import FACETS, Facet, Label, Stated, cut_label, label_of
from .lines import Line, is_prose
from .segmentation import covered, segment
from .vocabulary import Vocabulary

__all__ = ["Placed", "Row", "facet_by_value", "known_names", "order", "place_rows", "surely_cut_label"]

_SWEDISH_BODY: Final = re.compile(
    r"\b(?:kommuner|\w*kommunen|kommun|kommunalförbund|stad|region\w*|län)\Z|\ARegion\b", re.IGNORECASE
)
_SHORTEST_CUT_LABEL: Final = 4
_TAGS: Final = re.compile(r"[^\W\dA-ZÅÄÖ][^A-ZÅÄÖ]*,[^A-ZÅÄÖ]*")
"""A list of tags: words in small letters with commas between them, as some pages print behind the last facet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of values, the facet it states, and whether a label said so."""

    facet: Stated
    line: int
    text: str
    labelled: bool


@dataclass(slots=True, kw_only=True)
class Placed:
    """Rows of one post's facets, its tags, the labels seen, those without a value, and the label the file ends in."""

    rows: list[Row] = field(default_factory=list)
    tags: list[Line] = field(default_factory=list)
    labels: list[Facet] = field(default_factory=list)
    blank: list[tuple[int, Label]] = field(default_factory=list)
    cut_label: str | None = None


def order(facet: Facet) -> int:
    """Return the place of a facet in the order in which pages print them."""
    return FACETS.index(facet)


def facet_by_value(text: str, vocabulary: Vocabulary, *, at_end_of_file: bool = False) -> Facet | None:
    """Return the facet of a line that is wholly made of known values, or None."""
    if is_prose(text):
        return None
    if like_goals(text, vocabulary.goals, at_end_of_file=at_end_of_file):
        return "goals"
    return next((facet for facet, known in known_names(vocabulary).items() if covered(text, known)), None)


def surely_cut_label(text: str) -> bool:
    """Tell whether the last line of a file begins a label, and is too long to do so by chance."""
    return len(text.strip()) >= _SHORTEST_CUT_LABEL and cut_label(text) is not None


def place_rows(lines: Sequence[Line], vocabulary: Vocabulary, *, last_line: int | None) -> Placed:
    """Give each line of a post's facets its place; every line becomes a row or a label.

    `last_line` is the file's last line if the post may be cut off there.
    """
    placing = _Placing(vocabulary)
    facets = [_facet_of(line.text, vocabulary) for line in lines]
    for place, line in enumerate(lines, start=1):
        placing.take(line, facets[place:], at_end=line.number == last_line)
    placing.leave_blank()
    return placing.placed


class _Placing:
    """The rows placed so far, and the label that still waits for its value."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.placed = Placed()
        self.waiting: tuple[int, Label] | None = None

    def take(self, line: Line, following: Sequence[Facet | None], *, at_end: bool) -> None:
        """Place one line, with the facets of the lines behind it as far as they are known."""
        if label := label_of(line.text):
            self.leave_blank()
            self._take_label(line, label)
        elif at_end and self._is_cut_label(line.text):
            self.leave_blank()
            self.placed.cut_label = cut_label(line.text)
        elif self.waiting and self._fits(line.text, self.waiting[1].facet, at_end=at_end):
            self._add(line, self.waiting[1].facet, labelled=True)
            self.waiting = None
        else:
            self.leave_blank()
            facet = self._facet(line.text, following, at_end=at_end)
            before = self.placed.rows[-1] if self.placed.rows else None
            self._add(line, facet, labelled=before is not None and before.facet == facet and before.labelled)

    def leave_blank(self) -> None:
        """Note that the label which waits for a value has none."""
        if self.waiting:
            self.placed.blank.append(self.waiting)
        self.waiting = None

    def _take_label(self, line: Line, label: Label) -> None:
        self.placed.labels.append(label.facet)
        if label.value:
            self._add(Line(line.number, label.value), label.facet, labelled=True)
        else:
            self.waiting = (line.number, label)

    def _add(self, line: Line, facet: Facet, *, labelled: bool) -> None:
        if facet == "tags":
            self.placed.tags.append(line)
        else:
            self.placed.rows.append(Row(facet=facet, line=line.number, text=line.text, labelled=labelled))

    def _is_cut_label(self, text: str) -> bool:
        """Tell whether the file ends in a label: not where a value is due, unless no value begins like this."""
        if not self.waiting:
            return cut_label(text) is not None and (bool(self.placed.labels) or surely_cut_label(text))
        return surely_cut_label(text) and not _may_be_cut(text, self.waiting[1].facet, self.vocabulary)

    def _fits(self, text: str, facet: Facet, *, at_end: bool) -> bool:
        """Tell whether a line may be the value of a label: goals are told from all else by their numbers."""
        by_value = facet_by_value(text, self.vocabulary, at_end_of_file=at_end)
        return by_value in ("goals", None) if facet == "goals" else by_value != "goals"

    def _facet(self, text: str, following: Sequence[Facet | None], *, at_end: bool) -> Facet:
        """Name the facet of a line without a label of its own."""
        if by_value := facet_by_value(text, self.vocabulary, at_end_of_file=at_end):
            return by_value
        if begins_with_a_number(text):
            return "goals"
        before = self.placed.rows[-1] if self.placed.rows else None
        if before and before.facet == "international-partners" and _TAGS.fullmatch(text.strip()):
            return "tags"
        if at_end and (cut := self._cut_facet(text, before)):
            return cut
        if before and before.labelled and self._goes_on(text, before.facet, following):
            return before.facet
        return _by_place(text, before.facet if before else None, following)

    def _cut_facet(self, text: str, before: Row | None) -> Facet | None:
        """Name the first facet from the one before on that has a value beginning like the last line of a file."""
        first = order(before.facet) if before else 0
        return next((facet for facet in FACETS[first:] if _may_be_cut(text, facet, self.vocabulary)), None)

    def _goes_on(self, text: str, facet: Facet, following: Sequence[Facet | None]) -> bool:
        """Tell whether an unknown line is one more value of the label above it."""
        if facet == "swedish-partners":
            return "international-partners" in following or bool(_SWEDISH_BODY.search(text))
        return facet != "goals"


def _by_place(text: str, before: Facet | None, following: Sequence[Facet | None]) -> Facet:
    """Guess the facet of an unknown value from what came before it and what follows."""
    partner_follows = "swedish-partners" in following
    if before is None and ("goals" in following or partner_follows or not _SWEDISH_BODY.search(text)):
        return "project-areas"
    if before == "project-areas" and "goals" in following:
        return "project-areas"
    if before in ("project-areas", "goals") and (partner_follows or not (following or _SWEDISH_BODY.search(text))):
        return "themes"
    if before in (None, "project-areas", "goals", "themes"):
        return "themes" if partner_follows else "swedish-partners"
    return "swedish-partners" if "international-partners" in following else "international-partners"


def _facet_of(text: str, vocabulary: Vocabulary) -> Facet | None:
    label = label_of(text)
    return label.facet if label else facet_by_value(text, vocabulary)


def known_names(vocabulary: Vocabulary) -> dict[Facet, Names]:
    """Return the names each facet may hold; goals and periods are told by their form."""
    return {
        "project-areas": vocabulary.areas,
        "themes": vocabulary.themes,
        "swedish-partners": vocabulary.swedish,
        "international-partners": vocabulary.international,
    }


def _may_be_cut(text: str, facet: Facet, vocabulary: Vocabulary) -> bool:
    """Tell whether a line ends in the beginning of a known value, with nothing but known values before it."""
    known = known_names(vocabulary).get(facet)
    parts = segment(text, known, at_end_of_file=True) if known else ()
    return bool(parts) and parts[-1].how == "beginning" and all(part.names for part in parts[:-1])
