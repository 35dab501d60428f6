"""Whatever a graph says, framing it loses nothing and adds nothing."""

from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from partnergraph.jsonld import Statement, framed
from partnergraph.jsonld.context import terms
from partnergraph.namespaces import BASE, PG, RDF, RDFS, XSD

from .reading import meant, said

_ABOUT: Final = f"{BASE}id/body/a"
_INTEGER, _STRING, _LANGUAGE = (str(each) for each in (XSD.integer, XSD.string, RDF.langString))


def _iri(definition: object) -> str:
    named = definition.get("@id", definition.get("@reverse")) if isinstance(definition, dict) else definition
    return str(named)


_names = st.sampled_from(sorted({_iri(each) for each in terms().values() if "://" in _iri(each)}))
_resources = st.sampled_from([_ABOUT, "http://a/b", "http://a/c", "http://a/d", "_:x", "_:y"])
_predicates = st.one_of(_names, st.sampled_from(["http://a/p", str(RDF.type)]))
_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5)
_odd = st.sampled_from(["1", "-1", "-0", "01", "+1", "true", "1.0", "1e0", "x", "9" * 20, "2020", ""])
_datatypes = st.sampled_from([str(each) for each in (XSD.integer, XSD.boolean, XSD.decimal, XSD.double, XSD.gYear)])
_parts = st.one_of(
    st.tuples(_resources, _predicates, st.one_of(_resources, _names)),
    st.tuples(_resources, _predicates, _texts, st.just(_STRING)),
    st.tuples(_resources, _predicates, _odd, st.one_of(_datatypes, st.just("http://a/datatype"))),
    st.tuples(_resources, _predicates, _texts, st.just(_LANGUAGE), st.sampled_from(["sv", "en", "zh-hans", "id"])),
)
_statements = _parts.map(lambda parts: Statement(*parts))


@settings(max_examples=300, deadline=None)
@given(st.lists(_statements, max_size=12))
@example(
    [
        Statement(_ABOUT, "http://a/p", "_:x"),
        Statement("_:x", "http://a/q", _ABOUT),
        Statement("http://a/b", "http://a/p", "http://a/c"),
        Statement(_ABOUT, str(RDFS.label), "untagged", _STRING),
        Statement(_ABOUT, str(RDFS.label), "a", _LANGUAGE, "en"),
        Statement(_ABOUT, str(RDFS.label), "b", _LANGUAGE, "en"),
        Statement(_ABOUT, str(PG.line), "007", _INTEGER),
        Statement(_ABOUT, str(PG.line), str(2**60), _INTEGER),
        Statement(_ABOUT, str(PG.goalStatement), "http://a/statement"),
        Statement(_ABOUT, str(PG.partner), "no identifier", _STRING),
    ]
)
def test_any_graph_is_its_triples_again(statements: list[Statement]) -> None:
    """Any mixture of our terms, foreign ones, blank nodes and odd literals parses back to the same triples."""
    statements = [*statements, Statement(_ABOUT, str(RDF.type), str(PG.LocalGovernment))]
    assert meant(statements) == said(framed(statements, _ABOUT))
