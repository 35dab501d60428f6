"""The words an ICLD page puts before its values, in Swedish and English, and how a value line looks."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from partnergraph import names

from .records import Language

__all__ = ["FACETS", "Facet", "closed", "cut_label", "label_of", "page_title", "project_name"]

Facet = Literal["project-areas", "goals", "themes", "swedish-partners", "international-partners", "period"]

FACETS: Final[tuple[Facet, ...]] = (
    "project-areas",
    "goals",
    "themes",
    "swedish-partners",
    "international-partners",
    "period",
)
"""The facets in the order in which every page prints them; the period stands on detail pages only."""

_LABELS: Final[Mapping[str, tuple[Facet, Language]]] = {
    "Projektområde": ("project-areas", "sv"),
    "Project Area": ("project-areas", "en"),
    "Globala mål": ("goals", "sv"),
    "Sustainable Development Goals": ("goals", "en"),
    "Global goals": ("goals", "en"),
    "Tema": ("themes", "sv"),
    "Topic": ("themes", "en"),
    "Svensk partner": ("swedish-partners", "sv"),
    "Swedish partner": ("swedish-partners", "en"),
    "Internationell partner": ("international-partners", "sv"),
    "International partner": ("international-partners", "en"),
    "Tidsperiod": ("period", "sv"),
    "Time period": ("period", "en"),
}
_BY_TEXT: Final = {names.same_text(label): facet for label, (facet, _) in _LABELS.items()}

_PAGE_LABELS: Final[Mapping[Language, tuple[str, ...]]] = {
    "sv": (
        "Svensk partner", "Internationell partner", "Utländsk partner", "Samarbetsland", "Land", "Projektområde", "Tema",
        "Ämne", "Globala mål", "Nätverk", "Kategori", "Etikett", "Arkiv",
    ),
    "en": (
        "Swedish partner", "International partner", "Foreign partner", "Partner country", "Country", "Project Area",
        "Topic", "Theme", "Sustainable Development Goals", "Global goals", "Network", "Category", "Tag", "Archives",
        "Archive",
    ),
}  # fmt: skip
"""The taxonomies whose archives head a page with “taxonomy: term”."""

_PAGE: Final = {names.same_text(label): language for language, labels in _PAGE_LABELS.items() for label in labels}
_PROJECT: Final = re.compile(r"\s*proje(?:ct|kt)\s*:\s*(.*?)\s*\Z", re.IGNORECASE)
_CLOSED: Final = re.compile(r"[.!?…][”’\"')\]»]*\Z|[”\"»)\]]\Z")


def label_of(line: str) -> tuple[Facet, str] | None:
    """Return the facet a line is the label of, and the value behind it on the same line (mostly empty), or None."""
    label, colon, value = line.partition(":")
    facet = _BY_TEXT.get(names.same_text(label))
    return (facet, value.strip()) if facet and (colon or not value) else None


def cut_label(line: str) -> str | None:
    """Return the label that `line` is the beginning of, or None; one letter is no beginning."""
    text = line.strip()
    return next((label for label in _LABELS if len(text) > 1 and label.startswith(text) and label != text), None)


def page_title(line: str) -> Language | None:
    """Return the language of an archive's heading (“Svensk partner: Västerås Stad”), or None if it is none."""
    label, colon, term = line.partition(":")
    return _PAGE.get(names.same_text(label)) if colon and term.strip() else None


def project_name(line: str) -> str | None:
    """Return the name on a “Project: …” line, empty when nothing follows the colon, or None for another line."""
    match = _PROJECT.match(line)
    return match.group(1) if match else None


def closed(line: str) -> bool:
    """Tell whether a line ends as a finished sentence, quotation or bracket does."""
    return bool(_CLOSED.search(line.rstrip()))
