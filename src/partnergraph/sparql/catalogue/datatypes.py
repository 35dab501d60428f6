"""The datatypes that parameters may have, and how their values are written (XML Schema 1.1 part 2)."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from rdflib import XSD, Literal, URIRef

__all__ = ["DATATYPES", "literal"]

_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

DATATYPES: Final[Mapping[str, re.Pattern[str]]] = {
    str(name): re.compile(pattern, re.DOTALL)
    for name, pattern in {
        XSD.string: r".*",
        XSD.boolean: r"true|false|1|0",
        XSD.integer: r"[+-]?[0-9]{1,18}",
        XSD.nonNegativeInteger: r"\+?[0-9]{1,18}",
        XSD.positiveInteger: r"\+?0*[1-9][0-9]{0,17}",
        XSD.decimal: r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})",
        XSD.double: r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,3})?",
        XSD.gYear: r"[0-9]{4}",
        XSD.gYearMonth: r"[0-9]{4}-(?:0[1-9]|1[0-2])",
        XSD.date: _DATE,
        XSD.dateTime: rf"{_DATE}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?{_ZONE}",
    }.items()
}
"""Datatype → how its values may be written; numbers of more digits than engines keep are left out."""

_CALENDAR: Final = frozenset({str(XSD.date), str(XSD.dateTime)})


def literal(text: str, datatype: str) -> Literal:
    """Return the literal of one of DATATYPES that a text is; raise ValueError when it is none."""
    plain = datatype == str(XSD.string)
    text = text if plain else text.strip()
    if not DATATYPES[datatype].fullmatch(text):
        raise ValueError(text)
    if datatype in _CALENDAR:
        dt.datetime.fromisoformat(text)  # months and days that are in no calendar
    return Literal(text, datatype=None if plain else URIRef(datatype), normalize=False)
