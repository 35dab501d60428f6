"""From what people call a resource to its IRI, by looking up the few ways in which it may be written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Protocol

from partnergraph.iris import Kind, Minter
from partnergraph.names import slug
from partnergraph.namespaces import PG, PREFIXES, SDG, SDGO
from partnergraph.search import LONGEST, Index

__all__ = ["Named", "Naming"]

_MINTER: Final = Minter()
_KINDS: Final[Mapping[str, Kind]] = {
    str(PG.Country): "country",
    str(PG.LocalGovernment): "body",
    str(PG.Network): "network",
    str(PG.Partnership): "partnership",
    str(PG.Project): "project",
    str(PG.SourceDocument): "source",
    str(PG.Territory): "territory",
    str(_MINTER.id("scheme", "body-types")): "body-type",
    str(_MINTER.id("scheme", "project-areas")): "area",
    str(_MINTER.id("scheme", "themes")): "theme",
}
"""Class or scheme → the kind of IRIs that its members have."""

_SEARCHED: Final[Mapping[str, str]] = {**_KINDS, str(SDGO.Goal): "goal", str(SDGO.Target): "target"}
"""Class or scheme → what the search index calls its members."""

_GOALS: Final = frozenset({str(SDGO.Goal), str(SDGO.Target), str(SDG).rstrip("/")})
_NUMBER: Final = re.compile(
    r"(?:sdg|goal|target|mål|delmål)\s*[-:.#]?\s*([0-9]{1,2}(?:\.[0-9a-d]{1,2})?)", re.IGNORECASE
)
_PREFIXED: Final = re.compile(r"([a-z]+):(\S+)")
_MOST: Final = 50
_PATH: Final = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


class Named(Protocol):
    """What is asked: a store that finds resources by their IRIs, names and codes."""

    def named(self, texts: Iterable[str], of: str) -> tuple[str, ...]:
        """Return the members of a class or scheme of which one of these is the IRI, a name, a code or a link."""


class Naming:
    """Resolves what somebody wrote: an IRI of ours or of others, a prefixed name, a code, a name, or a slug.

    The search index of a release knows every spelling.  Where there is none, names are found whatever the case of
    their letters, and those without their accents by the slug.
    """

    def __init__(self, store: Named, index: Index | None = None) -> None:
        self._store = store
        self._index = index

    def __call__(self, text: str, of: str) -> tuple[str, ...]:
        """Return the IRIs of what a text names in a class or scheme, by the surest reading that names anything."""
        readings = (tuple(_iris(text)), tuple(_names(text, of)), tuple(_slugs(text, of)))
        looked_up = (self._store.named(reading, of) for reading in readings if reading)
        return self._searched(text, of) or next(filter(None, looked_up), ())

    def _searched(self, text: str, of: str) -> tuple[str, ...]:
        """Return what the search index is sure of."""
        if self._index is None or of not in _SEARCHED or len(text) > LONGEST:
            return ()
        hits = self._index.find(text, kinds=(_SEARCHED[of],), most=_MOST, fuzzy=False).hits
        best = next((hit.match for hit in hits if hit.match.sure), None)
        return tuple(sorted(hit.iri for hit in hits if hit.match is best))


def _iris(text: str) -> Iterator[str]:
    """Yield the IRI that a text is or abbreviates."""
    bare = text.removeprefix("<").removesuffix(">")
    prefixed = _PREFIXED.fullmatch(bare)
    if "://" in bare or bare.startswith("urn:"):
        yield bare
    elif prefixed and prefixed[1] in PREFIXES:
        yield PREFIXES[prefixed[1]] + prefixed[2]


def _names(text: str, of: str) -> Iterator[str]:
    """Yield the spellings in which the name or code may stand in the data."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if of in _GOALS and (number := _NUMBER.fullmatch(name)):
        name = number[1]
    yield from dict.fromkeys((name, name.lower(), name.upper(), name.title(), name.capitalize()))
    if re.fullmatch(r"[0-9]{3}", name):
        yield f"0{name}"  # a spreadsheet has eaten the zero of a municipality's code


def _slugs(text: str, of: str) -> Iterator[str]:
    """Yield the IRIs that end in the text, or in its slug."""
    kind, key = _KINDS.get(of), slug(text)
    if kind and key:
        yield str(_MINTER.id(kind, key))
        if _PATH.fullmatch(text):
            yield str(_MINTER.id(kind, text))  # the slug of a partnership has two hyphens in a row
        if kind in {"body", "territory"}:
            yield str(_MINTER.id(kind, f"se-{key}"))
