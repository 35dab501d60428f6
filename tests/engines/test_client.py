"""The client asks stores that `publish` filled, and a PartnerGraph server before them is not needed."""

from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from partnergraph.client import PartnerGraph
from partnergraph.errors import PartialAnswer
from partnergraph.release.upload import upload
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, catalogue_of

from .servers import virtuoso

_ROWS: Final = [canned for canned in catalogue_of(Settings()).values() if canned.form == "select"]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def graph(request: pytest.FixtureRequest, release: Path) -> PartnerGraph:
    """Return the client of one store after the other, each holding the small release under names of its own."""
    store = request.getfixturevalue(f"{request.param}_server")
    upload(release, store)
    return PartnerGraph(store.address)


@pytest.mark.parametrize("canned", _ROWS, ids=[canned.name for canned in _ROWS])
def test_a_canned_query_has_the_same_rows_everywhere(
    graph: PartnerGraph, reference: ox.Store, canned: CannedQuery
) -> None:
    """The rows are those of the current version alone, columns in their order."""
    expected = reference.query(canned.text)
    assert isinstance(expected, ox.QuerySolutions)
    found = graph.rows(canned.text)

    assert found.columns == tuple(variable.value for variable in expected.variables)
    assert Counter(tuple("" if term is None else str(term) for term in row) for row in found.terms) == Counter(
        tuple("" if term is None else getattr(term, "value", "") for term in row) for row in expected
    )


def test_names_and_labels_are_looked_up_in_the_store(graph: PartnerGraph) -> None:
    """A name stands for what it names there, and labels come in the language that is asked for."""
    frame = graph.frame("partnerships-of-municipality", municipality="Västerås stad", labels="sv")

    assert set(frame["countryLabel"]) == {"Ghana", "Ukraina"}
    assert graph.truth("ASK { ?s ?p ?o }") is True


def test_a_store_that_cuts_is_found_out(tmp_path: Path, release: Path) -> None:
    """Virtuoso gives as many rows as its operator allows and says so in a header alone."""
    with virtuoso(tmp_path, rows=5) as store:
        upload(release, store)
        with pytest.raises(PartialAnswer):
            PartnerGraph(store.address).rows("SELECT ?s ?p ?o { ?s ?p ?o }")
