"""The dumps of a release: each says what the graph says, in bytes that depend on nothing else."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import csvw  # type: ignore[import-untyped]  # has no types
import pyoxigraph as ox
import pytest

from partnergraph import release
from partnergraph.release.tables import METADATA
from tests.release import synthetic

_RDF = {
    "data.nt.gz": ox.RdfFormat.N_TRIPLES,
    "data.ttl.gz": ox.RdfFormat.TURTLE,
    "data.trig.gz": ox.RdfFormat.TRIG,
    "data.jsonld.gz": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small release."""
    folder = tmp_path_factory.mktemp("releases")
    return release.build(synthetic.assembled(), synthetic.shapes(), folder, minter=synthetic.MINT).folder


@pytest.fixture(scope="module")
def archive(built: Path) -> Mapping[str, bytes]:
    """Return the files of the archive of tables."""
    with zipfile.ZipFile(built / "dumps" / "data.csv.zip") as reader:
        assert reader.testzip() is None
        return {name: reader.read(name) for name in reader.namelist()}


def _rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8"), newline="")))


def test_dumps_are_listed_in_the_manifest(built: Path) -> None:
    """Every dump is a file of the release like the others, with length and checksum."""
    listed = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]

    assert {*(f"dumps/{name}" for name in _RDF), "dumps/data.csv.zip"} == {
        name for name in listed if name.startswith("dumps/")
    }


@pytest.mark.parametrize("name", sorted(_RDF))
def test_rdf_dumps_say_what_the_graph_says(built: Path, name: str) -> None:
    """N-Triples and Turtle hold the default graph, TriG and JSON-LD every graph: the same statements, none more."""
    everything = set(ox.parse((built / "data.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))
    whole = name in {"data.trig.gz", "data.jsonld.gz"}

    said = ox.parse(gzip.decompress((built / "dumps" / name).read_bytes()), format=_RDF[name])
    found = {ox.Quad(*each) if isinstance(each, ox.Triple) else each for each in said}

    assert {quad for quad in everything if whole or quad.graph_name == ox.DefaultGraph()} == found


def test_compressed_dumps_tell_no_time(built: Path) -> None:
    """No dump carries the time or the name of a file, so that the same content is the same bytes."""
    for name in _RDF:
        header = (built / "dumps" / name).read_bytes()[:10]
        assert (header[3], header[4:8]) == (0, b"\0\0\0\0"), name
    with zipfile.ZipFile(built / "dumps" / "data.csv.zip") as reader:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in reader.infolist()}


def test_tables_have_a_row_for_each_thing_with_labels(archive: Mapping[str, bytes]) -> None:
    """A row has the IRI of its thing, and what it leads to both as IRI and by name."""
    rows = _rows(archive["projects.csv"])

    assert [str(synthetic.MINT.id("project", f"vatten-{n}")) for n in range(3)] == [row["iri"] for row in rows]
    assert str(synthetic.MINT.id("partnership", "se-ort-0--ua-stad-0")) == rows[0]["partnerships"]
    assert rows[0]["partnerships_sv"] == "Ort 0 – Stad 0"
    assert rows[0]["start_year"] == "2019"


def test_a_goal_has_a_row_of_its_own(archive: Mapping[str, bytes]) -> None:
    """The table of goals can be grouped as it is: one row for each project and goal."""
    goals = {(row["iri"], row["goal"]) for row in _rows(archive["project-goals.csv"])}

    assert len(goals) == 3
    assert (str(synthetic.MINT.id("project", "vatten-1")), "http://metadata.un.org/sdg/2") in goals


def test_a_reader_of_tabular_data_on_the_web_reads_the_tables(built: Path, tmp_path: Path) -> None:
    """A library that is not ours finds the description valid, and each cell of the datatype that it says."""
    with zipfile.ZipFile(built / "dumps" / "data.csv.zip") as reader:
        reader.extractall(tmp_path)
    found = csvw.CSVW(str(tmp_path / METADATA), validate=True)

    assert found.is_valid, found.warnings
    assert {"partnerships.csv": 3, "projects.csv": 3} == {
        str(table.url): len(list(table)) for table in found.tables if str(table.url).startswith(("partner", "projects"))
    }


def test_the_archive_says_what_is_in_it(archive: Mapping[str, bytes]) -> None:
    """Beside the tables stand a description of every column, a note in both languages and the licence."""
    described = {table["url"]: table["tableSchema"]["columns"] for table in json.loads(archive[METADATA])["tables"]}

    assert {name for name in archive if name.endswith(".csv")} == set(described)
    for name, columns in described.items():
        header = archive[name].decode("utf-8").split("\r\n", 1)[0].split(",")
        assert header == [column["name"] for column in columns]
    assert "utgåva" in archive["README.txt"].decode("utf-8")
    assert "CC BY 4.0" in archive["LICENSE.txt"].decode("utf-8")
