"""Reading a line of goals: “16 - Fredliga och inkluderande samhällen17 - Genomförande och globalt partnerskap”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from partnergraph import names

from .findings import Finding

__all__ = ["GoalLine", "like_goals", "read_goals"]

_GOAL: Final = re.compile(r"(?<!\d)(\d{1,2})\s*[-–—]\s*(?=\D|\Z)")
_CUT_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})\s*\Z")
_LAST: Final = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """The goals a line states, in its order; `cut` tells that the file ends inside the last one."""

    goals: tuple[int, ...]
    findings: tuple[Finding, ...]
    cut: bool = False


def like_goals(text: str, known: Mapping[str, int], *, at_end_of_file: bool = False) -> bool:
    """Tell whether a line without a label is a line of goals: a number, a dash and the name of that goal."""
    match = _GOAL.match(text.strip())
    if not match:
        return False
    name = names.same_text(_GOAL.split(text.strip())[2])
    if at_end_of_file:
        return any(other.startswith(name) for other, number in known.items() if number == int(match.group(1)))
    return name in known


def read_goals(text: str, line: int, known: Mapping[str, int], *, at_end_of_file: bool = False) -> GoalLine:
    """Read every goal of a line; the number counts, and a name that does not fit it is a finding.

    At the end of a file a goal whose name is cut off keeps its number, while a lone digit that may be the first of two
    is dropped with a finding.
    """
    head, *rest = _GOAL.split(" ".join(text.split()))
    findings: list[Finding] = []
    if head.strip():
        findings.append(Finding(line=line, code="goal-unknown", detail=(head.strip(),)))
    goals: list[int] = []
    cut = False
    for place in range(0, len(rest), 2):
        number, name = int(rest[place]), rest[place + 1].strip()
        last = at_end_of_file and place + 2 == len(rest)
        if last and (tail := _CUT_NUMBER.search(name)):
            name = name[: tail.start()].strip()
            cut = _cut_number(tail.group(1), line, goals, number, findings)
        elif last:
            cut = _is_cut(name, number, known)
        if not 1 <= number <= _LAST:
            findings.append(Finding(line=line, code="goal-unknown", detail=(f"{number} - {name}",)))
            continue
        if number not in goals:
            goals.append(number)
        if cut and last and not tail:
            findings.append(Finding(line=line, code="cut-value", detail=(f"{number} - {name}", str(number))))
        elif known.get(names.same_text(name)) != number:
            findings.append(Finding(line=line, code="goal-name-differs", detail=(name, str(number))))
    if not rest and at_end_of_file and (tail := _CUT_NUMBER.match(text.strip())):
        return _only_a_number(tail.group(1), line)
    return GoalLine(goals=tuple(goals), findings=tuple(findings), cut=cut)


def _is_cut(name: str, number: int, known: Mapping[str, int]) -> bool:
    text = names.same_text(name)
    return known.get(text) != number and any(full.startswith(text) for full, goal in known.items() if goal == number)


def _cut_number(digits: str, line: int, goals: list[int], before: int, findings: list[Finding]) -> bool:
    """Keep a number at the very end of a file when nothing can follow it, else drop it with a finding."""
    kept = _whole_number(digits)
    if kept:
        goals.extend(goal for goal in (before, kept) if goal not in goals)
    findings.append(Finding(line=line, code="cut-value", detail=(digits, str(kept or f"{digits}…"))))
    return True


def _only_a_number(digits: str, line: int) -> GoalLine:
    kept = _whole_number(digits)
    finding = Finding(line=line, code="cut-value", detail=(digits, str(kept or f"{digits}…")))
    return GoalLine(goals=(kept,) if kept else (), findings=(finding,), cut=True)


def _whole_number(digits: str) -> int | None:
    number = int(digits)
    return number if 1 < number <= _LAST else None
