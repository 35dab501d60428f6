"""A number for each request, so that a person's report and a line of the log can be found together."""

import re
import secrets
from typing import Final

from flask import Flask, Response, g, request

__all__ = ["HEADER", "chosen", "register", "request_id"]

HEADER: Final = "X-Request-ID"

_WELL_FORMED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""What a client, or a proxy before us, may call its request: short, and nothing that a log could misread."""


def register(app: Flask) -> None:
    """Have every answer of an application name its request."""
    app.after_request(_tell)


def request_id() -> str:
    """Return the number of this request: the client's where it is well-formed, else one of ours."""
    if "request_id" not in g:
        g.request_id = chosen(request.headers.get(HEADER, ""))
    return str(g.request_id)


def chosen(asked: str) -> str:
    """Return the number of a request that calls itself `asked`, which may be empty."""
    return asked if _WELL_FORMED.fullmatch(asked) else secrets.token_hex(16)


def _tell(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
