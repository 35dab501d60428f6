"""Every IRI of ours answers: `/id/…` leads to `/doc/…`, and what lies elsewhere below the base is its own document.

The path below the base is the path below the server's root, whatever host it runs on.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from flask import Blueprint, Response, make_response, request, url_for

from partnergraph.formats import GRAPHS, HTML, JSONLD
from partnergraph.namespaces import PG, PROV, RDF
from partnergraph.store.document import MOST_POINTING
from partnergraph.store.embedded import Entity

from . import contexts
from .about.page import page as about
from .contract import Document
from .leading import led, without_slash
from .links import address, local
from .pinning import missing
from .service import service
from .spelling import encoded, spellings

__all__ = ["OFFERED", "Page", "blueprint", "documented"]

blueprint: Final = Blueprint("entities", __name__)

OFFERED: Final = (*GRAPHS, HTML)
"""The formats of a document about a resource, the default first."""

_SOURCES: Final = (PROV.wasDerivedFrom, PG.inRecord, PG.inDocument)
"""Properties that lead from a resource to what it was read from."""

_MOST_SOURCES: Final = 10
"""Sources named in the header; the document names all of them."""

Page: TypeAlias = Callable[[Entity, Document], Response]
"""Makes the page about a resource."""


@blueprint.get("/id/<path:path>")
def thing(path: str) -> Response:
    """Lead from the name of a thing to the document about it, keeping the format and language asked for."""
    name, suffix = split(path)
    prefix = f"{service().minter.base}id/"
    found = service().trusted.entity(f"{prefix}{name}", most=0)
    if found is None:
        return _elsewhere(name, suffix, prefix, "/id")
    if found.tombstone:
        return _answer(found, f"/doc/{name}", suffix, about)
    return led(303, f"{_address('/doc', name)}{_dotted(suffix)}")


@blueprint.get("/doc/<path:path>")
def document(path: str) -> Response:
    """Answer with the document about a thing; a suffix such as `.ttl`, or `?format=`, chooses the format."""
    return documented(path, f"{service().minter.base}id/", "/doc")


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> Response:
    """Answer for a named graph, which describes itself."""
    return without_slash() or documented(f"graph/{path}", service().minter.base, "")


def split(path: str) -> tuple[str, str | None]:
    """Split the extension of a format we offer from a path."""
    bare, dot, extension = path.rpartition(".")
    known = dot and any(extension == each.extension for each in OFFERED)
    return (bare, extension) if known else (path, None)


def documented(path: str, prefix: str, root: str, page: Page | None = None) -> Response:
    """Answer with the document about the resource whose IRI is `prefix` and the path, which lies below `root`.

    `page` makes the page about it, where it is not the plain one.  Raises NotFound.
    """
    name, suffix = split(encoded(path))
    iri, place = f"{prefix}{name}", f"{root}/{name}"
    if unchanged := Document.asked(place, OFFERED, suffix, iri).unchanged():
        return unchanged
    found = service().trusted.entity(iri)
    return _answer(found, place, suffix, page or about) if found else _elsewhere(name, suffix, prefix, root)


def _answer(found: Entity, path: str, suffix: str | None, page: Page) -> Response:
    """Answer with the document about a resource at `path`; one that is gone says so, one that moved leads on."""
    stone = found.tombstone
    if stone and stone.replaced_by:
        return led(301, _moved(stone.replaced_by, suffix))
    asked = Document.asked(path, OFFERED, suffix, found.iri)
    response = page(found, asked) if asked.wanted is HTML else _document(found, asked)
    response.content_type = asked.wanted.content_type
    if stone:
        response.status_code = 410
    response.headers.add("Link", f'<{url_for("versions.history", iri=found.iri)}>; rel="version-history"')
    if found.more:
        response.headers["PG-Result"] = f"truncated; rows={MOST_POINTING}; limit={MOST_POINTING}"
    return asked.answer(
        response,
        shape=_shape(found),
        sources=found.values(*map(str, _SOURCES))[:_MOST_SOURCES],
        partial=found.more,
    )


def _document(found: Entity, asked: Document) -> Response:
    response = make_response(service().trusted.document(found.iri, asked.wanted) or b"")
    if asked.wanted is JSONLD:
        contexts.describe(response, list(found.values(str(RDF.type))))
    return response


def _elsewhere(name: str, suffix: str | None, prefix: str, root: str) -> Response:
    """Lead to the one spelling of a name that is spelt otherwise; raise NotFound when there is none."""
    for spelt in spellings(name):
        bare, ending = (spelt, suffix) if suffix else split(spelt)
        if (bare, ending) != (name, suffix) and service().trusted.entity(f"{prefix}{bare}", most=0):
            return led(301, f"{_address(root, bare)}{_dotted(ending)}")
    raise missing(f"{prefix}{name}")


def _address(root: str, name: str) -> str:
    return f"{request.script_root}{root}/{address(name)}"


def _dotted(suffix: str | None) -> str:
    return f".{suffix}" if suffix else ""


def _moved(successor: str, suffix: str | None) -> str:
    """Return the address of a successor: its document for one who asked for a document, else its name."""
    name = successor.removeprefix(f"{service().minter.base}id/")
    if request.path.startswith("/doc/") and name != successor:
        return f"{_address('/doc', name)}{_dotted(suffix)}"
    return f"{local(successor)}{_dotted(suffix)}"


def _shape(found: Entity) -> str:
    known = service().vocabularies["shapes"].shape_of
    return next((known[each] for each in found.values(str(RDF.type)) if each in known), "")
