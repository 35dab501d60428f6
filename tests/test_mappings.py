"""The sets of mappings under data/mappings, held by a reader not ours, by the tables and by the files of others."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

import pytest
import sssom_pydantic
from rdflib import Graph, URIRef

from partnergraph import resources
from partnergraph.graph.gazetteer_matches import gazetteer_matches
from partnergraph.graph.sssom import MatchSet, read_sets
from partnergraph.ingest.gazetteer import Gazetteer
from partnergraph.iris import Minter
from partnergraph.namespaces import BASE, DCTERMS, RDFS, SDG, SDGO, SKOS, VOID
from partnergraph.rdf import parse_file

NAMES: Final = ("areas", "goals", "places", "targets", "themes")
WIKIDATA: Final = "http://www.wikidata.org/entity/"
SDGIO: Final = "http://purl.unep.org/sdg/SDGIO_"
IATI: Final = "http://reference.iatistandard.org/codelists/"

MISPLACED: Final = {"8.10": "00000140", "16.10": "00000219", "17.10": "00000231"}
"""SDGIO terms that the UN's file gives to 8.1, 16.1 and 17.1, and that SDGIO codes as these targets."""


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """Return the folder of the sets."""
    return root / "data" / "mappings"


@pytest.fixture(scope="module")
def sets(folder: Path) -> dict[str, MatchSet]:
    """Return the sets by name, as our reader reads them."""
    return {each.name: each for each in read_sets(folder)}


def _pairs(matches: MatchSet, space: str, predicate: URIRef = SKOS.exactMatch) -> set[tuple[str, str]]:
    """Return subject and object of the matches that lead into one IRI space."""
    return {
        (str(match.subject), str(match.object))
        for match in matches.matches
        if match.object.startswith(space) and match.predicate == predicate
    }


def _published(shared: Path, name: str) -> Graph:
    """Return a file of the UN's vocabulary."""
    return parse_file(shared / "vocab" / f"un-sdg-{name}.ttl")


def test_the_sets_are_those_that_are_known(sets: dict[str, MatchSet]) -> None:
    """There is a set for project areas, goals, places, targets and themes, and no other."""
    assert list(NAMES) == sorted(sets)


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_that_is_not_ours_finds_the_same_mappings(folder: Path, sets: dict[str, MatchSet], name: str) -> None:
    """Each file is SSSOM by sssom-pydantic, which finds the same rows with a justification and a confidence each."""
    mappings, converter, header = sssom_pydantic.read(folder / f"{name}.sssom.tsv")

    def expanded(reference: object) -> str:
        return converter.expand(str(getattr(reference, "curie", reference)), strict=True)

    assert {
        (expanded(m.subject), expanded(m.predicate), expanded(m.object), expanded(m.justification), m.confidence)
        for m in mappings
    } == {
        (str(m.subject), str(m.predicate), str(m.object), str(m.justification), float(m.confidence))
        for m in sets[name].matches
    }
    assert str(header.license) == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_why_and_how_surely(sets: dict[str, MatchSet], name: str) -> None:
    """No row is without a label of its subject, and whoever made a mapping is named where it was not us."""
    for match in sets[name].matches:
        assert match.subject_label, match.key
        assert float(match.confidence) > 0, match.key
        assert match.provider or match.comment, match.key


def test_places_are_written_from_the_tables(root: Path, folder: Path) -> None:
    """The set of places is, to the byte, what `partnergraph mappings` prints: the tables are the only truth."""
    assert gazetteer_matches(root / "data") == (folder / "places.sssom.tsv").read_text(encoding="utf-8")


def test_every_identifier_of_a_table_is_mapped(root: Path, sets: dict[str, MatchSet]) -> None:
    """Each Wikidata item and each GeoNames id of the gazetteer is a row, and an empty cell is none."""
    gazetteer, mint = Gazetteer.read(root / "data"), Minter()
    expected = {(str(mint.id("body", b.key)), f"{WIKIDATA}{b.qid}") for b in gazetteer.bodies.values() if b.qid}
    for place in gazetteer.territories.values():
        subject = str(mint.id("territory", place.key))
        expected |= {(subject, f"{WIKIDATA}{place.qid}")} if place.qid else set()
        expected |= {(subject, f"https://sws.geonames.org/{place.geonames}/")} if place.geonames else set()
    countries = {c.code.lower(): c.qid for c in gazetteer.countries.values() if c.qid}
    expected |= {(str(mint.id("country", code)), f"{WIKIDATA}{qid}") for code, qid in countries.items()}

    assert expected == {(str(match.subject), str(match.object)) for match in sets["places"].matches}


def test_a_town_is_never_the_same_as_what_is_governed_from_it(sets: dict[str, MatchSet]) -> None:
    """A municipality's territory has its town as a narrower match, a city as a close one, none as an exact one."""
    found = {str(match.subject).rpartition("/id/")[2]: match.predicate for match in sets["places"].matches}

    assert SKOS.narrowMatch == found["territory/se-vasteras"]
    assert SKOS.closeMatch == found["territory/bw-gaborone"]
    assert [SKOS.exactMatch] == [predicate for name, predicate in found.items() if name.startswith("country/")]
    assert SKOS.exactMatch not in {predicate for name, predicate in found.items() if not name.startswith("country/")}


