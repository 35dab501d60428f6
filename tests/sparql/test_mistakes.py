"""Tests of the translator: an engine's refusal becomes a place, a plain sentence and a hint, in two languages."""

import io
import random
import re
import time
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any, Final

import pyoxigraph as ox
import pytest

from partnergraph.errors import QuerySyntax
from partnergraph.formats import JSON
from partnergraph.language import WRITTEN
from partnergraph.sparql.mistakes import Mistake, Vocabulary, diagnose, in_plain_words, samples, wording
from partnergraph.sparql.mistakes.diagnosis import RULES
from partnergraph.sparql.outline import Outline
from partnergraph.store.evaluation import evaluate

_DATA: Final = Path(__file__).resolve().parents[1] / "data"
_CASES: Final = tomllib.loads((_DATA / "mistakes.toml").read_text(encoding="utf-8"))["mistake"]
_PROLOGUE: Final = "PREFIX : <http://e/> PREFIX foaf: <http://f/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
_WELL_FORMED: Final = (_DATA / "well-formed.rq").read_text(encoding="utf-8").split("# ====\n")[1:]
_PG: Final = "PREFIX pg: <https://w3id.org/partnergraph/ns#>"


def _refused(query: str) -> QuerySyntax:
    """Return what the engine says of a query that it refuses."""
    with pytest.raises(QuerySyntax) as caught:
        evaluate(ox.Store(), query, io.BytesIO(), answer_format=JSON)
    return caught.value


def _told(query: str) -> Mistake:
    error = in_plain_words(_refused(query), query)
    assert isinstance(error.mistake, Mistake)
    return error.mistake


@pytest.mark.parametrize("case", _CASES, ids=range(len(_CASES)))
def test_what_the_engine_refuses_is_told_in_plain_words(case: dict[str, Any]) -> None:
    """Each query that the engine refuses has its kind, line, column, sentence and hint."""
    error = in_plain_words(_refused(case["query"]), case["query"])
    assert isinstance(error.mistake, Mistake)
    assert (case["kind"], case["place"]) == (error.mistake.kind, [error.line, error.column])
    assert (case["sentence"], case["hint"]) == (error.message, error.hint)


def test_a_missing_brace_is_shown_where_it_was_missed() -> None:
    """The first of the four mistakes that people complain of: the line, the caret, and the brace that stands open."""
    told = _told("SELECT *\nWHERE {\n  ?s ?p ?o\nLIMIT 5")
    assert ("missing-close-brace", 4, 1) == (told.kind, told.line, told.column)
    assert ("LIMIT 5", "^") == (told.source, told.caret)
    assert "A `}` is missing: the `{` of line 2, column 7 is never closed." == told.sentence["en"]
    assert "Ett `}` saknas: `{` på rad 2, kolumn 7 avslutas aldrig." == told.sentence["sv"]


def test_an_unknown_prefix_comes_with_the_one_that_was_meant() -> None:
    """The second: a prefix one letter off is answered with ours, and with the line that declares it."""
    told = _told("SELECT * {\n\t?s pgx:goal ?o }")
    assert ("\t?s pgx:goal ?o }", "\t   ^") == (told.source, told.caret)
    assert (
        "Prefix `pgx:` is not declared.",
        f"Did you mean `pg:`? Then add the line `{_PG}` at the top.",
    ) == told.text("en")
    assert ("Prefixet `pgx:` är inte deklarerat.", f"Menade du `pg:`? Lägg då till raden `{_PG}` överst.") == (
        told.text("sv")
    )


def test_an_ungrouped_variable_is_named() -> None:
    """The third: the variable that is neither grouped by nor aggregated is pointed at."""
    told = _told("SELECT ?s (COUNT(?o) AS ?n)\n{ ?s ?p ?o }\nGROUP BY ?p")
    assert ("SELECT ?s (COUNT(?o) AS ?n)", "       ^") == (told.source, told.caret)
    assert "`?s` is selected beside an aggregate, but is not grouped by." == told.sentence["en"]


