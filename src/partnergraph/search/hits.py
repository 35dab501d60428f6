"""What a search finds, as values."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["Found", "Hit", "Match"]


class Match(Enum):
    """How a query and a resource meet, the surest first.

    The first three are exact but for case, spaces and composition; FOLDED also leaves accents and alphabets aside.
    """

    IRI = "iri"
    CODE = "exact-code"
    NAME = "exact-name"
    FOLDED = "folded"
    PREFIX = "prefix"
    WORDS = "words"
    TEXT = "text"
    FUZZY = "fuzzy"

    @property
    def rank(self) -> int:
        """Return the place in the order of sureness, 0 for the surest."""
        return list(Match).index(self)

    @property
    def sure(self) -> bool:
        """Return whether it is the name or the code itself that was found, in one writing or another."""
        return self.rank <= Match.FOLDED.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A resource that was found: how, by which `text` of which `property`, and how well (`score`, 0 to 100).

    `country` and `place` (the territory a body governs) are IRIs, empty where there is none; so is `property` where it
    is the resource's own IRI that was found.
    """

    iri: str
    kind: str
    match: Match
    score: float
    text: str
    language: str = ""
    property: str = ""
    country: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part of what was found: `hits` of `total`; with `more` there are others beyond those that were counted."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
