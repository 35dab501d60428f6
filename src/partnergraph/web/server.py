"""The server: waitress, with limits that stand slow clients, and an orderly end.

The limits are those measured for this purpose (design: architecture, "Server").
On SIGTERM or SIGINT no new connection is taken, running requests are answered to the last byte, and then it stops.
"""

import errno
import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, cast

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]  # it carries no types
from waitress.server import create_server  # type: ignore[import-untyped]  # it carries no types

from partnergraph.errors import EngineFailure, WrongUsage

from .requests import Channel
from .service import NAME, Service

__all__ = ["serve"]

_log: Final = logging.getLogger(__name__)

_BACKLOG: Final = 1_024
_CONNECTIONS: Final = 3_000
_SPARE_THREADS: Final = 8
_TICK: Final = 0.25

_TURN: Final = 0.0005
"""Seconds that a thread may go on while others wait: what is made ready at the start must not keep answers waiting."""


def serve(
    app: Flask,
    host: str,
    port: int,
    announce: Callable[[str], object] = _log.info,
    *,
    stopping: threading.Event | None = None,
    drain: float = 30.0,
) -> None:
    """Answer requests until SIGTERM or SIGINT, or until `stopping` is set; then finish what runs.

    `announce` is told the address once it answers; port 0 takes a free one.
    `drain` is the longest, in seconds, that running requests are waited for.
    Raises EngineFailure when the port is taken, WrongUsage when there is no such host.
    The query workers of the application are ended in any case.
    """
    here = cast("Service", app.extensions[NAME])
    try:
        listener = _listen(host, port)
        _raise_file_limit()
        sys.setswitchinterval(_TURN)
        _run(app, listener, announce, stopping or threading.Event(), drain)
    finally:
        here.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise WrongUsage(f"There is no host {host}", hint="Use --host 127.0.0.1, or 0.0.0.0 for all.") from error
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = f"Port {port} on {host} is taken" if taken else f"Port {port} on {host} cannot be used: {error}"
        raise EngineFailure(reason, hint="Choose another with --port; --port 0 takes a free one.") from error


def _run(
    app: Flask, listener: socket.socket, announce: Callable[[str], object], stopping: threading.Event, drain: float
) -> None:
    here = cast("Service", app.extensions[NAME])
    channels: dict[int, Any] = {}
    server = create_server(
        app,
        map=channels,
        sockets=[listener],
        threads=here.settings.workers + here.settings.queue + _SPARE_THREADS,
        connection_limit=_CONNECTIONS,
        channel_timeout=20,
        cleanup_interval=5,
        channel_request_lookahead=5,
        max_request_header_size=32_768,
        max_request_body_size=app.config["LONGEST_BODY"] + 1,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=not here.settings.trusted_proxies,
        ident="partnergraph",
    )
    server.channel_class = Channel
    _obey_signals(server, stopping)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    announce(f"PartnerGraph release {here.version} answers on http://{shown}:{port}/")
    while not stopping.is_set():
        wasyncore.loop(timeout=_TICK, use_poll=True, map=channels, count=1)
    _drain(server, channels, drain)


def _obey_signals(server: Any, stopping: threading.Event) -> None:
    """Have SIGTERM and SIGINT set `stopping`; the same signal a second time ends the process as usual."""

    def stop(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stopping.set()
        server.pull_trigger()

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)


def _drain(server: Any, channels: dict[int, Any], seconds: float) -> None:
    """Take no new connection, and serve the open ones until each has its answers."""
    until = time.monotonic() + seconds
    server.del_channel()
    server.socket.close()
    while time.monotonic() < until and any(_busy(channel) for channel in server.active_channels.values()):
        wasyncore.loop(timeout=_TICK, use_poll=True, map=channels, count=1)
    server.task_dispatcher.shutdown(timeout=1)
    wasyncore.close_all(channels)


def _busy(channel: Any) -> bool:
    return bool(channel.requests or channel.total_outbufs_len)


def _raise_file_limit() -> None:
    """Allow as many open files as connections need, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
