"""Whether what a remote store sent is a whole answer of the kind that was asked for, and that answer in our formats.

A store may answer with success and still be wrong: in part, with an error in the middle, as a page for people, cut
short, or as something else altogether.  Nothing of that is handed on.
"""

import errno
import http.client
import json
import re
from collections.abc import Callable, Mapping
from email.message import Message
from http import HTTPStatus
from typing import BinaryIO, Final

import pyoxigraph as ox

from partnergraph.errors import AnswerTooLarge, Busy, DeadlineExceeded, PartialAnswer, StoreFailure
from partnergraph.formats import GRAPHS, JSON, NTRIPLES, RDFXML, TURTLE, XML, Format, Kind

from .adapters import Adapter
from .solutions import Window, Written, write_rows, write_triples

__all__ = ["accepted", "check_head", "in_our_names", "read_whole", "with_columns", "write"]

_CHUNK: Final = 65_536
_CUT_ROWS: Final = "X-SPARQL-MaxRows"
_CUT_TIME: Final = "S1TAT"
_CUT_BY_US: Final = "truncated"
_MEMBER: Final = b'{"partnergraph":'
_HEAD: Final = re.compile(rb'\A(\s*\{\s*"head"\s*:\s*\{\s*"vars"\s*:\s*)(\[[^\]]*\])')
_LATER: Final = "Ask again later."
_ENDS_ITSELF: Final = (JSON, XML, RDFXML)
"""Formats in which a text that was cut short cannot be read."""


def accepted(adapter: Adapter, kind: Kind) -> tuple[Format, ...]:
    """Return what the store may answer in, the best first."""
    if kind is Kind.GRAPH:
        return adapter.graph, *(each for each in (NTRIPLES, TURTLE, RDFXML) if each is not adapter.graph)
    return adapter.rows, *(each for each in (JSON, XML) if each is not adapter.rows)


def check_head(response: http.client.HTTPResponse, offered: tuple[Format, ...]) -> Format:
    """Return the format of a successful answer, judged by its status and headers.

    Raises StoreFailure, PartialAnswer, Busy, DeadlineExceeded; a 400 is for the caller to judge first.
    """
    headers = response.headers
    _check_status(response.status)
    cut_in_time = headers.get("X-SQL-State", "").strip() == _CUT_TIME
    if cut_in_time or headers.get(_CUT_ROWS) is not None or headers.get("PG-Result", "").startswith(_CUT_BY_US):
        raise _partial()
    if headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise StoreFailure("The store sent an encoded answer that nobody asked for", hint=_LATER)
    found = _format(headers, offered)
    unbounded = response.length is None and not response.chunked
    if unbounded and found not in _ENDS_ITSELF:
        raise StoreFailure("The store does not say where its answer ends", hint=_LATER)
    return found


def _check_status(status: int) -> None:
    match status:
        case HTTPStatus.OK:
            return
        case HTTPStatus.PARTIAL_CONTENT:
            raise _partial()
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.GATEWAY_TIMEOUT:
            raise DeadlineExceeded("The store ran out of time", hint="Ask for less at once.")
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            raise Busy("The store takes no more queries for now", hint="Ask again in a few seconds.")
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            raise StoreFailure("The store does not let this service in", hint="Its operator has to set credentials.")
        case _ if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise StoreFailure("The store points elsewhere", hint="Its operator has to name the place itself.")
        case _:
            raise StoreFailure(f"The store failed with status {status}", hint=_LATER)


def _partial() -> PartialAnswer:
    return PartialAnswer("The store gave only a part of the answer", hint="Ask for less, or with a LIMIT.")


def _format(headers: Message, offered: tuple[Format, ...]) -> Format:
    """Return the format the store says it sent; raise StoreFailure for one that was not offered."""
    media_type = headers.get_content_type() if "Content-Type" in headers else "nothing it would name"
    charset = headers.get_content_charset() or "utf-8"
    found = next((each for each in offered if each.media_type == media_type), None)
    if found is None or charset not in {"utf-8", "utf8", "us-ascii"}:
        raise StoreFailure(f"The store answered in {media_type[:100]} and {charset[:40]}", hint=_LATER)
    return found


def read_whole(response: http.client.HTTPResponse, most: int) -> bytes:
    """Read an answer in pieces to its end; raise AnswerTooLarge after `most` bytes, StoreFailure when it is cut."""
    body = bytearray()
    try:
        while piece := response.read1(_CHUNK):
            body += piece
            if len(body) > most:
                raise AnswerTooLarge("The answer is longer than this service gives", hint="Add a LIMIT.")
    except TimeoutError as error:
        raise DeadlineExceeded("The store fell silent") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _cut() from error
    if response.length:
        raise _cut()
    return bytes(body)


def _cut() -> StoreFailure:
    return StoreFailure("The store's answer was cut short", hint=_LATER)


def with_columns(body: bytes, order: Callable[[list[str]], list[str]]) -> bytes:
    """Return SPARQL results in JSON with the columns in their head in another order."""

    def ordered(head: re.Match[bytes]) -> bytes:
        try:
            return head[1] + json.dumps(order(json.loads(head[2]))).encode()
        except ValueError:
            return head[0]  # no JSON, which is noticed where it is read

    return _HEAD.sub(ordered, body, count=1)


def in_our_names(body: bytes, adapter: Adapter) -> bytes:
    """Return a body with the store's own names replaced by ours."""
    for its_name, name in adapter.renamed:
        body = body.replace(its_name, name)
    return body


def write(
    body: bytes, sent: Format, output: BinaryIO, wanted: Format, prefixes: Mapping[str, str], window: Window
) -> Written:
    """Read a whole answer strictly as what it says it is, and write a window of it in the format that was wanted.

    Raises StoreFailure when it is something else, PartialAnswer when it says inside that it is cut, CursorStale, or
    OSError when the file may grow no more.
    """
    if sent is JSON and body.startswith(_MEMBER):  # which a server of ours puts first, and only into a part
        raise _partial()
    if sent in {XML, RDFXML} and (b"<!DOCTYPE" in body or b"<!ENTITY" in body):
        raise StoreFailure("The store's answer declares entities", hint=_LATER)
    try:
        body.decode("utf-8")
        if sent in GRAPHS:
            triples = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.from_media_type(sent.media_type)))
            written = write_triples(triples, output, wanted, dict(prefixes), window)
        else:
            written = _write_results(body, sent, output, wanted, window)
        output.flush()
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise
        raise StoreFailure("The store's answer cannot be read", hint=_LATER) from error
    except (SyntaxError, ValueError) as error:
        raise StoreFailure(f"The store's answer is not {sent.name.upper()}", hint=_LATER) from error
    return written


def _write_results(body: bytes, sent: Format, output: BinaryIO, wanted: Format, window: Window) -> Written:
    def read() -> ox.QuerySolutions | ox.QueryBoolean:
        return ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(sent.media_type))

    results = read()
    if isinstance(results, ox.QuerySolutions):
        return write_rows(results, read, output, wanted, window)
    results.serialize(output, ox.QueryResultsFormat.from_media_type(wanted.media_type))
    return Written()
