"""How a remote store is spoken to: SPARQLWrapper puts the request together and sends it, nothing more.

Its own reading of answers is never used: it waits without end, takes anything for an answer, and follows redirects.
Here an answer is handed on as it came, whatever its status, and no redirect is followed: the next host is not the one
that the operator trusts with queries and credentials.
"""

import http.client
import math
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import GET, POST, SELECT, SPARQLWrapper

import partnergraph
from partnergraph.errors import DeadlineExceeded, StoreFailure, WrongUsage

__all__ = ["Credentials", "Question", "ask", "install", "opener"]

_AGENT: Final = f"partnergraph/{partnergraph.__version__}"

_LONGEST_GET: Final = 2_000
"""Bytes of a query up to which it goes into the address, where caches on the way may know it; else it is posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What this service tells the store about itself: a user and password, or a token; never a client's."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def of(cls, members: Mapping[str, str]) -> Self:
        """Return credentials from a message between processes."""
        return cls(user=members["user"], password=members["password"], token=members["token"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query for a store at `address`, its dataset, and the value of its Accept header.

    `version` is the release that is meant, which PartnerGraph's own endpoints understand; empty for the current one.
    """

    address: str
    query: str
    accept: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    version: str = ""


class _AsItCame(urllib.request.HTTPErrorProcessor):
    """Hands on every answer, errors and redirects too; only a demand for a password is met."""

    def http_response(self, request: urllib.request.Request, response: Any) -> Any:
        """Return the answer, or the one to the same request with the password the store demands."""
        if response.status == http.HTTPStatus.UNAUTHORIZED:
            try:
                answer = self.parent.error(
                    "http", request, response, response.status, response.reason, response.headers
                )
            except (HTTPError, ValueError, KeyError):  # again and again, in a way of its own, or nobody to meet it
                answer = None
            return answer or response
        return response

    https_response = http_response


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Meets a demand for digest authentication, and the same demand before it is made again.

    A store that refuses a long body without one closes the connection while the body is still on its way.
    """

    _demand: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        """Meet a demand and remember it."""
        parts = urllib.request.parse_http_list(auth.partition(" ")[2])
        self._demand = urllib.request.parse_keqv_list(list(filter(None, parts)))
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Add what the store demanded last time."""
        if self._demand is not None and not request.has_header(self.auth_header):
            met = self.get_authorization(request, self._demand)
            request.add_unredirected_header(self.auth_header, f"Digest {met}")
        return request

    https_request = http_request


def opener(address: str, credentials: Credentials) -> urllib.request.OpenerDirector:
    """Return what opens http and https addresses only, with these credentials for the host of `address`."""
    director = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        _AsItCame(),
    ]
    if credentials.user:
        # A password goes out when the store asks for it; Virtuoso refuses one that comes unasked.
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        scheme, host, *_ = urlsplit(address)
        passwords.add_password(None, f"{scheme}://{host}/", credentials.user, credentials.password)
        handlers += [_Digest(passwords), urllib.request.HTTPBasicAuthHandler(passwords)]
    for handler in handlers:
        director.add_handler(handler)
    director.addheaders = [("User-Agent", _AGENT)]
    if credentials.token:
        director.addheaders.append(("Authorization", f"Bearer {credentials.token}"))
    return director


def install(director: urllib.request.OpenerDirector) -> None:
    """Have SPARQLWrapper open addresses in our way; for processes that speak to one store only."""
    urllib.request.install_opener(director)


def ask(question: Question, seconds: float) -> http.client.HTTPResponse:
    """Send a query and return the answer unread; silence ends it after `seconds`.

    Where `install` was called, an answer comes back whatever its status.  Elsewhere one that tells of an error is
    raised as the SPARQLWrapperException or HTTPError that SPARQLWrapper makes of it.
    Raises StoreFailure when the store cannot be reached, DeadlineExceeded when it is silent.
    """
    try:
        return _wrapper(question, seconds).query().response
    except HTTPError:
        raise
    except TimeoutError as error:
        raise DeadlineExceeded("The store did not answer in time") from error
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise DeadlineExceeded("The store did not answer in time") from error
        raise StoreFailure("The store cannot be reached", hint="Ask again later.") from error
    except (OSError, http.client.HTTPException) as error:
        raise StoreFailure("The store does not answer in HTTP", hint="Ask again later.") from error
    except ValueError as error:
        raise WrongUsage(f"{question.address} is no address of a store") from error


def _wrapper(question: Question, seconds: float) -> SPARQLWrapper:
    """Return a question as SPARQLWrapper sends it."""
    wrapper = SPARQLWrapper(question.address, agent=_AGENT)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(math.ceil(seconds))
    wrapper.setMethod(POST if len(question.query.encode()) > _LONGEST_GET else GET)
    # Not setQuery: it guesses the form with patterns of its own, which the Accept header below does not need.
    wrapper.queryString, wrapper.queryType = question.query, SELECT
    for name, graphs in (
        ("default-graph-uri", question.default_graphs),
        ("named-graph-uri", question.named_graphs),
    ):
        for graph in graphs:
            wrapper.addParameter(name, graph)
    if question.version:
        wrapper.addParameter("version", question.version)
    wrapper.addCustomHttpHeader("Accept", question.accept)
    return wrapper
