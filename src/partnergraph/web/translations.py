"""Our words in the reader's language: gettext catalogues, chosen by the one language chain.

Templates and code say what they say in English; `locale/` holds each other language, as `.po` for people and `.mo`
for programs.
"""

import gettext as catalogues
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

from .service import page_language

__all__ = ["gettext", "ngettext"]

_DOMAIN: Final = "partnergraph"


def gettext(message: str) -> str:
    """Return an English message in the language of the page that answers this request."""
    return _catalogue(page_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of an English message that goes with a number, in the language of this request."""
    return _catalogue(page_language()).ngettext(singular, plural, number)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> catalogues.NullTranslations:
    """Return the catalogue of a language; English, in which the messages are written, needs none."""
    if language == "en":
        return catalogues.NullTranslations()
    with as_file(files("partnergraph.web") / "locale") as folder:
        return catalogues.translation(_DOMAIN, folder, [language], fallback=True)
