"""What is found, and how surely: names in every spelling, codes, IRIs of anyone's, words and near spellings."""

import random
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDFS, Graph, Literal, URIRef

from partnergraph import search
from partnergraph.errors import DeadlineExceeded, ReleaseDamaged, TooLarge
from partnergraph.iris import Minter
from partnergraph.search import KINDS, LONGEST, Index, Match

_ID = "https://w3id.org/partnergraph/id/"
_SDG = "http://metadata.un.org/sdg/"


@pytest.mark.parametrize("query", ["Cherson", "Kherson", "Херсон", "херсон", "KHERSON ", "cherson"])
def test_every_spelling_of_a_place_finds_it(index: Index, query: str) -> None:
    """Swedish, English and Ukrainian writings of a name lead to the same body and its territory."""
    found = index.find(query, most=2).hits
    assert {f"{_ID}body/ua-kherson", f"{_ID}territory/ua-kherson"} == {hit.iri for hit in found}
    assert {True} == {hit.match.sure for hit in found}


@pytest.mark.parametrize(
    "query", ["Vasteras", "vaesteraas", "VÄSTERÅS", "Va\u0308stera\u030as", "Vaesteras", "  västerås "]
)
def test_swedish_letters_may_be_typed_in_any_way(index: Index, query: str) -> None:
    """å, ä and ö are found with and without their marks, as aa, ae and oe, and decomposed."""
    assert f"{_ID}body/se-vasteras" == index.find(query, kinds=["body"]).hits[0].iri
    assert index.find(query, kinds=["body"]).hits[0].match.sure


def test_cyrillic_is_found_as_swedes_write_it(index: Index) -> None:
    """A name that the graph has in Cyrillic only is found in its Swedish transliteration."""
    found = index.find("Sjatsk").hits[0]
    assert (f"{_ID}body/ua-shatsk", Match.FOLDED, "Шацьк") == (found.iri, found.match, found.text)


@pytest.mark.parametrize(
    ("query", "iri", "match"),
    [
        ("16", f"{_SDG}16", Match.CODE),
        ("SDG 16", f"{_SDG}16", Match.CODE),
        ("sdg16", f"{_SDG}16", Match.CODE),
        ("Mål 16", f"{_SDG}16", Match.CODE),
        ("16.7", f"{_SDG}16.7", Match.CODE),
        ("delmål 16.7", f"{_SDG}16.7", Match.CODE),
        ("sdg:16.7", f"{_SDG}16.7", Match.IRI),
        ("http://metadata.un.org/sdg/16", f"{_SDG}16", Match.IRI),
        ("https://metadata.un.org/sdg/16/", f"{_SDG}16", Match.IRI),
        ("http://purl.unep.org/sdg/SDGIO_00000035", f"{_SDG}1", Match.IRI),
        ("Q50214636", f"{_SDG}1", Match.CODE),
        ("http://www.wikidata.org/entity/Q50214636", f"{_SDG}1", Match.IRI),
        ("1980", f"{_ID}body/se-vasteras", Match.CODE),
        ("0114", f"{_ID}body/se-upplands-vasby", Match.CODE),
        ("114", f"{_ID}body/se-upplands-vasby", Match.FOLDED),
        ("q34550", f"{_ID}body/se-vasteras", Match.CODE),
        ("https://m.wikidata.org/wiki/Q34550#P31", f"{_ID}body/se-vasteras", Match.CODE),
        ("706448", f"{_ID}territory/ua-kherson", Match.CODE),
        ("https://sws.geonames.org/706448", f"{_ID}territory/ua-kherson", Match.CODE),
        ("http://www.geonames.org/706448/kherson.html", f"{_ID}territory/ua-kherson", Match.CODE),
        ("UA65100150000057191", f"{_ID}body/ua-kherson", Match.CODE),
        ("body:se-vasteras", f"{_ID}body/se-vasteras", Match.IRI),
        (f"{_ID}body/se-v%C3%A4ster%C3%A5s", f"{_ID}body/se-vasteras", Match.IRI),
        (f"<{_ID.upper()}BODY/SE-VÄSTERÅS/>", f"{_ID}body/se-vasteras", Match.IRI),
        ("Bihac", f"{_ID}body/ba-bihac", Match.NAME),
        ("Västerås kommun", f"{_ID}body/se-vasteras", Match.NAME),
    ],
)
def test_one_thing_is_meant(index: Index, query: str, iri: str, match: Match) -> None:
    """A code, an IRI or a full name finds the one thing it stands for, and says how."""
    first, *others = index.find(query).hits
    assert (iri, match) == (first.iri, first.match)
    assert [] == [other.iri for other in others if other.match is match and other.kind != "territory"]


def test_what_is_ambiguous_stays_so(index: Index) -> None:
    """13 is a goal and a county's code; both are found, and equally surely."""
    found = [hit.iri for hit in index.find("13").hits if hit.match is Match.CODE]
    assert {f"{_SDG}13", f"{_ID}body/se-region-halland"} == set(found)


