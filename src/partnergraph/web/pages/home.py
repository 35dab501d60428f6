"""The front page: what is in the graph, and where to go on."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, make_response, render_template, url_for

from partnergraph.formats import of_file
from partnergraph.namespaces import PG
from partnergraph.web.contract import Document
from partnergraph.web.downloads import files
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked, public_address
from partnergraph.web.service import page_language, service
from partnergraph.web.structured_data import structured_data

__all__ = ["blueprint"]

blueprint: Final = Blueprint("pages", __name__)

_MOST_LISTED: Final = 1_000


@blueprint.get("/")
def home() -> Response:
    """Show what is in the graph, partnerships first, and where to go on."""
    offered, catalogue = files(service()), service().catalogue
    return _page(
        "home.html", partnerships=_partnerships(), files=offered, catalogue=catalogue, structured=_dataset(offered)
    )


def _page(template: str, **members: object) -> Response:
    asked = Document.page()
    return asked.unchanged() or asked.answer(make_response(render_template(template, **members)))


def _dataset(offered: Mapping[str, str]) -> dict[str, object]:
    """Return the dataset in schema.org's words with the files it comes in; empty when nothing is said about it."""
    here = service()
    found = here.trusted.entity(str(here.minter.dataset()))
    if found is None:
        return {}
    downloads = [
        {
            "@type": "DataDownload",
            "name": name,
            "encodingFormat": known.media_type,
            "contentUrl": public_address(url_for("downloads.download", name=name)),
        }
        for name in offered
        if (known := of_file(name)[0])
    ]
    block = structured_data(found, labels([found.iri]), public_address(), page_language())
    return block | ({"distribution": downloads} if downloads else {})


def _partnerships() -> list[tuple[list[Linked], list[Linked], Linked]]:
    """Return the partnerships as Swedish partners, international partners and the partnership itself, by name."""
    trusted = service().trusted
    rows = [
        (iri, _partners(iri, str(PG.swedishPartner)), _partners(iri, str(PG.internationalPartner)))
        for iri in trusted.instances(str(PG.Partnership), _MOST_LISTED)
    ]
    named_ones = {each for iri, swedish, abroad in rows for each in (iri, *swedish, *abroad)}
    known = labels(named_ones)

    def as_links(iris: list[str]) -> list[Linked]:
        return sorted((linked(iri, known.get(iri, "")) for iri in iris), key=lambda each: each.text)

    shown = [(as_links(swedish), as_links(abroad), linked(iri, known.get(iri, ""))) for iri, swedish, abroad in rows]
    return sorted(shown, key=lambda row: [each.text for each in (*row[0], *row[1])])


def _partners(partnership: str, predicate: str) -> list[str]:
    return [value.text for value in service().trusted.values(partnership, predicate)]
