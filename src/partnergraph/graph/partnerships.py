"""Partnerships and projects as RDF, gathered over all sources: one relation once, however many posts speak of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.ingest.identification import Identified
from partnergraph.ingest.prose import language_of
from partnergraph.ingest.records import Listing, Record
from partnergraph.iris import Minter, between_bodies
from partnergraph.names import slug
from partnergraph.namespaces import DCTERMS, PG, PROV, SDG, XSD

from .concepts import Concepts
from .evidence import goal_statement, record_iri
from .identifiers import Register
from .places import labels_of
from .triples import Triples

__all__ = ["Partnerships", "Post"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A record with the listing it stands in and the identities of its partners."""

    listing: Listing
    identified: Identified

    @property
    def record(self) -> Record:
        """The record itself."""
        return self.identified.record


@dataclass(slots=True, kw_only=True)
class Partnerships:
    """Adds partnerships, projects and inherited goals to a graph, one post after the other.

    `descriptions` maps a source's key and a title to our own summary by language; the slugs come from `register`.
    """

    triples: Triples
    gazetteer: Gazetteer
    register: Register
    concepts: Concepts
    descriptions: Mapping[tuple[str, str], Mapping[str, str]]
    minter: Minter
    stated: dict[URIRef, URIRef] = field(default_factory=dict)
    dated: set[URIRef] = field(default_factory=set)

    def add(self, post: Post) -> None:
        """Add what a post says; a post that is no partnership adds nothing."""
        if post.identified.published:
            self._add_project(post)
        for pair in post.identified.pairs:
            partnership = self._partnership(post, [pair.swedish], [pair.international])
            self._inherit_goals(post, partnership)

    def _partnership(self, post: Post, swedish: Iterable[str], international: Iterable[str]) -> URIRef:
        """Add the partnership between these bodies, with the edges from body to body that fast queries walk."""
        ours, theirs = sorted(set(swedish)), sorted(set(international))
        key = between_bodies(ours, theirs)
        subject = self.minter.id("partnership", self.register.slug("partnership", key, key, key))
        triples = self.triples
        triples.resource(subject, PG.Partnership, self._label(ours, theirs))
        here = [self.minter.id("body", body) for body in ours]
        abroad = [self.minter.id("body", body) for body in theirs]
        triples.link(subject, PG.swedishPartner, *here)
        triples.link(subject, PG.internationalPartner, *abroad)
        triples.link(subject, PG.partner, *here, *abroad)
        for one in here:
            triples.link(one, PG.pairedWith, *abroad)
        for other in abroad:
            triples.link(other, PG.pairedWith, *here)
        self._derive(subject, post)
        return subject

    def _label(self, swedish: list[str], international: list[str]) -> dict[str, str]:
        """Call a partnership after its partners, in each language that we write."""
        return {
            language: " – ".join(
                ", ".join(self._name(body, language) for body in side) for side in (swedish, international)
            )
            for language in ("sv", "en")
        }

    def _name(self, key: str, language: str) -> str:
        names = labels_of(self.gazetteer.bodies[key].plain_names)
        return names.get(language) or next(iter(names.values()))

    def _derive(self, subject: URIRef, post: Post) -> None:
        self.triples.link(subject, PROV.wasDerivedFrom, record_iri(post.listing, post.record, self.minter))
        if post.listing.address:
            self.triples.link(subject, DCTERMS.source, URIRef(post.listing.address))

    def _add_project(self, post: Post) -> None:
        record, triples = post.record, self.triples
        partnership = self._partnership(post, post.identified.swedish, post.identified.international)
        name = record.project_name or record.title
        slugged = slug(name) or "unnamed"
        between = partnership.rpartition("/")[2]
        chosen = self.register.slug("project", f"{slugged}|{between}", slugged, f"{slugged}-{between}")
        subject = self.minter.id("project", chosen)
        title = {language_of(name, record.language): name}
        triples.resource(subject, PG.Project, title)
        triples.texts(subject, DCTERMS.title, title)
        triples.link(subject, PG.inPartnership, partnership)
        triples.link(subject, PG.goal, *(SDG[str(goal)] for goal in record.goals))
        triples.link(subject, PG.projectArea, *(self.concepts.area(triples, area) for area in record.project_areas))
        triples.link(subject, PG.theme, *(self.concepts.theme(triples, theme) for theme in record.themes))
        self._describe(subject, post)
        self._state_goals(subject, record)
        self._derive(subject, post)
        triples.link(partnership, PG.inNetwork, *(self.network(post, network) for network in record.networks))

    def _describe(self, subject: URIRef, post: Post) -> None:
        """Describe a project: by our own summary where there is one, else by the source's words; and by its years."""
        record = post.record
        own = self.descriptions.get((post.listing.key, record.title))
        self.triples.texts(
            subject, DCTERMS.description, own or ({record.language: record.description} if record.description else {})
        )
        if record.period and subject not in self.dated:
            self.dated.add(subject)
            self.triples.typed(subject, PG.startYear, str(record.period[0]), XSD.gYear)
            self.triples.typed(subject, PG.endYear, str(record.period[1]), XSD.gYear)

    def _state_goals(self, subject: URIRef, record: Record) -> None:
        """Say once for a project whether goals are stated: the post that knows most decides."""
        order = (PG.Unknown, PG.NotStated, PG.Stated)
        statement = goal_statement(record)
        before = self.stated.get(subject)
        if before is not None:
            self.triples.graph.remove((subject, PG.goalStatement, before))
            statement = max(before, statement, key=order.index)
        self.stated[subject] = statement
        self.triples.link(subject, PG.goalStatement, statement)

    def network(self, post: Post, name: str) -> URIRef:
        """Return the network a post names; one that is not in the gazetteer is added as it is written."""
        known = self.gazetteer.network_named(name)
        subject = self.minter.id("network", known.slug if known else slug(name) or "unnamed")
        if known is None:
            self.triples.resource(subject, PG.Network, {post.record.language: name})
        self.triples.link(subject, PROV.wasDerivedFrom, record_iri(post.listing, post.record, self.minter))
        return subject

    def _inherit_goals(self, post: Post, partnership: URIRef) -> None:
        """Link a partnership to the goals of the article that lists it, marked as inherited."""
        record = post.record
        for goal in record.goals:
            subject = self.minter.id(
                "goal-link", partnership.rpartition("/")[2], f"{goal}-inherited-{post.listing.key}-{record.number}"
            )
            self.triples.resource(
                subject,
                PG.GoalLink,
                {"en": f"Goal {goal}, inherited from an article", "sv": f"Mål {goal}, ärvt från en artikel"},
            )
            self.triples.link(subject, PG.subject, partnership)
            self.triples.link(subject, PG.linkedGoal, SDG[str(goal)])
            self.triples.link(subject, PG.evidence, PG.Inherited)
            self.triples.strings(subject, PG.rule, ["goals-of-the-listing-article"])
            self.triples.link(subject, PROV.wasDerivedFrom, record_iri(post.listing, record, self.minter))