def test_a_misspelt_keyword_is_spelt() -> None:
    """The fourth: `FILTR(` is answered with FILTER, at the word and not eight characters on."""
    told = _told("SELECT *\n{ ?s ?p ?o\n  FILTR(?o > 3) }")
    assert (3, 3, "  FILTR(?o > 3) }", "  ^") == (told.line, told.column, told.source, told.caret)
    assert ("`FILTR` is not a word of SPARQL.", "Did you mean `FILTER`?") == told.text("en")
    assert ("`FILTR` är inget ord i SPARQL.", "Menade du `FILTER`?") == told.text("sv")


@pytest.mark.parametrize(
    ("prefix", "namespace"),
    [
        ("wd", "http://www.wikidata.org/entity/"),
        ("wdt", "http://www.wikidata.org/prop/direct/"),
        ("foaf", "http://xmlns.com/foaf/0.1/"),
        ("schema", "https://schema.org/"),
        ("dct", "http://purl.org/dc/terms/"),
        ("geo", "http://www.opengis.net/ont/geosparql#"),
        ("sh", "http://www.w3.org/ns/shacl#"),
        ("void", "http://rdfs.org/ns/void#"),
        ("dcat", "http://www.w3.org/ns/dcat#"),
        ("prov", "http://www.w3.org/ns/prov#"),
        ("time", "http://www.w3.org/2006/time#"),
        ("qb", "http://purl.org/linked-data/cube#"),
        ("body", "https://w3id.org/partnergraph/id/body/"),
    ],
)
def test_a_well_known_prefix_comes_with_its_line(prefix: str, namespace: str) -> None:
    """Prefixes of ours and those that everybody knows are suggested with their namespaces."""
    hint = f"Add the line `PREFIX {prefix}: <{namespace}>` at the top."
    assert hint == _told(f"ASK {{ ?s ?p {prefix}:x }}").hint["en"]


@pytest.mark.parametrize("query", _WELL_FORMED, ids=range(len(_WELL_FORMED)))
def test_no_rule_finds_a_mistake_in_a_query_that_is_right(query: str) -> None:
    """Every rule is silent on queries that the engine takes, from all corners of the grammar."""
    text = _PROLOGUE + query
    ox.Store().query(text)
    outline = Outline.of(text)
    assert [] == [clue for rule in RULES if (clue := rule(outline, Vocabulary())) is not None]


def test_the_canned_queries_are_right(root: Path) -> None:
    """Every rule is silent on the queries that ship."""
    for path in sorted((root / "src" / "partnergraph" / "queries").glob("*.rq")):
        outline = Outline.of(path.read_text(encoding="utf-8"))
        assert [] == [clue for rule in RULES if (clue := rule(outline, Vocabulary())) is not None], path.name


def test_of_two_mistakes_the_first_is_told() -> None:
    """Several mistakes are told one at a time, from the top."""
    assert "comma-in-select" == _told("SELECT ?s, ?o { ?s pgx:a ?o . FILTR(1) }").kind


def test_a_mistake_after_the_place_gives_way_to_what_the_engine_says() -> None:
    """Where the engine was stuck before what a rule finds, its own words come first."""
    query = "SELECT * { ?s <goal> ?o .\n ?s foo:bar ?x }"
    assert ("bad-iri", 1, 15) == (_told(query).kind, _told(query).line, _told(query).column)


def test_other_words_can_be_known() -> None:
    """A vocabulary of another data set decides which prefixes and terms are suggested."""
    words = Vocabulary(prefixes={"ex": "http://example.org/"}, terms={"town"}, prefix="ex")
    assert "Did you mean `ex:town`?" == diagnose("ASK { ?s town ?o }", vocabulary=words).hint["en"]
    assert (
        "Did you mean `ex:`? Then add the line `PREFIX ex: <http://example.org/>` at the top."
        == (diagnose("ASK { ?s exx:town ?o }", vocabulary=words).hint["en"])
    )


def test_without_a_place_the_end_is_told() -> None:
    """An engine that says neither where nor what still gets an answer, which promises nothing."""
    told = diagnose("ASK { ?s ?p ?o }", "Bad request")
    assert ("unreadable", 1, 17) == (told.kind, told.line, told.column)


