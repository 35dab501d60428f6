"""Partners in a title, and pairs in an article: “Älmhult, Växjö and JB Marks, South Africa”."""

import re
from dataclasses import dataclass
from typing import Final

from partnergraph import names

from .lines import Line, without_bullet
from .records import Pair
from .vocabulary import Vocabulary

__all__ = ["TitlePartners", "pairs_on", "partners_in"]

_BETWEEN: Final = re.compile(r"\s+(?:and|och|&)\s+|\s+[–—-]\s*|\s*[–—]\s+|\s*[,|]\s*|\t+|\s+/\s+")
_WITH: Final = re.compile(r"\s+(?:tillsammans\s+|together\s+)?(?:med|with)\s+", re.IGNORECASE)
_INTRODUCTION: Final = re.compile(
    r"\A\s*(?:the |a |ett )?(?:municipal |kommunalt )?"
    r"(?:partnership|partnerskap(?:et)?|collaboration|cooperation|samarbetet?) (?:between|mellan) ",
    re.IGNORECASE,
)
_HYPHEN: Final = re.compile(r"[-–—]")
_IN_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")
_LONGEST: Final = 160
_MOST_WORDS: Final = 6
_NO_NAME: Final = re.compile(
    r"(?:^|\s)(?:in|for|the|on|with|to|about|from|i|för|med|på|av|till|om|mot|är|ingår|is|are|a|an|en|ett)(?:\s|$)"
    r"|[\d:;“”\"?!/]|\.$"
    r"|^(?i:följande|following)\b"
)
"""What stands in no name of a body: small words and marks of sentences."""

_SWEDISH: Final = re.compile(r"\b(?i:kommun|stad|kommunalförbund)\Z|\ARegion\s")


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
    parts = _parts(_without_countries(_INTRODUCTION.sub("", title), vocabulary), vocabulary)
    swedish = tuple(part for part in parts if vocabulary.swedish.find(part))
    abroad = tuple(part for part in parts if part not in swedish and vocabulary.international.find(part))
    unknown = tuple(part for part in parts if part not in swedish and part not in abroad)
    if not swedish:
        swedish = tuple(part for part in unknown if _SWEDISH.search(part))[:1]
        unknown = tuple(part for part in unknown if part not in swedish)
    if not swedish or not (abroad or unknown) or not all(_like_a_name(part) for part in unknown):
        return None
    return TitlePartners(swedish=swedish, international=abroad, unknown=unknown)


def pairs_on(line: Line, vocabulary: Vocabulary) -> tuple[Pair, ...]:
    """Return the pairs a line of an article states: its Swedish body with the other, or with each of several others.

    What stands behind a colon says something about the pair.
    """
    written = without_bullet(line.text)
    found = partners_in(_WITH.sub(" – ", written.partition(":")[0]).rstrip(" .;,"), vocabulary)
    if found is None:
        return ()
    return tuple(
        Pair(swedish=swedish, international=other, line=line.number, as_written=written)
        for swedish in found.swedish
        for other in (*found.international, *found.unknown)
    )


def _parts(title: str, vocabulary: Vocabulary) -> list[str]:
    parts: list[str] = []
    for part in _BETWEEN.split(title):
        halves = [half.strip() for half in _HYPHEN.split(part)]
        known = vocabulary.swedish.find(part) or vocabulary.international.find(part)
        joined = len(halves) > 1 and not known and any(vocabulary.swedish.find(half) for half in halves)
        parts += halves if joined else [part.strip()]
    return [part for part in parts if part and names.same_text(part) not in vocabulary.countries]


def _without_countries(title: str, vocabulary: Vocabulary) -> str:
    """Take out countries in brackets, and those whose own name holds “and” (Bosnia and Herzegovina)."""

    def bare(match: re.Match[str]) -> str:
        return "" if names.same_text(match.group(1)) in vocabulary.countries else match.group()

    title = _IN_BRACKETS.sub(bare, title)
    for country in vocabulary.countries:
        if " and " in country or " och " in country:
            title = re.sub(rf"[,–—-]?\s*{re.escape(country)}", "", title, flags=re.IGNORECASE)
    return title


def _like_a_name(part: str) -> bool:
    return len(part.split()) <= _MOST_WORDS and part[0].isupper() and not _NO_NAME.search(part)
