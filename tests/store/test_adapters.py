"""Tests of the table of stores."""

import pytest

from partnergraph.errors import WrongUsage
from partnergraph.store.adapters import ADAPTERS, GENERIC, adapter, recognised


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("Oxigraph/0.5.13", "oxigraph"),
        ("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  ", "virtuoso"),
        ("Apache Jena Fuseki (5.1.0)", "fuseki"),
        ("GraphDB/10.7.0 RDF4J/4.3.13", "graphdb"),
        ("nginx", "generic"),
        ("", "generic"),
    ],
)
def test_a_store_is_recognised_by_what_it_says_of_itself(server: str, name: str) -> None:
    """The Server header tells the kind; one that says nothing known is taken as the standard says."""
    assert name == recognised(server).name


@pytest.mark.parametrize(
    ("name", "query", "update", "graphs"),
    [
        ("oxigraph", "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("virtuoso", "http://h/sparql", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth"),
        ("fuseki", "http://h/ds/sparql", "http://h/ds/update", "http://h/ds/data"),
        ("fuseki", "http://h/ds/query", "http://h/ds/update", "http://h/ds/data"),
        (
            "graphdb",
            "http://h/repositories/r",
            "http://h/repositories/r/statements",
            "http://h/repositories/r/rdf-graphs/service",
        ),
        ("neptune", "https://h:8182/sparql", "https://h:8182/sparql", "https://h:8182/sparql/gsp/"),
        ("qlever", "http://h:7001", "http://h:7001/", "http://h:7001/"),
    ],
)
def test_the_other_addresses_follow_from_that_of_queries(name: str, query: str, update: str, graphs: str) -> None:
    """Who knows where a store takes queries knows where it takes data."""
    kind = adapter(name)

    assert (update, graphs) == (kind.update_address(query), kind.graph_address(query))


@pytest.mark.parametrize(("kind", "address"), [(GENERIC, "http://h/sparql"), (adapter("oxigraph"), "http://h/other")])
def test_an_address_that_does_not_follow_must_be_named(kind: object, address: str) -> None:
    """The error says with which options."""
    with pytest.raises(WrongUsage, match="--update-url"):
        kind.update_address(address)  # type: ignore[attr-defined]  # an Adapter


def test_each_kind_has_one_row() -> None:
    """Names are not used twice, and no Server header begins like another's."""
    assert len(ADAPTERS) == len({each.name for each in ADAPTERS})
    assert len([each for each in ADAPTERS if each.server]) == len({each.server for each in ADAPTERS if each.server})
