"""A SPARQL endpoint as a client asks it: whole answers or an error, and what an error says in words.

SPARQLWrapper carries the request; the checks are those by which a server of ours trusts a store it stands before.
"""

import ast
import io
import json
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError

from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from partnergraph.errors import (
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    NotFound,
    PartnerGraphError,
    StoreFailure,
    WrongUsage,
)
from partnergraph.formats import JSON
from partnergraph.iris import Minter
from partnergraph.store import MEGABYTE, Answer, QueryRequest, Window
from partnergraph.store.adapters import GENERIC, recognised
from partnergraph.store.remote import Layout, bindings, pointer
from partnergraph.store.remote_checks import accepted, check_head, in_our_names, read_whole, write
from partnergraph.store.transport import Question, ask

__all__ = ["Endpoint"]

_MOST_BYTES: Final = 1_024 * MEGABYTE
_SHOWN: Final = 300
_WHERE: Final = "Give the address of a SPARQL endpoint, which often ends in /sparql."

_ERRORS: Final[dict[int, type[PartnerGraphError]]] = {
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.REQUEST_TIMEOUT: DeadlineExceeded,
    HTTPStatus.GATEWAY_TIMEOUT: DeadlineExceeded,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: AnswerTooLarge,
    HTTPStatus.TOO_MANY_REQUESTS: Busy,
    HTTPStatus.SERVICE_UNAVAILABLE: Busy,
}
"""Status of an answer → the error it is here; others are WrongUsage where the client is at fault, else StoreFailure."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """The SPARQL endpoint at `address`, which may be silent for `seconds`.

    `version` is the release to ask, which only PartnerGraph's own endpoints know; empty for the current one.
    """

    address: str
    seconds: float
    version: str = ""

    def layout(self, seconds: float) -> Layout:
        """Return where the current version of the data lies in the store, found out by the first question."""
        _ = seconds  # the time limit of this endpoint holds for all that is asked of it
        return self._layout

    def query(self, request: QueryRequest) -> Answer:
        """Return the whole answer to a query in the format of the request.

        Raises PartialAnswer for a part of an answer, and what else `PartnerGraph` says.
        """
        return self._answer(self._layout.dataset(request))

    @cached_property
    def _layout(self) -> Layout:
        request = QueryRequest(query=pointer(Minter()), format=JSON, deadline=self.seconds)
        with self._answer(request) as answer:
            return Layout.of(bindings(answer))

    def _answer(self, request: QueryRequest) -> Answer:
        offered = accepted(GENERIC, request.format.kind)
        question = Question(
            address=self.address,
            query=request.query,
            accept=", ".join(f"{each.media_type};q={1 - place / 10:g}" for place, each in enumerate(offered)),
            default_graphs=request.default_graphs,
            named_graphs=request.named_graphs,
            version=self.version,
        )
        try:
            response = ask(question, self.seconds)
        except (HTTPError, SPARQLWrapperException) as error:
            raise _told(error, self.address) from error
        with response:
            if response.headers.get_content_type() == "text/html":
                raise NotFound(f"{self.address} answers with a page for people", hint=_WHERE)
            sent = check_head(response, offered)
            body = read_whole(response, _MOST_BYTES)
            store = recognised(response.headers.get("Server", ""))
        output = io.BytesIO()
        body = in_our_names(body, store)
        write(body, sent, output, request.format, request.prefixes, Window())
        length = output.tell()
        output.seek(0)
        return Answer(body=output, length=length, format=request.format, seconds=0)


def _told(error: HTTPError | SPARQLWrapperException, address: str) -> PartnerGraphError:
    """Return an error of ours that says what an endpoint said, where it said it in words (RFC 9457, or plain text)."""
    answer = error if isinstance(error, HTTPError) else error.__context__
    status = answer.code if isinstance(answer, HTTPError) else HTTPStatus.INTERNAL_SERVER_ERROR
    body = error.read() if isinstance(error, HTTPError) else _body(error)
    problem = _problem(body)
    lines = body.decode("utf-8", "replace").strip().splitlines()
    plain = lines[0][:_SHOWN] if lines and not lines[0].startswith("<") else ""
    message = problem.get("detail") or problem.get("title") or plain or f"{address} answered with status {status}"
    hint = problem.get("hint") or (_WHERE if status == HTTPStatus.NOT_FOUND else "")
    faulty = WrongUsage if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR else StoreFailure
    return _ERRORS.get(status, faulty)(message, hint=hint)


def _body(error: SPARQLWrapperException) -> bytes:
    """Return the body of an answer, which SPARQLWrapper has read and keeps as the end of its message alone."""
    _, _, written = str(error).partition("Response:\n")
    try:
        body = ast.literal_eval(written)
    except (SyntaxError, ValueError):
        body = b""
    return body if isinstance(body, bytes) else b""


def _problem(body: bytes) -> dict[str, Any]:
    """Return the members of a problem document, or nothing for another text."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