def test_words_are_found_at_their_beginning_and_inside(index: Index) -> None:
    """What a name begins with comes before a word within, and texts are looked into when asked."""
    found = [hit.match for hit in index.find("sta", kinds=["body"], most=100).hits]
    assert {Match.PREFIX, Match.WORDS} == set(found)
    assert found == sorted(found, key=lambda match: match.rank)
    (hit,) = index.find("barn krig sjatsk", texts=True).hits
    assert (Match.TEXT, "sv") == (hit.match, hit.language)
    assert "barn" in hit.text
    assert not index.find("barn krig sjatsk").hits


def test_a_misspelt_name_is_near(index: Index) -> None:
    """A near spelling is found where nothing else is, and is never sure."""
    found = index.find("Stokholm").hits
    assert f"{_ID}body/se-stockholm" in {hit.iri for hit in found}
    assert {Match.FUZZY} == {hit.match for hit in found}
    assert not index.find("Stokholm", fuzzy=False).hits


def test_kinds_limit_what_is_found(index: Index) -> None:
    """With a kind only that kind is found; with one that there is not, nothing."""
    assert {"territory"} == {hit.kind for hit in index.find("Ale", kinds=["territory"]).hits}
    assert not index.find("Ale", kinds=["nothing"]).hits


def test_parts_make_up_the_whole(index: Index) -> None:
    """Pages of a search follow each other without gap or overlap, and count the same."""
    whole = index.find("s", most=1_000, texts=True)
    parts = [index.find("s", skip=start, most=100, texts=True) for start in range(0, whole.total, 100)]
    assert whole.total > 300
    assert [hit.iri for hit in whole.hits] == [hit.iri for part in parts for hit in part.hits]
    assert {whole.total} == {part.total for part in parts}


@given(st.text(max_size=LONGEST))
def test_no_text_is_syntax(index: Index, query: str) -> None:
    """Whatever is typed is searched for, and never read as a query language."""
    assert index.find(query, texts=True).total >= 0


@pytest.mark.parametrize(
    "query", ['"', "* OR *", "NEAR(a b)", "kind : body", "-a", "a AND", "{loose} : a", "'; DROP", "%", "\0", "\ud800"]
)
def test_the_syntax_of_the_index_is_text(index: Index, query: str) -> None:
    """Words of the engine's own language are words like others."""
    assert {hit.match.sure for hit in index.find(query, texts=True).hits} <= {False, True}


def test_a_query_has_a_length(index: Index) -> None:
    """A query that is too long is refused."""
    with pytest.raises(TooLarge, match="longer than 200"):
        index.find("a" * (LONGEST + 1))


def test_a_search_ends_in_time(index: Index) -> None:
    """A search that takes longer than it may is stopped, and the next one on the same connection is answered."""
    hasty = Index(index.path, seconds=0)
    with pytest.raises(DeadlineExceeded):
        hasty.find("s " * 100, texts=True)
    hasty._seconds = 10
    assert hasty.find("1980").hits
    hasty.close()


def test_an_index_that_has_gone_is_damage(tmp_path: Path) -> None:
    """A release that was taken away under a server is told as damage, without its path."""
    with pytest.raises(ReleaseDamaged, match="cannot be read") as caught:
        Index(tmp_path / "gone").find("a")
    assert str(tmp_path) not in str(caught.value)


def test_many_threads_may_ask(index: Index) -> None:
    """Threads that ask at once get the answers that each asked for."""
    wanted = {"1980": "body/se-vasteras", "16.7": "16.7", "Cherson": "body/ua-kherson"}
    wrong: list[str] = []

    def ask(query: str) -> None:
        found = [index.find(query).hits[0].iri for _ in range(50)]
        wrong.extend(iri for iri in found if not iri.endswith(wanted[query]))

    threads = [threading.Thread(target=ask, args=(query,)) for query in wanted for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong


def test_the_same_triples_make_the_same_file(shipped: Graph, tmp_path: Path) -> None:
    """The order of the triples and the day make no difference."""
    triples = list(shipped)
    for name in ("one", "other"):
        random.shuffle(triples)
        _ = search.write(tmp_path / name, triples, Minter())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_nobody_writes_into_an_index_that_is_served(tmp_path: Path) -> None:
    """The file is opened for reading only."""
    graph = Graph().add((URIRef(f"{_ID}theme/x"), RDFS.label, Literal("X", lang="en")))
    assert 1 == search.write(tmp_path / "index", graph, Minter())
    index = Index(tmp_path / "index")
    with pytest.raises(ReleaseDamaged, match="readonly"), index._connection() as database:
        database.execute("DELETE FROM name")
    index.close()


def test_kinds_are_found(index: Index) -> None:
    """Every kind has something that is found by its own name."""
    for kind in KINDS:
        hit = index.find("a", kinds=[kind], texts=True).hits[0]
        assert kind == hit.kind
        assert hit.iri in {
            again.iri for again in index.find(hit.text[:LONGEST], kinds=[kind], most=50, texts=True).hits
        }
