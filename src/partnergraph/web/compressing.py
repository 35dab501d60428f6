"""Answers that are shorter on the wire: gzip (RFC 9110 section 8.4.1.3) for those who take it.

What is compressed has a weak tag: the same words as under the strong one, in other bytes.
"""

import gzip
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

__all__ = ["register", "takes_gzip"]

_ACCEPTED: Final = "Accept-Encoding"
_GZIP: Final = "gzip"

_LEVEL: Final = 5
"""From here on more time hardly makes a text shorter."""

_SHORTEST: Final = 1_000
"""Bytes of a body from which on it pays: a shorter one fits into one packet as it is."""

_LONGEST: Final = 4 * 1_024 * 1_024
"""Bytes of a body up to which its reader is made to wait for it."""

_PACKED: Final = ("image/png", "application/vnd.openxmlformats", "application/zip", "application/gzip")
"""Beginnings of media types that are compressed by themselves."""

_AS_IT_LIES: Final = "downloads.download"
"""Where files of a release are sent, by the checksums they are published with, whole or in ranges."""


def register(app: Flask) -> None:
    """Have the answers of an application compressed; registered first, since what is said last is done first."""
    app.before_request(_whole_for_weak)
    app.after_request(_compressed)


@lru_cache(maxsize=64)
def takes_gzip(accepted: str) -> bool:
    """Return whether a client that sends this `Accept-Encoding` likes gzip no less than bytes as they are."""
    said = parse_accept_header(accepted, Accept)
    return 0 < said.quality(_GZIP) >= said.quality("identity")


def _whole_for_weak() -> None:
    """Cut no part for who holds packed bytes: a weak tag never names the bytes to go on from (RFC 9110 13.1.5)."""
    if request.headers.get("If-Range", "").startswith("W/"):
        request.environ.pop("HTTP_RANGE", None)


def _compressed(response: Response) -> Response:
    """Compress an answer, or say of one that is not sent again by which tag the client has it."""
    if not _may_differ(response):
        return response
    varies = response.headers.get("Vary")
    response.headers["Vary"] = f"{varies}, {_ACCEPTED}" if varies else _ACCEPTED
    if not takes_gzip(request.headers.get(_ACCEPTED, "")):
        return response
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        if request.if_none_match.is_weak(response.get_etag()[0] or ""):
            _weaken(response)
    elif _SHORTEST <= (response.content_length or 0) <= _LONGEST:
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
        response.content_encoding = _GZIP
        response.headers.pop("Accept-Ranges", None)
        _weaken(response)
    return response


def _may_differ(response: Response) -> bool:
    """Return whether an answer like this one, if it is long enough, depends on what its reader can unpack."""
    status = response.status_code
    if request.endpoint == _AS_IT_LIES or (response.content_type or "").startswith(_PACKED):
        return False
    return status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED} or status >= HTTPStatus.BAD_REQUEST


def _weaken(response: Response) -> None:
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
