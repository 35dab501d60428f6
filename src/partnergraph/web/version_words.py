"""The words of the pages about versions, and the pages they stand on."""

from collections.abc import Mapping

from flask import Response, make_response, render_template

from . import translations

__all__ = ["page", "words"]


def page(template: str, **members: object) -> Response:
    """Return a page about versions, with its words as `v`."""
    return make_response(render_template(template, v=words(), **members))


def words() -> Mapping[str, str]:
    """Return the words about versions in the language of this request."""
    return translations.words("versions")
