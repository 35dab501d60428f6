"""Mappings to the vocabularies of others as RDF: the links, the reason for each, and how many there are of a kind.

A row of a set becomes the link itself (`sdg:16 skos:exactMatch wd:Q53581248`) and a `pg:Mapping` that says who made
it, how and how surely, in the terms of SSSOM's own RDF: an axiom with its source, property and target, annotated.
All links of one set into one dataset by one property are a linkset (https://www.w3.org/TR/void/, section 5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from rdflib import Literal, URIRef

from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SKOS, SSSOM, VOID, XSD

from .sssom import Match, MatchSet
from .triples import Triples

__all__ = ["add_mappings"]

_LANGUAGES: Final = ("en", "sv")
_KINDS: Final[Mapping[URIRef, tuple[str, Mapping[str, str]]]] = {
    SKOS.exactMatch: ("exact-match", {"en": "exact matches", "sv": "exakta motsvarigheter"}),
    SKOS.closeMatch: ("close-match", {"en": "close matches", "sv": "nära motsvarigheter"}),
    SKOS.broadMatch: ("broad-match", {"en": "broader matches", "sv": "vidare motsvarigheter"}),
    SKOS.narrowMatch: ("narrow-match", {"en": "narrower matches", "sv": "snävare motsvarigheter"}),
    SKOS.relatedMatch: ("related-match", {"en": "related matches", "sv": "besläktade begrepp"}),
}
"""The end of a linkset's name, and what its links are called, by property."""


def add_mappings(triples: Triples, sets: Iterable[MatchSet], minter: Minter) -> None:
    """Add every link with its mapping, every set, and every linkset with its count.

    To be called when all subjects, and the datasets that the links lead to, are in the graph with their labels.
    """
    for matches in sets:
        _add_set(triples, matches)
        for match in matches.matches:
            _add_mapping(triples, matches, match, minter)
        counts = Counter((match.source, match.predicate) for match in matches.matches)
        for (source, predicate), count in counts.items():
            _add_linkset(triples, matches, source, predicate, count, minter)


def _add_set(triples: Triples, matches: MatchSet) -> None:
    """Add what the header of a set says; its names in both languages stand beside it, in Turtle."""
    triples.link(matches.iri, RDF.type, PG.MappingSet)
    triples.texts(matches.iri, DCTERMS.description, {"en": matches.slots["mapping_set_description"]})
    triples.link(matches.iri, DCTERMS.license, URIRef(matches.slots["license"]))
    triples.strings(matches.iri, OWL.versionInfo, [matches.slots["mapping_set_version"]])
    triples.typed(matches.iri, DCTERMS.date, matches.slots["mapping_date"], XSD.date)


def _add_mapping(triples: Triples, matches: MatchSet, match: Match, minter: Minter) -> None:
    """Add one link and the resource that tells why it is there."""
    subject = minter.id("mapping", matches.name, match.key)
    names = {language: _name(triples, match.subject, language) or match.subject_label for language in _LANGUAGES}
    ends = {language: match.object_label or _name(triples, match.source, language) for language in _LANGUAGES}
    triples.link(match.subject, match.predicate, match.object)
    triples.resource(subject, PG.Mapping, {language: f"{names[language]} – {ends[language]}" for language in names})
    triples.link(subject, RDF.type, OWL.Axiom)
    triples.link(subject, OWL.annotatedSource, match.subject)
    triples.link(subject, OWL.annotatedProperty, match.predicate)
    triples.link(subject, OWL.annotatedTarget, match.object)
    triples.link(subject, SSSOM.mapping_justification, match.justification)
    triples.typed(subject, SSSOM.confidence, match.confidence, XSD.decimal)
    triples.link(subject, SSSOM.object_source, match.source)
    triples.link(subject, DCTERMS.isPartOf, matches.iri)
    triples.strings(subject, SSSOM.object_label, [match.object_label or None])
    if match.provider:
        triples.link(subject, SSSOM.mapping_provider, URIRef(match.provider))
    triples.texts(subject, RDFS.comment, {"en": match.comment} if match.comment else {})


def _add_linkset(
    triples: Triples, matches: MatchSet, source: URIRef, predicate: URIRef, count: int, minter: Minter
) -> None:
    """Add one linkset: all links of a set that lead into one dataset by one property."""
    ending, words = _KINDS[predicate]
    subject = minter.linkset(f"{matches.name}-{source.rpartition('/')[2]}-{ending}")
    labels = {
        language: f"{_name(triples, matches.iri, language)}: {_name(triples, source, language)}, {word}"
        for language, word in words.items()
    }
    triples.resource(subject, VOID.Linkset, labels)
    triples.texts(subject, DCTERMS.title, labels)
    triples.link(subject, VOID.subjectsTarget, minter.dataset())
    triples.link(subject, VOID.objectsTarget, source)
    triples.link(subject, VOID.linkPredicate, predicate)
    triples.number(subject, VOID.triples, count)
    triples.link(subject, DCTERMS.license, URIRef(matches.slots["license"]))
    triples.link(subject, DCTERMS.source, matches.iri)


def _name(triples: Triples, subject: URIRef, language: str) -> str:
    """Return how a resource is called in a language, else in none or the first there is, else nothing."""
    labels = sorted(
        (label for label in triples.graph.objects(subject, RDFS.label) if isinstance(label, Literal)),
        key=lambda label: (label.language != language, label.language is not None, label.language or "", label),
    )
    return str(labels[0]) if labels else ""
