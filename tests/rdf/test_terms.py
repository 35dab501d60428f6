"""Terms keep their form on the way between the libraries, and rdflib's switch returns to where it was."""

import logging

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Literal, URIRef, Variable

from partnergraph.rdf import read_term, term_text, to_oxigraph, to_rdflib, without_normalisation


@pytest.mark.parametrize("before", [True, False])
def test_the_switch_returns(monkeypatch: pytest.MonkeyPatch, before: bool) -> None:  # noqa: FBT001 - pytest's way
    """Literals are kept as written inside the block, and the old setting returns after it."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", before)

    with without_normalisation():
        inside = rdflib.NORMALIZE_LITERALS
        kept = Literal("01", datatype=XSD.integer)

    assert not inside
    assert "01" == str(kept)
    assert before == rdflib.NORMALIZE_LITERALS


def test_the_switch_returns_after_an_error() -> None:
    """An error inside the block leaves rdflib as it was before."""
    before = rdflib.NORMALIZE_LITERALS

    with pytest.raises(KeyError), without_normalisation():
        raise KeyError

    assert before == rdflib.NORMALIZE_LITERALS


def test_blocks_may_nest() -> None:
    """An inner block does not switch the outer one off."""
    with without_normalisation():
        with without_normalisation():
            pass
        kept = Literal("01", datatype=XSD.integer)

    assert "01" == str(kept)


@pytest.mark.parametrize("lexical", ["none", "yes", "TRUE?"])
def test_a_weird_boolean_is_ill_typed(lexical: str) -> None:
    """A boolean that is none is told apart from false."""
    with without_normalisation():
        literal = Literal(lexical, datatype=XSD.boolean)

    assert literal.ill_typed
    assert literal.value is None


def test_ill_typed_literals_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """SHACL reports ill-typed literals; rdflib's log with tracebacks stays silent, and speaks again afterwards."""
    with caplog.at_level(logging.WARNING, "rdflib.term"):
        with without_normalisation():
            Literal("2024-13-45", datatype=XSD.date)
        silent = len(caplog.records)
        Literal("2024-13-45", datatype=XSD.date)

    assert 0 == silent
    assert 1 == len(caplog.records)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_literals_keep_their_text(text: str) -> None:
    """Any text survives the way to pyoxigraph and back."""
    assert Literal(text) == to_rdflib(to_oxigraph(Literal(text)))


@pytest.mark.parametrize(
    "term",
    [
        URIRef("https://example.org/å"),
        BNode("b1"),
        Literal("Västerås", lang="sv"),
        Literal("01", datatype=XSD.integer, normalize=False),
        Literal("1.50", datatype=XSD.decimal, normalize=False),
        Literal("<p>", datatype=RDF.HTML, normalize=False),
    ],
)
def test_terms_keep_their_form(term: URIRef | BNode | Literal) -> None:
    """IRIs, blank nodes and literals survive the way to pyoxigraph and back, lexical form and all."""
    assert term == to_rdflib(to_oxigraph(term))


def test_plain_texts_have_no_datatype() -> None:
    """A plain text of pyoxigraph is the plain text of rdflib, which is not equal to its own xsd:string."""
    assert Literal("a") == to_rdflib(ox.Literal("a"))


def test_what_is_no_term_is_refused() -> None:
    """A variable is no term of RDF."""
    with pytest.raises(TypeError, match="no term"):
        to_oxigraph(Variable("x"))


@given(text=st.text(st.characters(exclude_categories=["Cs"])), language=st.sampled_from([None, "sv", "en-GB"]))
def test_a_term_is_written_in_one_line_and_read_again(text: str, language: str | None) -> None:
    """Whatever a literal holds, its text is one line that reads as the same literal."""
    literal = Literal(text, lang=language)
    written = term_text(literal)

    assert "\n" not in written
    assert literal == read_term(written, {})


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("pg:goal", URIRef("https://example.org/goal")),
        ("<urn:x>", URIRef("urn:x")),
        ("-1", Literal("-1", datatype=XSD.integer)),
        ("true", Literal("true", datatype=XSD.boolean)),
        ("'a'@sv", Literal("a", lang="sv")),
    ],
)
def test_terms_are_read_as_queries_write_them(text: str, term: URIRef | Literal) -> None:
    """Prefixed names, IRIs and the short forms of literals."""
    assert term == read_term(text, {"pg": "https://example.org/"})


@pytest.mark.parametrize("text", ["", "a", "x:y", "?x", "1 , 2", "1 . <a:b> <a:b> 2", "_:b", "[]", "<no iri>"])
def test_text_that_is_not_one_term_is_refused(text: str) -> None:
    """A variable, a blank node, two terms or more statements are not one term."""
    with pytest.raises(ValueError, match=r"^.*$"):
        read_term(text, {})
