"""What every command that reads listings must know first: the shipped tables and vocabularies."""

from collections.abc import Iterator
from pathlib import Path

from partnergraph import resources
from partnergraph.graph.assembly import Knowledge
from partnergraph.graph.examples import Example, ExampleParameter
from partnergraph.sparql.catalogue import CannedQuery, Choose, Parameter, read_catalogue, usual

__all__ = ["read_knowledge", "shipped_queries", "shipped_questions", "shipped_sources"]


def read_knowledge() -> Knowledge:
    """Read the shipped tables and vocabularies."""
    return Knowledge.read(resources.folder("data"), resources.folder("ontology"))


def shipped_sources() -> tuple[Path, ...]:
    """Return the listings that ship with the package."""
    return tuple(sorted((resources.folder("data") / "sources").glob("*.txt")))


def shipped_queries() -> tuple[Example, ...]:
    """Return the canned queries, as the wing that builds takes them."""
    return tuple(_example(query) for query in read_catalogue(resources.queries()).values())


def shipped_questions(choose: Choose) -> Iterator[str]:
    """Yield what people ask most: the canned queries that ship and give rows, with the few values that can be chosen.

    Those of one's own folder are left out, because they may change while a release may not.
    """
    rows = (query for query in read_catalogue(resources.queries()).values() if query.form == "select")
    return (text for query in rows for text in usual(query, choose))


def _example(query: CannedQuery) -> Example:
    return Example(
        name=query.name,
        form=query.form,
        title=query.title,
        description=query.description,
        text=query.text,
        keywords=query.tags,
        columns=query.columns,
        parameters=tuple(_parameter(each) for each in query.parameters.values()),
    )


def _parameter(parameter: Parameter) -> ExampleParameter:
    return ExampleParameter(
        name=parameter.name,
        label=parameter.label,
        kind=parameter.kind,
        of=parameter.of,
        allowed=parameter.allowed,
        required=parameter.required,
        multiple=parameter.multiple,
        default=parameter.default,
    )
