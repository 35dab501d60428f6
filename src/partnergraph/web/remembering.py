"""Whole responses kept in memory: a request that came before, to data that never changes, has the same response again.

Requests are compared as they came, with every header that a response of ours depends on, so nothing is decided here
that was not decided the first time.  What may be kept is what says so itself: a tag, and that caches may have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .cache import OVERHEAD, Cache
from .compressing import takes_gzip
from .request_ids import HEADER, chosen

if TYPE_CHECKING:
    from _typeshed import wsgi  # a name for types alone, which no installed package has

__all__ = ["Remembering"]

_ASKED: Final = (
    "REQUEST_METHOD",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
)
"""All of a request that a response which is kept may depend on (PEP 3333 names)."""

_ENCODED: Final = "HTTP_ACCEPT_ENCODING"
"""What clients send here differs much, and matters in one point alone."""

_METHODS: Final = frozenset({"GET", "HEAD"})
_NEVER: Final = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_UNCHANGED: Final = "304 "
_STATUSES: Final = ("200 ", _UNCHANGED)
_VARY: Final = frozenset({"accept", "accept-language", "accept-encoding"})
_LONGEST: Final = 512 * 1024
"""Bytes of a body that is still kept: a longer one is sent from its file, beside which the way to it costs little."""

_OF_ITS_OWN: Final = frozenset({HEADER.lower(), "server-timing", "date"})
"""Headers that each response has anew."""

_NOW: Final = ("Server-Timing", "cache;desc=hit")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Response:
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    asked: int

    @property
    def weight(self) -> int:
        """Return how many bytes this takes, roughly."""
        return len(self.body) + self.asked + sum(len(name) + len(value) for name, value in self.headers) + OVERHEAD


class Remembering:
    """A WSGI application (PEP 3333) that answers for another where the same was asked before."""

    def __init__(self, app: "wsgi.WSGIApplication", most: int) -> None:
        """Keep at most so many bytes of the responses of `app`."""
        self._app = app
        self._kept: Cache[tuple[str, ...], _Response] = Cache(most=most)

    def __call__(self, environ: "wsgi.WSGIEnvironment", start_response: "wsgi.StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ["REQUEST_METHOD"] not in _METHODS or any(name in environ for name in _NEVER):
            return self._app(environ, start_response)
        packed = "gzip" if takes_gzip(environ.get(_ENCODED, "")) else ""
        asked = (*(environ.get(name, "") for name in _ASKED), packed)
        kept = self._kept.get(asked)
        if kept is None:
            return self._first(asked, environ, start_response)
        own = (HEADER, chosen(environ.get("HTTP_X_REQUEST_ID", "")))
        start_response(kept.status, [*kept.headers, own, _NOW])
        return [kept.body]

    def _first(
        self, asked: tuple[str, ...], environ: "wsgi.WSGIEnvironment", start_response: "wsgi.StartResponse"
    ) -> Iterable[bytes]:
        """Have a request answered, and keep the response where it may be kept."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Any:
            begun.append((status, headers))
            return start_response(status, headers, error)

        parts = self._app(environ, start)
        status, headers = begun[-1]
        if not (status.startswith(_STATUSES) and self._may_keep(status, {n.lower(): value for n, value in headers})):
            return parts
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        same = tuple((name, value) for name, value in headers if name.lower() not in _OF_ITS_OWN)
        self._kept.put(asked, _Response(status=status, headers=same, body=body, asked=sum(map(len, asked))))
        return [body]

    def _may_keep(self, status: str, headers: dict[str, str]) -> bool:
        """Return whether a response with these headers says that it may be kept, and is short enough."""
        varies = {name.strip().lower() for name in headers.get("vary", "").split(",") if name.strip()}
        public = "etag" in headers and "public" in headers.get("cache-control", "") and "set-cookie" not in headers
        length = 0 if status.startswith(_UNCHANGED) else int(headers.get("content-length", _LONGEST + 1))
        return public and varies <= _VARY and length <= _LONGEST and self._kept.takes(length)
