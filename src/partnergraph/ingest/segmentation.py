"""Parting values that stand together without a separator, as “Falu kommunHöör kommun” does.

Known names come first: the cheapest way to cover the whole string wins, and a known name costs least. What no known
name covers is parted where small letters meet a capital, or behind a word like “Municipality” that ends a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .known_names import Names

__all__ = ["Segment", "covered", "segment"]

_KNOWN, _BEGINNING, _SHORT, _UNKNOWN, _LOWER_CASE, _UNCUT = 1, 2, 3, 10, 30, 15
"""What one segment costs: known, the beginning of a known name at the end of a file, known by a short name only,
unknown, unknown and begun with a small letter, and each place inside it where it might have been parted."""

_KIND_WORD: Final = re.compile(
    r"(?i:municipality|minicipality|government|council|hromada|(?<=[ ])(?:county|district|kommun|stad|city|town|region))"
    r"(?=[^\W\d_])(?!s\b|lor|lors\b|en\b|er\b|ens\b)"
)
"""A word that ends the name of a body, with a letter right behind it."""

_CASE: Final = re.compile(r"(?<=[^\W\d_A-ZÅÄÖ])(?=[A-ZÅÄÖÀ-ÞЀ-Я])|(?<=[)\].])(?=[A-ZÅÄÖ])")
_INNER: Final = re.compile(
    r"(?:(?:^|[\s-]|(?<=[a-zåäö]))(?:Kwa|Mc|Mac|De|Le|La|Di|O’|Mbo)|(?:^|[\s-]|(?<=ity|ent|cil|mun|tad))[euioa])$"
)
"""What may stand before a capital inside a name: KwaDukuza, eThekwini (also right behind “Municipality”), McLean."""

_SEPARATOR: Final = re.compile(r"\s*(?:[,;|•/]\s*|\s[–—-]\s)")
_LEADING_PREFIX: Final = re.compile(r"[euio][A-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One value: the text as written, what it names if known, how it was found, and how it begins.

    `how` is `known`, `beginning` (of the known name `full`, at the end of a cut file), `alone` (unknown, but the whole
    string) or `parted` (unknown, told from its neighbours by case only); `at_boundary` is False where case would not
    have parted it from the value before.
    """

    text: str
    names: str | None
    how: Literal["known", "beginning", "alone", "parted"]
    at_boundary: bool = True
    full: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """One way to reach a place in the string: what it costs in all, and the segment that ends there."""

    cost: int
    start: int
    how: Literal["known", "beginning", "unknown", "separator"]
    names: str | None = None


def segment(text: str, known: Names, *, at_end_of_file: bool = False) -> tuple[Segment, ...]:
    """Part `text` into values; the whole text is covered, in order, and nothing is lost but separators and spaces."""
    plain = " ".join(text.split())
    if not plain:
        return ()
    steps = _paths(plain, known, at_end_of_file=at_end_of_file)
    found: list[Segment] = []
    place = len(plain)
    while place:
        step = steps[place]
        if step.how != "separator":
            found.append(_made(plain, step, place))
        place = step.start
    ordered = tuple(reversed(found))
    return tuple(_alone(part) for part in ordered) if len(ordered) == 1 else ordered


def covered(text: str, known: Names) -> bool:
    """Tell whether known whole names, and nothing else, make up `text`."""
    plain = " ".join(text.split())
    lower = _lower(plain)
    reached = {0}
    for place in range(len(plain)):
        if place in reached:
            reached.update(end for end, _ in known.whole_at(lower, place))
            if place and (separator := _SEPARATOR.match(plain, place)):
                reached.add(separator.end())
    return bool(plain) and len(plain) in reached


def _alone(part: Segment) -> Segment:
    return Segment(text=part.text, names=part.names, how="alone") if part.how == "parted" else part


def _made(plain: str, step: _Step, place: int) -> Segment:
    text = plain[step.start : place]
    boundary = step.start == 0 or bool(_CASE.match(plain, step.start)) or not plain[step.start - 1].isalnum()
    if step.how == "beginning":
        return Segment(text=text, names=None, how="beginning", at_boundary=boundary, full=step.names)
    how: Literal["known", "parted"] = "known" if step.how == "known" else "parted"
    return Segment(text=text, names=step.names, how=how, at_boundary=boundary)


def _paths(plain: str, known: Names, *, at_end_of_file: bool) -> dict[int, _Step]:
    """Find the cheapest step into every place that can be reached, from the left (a shortest path)."""
    lower = _lower(plain)
    cuts = [*_cuts(plain), len(plain)]
    steps: dict[int, _Step] = {0: _Step(cost=0, start=0, how="separator")}
    for place in range(len(plain)):
        if place not in steps:
            continue
        for end, step in _steps_from(place, plain, lower, known, cuts, at_end_of_file=at_end_of_file):
            total = _Step(steps[place].cost + step.cost, place, step.how, step.names)
            if end not in steps or total.cost < steps[end].cost:
                steps[end] = total
    return steps


def _steps_from(
    place: int, plain: str, lower: str, known: Names, cuts: list[int], *, at_end_of_file: bool
) -> Iterator[tuple[int, _Step]]:
    if place and (separator := _SEPARATOR.match(plain, place)):
        yield separator.end(), _Step(0, place, "separator")
    if place and plain[place] == " ":
        yield place + 1, _Step(_UNKNOWN, place, "separator")
    for end, thing in known.whole_at(lower, place):
        yield end, _Step(_KNOWN, place, "known", thing)
    for end, thing in known.short_at(lower, place):
        if end in cuts or _SEPARATOR.match(plain, end):
            yield end, _Step(_SHORT, place, "known", thing)
    if at_end_of_file and (full := _beginning_of(lower[place:], known)):
        yield len(plain), _Step(_BEGINNING, place, "beginning", full)
    inside = -1
    for end in cuts:
        if end > place:
            inside += 1
            cost = _UNKNOWN + inside * _UNCUT + (_LOWER_CASE if _begins_low(plain, place) else 0)
            yield end, _Step(cost, place, "unknown")


def _begins_low(plain: str, place: int) -> bool:
    return place > 0 and plain[place].islower() and not _LEADING_PREFIX.match(plain, place)


def _cuts(plain: str) -> list[int]:
    """Name the places where an unknown value may end: where the case changes, behind a kind word, at a separator."""
    case = {match.start() for match in _CASE.finditer(plain) if not _INNER.search(plain[: match.start()])}
    words = {match.end() for match in _KIND_WORD.finditer(plain)}
    separators = {match.start() for match in _SEPARATOR.finditer(plain) if match.group().strip() in (";", "|", "•")}
    return sorted((case | words | separators) - {0})


def _beginning_of(rest: str, known: Names) -> str | None:
    if not rest.strip() or rest in known.whole:
        return None
    return next((name for name in sorted(known.whole) if name.startswith(rest)), None)


def _lower(plain: str) -> str:
    """Fold case letter by letter, so that places in both strings agree."""
    return "".join(low if len(low := letter.casefold()) == 1 else letter for letter in plain)
