"""Composing the graph of a release: read, identify and map every source, then add the vocabularies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import Graph, URIRef

from partnergraph import rdf
from partnergraph.errors import UnreadableInput
from partnergraph.ingest import identification, listing
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.reconciliation import Reconciliation
from partnergraph.ingest.records import Listing
from partnergraph.ingest.tables import read_rows
from partnergraph.ingest.vocabulary import Vocabulary
from partnergraph.iris import Minter
from partnergraph.namespaces import PG, RDF, SD, SKOS

from .alignment import add_mappings
from .concepts import Concepts
from .evidence import add_document, add_findings, add_record
from .examples import Example, add_example
from .history import add_history
from .identifiers import Identifier, Register
from .partnerships import Partnerships, Post
from .places import add_gazetteer
from .sssom import MatchSet, read_sets
from .suggestions import Rule, add_suggestions, read_rules
from .triples import Triples

__all__ = ["Assembled", "Input", "Knowledge", "assemble", "mapped"]


_REGISTERED: Final = frozenset(
    {
        "area",
        "body",
        "body-type",
        "country",
        "network",
        "partnership",
        "project",
        "scheme",
        "source",
        "territory",
        "theme",
    }
)
"""The kinds of resources whose slugs are promised to last; records and what is in them follow their source."""

_GRAPHS: Final[Mapping[str, Mapping[str, str]]] = {
    "findings": {"en": "Findings: what was odd in the sources", "sv": "Iakttagelser: vad som var udda i källorna"},
    "history": {"en": "History: what was merged or is gone", "sv": "Historik: vad som slagits ihop eller är borta"},
}
"""What the named graphs are called; each says so itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file that was read: its `name`, `sha256` in hexadecimal and number of `lines`."""

    name: str
    sha256: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The graphs of a release before they are checked.

    `data` becomes the default graph (data, ontology, schemes, goals); `findings` and `history` become named graphs.
    `added` are further named graphs, which no shape judges, as lines of N-Quads: the vocabularies of others.
    `counts` says how many of each thing there are, `harvested` the latest harvest date of the inputs
    (ISO 8601, or empty where none is known); `minted` are slugs that the register does not hold yet.
    """

    data: Graph
    findings: Graph
    inputs: tuple[Input, ...]
    counts: Mapping[str, int]
    harvested: str
    minted: tuple[Identifier, ...] = ()
    history: Graph = field(default_factory=lambda: Graph(bind_namespaces="none"))
    added: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What is known before the sources are read: the tables of a data folder, the shipped vocabularies and queries."""

    gazetteer: Gazetteer
    vocabulary: Vocabulary
    reconciliation: Reconciliation
    identifiers: tuple[Identifier, ...]
    descriptions: Mapping[tuple[str, str], Mapping[str, str]]
    harvests: Mapping[str, str]
    schemes: Graph
    mappings: tuple[MatchSet, ...]
    rules: tuple[Rule, ...]
    queries: tuple[Example, ...] = ()

    @classmethod
    def read(cls, data_folder: Path, ontology: Path) -> "Knowledge":
        """Read the tables and the vocabularies; raise UnreadableInput with file and line for a broken one."""
        gazetteer = Gazetteer.read(data_folder)
        schemes = Graph(bind_namespaces="none")
        for path in sorted((*ontology.glob("*.ttl"), *(data_folder / "mappings").glob("*.ttl"))):
            for triple in rdf.parse_file(path):
                schemes.add(triple)
        return cls(
            gazetteer=gazetteer,
            vocabulary=Vocabulary.read(ontology, gazetteer),
            reconciliation=Reconciliation.read(data_folder / "reconciliation.csv", gazetteer),
            identifiers=Register.read(data_folder / "identifiers.csv").rows,
            descriptions={
                (row.required("source"), row.required("title")): {"sv": row.required("sv"), "en": row.required("en")}
                for row in read_rows(data_folder / "descriptions.csv", ("source", "title", "sv", "en"))
            },
            harvests={
                row.required("source"): row.required("harvested")
                for row in read_rows(data_folder / "harvests.csv", ("source", "harvested", "note"))
            },
            schemes=schemes,
            mappings=read_sets(data_folder / "mappings"),
            rules=read_rules(data_folder / "goal-rules.csv"),
        )


def assemble(
    sources: Sequence[Path],
    knowledge: Knowledge,
    minter: Minter,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Assembled:
    """Make the graphs of a release from listings; the same files give the same graphs in whatever order they come.

    Raises UnreadableInput for a source that cannot be read, and for two different sources of one name.
    """
    listings = _read(sources, knowledge, progress)
    register = Register(rows=knowledge.identifiers)
    data, findings = Triples(), Triples()
    add_gazetteer(data, knowledge.gazetteer, minter)
    partnerships = _partnerships(data, register, knowledge, minter)
    for page in listings:
        progress(f"Mapping {page.file_name}")
        _map(page, partnerships, findings, knowledge)
    _add_known(data, knowledge, minter)
    _register(data.graph, register, minter)
    return Assembled(
        data=data.graph,
        findings=findings.graph,
        inputs=tuple(Input(name=page.file_name, sha256=page.sha256, lines=page.lines) for page in listings),
        counts=_counts(data.graph, findings.graph),
        harvested=max((knowledge.harvests.get(page.key, "") for page in listings), default=""),
        minted=tuple(register.minted),
        history=_named(findings, register, minter),
    )


def mapped(page: Listing, knowledge: Knowledge, minter: Minter) -> Graph:
    """Return what one listing says, with its findings, without the gazetteer and the schemes that it refers to."""
    triples = Triples()
    _map(page, _partnerships(triples, Register(rows=knowledge.identifiers), knowledge, minter), triples, knowledge)
    return triples.graph


def _partnerships(triples: Triples, register: Register, knowledge: Knowledge, minter: Minter) -> Partnerships:
    known = frozenset(subject for subject in knowledge.schemes.subjects(SKOS.inScheme) if isinstance(subject, URIRef))
    return Partnerships(
        triples=triples,
        gazetteer=knowledge.gazetteer,
        register=register,
        concepts=Concepts(known=known, minter=minter),
        descriptions=knowledge.descriptions,
        minter=minter,
    )


def _read(sources: Sequence[Path], knowledge: Knowledge, progress: Callable[[str], None]) -> list[Listing]:
    """Read every source once, in the order of their keys."""
    found: dict[str, tuple[Listing, Path]] = {}
    for path in sources:
        progress(f"Reading {path.name}")
        page = listing.read(path, knowledge.vocabulary)
        other = found.get(page.key)
        if other and other[0].sha256 != page.sha256:
            raise UnreadableInput(
                f"Two different sources are called “{page.key}”: the other is {other[1]}",
                source=str(path),
                hint="Rename one of the files; a source's name is part of the IRIs of its records.",
            )
        found[page.key] = (page, path)
    return [found[key][0] for key in sorted(found)]


def _map(page: Listing, partnerships: Partnerships, findings: Triples, knowledge: Knowledge) -> None:
    minter, data = partnerships.minter, partnerships.triples
    add_document(data, page, knowledge.harvests.get(page.key, ""), minter)
    identified = [
        identification.identify(record, knowledge.vocabulary, knowledge.reconciliation) for record in page.records
    ]
    for one in identified:
        post = Post(listing=page, identified=one)
        add_record(data, page, one.record, partnerships.concepts, minter)
        partnerships.add(post)
        for network in one.record.networks:
            partnerships.network(post, network)
    add_findings(findings, page, identified, minter)


def _add_known(data: Triples, knowledge: Knowledge, minter: Minter) -> None:
    """Add the vocabularies and canned queries, then what follows: links to others, and suggested goals."""
    for triple in knowledge.schemes:
        data.graph.add(triple)
    for query in knowledge.queries:
        add_example(data, query, minter)
    add_mappings(data, knowledge.mappings, minter)
    add_suggestions(data, knowledge.rules, minter)


def _register(graph: Graph, register: Register, minter: Minter) -> None:
    """Enter every resource that is named by one slug; those of tables and schemes are their own natural keys."""
    ours = {found for subject in graph.subjects() if (found := minter.parse(str(subject)))}
    for kind, path in sorted(ours):
        if kind in _REGISTERED and path not in register.slugs(kind):
            register.slug(kind, path, path, path)


def _named(findings: Triples, register: Register, minter: Minter) -> Graph:
    """Return the graph of history; it and that of findings say what they are."""
    history = Triples()
    add_history(history, register, minter)
    for name, graph in (("findings", findings), ("history", history)):
        graph.resource(minter.graph(name), SD.Graph, _GRAPHS[name])
    return history.graph


def _counts(data: Graph, findings: Graph) -> dict[str, int]:
    """Count what a person asks for first; bodies are counted only where they are partners."""
    kinds = {
        "partnerships": PG.Partnership,
        "projects": PG.Project,
        "sources": PG.SourceDocument,
        "records": PG.SourceRecord,
        "networks": PG.Network,
    }
    counts = {name: len(set(data.subjects(RDF.type, kind))) for name, kind in kinds.items()}
    counts |= {
        "swedish_partners": len(set(data.objects(None, PG.swedishPartner))),
        "international_partners": len(set(data.objects(None, PG.internationalPartner))),
        "goals_stated": len(set(data.objects(None, PG.goal))),
        "project_areas": len(set(data.objects(None, PG.projectArea))),
        "themes": len(set(data.objects(None, PG.theme))),
        "bodies": len(set(data.subjects(RDF.type, PG.LocalGovernment))),
        "findings": len(set(findings.subjects(RDF.type, PG.Finding))),
    }
    return counts
