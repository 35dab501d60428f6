"""Reading the facets that end a post: labels in either language, labels lost, values blank, glued or cut off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from .findings import Code, Finding
from .goal_values import read_goals
from .known_names import Names
from .labels import Facet
from .lines import Line
from .placing import Row, known_names, place_rows
from .records import FieldName, SourceField
from .segmentation import Segment, segment
from .vocabulary import Vocabulary

__all__ = ["Facets", "read_facets"]

_KIND_WORDS: Final = ("Municipality", "Government", "Council", "County", "District", "kommun")
_CUT_KIND: Final = re.compile(
    r"\S\s(?:" + "|".join(sorted({word[:end] for word in _KIND_WORDS for end in range(3, len(word))})) + r")\Z"
)
"""The beginning of a word for a kind of body, at the end of a name that has another word before it."""


@dataclass(slots=True, kw_only=True)
class Facets:
    """What the facets of one post state, with the fields and findings they gave.

    `labelled` are the facets whose label is there, `period` is the line of the period, `cut` tells that the file
    breaks off in the facets.
    """

    fields: list[SourceField] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    labelled: set[Facet] = field(default_factory=set)
    period: Line | None = None
    cut: bool = False

    @property
    def stated(self) -> bool:
        """Whether the post has facets beside a period."""
        return bool(self.fields or self.labelled - {"period", "tags"} or self.cut)

    def values(self, name: FieldName) -> tuple[str, ...]:
        """Return the values of one facet, each once and in order."""
        return tuple(dict.fromkeys(value for stated in self.fields if stated.name == name for value in stated.values))

    def is_labelled(self, facet: Facet) -> bool:
        """Tell whether the label of a facet is there."""
        return facet in self.labelled

    def line_of(self, name: FieldName) -> int | None:
        """Return the first line that states a facet, or None."""
        return next((stated.line for stated in self.fields if stated.name == name), None)


def read_facets(lines: Sequence[Line], vocabulary: Vocabulary, *, touches_text: bool, last_line: int | None) -> Facets:
    """Read the lines of one post's facets; `last_line` is the file's last line if the post may be cut off there."""
    placed = place_rows(lines, vocabulary, last_line=last_line)
    facets = Facets(labelled=set(placed.labels))
    if touches_text:
        facets.findings.append(Finding(line=lines[0].number, code="facet-touches-text"))
    for number, label in placed.blank:
        facets.findings.append(Finding(line=number, code="blank-value", detail=(label.word,)))
        facets.cut |= number == last_line and label.facet != "international-partners"
    if placed.cut_label:
        facets.findings.append(Finding(line=lines[-1].number, code="cut-label", detail=(placed.cut_label,)))
        facets.cut = True
    for tags in placed.tags:
        facets.findings.append(Finding(line=tags.number, code="tags-left-out", detail=(tags.text.strip(),)))
    for row in placed.rows:
        _read_row(row, vocabulary, facets, at_end_of_file=row.line == last_line)
    return facets


def _read_row(row: Row, vocabulary: Vocabulary, facets: Facets, *, at_end_of_file: bool) -> None:
    if not row.labelled:
        facets.findings.append(Finding(line=row.line, code="label-missing", detail=(row.text.strip(), row.facet)))
    known = known_names(vocabulary).get(row.facet)
    if row.facet == "period":
        facets.period = Line(row.line, row.text)
    elif known is None:
        _read_goals(row, vocabulary, facets, at_end_of_file=at_end_of_file)
    else:
        _read_names(row, known, facets, at_end_of_file=at_end_of_file)


def _read_goals(row: Row, vocabulary: Vocabulary, facets: Facets, *, at_end_of_file: bool) -> None:
    read = read_goals(row.text, row.line, vocabulary.goals, at_end_of_file=at_end_of_file)
    facets.findings += read.findings
    facets.cut |= read.cut
    _state(row, [str(goal) for goal in read.goals], len(read.goals) if read.glued else 0, facets)


def _read_names(row: Row, known: Names, facets: Facets, *, at_end_of_file: bool) -> None:
    """Part a row's values and note what was odd; a value cut off by the end of the file is left out."""
    parts = list(segment(row.text, known, at_end_of_file=at_end_of_file))
    glued = [part.glued for part in [*parts, *parts[:1]]]
    count = len(parts) if any(glued) else 0
    is_concept = row.facet in ("project-areas", "themes")
    if at_end_of_file and parts and (full := _cut_off(parts[-1])):
        facets.findings.append(Finding(line=row.line, code="cut-value", detail=(parts.pop().text, full)))
        facets.cut = True
    for part, beside in zip(parts, pairwise(glued), strict=False):
        if part.how == "parted" and any(beside):
            facets.findings.append(Finding(line=row.line, code="guessed-split", detail=(part.text,)))
        facets.findings += [Finding(line=row.line, code=code, detail=detail) for code, detail in _odd(part, known)]
        if is_concept and part.names is None:
            facets.findings.append(Finding(line=row.line, code="unknown-value", detail=(part.text, row.facet)))
    _state(row, [(is_concept and part.names) or part.text for part in parts], count, facets)


def _cut_off(part: Segment) -> str | None:
    """Return what the last value of a cut file may have been, or None when it seems whole."""
    if part.how == "beginning":
        return part.full
    return f"{part.text}…" if part.names is None and _CUT_KIND.search(part.text) else None


def _odd(part: Segment, known: Names) -> list[tuple[Code, tuple[str, ...]]]:
    found: list[tuple[Code, tuple[str, ...]]] = []
    if not part.at_boundary:
        found.append(("no-case-boundary", (part.text,)))
    if part.names and (spelling := known.spelling(part.text)):
        found.append(("case-variant", (part.text, spelling)))
    return found


def _state(row: Row, values: list[str], count: int, facets: Facets) -> None:
    """Keep what a row states; `count` values were glued together on its line, whether or not they could be kept."""
    if count > 1:
        facets.findings.append(Finding(line=row.line, code="values-glued", detail=(str(count),)))
    facets.fields.append(SourceField(name=row.facet, line=row.line, as_written=row.text.strip(), values=tuple(values)))
