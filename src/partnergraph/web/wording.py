"""The words of our pages by language: gettext catalogues, and the tables of sentences that are data.

Words are written in English, in templates, code and the tables `texts/*.toml`.  `locale/` holds each other language,
as `.po` for people and `.mo` for programs; what a language lacks is said in English.
"""

import gettext
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import Any, Final

from partnergraph.language import OFFERED

__all__ = ["catalogue", "table"]

_DOMAIN: Final = "partnergraph"
_TABLES: Final = 16
"""Room for the tables there are."""


@lru_cache(maxsize=len(OFFERED))
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English, in which the messages are written, needs none."""
    if language == OFFERED[0]:
        return gettext.NullTranslations()
    with as_file(files("partnergraph.web") / "locale") as folder:
        return gettext.translation(_DOMAIN, folder, [language])


@lru_cache(maxsize=_TABLES * len(OFFERED))
def table(name: str, language: str) -> Mapping[str, Any]:
    """Return the table of sentences `texts/{name}.toml` in a language."""
    text = (files("partnergraph.web") / "texts" / f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(_translated(tomllib.loads(text), catalogue(language)))


def _translated(words: dict[str, Any], into: gettext.NullTranslations) -> dict[str, Any]:
    return {
        key: _translated(value, into) if isinstance(value, dict) else into.gettext(value)
        for key, value in words.items()
    }