@pytest.mark.parametrize(("line", "column"), [(1, 1), (1, 9_999), (99, 1), (1, -5), (0, 0)])
def test_a_place_that_is_none_does_no_harm(line: int, column: int) -> None:
    """Whatever an engine says of the place, something is told."""
    assert diagnose("ASK { ?s ?p ?o }", "expected OPTIONAL", line, column).line == 1


def test_a_long_line_is_shown_around_the_place() -> None:
    """Only a window of a long line is shown, and the caret stands right below the place."""
    query = "ASK { " + "?s ?p ?o . " * 50 + "?s pgx:goal ?o . " + "?s ?p ?o . " * 50 + "}"
    told = _told(query)
    assert told.source.startswith("… ")
    assert told.source.endswith(" …")
    assert told.source[len(told.caret) - 1 :].startswith("pgx:goal")
    assert len(told.source) < 120


def test_a_long_word_is_cut_and_an_odd_character_is_replaced() -> None:
    """A sentence repeats no more than a short word, and a line shows no control characters."""
    told = diagnose("ASK { ?s " + "x" * 500 + " ?o }")
    assert f"`{'x' * 60}…` is a bare word, which means nothing here." == told.sentence["en"]
    assert "ASK { \ufffd\ufffd }" == diagnose("ASK { \x00\u202e }").source


def test_both_languages_say_the_same_things() -> None:
    """Every kind has the same sentences and hints in each language, with the same words to fill in."""

    def shape(language: str) -> dict[tuple[str, str], set[str | None]]:
        return {
            (kind, name): {field for _, field, _, _ in Formatter().parse(text)} - {None}
            for kind, texts in wording(language).items()
            for name, text in texts.items()
        }

    english = shape("en")
    for language in WRITTEN:
        assert english == shape(language)
    assert {case["kind"] for case in _CASES} | {"unreadable"} == set(wording("en"))


def test_every_kind_can_be_listed() -> None:
    """A list of kinds shows each with its sentence and its hints, with dots for what varies."""
    listed = {sample.kind: sample for sample in samples("en")}
    assert "Prefix `…:` is not declared." == listed["unknown-prefix"].sentence
    assert 4 == len(listed["unknown-prefix"].hints)
    assert set(wording("sv")) == {sample.kind for sample in samples("sv")}


def test_any_text_is_told_something() -> None:
    """Whatever words stand in whatever order, a place within the text and a sentence come out."""
    rng = random.Random(7)  # noqa: S311 - the same texts every time, nothing secret
    pieces = [*re.findall(r"\S+", "".join(_WELL_FORMED)), '"', "'", "<", "\n", "# x\n", "PREFIX", "pgx:a", "\u00a0"]
    messages = [
        "IRI parsing failed",
        "language tag parsing failed",
        "SELECT * is not authorized",
        "overrides an existing variable",
        "<unreported>",
        "There is no function <http://e/f>",
        "expected ENCODE_FOR_URI",
    ]
    for _ in range(2_000):
        text = " ".join(rng.choices(pieces, k=rng.randint(0, 20)))
        told = diagnose(text, rng.choice(messages), rng.choice([None, 1, 2]), rng.choice([None, 1, 9, 60]))
        assert told.sentence["en"]
        assert 1 <= told.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "-" * 65_000,
        '" ' + "(" * 32_000 + "}" * 32_000,
        "{SELECT " * 8_000,
        "{(" * 32_000,
        "abc( " * 13_000,
        "<http:a\n" * 8_000,
        "SELECT * { " + " ".join(f"FILTRE{n}" for n in range(8_000)),
        "'" + r"\q" * 32_000 + "'",
    ],
    ids=lambda text: text[:9],
)
def test_no_text_takes_long(text: str) -> None:
    """The longest query that is read is told of in a moment, however it is made."""
    started = time.monotonic()
    diagnose(text, "expected OPTIONAL", 1, len(text))
    assert time.monotonic() - started < 2
