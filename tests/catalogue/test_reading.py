"""Tests of reading canned queries: what a file says, and what is said of a broken one."""

from pathlib import Path

import pytest
from rdflib import XSD, Literal, URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.namespaces import PG, SDGO
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import catalogue_of, read_catalogue, read_query

_HEADER = """\
#+ title:
#+   en: One
#+   sv: Ett
#+ description:
#+   en: "One: the first"
#+   sv: Ett är först.
"""
_GOAL = f"""{_HEADER}#+ parameters:
#+   goal: {{en: Goal, sv: Mål, class: sdgo:Goal}}
PREFIX sdg: <http://metadata.un.org/sdg/>
SELECT ?goal {{ VALUES ?goal {{ sdg:16 }} ?s ?p ?goal }}
"""


def _written(folder: Path, text: str, name: str = "one.rq") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_query_is_read_whole(tmp_path: Path) -> None:
    """Name, words and text come from the file, and the text is the file as it stands."""
    text = f"{_HEADER}#+ tags: [a-b, c]\n#+ chart: bar\n#+ since: 0.1.0\n# a comment\nASK {{}}\n"
    canned = read_query(_written(tmp_path, text))

    assert ("one", "ask", "bar", "0.1.0", ("a-b", "c")) == (
        canned.name, canned.form, canned.chart, canned.since, canned.tags,
    )  # fmt: skip
    assert {"en": "One: the first", "sv": "Ett är först."} == dict(canned.description)
    assert text == canned.text
    assert canned.runs_alone


def test_columns_come_in_the_order_of_the_query(tmp_path: Path) -> None:
    """A column has the labels of the header, or its own name where the header has none."""
    text = f"{_HEADER}#+ columns:\n#+   n: {{en: Number, sv: Antal}}\n"
    text += "SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o } GROUP BY ?s"
    canned = read_query(_written(tmp_path, text))

    assert [("s", "s"), ("n", "Antal")] == [(name, label["sv"]) for name, label in canned.columns.items()]


def test_a_parameter_is_a_block_with_a_type(tmp_path: Path) -> None:
    """Type, default and place of a parameter come from header and block; it is not required unless it says so."""
    canned = read_query(_written(tmp_path, _GOAL))
    goal = canned.parameters["goal"]

    assert ("class", str(SDGO.Goal), False, False) == (goal.kind, goal.of, goal.required, goal.multiple)
    assert (URIRef("http://metadata.un.org/sdg/16"),) == goal.default
    assert " sdg:16 " == "".join(canned.text[slice(*inside)] for inside in goal.insides)


@pytest.mark.parametrize(
    ("kind", "block", "default"),
    [
        ("datatype: xsd:gYear", '"2020"^^xsd:gYear', (Literal("2020", datatype=XSD.gYear),)),
        ("datatype: xsd:integer", "-3", (Literal("-3", datatype=XSD.integer),)),
        ("datatype: xsd:boolean", "true", (Literal("true", datatype=XSD.boolean),)),
        ("datatype: xsd:string", '"a } b # c"', (Literal("a } b # c"),)),
        ("in: [en, sv]", '"sv"', (Literal("sv"),)),
        ("in: [pg:Stated, pg:Inherited], multiple: true", "pg:Stated pg:Inherited", (PG.Stated, PG.Inherited)),
        ("scheme: <https://example.org/s>", "UNDEF", ()),
        ("class: pg:Country, required: true", "", ()),
    ],
)
def test_every_type_has_its_defaults(tmp_path: Path, kind: str, block: str, default: tuple[object, ...]) -> None:
    """Literals, listed terms and IRIs are read from the block; UNDEF is anything, and a required one needs none."""
    text = f"{_HEADER}#+ parameters:\n#+   x: {{en: X, sv: X, {kind}}}\n"
    text += f"PREFIX pg: <{PG}>\nPREFIX xsd: <{XSD}>\nASK {{ VALUES ?x {{ {block} }} ?s ?p ?x }}"

    assert default == read_query(_written(tmp_path, text)).parameters["x"].default


