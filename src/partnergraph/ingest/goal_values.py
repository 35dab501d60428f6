"""Reading a line of goals: “16 - Fredliga och inkluderande samhällen17 - Genomförande och globalt partnerskap”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from partnergraph import names

from .findings import Finding

__all__ = ["GoalLine", "begins_with_a_number", "like_goals", "read_goals"]

_GOAL: Final = re.compile(r"(?<!\d)(?:(?:goal|sdg|mål)\s*)?(\d{1,2})\s*(?:[-–—:.,;]\s*|\Z)(?=\D|\Z)", re.IGNORECASE)
_GLUED: Final = re.compile(r"[^\W\d_]\d{1,2}\s*[-–—]")
_LAST_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})\s*\Z")
_LAST: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """The goals a line states, each once and in its order.

    `glued` tells that some stand together without a separator, `cut` that the file ends inside the last one.
    """

    goals: tuple[int, ...]
    findings: tuple[Finding, ...]
    glued: bool = False
    cut: bool = False


class _Stated(NamedTuple):
    """A number and the name behind it, or a name alone."""

    number: int | None
    name: str


def like_goals(text: str, known: Mapping[str, int], *, at_end_of_file: bool = False) -> bool:
    """Tell whether a line without a label is a line of goals: a number, a dash and the name of that goal."""
    stated = _stated(text)
    if not stated or stated[0].number is None:
        return False
    number, name = stated[0].number, names.same_text(stated[0].name)
    if at_end_of_file and len(stated) == 1:
        name = _LAST_NUMBER.sub("", name).strip()
        return any(full.startswith(name) for full, goal in known.items() if goal == number)
    return name in known


def begins_with_a_number(text: str) -> bool:
    """Tell whether a line among facets has the form of goals, whatever their names."""
    stated = _stated(text)
    return bool(stated) and stated[0].number is not None


def read_goals(text: str, line: int, known: Mapping[str, int], *, at_end_of_file: bool = False) -> GoalLine:
    """Read every goal of a line; the number counts, and a name that does not fit it is a finding.

    At the end of a file a goal whose name is cut off keeps its number, while a lone digit that may be the first of two
    is dropped with a finding.
    """
    stated = _stated(text)
    tail = _LAST_NUMBER.search(text) if at_end_of_file else None
    if tail:
        stated = _stated(text[: tail.start()])
    goals: dict[int, None] = {}
    findings: list[Finding] = []
    cut = bool(tail)
    for place, one in enumerate(stated, start=1):
        number = known.get(names.same_text(one.name)) if one.number is None else one.number
        if number is None or not 1 <= number <= _LAST:
            findings.append(Finding(line=line, code="goal-unknown", detail=(_written(one),)))
            continue
        goals[number] = None
        if at_end_of_file and not tail and place == len(stated) and _is_cut(one, number, known):
            cut = True
            findings.append(Finding(line=line, code="cut-value", detail=(_written(one), str(number))))
        elif one.name and known.get(names.same_text(one.name)) != number:
            findings.append(Finding(line=line, code="goal-name-differs", detail=(one.name, str(number))))
    if tail:
        kept = _whole_number(tail.group(1))
        goals |= {kept: None} if kept else {}
        findings.append(Finding(line=line, code="cut-value", detail=(tail.group(1), str(kept or f"{tail.group(1)}…"))))
    return GoalLine(goals=tuple(goals), findings=tuple(findings), glued=_GLUED.search(text) is not None, cut=cut)


def _stated(text: str) -> list[_Stated]:
    plain = " ".join(text.split())
    marks = list(_GOAL.finditer(plain))
    starts = [*(mark.start() for mark in marks), len(plain)]
    head = plain[: starts[0]].strip(" ,;•")
    named = [
        _Stated(int(mark.group(1)), plain[mark.end() : start].strip(" ,;•"))
        for mark, start in zip(marks, starts[1:], strict=True)
    ]
    return [_Stated(None, head), *named] if head else named


def _written(stated: _Stated) -> str:
    return stated.name if stated.number is None else f"{stated.number} - {stated.name}"


def _is_cut(stated: _Stated, number: int, known: Mapping[str, int]) -> bool:
    text = names.same_text(stated.name)
    return known.get(text) != number and any(full.startswith(text) for full, goal in known.items() if goal == number)


def _whole_number(digits: str) -> int | None:
    """Return a number at the very end of a file when no digit can follow it."""
    number = int(digits)
    return number if 1 < number <= _LAST else None
