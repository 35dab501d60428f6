"""Styles, scripts and pictures built from `frontend/`: found by name, kept by browsers for a year.

The name of a built file holds a hash of what is in it, so another content has another address.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Self

from flask import Flask, Response, request, url_for

__all__ = ["Assets"]

_BUILT: Final = "dist/"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files of an application, by the names that templates call them."""

    app: Flask
    names: Mapping[str, str]

    @classmethod
    def of(cls, app: Flask) -> Self:
        """Read the table of built files that ships with this program."""
        table = files("partnergraph.web") / "static" / "dist" / "assets.json"
        return cls(app, json.loads(table.read_text(encoding="utf-8")))

    def register(self) -> None:
        """Let templates write `asset("site.css")`, and have browsers keep what can never change."""
        self.app.jinja_env.globals["asset"] = self.address
        self.app.after_request(_kept)

    def address(self, name: str) -> str:
        """Return the address of a built file; raises KeyError for a name that nothing was built for."""
        return url_for("static", filename=f"{_BUILT}{self.names[name]}")


def _kept(response: Response) -> Response:
    built = request.endpoint == "static" and str((request.view_args or {}).get("filename", "")).startswith(_BUILT)
    if built and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = _FOR_A_YEAR
    return response
