"""Mappings to the vocabularies of others as RDF: the links, and the reason for each.

A row of a set becomes the link itself (`sdg:16 skos:exactMatch wd:Q53581248`) and a `pg:Mapping` that says who made
it, how and how surely, in the terms of SSSOM's own RDF: an axiom with its source, property and target, annotated.
"""

from collections.abc import Iterable
from typing import Final

from rdflib import Literal, URIRef

from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SSSOM, XSD

from .sssom import Match, MatchSet
from .triples import Triples

__all__ = ["add_mappings"]

_LANGUAGES: Final = ("en", "sv")


def add_mappings(triples: Triples, sets: Iterable[MatchSet], minter: Minter) -> None:
    """Add every link with its mapping, and every set.

    To be called when all subjects are in the graph with their labels.
    """
    for matches in sets:
        _add_set(triples, matches)
        for match in matches.matches:
            _add_mapping(triples, matches, match, minter)


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
    triples.link(match.subject, match.predicate, match.object)
    triples.resource(
        subject, PG.Mapping, {language: f"{name} – {match.object_name}" for language, name in names.items()}
    )
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


def _name(triples: Triples, subject: URIRef, language: str) -> str:
    """Return how a resource is called in a language, else in none or the first there is, else nothing."""
    labels = sorted(
        (label for label in triples.graph.objects(subject, RDFS.label) if isinstance(label, Literal)),
        key=lambda label: (label.language != language, label.language is not None, label.language or "", label),
    )
    return str(labels[0]) if labels else ""