def test_choices_are_a_query(tmp_path: Path) -> None:
    """What can be chosen is asked by a query named in the header, else by one for the class or scheme."""
    _written(tmp_path / "choices", "SELECT ?value { ?value a <urn:goal> }", "goals.rq")
    named = _GOAL.replace("class: sdgo:Goal", "class: sdgo:Goal, choices: goals")
    read = read_catalogue(_written(tmp_path, named).parent)

    assert "SELECT ?value { ?value a <urn:goal> }" == read["one"].parameters["goal"].choices
    assert read["one"] == read_query(tmp_path / "one.rq")
    assert f"{{ <{SDGO.Goal}> }}" in read_query(_written(tmp_path, _GOAL)).parameters["goal"].choices


_X = "#+ parameters:\n#+   x: "
_BODY = "ASK { VALUES ?x { 1 } ?s ?p ?x }"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ASK {}", 1, "no header"),
        (_HEADER.replace("#+   sv: Ett\n", "") + "ASK {}", 2, "no words in sv"),
        (f"{_HEADER}#+ colour: red\nASK {{}}", 7, "'colour'"),
        (f"{_HEADER}#+ tag: [a]\nASK {{}}", 7, "Did you mean 'tags'"),
        (f"{_HEADER}#+ title: One\nASK {{}}", 7, "'title' twice"),
        (f"#+   en: One\n{_HEADER}ASK {{}}", 2, "not YAML"),
        (f"{_HEADER}#+   de: Eins\nASK {{}}", 7, "'de'"),
        (f"{_HEADER}#+   en:\nASK {{}}", 7, "twice"),
        (f"{_HEADER}#+ - title\nASK {{}}", 7, "not YAML"),
        (_HEADER.replace('"One: the first"', "One: the first") + "ASK {}", 5, "double quotes"),
        (_HEADER.replace("en: One\n", "en: [One]\n") + "ASK {}", 2, "not one value"),
        (_HEADER.split("#+ description", maxsplit=1)[0] + "ASK {}", None, "no description"),
        (f"{_HEADER}#+ tags: [One Two]\nASK {{}}", 7, "lower-case words"),
        (f"{_HEADER}#+ tags: one\nASK {{}}", 7, "not a list"),
        (f"{_HEADER}#+ chart: pie\nASK {{}}", 7, "'pie'"),
        (f"{_HEADER}ASK {{}}\n#+ tags: [a]", 8, "at the top"),
        (f"{_HEADER}#+ columns:\n#+   n: {{en: N, sv: N}}\nASK {{}}", 8, "no column"),
        (f"{_HEADER}{_X}{{en: X, sv: X}}\n{_BODY}", 8, "exactly one of datatype, class, scheme, in"),
        (f"{_HEADER}{_X}{{en: X, sv: X, class: nothing}}\n{_BODY}", 8, "no IRI"),
        (f"{_HEADER}{_X}{{en: X, sv: X, in: [a], class: pg:Goal}}\n{_BODY}", 8, "exactly one of"),
        (f"{_HEADER}{_X}{{en: X, sv: X, class: pg:Goal, choices: none}}\n{_BODY}", 8, "'none'"),
        (f"{_HEADER}{_X}{{en: X, sv: X, class: pg:Goal, required: yes}}\n{_BODY}", 8, "true, false"),
        (f"{_HEADER}{_X}{{en: X, sv: X, class: pg:Goal}}\n{_BODY}", 9, "no IRI"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:gYear}}\n{_BODY}", 9, "gYear"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:anyURI}}\n{_BODY}", 8, "No parameter is of the type"),
        (f"{_HEADER}{_X}{{en: X, sv: X, in: [a, b]}}\n{_BODY}", 9, "not one of those"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:integer}}\n{_BODY.replace('1', '1 2')}", 9, "more than one"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:integer}}\n{_BODY.replace('1', '')}", 9, "needs a default"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:integer}}\n{_BODY.replace('1', 'a:b')}", 9, "no term"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:integer}}\nASK {{}}", 8, "no block"),
        (f"{_HEADER}{_X[:-3]}lang: {{en: X, sv: X, in: [a]}}\nASK {{}}", 8, "in an address"),
        (f"{_HEADER}{_X[:-3]}'a b': {{en: X, sv: X, in: [a]}}\nASK {{}}", 8, "no name of a variable"),
        (f"{_HEADER}{_X}{{en: X, sv: X, datatype: xsd:integer}}\n{_BODY} VALUES ?x {{ 2 }}", 8, "different blocks"),
        (f"{_HEADER}", None, "holds no query"),
        (f"{_HEADER}ASK {{ SERVICE <http://x/> {{}} }}", None, "SERVICE is refused"),
        (f"{_HEADER}ASK {{ 'x }}", None, "never closed"),
    ],
)
def test_a_broken_query_is_refused_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    """What is wrong with a file is said with its name, its line and the reason."""
    path = _written(tmp_path, text)
    with pytest.raises(UnreadableInput) as caught:
        read_catalogue(tmp_path)

    assert words in str(caught.value)
    assert (str(path), line) == (caught.value.source, caught.value.line)


