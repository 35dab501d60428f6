"""The graph of history: a tombstone for every thing that the register of slugs says is merged or gone.

What is served under the IRI of such a thing is its tombstone (410 Gone), or the way to its successor.
"""

from typing import Final, cast

from partnergraph.iris import Kind, Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, XSD

from .identifiers import Register
from .triples import Triples

__all__ = ["add_history"]

_LABELS: Final = {
    "gone": {"en": "Withdrawn: {slug}", "sv": "Borttagen: {slug}"},
    "merged": {"en": "Merged: {slug}", "sv": "Sammanslagen: {slug}"},
}


def add_history(triples: Triples, register: Register, minter: Minter) -> None:
    """Add a tombstone for each retired row: what it was called, since when, and what it was merged into."""
    for row in register.retired():
        kind = cast("Kind", row.kind)  # the register was read, so it is one of ours
        subject = minter.id(kind, row.slug)
        labels = {tongue: text.format(slug=row.slug) for tongue, text in _LABELS[row.status].items()}
        triples.resource(subject, PG.Tombstone, labels)
        triples.typed(subject, OWL.deprecated, "true", XSD.boolean)
        if row.since:
            triples.typed(subject, DCTERMS.modified, row.since, XSD.date)
        if successor := row.status == "merged" and register.successor(row):
            triples.link(subject, DCTERMS.isReplacedBy, minter.id(kind, successor))