def test_every_goal_matches_one_item_of_wikidata_and_one_term_of_sdgio(sets: dict[str, MatchSet]) -> None:
    """Outward links of goals have the form of the vocabularies they lead to."""
    items, terms = _pairs(sets["goals"], WIKIDATA), _pairs(sets["goals"], SDGIO)

    assert {str(SDG[str(n)]) for n in range(1, 18)} == {goal for goal, _ in items}
    assert len({item for _, item in items}) == len(items) == 17
    assert all(re.fullmatch(re.escape(WIKIDATA) + r"Q[1-9]\d*", item) for _, item in items)
    assert {(str(SDG[str(n)]), f"{SDGIO}{n + 34:08}") for n in range(1, 18)} == terms


def test_every_target_matches_one_term_of_sdgio(sets: dict[str, MatchSet]) -> None:
    """No two targets share a term of SDGIO, and no target has two."""
    linked = _pairs(sets["targets"], SDGIO)

    assert len({target for target, _ in linked}) == len({term for _, term in linked}) == len(linked) == 169
    assert all(re.fullmatch(re.escape(SDGIO) + r"\d{8}", term) for _, term in linked)


@pytest.mark.parametrize(("name", "file"), [("goals", "UNSDG-Goals"), ("targets", "UNSDG-Targets")])
def test_codes_of_iati_are_those_of_its_lists(shared: Path, sets: dict[str, MatchSet], name: str, file: str) -> None:
    """Each code of IATI's list is matched by the goal or target with that number, and no other code is."""
    codes = [code.text for code in ET.parse(shared / "vocab" / "iati" / f"{file}.xml").iter("code")]  # noqa: S314 - a file of this machine

    assert {(str(SDG[str(code)]), f"{IATI}{file}/#{code}") for code in codes} == _pairs(sets[name], IATI)


def test_exact_matches_are_the_uns_but_for_three_misplaced(shared: Path, sets: dict[str, MatchSet]) -> None:
    """Matches to Wikidata and SDGIO are the UN's, save three terms that stand at the target SDGIO codes them as."""
    published = _published(shared, "goals-targets-indicators")
    theirs = {
        kind: {(str(s), str(o)) for s, o in published.subject_objects(SKOS.exactMatch) if (s, None, kind) in published}
        for kind in (SDGO.Goal, SDGO.Target)
    }
    moved = {(str(SDG[target]), f"{SDGIO}{term}") for target, term in MISPLACED.items()}
    misplaced = {(target.removesuffix("0"), term) for target, term in moved}

    assert theirs[SDGO.Goal] == _pairs(sets["goals"], WIKIDATA) | _pairs(sets["goals"], SDGIO)
    assert misplaced <= theirs[SDGO.Target]
    assert (theirs[SDGO.Target] - misplaced) | moved == _pairs(sets["targets"], SDGIO)


def test_subjects_of_goals_are_the_uns(shared: Path, sets: dict[str, MatchSet]) -> None:
    """Related matches of goals are exactly the subjects in UNBIS and EuroVoc that the UN's file gives them."""
    published = _published(shared, "subject-mappings")
    goals = {SDG[str(n)] for n in range(1, 18)}

    assert {(str(s), str(o)) for s, o in published.subject_objects(DCTERMS.subject) if s in goals} == _pairs(
        sets["goals"], "http", SKOS.relatedMatch
    )


def test_sets_are_named_and_datasets_told_apart(folder: Path, sets: dict[str, MatchSet]) -> None:
    """Each set has a name in two languages, and the objects of one dataset share a beginning that no other has."""
    described = parse_file(folder / "datasets.ttl")
    described += Graph().parse(data=resources.text("partnergraph.graph", "dataset.ttl"), format="turtle", publicID=BASE)
    spaces: dict[URIRef, set[str]] = {}
    for each in sets.values():
        assert {"en", "sv"} == {getattr(name, "language", "") for name in described.objects(each.iri, RDFS.label)}
        for match in each.matches:
            space = re.sub(r"(?<=[/#_])[\w.]+/?$", "", match.object)
            spaces.setdefault(match.source, set()).add(space)

    assert 9 == len(spaces) == len({min(found) for found in spaces.values()})
    for source, found in spaces.items():
        assert 1 == len(found), (source, found)
        assert found & {str(space) for space in described.objects(source, VOID.uriSpace)}


@pytest.mark.parametrize("name", ["areas", "themes"])
def test_every_area_and_theme_is_mapped_with_its_reason(root: Path, sets: dict[str, MatchSet], name: str) -> None:
    """No project area or theme is left out, and each row says in words why it is that kind of match."""
    concepts = set(parse_file(root / "ontology" / f"{name}.ttl").subjects(SKOS.inScheme))

    assert concepts == {match.subject for match in sets[name].matches}
    assert [] == [match.key for match in sets[name].matches if not match.comment]
    assert SKOS.exactMatch not in {match.predicate for match in sets[name].matches}
