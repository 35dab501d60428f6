"""Values as JSON, as spreadsheets and as people have them: numbers as numbers, all else as text."""

import math
import re
from typing import Final

from partnergraph.namespaces import XSD
from partnergraph.store.embedded import Value

__all__ = ["harmless", "is_number", "plain"]

_WHOLE: Final = frozenset(
    str(XSD[name])
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "negativeInteger",
        "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_BROKEN: Final = frozenset(str(XSD[name]) for name in ("decimal", "double", "float"))
_TRUTH: Final = str(XSD.boolean)
_LONGEST_WHOLE: Final = 15
"""Digits of a whole number that every reader of JSON and every spreadsheet keeps (RFC 8259 section 6)."""

_DIGITS: Final = re.compile(r"[+-]?[0-9]+")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)."""


def plain(value: Value | None) -> str | int | float | bool | None:
    """Return a value as JSON has it; a number that would lose digits stays text."""
    if value is None:
        return None
    text, datatype = value.text, value.datatype
    if datatype in _WHOLE:
        return int(text) if _DIGITS.fullmatch(text) and len(text.lstrip("+-0")) <= _LONGEST_WHOLE else text
    if datatype in _BROKEN:
        return _number(text)
    if datatype == _TRUTH:
        return text in {"true", "1"}
    return text


def is_number(value: Value) -> bool:
    """Return whether a value is a number that reads as one."""
    return isinstance(plain(value), int | float)


def harmless(value: Value) -> str:
    """Return the text of a value, with an apostrophe before what a spreadsheet would run as a formula."""
    text = value.text
    return f"'{text}" if text.startswith(_FORMULA) and not is_number(value) else text


def _number(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text
