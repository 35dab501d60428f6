"""The words of the pages about versions, and the pages they stand on."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from flask import Response, make_response, render_template

from .service import page_language

__all__ = ["page", "words"]


def page(template: str, **members: object) -> Response:
    """Return a page about versions, with its words as `v`."""
    return make_response(render_template(template, v=words(), **members))


def words() -> Mapping[str, str]:
    """Return the words about versions in the language of this request."""
    return _read(page_language())


@cache
def _read(language: str) -> Mapping[str, str]:
    path = files("partnergraph.web") / "texts" / "versions" / f"{language}.toml"
    texts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType(texts)
