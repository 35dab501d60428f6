"""Requests of a kept release: `?version=` pins a request, and the links of its answer, to one release.

A pinned request is answered as one of the current release is, by the same views; only the service they ask is another.
Its answer names what stands at the same address now (RFC 5829), and when the release was made (Memento, RFC 7089).
"""

from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, Response, g, request
from werkzeug.http import http_date

from partnergraph.errors import Gone, NotFound
from partnergraph.sparql.protocol import pairs
from partnergraph.store.releases import OpenRelease

from .service import NAME, current_service, in_release, pinned, service

__all__ = ["PINNED", "address_in", "missing", "pin", "register"]

PARAMETER: Final = "version"

PINNED: Final = frozenset(
    {
        "browse",
        "catalogue",
        "charts",
        "dataset",
        "downloads",
        "endpoint",
        "entities",
        "goals",
        "map",
        "network",
        "pages",
        "quality",
        "referring",
        "resolver",
        "search",
    }
)
"""What can be asked of any kept release."""

_OPEN: Final = "open_releases"
_OF_PATHS: Final = "/:@-._~!$&'()*+,;="
"""Characters that stand in a path as they are (RFC 3986 section 3.3)."""


def register(app: Flask) -> None:
    """Have the requests of this application take `version=`, and say so in what they answer."""
    app.before_request(_pin_by_address)
    app.after_request(_with_links)
    app.teardown_request(_unpin)
    app.url_defaults(_stay)
    app.context_processor(_for_templates)


def pin(version: str) -> None:
    """Answer this request from a kept release; an empty version, or one it has already, changes nothing.

    Raises NotFound naming the releases that are kept, ReleaseDamaged, or Busy.
    """
    if not version or version == pinned():
        return
    here = current_service()
    if version != here.version:
        release = here.earlier.take(here.versions.find(version))
        g.setdefault(_OPEN, []).append(release)
        setattr(g, NAME, here.of(release))
    g.version = version


def missing(iri: str) -> NotFound:
    """Return the error for a resource that the release asked does not hold: it is gone where an earlier one has it."""
    last = service().versions.last_holding(iri)
    if last is None:
        return NotFound(f"There is no resource {iri}", hint="The front page and /sparql show what there is.")
    return Gone(
        f"There is no resource {iri} any more", release=last, hint=f"Release {last} had it: add version={last}."
    )


def address_in(version: str) -> str:
    """Return the address of this request in a release, or as it is without a version where that is empty."""
    rest = [(name, value) for name, value in pairs(request.query_string) if name != PARAMETER]
    rest += [(PARAMETER, version)] if version else []
    path = quote(request.script_root + request.path, safe=_OF_PATHS)
    return f"{path}?{urlencode(rest)}" if rest else path


def _pin_by_address() -> None:
    if request.blueprint in PINNED:
        pin(request.args.get(PARAMETER, ""))


def _unpin(_: BaseException | None) -> None:
    releases: list[OpenRelease] = g.pop(_OPEN, [])
    for release in releases:
        current_service().earlier.give_back(release)


def _with_links(response: Response) -> Response:
    """Lead from an answer of another release to what stands there now; a redirect stays in its release."""
    led = response.headers.get("Location", "")
    if led and pinned() and PARAMETER not in dict(pairs(urlsplit(led).query.encode())):
        response.headers["Location"] = in_release(led)
    if service() is not current_service():
        response.headers.add("Link", f'<{address_in("")}>; rel="original latest-version"')
        made = next((each.kept.created for each in g.get(_OPEN, [])), None)
        if made is not None:
            response.headers["Memento-Datetime"] = http_date(made)
    return response


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    """Keep the links of a pinned answer in its release; the bare address of the endpoint is a base, and stays bare."""
    if pinned() and endpoint.partition(".")[0] in PINNED and (endpoint != "endpoint.sparql" or "query" in values):
        values.setdefault(PARAMETER, pinned())


def _for_templates() -> dict[str, object]:
    elsewhen = service() is not current_service()
    unpinned = address_in("") if elsewhen else ""
    return {"pinned": pinned(), "in_release": in_release, "elsewhen": elsewhen, "unpinned": unpinned}
