"""Reading our messages, which are English, out of templates, code and the tables of sentences."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from jinja2.ext import babel_extract

__all__ = ["LOCALE", "WEB", "messages"]

WEB: Final = Path(__file__).parents[1] / "src" / "partnergraph" / "web"
LOCALE: Final = WEB / "locale"

_KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """Return a catalogue of every message with the files it is in, and no translation."""
    found = Catalog(project="PartnerGraph", charset="utf-8")
    methods: list[tuple[str, Any]] = [
        ("**.py", "python"),
        ("templates/**", babel_extract),
        ("texts/**.toml", _of_table),
    ]
    options = {"templates/**": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
    for name, _, message, comments, context in extract_from_dir(
        WEB, methods, options, keywords=_KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    ):
        found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def _of_table(
    file: BinaryIO,
    _keywords: object,
    _tags: object,
    options: object,  # noqa: ARG001 - Babel names the last one
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield every text of a table, which are all messages."""
    for text in _texts(tomllib.load(file)):
        yield 0, None, text, []


def _texts(table: dict[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _texts(value)
        else:
            yield value
