"""Reading the facets that end a post: labels in either language, labels lost, values blank, glued or cut off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from partnergraph import names

from .findings import Finding
from .goal_values import read_goals
from .known_names import Names
from .labels import Facet
from .placing import Row, place_rows
from .records import SourceField
from .segmentation import Segment, segment
from .vocabulary import Vocabulary

__all__ = ["Facets", "read_facets"]

Numbered = tuple[int, str]

_WORDS: Final = {
    "project-areas": "project area",
    "goals": "goals",
    "themes": "theme",
    "swedish-partners": "Swedish partner",
    "international-partners": "international partner",
    "period": "period",
}
_CUT_KIND: Final = re.compile(
    r"\S\s(?:Mun(?:i(?:c(?:i(?:p(?:a(?:l(?:i(?:t)?)?)?)?)?)?)?)?|Gov(?:e(?:r(?:n(?:m(?:e(?:n)?)?)?)?)?)?|Cou(?:n(?:c(?:i)?)?)?"
    r"|Dis(?:t(?:r(?:i(?:c)?)?)?)?|komm?(?:u)?)\Z"
)
"""The beginning of a word for a kind of body, at the end of a name that has another word before it."""


@dataclass(slots=True, kw_only=True)
class Facets:
    """What the facets of one post state, with the fields and findings they gave; `cut` when the file ends in them."""

    project_areas: list[str] = field(default_factory=list)
    goals: list[int] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    swedish_partners: list[str] = field(default_factory=list)
    international_partners: list[str] = field(default_factory=list)
    fields: list[SourceField] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    period: tuple[int, str] | None = None
    labelled: set[Facet] = field(default_factory=set)
    cut: bool = False

    def line_of(self, facet: Facet) -> int | None:
        """Return the first line that states `facet`, or None."""
        return next((stated.line for stated in self.fields if stated.name == facet), None)


def read_facets(
    lines: Sequence[Numbered], vocabulary: Vocabulary, *, touches_text: bool, last_line: int | None
) -> Facets:
    """Read the lines of one post's facets; `last_line` is the file's last line if the post may be cut off there."""
    facets = Facets()
    if touches_text:
        facets.findings.append(Finding(line=lines[0][0], code="facet-touches-text"))
    placed = place_rows(lines, vocabulary, last_line=last_line)
    facets.labelled = set(placed.labels)
    for facet, number, label in placed.blank:
        facets.findings.append(Finding(line=number, code="blank-value", detail=(label,)))
        facets.cut |= number == last_line and facet != "international-partners"
    if last_line is not None and placed.cut_label:
        facets.findings.append(Finding(line=last_line, code="cut-label", detail=(placed.cut_label,)))
        facets.cut = True
    for row in placed.rows:
        if not row.labelled:
            facets.findings.append(Finding(line=row.line, code="label-missing", detail=(row.text, _WORDS[row.facet])))
        _read_row(row, vocabulary, facets, at_end_of_file=row.line == last_line)
    return facets


def _read_row(row: Row, vocabulary: Vocabulary, facets: Facets, *, at_end_of_file: bool) -> None:
    match row.facet:
        case "goals":
            _read_goals(row, vocabulary, facets, at_end_of_file=at_end_of_file)
        case "project-areas":
            facets.project_areas += _concepts(row, vocabulary.areas, facets, at_end_of_file=at_end_of_file)
        case "themes":
            facets.themes += _concepts(row, vocabulary.themes, facets, at_end_of_file=at_end_of_file)
        case "swedish-partners":
            facets.swedish_partners += _bodies(row, vocabulary.swedish, facets, at_end_of_file=at_end_of_file)
        case "international-partners":
            known = vocabulary.international
            facets.international_partners += _bodies(row, known, facets, at_end_of_file=at_end_of_file)
        case "period":
            facets.period = (row.line, row.text)


def _read_goals(row: Row, vocabulary: Vocabulary, facets: Facets, *, at_end_of_file: bool) -> None:
    read = read_goals(row.text, row.line, vocabulary.goals, at_end_of_file=at_end_of_file)
    facets.goals += [goal for goal in read.goals if goal not in facets.goals]
    facets.findings += read.findings
    facets.cut |= read.cut
    _glued(row, len(read.goals), facets)
    _stated(row, [str(goal) for goal in read.goals], facets)


def _concepts(row: Row, known: Names, facets: Facets, *, at_end_of_file: bool) -> list[str]:
    parts = _parts(row, known, facets, at_end_of_file=at_end_of_file)
    for part in parts:
        if part.names is None:
            facets.findings.append(Finding(line=row.line, code="unknown-value", detail=(part.text, _WORDS[row.facet])))
    values = [part.names or part.text for part in parts]
    _stated(row, values, facets)
    return values


def _bodies(row: Row, known: Names, facets: Facets, *, at_end_of_file: bool) -> list[str]:
    values = [part.text for part in _parts(row, known, facets, at_end_of_file=at_end_of_file)]
    _stated(row, values, facets)
    return values


def _parts(row: Row, known: Names, facets: Facets, *, at_end_of_file: bool) -> list[Segment]:
    """Part a row's values and note what was odd; a value cut off by the end of the file is left out."""
    parts = list(segment(row.text, known, at_end_of_file=at_end_of_file))
    _glued(row, len(parts), facets)
    for part in parts:
        facets.findings += [Finding(line=row.line, code=code, detail=detail) for code, detail in _odd(part, known)]
    last = parts[-1]
    if at_end_of_file and (last.how == "beginning" or (last.names is None and _CUT_KIND.search(last.text))):
        full = last.full or f"{last.text}…"
        facets.findings.append(Finding(line=row.line, code="cut-value", detail=(last.text, full)))
        facets.cut = True
        parts.pop()
    return parts


def _odd(part: Segment, known: Names) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    if not part.at_boundary:
        found.append(("no-case-boundary", (part.text,)))
    if part.how == "parted":
        found.append(("guessed-split", (part.text,)))
    if part.how in ("known", "alone") and part.names and part.text not in known.spellings:
        same = next(
            (name for name in sorted(known.spellings) if names.same_text(name) == names.same_text(part.text)), ""
        )
        if same:
            found.append(("case-variant", (part.text, same)))
    return found


def _glued(row: Row, count: int, facets: Facets) -> None:
    if count > 1:
        facets.findings.append(Finding(line=row.line, code="values-glued", detail=(str(count),)))


def _stated(row: Row, values: list[str], facets: Facets) -> None:
    facets.fields.append(SourceField(name=row.facet, line=row.line, as_written=row.text.strip(), values=tuple(values)))
