"""A shelf: things of one kind, and for each value of each facet a bitset that says which of them have it.

Bit n of a bitset stands for the n-th thing.  Values of one facet are alternatives, facets are conditions that must all
hold, and what is counted for the values of a facet leaves the choice in that facet aside.
Goal and evidence belong together: with both chosen, a thing must have one of those goals on one of those grounds.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

__all__ = ["EVIDENCE", "GOAL", "Chosen", "Shelf"]

GOAL: Final = "goal"
EVIDENCE: Final = "evidence"

Chosen = Mapping[str, Collection[str]]
"""Facet → the values that are chosen in it; one without values is no condition."""

_OTHER: Final = {GOAL: EVIDENCE, EVIDENCE: GOAL}
_LOOKED: Final = 500
"""Values that are counted between two looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The `items` of one kind as sorted IRIs, and what each of them has.

    `facets` is facet → value → bitset, `grounds` goal and evidence → bitset.  `held` is facet → for each item its
    values; `goals` has for each item its goals with their evidence.  `partnerships` and `projects` say for each item
    with how many of those it has to do.
    """

    items: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]
    grounds: Mapping[tuple[str, str], int]
    held: Mapping[str, tuple[tuple[str, ...], ...]]
    goals: tuple[tuple[tuple[str, str], ...], ...]
    partnerships: tuple[int, ...]
    projects: tuple[int, ...]

    @property
    def everything(self) -> int:
        """Return the bitset of all items."""
        return (1 << len(self.items)) - 1

    def of(self, iris: Iterable[str]) -> int:
        """Return the bitset of those items that are among some IRIs."""
        wanted = frozenset(iris)
        text = "".join("1" if item in wanted else "0" for item in reversed(self.items))
        return int(text, 2) if text else 0

    def matching(self, chosen: Chosen, within: int | None = None) -> int:
        """Return the bitset of what fits a choice, of those `within` a bitset where one is given."""
        return self._rest(chosen, "", within)

    def counts(
        self, facet: str, chosen: Chosen, within: int | None = None, until: float = float("inf")
    ) -> dict[str, int] | None:
        """Return for each value of a facet how many items fit the choice in all other facets and have it.

        None when the clock (`time.monotonic`) shows `until` before all are counted.
        """
        rest = self._rest(chosen, facet, within)
        found: dict[str, int] = {}
        for number, value in enumerate(self.facets[facet]):
            if number % _LOOKED == 0 and time.monotonic() > until:
                return None
            found[value] = (self._bits(facet, value, chosen) & rest).bit_count()
        return found

    def places(self, bits: int) -> list[int]:
        """Return the numbers of the items in a bitset, in order."""
        text = f"{bits:0{len(self.items)}b}"
        last = len(text) - 1
        return [last - place for place in range(last, -1, -1) if text[place] == "1"]

    def _rest(self, chosen: Chosen, without: str, within: int | None) -> int:
        """Return what fits a choice in all facets but one, and in what belongs together with that."""
        bits = self.everything if within is None else within
        aside = {without, _OTHER.get(without, "")}
        for facet, values in chosen.items():
            if values and facet not in aside:
                bits &= reduce(or_, (self._bits(facet, value, chosen) for value in values))
        return bits

    def _bits(self, facet: str, value: str, chosen: Chosen) -> int:
        """Return which items have a value: a goal on the grounds that are chosen, a ground for the goals that are."""
        others = chosen.get(_OTHER.get(facet, ""), ())
        if not others:
            return self.facets[facet].get(value, 0)
        pairs = ((value, other) if facet == GOAL else (other, value) for other in others)
        return reduce(or_, (self.grounds.get(pair, 0) for pair in pairs))
