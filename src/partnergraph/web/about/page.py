"""The page about a resource: what people want to know first, and each fact with how we know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, make_response, render_template, request

from partnergraph.formats import GRAPHS
from partnergraph.namespaces import DCTERMS, OWL, RDF, RDFS, SDGO, SKOS
from partnergraph.store.embedded import Entity
from partnergraph.web.citation import Citation
from partnergraph.web.citing import catalogue_words
from partnergraph.web.contract import Document
from partnergraph.web.dataset import citation
from partnergraph.web.links import Linked, address, public_address
from partnergraph.web.service import page_language, service
from partnergraph.web.structured_data import structured_data

from .around import MOST_NEAR, Around
from .elsewhere import elsewhere
from .evidence import Line, Record
from .facts import GROUPS, groups, spoken
from .places import map_around
from .queries import behind
from .sections import Sections, kind_of, sections

__all__ = ["frame", "page"]

_TEXTS: Final = (DCTERMS.description, SKOS.definition, RDFS.comment)
_TOLD: Final = frozenset(map(str, (OWL.annotatedSource, OWL.annotatedTarget, SKOS.hasTopConcept)))
"""Properties that point at a resource and say what its page says otherwise: where mappings lead, and its list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """Who points at the resource by a property: the first of `count`, and with `more` of still others."""

    property: Linked
    subjects: list[Linked]
    count: int
    more: bool


def page(entity: Entity, asked: Document) -> Response:
    """Return the page about a resource."""
    around = Around(entity)
    around.name_itself()
    found = sections(around)
    return make_response(
        render_template(
            "about/resource.html",
            sections=found,
            groups=groups(entity, around.known, found.shown),
            proofs=_proofs(found.records),
            inverse=_inverse(around, found),
            elsewhere=elsewhere(around),
            picture=map_around(around, found),
            gone=entity.tombstone,
            **frame(around, asked),
        )
    )


def frame(around: Around, asked: Document) -> dict[str, Any]:
    """Return what stands on the page about any resource: its name and kind, how to cite it, and its other forms."""
    entity, place = around.entity, f"{request.script_root}{address(asked.path)}"
    title, types = around.known.get(entity.iri, entity.iri), entity.values(str(RDF.type))
    public = public_address(place)
    return {
        "iri": entity.iri,
        "title": title,
        "kinds": _kinds(around, types),
        "lead": spoken(entity, *_TEXTS),
        "address": place,
        "formats": GRAPHS,
        "citation": _citation(title, public, asked.path),
        "queries": behind(_class(types), entity.iri, entity.inverse),
        "structured": structured_data(entity, around.known, public, page_language()),
    }


def _class(types: tuple[str, ...]) -> str:
    return str(SDGO.Goal) if str(SDGO.Goal) in types else kind_of(types)


def _kinds(around: Around, types: tuple[str, ...]) -> list[Linked]:
    """Return what kind of thing it is: for a concept the scheme it is in, for others their classes."""
    schemes = around.values(around.iri, SKOS.inScheme)
    telling = [each for each in types if each not in {str(SKOS.Concept), str(OWL.Axiom)}]
    return [around.link(each) for each in telling or schemes or types]


def _proofs(records: list[Record]) -> dict[str, list[tuple[Record, list[Line]]]]:
    """Return group of facts → the lines that state them, by record."""
    stating = {key: [(each, each.stating(names)) for each in records] for key, names in GROUPS.items()}
    return {key: [(each, lines) for each, lines in found if lines] for key, found in stating.items()}


def _inverse(around: Around, found: Sections) -> list[Inverse]:
    """Return who points at the resource by properties that no section tells of."""
    names = [name for name in around.entity.inverse if name not in found.told | _TOLD]
    if not names:
        return []
    pointing = service().trusted.pointing([around.iri], names, MOST_NEAR)
    around.name(subject for each in pointing.values() for subject in each.subjects)
    return [
        Inverse(property=around.link(name), subjects=around.links(each.subjects), count=each.count, more=each.more)
        for (_, name), each in pointing.items()
    ]


def _citation(title: str, public: str, path: str) -> Mapping[str, str]:
    """Return how to cite the page in this release: a sentence and an entry for BibTeX."""
    whole = citation(service())
    found = Citation(
        title=title,
        version=whole.version,
        date=whole.date,
        address=f"{public}?version={whole.version}" if service().release is not None else public,
        part="-".join(path.strip("/").split("/")[1:]),
        container=whole.title,
    )
    return {"sentence": found.sentence(catalogue_words()["cited"]), "bibtex": found.bibtex()}
