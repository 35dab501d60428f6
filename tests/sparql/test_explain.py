"""Tests of explanations, with real workers: what each part of a query finds, and what the data does not know."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from partnergraph.errors import DeadlineExceeded, QuerySyntax
from partnergraph.formats import JSON
from partnergraph.language import WRITTEN
from partnergraph.sparql.explanation import Explanation, explanation, plan
from partnergraph.sparql.explanation.wording import sentences
from partnergraph.store import MEGABYTE, Limits, QueryRequest, WorkerPool
from partnergraph.store.examination import MOST, Check, findings
from tests.serving import make_release

_PROLOGUE: Final = (
    "PREFIX pg: <https://w3id.org/partnergraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX body: <https://w3id.org/partnergraph/id/body/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
_FINDINGS: Final = "https://w3id.org/partnergraph/graph/findings"
_BOMB: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?n"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[WorkerPool]:
    """Return a pool over the small release."""
    release = make_release(tmp_path_factory.mktemp("releases"), root / "tests" / "data" / "serving" / "tiny.ttl")
    with WorkerPool(release, Limits(workers=1, memory_bytes=256 * MEGABYTE)) as pool:
        yield pool


def _explained(pool: WorkerPool, query: str, *, deadline: float = 20, graphs: tuple[str, ...] = ()) -> Explanation:
    text = _PROLOGUE + query
    looked = plan(text)
    request = QueryRequest(
        query=text, format=JSON, deadline=deadline, default_graphs=graphs, checks=looked.checks, base="http://x/y/"
    )
    with pool.query(request) as answer:
        found, ended = findings(answer.body.read())
    assert ended == (
        not any("time was over" in hint.sentence["en"] for hint in explanation(looked, found, ended=ended).hints)
    )
    assert [] == [found[name] for name in found if found[name].failed]
    return explanation(looked, found, ended=ended)


def _counts(told: Explanation) -> list[tuple[str, int, int | None, int | None]]:
    return [(step.part.kind, step.part.depth, step.alone, step.joined) for step in told.steps]


def _hints(told: Explanation, language: str = "en") -> list[str]:
    return [hint.sentence[language] for hint in told.hints]


def test_a_misspelt_property_is_found_and_spelt(pool: WorkerPool) -> None:
    """Each triple is counted by itself and joined with those before; the unknown term comes with the one meant."""
    told = _explained(pool, "SELECT * {\n  ?s a pg:Project ;\n     pg:hasGaol ?g ; pg:goalStatement ?x }")
    assert 0 == told.answers
    assert [("triple", 0, 2, 2), ("triple", 0, 0, 0), ("triple", 0, 4, 0)] == _counts(told)
    assert 1 == told.empty
    assert ("?s pg:hasGaol ?g", 4, 6) == (
        told.steps[1].part.text,
        told.steps[1].part.line,
        told.steps[1].part.column,
    )
    assert ["https://w3id.org/partnergraph/ns#goal"] == [unknown.near[0] for unknown in told.unknown]
    assert told.unknown[0].in_ontology is False
    assert [
        "`pg:hasGaol` is not in the ontology; did you mean `pg:goal`?",
        "Nothing in the data fits `?s pg:hasGaol ?g`.",
    ] == _hints(told)
    assert "`pg:hasGaol` finns inte i ontologin; menade du `pg:goal`?" == _hints(told, "sv")[0]
    assert (4, 6) == (told.hints[0].line, told.hints[0].column)


def test_an_unknown_resource_comes_with_those_most_like_it(pool: WorkerPool) -> None:
    """An IRI that occurs nowhere is answered with one of its namespace that does, for DESCRIBE too."""
    for query in ("SELECT * { body:se-vastera ?p ?o }", "DESCRIBE body:se-vastera", "ASK { ?s ?p body:se-vastera }"):
        told = _explained(pool, query)
        assert "`body:se-vastera` occurs nowhere in the data; did you mean `body:se-vasteras`?" == _hints(told)[0]
        assert told.unknown[0].in_ontology is None


def test_a_term_of_nobody_is_only_said_to_be_unknown(pool: WorkerPool) -> None:
    """Where nothing is like a term, nothing is suggested; a term that the ontology has and nobody uses is told so."""
    told = _explained(pool, "ASK { ?s <http://example.org/p> ?o ; pg:Wxyz ?x ; pg:confidence ?c }")
    assert [
        "`<http://example.org/p>` occurs nowhere in the data.",
        "`pg:Wxyz` is not in the ontology.",
        "`pg:confidence` is in the ontology, but nothing in the data uses it.",
    ] == _hints(told)[:3]


@pytest.mark.parametrize(
    ("pattern", "mismatch", "hint"),
    [
        ('?s rdfs:label "Västerås kommun"@en', "language", 'language tag; the data has "Västerås kommun"@sv.'),
        ('?s rdfs:label "Västerås kommun"', "language", 'language tag; the data has "Västerås kommun"@sv.'),
        ('?s pg:scbCode "1980"@sv', "language", 'language tag; the data has "1980".'),
        ('?s rdfs:label "västerås KOMMUN"@sv', "case", 'small letters; the data has "Västerås kommun"@sv.'),
        ("?s pg:startYear 2023", "datatype", 'datatype; the data has "2023"^^xsd:gYear.'),
        ("?s pg:scbCode 1980", "datatype", 'datatype; the data has "1980".'),
        ('?s pg:complete "true"', "datatype", 'datatype; the data has "true"^^xsd:boolean.'),
        ('?s rdfs:label ?l FILTER(?l = "Västerås kommun")', "language", 'the data has "Västerås kommun"@sv.'),
        ('?s rdfs:label ?l FILTER("Västerås kommun"@en = ?l)', "language", 'the data has "Västerås kommun"@sv.'),
        ('?s rdfs:label ?l FILTER(?l IN ("mjölby kommun"@sv))', "case", 'the data has "Mjölby kommun"@sv.'),
        ('VALUES ?l { "Mjölby kommun" } ?s rdfs:label ?l', None, ""),
        ('?s rdfs:label ?l VALUES ?l { "Mjölby kommun" }', "language", 'the data has "Mjölby kommun"@sv.'),
        ('?s rdfs:label "Nowhere"', None, ""),
    ],
)  # fmt: skip
def test_a_literal_that_is_almost_there(pool: WorkerPool, pattern: str, mismatch: str | None, hint: str) -> None:
    """A literal that differs from those of the data in language, datatype or case alone is told with them."""
    told = _explained(pool, f"SELECT * {{ {pattern} }}")
    assert 0 == told.answers
    assert ([] if mismatch is None else [mismatch]) == [each.mismatch for each in told.literals]
    assert hint in "".join(_hints(told))


def test_a_filter_that_removes_all_is_named(pool: WorkerPool) -> None:
    """Filters come after the patterns of their group, wherever they are written, and one by one."""
    query = 'SELECT * { FILTER(?c > "9") . ?s pg:scbCode ?c FILTER(?c > "0") ?s a ?t . FILTER(?t != ?s) }'
    told = _explained(pool, query)
    assert [
        ("triple", 0, 2, 2),
        ("triple", 0, 26, 2),
        ("filter", 0, None, 0),
        ("filter", 0, None, 0),
        ("filter", 0, None, 0),
    ] == _counts(told)
    assert 2 == told.empty
    assert ['`FILTER(?c > "9")` removes every row; before it there were 2.'] == _hints(told)


def test_an_optional_part_removes_nothing(pool: WorkerPool) -> None:
    """OPTIONAL, MINUS, BIND and EXISTS are counted as they join, and what they hold by itself."""
    told = _explained(
        pool,
        "SELECT * { ?s a pg:Project OPTIONAL { ?s pg:goal ?g } MINUS { ?s pg:startYear ?y } "
        "BIND(1 AS ?one) FILTER EXISTS { ?s pg:inPartnership ?p } }",
    )
    assert [
        ("triple", 0, 2, 2),
        ("optional", 0, None, 3),
        ("triple", 1, 2, 2),
        ("minus", 0, None, 1),
        ("triple", 1, 1, 1),
        ("bind", 0, None, 1),
        ("filter", 0, None, 1),
    ] == _counts(told)
    assert (1, None, []) == (told.answers, told.empty, _hints(told))


def test_a_union_shows_which_branch_is_empty(pool: WorkerPool) -> None:
    """Branches are counted each by itself; one that is empty is no reason while another is not."""
    told = _explained(pool, "SELECT * { { ?s a pg:Projekt } UNION { ?s a pg:Project } ?s rdfs:label ?l }")
    assert [("union", 0, 2, 2), ("triple", 1, 0, 0), ("triple", 1, 2, 2), ("triple", 0, 73, 4)] == _counts(told)
    assert (4, None) == (told.answers, told.empty)
    assert ["`pg:Projekt` is not in the ontology; did you mean `pg:Project`?"] == _hints(told)


def test_a_path_is_one_part(pool: WorkerPool) -> None:
    """A property path is counted whole, and each of its properties is known or not."""
    told = _explained(pool, 'SELECT * { ?s pg:partner/(pg:countri|^pg:pairedWith)+/pg:countryCode "SE" }')
    assert ['?s pg:partner/(pg:countri|^pg:pairedWith)+/pg:countryCode "SE"'] == [step.part.text for step in told.steps]
    assert "`pg:countri` is not in the ontology; did you mean `pg:country`?" == _hints(told)[0]


def test_the_emptiness_of_a_subselect_is_found_inside(pool: WorkerPool) -> None:
    """Where a part is empty by itself, the first empty part within it is told."""
    told = _explained(
        pool, "SELECT * { ?s a ?c { SELECT ?s (COUNT(*) AS ?n) { ?s a ?t ; pg:partnr ?o } GROUP BY ?s } }"
    )
    assert [("triple", 0, 26, 26), ("subselect", 0, 0, 0), ("triple", 1, 26, 26), ("triple", 1, 0, 0)] == _counts(told)
    assert 3 == told.empty
    assert "Nothing in the data fits `?s pg:partnr ?o`." == _hints(told)[-1]


def test_a_named_graph_is_asked_by_its_name(pool: WorkerPool) -> None:
    """Patterns within GRAPH are counted in that graph, and a graph that is not there is told with one that is."""
    told = _explained(pool, f"SELECT * {{ GRAPH <{_FINDINGS}> {{ ?f pg:code ?c ; pg:line 13 }} }}")
    assert [("graph", 0, 0, 0), ("triple", 1, 1, 1), ("triple", 1, 0, 0)] == _counts(told)
    assert 2 == told.empty
    told = _explained(pool, f"SELECT * {{ GRAPH <{_FINDINGS[:-1]}> {{ ?f pg:code ?c }} }}")
    assert f"`<{_FINDINGS[:-1]}>` occurs nowhere in the data; did you mean `<{_FINDINGS}>`?" == _hints(told)[0]
    told = _explained(pool, "SELECT * { GRAPH ?g { { ?f pg:code ?c } UNION { ?f pg:line ?c } } }")
    assert [("graph", 0, 2, 2), ("union", 1, 2, 2), ("triple", 2, 1, 1), ("triple", 2, 1, 1)] == _counts(told)


def test_the_dataset_of_the_request_counts(pool: WorkerPool) -> None:
    """Parts are counted in the graphs that the request or FROM names, terms are known in any graph."""
    asked = "SELECT * {} {{ ?s a pg:Finding }}"
    for told in (
        _explained(pool, asked.format(""), graphs=(_FINDINGS,)),
        _explained(pool, asked.format(f"FROM <{_FINDINGS}>")),
    ):
        assert (1, [("triple", 0, 1, 1)]) == (told.answers, _counts(told))
    assert ["Nothing in the data fits `?s a pg:Finding`."] == _hints(_explained(pool, asked.format("")))


def test_what_follows_the_patterns_can_remove_all(pool: WorkerPool) -> None:
    """When the patterns find rows and the answer has none, HAVING, OFFSET or LIMIT is the reason."""
    told = _explained(pool, "SELECT ?s { ?s a pg:Project } GROUP BY ?s HAVING(COUNT(*) > 9)")
    assert ["The patterns find 2 rows; what follows them removes all: HAVING, OFFSET or LIMIT."] == _hints(told)
    told = _explained(pool, "SELECT * { ?s a ?c } VALUES ?c { pg:Country pg:Nowhere }")
    assert [("triple", 0, 26, 26), ("values", 0, None, 3)] == _counts(told)


def test_parts_that_never_meet_are_told_apart_from_empty_ones(pool: WorkerPool) -> None:
    """A part that finds something by itself and nothing with those before it is told as such."""
    told = _explained(pool, "SELECT * { ?s a pg:Country . ?s pg:scbCode ?c }")
    assert ["`?s pg:scbCode ?c` finds something by itself, but nothing together with what stands before it."] == (
        _hints(told)
    )
    assert (
        "After `VALUES ?c { 1 }` nothing is left."
        == _hints(_explained(pool, "SELECT * { ?s a ?c } VALUES ?c { 1 }"))[0]
    )


def test_brackets_and_lists_are_parts_of_their_triples(pool: WorkerPool) -> None:
    """Blank nodes with properties, objects after commas, and comments are cut where they belong."""
    told = _explained(
        pool,
        "SELECT * { [ pg:goal ?g ; pg:startYear ?y ] rdfs:label ?l , ?m . # a comment {\n"
        "  [ pg:scbCode ?c ] . ?z pg:lineCount +20 ; a [] . ?r <../ns#x>* ?r2 } LIMIT 3",
    )
    assert [
        ("triple", 0, 4, 4),
        ("triple", 0, 4, 8),
        ("triple", 0, 2, 16),
        ("triple", 0, 1, 16),
        ("triple", 0, 26, 16),
    ] == (_counts(told)[:5])
    assert 3 == told.answers


def test_an_aggregate_of_nothing_is_explained_too(pool: WorkerPool) -> None:
    """COUNT of nothing is a row with 0; the empty pattern is told all the same."""
    told = _explained(pool, "SELECT (COUNT(*) AS ?n) { ?s pg:goal 3 }")
    assert (1, 0, ["Nothing in the data fits `?s pg:goal 3`."]) == (told.answers, told.empty, _hints(told))


def test_all_forms_are_counted(pool: WorkerPool) -> None:
    """The answer of CONSTRUCT counts triples, that of ASK is one or nothing, and no pattern is no reason."""
    assert 2 == _explained(pool, "CONSTRUCT WHERE { ?s a pg:Project }").answers
    assert 4 == _explained(pool, "CONSTRUCT { ?s a ?c ; <http://x/p> 1 } { ?s a ?c . ?s a pg:Project }").answers
    assert [1, 0] == [_explained(pool, f"ASK {{ ?s a pg:{name} }}").answers for name in ("Project", "Network")]
    assert (1, ()) == (_explained(pool, "SELECT * {}").answers, _explained(pool, "SELECT * {}").steps)
    assert _explained(pool, "SELECT (xsd:integer('1') AS ?x) { FILTER(xsd:boolean('true')) }").unknown == ()


def test_what_cannot_be_cut_is_counted_only(pool: WorkerPool) -> None:
    """A query of SPARQL 1.2 is answered with its count, and told that it was not taken apart."""
    told = _explained(pool, "SELECT * { <<( ?a ?b ?c )>> ?d ?e . ?s a pg:Projekt }")
    assert (0, (), False) == (told.answers, told.steps, told.whole)
    assert ["cannot take apart" in hint for hint in _hints(told)] == [True]


def test_only_so_many_parts_are_counted(pool: WorkerPool) -> None:
    """Beyond a bound, parts are left out and that is said."""
    told = _explained(
        pool, "ASK { " + "?s a pg:Project ; rdfs:label ?l . " * 40 + " FILTER(?l = 'x'@en) VALUES ?x { 1 } }"
    )
    assert (50, False) == (len(told.steps), told.whole)
    assert "The query has more parts than are counted." in _hints(told)


def test_only_so_many_terms_and_literals_are_looked_for() -> None:
    """However many a query names, the looks at the data are bounded; a name without a namespace is not compared."""
    terms = " ".join(f"<http://example.org/{n}>" for n in range(60))
    texts = " ".join(f"'{n}'" for n in range(60))
    looked = plan(f"ASK {{ VALUES ?x {{ <urn:name> {terms} }} VALUES ?y {{ {texts} }} }}")
    assert (40, 20) == (len(looked.terms), len(looked.literals))
    assert 39 == sum(check.name.startswith("alike") for check in looked.checks)


def test_nothing_is_counted_without_end(pool: WorkerPool) -> None:
    """A cross product is counted up to a bound; its part is told as more than that."""
    told = _explained(pool, "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert [(194, False), (194 * 194, False), (MOST, True)] == [(step.joined, step.joined_more) for step in told.steps]


def test_what_was_counted_by_the_deadline_is_told(pool: WorkerPool) -> None:
    """A query that never ends is stopped on time; the counts made by then are told, the rest is missing."""
    started = time.monotonic()
    told = _explained(pool, _BOMB, deadline=1.5)
    assert time.monotonic() - started < 3
    assert (None, False) == (told.answers, told.whole)
    assert [194, 194 * 194, MOST] == [step.joined for step in told.steps][:3]
    assert "The time was over" in _hints(told)[-1]
    with pytest.raises(DeadlineExceeded):
        pool.query(QueryRequest(query=_BOMB, format=JSON, deadline=0.3))


def test_a_query_that_is_wrong_is_told_as_such(pool: WorkerPool) -> None:
    """What is not SPARQL is refused before anything is counted."""
    with pytest.raises(QuerySyntax):
        _explained(pool, "SELECT * { ?s ?p }")
    with pytest.raises(QuerySyntax):
        _explained(pool, "SELECT * { ?s ?p ?o ) }")


def test_a_check_that_fails_does_not_stop_the_others(pool: WorkerPool) -> None:
    """One look that the engine cannot take is marked, and those that wait for another are made only if it was empty."""
    checks = (
        Check(name="bad", query="SELECT nonsense"),
        Check(name="none", query="SELECT (COUNT(*) AS ?n) { ?s <a:b> ?o }"),
        Check(name="after", query="SELECT ?s { ?s ?p ?o } LIMIT 2", kind="rows", after="none"),
        Check(name="never", query="SELECT ?s { ?s ?p ?o }", kind="rows", after="bad"),
    )
    with pool.query(QueryRequest(query="ASK {}", format=JSON, deadline=5, checks=checks)) as answer:
        found, ended = findings(answer.body.read())
    assert ended
    assert ({"bad", "none", "after"}, True, 0, 2) == (
        set(found),
        found["bad"].failed,
        found["none"].count,
        len(found["after"].rows),
    )


def test_findings_that_break_off_are_read_as_far_as_they_go() -> None:
    """A line that was cut by a kill is left out."""
    whole = b'{"name":"a","count":1,"more":false,"rows":[],"failed":false}\n'
    assert ({"a"}, False) == (set(findings(whole + whole[:20])[0]), findings(whole + whole[:20])[1])
    assert findings(whole + b"{}\n")[1]
    assert ({}, False) == findings(b"")


def test_both_languages_explain_the_same() -> None:
    """Every hint exists in each language."""
    assert all(set(sentences("en")) == set(sentences(language)) for language in WRITTEN)
