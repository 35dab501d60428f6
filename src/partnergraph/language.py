"""The languages people read here, and the choice among them (RFC 9110 section 12.5.4, RFC 4647 lookup)."""

from collections.abc import Mapping
from typing import Final

__all__ = ["OFFERED", "choose", "in_language"]

OFFERED: Final = ("en", "sv")
"""Languages of our pages, the default first."""


def choose(asked: str | None, accept_language: str | None) -> str:
    """Return the language of a page: the one asked for by `?lang=`, else the best of Accept-Language, else English."""
    if asked and (known := _primary(asked)) in OFFERED:
        return known
    wanted: dict[str, float] = {}
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.partition(";")
        name, _, value = parameters.strip().partition("=")
        wanted.setdefault(_primary(tag), _weight(value) if name.strip().lower() == "q" else 1.0)
    best = max(OFFERED, key=lambda language: wanted.get(language, 0.0))
    return best if wanted.get(best, 0.0) > 0 else OFFERED[0]


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language, else in one of ours, else in any; texts are keyed by language tag."""
    for wanted in (language, *OFFERED, ""):
        if wanted in texts:
            return texts[wanted]
    return texts[min(texts)] if texts else ""


def _primary(tag: str) -> str:
    return tag.strip().lower().partition("-")[0]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
