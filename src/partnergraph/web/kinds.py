"""The kinds of problems (RFC 9457 section 3.1.1): one table of error and status, and the words about each kind."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from partnergraph import errors
from partnergraph.errors import PartnerGraphError
from partnergraph.language import OFFERED

from .wording import table

__all__ = ["STATUS", "kind_of", "kinds", "status_of", "statuses"]

STATUS: Final[Mapping[type[PartnerGraphError], int]] = MappingProxyType(
    {
        errors.QuerySyntax: 400,
        errors.QueryRefused: 403,
        errors.QueryTooComplex: 400,
        errors.WrongUsage: 400,
        errors.NotFound: 404,
        errors.Gone: 410,
        errors.NotOffered: 501,
        errors.CursorStale: 410,
        errors.NotAcceptable: 406,
        errors.UnsuitableValue: 422,
        errors.TooLarge: 413,
        errors.UnsupportedMedia: 415,
        errors.UnreadableInput: 400,
        errors.Busy: 503,
        errors.MemoryExceeded: 507,
        errors.AnswerTooLarge: 413,
        errors.StoreFailure: 502,
        errors.DeadlineExceeded: 504,
        errors.EngineFailure: 500,
        errors.PartnerGraphError: 500,
    }
)
"""Error → HTTP status; an error that is not named has the status and kind of the nearest one above it in the tree."""

_OF_HTTP: Final = MappingProxyType(
    {
        400: "wrong-usage",
        404: "not-found",
        405: "method-not-allowed",
        413: "too-large",
        415: "unsupported-media",
        500: "unforeseen",
    }
)
"""Status of an error that the web framework raised → its kind."""

_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def kinds(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return every kind of problem with its `title`, `meaning` and how to `mend` it, in a language of our pages."""
    return table("problems", language)


def status_of(error: PartnerGraphError) -> int:
    """Return the HTTP status of an error."""
    return STATUS[_named(type(error))]


def kind_of(error: PartnerGraphError | int) -> str:
    """Return the kind of an error of ours, or of an HTTP status; "" for a status that says all by itself."""
    if isinstance(error, int):
        return _OF_HTTP.get(error, "")
    return _slug(_named(type(error)))


def statuses(kind: str) -> tuple[int, ...]:
    """Return the HTTP statuses that problems of a kind come with."""
    ours = {status for error, status in STATUS.items() if _slug(error) == kind}
    return tuple(sorted(ours | {status for status, name in _OF_HTTP.items() if name == kind}))


def _named(error: type[PartnerGraphError]) -> type[PartnerGraphError]:
    return next(kind for kind in error.__mro__ if kind in STATUS)


def _slug(error: type[PartnerGraphError]) -> str:
    slug = _CAPITAL.sub("-", error.__name__).lower()
    return slug if slug in kinds(OFFERED[0]) else "unforeseen"
