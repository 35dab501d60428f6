"""Reading RDF: every syntax gives the same graph, and what cannot be read says where and what was expected."""

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Literal, URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.rdf import SUFFIXES, parse_dataset, parse_file, parse_text

EX = "https://example.org/"
RDF_HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/">'

SAME = {
    ".ttl": '@prefix ex: <https://example.org/> . ex:a ex:p "å"@sv .',
    ".trig": '@prefix ex: <https://example.org/> . ex:g { ex:a ex:p "å"@sv }',
    ".nt": '<https://example.org/a> <https://example.org/p> "å"@sv .',
    ".nq": '<https://example.org/a> <https://example.org/p> "å"@sv <https://example.org/g> .',
    ".rdf": f'{RDF_HEAD}<rdf:Description rdf:about="{EX}a"><ex:p xml:lang="sv">å</ex:p></rdf:Description></rdf:RDF>',
    ".jsonld": '{"@id": "https://example.org/a", "https://example.org/p": {"@value": "å", "@language": "sv"}}',
}
SAME |= {".xml": SAME[".rdf"], ".json": SAME[".jsonld"]}

BROKEN = {
    ".ttl": ("@prefix ex: <https://example.org/> .\nex:a ex:p .", 2, 11, "a value here"),
    ".trig": ("{\n<https://example.org/a> ", 2, 25, "ends in the middle"),
    ".nt": ("<https://example.org/a> <https://example.org/p> .\n", 1, 49, "N-Triples"),
    ".nq": ('<https://example.org/a> <p> "a" .\n', 1, 25, "full IRI"),
    ".rdf": (f"{RDF_HEAD}\n<rdf:Description></rdf:RDF>", 2, 20, "RDF/XML"),
    ".jsonld": ('{"@id": "https://example.org/a",\n "a": [ }', 2, 9, "JSON-LD"),
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_syntax_gives_the_same_graph(tmp_path: Path, suffix: str) -> None:
    """A file is read by its suffix; named graphs are merged into one."""
    path = tmp_path / f"same{suffix}"
    path.write_text(SAME[suffix], encoding="utf-8")

    assert {(URIRef(EX + "a"), URIRef(EX + "p"), Literal("å", lang="sv"))} == set(parse_file(path))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_byte_order_mark_is_no_fault(suffix: str) -> None:
    """A file that begins with a UTF-8 byte order mark is read as if it did not."""
    assert 1 == len(parse_text(b"\xef\xbb\xbf" + SAME[suffix].encode(), suffix))


@pytest.mark.parametrize("suffix", BROKEN)
def test_what_is_broken_says_where(tmp_path: Path, suffix: str) -> None:
    """A syntax error names file, line, column and what was expected."""
    text, line, column, expected = BROKEN[suffix]
    path = tmp_path / f"broken{suffix}"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableInput) as caught:
        parse_file(path)

    assert (str(path), line, column) == (caught.value.source, caught.value.line, caught.value.column)
    assert expected in caught.value.hint
    assert caught.value.hint.startswith("Expected")
    assert f"{path}:{line}:{column}: This is not valid " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (b"ex:a ex:p 1 .", "@prefix line"),
        ("<https://e.org/å> <https://e.org/p> 1 .".encode("latin-1"), "UTF-8"),
        (b"<https://e.org/a> 1 2 .", "a property here"),
        (b"1 2 3 .", "the thing described here"),
        (b'<https://e.org/a> <https://e.org/p> "x" <https://e.org/b>', "full stop"),
    ],
)
def test_hints_say_what_was_expected(text: bytes, hint: str) -> None:
    """Common faults come with the cure."""
    with pytest.raises(UnreadableInput) as caught:
        parse_text(text, ".ttl")

    assert hint in caught.value.hint


def test_rdf_that_is_not_rdf_xml_has_no_place() -> None:
    """What is XML but no RDF is refused without a line, because the parser knows none."""
    with pytest.raises(UnreadableInput) as caught:
        parse_text(f'{RDF_HEAD}<rdf:Description rdf:about="a b"/></rdf:RDF>'.encode(), ".rdf")

    assert (None, None) == (caught.value.line, caught.value.column)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused(encoding: str) -> None:
    """XML entities can grow without end, so a DOCTYPE is refused before the parser sees it."""
    bomb = f'<?xml version="1.0"?>\n <!DOCTYPE r [<!ENTITY a "aaaa">]>{RDF_HEAD}</rdf:RDF>'

    with pytest.raises(UnreadableInput, match="DOCTYPE") as caught:
        parse_text(bomb.encode(encoding), ".rdf")

    assert 2 == caught.value.line


def test_a_doctype_in_other_syntaxes_is_text() -> None:
    """Only XML has document types."""
    assert 1 == len(parse_text(b'<https://e.org/a> <https://e.org/p> "<!DOCTYPE html>" .', ".ttl"))


