"""Tests of the queries that ship: their answers on the shipped data, their words, and how their cost grows."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest

from partnergraph import resources
from partnergraph.namespaces import PG
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import LANGUAGES, CannedQuery, catalogue_of

from .golden import FOLDER, answers
from .synthetic import dataset

_CATALOGUE: Final = catalogue_of(Settings())
_SMALL: Final = 400
_TIMES: Final = 4
_LENIENT: Final = 2.5
_FLOOR: Final = 0.0005
_SCANNING: Final = {"goals-never-worked-on-with-country"}  # reads all partnerships with a country, to name few goals


@pytest.fixture(scope="session")
def found(shipped: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the answers of all queries on the shipped data."""
    return {canned.name: some for canned, some in answers(shipped)}


@pytest.fixture(scope="session")
def sizes() -> Sequence[ox.Store]:
    """Return synthetic data of two sizes, one four times the other."""
    return [dataset(_SMALL), dataset(_TIMES * _SMALL)]


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_a_query_answers_as_before(found: dict[str, list[dict[str, Any]]], canned: CannedQuery) -> None:
    """The answers on the shipped data are those that were looked at; order counts where the query gives one."""
    expected = json.loads((FOLDER / f"{canned.name}.json").read_text(encoding="utf-8"))
    actual = found[canned.name]
    if "ORDER BY" not in canned.text:
        for case in (*expected, *actual):
            case["rows"] = sorted(case.get("rows", []), key=str)

    assert expected == actual


def test_every_answer_is_one_of_a_query() -> None:
    """No answer is kept of a query that is gone."""
    assert set(_CATALOGUE) == {path.stem for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_a_query_says_all_about_itself(canned: CannedQuery) -> None:
    """Every query that ships has tags, a first version, words in both languages, and a label for each column."""
    assert canned.tags
    assert canned.since
    assert all(canned.title[language] and canned.description[language] for language in LANGUAGES)
    assert canned.title["en"] != canned.title["sv"]
    unlabelled = [
        name for name, label in canned.columns.items() if not canned.text.count(f"#+   {name}: ") or not label
    ]
    assert [] == unlabelled


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_where_goals_are_counted_their_evidence_can_be_chosen(canned: CannedQuery) -> None:
    """A query that reads goal links takes the evidence as a parameter, or shows all kinds side by side."""
    if "pg:linkedGoal" in canned.text:
        assert "evidence" in canned.parameters or {"stated", "inherited", "suggested"} <= set(canned.columns)


@pytest.mark.parametrize("path", sorted((resources.queries() / "choices").glob("*.rq")), ids=lambda path: path.stem)
def test_choices_list_values(shipped: Path, path: Path) -> None:
    """Each query for choices gives IRIs, and how often each occurs where it counts them."""
    store = ox.Store.read_only(str(shipped / "store"))
    rows = store.query(path.read_text(encoding="utf-8"))
    assert isinstance(rows, ox.QuerySolutions)
    values = [row["value"] for row in rows]

    assert values
    assert all(isinstance(value, ox.NamedNode) for value in values)
    assert len(values) == len(set(values))


def _cost(store: ox.Store, text: str) -> tuple[float, int]:
    """Return the seconds of processor time that a query takes at best, and the number of its rows."""
    costs = []
    rows = 0
    for _ in range(5):
        started = time.process_time()
        answer = store.query(text)
        assert not isinstance(answer, ox.QueryBoolean)
        rows = sum(1 for _ in answer)
        costs.append(time.process_time() - started)
    return max(_FLOOR, min(costs)), rows


def _growth(sizes: Sequence[ox.Store], text: str) -> tuple[float, float]:
    """Return by how much a query costs more on the larger data, and has more rows."""
    (little, few), (much, many) = (_cost(store, text) for store in sizes)
    return much / little, many / max(1, few)


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_cost_grows_no_faster_than_rows_and_what_is_scanned(sizes: Sequence[ox.Store], canned: CannedQuery) -> None:
    """On four times the data a query over all of it costs at most ten times as much, a look-up two and a half times.

    What is looked up has as much around it at both sizes, and answers with more rows may cost as much more.
    """
    cost, rows = _growth(sizes, canned.text)
    scanned = _TIMES if canned.runs_alone or canned.name in _SCANNING else 1

    assert cost <= _LENIENT * max(scanned, rows)


@pytest.mark.parametrize(
    ("text", "at_least"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ ?a a <{PG.Partnership}> . ?b a <{PG.Partnership}> }}", _LENIENT * _TIMES),
        ("SELECT * { ?a ?p ?n FILTER(?n = 3) }", _LENIENT),
    ],
)
def test_the_measure_tells_bad_shapes(sizes: Sequence[ox.Store], text: str, at_least: float) -> None:
    """A product of everything with everything, and a look-up that reads everything, cost more than is allowed."""
    cost, _ = _growth(sizes, text)

    assert cost > at_least


@pytest.mark.parametrize(
    "canned", [each for each in _CATALOGUE.values() if each.parameters], ids=lambda each: each.name
)
def test_what_stands_in_a_file_can_be_chosen(shipped: Path, canned: CannedQuery) -> None:
    """What can be chosen for a class or scheme is a query of its own, and the default or example is in its answer."""
    store = ox.Store.read_only(str(shipped / "store"))
    for parameter in canned.parameters.values():
        assert bool(parameter.choices) == (parameter.kind in {"class", "scheme"})
        if parameter.choices:
            rows = store.query(parameter.choices)
            assert isinstance(rows, ox.QuerySolutions)
            assert {str(term) for term in parameter.default} <= {
                str(getattr(row["value"], "value", "")) for row in rows
            }
