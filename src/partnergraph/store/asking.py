"""The second kind of worker: asks a remote store over HTTP, checks what comes back, and writes it in our formats.

`python -m partnergraph.store.asking` with the number of its channel is the process in which they are born.
Such a worker holds no data and needs sockets, so it has no filter; it is killed at the deadline like any other.
A deadline of HTTP alone would not do: a store that sends a byte a second is never silent.
"""

import re
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, BinaryIO, Final

from partnergraph.errors import StoreFailure, WrongUsage
from partnergraph.formats import JSON, TURTLE, named

from . import judgement, remote_checks, transport
from .adapters import AUTO, Adapter, adapter, recognised
from .clauses import from_clauses, in_order_of_appearance, with_base
from .nursery import run
from .solutions import Window, Written
from .transport import Credentials, Question
from .worker import Evaluate, Worker

__all__ = ["Asker", "main"]

_ON_THE_WAY: Final = 2
"""Bytes a store may send for each byte of an answer: JSON and XML are longer than CSV and Turtle."""

_PROBE: Final = "ASK {}"
_VERSIONED: Final = re.compile(r"(/graph/data)/[^/]*$")


@dataclass(slots=True, kw_only=True)
class Asker:
    """Asks the store at `address`; `kind` is found out by the first question where it is None."""

    address: str
    most: int
    kind: Adapter | None = None

    def __call__(self, request: dict[str, Any], output: BinaryIO) -> Written:
        """Have the store answer a request and write the answer to `output`, whole and checked."""
        seconds = float(request["deadline"])
        kind = self.kind = self.kind or self._recognise(seconds)
        wanted = named(request["format"]) or TURTLE
        offered = remote_checks.accepted(kind, wanted.kind)
        question = Question(
            address=self.address,
            query=with_base(request["query"], request["base"]),
            accept=", ".join(f"{each.media_type};q={1 - place / 10:g}" for place, each in enumerate(offered)),
            default_graphs=request["default_graphs"],
            named_graphs=request["named_graphs"],
        )
        if kind.joins_from:
            _check_from(question)
        with transport.ask(question, seconds) as response:
            if response.status == HTTPStatus.BAD_REQUEST:
                raise judgement.fault(request["query"], request["base"]) or StoreFailure(
                    "The store does not take this query"
                )
            sent = remote_checks.check_head(response, offered)
            body = remote_checks.read_whole(response, _ON_THE_WAY * self.most)
        if kind.shuffles and sent is JSON:
            body = remote_checks.with_columns(body, partial(in_order_of_appearance, question.query))
        body = remote_checks.in_our_names(body, kind)
        return remote_checks.write(body, sent, output, wanted, request["prefixes"], Window(**request["window"]))

    def _recognise(self, seconds: float) -> Adapter:
        accept = "application/sparql-results+json"
        with transport.ask(Question(address=self.address, query=_PROBE, accept=accept), seconds) as response:
            return recognised(response.headers.get("Server", ""))


def _check_from(question: Question) -> None:
    """Refuse a text whose FROM clauses the store would join with the graphs of the request.

    When the text alone named them, each graph stands in it, as often as there are clauses.
    """
    graphs = [_VERSIONED.sub(r"\1", each) for each in (*question.default_graphs, *question.named_graphs)]
    clauses = from_clauses(question.query)
    if graphs and clauses and (clauses != len(graphs) or any(f"<{each}>" not in question.query for each in graphs)):
        reason = "The request names graphs beside the FROM clauses of the query, which this store would mix"
        raise WrongUsage(reason, hint="Name the graphs in one of the two places only, in FROM with whole IRIs.")


def _hiring(orders: dict[str, Any]) -> Callable[[socket.socket], Worker]:
    """Return what makes a worker of its line, by orders that name the store."""
    address, kind = str(orders["address"]), str(orders["kind"])
    memory, result = int(orders["memory_bytes"]), int(orders["result_bytes"])
    known = None if kind == AUTO else adapter(kind)
    transport.install(transport.opener(address, Credentials.of(orders)))

    def prepare() -> Evaluate:
        return Asker(address=address, most=result, kind=known)

    return lambda line: Worker(line=line, prepare=prepare, memory=memory, result=result, shut=str)


def main(channel_number: int) -> None:
    """Run the nursery of workers that ask a remote store, which the orders name."""
    run(channel_number, _hiring)


if __name__ == "__main__":
    main(int(sys.argv[1]))
