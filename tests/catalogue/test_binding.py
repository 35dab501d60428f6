"""Tests of binding: any value comes out as the term it is, and nothing but the inside of its block ever changes."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from partnergraph.errors import PartnerGraphError, UnsuitableValue, WrongUsage
from partnergraph.namespaces import PG
from partnergraph.sparql.catalogue import CannedQuery, bind, fill, read_query, usual, values
from partnergraph.sparql.outline import Outline
from partnergraph.sparql.scan import scan

_TEXT = """\
#+ title: {en: One, sv: Ett}
#+ description: {en: One, sv: Ett}
#+ parameters:
#+   word: {en: Word, sv: Ord, datatype: xsd:string}
#+   year: {en: Year, sv: År, datatype: xsd:gYear}
#+   evidence: {en: Evidence, sv: Grund, in: [pg:Stated, pg:Inherited], multiple: true}
#+   language: {en: Language, sv: Språk, in: [en, sv]}
#+   place: {en: Place, sv: Plats, class: pg:Territory}
PREFIX pg: <https://w3id.org/partnergraph/ns#>
SELECT ?word ?year ?evidence ?language ?place ("VALUES ?word { 1 }" AS ?same) # VALUES ?word { 2 }
WHERE {
  VALUES ?word { "a }" }
  VALUES $year { "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> }
  { SELECT * { VALUES ?evidence { pg:Stated } } }
  VALUES ?language{"en"}
  VALUES ?place { UNDEF }
  VALUES (?word2 ?other) { (1 2) }
}
"""

_NASTY = [
    '"', "'",
    "\\", '\\"', "a\\", "}", "} } SERVICE <http://127.0.0.1:9/> { {", '" } SERVICE <http://x/> { "', '"""', "'''",
    "<urn:x>", "?x", "# comment", "\n} #", "\r", "\t", "\0", "\x7f", "\u0085", "\u2028", "\ufeff", "\uffff",
    "; DROP ALL",     "UNDEF", "$1", "\\g<0>", "\\1", "{0}", "%s",
    "å̊", "👩‍👩‍👧", "VALUES ?word { 1 }", "\N{RIGHT-TO-LEFT OVERRIDE}",
]  # fmt: skip

_values = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*_NASTY, "a", " ", "Västerås"]), max_size=8).map("".join),
    st.text(alphabet="\"'\\{}<>?$#\n\r\tuU0041 SERVICE", max_size=40),
)


def _nothing(_query: str) -> Sequence[str]:
    return ()


def _nowhere(_text: str, _of: str) -> Sequence[str]:
    return ()


@pytest.fixture(scope="session")
def canned(tmp_path_factory: pytest.TempPathFactory) -> CannedQuery:
    """Return a query with a parameter of each kind."""
    path: Path = tmp_path_factory.mktemp("queries") / "one.rq"
    path.write_text(_TEXT, encoding="utf-8")
    return read_query(path)


def _around(text: str, name: str) -> list[str]:
    """Return the tokens of a query but for those inside the block of a parameter."""
    outline = Outline.of(text)
    opener = next(
        index + 2
        for index, token in enumerate(outline.tokens)
        if token.word == "VALUES" and outline.at(index + 1).text[1:] == name
    )
    last = outline.closers[opener]
    return [token.text for token in (*outline.tokens[: opener + 1], *outline.tokens[last:])]


@given(value=_values)
@example(value='" } SERVICE <http://127.0.0.1:9/> { ?a ?b "')
@example(value="\\")
@example(value="\N{REPLACEMENT CHARACTER}")
def test_any_text_comes_out_as_it_went_in(canned: CannedQuery, value: str) -> None:
    """The engine answers with the very text that was given, in a query that is otherwise the same word for word."""
    try:
        bound = bind(canned, {"word": [value]}, _nowhere)
    except UnsuitableValue:
        assert "\\u" in value.lower()
        return
    answer = ox.Store().query(bound)
    assert isinstance(answer, ox.QuerySolutions)
    rows = [[term and getattr(term, "value", "") for term in row] for row in answer]

    expected = value if value.strip() else "a }"
    assert [[expected, "2020", str(PG.Stated), "en", None, "VALUES ?word { 1 }"]] == rows
    assert _around(canned.text, "word") == _around(bound, "word")
    assert "select" == scan(bound).form


@given(value=_values)
@pytest.mark.parametrize("name", ["year", "language", "evidence", "place"])
def test_no_parameter_takes_what_does_not_fit(canned: CannedQuery, name: str, value: str) -> None:
    """A year, a listed term and a resource are what they must be, or an error that names the parameter."""
    try:
        terms = values(canned, {name: [value]}, _nowhere).get(name, ())
    except UnsuitableValue as refused:
        terms = ()
        assert_named = refused.parameter
    else:
        assert_named = name

    assert name == assert_named
    assert all(term.isdigit() if name == "year" else term in canned.parameters[name].allowed for term in terms)


@given(value=_values)
def test_what_is_for_any_store_has_no_signs_that_stores_read_in_different_ways(canned: CannedQuery, value: str) -> None:
    """A portable text holds no backslash beside those that N-Triples writes for quotation marks."""
    try:
        (word,) = values(canned, {"word": [value]}, _nowhere, portable=True).get("word", (Literal(""),))
    except UnsuitableValue:
        return

    assert "\\" not in word
    assert not any(ord(character) < 32 for character in word)


