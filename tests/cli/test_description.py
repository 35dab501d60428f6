"""What the shipped release says of itself: true when counted again, and found by query editors that know nothing."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from partnergraph.store.document import document

_PROLOGUE = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX voidext: <http://ldf.fi/void-ext#> "
_COUNTS = {
    "all": (
        "SELECT ?said (COUNT(*) AS ?counted) { { SELECT ?said { ?d void:classPartition ?c ; void:triples ?said "
        "FILTER NOT EXISTS { ?d void:property ?any } } LIMIT 1 } ?s ?p ?o } GROUP BY ?said"
    ),
    "classes": (
        "SELECT ?said (COUNT(DISTINCT ?s) AS ?counted) { ?c void:class ?class ; void:entities ?said . ?s a ?class } "
        "GROUP BY ?c ?said"
    ),
    "properties": (
        "SELECT ?said (COUNT(*) AS ?counted) { ?d void:classes ?n ; void:propertyPartition ?c . "
        "?c void:property ?p ; void:triples ?said . ?s ?p ?o } GROUP BY ?c ?said"
    ),
    "properties of classes": (
        "SELECT ?said (COUNT(*) AS ?counted) { ?c void:class ?class ; void:propertyPartition ?part . "
        "?part void:property ?p ; void:triples ?said . ?s a ?class ; ?p ?o } GROUP BY ?part ?said"
    ),
    "classes meant": (
        "SELECT ?said (COUNT(*) AS ?counted) { ?c void:class ?class ; void:propertyPartition ?part . "
        "?part void:property ?p ; void:classPartition ?end . ?end void:class ?other ; void:triples ?said . "
        "?s a ?class ; ?p ?o . ?o a ?other } GROUP BY ?end ?said"
    ),
    "datatypes": (
        "SELECT ?said (COUNT(*) AS ?counted) { ?c void:class ?class ; void:propertyPartition ?part . "
        "?part void:property ?p ; voidext:datatypePartition ?end . ?end voidext:datatype ?type ; void:triples ?said . "
        "?s a ?class ; ?p ?o FILTER(isLiteral(?o) && DATATYPE(?o) = ?type) } GROUP BY ?end ?said"
    ),
}


@pytest.fixture(scope="module")
def store(shipped_release: Path) -> ox.Store:
    """Return the store of a release of what ships."""
    return ox.Store.read_only(str(shipped_release / "store"))


def _rows(store: ox.Store, query: str) -> list[dict[str, str]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value for name in names if row[name]} for row in found]


@pytest.mark.parametrize("what", sorted(_COUNTS))
def test_counts_are_true_when_counted_again(store: ox.Store, what: str) -> None:
    """Each count of the description is what a query counts in the default graph."""
    rows = _rows(store, _PROLOGUE + _COUNTS[what])

    assert rows
    assert [row["said"] for row in rows] == [row["counted"] for row in rows]


def test_editors_find_classes_queries_and_prefixes(store: ox.Store, root: Path) -> None:
    """The three questions by which a query editor learns an endpoint have rows, with ours among them."""
    found = {
        path.stem: _rows(store, path.read_text(encoding="utf-8"))
        for path in sorted((root / "tests" / "data" / "discovery").glob("*.rq"))
    }
    ours = "https://w3id.org/partnergraph/"

    assert {
        "class": f"{ours}ns#Partnership",
        "property": f"{ours}ns#swedishPartner",
        "leadsTo": f"{ours}ns#LocalGovernment",
    } in found["void"]
    assert {"prefix": "pg", "namespace": f"{ours}ns#"} in found["prefixes"]
    queries = {row["example"]: row["text"] for row in found["examples"]}
    for path in (root / "src" / "partnergraph" / "queries").glob("*.rq"):
        assert path.read_text(encoding="utf-8") == queries[f"{ours}queries/{path.stem}"]


def test_editors_find_what_the_queries_take_and_give(store: ox.Store, root: Path) -> None:
    """Parameters say what their values are, columns what stands in them, and keywords what a query is about."""
    folder = root / "tests" / "data" / "discovery"
    parameters = _rows(store, (folder / "parameters.rq").read_text(encoding="utf-8"))
    columns = _rows(store, (folder / "columns.rq").read_text(encoding="utf-8"))
    ours = "https://w3id.org/partnergraph/"

    assert {
        "example": f"{ours}queries/goals-never-worked-on-with-country",
        "path": f"{ours}queries/goals-never-worked-on-with-country#country",
        "label": "Land",
        "of": f"{ours}ns#Country",
        "optional": "false",
    } in parameters
    allowed = [row["allowed"] for row in parameters if row["path"] == f"{ours}queries/goals-by-count#evidence"]
    assert {f"{ours}ns#{name}" for name in ("Stated", "Inherited", "Suggested")} == set(allowed)
    assert {"en"} == {row["default"] for row in parameters if row["path"] == f"{ours}queries/goals-by-count#language"}
    about_goals = [
        (row["name"], row["title"])
        for row in columns
        if row["example"] == f"{ours}queries/goals-by-count" and row["keyword"] == "goals"
    ]
    assert about_goals == [
        ("goal", "Goal"),
        ("number", "Number"),
        ("name", "Name of the goal"),
        ("projects", "Projects"),
        ("partnerships", "Partnerships"),
    ]


def test_the_document_about_a_query_says_what_it_takes_and_gives(store: ox.Store) -> None:
    """Whoever follows the address of a query finds its parameters and columns described, without asking on."""
    query = "https://w3id.org/partnergraph/queries/goals-by-count"
    said = {
        (str(each.subject), each.predicate.value.rpartition("#")[2], str(each.object))
        for each in document(store, query)
    }

    assert (f"<{query}#parameter-language>", "name", '"Namnens språk"@sv') in said
    assert (f"<{query}#parameter-evidence>", "path", f"<{query}#evidence>") in said
    assert (f"<{query}#column-projects>", "title", '"Projekt"@sv') in said
