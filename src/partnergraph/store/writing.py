"""Triples of the store as RDF in any of our formats, the same bytes for the same triples."""

from collections.abc import Iterable

import pyoxigraph as ox

from partnergraph.formats import TURTLE, Format
from partnergraph.namespaces import PREFIXES

__all__ = ["written"]


def written(triples: Iterable[ox.Triple], wanted: Format) -> bytes:
    """Return triples in a format of graphs; in TriG and N-Quads they are the default graph.

    Turtle comes with those of our prefixes that occur.
    """
    ordered = sorted(set(triples), key=str)
    if wanted is not TURTLE:
        return ox.serialize(ordered, format=ox.RdfFormat.from_media_type(wanted.media_type)) or b""
    occurring = "\n".join(map(str, ordered))
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in occurring}
    lines = (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").splitlines(keepends=True)
    return b"".join([*sorted(lines[: len(used)]), *lines[len(used) :]])
