"""Pages for people: what is in the graph, and the canned queries."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from partnergraph.errors import NotFound
from partnergraph.formats import GRAPHS, HTML, RESULTS
from partnergraph.namespaces import PG

from .downloads import files
from .endpoint import chosen
from .links import Linked, linked
from .service import page_language, service

__all__ = ["blueprint"]

blueprint: Final = Blueprint("pages", __name__)

_MOST_LISTED: Final = 1_000


@blueprint.get("/")
def home() -> Response:
    """Show what is in the graph, partnerships first, and where to go on."""
    return _page("home.html", partnerships=_partnerships(), files=files(service()), catalogue=service().catalogue)


@blueprint.get("/queries")
def queries() -> Response:
    """List the canned queries."""
    return _page("queries.html", catalogue=service().catalogue)


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """Show one canned query with its text and links to its results, or give what the graph says of it."""
    canned = service().catalogue.get(name)
    if canned is None:
        raise NotFound(f"There is no canned query {name}", hint=f"There are {', '.join(service().catalogue)}.")
    iri = str(service().minter.query(name))
    wanted = chosen((HTML, *GRAPHS), request.args.get("format"))
    if wanted is not HTML and (document := service().trusted.document(iri, wanted)):
        response = make_response(document)
        response.content_type = wanted.content_type
    else:
        offered = GRAPHS if canned.form in {"construct", "describe"} else RESULTS
        response = _page("query.html", canned=canned, formats=offered)
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _page(template: str, **members: object) -> Response:
    response = make_response(render_template(template, **members))
    response.vary.add("Accept-Language")
    response.content_language.add(page_language())
    return response


def _partnerships() -> list[tuple[list[Linked], list[Linked], Linked]]:
    """Return the partnerships as Swedish partners, international partners and the partnership itself, by name."""
    trusted = service().trusted
    rows = [
        (iri, _partners(iri, str(PG.swedishPartner)), _partners(iri, str(PG.internationalPartner)))
        for iri in trusted.instances(str(PG.Partnership), _MOST_LISTED)
    ]
    named_ones = {each for iri, swedish, abroad in rows for each in (iri, *swedish, *abroad)}
    labels = trusted.labels(named_ones, page_language())

    def as_links(iris: list[str]) -> list[Linked]:
        return sorted((linked(iri, labels.get(iri, "")) for iri in iris), key=lambda each: each.text)

    shown = [(as_links(swedish), as_links(abroad), linked(iri, labels.get(iri, ""))) for iri, swedish, abroad in rows]
    return sorted(shown, key=lambda row: [each.text for each in (*row[0], *row[1])])


def _partners(partnership: str, predicate: str) -> list[str]:
    return [value.text for value in service().trusted.values(partnership, predicate)]
