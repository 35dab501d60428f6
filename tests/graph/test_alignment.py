"""Mappings in the graph: each link is stated, and each has its reason."""

from rdflib import Literal, URIRef

from partnergraph.graph.assembly import Assembled, Knowledge
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SDG, SEMAPV, SKOS, SSSOM, XSD

MINTER = Minter()
PEACE = URIRef("http://www.wikidata.org/entity/Q53581248")


def test_every_row_is_a_link_and_a_reason(shipped: Assembled, knowledge: Knowledge) -> None:
    """Each row of each set is stated as a triple, and told by one mapping with the same ends."""
    graph = shipped.data
    rows = {
        (match.subject, match.predicate, match.object) for matches in knowledge.mappings for match in matches.matches
    }
    told = {
        tuple(graph.value(mapping, end) for end in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget))
        for mapping in graph.subjects(RDF.type, PG.Mapping)
    }

    assert len(rows) == len(set(graph.subjects(RDF.type, PG.Mapping))) > 800
    assert rows == told
    assert all(row in graph for row in rows)


def test_no_link_is_without_a_reason(shipped: Assembled) -> None:
    """No match of SKOS stands in the graph that no mapping tells of: there is one source of truth."""
    graph = shipped.data
    ends = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    told = {tuple(graph.value(m, end) for end in ends) for m in graph.subjects(RDF.type, PG.Mapping)}
    kinds = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)

    assert told == {triple for kind in kinds for triple in graph.triples((None, kind, None))}


def test_a_person_can_ask_why_a_goal_is_linked(shipped: Assembled) -> None:
    """Goal 16's link to Wikidata says how it was found, how sure it is, who made it and in which set it stands."""
    graph = shipped.data
    mapping = MINTER.id("mapping", "goals", "16-wd-q53581248")

    assert (SDG["16"], SKOS.exactMatch, PEACE) in graph
    assert SDG["16"] == graph.value(mapping, OWL.annotatedSource)
    assert PEACE == graph.value(mapping, OWL.annotatedTarget)
    assert SEMAPV.ManualMappingCuration == graph.value(mapping, SSSOM.mapping_justification)
    assert Literal("0.95", datatype=XSD.decimal) == graph.value(mapping, SSSOM.confidence)
    assert URIRef("https://github.com/UNStats/LOD4Stats") == graph.value(mapping, SSSOM.mapping_provider)
    assert MINTER.id("mapping-set", "goals") == graph.value(mapping, DCTERMS.isPartOf)
    assert {
        Literal("Peace, justice and strong institutions – wd:Q53581248", lang="en"),
        Literal("Fredliga och inkluderande samhällen – wd:Q53581248", lang="sv"),
    } == set(graph.objects(mapping, RDFS.label))


def test_every_subject_is_ours_to_describe(shipped: Assembled) -> None:
    """Nothing is linked that the graph does not describe."""
    graph = shipped.data
    subjects = set(graph.objects(None, OWL.annotatedSource))

    assert [] == sorted(str(subject) for subject in subjects if (subject, RDFS.label, None) not in graph)
