"""Validation of files: with our shapes our vocabulary is known; with shapes of others nothing of ours is there."""

from pathlib import Path

import pytest

from partnergraph.errors import UnreadableInput
from partnergraph.validation import Severity, check_files

EXAMPLES = Path(__file__).parents[1] / "data" / "shapes"
BASE = EXAMPLES / "base.ttl"
OWN_SHAPES = """
@prefix e: <https://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e:S a sh:NodeShape ; sh:targetClass e:C, owl:Class ; sh:property [ sh:path e:p ; sh:minCount 1 ] .
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that refers to the base of the examples and to the UN's goals."""
    path = tmp_path / "project.ttl"
    valid = (EXAMPLES / "project" / "valid-full.ttl").read_text(encoding="utf-8")
    path.write_text(valid.replace("sdg:17", "sdg:1"), encoding="utf-8")
    return path


def test_files_are_judged_together_with_our_vocabulary(tmp_path: Path, project: Path) -> None:
    """A project may refer to another file and to goals that ship with us."""
    base = tmp_path / "base.ttl"
    text = BASE.read_text(encoding="utf-8")
    goals = text.index("sdg:16 a")
    base.write_text(
        text[: text.index("scheme:body-types a")] + text[text.index("source:vasteras a", goals) :], encoding="utf-8"
    )

    assert check_files([base, project]).w3c_conforms
    assert not check_files([project]).conforms


def test_a_finding_is_found_with_its_line_and_words() -> None:
    """A finding comes out as a warning whose message has line, file and words in both languages."""
    report = check_files([BASE, EXAMPLES / "finding" / "invalid-Finding-warning-not.ttl"])
    warnings = [result for result in report.results if str(result.source_shape).endswith("#Finding-warning")]

    assert [Severity.WARNING] == [result.severity for result in warnings]
    assert "Line 12 of vasteras.txt: “Partner” has no value." == warnings[0].message("en")
    assert "Rad 12 i vasteras.txt: ”Partner” saknar värde." == warnings[0].message("sv")


def test_shapes_of_others_judge_the_data_alone(tmp_path: Path) -> None:
    """With a file of shapes neither our shapes nor our vocabulary take part."""
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.nt"
    shapes.write_text(OWN_SHAPES, encoding="utf-8")
    data.write_text(
        "<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.org/C> .", encoding="utf-8"
    )

    report = check_files([data], shapes)

    assert ["https://e.org/a"] == [str(result.focus_node) for result in report.results]


def test_blank_nodes_of_two_files_stay_two(tmp_path: Path) -> None:
    """Blank nodes of the same name in two files are two nodes."""
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(OWN_SHAPES, encoding="utf-8")
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for path in files:
        path.write_text("_:x a <https://e.org/C> .", encoding="utf-8")

    assert 2 == len(check_files(files, shapes).results)


@pytest.mark.parametrize("broken", ["data", "shapes"])
def test_what_cannot_be_read_says_where(tmp_path: Path, broken: str) -> None:
    """A broken file of data or shapes is named with line and column."""
    for name in ("data", "shapes"):
        (tmp_path / f"{name}.ttl").write_text("<a> <b> ." if name == broken else "", encoding="utf-8")

    with pytest.raises(UnreadableInput) as caught:
        check_files([tmp_path / "data.ttl"], tmp_path / "shapes.ttl")

    assert (str(tmp_path / f"{broken}.ttl"), 1) == (caught.value.source, caught.value.line)
