"""The process that reads and judges what strangers hand in: `python -m partnergraph.validation.worker`.

The web process starts it by its name and never imports it.  It is a nursery as that of the queries is: it reads the
shapes and all that is known once, judges something small so that everything is loaded, and forks workers that may be
killed, have a budget of memory and can open no socket.
"""

import gc
import json
import socket
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO, Final

from rdflib import Graph

from partnergraph import rdf
from partnergraph.formats import GRAPHS, named
from partnergraph.store.nursery import run
from partnergraph.store.solutions import Written
from partnergraph.store.worker import Worker
from partnergraph.validation.gate import Gate, Submission
from partnergraph.validation.report import Report

__all__ = ["main"]

_INDENT: Final = 2


def main(channel_number: int) -> None:
    """Run the nursery of workers that validate."""
    run(channel_number, _hiring)


def _hiring(orders: dict[str, Any]) -> Callable[[socket.socket], Worker]:
    gate = Gate.shipped()
    gate.judge(Submission(data=Graph(bind_namespaces="none")))
    gc.collect()
    gc.freeze()
    memory, result = int(orders["memory_bytes"]), int(orders["result_bytes"])

    def prepare() -> Callable[[dict[str, Any], BinaryIO], Written]:
        return partial(_judge, gate)

    return lambda line: Worker(line=line, prepare=prepare, memory=memory, result=result)


def _judge(gate: Gate, request: dict[str, Any], output: BinaryIO) -> Written:
    """Read and judge the body of a request, and write the report in its `format` and `language`."""
    report = gate.judge(gate.read(request["body"], request["suffix"], source=request["source"]))
    output.write(_written(report, request["format"], request["language"], gate))
    return Written()


def _written(report: Report, format_name: str, language: str, gate: Gate) -> bytes:
    """Return a report as RDF, or for a format that is none as JSON or as text."""
    graph_format = named(format_name, GRAPHS)
    if graph_format is not None:
        return rdf.document(report.graph(gate.minter), graph_format.media_type)
    if format_name == "txt":
        return report.text(language).encode()
    return f"{json.dumps(report.as_json(), ensure_ascii=False, indent=_INDENT)}\n".encode()


if __name__ == "__main__":
    main(int(sys.argv[1]))
