"""Partnerships and projects: who is on which side, what is stated, and what only follows."""

from pathlib import Path

from rdflib import Graph, Literal, URIRef

from partnergraph.graph.assembly import Assembled, Knowledge, assemble
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SDG, XSD

MINTER = Minter()


def _project(slug: str) -> URIRef:
    return MINTER.id("project", slug)


def _map(knowledge: Knowledge, folder: Path, **pages: str) -> Assembled:
    paths = []
    for name, text in pages.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return assemble(paths, knowledge, MINTER)


def _post(title: str, *, goals: str = "", partner: str = "City of Jinan", text: str = "About the project.") -> str:
    stated = f"Globala mål\n{goals}\n" if goals else ""
    return (
        f"Svensk partner: Västerås Stad\n\n{title}\n\n{text}\n\nProjektområde\nEducation\n{stated}"
        f"Svensk partner\nVästerås Stad\nInternationell partner\n{partner}\n"
    )


def test_not_stated_is_said_and_is_not_none(shipped: Assembled) -> None:
    """A project whose facets state no goal says so; one whose source is cut off says that nobody can tell."""
    said = {
        slug: shipped.data.value(_project(slug), PG.goalStatement)
        for slug in ("waste-not-revised", "vasteras-shatsk", "dropouts-and-problematic-school-absenteeism")
    }

    assert {
        "waste-not-revised": PG.NotStated,
        "vasteras-shatsk": PG.Stated,
        "dropouts-and-problematic-school-absenteeism": PG.Unknown,
    } == said


def test_goals_of_an_article_stay_with_the_article(vasteras: Assembled) -> None:
    """The article's record states 16 and 17; no partnership that only the article lists states any."""
    graph = vasteras.data
    article = MINTER.id("record", "vasteras-stad-sv", 2)

    assert {SDG["16"], SDG["17"]} == set(graph.objects(article, PG.goal))
    assert not [p for p in graph.subjects(RDF.type, PG.Partnership) if (p, PG.goal, None) in graph]


def test_goals_of_an_article_are_inherited_with_their_reason(vasteras: Assembled) -> None:
    """Each of the twelve pairs is linked to both goals, marked as inherited, with the rule and the record."""
    graph = vasteras.data
    links = set(graph.subjects(RDF.type, PG.GoalLink))

    assert 24 == len(links)
    assert {PG.Inherited} == set(graph.objects(None, PG.evidence))
    assert {MINTER.id("record", "vasteras-stad-sv", 2)} == {graph.value(link, PROV.wasDerivedFrom) for link in links}


def test_blank_partner_is_taken_from_the_title_and_said(vasteras: Assembled) -> None:
    """The Shatsk record leaves its partner blank; the title names it, and a finding says where it came from."""
    found = [
        (str(vasteras.findings.value(f, PG.code)), int(str(vasteras.findings.value(f, PG.line))))
        for f in vasteras.findings.subjects(RDF.type, PG.Finding)
    ]

    assert ("partner-from-title", 4) in found
    assert MINTER.id("partnership", "se-vasteras--ua-shatsk") == vasteras.data.value(
        _project("vasteras-shatsk"), PG.inPartnership
    )


def test_three_parties_are_one_partnership_with_edges_across(shipped: Assembled) -> None:
    """Two Swedish partners and one abroad: pairs run between the sides, not within one."""
    graph = shipped.data
    three = MINTER.id("partnership", "se-almhult--se-vaxjo--za-jb-marks")
    almhult, vaxjo, marks = (MINTER.id("body", key) for key in ("se-almhult", "se-vaxjo", "za-jb-marks"))

    assert {almhult, vaxjo} == set(graph.objects(three, PG.swedishPartner))
    assert {marks} == set(graph.objects(three, PG.internationalPartner))
    assert {almhult, vaxjo} == set(graph.objects(marks, PG.pairedWith))
    assert (almhult, PG.pairedWith, vaxjo) not in graph


def test_years_are_years_and_a_network_is_joined(shipped: Assembled) -> None:
    """A period becomes two years, and a network that a project's text names becomes its partnership's."""
    graph = shipped.data
    fight = _project("partnership-to-fight-gender-based-violence")

    assert Literal("2023", datatype=XSD.gYear) == graph.value(fight, PG.startYear)
    assert Literal("2025", datatype=XSD.gYear) == graph.value(fight, PG.endYear)
    assert MINTER.id("network", "democratic-resilience") == graph.value(
        MINTER.id("partnership", "se-jonkoping--ua-berdychiv"), PG.inNetwork
    )


