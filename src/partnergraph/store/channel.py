"""Messages between the processes of the store: JSON and plain bytes behind their lengths, with open files beside them.

The sockets are connected pairs that no other program can reach, so both ends are trusted.
"""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

__all__ = ["Message", "receive", "send"]

_LENGTHS: Final = struct.Struct("!II")
_MOST_FILES: Final = 4


class Message(NamedTuple):
    """What arrives: its `content`, the open `files` that came along, and a `body` that is no JSON."""

    content: dict[str, Any]
    files: list[int]
    body: bytes = b""


def send(channel: socket.socket, content: dict[str, Any], files: Sequence[int] = (), body: bytes = b"") -> None:
    """Send a message and copies of the open `files`; raise OSError when the other end is gone."""
    text = json.dumps(content, separators=(",", ":")).encode("ascii")
    packet = b"".join((_LENGTHS.pack(len(text), len(body)), text, body))
    sent = socket.send_fds(channel, [packet], list(files)) if files else 0
    channel.sendall(packet[sent:])


def receive(channel: socket.socket) -> Message | None:
    """Wait for a message; None when the other end has closed or died.

    Raises TimeoutError when the channel has a timeout and it passes.
    """
    head = b""
    files: list[int] = []
    while len(head) < _LENGTHS.size:
        try:
            piece, more, _, _ = socket.recv_fds(channel, _LENGTHS.size - len(head), _MOST_FILES)
        except ConnectionError:
            piece, more = b"", []
        if not piece:
            return None
        head, files = head + piece, files + more
    length, more_length = _LENGTHS.unpack(head)
    rest = _exactly(channel, length + more_length)
    return None if rest is None else Message(json.loads(rest[:length]), files, rest[length:])


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    body = bytearray()
    while len(body) < length:
        try:
            piece = channel.recv(length - len(body))
        except ConnectionError:
            piece = b""
        if not piece:
            return None
        body += piece
    return bytes(body)
