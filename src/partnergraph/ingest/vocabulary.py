"""What is known before a listing is read: the facet values, goal names, bodies, countries and networks.

All look-ups are by `names.same_text`, so capitals and spaces never decide whether a name is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal

from partnergraph import names, rdf
from partnergraph.namespaces import SDGO, SKOS

from .gazetteer import Gazetteer
from .known_names import Names

__all__ = ["Vocabulary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything the reader of listings knows.

    Areas and themes map to their published name, bodies to their key, goal names to their number,
    countries to their code, networks to their English name.
    """

    areas: Names
    themes: Names
    swedish: Names
    international: Names
    goals: Mapping[str, int]
    countries: Mapping[str, str]
    networks: Mapping[str, str]

    @classmethod
    def read(cls, ontology: Path, gazetteer: Gazetteer) -> "Vocabulary":
        """Gather the vocabulary from the shipped schemes and the gazetteer."""
        goals = rdf.parse_file(ontology / "goals.ttl")
        countries = {
            names.same_text(name.text): country.code
            for country in gazetteer.countries.values()
            for name in country.names
        }
        return cls(
            areas=_concepts(rdf.parse_file(ontology / "areas.ttl")),
            themes=_concepts(rdf.parse_file(ontology / "themes.ttl")),
            swedish=_bodies(gazetteer, countries, swedish=True),
            international=_bodies(gazetteer, countries, swedish=False),
            goals={
                names.same_text(str(label)): int(str(goals.value(goal, SKOS.notation)))
                for goal in goals.subjects(None, SDGO.Goal)
                for name in (SKOS.prefLabel, SKOS.altLabel)
                for label in goals.objects(goal, name)
            },
            countries=countries,
            networks={
                names.same_text(name.text): network.names[0].text
                for network in gazetteer.networks.values()
                for name in (*network.names, *network.forms)
            },
        )


def _concepts(scheme: Graph) -> Names:
    """Know concepts by their labels in every language; the English one is what ICLD publishes."""
    published = {
        concept: str(label)
        for concept, label in scheme.subject_objects(SKOS.prefLabel)
        if isinstance(label, Literal) and label.language == "en" and (concept, SKOS.inScheme, None) in scheme
    }
    whole = {
        names.same_text(str(label)): published[concept]
        for concept, label in scheme.subject_objects(SKOS.prefLabel)
        if concept in published
    }
    return Names(whole=whole, short={}, spellings=frozenset(published.values()))


def _bodies(gazetteer: Gazetteer, countries: Mapping[str, str], *, swedish: bool) -> Names:
    side = [body for body in gazetteer.bodies.values() if body.swedish == swedish]
    spellings = {spelling for body in side for spelling in body.full_forms if not spelling[:1].islower()}
    return Names(
        whole=gazetteer.full_names(swedish=swedish),
        short=gazetteer.short_names(swedish=swedish),
        spellings=frozenset(spellings),
        countries=frozenset(countries),
        commas=True,
    )
