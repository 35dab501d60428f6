"""Identifiers as people write them: addresses, prefixed names, codes of others, and "SDG 16"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from partnergraph.names import fold, same_text
from partnergraph.namespaces import PG, PREFIXES, SKOS

__all__ = ["Identifier", "codes_in", "identifiers", "iri_key"]

_IRI: Final = re.compile(r"<?((?:https?|urn)://?[^\s<>]+)>?", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^[a-z]+://(?:www\.)?", re.IGNORECASE)
_WIKIDATA: Final = re.compile(
    r"https?://(?:(?:www|m)\.)?wikidata\.org/(?:entity|wiki)/(?:Special:EntityData/)?(Q[0-9]+)(?:[.#?/].*)?",
    re.IGNORECASE,
)
_GEONAMES: Final = re.compile(r"https?://(?:(?:sws|www)\.)?geonames\.org/([0-9]+)(?:/.*)?", re.IGNORECASE)
_QID: Final = re.compile(r"(?:wd:|wikidata:)?(Q[0-9]+)", re.IGNORECASE)
_GOAL: Final = re.compile(
    r"(?:sdgs?|(?:global )?goal|target|(?:globalt )?mål|delmål|sdg (?:goal|target))\s*[-:.#]?\s*"
    r"([0-9]{1,2}(?:\.[0-9a-d]{1,2})?)\.?",
    re.IGNORECASE,
)
_PREFIXED: Final = re.compile(r"([a-z]+):(\S+)")
_SHORT_SCB: Final = re.compile(r"[0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One reading of what somebody wrote: an IRI by its `key`, or a `code` of a `property` (any, when empty).

    `kinds` limits what it may name; `exact` is False for a reading that mends something, such as a lost zero.
    """

    code: str = ""
    key: str = ""
    property: str = ""
    kinds: tuple[str, ...] = ()
    exact: bool = True


def iri_key(iri: str) -> str:
    """Return an IRI in the form in which its writings meet: http and https, percent-encoded or not, slash or none."""
    return fold(unquote(_SCHEME.sub("", iri.strip())))


def codes_in(iri: str) -> Iterator[tuple[str, str]]:
    """Yield the code that an IRI of Wikidata or GeoNames holds, with the property of ours that states such codes."""
    if found := _WIKIDATA.fullmatch(iri):
        yield found[1].upper(), str(PG.qid)
    if found := _GEONAMES.fullmatch(iri):
        yield found[1], str(PG.geonamesId)


def identifiers(query: str) -> Iterator[Identifier]:
    """Yield the ways in which a query can be read as an identifier that is not found as it stands."""
    text = query.strip()
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed and prefixed[1] in PREFIXES:
        text = PREFIXES[prefixed[1]] + prefixed[2]
    if found := _IRI.fullmatch(text):
        for code, stating in codes_in(found[1]):
            yield Identifier(code=same_text(code), property=stating if stating != str(PG.qid) else "")
        yield Identifier(key=iri_key(found[1]))
    elif found := _QID.fullmatch(text):
        yield Identifier(code=same_text(found[1]))
    elif found := _GOAL.fullmatch(" ".join(text.split())):
        yield Identifier(code=same_text(found[1]), property=str(SKOS.notation), kinds=("goal", "target"))
    elif prefixed and prefixed[1] == "geonames":
        yield Identifier(code=prefixed[2], property=str(PG.geonamesId))
    elif _SHORT_SCB.fullmatch(text):
        yield Identifier(code=f"0{text}", property=str(PG.scbCode), exact=False)
