"""Whether a query that a remote store refused is at fault itself, and where: our parser's word, in our words.

The parser can overflow its stack and the engine behind it can run long or reach out, so both work in a process of
their own that has no sockets and dies with the worker.
"""

import io
import json
import os
from typing import NoReturn

import pyoxigraph as ox

from partnergraph.errors import PartnerGraphError, QuerySyntax
from partnergraph.formats import JSON

from . import sandbox
from .evaluation import evaluate

__all__ = ["fault"]


def fault(query: str, base: str = "") -> QuerySyntax | None:
    """Return what is wrong with a query, or None when it is well-formed or too much for the parser.

    Its relative IRIs count from `base`.
    """
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _judge(query, base, writer, parent)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        words = said.read()
    os.waitpid(child, 0)
    return QuerySyntax(**json.loads(words)) if words else None


def _judge(query: str, base: str, writer: int, parent: int) -> NoReturn:
    """Try the query on an empty store and write down what is wrong with it; never comes back."""
    try:
        sandbox.die_with_parent(parent)
        sandbox.deny_sockets()
        try:
            evaluate(ox.Store(), query, io.BytesIO(), answer_format=JSON, base=base)
        except QuerySyntax as error:
            members = {"message": error.message, "hint": error.hint, "line": error.line, "column": error.column}
            os.write(writer, json.dumps(members).encode())
        except PartnerGraphError:
            pass  # a CONSTRUCT, or anything else that is no fault of the words
    finally:
        os._exit(0)
