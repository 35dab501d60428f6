"""Parting values that stand together without a separator, as “Falu kommunHöör kommun” does.

Known names come first: the cheapest way to cover the whole string wins, and a known name costs least. What no known
name covers is parted where small letters meet a capital, or behind a word like “Municipality” that ends a name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from .known_names import Names

__all__ = ["Segment", "covered", "segment"]

_KNOWN, _BEGINNING, _SHORT, _SPACE, _UNKNOWN, _LOWER_CASE, _UNCUT = 1, 2, 3, 5, 10, 30, 15
"""What one step costs: over a known name, the beginning of one at the end of a file, a name known by its short form
only, a space, an unknown name, one begun with a small letter too, and each place inside it where it might be parted."""

_MOST_UNCUT: Final = 6
"""How many such places one unknown value may hold; with more it is always cheaper to part it."""

_KIND_WORD: Final = re.compile(
    r"(?i:municipality|minicipality|government|council|hromada"
    r"|(?<=[ ])(?:county|district|kommun|stad|city|town|region))"
    r"(?=[^\W\d_])(?!s\b|lor|lors\b|en\b|er\b|ens\b)"
)
"""A word that ends the name of a body, with a letter right behind it."""

_CASE: Final = re.compile(r"(?<=[^\W\d_A-ZÅÄÖ])(?=[A-ZÅÄÖÀ-ÞЀ-Я])|(?<=[)\].])(?=[A-ZÅÄÖ])")
_INNER: Final = re.compile(
    r"(?:(?:^|[\s-]|(?<=[a-zåäö]))(?:Kwa|Mc|Mac|De|Le|La|Di|O’|Mbo)|(?:^|[\s-]|(?<=ity|ent|cil|mun|tad))[euioa])$"
)
"""What may stand before a capital inside a name: KwaDukuza, eThekwini (also right behind “Municipality”), McLean."""

_LONGEST_INNER: Final = 8
_LONGEST_NAME: Final = 120
_SHORTEST_LOWER_CASE: Final = 4
_SEPARATOR: Final = re.compile(r"\s*(?:[,;|•/]\s*|\s[–—-]\s)|\s(?:och|and|samt|&)\s")
_LEADING_PREFIX: Final = re.compile(r"[euio][A-Z]")


_How = Literal["known", "beginning", "alone", "parted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One value: the text as written, what it names if known, how it was found, and how it begins.

    `how` is `known`, `beginning` (of the known name `full`, at the end of a cut file), `alone` (unknown, but the whole
    string) or `parted` (unknown, told from its neighbours); `glued` tells that nothing stands between it and the value
    before, and `at_boundary` is False where case would not have parted the two.
    """

    text: str
    names: str | None
    how: _How
    glued: bool = False
    at_boundary: bool = True
    full: str | None = None


class _Step(NamedTuple):
    """One step to the place `end` of the string: what it costs, where it starts, and what lies between.

    A step without `how` is over a separator.
    """

    end: int
    cost: int
    start: int
    how: _How | None = None
    names: str | None = None


def segment(text: str, known: Names, *, at_end_of_file: bool = False) -> tuple[Segment, ...]:
    """Part `text` into values; the whole text is covered, in order, and nothing is lost but separators and spaces."""
    string = _String(" ".join(text.split()), known, at_end_of_file=at_end_of_file)
    found = tuple(string.segments())
    if len(found) == 1 and found[0].how == "parted":
        return (replace(found[0], how="alone"),)
    return found


def covered(text: str, known: Names) -> bool:
    """Tell whether known whole names, and nothing else, make up `text`."""
    plain = " ".join(text.split())
    lower = _lower(plain)
    seen, reached = {0}, [0]
    while reached:
        place = reached.pop()
        ends = {end for end, _ in known.whole_at(lower, place)}
        if place and (separator := _SEPARATOR.match(plain, place)):
            ends.add(separator.end())
        reached += ends - seen
        seen |= ends
    return bool(plain) and len(plain) in seen


