"""Our words, numbers and dates in the reader's language, which the one language chain chooses."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from .service import page_language
from .wording import catalogue, table

__all__ = ["date", "gettext", "ngettext", "number", "words"]

_MARKS: Final = {"en": (",", ".")}
_MARKS_ELSEWHERE: Final = ("\N{NO-BREAK SPACE}", ",")
"""What parts thousands, and what comes before decimals."""

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![0-9])")


def gettext(message: str) -> str:
    """Return an English message in the language of the page that answers this request."""
    return catalogue(page_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of an English message that goes with a number, in the language of this request."""
    return catalogue(page_language()).ngettext(singular, plural, number)


def words(name: str) -> Mapping[str, Any]:
    """Return the table of sentences of a name in the language of this request."""
    return table(name, page_language())


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """Return a number as people write it: thousands apart, and as many decimals as are asked for or as it has."""
    thousands, point = _MARKS.get(page_language(), _MARKS_ELSEWHERE)
    written = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return written.translate({ord(","): thousands, ord("."): point, ord("-"): "\N{MINUS SIGN}"})


def date(value: object) -> str:
    """Return an ISO date, or the day of an ISO date-time, as people write it; anything else stays as it is."""
    text = str(value or "")
    found = _DATE.match(text)
    pattern = words("dates")["days"].get(found[2]) if found else None
    return pattern.format(day=int(found[3]), year=found[1]) if found and pattern else text
