"""The application: settings and a release in, Flask out."""

import threading
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from partnergraph import language
from partnergraph.settings import Settings
from partnergraph.store import MEGABYTE

from . import (
    api,
    catalogue,
    completing,
    compressing,
    contexts,
    dataset,
    downloads,
    endpoint,
    entities,
    goals,
    pinning,
    problems,
    reconciliation,
    resolver,
    search,
    validation,
    versions,
    vocabularies,
)
from .about import referring
from .answering import warm
from .assets import Assets
from .navigation import at_the_foot, at_the_top
from .pages import browse, charts, home, maps, network, quality, robots
from .pages.browsing import lists_of
from .pictures.basemap import outlines
from .pictures.countries import country_name
from .remembering import Remembering
from .service import NAME, Service, page_language, service
from .translations import date, gettext, ngettext, number, words

__all__ = ["ROOMS", "create_app"]

ROOMS: Final = (
    api,
    catalogue,
    charts,
    completing,
    contexts,
    dataset,
    downloads,
    endpoint,
    vocabularies,
    goals,
    entities,
    home,
    maps,
    network,
    browse,
    robots,
    quality,
    reconciliation,
    referring,
    resolver,
    search,
    versions,
    validation,
)
"""The modules whose routes this application has."""

_FORM_ROOM: Final = 65_536
"""Bytes a posted form may hold beside its percent-encoded query."""

_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match, If-Range, Range, X-Request-ID"
    ),
    "Access-Control-Expose-Headers": (
        "PG-Release, PG-Result, PG-Today, ETag, Last-Modified, Link, Memento-Datetime, Content-Location, "
        "Content-Language, Vary, Accept-Ranges, Content-Disposition, Content-Range, Retry-After, Server-Timing, "
        "X-Request-ID"
    ),
    "Access-Control-Max-Age": "86400",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer.  Anyone may read, from any page, and no credentials are ever looked at."""


def create_app(settings: Settings, release: Path | None) -> Flask:
    """Return an application that serves the release in the folder `release`, or without one a remote store.

    Raises ReleaseDamaged when the release is not what its manifest says.
    `app.extensions["partnergraph"].close()` ends the query workers.
    """
    app = Flask("partnergraph.web", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = 3 * settings.query_bytes + _FORM_ROOM
    app.config["LONGEST_BODY"] = max(app.config["MAX_CONTENT_LENGTH"], validation.longest_body(settings))
    app.json.sort_keys = False  # type: ignore[attr-defined]  # every provider of Flask has it
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # a redirect would name the host that the client said
    app.jinja_options = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    app.jinja_env.filters |= {"number": number, "date": date}
    compressing.register(app)
    Assets.of(app).register()
    app.jinja_env.globals.update(country_name=country_name, lists_of=lists_of, outlines=outlines)
    app.extensions[NAME] = Service.open(settings, release)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    problems.register(app)
    pinning.register(app)
    app.after_request(_with_headers)
    app.context_processor(_for_templates)
    if settings.cache_mb and release is not None:
        app.wsgi_app = Remembering(app.wsgi_app, settings.cache_mb * MEGABYTE // 2)  # type: ignore[method-assign]  # the way Flask documents
    if trusted := settings.trusted_proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted, x_prefix=trusted)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # the way Flask documents
    if settings.cache_mb and release is not None:
        here = app.extensions[NAME]
        threading.Thread(target=warm, args=(here, here.closing), name="warming", daemon=True).start()
    return app


def _with_headers(response: Response) -> Response:
    present = {name.lower() for name, _ in response.headers}
    response.headers.extend((name, value) for name, value in _HEADERS.items() if name.lower() not in present)
    response.headers["PG-Release"] = service().version
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _for_templates() -> dict[str, object]:
    aside = {"format", "lang", "version"}
    said = [(name, value) for name, value in request.args.items(multi=True) if name not in aside]
    return {
        "t": words("pages"),
        "language": page_language(),
        "languages": [*language.NAMES.items()],
        "manifest": service().trusted.manifest,
        "said": said,
        "at_the_top": at_the_top,
        "at_the_foot": at_the_foot,
    }
