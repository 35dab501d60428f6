"""Messages between the processes of the store: JSON behind a length, with open files beside it.

The sockets are connected pairs that no other program can reach, so both ends are trusted.
"""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any, Final

__all__ = ["receive", "send"]

_LENGTH: Final = struct.Struct("!I")
_MOST_FILES: Final = 4


def send(channel: socket.socket, message: dict[str, Any], files: Sequence[int] = ()) -> None:
    """Send a message and copies of the open `files`; raise OSError when the other end is gone."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    packet = _LENGTH.pack(len(body)) + body
    sent = socket.send_fds(channel, [packet], list(files)) if files else 0
    channel.sendall(packet[sent:])


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Wait for a message and its open files; None when the other end has closed or died.

    Raises TimeoutError when the channel has a timeout and it passes.
    """
    head = b""
    files: list[int] = []
    while len(head) < _LENGTH.size:
        try:
            piece, more, _, _ = socket.recv_fds(channel, _LENGTH.size - len(head), _MOST_FILES)
        except ConnectionError:
            piece, more = b"", []
        if not piece:
            return None
        head, files = head + piece, files + more
    body = _exactly(channel, *_LENGTH.unpack(head))
    return None if body is None else (json.loads(body), files)


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
