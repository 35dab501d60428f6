"""The contract of completeness: no answer is a part of one without saying so.

Rows beyond the cap are left out where a format can say that (JSON, XML, pages); elsewhere the request fails, unless it
says `truncate=allow`.  Each part names the next, which is the same query with a cursor.
"""

import json
import shutil
import tempfile
from dataclasses import replace
from typing import BinaryIO, Final, cast
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from partnergraph.errors import AnswerTooLarge, CursorStale
from partnergraph.formats import HTML, JSON, XML, Format
from partnergraph.sparql.cursor import Cursor
from partnergraph.sparql.protocol import UNION, Operation
from partnergraph.store import MEGABYTE, Answer, Window

__all__ = ["announced", "next_address", "question", "result", "window"]

_LONGEST_ADDRESS: Final = 8_000
"""A link that would be longer leaves the query out: the same request is then to be sent with the cursor."""

_JSON_HEAD: Final = b'{"head":{'


def window(asked: Operation, rows: int, release: str) -> Window:
    """Return the part of the answer that a request wants; raise CursorStale for a cursor of another release."""
    if asked.cursor is None:
        return Window(rows=rows)
    if asked.cursor.release != release:
        raise CursorStale(
            f"This cursor is of release {asked.cursor.release or 'none'}; this is {release or 'another'}",
            hint="Ask again without `cursor`, or add the `version` it is of if /versions lists it.",
        )
    return Window(rows=rows, skip=asked.cursor.skip, mark=asked.cursor.mark)


def result(part: Window, *, more: bool) -> str:
    """Return the value of the header PG-Result."""
    skipped = f"; skip={part.skip}" if part.skip else ""
    if more:
        return f"truncated; rows={part.rows}; limit={part.rows}{skipped}"
    return f"rest{skipped}" if skipped else "complete"


def next_address(asked: Operation, wanted: Format, part: Window, answer: Answer, release: str) -> str:
    """Return the address of the next part, relative to that of the endpoint."""
    cursor = Cursor(release=release, skip=part.skip + part.rows, mark=answer.mark)
    after = [("format", wanted.name), ("cursor", str(cursor))]
    after += [("timeout", f"{asked.timeout:g}")] if asked.timeout else []
    after += [("truncate", "allow")] if asked.truncate else []
    whole = urlencode([*question(asked), *after])
    return f"?{whole if len(whole) <= _LONGEST_ADDRESS else urlencode(after)}"


def question(asked: Operation) -> list[tuple[str, str]]:
    """Return the parameters of a request that say what it asks, and not how it is to be answered."""
    return [
        ("query", asked.query),
        *(("default-graph-uri", graph) for graph in asked.default_graphs),
        *(("named-graph-uri", graph) for graph in asked.named_graphs),
        *([(UNION, "true")] if asked.union else []),
        *([("version", asked.version)] if asked.version else []),
    ]


def announced(asked: Operation, wanted: Format, part: Window, answer: Answer, following: str) -> Answer:
    """Return an answer that was cut and says so inside, where its format can.

    `following` is the address of the next part, empty where there is none.
    Raises AnswerTooLarge where the format cannot say it and the request does not allow it.
    """
    if wanted is HTML:
        return answer
    if wanted is JSON:
        # The member comes first, because some readers take nothing after the rows.
        member = json.dumps({"complete": False, "rows": part.rows, "limit": part.rows, "next": following or None})
        link = f'"link":{json.dumps([following])},' if following else ""
        return _begun(answer, len(_JSON_HEAD), f'{{"partnergraph":{member},"head":{{{link}'.encode())
    if wanted is XML:
        begun = answer.body.read(MEGABYTE)
        begun = begun[: begun.index(b"</head>")]
        link = f"<link href={quoteattr(following)}/>" if following else ""
        return _begun(answer, len(begun), begun + link.encode())
    if not (asked.truncate or asked.cursor):
        answer.body.close()
        raise AnswerTooLarge(
            f"The answer has more than {part.rows:,} rows, and {wanted.name} cannot say that it was cut",
            hint="Add a LIMIT, ask for format=json, or take the first part with truncate=allow.",
        )
    return answer


def _begun(answer: Answer, dropped: int, beginning: bytes) -> Answer:
    """Return an answer with another beginning in place of its first bytes."""
    spool = cast("BinaryIO", tempfile.TemporaryFile(prefix="partnergraph-"))  # noqa: SIM115 - goes into the answer
    with answer:
        answer.body.seek(dropped)
        spool.write(beginning)
        shutil.copyfileobj(answer.body, spool)
    spool.seek(0)
    return replace(answer, body=spool, length=answer.length - dropped + len(beginning))