class _String:
    """A string to be parted, and the places where unknown values in it may end."""

    def __init__(self, plain: str, known: Names, *, at_end_of_file: bool) -> None:
        self.plain = plain
        self.lower = _lower(plain)
        self.known = known
        self.at_end_of_file = at_end_of_file
        self.cuts = [*_cuts(plain, self.lower, known), len(plain)]
        self.ends = frozenset(self.cuts)

    def segments(self) -> Iterator[Segment]:
        """Yield the values along the cheapest way through the whole string."""
        glued = False
        for step in self._cheapest():
            if step.how:
                yield Segment(
                    text=self.plain[step.start : step.end],
                    names=step.names if step.how == "known" else None,
                    how=step.how,
                    glued=glued,
                    at_boundary=not glued or _CASE.match(self.plain, step.start) is not None,
                    full=step.names if step.how == "beginning" else None,
                )
            glued = step.how is not None

    def _cheapest(self) -> list[_Step]:
        """Find the cheapest way from the left to the end of the string (a shortest path)."""
        best: dict[int, tuple[int, _Step | None]] = {0: (0, None)}
        for place in range(len(self.plain)):
            if place in best:
                for step in self._steps(place):
                    total = best[place][0] + step.cost
                    if step.end not in best or total < best[step.end][0]:
                        best[step.end] = (total, step)
        way: list[_Step] = []
        last = best[len(self.plain)][1]
        while last:
            way.append(last)
            last = best[last.start][1]
        return way[::-1]

    def _steps(self, place: int) -> Iterator[_Step]:
        yield from self._separators(place)
        for end, thing in self.known.whole_at(self.lower, place):
            yield _Step(end, _KNOWN, place, "known", thing)
        for end, thing in self.known.short_at(self.lower, place):
            if end in self.ends or _SEPARATOR.match(self.plain, end):
                yield _Step(end, _SHORT, place, "known", thing)
        if self._may_begin(place) and (full := self.known.begun_by(self.lower[place:])):
            yield _Step(len(self.plain), _BEGINNING, place, "beginning", full)
        if self.plain[place] == " " or _SEPARATOR.match(self.plain, place):
            return
        prefixed = _LEADING_PREFIX.match(self.plain, place) is not None
        low = place > 0 and self.plain[place].islower() and not prefixed
        first = bisect_right(self.cuts, place + prefixed)
        for inside, end in enumerate(self.cuts[first : first + _MOST_UNCUT]):
            yield _Step(end, _UNKNOWN + inside * _UNCUT + low * _LOWER_CASE, place, "parted")

    def _may_begin(self, place: int) -> bool:
        """Tell whether the file may end in a name that begins here; a few small letters are rather a misspelling."""
        length = len(self.plain) - place
        clear = place == 0 or not self.plain[place].islower() or length >= _SHORTEST_LOWER_CASE
        return self.at_end_of_file and length <= _LONGEST_NAME and clear

    def _separators(self, place: int) -> Iterator[_Step]:
        if separator := _SEPARATOR.match(self.plain, place):
            yield _Step(separator.end(), 0, place)
        if self.plain[place] == " ":
            yield _Step(place + 1, _SPACE, place)


def _cuts(plain: str, lower: str, known: Names) -> list[int]:
    """Name the places where an unknown value may end: where the case changes, behind a kind word, at a separator."""
    case = {match.start() for match in _CASE.finditer(plain)}
    inner = {place for place in case if _INNER.search(plain[max(place - _LONGEST_INNER, 0) : place])}
    words = {match.end() for match in _KIND_WORD.finditer(plain)}
    marks = frozenset(";|•,") if known.commas else frozenset(";|•")
    separators = {
        match.start()
        for match in _SEPARATOR.finditer(plain)
        if match.group().strip() in marks and not known.country_at(lower, match.start())
    }
    return sorted((case - inner | words | separators) - {0})


def _lower(plain: str) -> str:
    """Fold case letter by letter, so that places in both strings agree."""
    folded = plain.casefold()
    if len(folded) == len(plain):
        return folded
    return "".join(low if len(low := letter.casefold()) == 1 else letter for letter in plain)