def test_values_that_are_not_given_stay_as_the_file_has_them(canned: CannedQuery) -> None:
    """With nothing given the text is the file's, and an empty field of a form is nothing."""
    assert canned.text == bind(canned, {}, _nowhere) == bind(canned, {"word": [""], "year": [" "]}, _nowhere)


def test_who_gives_the_usual_values_asks_the_usual_question(canned: CannedQuery) -> None:
    """Values that are those of the file leave the text as it is, however they were written; so does none at all."""
    given = {"word": ["a }"], "year": ["2020"], "evidence": ["stated"], "language": ["en"], "place": [""]}
    assert canned.text == bind(canned, given, _nowhere)
    other = bind(canned, {**given, "language": ["sv"]}, _nowhere)
    assert canned.text != other
    assert [canned.text, other] == list(dict.fromkeys(usual(canned, _nothing)))[:2]


def test_several_values_fill_one_block(canned: CannedQuery) -> None:
    """A parameter that takes several is bound to each of them once; each block has its own."""
    bound = bind(canned, {"evidence": ["stated", "pg:Inherited", str(PG.Stated)], "language": ["sv"]}, _nowhere)

    assert f"VALUES ?evidence {{ <{PG.Stated}> <{PG.Inherited}> }}" in bound
    assert 'VALUES ?language{ "sv" }' in bound


def test_a_resource_is_what_the_resolver_says(canned: CannedQuery) -> None:
    """The resolver is handed the text and the class, and its one answer is bound as an IRI."""
    asked = []

    def resolve(text: str, of: str) -> list[str]:
        asked.append((text, of))
        return ["https://example.org/västerås"]

    terms = values(canned, {"place": [" Västerås "]}, resolve)

    assert [("Västerås", str(PG.Territory))] == asked
    assert {"place": (URIRef("https://example.org/västerås"),)} == dict(terms)
    assert "VALUES ?place { <https://example.org/västerås> }" in fill(canned, terms)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"word": ["a", "b"]}, "word has 2 values"),
        ({"word": ["x" * 1_001]}, "longer than 1,000"),
        ({"word": ["\ud800"]}, "half a character"),
        ({"word": ["\\u0022"]}, "backslash with u"),
        ({"year": ["last"]}, "year cannot be 'last'\nIt takes a value of the type xsd:gYear, such as 2020."),
        ({"language": ["de"]}, "language cannot be 'de'\nIt takes one of en, sv."),
        ({"evidence": ["none"]}, "It takes some of pg:Stated, pg:Inherited."),
        ({"place": ["Nowhere"]}, "IRI, code or name of a resource of the class pg:Territory."),
    ],
)
def test_an_unsuitable_value_names_its_parameter_and_what_it_takes(
    canned: CannedQuery, given_: dict[str, list[str]], words: str
) -> None:
    """Each refusal says which parameter, and what may be given instead."""
    with pytest.raises(UnsuitableValue) as caught:
        bind(canned, given_, _nowhere)

    assert words in str(caught.value)
    assert next(iter(given_)) == caught.value.parameter


def test_a_name_of_two_things_is_refused_with_both(canned: CannedQuery) -> None:
    """What could mean two things is told, with the names of both."""
    with pytest.raises(UnsuitableValue, match="territory:a, territory:b"):
        bind(canned, {"place": ["A"]}, lambda *_: [f"https://w3id.org/partnergraph/id/territory/{x}" for x in "ba"])


def test_an_unknown_parameter_is_refused_with_the_nearest(canned: CannedQuery) -> None:
    """A name that is none is a wrong question, not a wrong value, and the nearest name is told."""
    with pytest.raises(WrongUsage, match="Did you mean evidence") as caught:
        bind(canned, {"evidens": ["stated"]}, _nowhere)

    assert not isinstance(caught.value, UnsuitableValue)
    with pytest.raises(PartnerGraphError, match="It has word, year"):
        bind(canned, {"x": ["1"]}, _nowhere)


def test_a_required_parameter_must_be_given(canned: CannedQuery, tmp_path: Path) -> None:
    """What stands in the block of a required parameter is an example, and never an answer."""
    path = tmp_path / "needs.rq"
    path.write_text(canned.text.replace("sv: Ord, ", "sv: Ord, required: true, "), encoding="utf-8")
    needs = read_query(path)

    assert not needs.runs_alone
    with pytest.raises(UnsuitableValue, match="word is missing\nIt takes a value of the type xsd:string, such as a }"):
        bind(needs, {"word": [""]}, _nowhere)


def test_blocks_that_say_the_same_are_one_parameter(tmp_path: Path) -> None:
    """A value replaces the inside of each block, so that a query can be written in a shape that engines answer fast."""
    path = tmp_path / "twice.rq"
    block = "VALUES ?evidence { pg:Stated }"
    header = "\n".join(line for line in _TEXT.splitlines() if line.startswith(("#+ t", "#+ d", "#+ p", "#+   ev")))
    text = f"{header}\nPREFIX pg: <{PG}>\nSELECT * {{ {{ {block} }} UNION {{ {block} }} }}\n"
    path.write_text(text, encoding="utf-8")

    filled = fill(read_query(path), {"evidence": [PG.Inherited]})

    assert text.replace(block, f"VALUES ?evidence {{ <{PG.Inherited}> }}") == filled
