"""Requests as they come off the wire, where HTTP (RFC 9112) asks for more care than the server takes by itself.

A request that two readers could read differently is refused: two lengths, no host or several.  Who sends a body that is
too long is let finish, up to a bound, since a client that is cut off while it writes never reads the answer.
"""

import re
from typing import Any, Final

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # it carries no types
from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]  # it carries no types
from waitress.task import WSGITask  # type: ignore[import-untyped]  # it carries no types
from waitress.utilities import (  # type: ignore[import-untyped]  # it carries no types
    BadRequest,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
)

__all__ = ["Channel"]

_HOST_LINE: Final = re.compile(rb"^host:[ \t]*([^\r\n]*?)[ \t]*(?=\r?$)", re.IGNORECASE | re.MULTILINE)
_HOST: Final = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_AT_ONCE: Final = 256 * 1024
_MOST_THROWN_AWAY: Final = 64 * 1024 * 1024


class _AddressTooLong(BadRequest):  # type: ignore[misc]  # its base carries no types
    code = 414
    reason = "URI Too Long"


class _Request(HTTPRequestParser):  # type: ignore[misc]  # its base carries no types
    """One request; `ahead` is what is still to come of a body that is thrown away."""

    ahead = 0
    error: Any
    expect_continue: bool

    def received(self, data: bytes) -> int:
        """Take some bytes of the stream and return how many of them belong to this request."""
        if self.ahead:
            taken = min(self.ahead, len(data))
            self.ahead -= taken
            self.completed = self.ahead == 0
            return taken
        begun = b"" if self.body_rcv is not None else (self.header_plus + data)[: self.adj.max_request_header_size]
        consumed = int(super().received(data))
        match self.error:
            case RequestHeaderFieldsTooLarge() if b"\r\n" not in begun.lstrip():
                self.error = _AddressTooLong(f"exceeds max_header of {self.adj.max_request_header_size}")
            case RequestEntityTooLarge() if self.expect_continue:
                self.expect_continue = False  # whoever asks first need not send it
            case RequestEntityTooLarge() if self.content_length <= _MOST_THROWN_AWAY and not self.body_bytes_received:
                self.ahead, self.completed = self.content_length, False
            case _:
                pass
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request; raise ParsingError for one that could be read in two ways."""
        hosts = _HOST_LINE.findall(header_plus)
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length beside Transfer-Encoding")
        if len(hosts) > 1 or (self.version == "1.1" and not hosts):
            raise ParsingError("There must be one Host header")
        if hosts and hosts[0] and not _HOST.fullmatch(hosts[0]):
            raise ParsingError("Host is invalid")


class _Task(WSGITask):  # type: ignore[misc]  # its base carries no types
    """One answer; one without a body ends with its head (RFC 9112 section 6.3), so the connection can stay open."""

    def set_close_on_finish(self) -> None:
        """Close the connection after this answer, where its end cannot be told otherwise or the client asks for it."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or self.version != "1.1" or asked:
            super().set_close_on_finish()


class Channel(HTTPChannel):  # type: ignore[misc]  # its base carries no types
    """A connection whose requests are read with more care, and whose long answers are read once."""

    parser_class: Any = _Request
    task_class: Any = _Task
    sendbuf_len: int

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Read no more of a file at once than one call sends: what is left over is read again each time."""
        super().__init__(*arguments, **named)
        self.sendbuf_len = min(self.sendbuf_len, _AT_ONCE)
