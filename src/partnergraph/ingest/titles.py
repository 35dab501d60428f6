"""Partners in a title, and pairs in an article: “Falkenberg, Sundays river valley och Sarah Baartman district – South Africa”."""

import re
from dataclasses import dataclass
from typing import Final

from partnergraph import names

from .records import Pair
from .vocabulary import Vocabulary

__all__ = ["TitlePartners", "pair_on", "partners_in"]

_BETWEEN: Final = re.compile(r"\s+(?:and|och|&)\s+|\s+[–—-]\s*|\s*[–—]\s+|\s*,\s*|\s*\|\s*")
_HYPHEN: Final = re.compile(r"[-–—]")
_BULLET: Final = re.compile(r"\s*(?:[•*·‣]|[-–—]|\d{1,2}[.)])\s+")
_LONGEST: Final = 160
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePartners:
    """The names a title joins, as written; `unknown` ones look like names but are not known."""

    swedish: tuple[str, ...]
    international: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def partners_in(title: str, vocabulary: Vocabulary) -> TitlePartners | None:
    """Return the partners a title joins, or None unless it holds a Swedish body and at least one other name."""
    if len(title) > _LONGEST:
        return None
    parts = [part for part in _parts(title, vocabulary) if names.same_text(part) not in vocabulary.countries]
    swedish = tuple(part for part in parts if vocabulary.swedish.find(part))
    abroad = tuple(part for part in parts if part not in swedish and vocabulary.international.find(part))
    unknown = tuple(part for part in parts if part not in swedish and part not in abroad)
    if not swedish or not (abroad or unknown) or not all(_like_a_name(part) for part in unknown):
        return None
    return TitlePartners(swedish=swedish, international=abroad, unknown=unknown)


def pair_on(line: str, number: int, vocabulary: Vocabulary) -> Pair | None:
    """Return the two names a line of an article joins, one of them Swedish, or None."""
    text = _BULLET.sub("", line, count=1).strip() if _BULLET.match(line) else line.strip()
    found = partners_in(text.rstrip(".;,"), vocabulary)
    if not found or len(found.swedish) != 1 or len(found.international) + len(found.unknown) != 1:
        return None
    other = (*found.international, *found.unknown)[0]
    return Pair(swedish=found.swedish[0], international=other, line=number, as_written=text)


def _parts(title: str, vocabulary: Vocabulary) -> list[str]:
    parts: list[str] = []
    for part in _BETWEEN.split(_without_joined_countries(title, vocabulary)):
        halves = [half.strip() for half in _HYPHEN.split(part)]
        known = vocabulary.swedish.find(part) or vocabulary.international.find(part)
        joined = len(halves) == 2 and not known and any(vocabulary.swedish.find(half) for half in halves)  # noqa: PLR2004 - a pair
        parts += halves if joined else [part.strip()]
    return [part for part in parts if part]


def _without_joined_countries(title: str, vocabulary: Vocabulary) -> str:
    """Take out the names of countries that themselves hold “and” (Bosnia and Herzegovina)."""
    for country in vocabulary.countries:
        if " and " in country or " och " in country:
            title = re.sub(rf"[,–—-]?\s*{re.escape(country)}", "", title, flags=re.IGNORECASE)
    return title


def _like_a_name(part: str) -> bool:
    words = part.split()
    return 0 < len(words) <= _MOST_WORDS and part[0].isupper() and not part.endswith((".", "!", "?", ":"))
