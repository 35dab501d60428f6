"""Pages for people: what is in the graph, the canned queries, and the files of the release."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, send_from_directory, url_for

from partnergraph import manifest, search
from partnergraph.errors import NotFound
from partnergraph.formats import GRAPHS, RESULTS, named
from partnergraph.namespaces import PG
from partnergraph.sparql.catalogue import bind

from .contract import Document
from .labels import labels
from .links import Linked, linked, public_address
from .service import page_language, service
from .structured_data import structured_data

__all__ = ["blueprint"]

blueprint: Final = Blueprint("pages", __name__)

_MOST_LISTED: Final = 1_000
_ASIDE: Final = ("lang", "version")
"""What the address of any page may say beside what is its own."""


@blueprint.get("/")
def home() -> Response:
    """Show what is in the graph, partnerships first, and where to go on."""
    files, catalogue = _files(), service().catalogue
    return _page(
        "home.html", partnerships=_partnerships(), files=files, catalogue=catalogue, structured=_dataset(files)
    )


@blueprint.get("/queries")
def queries() -> Response:
    """List the canned queries."""
    return _page("queries.html", catalogue=service().catalogue)


@blueprint.get("/queries/<name>")
def query(name: str) -> Response:
    """Show one canned query with its parameters, its text with the values of the address, and links to its results."""
    canned = service().catalogue.get(name)
    if canned is None:
        raise NotFound(f"There is no canned query {name}", hint=f"There are {', '.join(service().catalogue)}.")
    given = {key: some for key, some in request.args.lists() if key not in _ASIDE}
    here = service()
    text = bind(canned, given, here.naming, portable=here.release is None) if given else canned.text
    offered = GRAPHS if canned.makes_graph else RESULTS
    return _page("query.html", canned=canned, aside=_ASIDE, given=given, text=text, formats=offered)


@blueprint.get("/download/<name>")
def download(name: str) -> Response:
    """Send a file of the release as it lies there."""
    folder = service().release
    if folder is None or name not in _files():
        raise NotFound(f"The release has no file {name}", hint=f"There are {', '.join(_files())}.")
    known = named(name.rpartition(".")[2])
    response = send_from_directory(folder, name, conditional=True, etag=True)
    if name == search.FILE:
        response.content_type = "application/vnd.sqlite3"
    else:
        response.content_type = "application/json" if name.endswith(".json") or known is None else known.content_type
    return response


def _page(template: str, **members: object) -> Response:
    asked = Document.page()
    return asked.unchanged() or asked.answer(make_response(render_template(template, **members)))


def _files() -> list[str]:
    """Return the files of the release that are offered: those at its top, and the manifest."""
    if service().release is None:
        return []
    return sorted({manifest.NAME, *(name for name in service().trusted.manifest.files if "/" not in name)})


def _dataset(files: list[str]) -> dict[str, object]:
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
            "contentUrl": public_address(url_for("pages.download", name=name)),
        }
        for name in files
        if (known := named(name.rpartition(".")[2], GRAPHS))
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
