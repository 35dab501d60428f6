"""The words of a result: in the languages of its shape, filled from the data where the shape asks for it."""

import pytest
from rdflib import Graph, Literal, URIRef

from partnergraph.namespaces import PG, RDFS, SH, SHAPE
from partnergraph.rdf import parse_text
from partnergraph.validation.messages import by_language, pick, words

SHAPE_NODE = URIRef("https://e.org/shape")
FOCUS = URIRef("https://e.org/finding")


@pytest.fixture
def data() -> Graph:
    """Return a finding in a document."""
    return parse_text(
        b"@prefix e: <https://e.org/> . @prefix pg: <https://w3id.org/partnergraph/ns#> . "
        b"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        b'e:finding pg:line 12 ; pg:inDocument e:doc ; rdfs:comment "has no value"@en, "saknar v\xc3\xa4rde"@sv . '
        b'e:doc pg:fileName "a\\\\1.txt" .',
        ".ttl",
    )


def shape(*texts: tuple[URIRef, str, str]) -> Graph:
    """Return a shape with these texts: property, text and language."""
    graph = Graph()
    for predicate, text, language in texts:
        graph.add((SHAPE_NODE, predicate, Literal(text, lang=language or None)))
    return graph


def test_texts_are_sorted_by_language() -> None:
    """Each language has its texts, in order; what is no text is left out."""
    nodes = [Literal("b", lang="en"), Literal("a", lang="en"), Literal("c"), URIRef("https://e.org/x")]

    assert {"": "c", "en": "a b"} == by_language(nodes)


@pytest.mark.parametrize(
    ("texts", "language", "text"),
    [
        ({"sv": "a", "en": "b"}, "sv", "a"),
        ({"sv": "a", "en": "b"}, "uk", "b"),
        ({"sv": "a", "": "c", "en": "b"}, "uk", "c"),
        ({"sv": "a"}, "uk", "a"),
        ({}, "sv", ""),
    ],
)
def test_the_language_falls_back(texts: dict[str, str], language: str, text: str) -> None:
    """The language asked for comes first, then texts without one, then English, then any."""
    assert text == pick(texts, language)


def test_a_template_is_filled_in_its_language(data: Graph) -> None:
    """A path in braces stands for what the focus node has there; a text is taken in the template's language."""
    shapes = shape(
        (SHAPE.messageTemplate, "Line {pg:line} of {pg:inDocument/pg:fileName}: {rdfs:comment}.", "en"),
        (SHAPE.messageTemplate, "Rad {pg:line} i {pg:inDocument/pg:fileName}: {rdfs:comment}.", "sv"),
        (SH.message, "See the finding.", "en"),
    )

    assert {
        "en": r"Line 12 of a\1.txt: has no value.",
        "sv": r"Rad 12 i a\1.txt: saknar värde.",
    } == words([Literal("See the finding.")], shapes, [SHAPE_NODE], data, FOCUS)


def test_a_template_shows_what_is_missing(data: Graph) -> None:
    """Where the focus node has nothing, or a prefix is unknown, a question mark stands."""
    shapes = shape((SHAPE.messageTemplate, "{pg:code} {nowhere:x} {?value}", "en"))

    assert {"en": "? ? {?value}"} == words([], shapes, [SHAPE_NODE], data, FOCUS)


def test_filled_messages_get_their_language_back(data: Graph) -> None:
    """The engine drops the tag of a message that it fills; it is found again by the words around the slots."""
    shapes = shape((SH.message, "Value {?value} is odd", "en"), (SH.message, "Värdet {?value} är udda", "sv"))
    reported = [Literal("Value a\nb is odd"), Literal("Värdet a\nb är udda")]

    assert {"en": "Value a\nb is odd", "sv": "Värdet a\nb är udda"} == words(
        reported, shapes, [SHAPE_NODE], data, FOCUS
    )


def test_the_message_with_most_words_wins(data: Graph) -> None:
    """When two templates fit, the one with more words of its own gives the language."""
    shapes = shape((SH.message, "{?a}", "sv"), (SH.message, "Value {?a}", "en"))

    assert {"en": "Value 1"} == words([Literal("Value 1")], shapes, [SHAPE_NODE], data, FOCUS)


def test_generic_messages_have_no_language(data: Graph) -> None:
    """What the engine says of its own accord is kept without a language."""
    reported = [Literal("Less than 1 values"), Literal("tagged", lang="en"), URIRef("https://e.org/x")]

    assert {"": "Less than 1 values", "en": "tagged"} == words(reported, Graph(), [SHAPE_NODE], data, FOCUS)


def test_a_shape_that_was_not_heard_speaks_for_itself(data: Graph) -> None:
    """When the engine reports no message of the shape, the shape's own stand there, their slots open."""
    shapes = shape((SH.message, "Value {?value} is odd", "en"))

    assert {"en": "Value … is odd"} == words([Literal("Generic")], shapes, [SHAPE_NODE], data, FOCUS)


def test_labels_are_texts_too() -> None:
    """Labels of a term are texts by language."""
    graph = Graph()
    graph.add((PG.goal, RDFS.label, Literal("mål", lang="sv")))

    assert {"sv": "mål"} == by_language(graph.objects(PG.goal, RDFS.label))
