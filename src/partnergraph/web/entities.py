"""`/id/…`: every resource of ours as linked data, or as a plain page of facts with labels."""

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request, url_for

from partnergraph.formats import GRAPHS, HTML, JSONLD, Format
from partnergraph.namespaces import RDF
from partnergraph.store.embedded import Entity, Value

from . import contexts
from .endpoint import chosen
from .links import Linked, linked, public_address
from .pinning import missing
from .service import page_language, service
from .structured_data import structured_data

__all__ = ["blueprint"]

blueprint: Final = Blueprint("entities", __name__)

_OFFERED: Final = (*GRAPHS, HTML)


@blueprint.get("/id/<path:path>")
def entity(path: str) -> Response:
    """Answer for a resource; a suffix such as `.ttl`, or `?format=`, chooses the format over Accept."""
    here = service()
    name, suffix = _suffix(path)
    iri = f"{here.minter.base}id/{name}"
    found = here.trusted.entity(iri)
    if found is None:
        raise missing(iri)
    wanted = chosen(_OFFERED, request.args.get("format", suffix))
    response = _page(found, url_for(".entity", path=name)) if wanted is HTML else _document(found, wanted)
    response.vary.update(("Accept", "Accept-Language"))
    for each in _OFFERED:
        address = url_for(".entity", path=f"{name}.{each.extension}")
        response.headers.add("Link", f'<{address}>; rel="alternate"; type="{each.media_type}"')
    response.headers.add("Link", f'<{url_for("versions.history", iri=iri)}>; rel="version-history"')
    return response


def _suffix(path: str) -> tuple[str, str | None]:
    """Split the extension of a format we offer from a path."""
    for each in _OFFERED:
        if path.endswith(f".{each.extension}"):
            return path.removesuffix(f".{each.extension}"), each.extension
    return path, None


def _document(found: Entity, wanted: Format) -> Response:
    response = make_response(service().trusted.document(found.iri, wanted) or b"")
    response.content_type = wanted.content_type
    if wanted is JSONLD:
        contexts.describe(response, [value.text for value in found.facts.get(str(RDF.type), ())])
    return response


def _page(entity: Entity, address: str) -> Response:
    language = page_language()
    labels = service().trusted.labels(entity.iris(), language)
    facts = [
        (linked(name, labels.get(name, "")), [_shown(value, labels) for value in _preferred(values, language)])
        for name, values in entity.facts.items()
    ]
    inverse = [
        (linked(name, labels.get(name, "")), [linked(subject, labels.get(subject, "")) for subject in subjects])
        for name, subjects in entity.inverse.items()
    ]
    response = make_response(
        render_template(
            "entity.html",
            iri=entity.iri,
            title=labels.get(entity.iri, entity.iri),
            facts=facts,
            inverse=inverse,
            more=entity.more,
            formats=GRAPHS,
            structured=structured_data(entity, labels, public_address(address), language),
        )
    )
    response.content_language.add(language)
    return response


def _preferred(values: tuple[Value, ...], language: str) -> list[Value]:
    """Return the values with those in the reader's language first."""
    return sorted(values, key=lambda value: bool(value.language) and value.language != language)


def _shown(value: Value, labels: dict[str, str]) -> Linked:
    if value.is_iri:
        return linked(value.text, labels.get(value.text, ""))
    return Linked(text=value.text, language=value.language)
