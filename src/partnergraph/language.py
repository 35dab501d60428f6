"""The languages people read here, and the one chain by which a text is chosen.

`?lang=`, then Accept-Language (RFC 9110 section 12.5.4, by the lookup of RFC 4647 section 3.4), then the default of
the site; and for a text that is not there in that language: those we write in, a text without a language, any other.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["NAMES", "OFFERED", "WRITTEN", "Texts", "choose", "in_language", "named"]

NAMES: Final[Mapping[str, str]] = MappingProxyType({"en": "English", "sv": "Svenska", "uk": "Українська"})
"""Language of our pages → what it calls itself."""

OFFERED: Final = tuple(NAMES)
"""Languages of our pages; the setting `language` says which of them is the default."""

WRITTEN: Final = ("en", "sv")
"""Languages in which everything is written that is not a word of a page: labels, findings, hints, canned queries."""


def named(asked: str | None) -> str:
    """Return the language of ours that a text such as the value of `?lang=` names, or ""."""
    return _looked_up(asked.strip().lower().replace("_", "-")) if asked else ""


def choose(asked: str | None, accept_language: str | None, default: str = OFFERED[0]) -> str:
    """Return the language of a page: the one `asked` for, else the best of Accept-Language, else the default.

    A range that is refused (`q=0`) is never chosen by another, and `*` stands for what no other range names.
    """
    if found := named(asked):
        return found
    weights: dict[str, float] = {}
    for language_range, weight in sorted(_ranges(accept_language or ""), key=lambda each: -each[1]):
        weights.setdefault(_looked_up(language_range) or language_range, weight)
    anything = weights.get("*", 0.0)
    best = max((default, *OFFERED), key=lambda tag: weights.get(tag, anything))
    if weights.get(best, anything) > 0:
        return best
    return next((tag for tag in (default, *OFFERED) if weights.get(tag) != 0), default)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, else in one that all is written in, without one, or in any; keys are tags."""
    for wanted in (language, *WRITTEN, ""):
        if wanted in texts:
            return texts[wanted]
        if wanted and (regional := [tag for tag in texts if tag.lower().partition("-")[0] == wanted]):
            return texts[min(regional)]
    return texts[min(texts)] if texts else ""


class Texts(dict[str, str]):
    """A text by language, which has one for every language: where it is not written in it, by the one chain."""

    def __missing__(self, language: str) -> str:
        """Return the text that stands for one in a language that it is not written in."""
        return in_language(self, language)


def _looked_up(language_range: str) -> str:
    """Return the language of ours that a range leads to when its subtags are dropped one after the other, or ""."""
    tag = language_range
    while tag and tag not in OFFERED:
        tag = tag.rpartition("-")[0]
    return tag


def _ranges(accept_language: str) -> list[tuple[str, float]]:
    """Return the ranges of an Accept-Language header with their weights; one that cannot be read weighs nothing."""
    found = []
    for part in accept_language.split(","):
        language_range, _, parameters = part.partition(";")
        name, _, value = parameters.strip().partition("=")
        weight = _weight(value) if name.strip().lower() == "q" else 1.0
        if tag := language_range.strip().lower():
            found.append((tag, weight))
    return found


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))  # also turns NaN into nothing
    except ValueError:
        return 0.0
