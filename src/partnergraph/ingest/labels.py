"""The words an ICLD page puts before its values, in Swedish and English, and the lines that head a page."""

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from partnergraph import names

from .records import Language

__all__ = [
    "FACETS", "Facet", "Label", "Stated", "address", "closed", "cut_label", "label_of", "page_title", "project_name",
]  # fmt: skip

Stated = Literal["project-areas", "goals", "themes", "swedish-partners", "international-partners", "period"]
"""The facets that say something of a partnership."""

Facet = Literal[Stated, "tags"]

FACETS: Final[tuple[Facet, ...]] = (
    "project-areas",
    "goals",
    "themes",
    "swedish-partners",
    "international-partners",
    "period",
    "tags",
)
"""The facets in the order in which every page prints them; period and tags stand on some pages only."""

_LABELS: Final[Mapping[Facet, tuple[str, ...]]] = {
    "project-areas": ("Projektområde", "Projektområden", "Project Area", "Project Areas"),
    "goals": ("Globala mål", "Sustainable Development Goals", "Global Goals"),
    "themes": ("Tema", "Teman", "Topic", "Topics"),
    "swedish-partners": (
        "Svensk partner",
        "Svenska partner",
        "Svenska partners",
        "Swedish partner",
        "Swedish partners",
    ),
    "international-partners": (
        *("Internationell partner", "Internationella partner", "Internationella partners", "Utländsk partner"),
        *("International partner", "International partners", "Foreign partner", "Foreign partners"),
    ),
    "period": ("Tidsperiod", "Time period"),
    "tags": ("Etiketter", "Taggar", "Tags"),
}
_FACET_OF: Final = {names.same_text(label): facet for facet, labels in _LABELS.items() for label in labels}

_PAGE_LABELS: Final[Mapping[Language, tuple[str, ...]]] = {
    "sv": (
        *("Svensk partner", "Internationell partner", "Utländsk partner", "Samarbetsland", "Partnerland", "Land"),
        *("Projektområde", "Tema", "Ämne", "Globala mål", "Nätverk", "Kategori", "Etikett", "Arkiv"),
    ),
    "en": (
        *("Swedish partner", "International partner", "Foreign partner", "Partner country", "Country", "Project Area"),
        *("Topic", "Theme", "Sustainable Development Goals", "Global goals", "Network", "Category", "Tag"),
        *("Archive", "Archives"),
    ),
}
"""The taxonomies whose archives head a page with “taxonomy: term”."""

_PAGE: Final = {names.same_text(label): language for language, labels in _PAGE_LABELS.items() for label in labels}
_ADDRESS: Final = re.compile(
    r"\s*(?:(?:URL|Address|Adress|Source|Källa)\s*:\s*)?(https?://[^\s<>\"{}|\\^`]+)\s*\Z", re.IGNORECASE
)
_PROJECT: Final = re.compile(r"\s*proje[ck]t(?:\s?(?:name|title|namn|titel))?\s*:\s*(.*?)\s*\Z", re.IGNORECASE)
_LONGEST_NAME: Final = 200
_CLOSED: Final = re.compile(r"[.!?…][”’\"')\]»]*\Z|[”\"»)\]]\Z")


class Label(NamedTuple):
    """A label: its facet, the word itself, and the value behind it on the same line (mostly empty)."""

    facet: Facet
    word: str
    value: str


def label_of(text: str) -> Label | None:
    """Return the label a line is, with or without a colon and a value behind it, or None."""
    word, colon, value = text.partition(":")
    facet = _FACET_OF.get(names.same_text(word))
    return Label(facet, word.strip(), value.strip()) if facet and (colon or not value) else None


def cut_label(text: str) -> str | None:
    """Return the first label that a line is a proper beginning of, or None."""
    begun = text.strip()
    labels = (label for alike in _LABELS.values() for label in alike)
    return next((label for label in labels if begun and label != begun and label.startswith(begun)), None)


def page_title(text: str) -> Language | None:
    """Return the language of an archive's heading (“Svensk partner: Västerås Stad”), or None if it is none."""
    label, colon, term = text.partition(":")
    return _PAGE.get(names.same_text(label)) if colon and term.strip() else None


def address(text: str) -> str | None:
    """Return the web address that a line consists of, or None."""
    match = _ADDRESS.match(text)
    return match.group(1) if match else None


def project_name(text: str) -> str | None:
    """Return the name on a “Project: …” line, empty when nothing follows the colon, or None for another line."""
    match = _PROJECT.match(text) if len(text) <= _LONGEST_NAME else None
    return match.group(1) if match else None


def closed(text: str) -> bool:
    """Tell whether a line ends as a finished sentence, quotation or bracket does."""
    return bool(_CLOSED.search(text.rstrip()))
