"""Leading from one address of this server to another, with the format and the language that were asked for."""

from typing import Final
from urllib.parse import urlencode

from flask import Response, make_response, redirect, request

from .links import address

__all__ = ["led", "without_slash"]

_LASTS: Final = "public, max-age=3600"
"""How long a redirect may be remembered: the address it leads to decides anew in any case."""


def led(status: int, place: str) -> Response:
    """Lead to an address within this server, in the format and the language that were asked for."""
    kept = urlencode({name: request.args[name] for name in ("format", "lang") if name in request.args})
    response = make_response(redirect(f"{place}?{kept}" if kept else place, status))
    response.headers["Cache-Control"] = _LASTS
    return response


def without_slash() -> Response | None:
    """Lead from an address with slashes at its end to the one without; None where there are none."""
    bare = request.path.rstrip("/")
    return led(301, f"{request.script_root}{address(bare)}") if bare != request.path else None
