"""Which facet each line belongs to: by its label, else by its value, else by its place in the fixed order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .goal_values import like_goals
from .labels import Facet, cut_label, label_of
from .segmentation import covered
from .vocabulary import Vocabulary

__all__ = ["Placed", "Row", "facet_by_value", "facet_start", "place_rows"]

Numbered = tuple[int, str]

_BULLETS: Final = ("•", "*", "·", "‣", "-", "–")
_LONGEST_VALUE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of values, the facet it states, and whether a label said so."""

    facet: Facet
    line: int
    text: str
    labelled: bool


@dataclass(slots=True, kw_only=True)
class Placed:
    """The rows of one post's facets, the labels seen, those without a value, and the label the file ends in."""

    rows: list[Row] = field(default_factory=list)
    labels: list[Facet] = field(default_factory=list)
    blank: list[tuple[Facet, int, str]] = field(default_factory=list)
    cut_label: str | None = None


def facet_by_value(text: str, vocabulary: Vocabulary, *, at_end_of_file: bool = False) -> Facet | None:
    """Return the facet of a line that is wholly made of known values, or None."""
    if like_goals(text, vocabulary.goals, at_end_of_file=at_end_of_file):
        return "goals"
    kinds: tuple[tuple[Facet, bool], ...] = (
        ("project-areas", covered(text, vocabulary.areas)),
        ("themes", covered(text, vocabulary.themes)),
        ("swedish-partners", covered(text, vocabulary.swedish)),
        ("international-partners", covered(text, vocabulary.international)),
    )
    return next((facet for facet, known in kinds if known), None)


def facet_start(
    lines: Sequence[Numbered], vocabulary: Vocabulary, *, opens_post: bool, last_line: int | None
) -> int | None:
    """Return where in a block of lines the facets begin, or None when it holds none.

    A label, a line of goals, or a Swedish body with another value beside it shows that there are facets; known areas
    and themes right before it belong to them, and so does one short line that is no sentence.
    `opens_post` tells that the first line is the title of a post.
    """
    first = 1 if opens_post else 0
    kinds = [None if i < first else _kind(line, vocabulary, last_line) for i, line in enumerate(lines)]
    anchors = [i for i, kind in enumerate(kinds) if kind in ("label", "goals") or _is_pair_of_values(kinds, i)]
    if not anchors:
        return None
    start = anchors[0]
    while start > first and kinds[start - 1] in ("project-areas", "themes"):
        start -= 1
    if start > first and start == anchors[0] and _like_a_value(lines[start - 1][1]):
        start -= 1
    return start


def _kind(line: Numbered, vocabulary: Vocabulary, last_line: int | None) -> str | None:
    number, text = line
    if label_of(text) or (number == last_line and len(text.strip()) > 3 and cut_label(text)):  # noqa: PLR2004 - no chance word
        return "label"
    return facet_by_value(text, vocabulary, at_end_of_file=number == last_line)


def _is_pair_of_values(kinds: Sequence[str | None], place: int) -> bool:
    """Tell whether a Swedish body stands beside another value, so that the line is no chance mention."""
    before = kinds[place - 1] if place else None
    behind = place + 1 < len(kinds)
    return kinds[place] == "swedish-partners" and (behind or before in ("project-areas", "themes"))


def _like_a_value(text: str) -> bool:
    """Tell whether a line looks like a facet's value that nobody knows: short, no bullet, no sentence, no heading."""
    line = text.strip()
    return (
        len(line) <= _LONGEST_VALUE
        and not line.startswith(_BULLETS)
        and line[:1].isupper()
        and not line.endswith((".", "!", "?", ":", ";", ",", "…", "”", '"', ")"))
    )


def place_rows(lines: Sequence[Numbered], vocabulary: Vocabulary, *, last_line: int | None) -> Placed:
    """Give each line of a post's facets its place; every line becomes a row or a label."""
    placed = Placed()
    waiting: tuple[Facet, int, str] | None = None
    for place, (number, text) in enumerate(lines):
        at_end = number == last_line
        if label := label_of(text):
            _blank(waiting, placed)
            placed.labels.append(label[0])
            waiting = (label[0], number, text.strip().rstrip(":"))
            if label[1]:
                placed.rows.append(Row(facet=label[0], line=number, text=label[1], labelled=True))
                waiting = None
            continue
        if at_end and not waiting and (label_cut := cut_label(text)):
            placed.cut_label = label_cut
            continue
        by_value = facet_by_value(text, vocabulary, at_end_of_file=at_end)
        if waiting and (waiting[0] == "goals" or by_value != "goals"):
            if waiting[0] != "goals" or by_value in ("goals", None):
                placed.rows.append(Row(facet=waiting[0], line=number, text=text, labelled=True))
                waiting = None
                continue
        _blank(waiting, placed)
        waiting = None
        facet = by_value or _by_place(placed, lines[place + 1 :], vocabulary)
        goes_on = bool(placed.rows) and placed.rows[-1].facet == facet and placed.rows[-1].labelled
        placed.rows.append(Row(facet=facet, line=number, text=text, labelled=goes_on))
    _blank(waiting, placed)
    return placed


def _blank(waiting: tuple[Facet, int, str] | None, placed: Placed) -> None:
    if waiting:
        placed.blank.append(waiting)


def _by_place(placed: Placed, rest: Sequence[Numbered], vocabulary: Vocabulary) -> Facet:
    """Guess the facet of an unknown value from what came before it and what follows."""
    before = placed.rows[-1].facet if placed.rows else None
    following = [label[0] if (label := label_of(text)) else facet_by_value(text, vocabulary) for _, text in rest]
    match before:
        case None:
            partners_come = "swedish-partners" in following or "goals" in following or len(following) != 1
            return "project-areas" if partners_come else "swedish-partners"
        case "project-areas" | "goals" | "themes":
            theme_fits = before == "goals" and ("swedish-partners" in following or len(following) != 1)
            return "themes" if theme_fits else "swedish-partners"
        case "swedish-partners" if "international-partners" in following:
            return "swedish-partners"
        case _:
            return "international-partners"