def test_a_name_must_make_an_address(tmp_path: Path) -> None:
    """The name of a file is the name of its query, so it is lower-case words with hyphens."""
    with pytest.raises(UnreadableInput, match="lower-case words"):
        read_query(_written(tmp_path, f"{_HEADER}ASK {{}}", "One Query.rq"))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused at its first odd byte."""
    path = tmp_path / "one.rq"
    path.write_bytes(_HEADER.encode("latin-1"))
    with pytest.raises(UnreadableInput, match="not UTF-8 at byte"):
        read_query(path)


def test_a_mark_of_byte_order_is_no_part_of_a_query(tmp_path: Path) -> None:
    """Editors that begin a file with U+FEFF, and end its lines with CR LF, write queries like any other."""
    path = tmp_path / "one.rq"
    path.write_bytes(f"\ufeff{_HEADER}ASK {{}}\n".replace("\n", "\r\n").encode())

    assert f"{_HEADER}ASK {{}}\n" == read_query(path).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?other { ?other ?p ?o }", "selects [?]value"),
        ("ASK {}", "selects [?]value"),
        ("SELECT ?value { SERVICE <http://x/> { ?value ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_choices_that_list_no_values_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """A query for choices is held to its form when the catalogue is read, not when somebody chooses."""
    path = _written(tmp_path / "choices", text, "odd.rq")
    with pytest.raises(UnreadableInput, match=words) as caught:
        read_catalogue(tmp_path)

    assert str(path) == caught.value.source


def test_a_folder_of_ones_own_stands_beside_ours(tmp_path: Path) -> None:
    """Queries of the folder that a setting names come after those that ship, and may use the choices of both."""
    _written(tmp_path, _GOAL.replace("class: sdgo:Goal", "class: sdgo:Goal, choices: goals"), "my-goal.rq")
    names = list(catalogue_of(Settings(queries=tmp_path)))

    assert "my-goal" == names[-1]
    assert list(catalogue_of(Settings())) == names[:-1]


def test_a_name_is_never_taken_from_ours(tmp_path: Path) -> None:
    """A query of one's own with the name of one that ships is refused, and so is a folder that is not there."""
    _written(tmp_path, f"{_HEADER}ASK {{}}", "goals-by-count.rq")

    with pytest.raises(UnreadableInput, match="already"):
        catalogue_of(Settings(queries=tmp_path))
    with pytest.raises(UnreadableInput, match="no such folder"):
        catalogue_of(Settings(queries=tmp_path / "none"))
