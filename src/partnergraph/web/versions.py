"""`/versions`: the releases that are kept, one of them, and what happened to a resource in them."""

from typing import Any, Final

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for
from rdflib import Graph

from partnergraph.errors import WrongUsage
from partnergraph.formats import ATOM, DOCUMENT, GRAPHS, HTML, Format
from partnergraph.sparql.service_description import WRITERS
from partnergraph.versions import Kept, Versions, describe

from . import comparison, feed
from .downloads import offered
from .links import linked
from .reports import report_counts
from .sending import chosen
from .service import current_service, page_language
from .version_words import page, words

__all__ = ["blueprint"]

blueprint: Final = Blueprint("versions", __name__)

_OFFERED: Final = (DOCUMENT, *GRAPHS, HTML)
_PARAMETERS: Final = ("format", "lang", "page")


@blueprint.get("/versions")
def index() -> Response:
    """List the releases that are kept, the newest first."""
    here = current_service()
    versions = here.versions
    listed = versions.all()
    wanted = chosen((*_OFFERED, ATOM), request.args.get("format"))
    if wanted is ATOM:
        return redirected("versions.atom")
    rows = [_row(each, versions, before) for each, before in zip(listed, [None, *listed], strict=False)][::-1]
    if wanted is DOCUMENT:
        return _finished(jsonify({"current": here.version, "versions": rows}), wanted)
    if wanted is HTML:
        return _finished(page("versions.html", rows=rows, kept=here.release is not None), wanted)
    return _finished(_graph(describe(listed, here.version, here.minter), wanted), wanted)


@blueprint.get("/versions/feed.atom")
def atom() -> Response:
    """Return the releases as a feed, for whoever wants to hear of new ones."""
    here = current_service()
    address = here.settings.public_url or request.host_url.rstrip("/") + request.script_root
    response = make_response(feed.feed(here.versions.all(), address, here.minter.base, page_language(), words()))
    response.add_etag()
    response.make_conditional(request)
    response.content_type = ATOM.content_type
    return _finished(response, ATOM)


@blueprint.get("/versions/of")
def history() -> Response:
    """Tell in which of the kept releases what is said of a resource changed."""
    here = current_service()
    iri = request.args.get("iri", "")
    if not iri:
        raise WrongUsage("The request names no resource", hint="Send its IRI as the parameter `iri`.")
    wanted = chosen((DOCUMENT, HTML), request.args.get("format"))
    found = here.versions.changes(iri)
    rows = [
        {
            "version": each.version,
            "created": each.manifest.created if each.manifest else "",
            "there": there,
            "address": _pinned_address(iri, each.version) if there else "",
            "difference": url_for(".one", name=f"{before[0].version}..{each.version}") if before else "",
        }
        for (each, there), before in zip(found, [None, *found], strict=False)
    ][::-1]
    if wanted is DOCUMENT:
        return _finished(jsonify({"iri": iri, "changes": rows}), wanted)
    return _finished(page("resource_versions.html", iri=iri, title=_title(iri), rows=rows), wanted)


@blueprint.get("/versions/<name>")
def one(name: str) -> Response:
    """Say what one release is, or what differs between two (`A..B`); `current` and `previous` are names too."""
    here = current_service()
    versions = here.versions
    asked = name.split("..")
    meant = [versions.named(each) for each in asked]
    if meant != asked:
        kept = {name: request.args[name] for name in _PARAMETERS if name in request.args}
        return redirected(".one", name="..".join(meant), **kept)
    if len(meant) == 1:
        return _one(versions.find(name), versions)
    return comparison.compared(*comparison.pair(meant, versions))


@blueprint.get("/versions/<name>/<part>.nq")
def part(name: str, part: str) -> Response:
    """Send the statements that were added, or those that were removed, as N-Quads."""
    versions = current_service().versions
    asked = name.split("..")
    meant = [versions.named(each) for each in asked]
    if meant != asked:
        return redirected(".part", name="..".join(meant), part=part)
    return comparison.statements(*comparison.pair(asked, versions), part)


def redirected(endpoint: str, **values: Any) -> Response:
    """Lead to where a name that moves with time leads now."""
    response = make_response(redirect(url_for(endpoint, **values)))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _one(kept: Kept, versions: Versions) -> Response:
    here = current_service()
    wanted = chosen(_OFFERED, request.args.get("format"))
    before = versions.before(kept.version)
    if wanted not in (DOCUMENT, HTML):
        graph = describe([each for each in (before, kept) if each], here.version, here.minter)
        return _finished(_graph(graph, wanted), wanted)
    row = _row(kept, versions, before) | _details(kept)
    if wanted is DOCUMENT:
        return _finished(jsonify(row), wanted)
    return _finished(page("version.html", row=row), wanted)


def _row(kept: Kept, versions: Versions, before: Kept | None) -> dict[str, Any]:
    """Return what a list says of a release; `before` is the one it is compared with."""
    if kept.manifest is None or kept.damage:
        return {"version": kept.version, "damaged": kept.damage}
    listed = kept.manifest
    difference = bool(before) and not before.damage if before else False
    return {
        "version": kept.version,
        "current": kept.version == versions.current.version,
        "created": listed.created,
        "harvested": listed.harvested,
        "triples": listed.triples,
        "quads": listed.quads,
        "counts": dict(listed.counts),
        "previous": before.version if before and difference else None,
        "address": url_for(".one", name=kept.version),
        "difference": url_for(".one", name=f"{before.version}..{kept.version}") if before and difference else None,
        "sparql": url_for("endpoint.sparql", query=None, version=kept.version),
    }


def _details(kept: Kept) -> dict[str, Any]:
    """Return what the page of one release says beyond its row in the list."""
    listed = kept.manifest
    if listed is None:
        return {}
    return {
        "iri": str(current_service().minter.version(kept.version)),
        "tool": listed.tool,
        "digest": listed.digest,
        "results": _results(kept),
        "inputs": [{"name": each.name, "lines": each.lines, "sha256": each.sha256} for each in listed.inputs],
        "files": [
            {
                "name": name,
                "bytes": listed.files[path].bytes,
                "sha256": listed.files[path].sha256,
                "address": url_for("downloads.download", name=name, version=kept.version),
            }
            for name, path in offered(listed.files).items()
        ],
    }


def _results(kept: Kept) -> dict[str, int] | None:
    """Return how many results of each severity a report holds; a remote store has none."""
    counts = report_counts(kept) if current_service().release is not None else None
    return None if counts is None else dict(counts)


def _title(iri: str) -> str:
    """Return what a resource is called; nothing leads there, because it may be gone."""
    label = current_service().trusted.labels([iri], page_language()).get(iri, "")
    try:
        return linked(iri, label).text
    except ValueError:  # somebody asked for what is no IRI
        return iri


def _pinned_address(iri: str, version: str) -> str:
    """Return where a resource of ours stands in a release, or "" for any other IRI."""
    address = linked(iri).href
    return f"{address}?version={version}" if address.startswith("/") else ""


def _graph(graph: Graph, wanted: Format) -> Response:
    response = make_response(graph.serialize(format=WRITERS[wanted.name], encoding="utf-8"))
    response.content_type = wanted.content_type
    return response


def _finished(response: Response, wanted: Format) -> Response:
    """Say what the answer depends on; the list of releases grows while this server runs, so it is asked for again."""
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Cache-Control"] = "no-cache"
    if wanted in (HTML, ATOM):
        response.content_language.add(page_language())
    return response
