"""Styles, scripts and pictures built from `frontend/`: found by name, kept by browsers for a year.

The name of a built file holds a hash of what is in it, so another content has another address.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from flask import Flask, Response, request, url_for

__all__ = ["Assets", "built"]

_BUILT: Final = "dist/"
_DIST: Final = Path(__file__).parent / "static" / "dist"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files of an application, by the names that templates call them."""

    app: Flask
    names: Mapping[str, str]

    @classmethod
    def of(cls, app: Flask) -> Self:
        """Read the table of built files that ships with this program."""
        return cls(app, _table())

    def register(self) -> None:
        """Let templates write `asset("site.css")`, and have browsers keep what can never change."""
        self.app.jinja_env.globals["asset"] = self.address
        self.app.after_request(_kept)

    def address(self, name: str) -> str:
        """Return the address of a built file; raises KeyError for a name that nothing was built for."""
        return url_for("static", filename=f"{_BUILT}{self.names[name]}")


def built(name: str) -> str:
    """Return the text of a built file that the server needs itself; raises KeyError for a name that nothing has."""
    return (_DIST / _table()[name]).read_text(encoding="utf-8")


def _table() -> dict[str, str]:
    """Return what each built file is called."""
    table: dict[str, str] = json.loads((_DIST / "assets.json").read_text(encoding="utf-8"))
    return table


def _kept(response: Response) -> Response:
    built = request.endpoint == "static" and str((request.view_args or {}).get("filename", "")).startswith(_BUILT)
    if built and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = _FOR_A_YEAR
    return response
