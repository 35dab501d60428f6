"""The canned queries on the command line: which there are, and the text of one with values for its parameters."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partnergraph.errors import WrongUsage

if TYPE_CHECKING:
    from partnergraph.sparql.catalogue import CannedQuery, Parameter, Resolve

__all__ = ["canned_text", "queries"]


@click.command()
def queries() -> None:
    """List the canned queries, and below each what `query NAME --param name=value` may say."""
    from partnergraph.settings import Settings
    from partnergraph.sparql.catalogue import catalogue_of

    catalogue = catalogue_of(Settings.read())
    width = max(map(len, catalogue), default=0)
    for canned in catalogue.values():
        click.echo(f"{canned.name:{width}} {canned.title['en']}")
        for parameter in canned.parameters.values():
            click.echo(f"    {parameter.name:14} {parameter.label['en']} ({_meant(parameter)})")


def canned_text(what: str, params: Sequence[str], release: Callable[[], Path]) -> str:
    """Return the text of a canned query, or of a file with a header, with values given as `name=value`.

    `release` returns the folder of a release, whose names and codes may stand for resources; it is asked when needed.
    Raises WrongUsage for a name that is none, and what reading and binding raise.
    """
    from partnergraph.sparql.catalogue import bind

    return bind(_canned(what), _given(params), _names_of(release))


def _canned(what: str) -> "CannedQuery":
    from partnergraph.settings import Settings
    from partnergraph.sparql.catalogue import catalogue_of, read_query

    if Path(what).is_file():
        return read_query(Path(what))
    catalogue = catalogue_of(Settings.read())
    if what not in catalogue:
        raise WrongUsage(
            f"There is no file and no canned query called {what!r}", hint=f"Canned queries are {', '.join(catalogue)}."
        )
    return catalogue[what]


def _given(params: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the values of each parameter, in the order in which they were given."""
    given: dict[str, list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise WrongUsage(f"--param {param} has no value", hint="Write --param name=value.")
        given.setdefault(name, []).append(value)
    return given


def _names_of(release: Callable[[], Path]) -> "Resolve":
    """Return a resolver that opens the release when it is first asked."""

    @cache
    def naming() -> "Resolve":
        from partnergraph.search import Index
        from partnergraph.settings import Settings
        from partnergraph.sparql.catalogue import Naming
        from partnergraph.store.embedded import Embedded

        folder = release()
        return Naming(Embedded.open(folder, Settings.read().in_memory_quads), Index.open(folder))

    def names(text: str, of: str) -> Sequence[str]:
        return naming()(text, of)

    return names


def _meant(parameter: "Parameter") -> str:
    """Say what a parameter is when nothing is given for it."""
    from rdflib import URIRef

    from partnergraph.rdf import compact

    shown = " ".join(compact(term) if isinstance(term, URIRef) else str(term) for term in parameter.default)
    if parameter.required:
        return f"needed; for example {shown}" if shown else "needed"
    return shown or "any"
