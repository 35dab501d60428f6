"""What is called so: resources of a class or a scheme by IRI, name, code or link, as the trusted store finds them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SCHEMA, SKOS

__all__ = ["as_terms", "named"]

_NAMES: Final = frozenset(
    ox.NamedNode(str(name))
    for name in (
        RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, DCTERMS.title, PG.shortName,
        PG.scbCode, PG.countyCode, PG.katottg, PG.qid, PG.geonamesId, PG.subdivisionCode, PG.countryCode, PG.fileName,
        SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs,
    )
)  # fmt: skip
"""Properties whose values name their subject: labels, codes, and links to the same thing elsewhere."""

_LANGUAGES: Final = ("", "en", "sv", "uk")
_MEMBER: Final = (ox.NamedNode(str(RDF.type)), ox.NamedNode(str(SKOS.inScheme)))
_MOST_BEARERS: Final = 1_000


def named(store: ox.Store, texts: Iterable[str], of: str) -> tuple[str, ...]:
    """Return the members of a class or scheme of which one of these is the IRI, a name, a code or a link, sorted.

    Of what bears a text only so many are looked at; what names so much names nothing.
    """
    whole = ox.NamedNode(of)
    found = {each for text in texts for term in as_terms(text) for each in _bearing(store, term)}
    return tuple(sorted(each.value for each in found if _in(store, each, whole)))


def as_terms(text: str) -> Iterator[ox.NamedNode | ox.Literal]:
    """Yield the terms that a name, a code or an IRI can be in the data: the IRI, and literals in each language."""
    try:
        yield ox.NamedNode(text)
    except ValueError:
        for language in _LANGUAGES:
            yield ox.Literal(text, language=language or None)


def _bearing(store: ox.Store, term: ox.NamedNode | ox.Literal) -> Iterator[ox.NamedNode]:
    """Yield what a term is, and what it names."""
    if isinstance(term, ox.NamedNode):
        yield term
    for quad in islice(store.quads_for_pattern(None, None, term, None), _MOST_BEARERS):
        if quad.predicate in _NAMES and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _in(store: ox.Store, member: ox.NamedNode, whole: ox.NamedNode) -> bool:
    """Return whether a resource is an instance of a class, or in a scheme."""
    found = (store.quads_for_pattern(member, name, whole, None) for name in _MEMBER)
    return any(next(quads, None) is not None for quads in found)
