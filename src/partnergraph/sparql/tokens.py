"""The words of SPARQL, as far as one must know them to find a keyword that is really a keyword (SPARQL 1.1 section 19).

The engine reads without a tokeniser: `trueSERVICE`, `1.0SERVICE` and `SERVICESILENT` are two words each to it, so
runs of letters are handed on whole and searched.  All patterns are possessive: a text is read in linear time.
"""

import re
from typing import Final

__all__ = ["ESCAPE", "TOKEN", "decoded"]

_NAME = r"[\w·\u0300-\u036f\u203f\u2040-]"
_LOCAL = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])"
_RUN = rf"[^\W\d](?:{_NAME}|\.++(?={_NAME}))*+"

TOKEN: Final = re.compile(
    rf"""
    (?:[ \t\r\n]++|\#[^\r\n]*+)*+ (?:
      (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    | (?P<string>\"{{3}}(?:[^"\\]|\\.|"(?!""))*+\"{{3}} | '{{3}}(?:[^'\\]|\\.|'(?!''))*+'{{3}}
        | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+')
    | (?P<open>["'])
    | (?P<variable>[?$]\w++)
    | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<name>(?:{_RUN})?:(?:{_LOCAL}|\.++(?={_LOCAL}))*+)
    | (?P<words>{_RUN})
    | (?P<number>\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?|\.\d++(?:[eE][+-]?\d++)?)
    | (?P<sign>&&|\|\||!=|<=|>=|\^\^|<<\(|\)>>|<<|>>|.)
    | (?P<end>\Z))
    """,
    re.VERBOSE | re.DOTALL,
)
"""One token at a position, after space and comments; `lastgroup` names its kind.

`open` is a quote that no quote closes, `end` the end of the text.
"""

ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def decoded(query: str) -> str:
    """Return a query with its codepoint escapes replaced (section 19.2); those beyond Unicode stay as they are."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x11_0000 else match[0]  # noqa: PLR2004 - one past the last of Unicode

    return ESCAPE.sub(character, query)
