"""`/download/…`: the files of the release as they lie, whole or in ranges (RFC 9110 section 14)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, request, send_file
from werkzeug.http import parse_range_header

from partnergraph import manifest, search
from partnergraph.errors import NotFound
from partnergraph.formats import of_file
from partnergraph.manifest import FileEntry

from .service import Service, service

__all__ = ["blueprint", "files", "name_for_keeping", "offered"]

blueprint: Final = Blueprint("downloads", __name__)

_DUMPS: Final = "dumps/"
_OTHERS: Final = MappingProxyType({search.FILE: "application/vnd.sqlite3"})
"""Files that are no format of ours → their media type."""


@blueprint.get("/download/<name>")
def download(name: str) -> Response:
    """Send a file of the release; it is called by its last name, and kept under one that tells the version."""
    here = service()
    path = files(here).get(name)
    if here.release is None or path is None:
        raise NotFound(f"The release has no file {name}", hint=f"There are {', '.join(files(here)) or 'none'}.")
    tag = _entry(here, here.release, path).sha256
    if not _one_range():
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(
        here.release / path,
        as_attachment=path.startswith(_DUMPS),
        download_name=name_for_keeping(name, here.version),
        etag=tag,
        last_modified=datetime.fromisoformat(here.trusted.manifest.created),
    )
    response.content_type = media_type(name)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def files(here: Service) -> Mapping[str, str]:
    """Return the files of the release that is served, or of the one that is asked, by name, the manifest among them."""
    return MappingProxyType({} if here.release is None else offered([*here.trusted.manifest.files, manifest.NAME]))


def offered(paths: Iterable[str]) -> dict[str, str]:
    """Return those files of a release that can be had, by name: the ones at its top, and its dumps."""
    shown = (path for path in sorted(paths) if "/" not in path.removeprefix(_DUMPS))
    return {path.removeprefix(_DUMPS): path for path in shown}


def media_type(name: str) -> str:
    """Return the media type of a file of the release; what is wrapped is of the type of its wrapping."""
    known, wrapping = of_file(name)
    if wrapping is not None:
        return wrapping.media_type
    if name in _OTHERS:
        return _OTHERS[name]
    return "application/json" if known is None or name.endswith(".json") else known.content_type


def name_for_keeping(name: str, version: str) -> str:
    """Return the name under which a reader keeps a file: `data.nt.gz` → `partnergraph-0123456789abcdef.nt.gz`."""
    return f"partnergraph-{version}{name.removeprefix('data') if name.startswith('data.') else f'-{name}'}"


def _one_range() -> bool:
    """Return whether one range of bytes is asked for; anything else is to be passed over (RFC 9110 section 14.2)."""
    asked = parse_range_header(request.headers.get("Range"))
    return request.method == "GET" and asked is not None and asked.units == "bytes" and len(asked.ranges) == 1


def _entry(here: Service, release: Path, path: str) -> FileEntry:
    """Return what is known of a file; of the manifest, which does not list itself, what is seen."""
    return here.trusted.manifest.files.get(path) or FileEntry.of(release / path)
