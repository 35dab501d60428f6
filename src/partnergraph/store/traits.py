"""What partnerships and projects have to do with, read from the store, and added up for all that takes part in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self, TypeVar

from partnergraph.namespaces import PG

from .shelf import EVIDENCE, GOAL, Shelf

__all__ = ["Read", "Traits", "goals_of", "shelf_of"]

_Value = TypeVar("_Value", str, tuple[str, str])

Read = Callable[[object], Mapping[str, tuple[str, ...]]]
"""From a property to what it says in the default graph: subject → values, sorted."""

_NO_GOAL: Final = frozenset((str(PG.NotStated), str(PG.Unknown)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a thing has: facet → values, goals with their evidence, and the partnerships and projects it is in."""

    values: dict[str, set[str]] = field(default_factory=dict)
    grounds: set[tuple[str, str]] = field(default_factory=set)
    partnerships: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)

    @classmethod
    def sum(cls, some: Iterable["Traits"], own: Mapping[str, Iterable[str]] | None = None) -> Self:
        """Return all that some things have, with values of facets that are its `own` in place of theirs."""
        whole = cls()
        for each in some:
            whole.add(each)
        for facet, values in (own or {}).items():
            whole.values[facet] = set(values)
        return whole

    def add(self, other: "Traits") -> None:
        """Take in what another thing has."""
        for facet, values in other.values.items():
            self.values.setdefault(facet, set()).update(values)
        self.grounds.update(other.grounds)
        self.partnerships.update(other.partnerships)
        self.projects.update(other.projects)

    def say(self, facet: str, values: Iterable[str]) -> None:
        """Add values of a facet."""
        self.values.setdefault(facet, set()).update(values)


def shelf_of(facets: Iterable[str], traits: Mapping[str, Traits]) -> Shelf:
    """Return things with what they have as a shelf with some facets."""
    items = tuple(sorted(traits))
    found = [traits[item] for item in items]
    held = {facet: tuple(tuple(sorted(_values(each, facet))) for each in found) for facet in facets}
    return Shelf(
        items=items,
        facets={facet: _bitsets(values) for facet, values in held.items()},
        grounds=_bitsets(each.grounds for each in found),
        held=held,
        goals=tuple(tuple(sorted(each.grounds)) for each in found),
        partnerships=tuple(len(each.partnerships) for each in found),
        projects=tuple(len(each.projects) for each in found),
    )


def goals_of(read: Read) -> dict[str, Traits]:
    """Return subject → its goals with their evidence, and what its source says of goals where it states none."""
    found: dict[str, Traits] = {}
    for subject, goals in read(PG.goal).items():
        found.setdefault(subject, Traits()).grounds.update((goal, str(PG.Stated)) for goal in goals)
    goal, ground = read(PG.linkedGoal), read(PG.evidence)
    for link, subjects in read(PG.subject).items():
        pairs = {(one, other) for one in goal.get(link, ()) for other in ground.get(link, ())}
        for subject in subjects:
            found.setdefault(subject, Traits()).grounds.update(pairs)
    for subject, statements in read(PG.goalStatement).items():
        found.setdefault(subject, Traits()).say(EVIDENCE, _NO_GOAL.intersection(statements))
    return found


def _values(traits: Traits, facet: str) -> set[str]:
    place = {GOAL: 0, EVIDENCE: 1}.get(facet)
    said = traits.values.get(facet, set())
    return said if place is None else said | {pair[place] for pair in traits.grounds}


def _bitsets(rows: Iterable[Iterable[_Value]]) -> dict[_Value, int]:
    """Return value → the numbers of the rows that have it, as a bitset."""
    places: dict[_Value, list[int]] = {}
    for number, values in enumerate(rows):
        for value in values:
            places.setdefault(value, []).append(number)
    return {value: _bitset(numbers) for value, numbers in sorted(places.items())}


def _bitset(numbers: list[int]) -> int:
    """Return a bitset of ascending numbers; made in bytes, because or-ing long numbers one by one takes the square."""
    room = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        room[number // 8] |= 1 << number % 8
    return int.from_bytes(room, "little")
