"""Minting and recognising the IRIs of our own resources; the only place where they are put together.

A resource is `{base}id/{kind}/{path}`; `Minter(base)` knows the base, every kind has one method's worth of shape.
"""

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote

from rdflib import URIRef

from partnergraph.namespaces import BASE

__all__ = ["KINDS", "Kind", "Minter", "between_bodies"]

Kind = Literal[
    "area",
    "body",
    "body-type",
    "country",
    "field",
    "finding",
    "geometry",
    "goal-link",
    "mapping",
    "mapping-set",
    "network",
    "partnership",
    "project",
    "record",
    "result",
    "rule",
    "scheme",
    "source",
    "territory",
    "theme",
]

KINDS: Final[tuple[Kind, ...]] = Kind.__args__  # type: ignore[attr-defined]  # typing does not type its own tuple


@dataclass(frozen=True, slots=True)
class Minter:
    """Mint IRIs below `base`, which ends in a slash."""

    base: str = BASE

    def id(self, kind: Kind, *path: str | int) -> URIRef:
        """Return the IRI of a resource: `id("record", "vasteras-stad", 1)` → `{base}id/record/vasteras-stad/1`."""
        return URIRef(f"{self.base}id/{kind}/{'/'.join(str(part) for part in path)}")

    def graph(self, name: str) -> URIRef:
        """Return the IRI of a named graph: `data` (another name of the default graph), `findings`, `report`."""
        return URIRef(f"{self.base}graph/{name}")

    def version(self, name: str) -> URIRef:
        """Return the IRI of a release of the dataset, by its version."""
        return URIRef(f"{self.base}versions/{name}")

    def dataset(self, *path: str) -> URIRef:
        """Return the IRI of the dataset as a whole, whatever its release, or of a part of its description."""
        return URIRef("/".join((f"{self.base}dataset", *path)))

    def query(self, name: str, part: str = "") -> URIRef:
        """Return the IRI of a canned query, or of a part of it: `query("projects-of-goal", "column-goal")`."""
        return URIRef(f"{self.base}queries/{name}{part and '#'}{part}")

    def parse(self, iri: str) -> tuple[Kind, str] | None:
        """Return the kind and path of one of our IRIs, percent-decoded, or None for any other IRI."""
        prefix = f"{self.base}id/"
        kind, slash, path = unquote(iri.removeprefix(prefix)).partition("/")
        if not iri.startswith(prefix) or not slash or not path:
            return None
        return next(((known, path) for known in KINDS if known == kind), None)


def between_bodies(swedish: list[str], international: list[str]) -> str:
    """Return the slug of a partnership from the keys of its bodies: Swedish first, each side sorted.

    Keys never hold two hyphens in a row, so `--` between them keeps every slug unambiguous.
    """
    return "--".join([*sorted(set(swedish)), *sorted(set(international))])
