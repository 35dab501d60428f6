"""Names that are known before a listing is read, found by what a text begins with."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from partnergraph.names import same_text

from .naming import plain

__all__ = ["Names"]

_Initials = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, kw_only=True)
class Names:
    """Known names of one kind: `whole` may stand as facet values, `short` only where nothing else fits.

    Both map a name in `same_text` form to what it names; `spellings` holds every accepted way of writing, and
    `countries` those (in the same form) that may follow a name and a comma. `commas` tells that any other comma parts
    two names, known or not.
    """

    whole: Mapping[str, str]
    short: Mapping[str, str]
    spellings: frozenset[str]
    countries: frozenset[str] = frozenset()
    commas: bool = False

    def find(self, text: str) -> str | None:
        """Return what `text` names, as a whole name, a short one, or one with another word for its kind, or None."""
        key = same_text(text)
        named = self.whole.get(key) or self.short.get(key)
        return named or (self.short.get(plain(key).text) if " " in key else None)

    def spelling(self, text: str) -> str | None:
        """Return an accepted spelling that differs from `text` in nothing but capitals and spaces, or None."""
        return None if text in self.spellings else self._by_text.get(same_text(text))

    def whole_at(self, text: str, place: int) -> Iterator[tuple[int, str]]:
        """Find the whole names that `text` (in small letters) holds from `place` on: where they end, what they name."""
        return self._at(text, place, self._whole_by_letter)

    def short_at(self, text: str, place: int) -> Iterator[tuple[int, str]]:
        """Do the same for the short names."""
        return self._at(text, place, self._short_by_letter)

    def begun_by(self, text: str) -> str | None:
        """Return the first whole name (in small letters) that `text` is a proper beginning of, or None."""
        if not text.strip() or text in self.whole:
            return None
        place = bisect_left(self._in_order, text)
        following = self._in_order[place : place + 1]
        return following[0] if following and following[0].startswith(text) else None

    def country_at(self, text: str, place: int) -> int | None:
        """Return where a comma and a country's name end that begin at `place` (in small letters), or None."""
        match = self._country.match(text, place) if self.countries else None
        return match.end() if match else None

    def _at(self, text: str, place: int, known: _Initials) -> Iterator[tuple[int, str]]:
        for name, thing in known.get(text[place : place + 1], ()):
            if text.startswith(name, place):
                end = place + len(name)
                yield end, thing
                if behind := self.country_at(text, end):
                    yield behind, thing

    @cached_property
    def _country(self) -> re.Pattern[str]:
        longest_first = sorted(self.countries, key=len, reverse=True)
        return re.compile(rf",\s*(?:{'|'.join(re.escape(country) for country in longest_first)})")

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.whole)

    @cached_property
    def _by_text(self) -> Mapping[str, str]:
        return {same_text(spelling): spelling for spelling in sorted(self.spellings, reverse=True)}

    @cached_property
    def _whole_by_letter(self) -> _Initials:
        return _by_letter(self.whole)

    @cached_property
    def _short_by_letter(self) -> _Initials:
        return _by_letter(self.short)


def _by_letter(known: Mapping[str, str]) -> _Initials:
    letters = sorted({name[0] for name in known})
    return {letter: tuple(pair for pair in known.items() if pair[0][0] == letter) for letter in letters}