def test_descriptions_are_our_own_for_shipped_projects(shipped: Assembled) -> None:
    """Every shipped project carries a summary in Swedish and in English."""
    for project in shipped.data.subjects(RDF.type, PG.Project):
        texts = shipped.data.objects(project, DCTERMS.description)

        assert {"sv", "en"} == {text.language for text in texts if isinstance(text, Literal)}


def test_a_listing_of_ones_own_keeps_its_description(knowledge: Knowledge, tmp_path: Path) -> None:
    """Where we have no summary the source's own words are kept, in their language."""
    built = _map(
        knowledge, tmp_path, own=_post("Den nya skolan", text="Det här är vårt projekt om skolan och eleverna.")
    )

    assert Literal("Det här är vårt projekt om skolan och eleverna.", lang="sv") == built.data.value(
        _project("den-nya-skolan"), DCTERMS.description
    )


def test_same_text_and_partners_is_one_project_with_two_sources(knowledge: Knowledge, tmp_path: Path) -> None:
    """Two listings that tell of the same project give one project, which knows the best statement of its goals."""
    built = _map(
        knowledge,
        tmp_path,
        one=_post("The New School"),
        two=_post("The New School", goals="4 - God utbildning för alla"),
    )
    project = _project("the-new-school")

    assert 2 == len(set(built.data.objects(project, PROV.wasDerivedFrom)))
    assert [PG.Stated] == list(built.data.objects(project, PG.goalStatement))
    assert [SDG["4"]] == list(built.data.objects(project, PG.goal))


def test_same_text_with_other_partners_gets_a_longer_slug(knowledge: Knowledge, tmp_path: Path) -> None:
    """The first project keeps the plain slug, the other has that of its partnership appended; both are new."""
    built = _map(
        knowledge, tmp_path, one=_post("The New School"), two=_post("The New School", partner="Gaborone City Council")
    )
    minted = [row.slug for row in built.minted if row.kind == "project"]

    assert ["the-new-school", "the-new-school-se-vasteras--bw-gaborone"] == minted


def test_fewer_than_two_known_partners_is_a_record_only(knowledge: Knowledge, tmp_path: Path) -> None:
    """A post whose partner nobody knows is kept as a source record and never becomes a broken partnership."""
    built = _map(knowledge, tmp_path, one=_post("Far away", partner="Atlantis Township"))
    codes = {str(code) for code in built.findings.objects(None, PG.code)}

    assert {"not-published", "unmatched-name"} <= codes
    assert 0 == built.counts["partnerships"]
    assert 1 == built.counts["records"]


def test_unknown_values_enter_as_published(knowledge: Knowledge, tmp_path: Path) -> None:
    """An area that no scheme knows becomes a concept called as it was published, with a finding."""
    built = _map(knowledge, tmp_path, one=_post("New fields").replace("Education", "Space travel"))
    area = MINTER.id("area", "space-travel")

    assert area == built.data.value(_project("new-fields"), PG.projectArea)
    assert Literal("Space travel") == built.data.value(area, RDFS.label)
    assert "unknown-value" in {str(code) for code in built.findings.objects(None, PG.code)}


def test_unknown_networks_enter_as_written(knowledge: Knowledge, tmp_path: Path) -> None:
    """A network that nobody knows is added under the name the text gives it."""
    text = "The partners belong to the ICLD Quiet Rivers Network and work on this together."
    built = _map(knowledge, tmp_path, one=_post("Rivers", text=text))

    assert (MINTER.id("network", "quiet-rivers"), RDF.type, PG.Network) in built.data


def test_a_partnership_is_called_after_its_partners(vasteras: Assembled) -> None:
    """Labels use the plain names in the reader's language: Cherson in Swedish, Kherson in English."""
    labels = {
        label.language: str(label)
        for label in vasteras.data.objects(MINTER.id("partnership", "se-umea--ua-kherson"), RDFS.label)
        if isinstance(label, Literal)
    }

    assert {"sv": "Umeå – Cherson", "en": "Umeå – Kherson"} == labels


def test_edges_between_bodies_equal_the_pairs(vasteras: Assembled) -> None:
    """The edges for fast paths hold each of the 14 pairs in both directions and nothing else."""
    graph: Graph = vasteras.data

    assert 28 == len(list(graph.triples((None, PG.pairedWith, None))))
