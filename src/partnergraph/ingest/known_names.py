"""Names that are known before a listing is read, found by what a text begins with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from partnergraph.names import same_text

__all__ = ["Names"]


@dataclass(frozen=True, kw_only=True)
class Names:
    """Known names of one kind: `whole` may stand as facet values, `short` only where nothing else fits.

    Both map a name in `same_text` form to what it names; `spellings` holds every accepted way of writing.
    """

    whole: Mapping[str, str]
    short: Mapping[str, str]
    spellings: frozenset[str]

    def find(self, text: str) -> str | None:
        """Return what `text` names, as a whole name or a short one, or None."""
        key = same_text(text)
        return self.whole.get(key) or self.short.get(key)

    def whole_at(self, text: str, place: int) -> Iterator[tuple[int, str]]:
        """Find the whole names that `text` (in the form of `same_text`) holds from `place` on: where they end, what they name."""
        return _at(text, place, self._whole_by_letter)

    def short_at(self, text: str, place: int) -> Iterator[tuple[int, str]]:
        """Do the same for the short names."""
        return _at(text, place, self._short_by_letter)

    @cached_property
    def _whole_by_letter(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        return _by_letter(self.whole)

    @cached_property
    def _short_by_letter(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        return _by_letter(self.short)


def _by_letter(known: Mapping[str, str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    letters = sorted({name[0] for name in known})
    return {letter: tuple(pair for pair in known.items() if pair[0][0] == letter) for letter in letters}


def _at(text: str, place: int, known: Mapping[str, tuple[tuple[str, str], ...]]) -> Iterator[tuple[int, str]]:
    for name, thing in known.get(text[place : place + 1], ()):
        if text.startswith(name, place):
            yield place + len(name), thing
