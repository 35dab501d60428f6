"""The answer to a stranger's query as a spreadsheet, or as a table with names beside identifiers."""

from flask import Response

from partnergraph.exports import Style
from partnergraph.formats import XLSX, Format
from partnergraph.namespaces import LICENCE
from partnergraph.sparql.protocol import Operation
from partnergraph.store import Answer

from .canned import Options
from .citing import catalogue_words
from .derived import derived
from .sending import sent
from .service import page_language, service
from .sharing import cited_query, sentence

__all__ = ["sheet"]


def sheet(asked: Operation, answer: Answer, wanted: Format, options: Options, base: str) -> Response:
    """Return the rows of an answer as a spreadsheet or as CSV; `base` is the endpoint as the world knows it.

    Raises AnswerTooLarge and DeadlineExceeded.
    """
    words = catalogue_words()
    style = Style(
        safe=options.excel or bool(options.labels),
        bom=options.excel,
        sheets=(words["sheet_result"], words["sheet_about"]),
        notes=_notes(asked, base, more=answer.more) if wanted is XLSX else (),
    )
    response = sent(derived(answer, wanted, options, style))
    name = f"result_{service().version}.{wanted.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.content_language.add(options.labels or page_language())
    return response


def _notes(asked: Operation, base: str, *, more: bool) -> tuple[tuple[str, str], ...]:
    """Return what the second sheet says: name and text of each line."""
    words, cited = catalogue_words(), cited_query(asked, base)
    part = more or asked.cursor is not None
    return (
        (words["title"], cited.title),
        (words["version"], cited.version),
        (words["harvested"], cited.date),
        (words["complete"], words["part" if part else "yes"]),
        (words["licence"], f"CC BY 4.0, {LICENCE}"),
        (words["cite"], sentence(cited)),
        (words["permalink"], cited.address),
        *(("SPARQL" if number == 0 else "", line) for number, line in enumerate(asked.query.splitlines())),
    )
