"""`/dataset`: what the dataset is, how to get and cite it, as RDF (DCAT-AP-SE 3, VoID) and as a page.

Parts of the description have IRIs below that of the dataset and are answered by the whole (303, as
https://www.w3.org/TR/cooluris/ has it); `/.well-known/void` leads here too, as VoID asks in section 7.2.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from rdflib import Graph, URIRef

from partnergraph import rdf
from partnergraph.errors import NotFound
from partnergraph.formats import GRAPHS, HTML, named, of_file
from partnergraph.language import in_language
from partnergraph.namespaces import DCTERMS, RDFS, SHAPE

from .citation import Citation
from .contract import Document
from .distributions import Addresses, Described, catalogue
from .downloads import files
from .service import Service, page_language, service
from .translations import words

__all__ = ["CITATIONS", "blueprint", "citation", "citation_as"]

blueprint: Final = Blueprint("dataset", __name__)

_OFFERED: Final = (*GRAPHS, HTML)
_FOUND: Final = 302
_SEE_OTHER: Final = 303
_MOST_KEPT: Final = 16
CITATIONS: Final = {"bib": "application/x-bibtex; charset=utf-8", "json": "application/vnd.citationstyles.csl+json"}
"""Suffix of a citation → its media type."""


@blueprint.get("/dataset")
@blueprint.get("/dataset.<suffix>")
def dataset(suffix: str | None = None) -> Response:
    """Describe the dataset; a suffix such as `.ttl`, or `?format=`, chooses the format over Accept."""
    here = service()
    if suffix is not None and named(suffix, _OFFERED) is None:
        raise NotFound(
            f"There is no dataset.{suffix}", hint=f"There are {', '.join(each.extension for each in _OFFERED)}."
        )
    asked = Document.asked("/dataset", _OFFERED, suffix, str(here.minter.dataset()))
    if unchanged := asked.unchanged():
        return unchanged
    response = _page(here) if asked.wanted is HTML else make_response(_described(here).document(asked.wanted))
    response.content_type = asked.wanted.content_type
    return asked.answer(response, shape=str(SHAPE.Dataset))


@blueprint.get("/.well-known/void")
def well_known() -> Response:
    """Lead to the description, in the format that was asked for."""
    return make_response(redirect(_here(), _FOUND))


@blueprint.get("/dataset/<path:path>")
def part(path: str) -> Response:
    """Lead from a part of the description to the whole, in the format of a suffix if it has one."""
    here = service()
    parts = _described(here).parts(str(here.minter.dataset()))
    bare, _, suffix = path.rpartition(".")
    if path in parts:
        return make_response(redirect(_here(), _SEE_OTHER))
    if bare in parts and named(suffix, _OFFERED):
        return make_response(redirect(_here(suffix), _SEE_OTHER))
    raise NotFound(f"The description has no part {path}", hint="See /dataset for what it has.")


@blueprint.get("/dataset/citation.<suffix>")
def cited(suffix: str) -> Response:
    """Return how to cite this release: `bib` for BibTeX, `json` for citation managers."""
    if suffix not in CITATIONS:
        raise NotFound(f"There is no citation as {suffix}", hint=f"There are {', '.join(CITATIONS)}.")
    return Document.page().answer(citation_as(citation(service()), suffix))


def citation_as(found: Citation, suffix: str) -> Response:
    """Return a citation as one of CITATIONS."""
    text = found.bibtex() if suffix == "bib" else json.dumps(found.csl(), ensure_ascii=False, indent=2) + "\n"
    response = make_response(text)
    response.content_type = CITATIONS[suffix]
    response.headers["Content-Disposition"] = f"inline; filename={found.key}.{suffix}"
    return response


def _here(suffix: str | None = None) -> str:
    """Return the address of the description with the query of this request, whatever format it asks for."""
    query = request.query_string.decode("ascii", "replace")
    return url_for(".dataset", suffix=suffix) + (f"?{query}" if query else "")


def _public(endpoint: str, **values: Any) -> str:
    """Return an address as the world knows it."""
    public = service().settings.public_url
    return public + url_for(endpoint, **values) if public else url_for(endpoint, _external=True, **values)


def _described(here: Service) -> Described:
    """Return the description with the addresses that this client uses; the last few are kept."""
    page, endpoint = _public("dataset.dataset"), _public("endpoint.sparql")
    key = (here.version, page, endpoint)
    made = here.described.get(key)
    if made is None:
        said = rdf.parse_text(here.trusted.description(str(here.minter.dataset())), ".nt")
        at = Addresses(
            page=page,
            endpoint=endpoint,
            file=lambda name: _public("downloads.download", name=name),
            contact=here.settings.contact,
        )
        made = Described(graph=catalogue(said, here.trusted.manifest, files(here), here.minter, at))
        if len(here.described) >= _MOST_KEPT:
            here.described.clear()
        here.described[key] = made
    return made


def _page(here: Service) -> Response:
    said = _described(here).graph
    iri = here.minter.dataset()
    said_here = words("dataset")
    found = citation(here)
    page = render_template(
        "dataset.html",
        w=said_here,
        iri=iri,
        title=_text(said, iri, DCTERMS.title),
        about=_text(said, iri, DCTERMS.description),
        provenance=_text(said, here.minter.dataset("provenance"), RDFS.label),
        files=_files(here),
        citation=found.sentence(said_here["citation"]),
        bibtex=found.bibtex(),
        contact=here.settings.contact,
        formats=GRAPHS,
    )
    return make_response(page)


def _files(here: Service) -> list[Mapping[str, Any]]:
    """Return the files that hold the dataset, with what a reader wants to know before taking one."""
    entries = here.trusted.manifest.files
    return [
        {"name": name, "format": known.name, "bytes": entries[path].bytes, "sha256": entries[path].sha256}
        for name, path in files(here).items()
        if path in entries and name.startswith("data.") and (known := of_file(name)[0])
    ]


def citation(here: Service) -> Citation:
    """Return how to cite the release that is asked."""
    manifest = here.trusted.manifest
    return Citation(
        title=_text(_described(here).graph, here.minter.dataset(), DCTERMS.title) or "PartnerGraph",
        version=manifest.version,
        date=manifest.harvested or manifest.created[:10],
        address=_public("dataset.dataset"),
    )


def _text(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    texts = {str(getattr(value, "language", "") or ""): str(value) for value in graph.objects(subject, predicate)}
    return in_language(texts, page_language())
