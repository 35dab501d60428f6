"""Answers that no engine writes: the rows of one, with labels or joined where that is wanted, in a form of ours.

What bounds them is their length (`PARTNERGRAPH_RESULT_MB`) and the time it may take to write them
(`PARTNERGRAPH_DEADLINE`); beyond these it is an error, never a part.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final, cast

from partnergraph.errors import AnswerTooLarge, DeadlineExceeded
from partnergraph.exports import Style, Table, iri_columns, joined, labelled, write
from partnergraph.formats import DOCUMENT, JSON, Format
from partnergraph.store import MEGABYTE, Answer
from partnergraph.store.rows import Row, columns_and_rows

from .canned import Options
from .labels import labels
from .service import service

__all__ = ["derived"]

_LOOKED: Final = 1_000
"""Rows between two looks at the clock."""


def derived(answer: Answer, wanted: Format, options: Options, style: Style) -> Answer:
    """Return the rows of an answer, which came as JSON, in a form of ours.

    Raises AnswerTooLarge and DeadlineExceeded.
    """
    settings = service().settings
    started = time.monotonic()
    spool = cast("BinaryIO", tempfile.TemporaryFile(prefix="partnergraph-"))  # noqa: SIM115 - goes into the answer
    try:
        with answer:
            table = _table(options, answer.body)
            rows = _bounded(table.rows, spool, started + settings.deadline, settings.result_mb * MEGABYTE)
            write(replace(table, rows=rows), wanted, spool, style)
        length = spool.seek(0, 2)
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    form = DOCUMENT if wanted is JSON else wanted
    return replace(answer, body=spool, length=length, format=form)


def _table(options: Options, body: BinaryIO) -> Table:
    """Return the rows of an answer with the labels that are wanted, joined if that is wanted."""
    columns, rows = columns_and_rows(body)
    table = Table(columns=columns, rows=rows)
    if options.labels:
        places = iri_columns(table)
        columns, rows = columns_and_rows(body)
        table = labelled(Table(columns=columns, rows=rows), places, lambda iris: labels(iris, options.labels))
    return table if options.multi == "rows" else joined(table, options.multi)


def _bounded(rows: Iterator[Row], output: BinaryIO, until: float, most: int) -> Iterator[Row]:
    """Hand rows on as long as there is time, and room for what was written of them."""
    for count, row in enumerate(rows):
        if count % _LOOKED == 0:
            if time.monotonic() > until:
                raise DeadlineExceeded(
                    "The answer could not be written in time", hint="Take it in parts with page_size, or as plain CSV."
                )
            if output.tell() > most:
                raise AnswerTooLarge("The answer is longer than this service gives", hint="Take it with page_size.")
        yield row
