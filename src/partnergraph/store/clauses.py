"""What must be known of a query's text before and after a store has read it: its FROM clauses, its `SELECT *`.

Read from the words alone: strings and comments are passed over, and elsewhere FROM before an IRI is nothing else.
"""

import re
from typing import Final

__all__ = ["from_clauses", "in_order_of_appearance", "with_base"]

_PASSED_OVER: Final = re.compile(
    r"""(?P<iri><[^<>\s]*>) | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
    | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+' | \#[^\n]*+""",
    re.VERBOSE | re.DOTALL,
)
_CLAUSE: Final = re.compile(r"(?<![\w?$:@.-])FROM(?:\s*<|\s+[\w.-]*:|\s+NAMED(?:\s*<|\s+[\w.-]*:))", re.IGNORECASE)
_FORM: Final = re.compile(r"\bSELECT\b(?P<star>\s*(?:(?:DISTINCT|REDUCED)\s*)?\*)?", re.IGNORECASE)
_BASE: Final = re.compile(r"\bBASE\s*<", re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_VARIABLE: Final = re.compile(r"[?$](\w+)")


def from_clauses(query: str) -> int:
    """Return the number of FROM and FROM NAMED clauses of a query, which need not be well-formed."""
    return len(_CLAUSE.findall(_words(query)))


def with_base(query: str, base: str) -> str:
    """Return a query whose relative IRIs count from `base`, as it is when it has none or says what they count from."""
    iris = (match["iri"] for match in _PASSED_OVER.finditer(query) if match["iri"])
    if not base or _BASE.search(_words(query)) or all(_ABSOLUTE.match(iri) for iri in iris):
        return query
    return f"BASE <{base}> {query}"


def in_order_of_appearance(query: str, names: list[str]) -> list[str]:
    """Return the columns of a `SELECT *` as its text first mentions them; those of any other query stay as they are."""
    words = _words(query)
    first = _FORM.search(words)
    if first is None or not first["star"]:
        return names
    mentioned = list(dict.fromkeys(_VARIABLE.findall(words)))
    return sorted(names, key=lambda name: mentioned.index(name) if name in mentioned else len(mentioned))


def _words(query: str) -> str:
    """Return a query without its comments and the insides of its strings and IRIs."""
    return _PASSED_OVER.sub(lambda match: "<>" if match["iri"] else " ", query)