def test_json_nests_within_limits() -> None:
    """JSON-LD nested so deep that it would end the process is refused; brackets in texts do not count."""
    deep = b'{"https://e.org/p":\n' * 501 + b"1" + b"}" * 501
    flat = b'{"@id": "https://e.org/a", "https://e.org/p": "' + b"[{" * 600 + b'"}'

    with pytest.raises(UnreadableInput, match="nested") as caught:
        parse_text(deep, ".jsonld")

    assert (501, 1) == (caught.value.line, caught.value.column)
    assert 1 == len(parse_text(flat, ".jsonld"))


def test_contexts_are_not_fetched() -> None:
    """A JSON-LD context on the network is refused, not fetched."""
    with pytest.raises(UnreadableInput) as caught:
        parse_text(b'{"@context": "https://example.org/context", "a": 1}', ".jsonld")

    assert "nothing is fetched" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'VERSION "1.2" <https://e.org/a> <https://e.org/p> "a"@en--ltr .', "base direction"),
        (b"<https://e.org/a> <https://e.org/p> <<( <https://e.org/a> <https://e.org/p> 1 )>> .", "triple term"),
    ],
)
def test_rdf_1_2_is_refused_by_name(text: bytes, what: str) -> None:
    """Terms that only RDF 1.2 has are refused, not mangled."""
    with pytest.raises(UnreadableInput, match=what):
        parse_text(text, ".ttl")


def test_nothing_is_read_of_half_a_file(tmp_path: Path) -> None:
    """A fault at the end of a file means that nothing of it is returned."""
    path = tmp_path / "half.nt"
    path.write_text(SAME[".nt"] * 1000 + "broken", encoding="utf-8")

    with pytest.raises(UnreadableInput):
        parse_file(path)


@pytest.mark.parametrize("name", ["data.txt", "data", "data.ttl.gz"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    """A file whose name does not tell the syntax is refused with the names that do."""
    path = tmp_path / name
    path.write_bytes(b"")

    with pytest.raises(UnreadableInput, match="which RDF syntax") as caught:
        parse_file(path)

    assert ".ttl" in caught.value.hint


@pytest.mark.parametrize("name", ["absent.ttl", "."])
def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path, name: str) -> None:
    """A missing file or a folder is unreadable input, with its name."""
    with pytest.raises(UnreadableInput, match="cannot be opened") as caught:
        parse_file(tmp_path / name)

    assert str(tmp_path / name) == caught.value.source


def test_literals_stay_as_written() -> None:
    """Neither a number nor an ill-typed literal is rewritten, and rdflib's setting is left as it was."""
    before = rdflib.NORMALIZE_LITERALS
    graph = parse_text(
        b"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <https://e.org/a> <https://e.org/p> 01, 1.50, "
        b'"none"^^xsd:boolean, "2024-13-45"^^xsd:date .',
        ".ttl",
    )

    assert {"01", "1.50", "none", "2024-13-45"} == {str(value) for value in graph.objects()}
    assert before == rdflib.NORMALIZE_LITERALS


def test_relative_iris_count_from_the_file(tmp_path: Path) -> None:
    """`<>` is the file itself."""
    path = tmp_path / "self.ttl"
    path.write_text("<> <#p> <a> .", encoding="utf-8")
    base = path.resolve().as_uri()

    assert {(URIRef(base), URIRef(f"{base}#p"), URIRef(base.replace("self.ttl", "a")))} == set(parse_file(path))


def test_blank_nodes_have_names_that_stay() -> None:
    """Blank nodes are numbered as they appear, so that two readings give the same graph."""
    text = b"_:x <https://e.org/p> [ <https://e.org/p> _:x ] ."

    assert set(parse_text(text, ".ttl", blank="n")) == set(parse_text(text, ".ttl", blank="n"))
    assert {BNode("n0"), BNode("n1")} == set(parse_text(text, ".ttl", blank="n").all_nodes())


def test_a_dataset_keeps_its_graphs_apart(tmp_path: Path) -> None:
    """The default graph is None, others have their names."""
    path = tmp_path / "some.trig"
    path.write_text("@prefix e: <https://e.org/> . e:a e:p 1 . e:g { e:b e:p 2 } _:h { e:c e:p 3 }", encoding="utf-8")

    graphs = parse_dataset(path)

    assert {None: 1, URIRef("https://e.org/g"): 1, BNode("b0"): 1} == {name: len(g) for name, g in graphs.items()}


def test_a_file_of_triples_is_a_dataset_too(tmp_path: Path) -> None:
    """A file without named graphs has a default graph only."""
    path = tmp_path / "some.ttl"
    path.write_text(SAME[".ttl"], encoding="utf-8")

    assert [None] == list(parse_dataset(path))


@given(st.binary(max_size=200), st.sampled_from(SUFFIXES))
def test_bytes_are_read_or_refused(text: bytes, suffix: str) -> None:
    """Whatever the bytes, the answer is a graph or a plain refusal."""
    try:
        said = str(type(parse_text(text, suffix)))
    except UnreadableInput as error:
        said = error.message

    assert said
    assert not re.search(r"Parser error|Traceback", said)


def test_integers_have_their_datatype() -> None:
    """A bare number of Turtle is an xsd:integer."""
    graph = parse_text(b"<https://e.org/a> <https://e.org/p> 7 .", ".ttl")

    assert [Literal("7", datatype=XSD.integer)] == list(graph.objects())
