"""The two ends of every answer: the format that the client wants most, and a body that is sent whole."""

from typing import Final

from flask import Response, request
from werkzeug.wsgi import wrap_file

from partnergraph.errors import NotAcceptable
from partnergraph.formats import Format, negotiate
from partnergraph.store import MEGABYTE, Answer

__all__ = ["chosen", "sent"]

_AT_ONCE: Final = MEGABYTE
"""Answers up to this length are sent from memory, longer ones from their spool file."""


def chosen(offered: tuple[Format, ...], asked: str | None) -> Format:
    """Return the format of the answer to this request; raise NotAcceptable naming what there is."""
    found = negotiate(request.headers.get("Accept"), offered, asked=asked)
    if found is None:
        names = ", ".join(f"{each.media_type} (format={each.name})" for each in offered)
        raise NotAcceptable("The answer does not come in a format you accept", hint=f"There is {names}.")
    return found


def sent(answer: Answer) -> Response:
    """Send an answer whole: its length is known, so a cut connection is seen by the client."""
    if answer.length <= _AT_ONCE:
        with answer:
            return Response(answer.body.read(), content_type=answer.format.content_type)
    response = Response(
        wrap_file(request.environ, answer.body), content_type=answer.format.content_type, direct_passthrough=True
    )
    response.content_length = answer.length
    return response
