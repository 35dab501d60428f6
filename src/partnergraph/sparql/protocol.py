"""The SPARQL 1.1 Protocol without a web framework: parts of an HTTP request in, an operation out (section 2.1).

Beside GET and POST a query may come by HTTP QUERY, which is a POST that changes nothing.

Every value is percent-decoded exactly once, as UTF-8, so an IRI written with `%C3%A4` means the same by every route.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from partnergraph.errors import QueryRefused, TooLarge, UnsupportedMedia, WrongUsage

from .cursor import Cursor

__all__ = ["DIRECT", "FORM", "UNION", "Operation", "operation", "pairs"]

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UNION: Final = "union-default-graph"
_UPDATE: Final = "application/sparql-update"

_MOST_PAIRS: Final = 200
_TRUNCATE: Final = "It must be allow; leave it out to be told when an answer is too long."
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_WITH_BODY: Final = frozenset({"POST", "QUERY"})
_OF_A_QUESTION: Final = frozenset({"query", "update", "default-graph-uri", "named-graph-uri", UNION})
_TRUTHS: Final = {"": True, "true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query operation: the text, the dataset the request names, and how the client wants to be answered.

    With `union` the default graph is all graphs together, whatever FROM says.
    `asked` is the value of `format=`, `timeout` that of `timeout=` in seconds; both are None when not given.
    With `explain` the answer is not wanted but why it is what it is.
    With `truncate` an answer may be cut in any format; `cursor` is where to go on in one that was.
    `version` names the release to ask, empty for the current one.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = False
    asked: str | None = None
    timeout: float | None = None
    explain: bool = False
    truncate: bool = False
    cursor: Cursor | None = None
    version: str = ""


def operation(
    method: str, query_string: bytes, *, content_type: str = "", body: bytes = b"", longest: int = 65_536
) -> Operation | None:
    """Return what a request asks, or None for the bare address without any question.

    `query_string` and `body` are as sent, still percent-encoded; `longest` is in bytes of a decoded query.
    Raises WrongUsage, QueryRefused for an update, UnsupportedMedia, or TooLarge.
    """
    given = pairs(query_string)
    if method in _WITH_BODY:
        given += _posted(content_type, body, longest)
    elif not any(name in _OF_A_QUESTION for name, _ in given):
        return None
    if any(name == "update" for name, _ in given):
        raise _no_updates()
    query = _only(given, "query")
    if query is None:
        raise WrongUsage("The request has no query", hint="Send it as the parameter `query`.")
    default_graphs, union = _graphs(given, "default-graph-uri"), _truth(given, UNION)
    if union and default_graphs:
        raise WrongUsage(f"The request has both `{UNION}` and `default-graph-uri`", hint="Send one of them.")
    return Operation(
        query=query,
        default_graphs=default_graphs,
        named_graphs=_graphs(given, "named-graph-uri"),
        union=union,
        asked=_only(given, "format"),
        timeout=_seconds(_only(given, "timeout")),
        explain=_truth(given, "explain"),
        truncate=_truncate(_only(given, "truncate")),
        cursor=None if (place := _only(given, "cursor")) is None else Cursor.read(place),
        version=_only(given, "version") or "",
    )


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a query string or form, decoded once; raise WrongUsage when they cannot be."""
    ascii_only = _NOT_ASCII.sub(lambda match: b"%%%02X" % match[0][0], encoded)
    try:
        return parse_qsl(
            ascii_only.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS
        )
    except UnicodeDecodeError as error:
        raise WrongUsage("The request is not UTF-8", hint="Percent-encode the bytes of UTF-8.") from error
    except ValueError as error:
        raise WrongUsage(f"The request has more than {_MOST_PAIRS} parameters") from error


def _posted(content_type: str, body: bytes, longest: int) -> list[tuple[str, str]]:
    media_type, _, parameters = content_type.partition(";")
    match media_type.strip().lower():
        case "application/x-www-form-urlencoded":
            return pairs(body)
        case "application/sparql-query":
            _check_charset(parameters)
            if len(body) > longest:
                raise TooLarge(f"The query is {len(body):,} bytes long; this service reads {longest:,}")
            try:
                return [("query", body.decode("utf-8"))]
            except UnicodeDecodeError as error:
                raise WrongUsage(f"The query is not UTF-8 at byte {error.start}") from error
        case "application/sparql-update":
            raise _no_updates()
        case other:
            given = f"The request is {other}" if other else "The request has no media type"
            raise UnsupportedMedia(given, hint=f"Post {FORM} with a `query`, or {DIRECT}.")


def _check_charset(parameters: str) -> None:
    for name, _, value in (each.partition("=") for each in parameters.lower().split(";")):
        if name.strip() == "charset" and value.strip().strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise UnsupportedMedia(f"The request is encoded as {value.strip()}", hint="Queries are UTF-8.")


def _only(given: Iterable[tuple[str, str]], name: str) -> str | None:
    values = [value for each, value in given if each == name]
    if len(values) > 1:
        raise WrongUsage(f"The request has {len(values)} values of `{name}`", hint="Send one.")
    return values[0] if values else None


def _graphs(given: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for each, value in given if each == name)
    for graph in graphs:
        if not _ABSOLUTE.fullmatch(graph):
            raise WrongUsage(f"The value of `{name}` is not an absolute IRI: {graph[:200]!r}")
    return graphs


def _truth(given: Iterable[tuple[str, str]], name: str) -> bool:
    """Return whether a switch is on; its bare name turns it on."""
    text = _only(given, name)
    if text is not None and text.lower() not in _TRUTHS:
        raise WrongUsage(f"The value of `{name}` is {text[:50]!r}", hint="It must be true or false.")
    return text is not None and _TRUTHS[text.lower()]


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise WrongUsage(f"The value of `timeout` is {text[:50]!r}", hint="It must be a number of seconds above 0.")
    return seconds


def _truncate(text: str | None) -> bool:
    if text not in {None, "allow"}:
        raise WrongUsage(f"The value of `truncate` is {text[:50]!r}" if text else "`truncate` is empty", hint=_TRUNCATE)
    return text == "allow"


def _no_updates() -> QueryRefused:
    return QueryRefused("Updates are refused: a release is never changed", hint="Build a new release instead.")
