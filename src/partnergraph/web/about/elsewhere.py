"""The same thing, or nearly the same, in the data of others: links under names, each with how near it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from partnergraph.namespaces import OWL, SCHEMA, SKOS, SSSOM
from partnergraph.web.links import Linked, local

from .around import Around

__all__ = ["Elsewhere", "elsewhere"]

_NEAR: Final = (
    SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
)  # fmt: skip
"""The properties that lead to others, the nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A link to the data of others: where that is, and the `mapping` that says why, with its confidence as written."""

    near: Linked
    link: Linked
    host: str
    mapping: Linked | None = None
    confidence: str = ""


def elsewhere(around: Around) -> list[Elsewhere]:
    """Return where else a resource is described, the nearest first."""
    around.read_pointing([around.iri], OWL.annotatedSource)
    mappings = around.pointing(around.iri, OWL.annotatedSource).subjects
    around.name([*map(str, _NEAR), *mappings])
    by_target = {around.one(each, OWL.annotatedTarget): each for each in mappings}
    return list(_found(around, by_target))


def _found(around: Around, by_target: dict[str, str]) -> Iterator[Elsewhere]:
    for name in _NEAR:
        for target in around.values(around.iri, name):
            mapping = by_target.get(target, "")
            host = urlsplit(target).hostname or ""
            yield Elsewhere(
                near=around.link(str(name)),
                link=Linked(text=around.one(mapping, SSSOM.object_label) or _tail(target), href=local(target)),
                host=host.removeprefix("www."),
                mapping=around.link(mapping) if mapping else None,
                confidence=around.one(mapping, SSSOM.confidence),
            )


def _tail(iri: str) -> str:
    """Return the end of an IRI, by which those who made it know the thing."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri
