"""Tests of releases made of any files of RDF."""

from pathlib import Path

import pytest

from partnergraph import manifest
from partnergraph.errors import UnreadableInput, WrongUsage
from partnergraph.formats import CSV
from partnergraph.store import QueryRequest, WorkerPool
from partnergraph.store.embedded import Embedded
from partnergraph.store.loading import RdfFile, release_of

_ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?p ?o"
_FILES = {
    "a.ttl": "<http://x/ttl> <http://x/p> 1 .",
    "b.nt": '<http://x/nt> <http://x/p> "1" .\n',
    "c.nq": '<http://x/nq> <http://x/p> "1" <http://x/g> .\n',
    "d.trig": "GRAPH <http://x/g> { <http://x/trig> <http://x/p> 1 }",
    "e.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<rdf:Description rdf:about="http://x/rdf"><x:p>1</x:p></rdf:Description></rdf:RDF>',
    "f.jsonld": '{"@id": "http://x/jsonld", "http://x/p": 1}',
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Write one file in each syntax."""
    for name, text in _FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _rows(folder: Path) -> list[str]:
    with WorkerPool(folder) as pool, pool.query(QueryRequest(query=_ALL, format=CSV, deadline=5)) as answer:
        return answer.body.read().decode().splitlines()[1:]


def test_each_syntax_is_known_by_its_suffix(files: Path) -> None:
    """Files in all syntaxes make one release, which is whole and gone afterwards; quads keep their graphs."""
    with release_of([RdfFile.read(str(files / name)) for name in _FILES]) as folder:
        made = manifest.verify(folder)
        rows = _rows(folder)
    assert not folder.exists()
    assert (4, 6) == (made.triples, made.quads)
    assert ["", "", "", "", "http://x/g", "http://x/g"] == [row.partition(",")[0] for row in rows]
    assert {"ttl", "nt", "nq", "trig", "rdf", "jsonld"} == {row.split(",")[1].rpartition("/")[2] for row in rows}


def test_a_file_may_go_into_a_named_graph(files: Path) -> None:
    """`IRI=FILE` puts what is in no graph into one; what has a graph stays there."""
    asked = [f"http://x/mine?a=b={files / 'a.ttl'}", f"http://x/mine={files / 'c.nq'}"]
    with release_of([RdfFile.read(each) for each in asked]) as folder:
        assert ["http://x/g,http://x/nq,http://x/p,1", "http://x/mine?a=b,http://x/ttl,http://x/p,1"] == _rows(folder)


def test_the_same_data_is_the_same_version(files: Path) -> None:
    """The version says what the data is, so it does not depend on the order of files or on their syntax."""
    (files / "same.ttl").write_text('<http://x/nt> <http://x/p> "1" . <http://x/ttl> <http://x/p> 1 .')
    versions = set()
    for names in (["a.ttl", "b.nt"], ["b.nt", "a.ttl"], ["same.ttl"]):
        with release_of([RdfFile.read(str(files / name)) for name in names]) as folder:
            versions.add(manifest.Manifest.read(folder).version)
    assert 1 == len(versions)


def test_blank_nodes_of_two_files_never_meet(files: Path) -> None:
    """The same label in two files is two nodes, also on disk, and such data is never taken for that of another run."""
    (files / "x.nt").write_text('_:a <http://x/p> "1" .\n')
    (files / "y.nt").write_text('_:a <http://x/p> "1" .\n')
    asked = [RdfFile.read(str(files / name)) for name in ("x.nt", "y.nt")]
    with release_of(asked) as folder, release_of(asked) as again:
        assert 2 == len(_rows(folder))
        assert Embedded.open(folder, 0).manifest.quads == 2
        assert manifest.Manifest.read(folder).version != manifest.Manifest.read(again).version


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("broken.nt", '<http://x/s> <http://x/p> "1" .\n<http://x/s> <http://x/p> .\n', "broken.nt:2:"),
        ("broken.rdf", "<!DOCTYPE x []><x/>", "broken.rdf:1:1: RDF/XML with a document type"),
        ("data.txt", "", "data.txt: A name that ends in"),
    ],
)
def test_what_is_not_rdf_is_refused_with_its_place(tmp_path: Path, name: str, text: str, where: str) -> None:
    """The first file that cannot be read is named with the place of the mistake."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught, release_of([RdfFile.read(str(tmp_path / name))]):
        pass
    assert where in str(caught.value)


@pytest.mark.parametrize("text", ["none.ttl", "http://x/g=none.ttl", "=none.ttl"])
def test_what_is_no_file_is_refused(text: str) -> None:
    """A name that is no file is said to be none."""
    with pytest.raises(WrongUsage, match=r"There is no file none\.ttl"):
        RdfFile.read(text)


def test_a_graph_has_an_absolute_iri(files: Path) -> None:
    """A word is no name for a graph."""
    with pytest.raises(WrongUsage, match="'mine' is not an absolute IRI"):
        RdfFile.read(f"mine={files / 'a.ttl'}")
