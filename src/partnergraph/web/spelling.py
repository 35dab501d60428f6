"""The one spelling of an address: what a person may type in its place (RFC 3986 section 6.2, Unicode NFC)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from partnergraph.names import fold

__all__ = ["encoded", "spellings"]

_DIGRAPHS: Final = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe"})
"""How a slug spells a letter when the plain fold of its name belonged to another: Habo is `habo`, Håbo `haabo`."""

_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_SPACES: Final = re.compile(r"\s+")


def encoded(path: str) -> str:
    """Return a decoded path as it stands in an IRI: the address of something else inside it is percent-encoded."""
    steps = path.split("/")
    at = next((n for n, step in enumerate(steps) if step.endswith(":")), len(steps))
    inside = quote("/".join(steps[at:]), safe="")
    return "/".join([*steps[:at], *([inside] if inside else [])])


def spellings(path: str) -> Iterator[str]:
    """Yield the paths that a decoded path may stand for, the likeliest first, and none twice.

    A trailing slash, Unicode forms, letter case, Swedish and Cyrillic letters and spaces all lead to the path that is
    registered; whether it is, the caller asks.
    """
    bare = path.strip("/")
    composed = unicodedata.normalize("NFC", bare)
    lowered = _SPACES.sub("-", composed.casefold())
    candidates = [bare, composed, unicodedata.normalize("NFD", bare)]
    candidates += [lowered, _plain(lowered.translate(_DIGRAPHS)), _plain(lowered)]
    yield from dict.fromkeys(each for each in candidates if each)


def _plain(text: str) -> str:
    return _SPACES.sub("-", _FOREIGN.sub(lambda found: fold(found[0]), text))
