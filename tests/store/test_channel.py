"""Tests of the messages between processes, over a real pair of sockets."""

import os
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

from partnergraph.store.channel import Message, receive, send


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return both ends of a channel."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_messages_arrive_in_order_and_whole(ends: tuple[socket.socket, socket.socket]) -> None:
    """Long and short messages, and any characters, arrive as they were sent."""
    messages: list[dict[str, Any]] = [{"query": "å\ud800\0" * 10_000}, {}, {"n": [1, None, 2.5]}]
    for message in messages:
        send(ends[0], message)
    assert [Message(message, []) for message in messages] == [receive(ends[1]) for _ in messages]


def test_an_open_file_travels_with_its_message(ends: tuple[socket.socket, socket.socket]) -> None:
    """What the receiver writes into the file the sender reads."""
    with tempfile.TemporaryFile() as file:
        send(ends[0], {"a": 1}, [file.fileno()])
        received = receive(ends[1])
        assert received is not None
        with os.fdopen(received.files[0], "wb") as copy:
            copy.write(b"hello")
        file.seek(0)
        assert b"hello" == file.read()


def test_bytes_travel_with_their_message(ends: tuple[socket.socket, socket.socket]) -> None:
    """A body of any bytes arrives beside what is said of it, and the next message after it."""
    send(ends[0], {"a": 1}, body=bytes(range(256)))
    send(ends[0], {"b": 2})
    assert Message({"a": 1}, [], bytes(range(256))) == receive(ends[1])
    assert Message({"b": 2}, []) == receive(ends[1])


def test_a_closed_channel_ends_in_none(ends: tuple[socket.socket, socket.socket]) -> None:
    """Whether the other end closes before, within or after a message, the receiver learns that it is gone."""
    send(ends[0], {"a": 1})
    ends[0].sendall(b"\0\0\1\0\0\0\0\0half")
    ends[0].close()
    assert Message({"a": 1}, []) == receive(ends[1])
    assert receive(ends[1]) is None
    assert receive(ends[1]) is None


def test_half_a_length_is_no_message(ends: tuple[socket.socket, socket.socket]) -> None:
    """A channel that closes within the length of a message has no message."""
    ends[0].sendall(b"\0\0")
    ends[0].close()
    assert receive(ends[1]) is None


def test_sending_to_nobody_fails(ends: tuple[socket.socket, socket.socket]) -> None:
    """A sender learns that the other end is gone."""
    ends[1].close()
    with pytest.raises(OSError, match="Broken pipe"):
        send(ends[0], {"a": 1})


def test_waiting_ends_at_the_timeout(ends: tuple[socket.socket, socket.socket]) -> None:
    """A receiver with a timeout does not wait longer."""
    ends[1].settimeout(0.05)
    with pytest.raises(TimeoutError):
        receive(ends[1])
